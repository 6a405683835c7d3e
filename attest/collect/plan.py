"""Everything about a range that must be known before its first change can be handed on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from attest.collect.ancestry import (
    Graph,
    Memberships,
    Own,
    Range,
    is_own,
    own_commits,
    parents_of,
    share_out,
)
from attest.collect.claims import Beside, beside, note_several, with_merges
from attest.collect.forge import Forge
from attest.collect.forge_reading import Reviewed, learn, with_rebases
from attest.collect.gitdir import CleanRepository
from attest.collect.merges import merge_trees
from attest.collect.origins import Case, ForgeView, Origin, decide, is_tied
from attest.collect.people import Directory
from attest.collect.pulls import Head, Landing
from attest.collect.survey import meet_all, read_landings, read_pull_graph, read_revisions
from attest.collect.walk import range_commits
from attest.model.change import Basis
from attest.model.progress import Progress

_UNREFUTED = ("unavailable", "git-too-old")


@dataclass(frozen=True, slots=True)
class Span:
    """The range of the branch that a collection covers: `line` is its first-parent part, oldest first."""

    branch: str
    start: str | None
    end: str | None
    line: tuple[str, ...]
    displaced: frozenset[str] = frozenset()
    """Commits of the branch that dates would put on the other side of a bound than their position does."""


def share(repository: CleanRepository, span: Span) -> Range:
    """The commits of a range, each given to the change that brought it in.

    Raises:
        CollectionError: The history cannot be walked to its end.
    """
    if span.end is None or not span.line:
        return share_out((), ())
    return share_out(range_commits(repository, span.end, span.start), span.line)


@dataclass(frozen=True, slots=True)
class Plan:
    """The changes of a range, by their place on the first-parent line, oldest first."""

    within: Range
    landings: tuple[Landing, ...]
    origins: tuple[Origin, ...]
    own: Mapping[int, Own] = field(default_factory=dict)
    """Of changes whose pull request's own commits could be told."""
    also_in: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    trees: Mapping[str, str] = field(default_factory=dict)
    """Trees of heads and reviewed revisions that are in the clone."""
    pulls: Graph = field(default_factory=dict)
    """Commits of heads that the branch does not hold."""
    first: Mapping[int, int] = field(default_factory=dict)
    """For each pull request the one change that its records are named after."""
    approved: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """Approved revisions of each pull request; empty where the forge names none for an approval."""
    committed: Mapping[str, int] = field(default_factory=dict)
    """When those of `trees` were committed, by the committer's clock."""
    starts: Mapping[int, int] = field(default_factory=dict)
    """Of a change that is one of several of a rebased pull request, the place of the first of them."""

    beside: Mapping[int, tuple[Beside, ...]] = field(default_factory=dict)
    """Other pull requests that the forge names for a change, and that are no change of their own."""
    undecided: frozenset[int] = frozenset()
    """Changes of which nothing but the forge's list says which of several pull requests they are."""

    def start(self, place: int) -> int:
        """The place of the first change of the pull request that a change is of."""
        return self.starts.get(place, place)

    def is_own(self, sha: str, place: int) -> bool:
        """Whether a commit is known, and was not on the branch before a pull request landed."""
        return is_own(self.within, self.pulls, sha, self.start(place))

    def parents(self, sha: str) -> tuple[str, ...]:
        """Parents of a commit that `is_own`."""
        return parents_of(self.within, self.pulls, sha)


@dataclass(frozen=True, slots=True)
class _Compared:
    """The landed commits beside the heads that they may have come from."""

    cases: tuple[Case, ...]
    trees: Mapping[str, str]
    committed: Mapping[str, int]
    starts: Mapping[int, int]


def make_plan(
    repository: CleanRepository,
    within: Range,
    tip: str,
    forge: tuple[Forge, ForgeView],
    setting: tuple[Directory, Progress],
) -> Plan:
    """Read a range for the first time; `tip` is its end. The directory is settled by it."""
    directory, progress = setting
    total = len(within.graph)
    landings = read_landings(
        repository,
        within.graph,
        within.line,
        directory,
        lambda done: progress("reading commits", done, total),
    )
    seen = forge[1]
    if seen.connected:
        seen = with_rebases(with_merges(seen, repository, landings), forge[0], repository, landings)
    stated = {number for one in landings if (number := seen.number_of(one)) in seen.by_number}
    stated.update(pull.number for pulls in seen.several.values() for pull in pulls)
    reviewed = learn(forge[0], sorted(stated), directory)
    compared = _compare(repository, landings, seen, reviewed)
    origins = tuple(decide(case, seen) for case in compared.cases)
    listing = _listing(compared.cases, origins, seen)
    others = beside(within, landings, origins, seen, compared.trees)
    note_several(repository, landings, seen)
    heads = [head for head in listing.values() if head.sha not in within.owner]
    pulls = read_pull_graph(repository, heads, tip)
    meet_all(repository, pulls, directory)
    directory.settle()
    own = {place: _own(within, pulls, origins[place], place, seen) for place in listing}
    return Plan(
        within,
        landings,
        origins,
        own,
        _also_in(repository, within, pulls, listing),
        compared.trees,
        pulls,
        _first(landings, origins, seen),
        reviewed.approved,
        compared.committed,
        compared.starts,
        others,
        frozenset(place for place, one in enumerate(landings) if _last(one, seen) in seen.undecided),
    )


def _last(landing: Landing, seen: ForgeView) -> str:
    """The commit that the forge names for the pull request that a landed commit is of."""
    step = seen.rebased.get(landing.sha)
    return step.last if step is not None else landing.sha


def _compare(
    repository: CleanRepository, landings: Sequence[Landing], seen: ForgeView, reviewed: Reviewed
) -> _Compared:
    refs = repository.pull_heads()
    numbers = [seen.number_of(one) for one in landings]
    named = {number: seen.by_number[number].head_sha for number in numbers if number in seen.by_number}
    claimed = {pull.head_sha for pulls in seen.several.values() for pull in pulls}
    wanted = {
        *named.values(),
        *claimed,
        *(refs[number] for number in numbers if number in refs),
        *reviewed.revisions,
    }
    revisions = read_revisions(repository, wanted)
    trees = {sha: revision.tree for sha, revision in revisions.items()}
    cases: list[Case] = []
    for landing, number in zip(landings, numbers, strict=True):
        head, from_ref = _head(number, named, refs, trees)
        cases.append(Case(landing, head, from_ref, heads_in_clone=len(refs)))
    starts = _starts(cases, seen)
    committed = {sha: revision.committed for sha, revision in revisions.items()}
    cases = _with_merges(repository, cases, seen, starts)
    return _Compared(_with_verified(cases), trees, committed, starts)


def _head(
    number: int, named: Mapping[int, str], refs: Mapping[int, str], trees: Mapping[str, str]
) -> tuple[Head | None, bool]:
    """The head that the forge names, else the clone's; the first of them that is in the clone."""
    stated, ref = named.get(number, ""), refs.get(number, "")
    if stated in trees:
        return Head(stated, trees[stated]), False
    if ref in trees and not stated:
        return Head(ref, trees[ref]), True
    return (Head(stated, ""), False) if stated else (None, False)


def _with_merges(
    repository: CleanRepository, cases: Sequence[Case], seen: ForgeView, starts: Mapping[int, int]
) -> list[Case]:
    """The cases with the head merged anew, where content does not tie it as it is."""
    asked: dict[int, tuple[str, str]] = {}
    for place, case in enumerate(cases):
        base = next(iter(cases[starts.get(place, place)].landing.parents), "")
        head = case.head
        if base and head is not None and head.tree and (place in starts or not is_tied(case)):
            asked[place] = (base, head.sha)
    answers = dict(zip(asked, merge_trees(repository, asked.values()), strict=True))
    trees = {case.landing.sha: case.landing.tree for case in cases if case.landing.sha in seen.rebased}
    finals = {sha: trees.get(step.last, "") for sha, step in seen.rebased.items()}
    return [
        replace(case, merged=answers.get(place), final_tree=finals.get(case.landing.sha, ""))
        for place, case in enumerate(cases)
    ]


def _starts(cases: Sequence[Case], seen: ForgeView) -> dict[int, int]:
    """For each commit of a rebased pull request, the place of the first of them."""
    starts: dict[int, int] = {}
    first: dict[int, int] = {}
    for place, case in enumerate(cases):
        step = seen.rebased.get(case.landing.sha)
        if step is not None and case.landing.parents:
            starts[place] = first.setdefault(step.number, place)
    return starts


def _with_verified(cases: Sequence[Case]) -> tuple[Case, ...]:
    """The cases that name a number which content ties to another landed commit, told so."""
    tied: dict[int, str] = {}
    for case in cases:
        if case.landing.number and is_tied(case):
            tied.setdefault(case.landing.number, case.landing.sha)
    return tuple(
        case
        if (sha := tied.get(case.landing.number, case.landing.sha)) == case.landing.sha
        else replace(case, verified=sha)
        for case in cases
    )


def _listing(cases: Sequence[Case], origins: Sequence[Origin], seen: ForgeView) -> dict[int, Head]:
    """The places that list a pull request's own commits, with its head: one for each pull request.

    Where a pull request landed as several changes by rebase, each of them lists its counterpart.
    """
    found: dict[int, Head] = {}
    taken: set[int] = set()
    for place, (case, origin) in enumerate(zip(cases, origins, strict=True)):
        head = origin.head
        if not origin.number or head is None or not head.tree:
            continue
        unrefuted = case.merged is not None and case.merged.reason in _UNREFUTED
        known = origin.stated or origin.strength is Basis.RECOMPUTED or unrefuted
        if known and (case.landing.sha in seen.rebased or origin.number not in taken):
            taken.add(origin.number)
            found[place] = head
    return found


def _own(within: Range, pulls: Graph, origin: Origin, place: int, seen: ForgeView) -> Own:
    head = origin.head.sha if origin.head is not None else ""
    step = seen.rebased.get(within.line[place])
    if step is None:
        return own_commits(within, pulls, head, place)
    counterpart = (step.counterpart,) if step.counterpart in pulls else ()
    return Own(counterpart, step.of)


def _also_in(
    repository: CleanRepository, within: Range, pulls: Graph, listing: Mapping[int, Head]
) -> dict[int, tuple[int, ...]]:
    search = Memberships(within, pulls, within.places())
    held: dict[int, set[int]] = {}
    for place, head in listing.items():
        for owner in search.held_by(head.sha, place):
            held.setdefault(owner, set()).add(place)
    if search.exhausted:
        repository.gaps.note(
            "refs/pull",
            "memberships-not-searched",
            what="the pull requests share too many commits for all memberships to be found",
            effect="a change may not name every other pull request that held one of its commits",
        )
    return {place: tuple(sorted(others)) for place, others in held.items()}


def _first(landings: Sequence[Landing], origins: Sequence[Origin], seen: ForgeView) -> dict[int, int]:
    """The change that the forge names as the merge, else the oldest."""
    found: dict[int, int] = {}
    for place, (landing, origin) in enumerate(zip(landings, origins, strict=True)):
        if origin.number:
            found.setdefault(origin.number, place)
            pull = seen.by_number.get(origin.number)
            if pull is not None and pull.merge_sha == landing.sha:
                found[origin.number] = place
    return found
