"""Shares a range of commits out among the changes that brought them in, and finds a pull request's own.

Pure: works on ids and parents alone. A commit belongs to the earliest change, in first-parent order,
from which it can be reached.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from attest.collect.walk import Link

MOST_OWN = 1000
"""Commits of one pull request that are listed; GitHub itself lists 250."""
_STEPS = 2_000_000
"""Steps over all pull requests in search of commits that other changes hold too."""

Graph = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Range:
    """The commits of a range and the change that each belongs to, as its place among the changes."""

    graph: Graph
    """Parents by id, parents before children."""
    line: tuple[str, ...]
    """The landed commits, oldest first."""
    owner: Mapping[str, int]
    members: tuple[tuple[str, ...], ...]
    """For each change its commits, parents before children: what it brought in, then what landed."""

    def places(self) -> dict[str, int]:
        """The place of each landed commit."""
        return {sha: at for at, sha in enumerate(self.line)}


@dataclass(frozen=True, slots=True)
class Own:
    """A pull request's own commits: on its head, and not on the branch before it landed.

    `unseen` are those that reached the branch with no change or a later one; `count` also counts what
    the change itself brought in, and is `None` when there are more than can be listed.
    """

    unseen: tuple[str, ...]
    count: int | None


def share_out(links: Iterable[Link], line: Sequence[str]) -> Range:
    """Give each commit of a range to the earliest change that reaches it.

    `line` is the first-parent line of the range, oldest first. Commits of the range that no landed
    commit reaches are in no change; there are none in a range that ends at the last of the line.
    """
    interned: dict[str, str] = {sha: sha for sha in line}
    graph: dict[str, tuple[str, ...]] = {}
    for sha, parents in links:
        key = interned.setdefault(sha, sha)
        graph[key] = tuple(interned.setdefault(parent, parent) for parent in parents)
    owner: dict[str, int] = {}
    for place, landed in enumerate(line):
        _claim(graph, owner, landed, place)
    members: list[list[str]] = [[] for _ in line]
    for sha in graph:
        if (at := owner.get(sha)) is not None:
            members[at].append(sha)
    shares = tuple(_landed_last(share, landed) for share, landed in zip(members, line, strict=True))
    return Range(graph, tuple(line), owner, shares)


def _claim(graph: Graph, owner: dict[str, int], landed: str, place: int) -> None:
    pending = [landed]
    while pending:
        sha = pending.pop()
        if sha in owner or sha not in graph:
            continue
        owner[sha] = place
        pending.extend(graph[sha])


def _landed_last(members: list[str], landed: str) -> tuple[str, ...]:
    return (*(sha for sha in members if sha != landed), landed)


def own_commits(within: Range, pulls: Graph, head: str, place: int) -> Own:
    """The commits on a pull request's head that were not on the branch before the change at a place.

    `pulls` holds the commits of all heads that the branch does not hold, parents before children.
    """
    seen: set[str] = set()
    finished: list[str] = []
    pending = [(head, False)]
    while pending:
        sha, is_done = pending.pop()
        if is_done:
            finished.append(sha)
        elif sha not in seen and is_own(within, pulls, sha, place):
            seen.add(sha)
            if len(seen) > MOST_OWN:
                return Own((), None)
            pending.append((sha, True))
            pending.extend((parent, False) for parent in parents_of(within, pulls, sha))
    unseen = tuple(sha for sha in finished if within.owner.get(sha) != place)
    return Own(unseen, len(finished))


def is_own(within: Range, pulls: Graph, sha: str, place: int) -> bool:
    """Whether a commit of a head is not reachable from the branch as it was before the change at a place."""
    at = within.owner.get(sha)
    return sha in pulls or (at is not None and at >= place)


def parents_of(within: Range, pulls: Graph, sha: str) -> tuple[str, ...]:
    """Parents of a commit of the range or of a head."""
    return pulls[sha] if sha in pulls else within.graph[sha]


@dataclass(slots=True)
class Memberships:
    """Finds, for each change, the other changes whose pull requests also held one of its commits."""

    within: Range
    pulls: Graph
    places: Mapping[str, int]
    steps: int = _STEPS
    """What is left of the search; at nought it stops and `exhausted` is true."""

    @property
    def exhausted(self) -> bool:
        """Whether the search was cut short."""
        return self.steps <= 0

    def held_by(self, head: str, place: int) -> set[int]:
        """Places of other changes that own a commit of this head's branch, down to the release branch.

        The walk ends at the release branch, so a head that lies on it holds none.
        """
        found: set[int] = set()
        seen, pending = {head}, [head]
        while pending and self.steps > 0:
            sha = pending.pop()
            self.steps -= 1
            if sha in self.places and sha != self.within.line[place]:
                continue
            at = self.within.owner.get(sha)
            if at is None and sha not in self.pulls:
                continue
            if at is not None and at != place:
                found.add(at)
            new = [parent for parent in parents_of(self.within, self.pulls, sha) if parent not in seen]
            seen.update(new)
            pending.extend(new)
        return found
