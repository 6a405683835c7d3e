"""Decides how each landed commit reached the branch, on what basis, and how strong that basis is. Pure.

From git alone only a subject names a pull request, and anyone can type one; what makes it more than a
claim is content: the head of that pull request, which the forge writes to `refs/pull/N/head`. With a
connected forge its own statement of the merge commit decides. A landed commit that is the head of
some pull request but does not name it is not taken for it: the pull request may have asked for a
merge elsewhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from attest.collect.forge import Landed
from attest.collect.merges import Merged
from attest.collect.pulls import Explained, Head, Landing, explained
from attest.collect.rebases import Rebased
from attest.model.change import Basis, Binding, ChangeType

_NAMED = 20
"""Other pull requests that a basis names; of more it gives the count."""


@dataclass(frozen=True, slots=True)
class ForgeView:
    """What the forge said about the branch as a whole."""

    connected: bool = False
    complete: bool = False
    by_merge: Mapping[str, Landed] = field(default_factory=dict)
    """By the commit that the forge names as the merge."""
    by_number: Mapping[int, Landed] = field(default_factory=dict)
    rebased: Mapping[str, Rebased] = field(default_factory=dict)
    """Landed commits that a pull request's commits explain one by one."""
    since: str = ""
    """The instant that the list goes back to; empty for all time."""
    tied: Mapping[str, int] = field(default_factory=dict)
    """Landed commits that the forge ties to a pull request, when asked."""
    untied: frozenset[str] = frozenset()
    """Landed commits that it ties to none, when asked."""
    several: Mapping[str, tuple[Landed, ...]] = field(default_factory=dict)
    """Landed commits that it names as the merge of more than one, with all of them."""
    undecided: frozenset[str] = frozenset()
    """Those of which neither content nor the subject says which of them they are."""

    def number_of(self, landing: Landing) -> int:
        """The pull request that a landed commit is compared with, nought for none."""
        stated = self.by_merge.get(landing.sha)
        if stated is not None:
            return stated.number
        rebased = self.rebased.get(landing.sha)
        if rebased is not None:
            return rebased.number
        return self.tied.get(landing.sha) or landing.number


@dataclass(frozen=True, slots=True)
class Case:
    """One landed commit and what its content was held against."""

    landing: Landing
    head: Head | None = None
    """Last revision of the pull request it is compared with."""
    from_ref: bool = False
    """Whether the head was read from `refs/pull/N/head` rather than named by the forge."""
    merged: Merged | None = None
    """The head merged into the commit before; `None` when it was not recomputed."""
    final_tree: str = ""
    """The tree that landed with the last commit of the same pull request, where it landed as several."""
    heads_in_clone: int = 0
    verified: str = ""
    """The landed commit that content ties the number to, when it is another."""


@dataclass(frozen=True, slots=True)
class Origin:
    """How a change reached the branch. `number` is nought when no pull request is known."""

    type: ChangeType
    basis: str
    strength: Basis
    method: str
    number: int = 0
    head: Head | None = None
    merged: Merged | None = None
    stated: bool = False
    """Whether the forge knows the pull request as merged into this branch."""
    final_tree: str = ""
    """The tree to hold the head against, where that is not the landed one."""

    @property
    def has_head(self) -> bool:
        """Whether the last revision is in the clone."""
        return self.head is not None and bool(self.head.tree)


def decide(case: Case, forge: ForgeView) -> Origin:
    """The origin of one landed commit."""
    if forge.connected:
        known = _stated(case, forge) or _rebased(case, forge) or _tied(case, forge)
        if known is not None:
            return known
    return _claimed(case, forge) or _unclaimed(case, forge)


def is_tied(case: Case) -> bool:
    """Whether content shows that the landed commit is the pull request it is compared with."""
    return bool(_explained(case).words)


def binding(landed_tree: str, head: Head | None, merged: Merged | None) -> Binding:
    """How the tree that landed relates to the tree of the last revision."""
    if head is None or not head.tree:
        return Binding.UNVERIFIABLE
    if head.tree == landed_tree:
        return Binding.IDENTICAL
    if merged is None or merged.reason not in ("clean", "conflict"):
        return Binding.UNVERIFIABLE
    return Binding.CLEAN_MERGE if merged.tree == landed_tree else Binding.RESIDUAL


def _stated(case: Case, forge: ForgeView) -> Origin | None:
    pull = forge.by_merge.get(case.landing.sha)
    if pull is None:
        return None
    found = _explained(case)
    words = f"forge: pull request {pull.number} names this commit as its merge"
    others = [f"{one.number}" for one in forge.several.get(pull.merge_sha, ()) if one != pull]
    if others:
        more = f" and {len(others) - _NAMED} more" if len(others) > _NAMED else ""
        words += f", and so does {', '.join(others[:_NAMED])}{more}"
    if pull.merge_sha in forge.undecided:
        words += "; neither content nor the subject says which of them it is"
    step = forge.rebased.get(case.landing.sha)
    if step is not None:
        return _rebase(case, f"{words}; it is commit {step.place} of {step.of}", step)
    return Origin(
        ChangeType.PULL_REQUEST,
        f"{words}; {found.words}" if found.words else words,
        Basis.RECOMPUTED if found.words else Basis.SERVER,
        _method(case, pull.number, stated=True),
        pull.number,
        case.head or Head(pull.head_sha, ""),
        case.merged,
        stated=True,
    )


def _rebased(case: Case, forge: ForgeView) -> Origin | None:
    step = forge.rebased.get(case.landing.sha)
    if step is None:
        return None
    which = f"commit {step.place} of {step.of} of pull request {step.number}"
    return _rebase(case, f"forge: {which}, whose last landed as {step.last[:12]}", step)


def _tied(case: Case, forge: ForgeView) -> Origin | None:
    """The origin of a commit that no pull request names as its merge, and the forge ties to one."""
    number = forge.tied.get(case.landing.sha)
    if number is None:
        return None
    found = _explained(case)
    words = f"forge: the commit came by pull request {number}"
    return Origin(
        ChangeType.PULL_REQUEST,
        f"{words}; {found.words}" if found.words else words,
        Basis.RECOMPUTED if found.words else Basis.SERVER,
        _method(case, number, stated=True),
        number,
        case.head,
        case.merged,
        stated=True,
    )


def _rebase(case: Case, basis: str, step: Rebased) -> Origin:
    method = "fast-forward" if step.counterpart == case.landing.sha else "rebase"
    return Origin(
        ChangeType.PULL_REQUEST,
        basis,
        Basis.SERVER,
        method,
        step.number,
        case.head,
        case.merged,
        stated=True,
        final_tree=case.final_tree,
    )


def _claimed(case: Case, forge: ForgeView) -> Origin | None:
    """The origin that the subject's number gives, or `None` when it gives none."""
    number = case.landing.number
    if not number:
        return None
    claim = f"subject names #{number}"
    found = _explained(case)
    if found.words:
        words = f"{claim}; {'refs/pull' if case.from_ref else 'forge'}: {found.words}"
        if forge.connected:
            words += f"; {_forge_says(number, forge)}"
        return _pull(case, words, Basis.RECOMPUTED, forge)
    if forge.connected and forge.complete:
        pull = forge.by_number.get(number)
        if pull is None or pull.merge_sha:
            return None
        return _pull(case, f"{claim}; {_forge_says(number, forge)}", Basis.DECLARED, forge)
    if case.verified:
        return _open(case, f"{claim}, which content ties to {case.verified[:12]}")
    if case.head is None and case.heads_in_clone:
        words = f"{claim}; the clone holds {case.heads_in_clone} pull heads, and none of #{number}"
        return _open(case, words, _method(case, number))
    if case.head is not None:
        return _pull(
            case, f"{claim}; the head of #{number} does not explain what landed", Basis.DECLARED, forge
        )
    return _pull(case, f"{claim}; its head is not in the clone", Basis.DECLARED, forge)


def _unclaimed(case: Case, forge: ForgeView) -> Origin:
    if not forge.connected:
        return _open(case, "no pull request is named, and no forge was asked")
    if not forge.complete:
        return _open(case, "no pull request names this commit in what could be read of the forge's list")
    if forge.since and case.landing.sha not in forge.untied:
        return _open(
            case,
            f"no pull request updated since {forge.since} names this commit, and what the forge ties it to "
            "is not known",
        )
    words = "forge: no merged pull request names this commit"
    if forge.since:
        words += ", and it ties it to none"
    if case.landing.number:
        words += f"; {_forge_says(case.landing.number, forge)}"
    return Origin(
        ChangeType.DIRECT_PUSH,
        words,
        Basis.SERVER,
        _method(case, 0),
        0,
        _second(case),
        case.merged,
    )


def _forge_says(number: int, forge: ForgeView) -> str:
    pull = forge.by_number.get(number)
    if pull is None:
        return f"the forge lists no pull request {number} merged into this branch"
    if not pull.merge_sha:
        return f"the forge names no merge commit of pull request {number}"
    return f"the forge names {pull.merge_sha[:12]} as the merge of pull request {number}"


def _pull(case: Case, basis: str, strength: Basis, forge: ForgeView) -> Origin:
    number = case.landing.number
    method = _method(case, number)
    stated = number in forge.by_number
    head = case.head or _second(case)
    return Origin(ChangeType.PULL_REQUEST, basis, strength, method, number, head, case.merged, stated)


def _open(case: Case, basis: str, method: str = "") -> Origin:
    how = method or _method(case, 0)
    return Origin(ChangeType.UNDETERMINED, basis, Basis.ABSENT, how, 0, _second(case), case.merged)


def _second(case: Case) -> Head | None:
    """What a merge of two brought in, where no pull request is known."""
    landed = case.landing
    return Head(landed.parents[1], landed.side_tree) if len(landed.parents) == 2 else None


def _method(case: Case, number: int, *, stated: bool = False) -> str:
    """How it landed. A subject that names the pull request says squash where nothing speaks against it."""
    if len(case.landing.parents) > 1:
        return "merge"
    if not number:
        return "commit"
    found = _explained(case)
    if found.is_head:
        return "fast-forward"
    unrefuted = case.head is None or not case.head.tree or stated
    return "squash" if found.words or (unrefuted and case.landing.number == number) else "unknown"


def _explained(case: Case) -> Explained:
    tree = case.merged.tree if case.merged is not None else None
    return explained(case.landing, case.head, tree)
