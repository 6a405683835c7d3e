"""Where annotated commits lie that are not in the range: on the branch or on a pull request's head."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from attest.collect.gitdir import CleanRepository
from attest.collect.process import ChildError

_MOST_STEPS = 5_000_000


@dataclass(slots=True)
class Reach:
    """What was found of some commits; one that is in neither set lies elsewhere, or is not in the clone."""

    branch: set[str] = field(default_factory=set)
    pull_heads: set[str] = field(default_factory=set)


def reach(repository: CleanRepository, shas: Iterable[str], tip: str) -> Reach:
    """Look for commits on the branch up to its tip, then on the heads of pull requests."""
    found, left = Reach(), set(shas)
    try:
        _seek(_walk(repository, [tip]), left, found.branch)
        if left:
            heads = sorted(set(repository.pull_heads().values()))
            _seek(_walk(repository, [f"^{tip}", *heads]), left, found.pull_heads)
    except ChildError:
        repository.gaps.note(
            "notes",
            "notes-not-placed",
            what="the commits that notes of this clone annotate could not all be looked for",
            effect="how many notes are on commits that are unreachable is not known; it may be fewer",
        )
    return found


def _seek(walk: Iterator[str], left: set[str], found: set[str]) -> None:
    for count, sha in enumerate(walk):
        if sha in left:
            left.discard(sha)
            found.add(sha)
        if not left:
            return
        if count > _MOST_STEPS:
            raise ChildError("limit", "git", "too many commits to look at")


def _walk(repository: CleanRepository, revisions: list[str]) -> Iterator[str]:
    feed = (revision.encode() + b"\n" for revision in revisions)
    with repository.git("rev-list", "--ignore-missing", "--stdin", feed=feed) as child:
        for row in child.lines():
            yield row.decode("ascii")
