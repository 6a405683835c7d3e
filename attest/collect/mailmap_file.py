"""The mail map at the tip of a branch, and the gaps of what in it does not count."""

from attest.collect import mailmap, objects
from attest.collect.gitdir import CleanRepository
from attest.collect.mailmap import Mapping
from attest.collect.people import Directory

PLACE = ".mailmap"
SOURCE = "mailmap"


def read(repository: CleanRepository, tip: str) -> tuple[Mapping, ...]:
    """Its mappings; none where there is no such file, or it is over a mebibyte."""
    data = objects.read_blob(repository, tip, PLACE)
    if data is None:
        return ()
    found = mailmap.parse(data)
    if found.shared:
        repository.gaps.note(
            SOURCE,
            "mailmap-shared",
            what=f"{found.shared} addresses in {PLACE} lead to several people, name by name",
            effect="they join nobody: whoever commits under one is a person of its own",
        )
    if found.unread:
        repository.gaps.note(
            SOURCE,
            "mailmap-unread",
            what=f"{found.unread} lines of {PLACE} are in no known form, or beyond the first "
            f"{mailmap.MOST_LINES:,}",
            effect="people whom these lines join are taken for several",
        )
    return found.mappings


def note_refused(repository: CleanRepository, directory: Directory) -> None:
    """Name what was said of people and not believed."""
    for kind, count, what, effect in (
        (
            "mailmap-refused",
            directory.refused,
            f"{{}} lines of {PLACE} make one person of two that the persons file tells apart",
            "the persons file holds: they are two",
        ),
        (
            "persons-contradicted",
            directory.contradicted,
            "the forge ties {} accounts or addresses to people that the persons file tells apart",
            "an account is whose number the persons file names; see to the logins in it",
        ),
        (
            "login-changed-hands",
            directory.contested,
            "{} logins were seen with more than one account's number",
            "each account is a person of its own; a text that names such a login names nobody",
        ),
    ):
        if count:
            repository.gaps.note("people", kind, what=what.format(count), effect=effect)
