"""The mail map at the tip of a branch, and the gaps of what in it does not count."""

from attest.collect import mailmap, objects
from attest.collect.gitdir import CleanRepository
from attest.collect.mailmap import Mapping

PLACE = ".mailmap"
SOURCE = "mailmap"


def read(repository: CleanRepository, tip: str) -> tuple[Mapping, ...]:
    """Its mappings; none where there is no such file, or it is over a mebibyte."""
    data = objects.read_blob(repository, tip, PLACE)
    if data is None:
        return ()
    found = mailmap.parse(data)
    if found.unread:
        repository.gaps.note(
            SOURCE,
            "mailmap-unread",
            what=f"{found.unread} lines of {PLACE} are in no known form, or beyond the first "
            f"{mailmap.MOST_LINES:,}",
            effect="people whom these lines join are taken for several",
        )
    return found.mappings


def note_refused(repository: CleanRepository, count: int) -> None:
    """Name the lines that say something else than the persons file."""
    if count:
        repository.gaps.note(
            SOURCE,
            "mailmap-refused",
            what=f"{count} lines of {PLACE} make one person of two that the persons file tells apart",
            effect="the persons file holds: they are two",
        )
