"""Holds each approved revision against what landed, by content: the dates of commits decide nothing.

An approval is of a tree. What it explains is that tree merged onto the branch as it was before the
pull request landed, however it landed: merge, squash, rebase as a whole, or merge queue. When that is
not what landed, somebody decided something after the approval, and the difference shows what. Merges
of the branch into the pull request are no decision as long as they are clean.
"""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from attest.collect.gitdir import CleanRepository
from attest.collect.merges import MOST_CONFLICTS, Merged, Pair, merge_trees
from attest.collect.plan import Plan
from attest.collect.residuals import LISTED, Residual, residuals, shown
from attest.collect.survey import read_revisions
from attest.model.change import ApprovalBinding, Basis, Bound, ResidualPath

MOST_UPDATES = 100
"""Merges of the branch after an approval that are recomputed; more leave the direct merge to decide."""
MOST_FOLLOWED = 20
"""Approved revisions of one pull request whose updates are followed; of others the direct merge decides."""
_MOST_STEPS = 1000
_REBASED = "rebase-conflict"
_FETCH = "git fetch origin COMMIT"
Bindings = Mapping[str, ApprovalBinding]
"""By approved revision, empty for one that the forge does not name. `basis` is not decided yet."""


@dataclass(frozen=True, slots=True)
class Route:
    """An approved revision, where it landed, and the merges that are recomputed between the two."""

    sha: str
    tree: str
    """Empty when the revision is not in the clone."""
    base: str
    landed: str
    """The tree that landed."""
    parents: int
    """Of the commit that landed."""
    is_rebase: bool
    contains_base: bool = False
    """Whether the branch as it was is in the revision's history: merging it gives its own tree."""
    updates: tuple[tuple[str, Pair], ...] = ()
    """Merges of the branch that alone lead from the revision to the last one, with their parents."""
    last: str = ""
    """The last revision, where `updates` lead to it."""

    def pairs(self) -> Iterator[Pair]:
        """The merges to recompute: the revision onto the branch, the updates, the last onto the branch."""
        if not self.tree or not self.base:
            return
        if not self.contains_base:
            yield self.base, self.sha
        for _, parents in self.updates:
            yield parents
        if self.last:
            yield self.base, self.last


def bindings(repository: CleanRepository, plan: Plan) -> Iterator[Bindings]:
    """The bindings of every change's approvals, change by change."""
    ways = [routes(plan, place) for place in range(len(plan.landings))]
    passed = {sha for share in ways for route in share for sha, _ in route.updates}
    trees = {sha: revision.tree for sha, revision in read_revisions(repository, passed).items()}
    asked = (pair for share in ways for route in share for pair in route.pairs())
    merged = merge_trees(repository, asked)
    drafts = deque[ApprovalBinding]()

    def compared() -> Iterator[Pair]:
        for share in ways:
            for route in share:
                drafts.append(judge(route, list(islice(merged, len(list(route.pairs())))), trees))
                yield _differing(drafts[-1])

    shown = residuals(repository, compared())
    for place, share in enumerate(ways):
        found: dict[str, ApprovalBinding] = {}
        for route in share:
            residual = next(shown)
            found[route.sha] = _with_paths(drafts.popleft(), residual)
            if found[route.sha].reason == "revision-not-in-clone":
                _note_missing(repository, plan.landings[place].sha)
        yield found


def judge(route: Route, answers: Sequence[Merged], trees: Mapping[str, str]) -> ApprovalBinding:
    """What binds a revision to what landed, from the merges of `pairs`. Pure.

    `trees` holds the trees of the updates, as committed.
    """
    if not route.tree:
        return _unverifiable(route, "revision-not-in-clone" if route.sha else "revision-not-named")
    if not route.base:
        is_same = route.tree == route.landed
        return _found(route, Bound.IDENTICAL, "same-tree") if is_same else _unverifiable(route, "no-base")
    rest = deque(answers)
    direct = Merged(route.tree, "clean") if route.contains_base else rest.popleft()
    if direct.tree == route.landed:
        if route.tree == route.landed:
            return _found(route, Bound.IDENTICAL, "same-tree", direct.tree)
        return _found(route, Bound.CLEAN_REPLAY, "merged-onto-base", direct.tree)
    if _is_updated(route, list(rest), trees):
        return _found(route, Bound.CLEAN_REPLAY, "base-merged-after", route.landed)
    return _unexplained(route, direct)


def _unexplained(route: Route, direct: Merged) -> ApprovalBinding:
    """What a revision whose merge is not what landed leaves open.

    A resolved conflict is a residual: git could not decide, somebody did, and the approval is not of
    what they decided. Where the forge rebased commit by commit, a conflict of the whole proves
    nothing of the files in conflict; where several branches landed at once, the others are in the difference.
    """
    if direct.tree is None and direct.marked is None:
        return _unverifiable(route, "contents-missing" if direct.reason == "unavailable" else direct.reason)
    if route.parents > 2:
        return _unverifiable(route, "octopus")
    if direct.tree is None:
        if route.tree == route.landed and not route.is_rebase:
            return _unverifiable(route, "same-tree-conflict")
        result, reason = Bound.RESIDUAL, "conflict-resolved"
        if route.is_rebase:
            result, reason = Bound.UNVERIFIABLE, _REBASED
        found = _found(route, result, reason, direct.marked)
        files = (ResidualPath(path=shown(path), added=0, deleted=0) for path in direct.conflicts)
        return found.model_copy(update={"paths": tuple(files)})
    # The approved tree itself landed on a branch that had moved on: what the branch held was undone.
    reason = "base-undone" if route.tree == route.landed else "content-differs"
    return _found(route, Bound.RESIDUAL, reason, direct.tree)


def _is_updated(route: Route, answers: Sequence[Merged], trees: Mapping[str, str]) -> bool:
    """Whether nothing but clean merges of the branch lies between a revision and what landed."""
    if not route.last:
        return False
    *updates, landing = answers
    clean = [
        answer.tree is not None and answer.tree == trees.get(sha)
        for (sha, _), answer in zip(route.updates, updates, strict=True)
    ]
    return all(clean) and landing.tree == route.landed


def routes(plan: Plan, place: int) -> tuple[Route, ...]:
    """The ways from the approved revisions of a change to what landed. Pure."""
    origin, landing = plan.origins[place], plan.landings[place]
    if not origin.stated:
        return ()
    base = next(iter(plan.landings[plan.start(place)].parents), "")
    landed = origin.final_tree or landing.tree
    found = []
    numbers = (origin.number, *(one.pull.number for one in plan.beside.get(place, ())))
    approved = dict.fromkeys(sha for number in numbers for sha in plan.approved.get(number, ()))
    for nth, sha in enumerate(approved):
        tree = plan.trees.get(sha, "")
        route = Route(sha, tree, base, landed, len(landing.parents), origin.method == "rebase")
        if tree and base:
            head = origin.head.sha if origin.head is not None and origin.head.tree else ""
            updates = _updates(plan, place, sha, head) if nth < MOST_FOLLOWED else ()
            route = replace(
                route,
                contains_base=_contains(plan, place, sha, base),
                updates=updates,
                last=head if updates else "",
            )
        found.append(route)
    return tuple(found)


def _updates(plan: Plan, place: int, sha: str, head: str) -> tuple[tuple[str, Pair], ...]:
    """The merges of the branch between a revision and the head; none when anything else lies there."""
    found: list[tuple[str, Pair]] = []
    at = head
    while at != sha:
        parents = plan.parents(at) if plan.is_own(at, place) else ()
        own = [parent for parent in parents if plan.is_own(parent, place)]
        if len(parents) != 2 or len(own) != 1 or len(found) == MOST_UPDATES:
            return ()
        found.append((at, (parents[0], parents[1])))
        at = own[0]
    return tuple(found)


def _contains(plan: Plan, place: int, sha: str, base: str) -> bool:
    """Whether the branch as it was is among a revision's ancestors; false where that is not known."""
    return sha == base or any(base in plan.parents(own) for own in ancestors(plan, place, sha))


def ancestors(plan: Plan, place: int, sha: str) -> Iterator[str]:
    """A revision and its ancestors that the branch did not hold before, as far as they are known."""
    seen, pending = {sha}, [sha]
    while pending and len(seen) <= _MOST_STEPS:
        at = pending.pop()
        if plan.is_own(at, place):
            yield at
            new = [parent for parent in plan.parents(at) if parent not in seen]
            seen.update(new)
            pending.extend(new)


def _found(route: Route, result: Bound, reason: str, replayed: str | None = None) -> ApprovalBinding:
    return ApprovalBinding(
        result=result,
        reason=reason,
        basis=Basis.DECLARED,
        base_sha=route.base or None,
        landed_tree=route.landed,
        replayed_tree=replayed,
    )


def _unverifiable(route: Route, reason: str) -> ApprovalBinding:
    return _found(route, Bound.UNVERIFIABLE, reason)


def _differing(draft: ApprovalBinding) -> Pair:
    if draft.replayed_tree is None or (draft.result is not Bound.RESIDUAL and draft.reason != _REBASED):
        return "", ""
    return draft.replayed_tree, draft.landed_tree


def _with_paths(draft: ApprovalBinding, residual: Residual | None) -> ApprovalBinding:
    """The binding with its files.

    Those of a conflict are among them also where what landed is what git left: of a file that one side
    changed and the other deleted, git leaves the changed one, and somebody chose it.
    """
    if draft.reason == _REBASED:
        return _outside(draft, residual)
    if residual is None:
        return draft.model_copy(update={"paths": ()})
    differing = {path.path for path in residual.paths}
    chosen = [path for path in draft.paths if path.path not in differing and residual.files <= LISTED]
    return draft.model_copy(
        update={
            "paths": (*residual.paths, *chosen)[:LISTED],
            "path_count": residual.files + len(chosen),
            "added": residual.added,
            "deleted": residual.deleted,
        }
    )


def _outside(draft: ApprovalBinding, residual: Residual | None) -> ApprovalBinding:
    """The binding of a rebase that conflicts as a whole, by the files that do not conflict.

    Of those the merge says what the approval explains, as in a rebase without a conflict. Of the others
    nothing is known. More conflicts than are named may be any of the files.
    """
    conflicts = {path.path for path in draft.paths}
    listed = residual.paths if residual is not None and len(conflicts) < MOST_CONFLICTS else ()
    outside = tuple(path for path in listed if path.path not in conflicts)
    if residual is None or not outside:
        return draft.model_copy(update={"paths": (), "replayed_tree": None})
    is_whole = residual.files <= LISTED
    return draft.model_copy(
        update={
            "result": Bound.RESIDUAL,
            "reason": "content-differs",
            "paths": outside,
            "path_count": len(outside) if is_whole else residual.files - len(conflicts),
            "added": sum(path.added or 0 for path in outside) if is_whole else None,
            "deleted": sum(path.deleted or 0 for path in outside) if is_whole else None,
        }
    )


def _note_missing(repository: CleanRepository, landed: str) -> None:
    repository.gaps.note(
        "git",
        "approved-revision-missing",
        what="revisions that were approved are not in this clone: they were pushed over, or never fetched",
        effect="whether what landed is what was approved is not verifiable for these changes; to have them "
        f"read, run {_FETCH} for each approved commit that records/reviews.jsonl names without a tree",
        affects=f"{repository.name}:{landed}",
    )
