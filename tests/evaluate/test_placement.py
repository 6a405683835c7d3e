"""Where a change belongs: what it inherits, its strata, and what could not be read never lowers it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attest.evaluate.facts import Facts
from attest.evaluate.placement import Placement
from attest.model.change import Change
from attest.model.evidence import RunView
from attest.model.placement import (
    DEPENDENCIES,
    INFRASTRUCTURE,
    INVENTORY,
    DataClass,
    InventoryEntry,
    PlacementRules,
    Stratum,
    Tier,
    Unread,
)
from attest.model.signal import AiState
from attest.model.touch import AGENT_AUTHORITY, Effect, Touch, TouchBasis, Watched
from tests.support.records import ADA, DEPENDABOT, gap, involved, pull, push, run_of, scope


def entry(name: str = "claims", tier: Tier = Tier.T3, **more: Any) -> InventoryEntry:
    """An entry of the portal."""
    fields: dict[str, Any] = {"id": name, "system": "Portal", "paths": (f"src/{name}",), "owner": "Head"}
    return InventoryEntry(**{**fields, "tier": tier, **more})


CLAIMS = entry(data=(DataClass.PHI, DataClass.PII), reversible=False, outbound=("sends claims",))
CARDS = entry("cards", Tier.T4, system="Payments", data=(DataClass.PCI,), reversible=True)
HELP = entry("help", Tier.T0, reversible=True)
RULES = PlacementRules(entries=(CLAIMS, CARDS, HELP), tier_labels={"Risk: high": Tier.T3, "docs": Tier.T0})
NONE = PlacementRules()


def touch(change: Change, path_class: str, kind: str, number: int = 1, **more: Any) -> Touch:
    """One file of a change, touched by its landed commit."""
    fields: dict[str, Any] = {
        "id": f"{change.id}:touch:{number}", "change": change.id, "path_class": path_class, "kind": kind,
        "path": f"{kind}/{number}", "effect": Effect.CHANGED, "before": None, "after": None,
        "commits": (change.landed_sha,), "basis": TouchBasis.PLACE,
    }  # fmt: skip
    return Touch(**{**fields, **more})


def looked_for(*kinds: tuple[str, str]) -> tuple[Watched, ...]:
    """That files of these classes and kinds were looked for."""
    return tuple(
        Watched(
            path_class=name, kind=kind, title="x", globs=("x",), named=(), meaning="", touched=0, listed=0
        )
        for name, kind in kinds
    )


SHIPPED = ((INFRASTRUCTURE, "containers"), (DEPENDENCIES, "lock"), (AGENT_AUTHORITY, "instructions"))
INVENTORIED = (*SHIPPED, *((INVENTORY, one.id) for one in RULES.entries))


def view_of(
    change: Change,
    *touches: Touch,
    watched: tuple[tuple[str, str], ...] = INVENTORIED,
    state: AiState | None = AiState.NO_EVIDENCE,
    **more: Any,
) -> RunView:
    """A run of one change, of which everything could be read unless said otherwise."""
    place = scope(watched=looked_for(*watched))
    fields: dict[str, Any] = {
        "touches": touches, "repositories": (place,), "not_connected": (),
        "involvements": [] if state is None else [involved(change, state)],
    }  # fmt: skip
    return run_of(change, **{**fields, **more})


def placed(change: Change, *touches: Touch, rules: PlacementRules = RULES, **more: Any) -> Placement:
    """The placement of the one change of such a run."""
    (found,) = Facts(view_of(change, *touches, **more), None, rules).changes()
    return found.placement


def test_a_change_inherits_from_the_entries_that_it_touches() -> None:
    """The highest tier, and all of their data, systems and effects; irreversible is what one of them is."""
    change = pull()
    found = placed(change, touch(change, INVENTORY, "claims"), touch(change, INVENTORY, "cards", 2))

    assert found == Placement(
        tier=Tier.T4,
        data=frozenset(DataClass),
        systems=("Payments", "Portal"),
        entries=("claims", "cards"),
        strata=frozenset({Stratum.STANDARD}),
        known=True,
        reversible=False,
        outbound=("sends claims",),
        unread=frozenset(),
        touches=(f"{change.id}:touch:1", f"{change.id}:touch:2"),
        gaps=(),
        inventoried=True,
    )


def test_a_change_that_touches_none_has_the_default_tier() -> None:
    """And reaches nothing that anybody declared; of whether it can be undone nothing is said."""
    found = placed(pull())

    assert (found.tier, found.data, found.entries, found.reversible) == (Tier.T1, frozenset(), (), None)
    assert found.holds(DataClass.PCI) is False


@pytest.mark.parametrize(
    ("touched", "labels", "tier"),
    [
        ("help", (), Tier.T1),
        ("", ("docs",), Tier.T1),
        ("", ("RISK: HIGH",), Tier.T3),
        ("cards", ("docs",), Tier.T4),
        ("help", ("risk: high",), Tier.T3),
        ("", ("risk: high, or so",), Tier.T1),
    ],
)
def test_labels_and_entries_raise_a_tier_and_never_lower_it(
    touched: str, labels: tuple[str, ...], tier: Tier
) -> None:
    """Whoever opens a pull request can label it."""
    change = pull(labels=labels)
    touches = (touch(change, INVENTORY, touched),) if touched else ()

    assert placed(change, *touches).tier is tier


@pytest.mark.parametrize(
    ("change", "files", "state", "expected"),
    [
        (pull(labels=("Hotfix",)), (), AiState.NO_EVIDENCE, {"emergency"}),
        (pull(labels=("dependencies",)), (), AiState.NO_EVIDENCE, {"dependency"}),
        (pull(labels=("infrastructure",)), (), AiState.NO_EVIDENCE, {"infrastructure"}),
        (pull(), ((INFRASTRUCTURE, "containers"),), AiState.NO_EVIDENCE, {"infrastructure"}),
        (pull(), (), AiState.AI_EVIDENCED, {"ai-assisted"}),
        (pull(), ((AGENT_AUTHORITY, "instructions"),), AiState.NO_EVIDENCE, {"agent-authority"}),
        (pull(files=1), ((DEPENDENCIES, "lock"),), AiState.NO_EVIDENCE, {"dependency"}),
        (pull(files=1), ((INVENTORY, "claims"),), AiState.HUMAN_DECLARED, {"standard"}),
        (pull(), (), AiState.AUTOMATION, {"standard"}),
        (
            pull(labels=("emergency",)),
            ((INFRASTRUCTURE, "containers"), (AGENT_AUTHORITY, "instructions")),
            AiState.AI_EVIDENCED,
            {"emergency", "infrastructure", "ai-assisted", "agent-authority"},
        ),
    ],
)
def test_each_stratum_has_what_puts_a_change_there(
    change: Change, files: tuple[tuple[str, str], ...], state: AiState, expected: set[str]
) -> None:
    """Several hold at once; standard is none of them."""
    single = change.model_copy(update={"commit_count": 1})
    touches = [touch(single, name, kind, number) for number, (name, kind) in enumerate(files)]

    assert placed(single, *touches, state=state).strata == expected


def test_manifests_beside_code_are_an_ordinary_change() -> None:
    """The tempting dependency: a lock file that a feature brings along, of a person."""
    change = pull(files=2, commit_count=1)

    assert placed(change, touch(change, DEPENDENCIES, "lock")).strata == {Stratum.STANDARD}


def test_a_robot_may_touch_more_than_manifests() -> None:
    """Where robots alone are authors, and are known to be."""
    robots = pull(files=9, authors=(DEPENDABOT,))
    mixed = pull(files=9, authors=(DEPENDABOT, ADA))
    open_ended = pull(files=9, authors=(DEPENDABOT,), authors_complete=False)
    found = [
        Stratum.DEPENDENCY in placed(change, touch(change, DEPENDENCIES, "lock")).strata
        for change in (robots, mixed, open_ended)
    ]

    assert found == [True, False, False]
    assert placed(robots).strata == {Stratum.STANDARD}


def test_manifests_alone_are_counted_commit_by_commit() -> None:
    """Two commits that touch one lock file count it twice; what a merge alone shows counts for none."""
    change = pull(files=2, commit_count=3)
    twice = touch(change, DEPENDENCIES, "lock", commits=("a" * 40, "b" * 40))
    once = touch(change, DEPENDENCIES, "lock", commits=("a" * 40,))
    by_merge = touch(change, DEPENDENCIES, "lock", 2)

    assert placed(change, twice).strata == {Stratum.DEPENDENCY}
    assert placed(change, once, by_merge).strata == {Stratum.STANDARD}
    unknown = change.model_copy(update={"files": None})
    assert placed(unknown, twice).strata == {Stratum.STANDARD}


def test_files_that_could_not_be_read_give_the_highest_tier() -> None:
    """It may touch any entry; what it reaches stays open and is not said to be nothing."""
    change = pull(commit_count=1)
    hidden = gap(source="git", kind="touches-unknown", affects=(change.id,), affected_count=1)
    found = placed(change, gaps=(hidden,))

    assert (found.tier, found.known) == (Tier.T4, False)
    assert found.strata == {Stratum.UNKNOWN}
    assert found.unread == {Unread.FILES, Unread.AUTHORITY}
    assert found.gaps == (hidden.id,)
    assert (found.holds(DataClass.PHI), found.reversible) == (None, None)


def test_files_of_another_change_hide_nothing_of_this_one() -> None:
    """A Gap that names them."""
    other = "shop:" + "e" * 40
    hidden = gap(source="git", kind="touches-unknown", affects=(other,), affected_count=1)

    assert placed(pull(commit_count=1), gaps=(hidden,)).known


def test_without_an_inventory_there_is_no_tier_to_fear() -> None:
    """Nobody declares what the change could touch; that its files are unknown is said all the same."""
    change = pull(commit_count=1)
    hidden = gap(source="git", kind="touches-unknown", affects=(change.id,), affected_count=1)
    found = placed(change, rules=NONE, watched=SHIPPED, gaps=(hidden,))

    assert (found.tier, found.known) == (Tier.T1, False)


@pytest.mark.parametrize("watched", [(), SHIPPED, INVENTORIED[:-1]])
def test_an_entry_that_nobody_looked_for_leaves_it_open(watched: tuple[tuple[str, str], ...]) -> None:
    """The tempting `touches nothing`: a run of before the entry was declared."""
    found = placed(pull(), watched=watched)

    assert (found.tier, found.known, Unread.INVENTORY in found.unread) == (Tier.T4, False, True)


def test_an_entry_of_another_repository_is_not_looked_for() -> None:
    """What it would raise is elsewhere."""
    ledger = PlacementRules(entries=(entry(repositories=("ledger",)),))

    assert placed(pull(), rules=ledger, watched=SHIPPED).tier is Tier.T1


@pytest.mark.parametrize(
    ("more", "unread", "stratum"),
    [
        ({"state": AiState.UNKNOWN}, Unread.INVOLVEMENT, Stratum.UNKNOWN),
        ({"state": None}, Unread.INVOLVEMENT, Stratum.UNKNOWN),
        ({"not_connected": ("pull-requests",)}, Unread.LABELS, Stratum.STANDARD),
        ({"watched": INVENTORIED[:2] + INVENTORIED[3:]}, Unread.AUTHORITY, Stratum.UNKNOWN),
    ],
)
def test_what_was_not_read_is_named(more: dict[str, Any], unread: Unread, stratum: Stratum) -> None:
    """A change is not called standard where a stratum may have been missed; git alone has no labels."""
    found = placed(push(), **more)

    assert found.unread == {unread}
    assert found.strata == {stratum}
    assert found.known


TOUCHED = st.lists(
    st.sampled_from(
        [(INVENTORY, "claims"), (INVENTORY, "cards"), (INVENTORY, "help"), (DEPENDENCIES, "lock"),
         (INFRASTRUCTURE, "containers"), (AGENT_AUTHORITY, "instructions")]
    ),
    max_size=4,
)  # fmt: skip
LABELS = st.lists(st.sampled_from(["docs", "risk: high", "hotfix", "x"]), max_size=3, unique=True)
CAUTIOUS = (Stratum.STANDARD, Stratum.UNKNOWN)


@given(TOUCHED, TOUCHED, LABELS, LABELS, st.booleans())
def test_more_evidence_never_lowers_a_placement(
    first: list[tuple[str, str]],
    more: list[tuple[str, str]],
    labels: list[str],
    others: list[str],
    hidden: bool,
) -> None:
    """A touch, a label or a Gap that is added takes no tier, data, system or stratum away."""
    change = pull(commit_count=1, files=40, labels=tuple(labels))
    after = pull(commit_count=1, files=40, labels=(*labels, *others))
    gaps = (gap(source="git", kind="touches-unknown", affects=(change.id,), affected_count=1),)
    few = [touch(change, name, kind, number) for number, (name, kind) in enumerate(first)]
    many = [touch(change, name, kind, number) for number, (name, kind) in enumerate([*first, *more])]

    low, high = placed(change, *few), placed(after, *many, gaps=gaps if hidden else ())

    assert high.tier >= low.tier
    assert high.data >= low.data
    assert set(high.entries) >= set(low.entries)
    assert set(high.systems) >= set(low.systems)
    assert high.strata >= low.strata.difference(CAUTIOUS)
    assert high.strata


def test_the_record_holds_the_same_in_a_fixed_order() -> None:
    """Sorted, so that two evaluations give the same bytes."""
    change = pull(labels=("hotfix",))
    record = placed(change, touch(change, INVENTORY, "claims"), state=AiState.AI_EVIDENCED).record(change)

    assert record.model_dump(mode="json") == {
        "id": change.id,
        "ordinal": 1,
        "tier": "T3",
        "strata": ["emergency", "ai-assisted"],
        "data": ["PHI", "PII"],
        "systems": ["Portal"],
        "entries": ["claims"],
        "known": True,
        "reversible": False,
        "outbound": ["sends claims"],
        "unread": [],
    }
