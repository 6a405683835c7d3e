"""Follows notes to where their commits went: a rebase or a cherry-pick makes another commit of one patch.

Two commits are one change carried over when author, author's time and patch agree. The first two are
compared for every commit, the patch only where they agree.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from attest.collect.gitdir import CleanRepository
from attest.collect.objects import LARGEST_COMMIT
from attest.collect.patch_ids import patch_ids
from attest.collect.pointers import Pointer
from attest.collect.small_objects import contents

MOST_COMPARED = 10_000
"""Commits whose patches are compared."""
_AUTHOR = re.compile(rb"^author ([^\n]*)\n(?:committer [^\n]* ([0-9]{1,12}) [^\n]*)?", re.MULTILINE)

Pointers = Mapping[str, tuple[Pointer, ...]]


@dataclass(slots=True)
class Trail:
    """Annotated commits by author line, and the commits without a note that have the same line."""

    sources: dict[bytes, list[tuple[int, str]]] = field(default_factory=dict)
    """Each with its committer's time, which tells the latest."""
    pairs: list[tuple[str, bytes]] = field(default_factory=list)

    def look(self, sha: str, content: bytes) -> None:
        """Take in a commit without a note."""
        author, _ = written(content)
        if author in self.sources:
            self.pairs.append((sha, author))


def written(content: bytes) -> tuple[bytes, int]:
    """The author line of a commit, time and zone included, and the committer's time."""
    match = _AUTHOR.search(content.partition(b"\n\n")[0])
    return (match[1], int(match[2] or b"0")) if match else (b"", 0)


def begin(repository: CleanRepository, annotated: Iterable[str]) -> Trail:
    """Read the annotated commits; what is not in the clone, or is no commit, leads nowhere."""
    trail = Trail()
    shas = list(annotated)
    for sha, content in zip(shas, contents(repository, shas, "commit", LARGEST_COMMIT), strict=True):
        author, when = written(content) if content is not None else (b"", 0)
        if author:
            trail.sources.setdefault(author, []).append((when, sha))
    return trail


def follow(repository: CleanRepository, trail: Trail, annotated: Pointers) -> dict[str, tuple[Pointer, ...]]:
    """What is attached by following, by commit: the notes of the latest commit that has the same patch."""
    pairs = _bounded(repository, trail)
    wanted = {sha for sha, _ in pairs}
    wanted.update(sha for _, author in pairs for _, sha in trail.sources[author])
    patches, failed = patch_ids(repository, sorted(wanted))
    _note_failed(repository, failed & {sha for sha, _ in pairs})
    found: dict[str, tuple[Pointer, ...]] = {}
    for sha, author in pairs:
        same = [
            one for one in trail.sources[author] if sha in patches and patches.get(one[1]) == patches[sha]
        ]
        if same:
            origin = max(same)[1]
            found[sha] = tuple(pointer._replace(followed_from=origin) for pointer in annotated[origin])
    return found


def _bounded(repository: CleanRepository, trail: Trail) -> list[tuple[str, bytes]]:
    count, authors = 0, set[bytes]()
    for at, (sha, author) in enumerate(trail.pairs):
        count += 1 if author in authors else 1 + len(trail.sources[author])
        authors.add(author)
        if count > MOST_COMPARED:
            _note_stopped(repository, sha)
            return trail.pairs[:at]
    return trail.pairs


def _note_stopped(repository: CleanRepository, sha: str) -> None:
    repository.gaps.note(
        "notes",
        "notes-not-followed",
        what=f"more than {MOST_COMPARED} commits may be rebased or picked from annotated ones; from one on "
        "none was compared",
        effect="notes of commits that were rebased or cherry-picked may be missing",
        affects=f"{repository.name}:{sha}",
    )


def _note_failed(repository: CleanRepository, shas: Iterable[str]) -> None:
    for sha in shas:
        repository.gaps.note(
            "notes",
            "notes-not-followed",
            what="a commit could not be compared with an annotated one of the same author and time",
            effect="a note of the commit that it was rebased or picked from may be missing",
            affects=f"{repository.name}:{sha}",
        )
