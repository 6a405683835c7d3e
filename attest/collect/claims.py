"""Which pull request a landed commit is, where the forge says of several that they landed as it.

A branch on top of another brings both in, and the forge calls both merged. So it may be right about all
of them, or about one: content and the commit's own subject say which, and the others stay beside it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from attest.collect.ancestry import Range
from attest.collect.forge import Landed
from attest.collect.gitdir import CleanRepository
from attest.collect.origins import ForgeView, Origin
from attest.collect.pulls import Head, Landing
from attest.collect.survey import read_revisions

SEVERAL = "several-pull-requests"
"""The kind of gap that names a change of which the forge says that it is several pull requests."""


@dataclass(frozen=True, slots=True)
class Beside:
    """Another pull request that the forge names for a change."""

    pull: Landed
    head: Head | None
    """Its last revision, where the change brought it in."""
    is_explained: bool
    """Whether content shows that it landed with the change."""


def claimants(pulls: Iterable[Landed]) -> dict[str, tuple[Landed, ...]]:
    """The pull requests that the forge says landed as a commit, by the commit, where they are several."""
    found: dict[str, list[Landed]] = {}
    for pull in pulls:
        if pull.merge_sha:
            found.setdefault(pull.merge_sha, []).append(pull)
    return {
        sha: tuple(sorted(named, key=lambda pull: pull.number))
        for sha, named in found.items()
        if len(named) > 1
    }


def with_merges(seen: ForgeView, repository: CleanRepository, landings: Sequence[Landing]) -> ForgeView:
    """The view with one pull request for each landed commit, where several name it as their merge.

    It is the one whose last revision was merged or has the tree that landed, and the one that the
    subject names. Where these do not agree, or none of them speaks, nothing is decided by it, and the
    first of the best stands for all.
    """
    several = claimants(seen.by_number.values())
    disputed = [one for one in landings if one.sha in several]
    revisions = read_revisions(repository, [pull.head_sha for one in disputed for pull in several[one.sha]])
    chosen = dict(seen.by_merge)
    undecided: set[str] = set()
    for one in disputed:
        trees = {sha: revision.tree for sha, revision in revisions.items()}
        keys = {pull.number: _against(one, pull, trees.get(pull.head_sha, "")) for pull in several[one.sha]}
        best = min(several[one.sha], key=lambda pull: (keys[pull.number], pull.number))
        chosen[one.sha] = best
        if not all(
            _is_ahead(keys[best.number], key) for number, key in keys.items() if number != best.number
        ):
            undecided.add(one.sha)
    own = {one.sha: several[one.sha] for one in disputed}
    return replace(seen, by_merge=chosen, several=own, undecided=frozenset(undecided))


_Key = tuple[bool, bool, bool]


def _against(landing: Landing, pull: Landed, tree: str) -> _Key:
    """What speaks against it: its last revision was not merged, its tree, the number in the subject."""
    merged = pull.head_sha == landing.sha or pull.head_sha in landing.parents[1:]
    return not merged, tree != landing.tree, pull.number != landing.number


def _is_ahead(best: _Key, other: _Key) -> bool:
    """Whether less speaks against the one, and nothing that does not speak against the other."""
    return best != other and all(mine <= its for mine, its in zip(best, other, strict=True))


def beside(
    within: Range,
    landings: Sequence[Landing],
    origins: Sequence[Origin],
    seen: ForgeView,
    trees: Mapping[str, str],
) -> dict[int, tuple[Beside, ...]]:
    """For each place the other pull requests that are no change of their own, by number."""
    named = {origin.number for origin in origins if origin.stated}
    found: dict[int, tuple[Beside, ...]] = {}
    for place, landing in enumerate(landings):
        step = seen.rebased.get(landing.sha)
        pulls = seen.several.get(step.last if step is not None else landing.sha, ())
        others = tuple(
            _beside(within, place, landing, pull, trees) for pull in pulls if pull.number not in named
        )
        if others:
            found[place] = others
    return found


def _beside(within: Range, place: int, landing: Landing, pull: Landed, trees: Mapping[str, str]) -> Beside:
    tree = trees.get(pull.head_sha, "")
    is_held = within.owner.get(pull.head_sha) == place
    head = Head(pull.head_sha, tree) if is_held and tree else None
    return Beside(pull, head, is_held or (tree != "" and tree == landing.tree))


def note_several(repository: CleanRepository, landings: Sequence[Landing], seen: ForgeView) -> None:
    """Name each change of which the forge says that several pull requests landed as it."""
    for one in landings:
        if one.sha in seen.several:
            repository.gaps.note(
                "forge",
                SEVERAL,
                what="the forge says of several pull requests that they landed as the same commit",
                effect="the reviews of all of them are held against the change: a request for changes stands "
                "in whichever it was made, and an approval of another than the change's own counts only "
                "where it covers what landed; checks of the others were not read",
                affects=f"{repository.name}:{one.sha}",
            )


def server_times(seen: ForgeView) -> Iterator[tuple[str, str]]:
    """Landed commits whose time of merge the forge states, and does not state in two ways."""
    several = claimants(seen.by_number.values())
    for sha, pull in seen.by_merge.items():
        stated = {one.merged_at for one in several.get(sha, (pull,))}
        if pull.merged_at and len(stated) == 1:
            yield sha, pull.merged_at
