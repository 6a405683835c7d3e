"""CHG-05, by what could make it wrong."""

from typing import Any

import pytest

from attest.evaluate.engine import evaluate
from attest.model.change import Basis, Change
from attest.model.control import Catalog
from attest.model.finding import Outcome
from attest.model.imported import Imported
from attest.model.placement import InventoryEntry, Tier
from tests.support.imported import file_of, row
from tests.support.placing import CORE, RULES, SITE, placed_run, touched
from tests.support.records import (
    BEN,
    CLAUDE,
    MERGED,
    NOT_CONNECTED,
    PERIOD,
    gap,
    only,
    operated,
    outcome,
    pull,
    push,
    run_of,
    sha,
)

MET = (Outcome.MET, "followed")
BIG = pull(labels=("Significant",))
T4 = RULES.model_copy(
    update={"entries": tuple(one.model_copy(update={"tier": Tier.T4}) for one in RULES.entries)}
)


def signed(change: Change = BIG, at: str = "2025-04-09", place: int = 2, **more: Any) -> Imported:
    """An evaluation that Ben signed as accepted, on the last day that is in time."""
    cells = {"subject": "evaluation", "person": BEN, "change": change.id, "decision": "accepted", **more}
    return row("sign-offs", place, at=at, **{name: cell for name, cell in cells.items() if cell})


def scan(change: Change = BIG, at: str = MERGED, place: int = 2, **more: Any) -> Imported:
    """A scan of what landed, in the second of the merge."""
    cells = {"tool": "zap", "kind": "dast", "repository": "shop", "sha": change.landed_sha, "at": at}
    return row("scans", place, **{**cells, **more})


def of(
    catalog: Catalog, *rows: Imported, changes: tuple[Change, ...] = (BIG,), **more: Any
) -> tuple[Outcome, str]:
    """Outcome of CHG-05 for the first of these changes."""
    view = run_of(*changes, imported=rows, **more.pop("run", {}))
    return outcome(catalog, "CHG-05", view, **more)


def as_of(catalog: Catalog, instant: str, *rows: Imported) -> tuple[Outcome, str]:
    """The same where the report speaks for an instant."""
    found = evaluate(
        only(catalog, "CHG-05"), (operated("CHG-05"),), run_of(BIG, imported=rows), instant
    ).findings[0]
    return found.outcome, found.reason


def by_tier(catalog: Catalog, entry: InventoryEntry, *rows: Imported, **more: Any) -> tuple[Outcome, str]:
    """The same for a change without a label that touches an entry of the highest tier, or of a low one."""
    change = pull()
    view = placed_run(change, touches=[touched(change, entry)], imported=rows)
    rules = more.pop("rules", T4)
    declared = (operated("CHG-05", parameters=more),)
    found = evaluate(only(catalog, "CHG-05"), declared, view, PERIOD.until, placing=rules).findings[0]
    return found.outcome, found.reason


@pytest.mark.parametrize("at", ["2025-03-10", MERGED, "2025-04-09", "2025-04-09T23:59:59Z"])
def test_met_by_a_signed_evaluation_and_a_scan(catalog: Catalog, at: str) -> None:
    """From the second of the landing to the end of the last day; of a day alone the day decides."""
    assert of(catalog, signed(at=at), scan()) == MET


@pytest.mark.parametrize("at", [MERGED, "2025-04-09T23:59:59Z"])
def test_met_by_a_scan_of_what_followed(catalog: Catalog, at: str) -> None:
    """A later landed commit holds the change; a file of one repository need not name it."""
    later = pull(2)
    told = scan(later, at=at)
    unnamed = told.model_copy(update={"values": {k: v for k, v in told.values.items() if k != "repository"}})
    for one in (told, unnamed):
        assert of(catalog, signed(), one, changes=(BIG, later)) == MET


def test_met_without_a_scan_where_management_says_so(catalog: Catalog) -> None:
    """The evaluation is still asked for."""
    assert of(catalog, signed(), scan="not-required") == MET
    late = signed(at="2025-04-10")
    assert of(catalog, late, scan="not-required") == (Outcome.DEVIATION, "evaluated-late")


def test_met_by_the_last_decision_in_time(catalog: Catalog) -> None:
    """Rejected first, accepted in the end."""
    first = signed(at="2025-03-11", decision="rejected")
    assert of(catalog, signed(place=3), first, scan()) == MET


def test_met_of_a_push(catalog: Catalog) -> None:
    """How a change landed does not matter here; its tier makes it significant."""
    change = push()
    view = placed_run(change, touches=[touched(change, CORE)], imported=(signed(change), scan(change)))
    found = evaluate(only(catalog, "CHG-05"), (operated("CHG-05"),), view, PERIOD.until, placing=T4).findings[
        0
    ]
    assert (found.outcome, found.reason) == MET


@pytest.mark.parametrize(
    "told",
    [
        signed(pull(2)),
        signed(at="2025-03-09"),
        signed(at="2025-03-10T11:59:59Z"),
        signed(person=CLAUDE),
        signed(person=None),
        signed(subject="report"),
    ],
)
def test_deviation_without_an_evaluation_afterwards(catalog: Catalog, told: Imported) -> None:
    """Of another change, before the landing, by a machine or nobody, or a signature under something else."""
    assert of(catalog, told, scan()) == (Outcome.DEVIATION, "not-evaluated")


@pytest.mark.parametrize("at", ["2025-04-10", "2025-04-10T00:00:00Z"])
def test_deviation_the_day_after(catalog: Catalog, at: str) -> None:
    """Thirty days are over."""
    assert of(catalog, signed(at=at), scan()) == (Outcome.DEVIATION, "evaluated-late")


def test_deviation_by_a_day_alone_in_any_time_zone(catalog: Catalog) -> None:
    """It is a day of the period's time zone already: nothing moves it into the evening before."""
    run = {"period": PERIOD.model_copy(update={"timezone": "America/New_York"})}
    assert of(catalog, signed(), scan(), run=run) == MET
    late = signed(at="2025-04-10")
    assert of(catalog, late, scan(), run=run) == (Outcome.DEVIATION, "evaluated-late")


def test_deviation_by_a_rejection(catalog: Catalog) -> None:
    """The last word in time; one after the due day does not mend it."""
    told = [signed(at="2025-03-11"), signed(at="2025-03-12", decision="rejected", place=3)]
    late = signed(at="2025-04-10", place=4)
    assert of(catalog, *told, late, scan()) == (Outcome.DEVIATION, "rejected")


@pytest.mark.parametrize(
    "told",
    [
        scan(at="2025-03-10T11:59:59Z"),
        scan(at="2025-04-10T00:00:00Z"),
        scan(repository="other"),
    ],
)
def test_deviation_without_a_scan_in_time(catalog: Catalog, told: Imported) -> None:
    """Before the landing, after the due day, or elsewhere."""
    assert of(catalog, signed(), told) == (Outcome.DEVIATION, "not-scanned")


def test_indeterminate_is_not_what_a_follow_up_is(catalog: Catalog) -> None:
    """Whether it was done a person is to judge."""
    told = signed(decision="accepted-with-follow-up")
    assert of(catalog, told, scan()) == (Outcome.NEEDS_REVIEW, "follow-up")


def test_indeterminate_without_a_decision(catalog: Catalog) -> None:
    """A signature under nothing."""
    assert of(catalog, signed(decision=""), scan()) == (Outcome.INDETERMINATE, "decision-not-stated")


def test_indeterminate_without_scans(catalog: Catalog) -> None:
    """Nobody handed a register in; an empty one says that none ran."""
    assert of(catalog, signed()) == (Outcome.INDETERMINATE, "scans-not-handed")
    found = of(catalog, signed(), run={"imports": (file_of("scans"),)})
    assert found == (Outcome.DEVIATION, "not-scanned")


def test_indeterminate_of_a_commit_that_is_not_in_the_run(catalog: Catalog) -> None:
    """It may hold the change."""
    found = of(catalog, signed(), scan(sha=sha("elsewhere")))
    assert found == (Outcome.INDETERMINATE, "scan-revision-unknown")


def test_indeterminate_until_the_due_day_is_over(catalog: Catalog) -> None:
    """What was not due when the report was made is not overdue; what was there counts."""
    open_ = (Outcome.INDETERMINATE, "not-due")
    other = scan(pull(2), at="2025-02-01T00:00:00Z")
    assert as_of(catalog, "2025-04-09T23:59:59Z", signed(pull(2)), scan()) == open_
    assert as_of(catalog, "2025-04-09T23:59:59Z", signed(), other) == open_
    assert as_of(catalog, "2025-04-10T00:00:00Z", signed(pull(2)), scan()) == (
        Outcome.DEVIATION,
        "not-evaluated",
    )
    assert as_of(catalog, "2025-04-10T00:00:00Z", signed(), other) == (Outcome.DEVIATION, "not-scanned")
    assert as_of(catalog, "2025-04-09T23:59:59Z", signed(), scan()) == MET


def test_indeterminate_without_a_time(catalog: Catalog) -> None:
    """What is due is then open."""
    change = BIG.model_copy(update={"merged_at": None, "landed_basis": Basis.DECLARED})
    assert of(catalog, signed(), scan(), changes=(change,)) == (Outcome.INDETERMINATE, "time-unknown")


def test_indeterminate_without_an_inventory(catalog: Catalog) -> None:
    """No label, and nobody said what can do harm; one that was followed through is met anyway."""
    change = pull()
    found = of(catalog, signed(pull(2)), changes=(change,))
    assert found == (Outcome.INDETERMINATE, "scope-unknown")
    assert of(catalog, signed(change), scan(change), changes=(change,)) == MET


def test_indeterminate_without_sources(catalog: Catalog) -> None:
    """No sign-offs, no forge, or rows that could not be read."""
    open_ = (Outcome.INDETERMINATE, "source-not-connected")
    assert of(catalog, scan()) == open_
    assert of(catalog, signed(), scan(), run={"not_connected": NOT_CONNECTED}) == open_
    unread = gap("", source="import", kind="sign-offs-unreadable", affected_count=1)
    found = of(catalog, signed(pull(2)), run={"gaps": [unread]})
    assert found == (Outcome.INDETERMINATE, "evidence-missing")


def test_not_applicable_to_an_ordinary_change(catalog: Catalog) -> None:
    """No label, and its place is known and low; a rule that begins lower takes it in."""
    other = signed(pull(2))
    assert by_tier(catalog, SITE, other, rules=RULES) == (Outcome.NOT_APPLICABLE, "not-significant")
    assert by_tier(catalog, CORE, other, rules=RULES, from_tier="T2") == (Outcome.DEVIATION, "not-evaluated")


def test_tempting_change_without_the_label(catalog: Catalog) -> None:
    """Nobody marked it: its tier does."""
    assert by_tier(catalog, SITE, signed(pull(2))) == (Outcome.DEVIATION, "not-evaluated")


def test_tempting_scan_of_an_older_commit(catalog: Catalog) -> None:
    """It ran afterwards, on what was there before."""
    older, big = pull(1), pull(2, labels=("significant",))
    told = (signed(big), scan(older, at="2025-03-20T00:00:00Z"))
    view = run_of(older, big, imported=told)
    declared = (operated("CHG-05"),)
    found = evaluate(only(catalog, "CHG-05"), declared, view, PERIOD.until).findings
    assert [(one.subject, one.reason) for one in found][1] == (big.id, "not-scanned")


def test_tempting_rule_without_labels(catalog: Catalog) -> None:
    """Emptying the list leaves the tier."""
    found = by_tier(catalog, CORE, signed(pull(2)), labels=())
    assert found == (Outcome.DEVIATION, "not-evaluated")


def test_tempting_last_day_of_another_time_zone(catalog: Catalog) -> None:
    """Ten in the evening in UTC is the day after in Berlin, where the thirty days are over."""
    period = PERIOD.model_copy(update={"timezone": "Europe/Berlin"})
    late, timely = "2025-04-09T22:00:00Z", "2025-04-09T21:59:59Z"
    for scanned, signed_at, expected in (
        (timely, timely, MET),
        (late, timely, (Outcome.DEVIATION, "not-scanned")),
        (timely, late, (Outcome.DEVIATION, "evaluated-late")),
    ):
        found = of(catalog, signed(at=signed_at), scan(at=scanned), run={"period": period})
        assert found == expected
