"""CMP-06, by what could make it wrong."""

import hashlib
from typing import Any

import pytest

from attest.model.change import Change
from attest.model.comprehension import ComprehensionRecord, Level
from attest.model.control import Catalog
from attest.model.evidence import RunView
from attest.model.finding import Finding, Outcome
from attest.model.imported import Imported
from tests.support.imported import file_of, row
from tests.support.records import (
    BEN,
    CLAUDE,
    CYD,
    GONE,
    PERIOD,
    STRANGER,
    comprehension,
    evaluated,
    gap,
    outcome,
    pull,
    run_of,
)

LATER = "2025-04-01"


def retest(record: ComprehensionRecord, place: int = 2, **more: Any) -> Imported:
    """Cyd asked again three weeks later, with the same result."""
    cells: dict[str, Any] = {"record": record.id, "by": CYD, "at": LATER, "agreed": "yes"}
    return row("retests", place, **{**cells, **more})


def run(*pairs: tuple[Change, ComprehensionRecord], rows: Any = (), **more: Any) -> RunView:
    """A run of changes with a record each, and a list of tests."""
    fields: dict[str, Any] = {"imports": (file_of("retests"),), "imported": tuple(rows)}
    changes, kept = [one for one, _ in pairs], [one for _, one in pairs]
    return run_of(*changes, comprehension=kept, **{**fields, **more})


def of(catalog: Catalog, record: Any = None, parameters: Any = None, **more: Any) -> tuple[Outcome, str]:
    """Outcome of CMP-06 for the record of one change, tested again with these cells."""
    change = pull()
    made = comprehension(change, **(record or {}))
    rows = [retest(made, **more)] if more.pop("tested", True) else []
    return outcome(catalog, "CMP-06", run((change, made), rows=rows), **(parameters or {}))


def several(catalog: Catalog, count: int, failed: int, **parameters: Any) -> tuple[Finding, ...]:
    """Findings for records that were all tested, some with another result."""
    pairs = [(pull(place), comprehension(pull(place))) for place in range(1, count + 1)]
    rows = [
        retest(record, place, agreed="no" if place <= failed else "yes")
        for place, (_, record) in enumerate(pairs, 1)
    ]
    return evaluated(catalog, "CMP-06", run(*pairs, rows=rows), **parameters).findings


@pytest.mark.parametrize("at", [LATER, "2025-03-10", "2025-03-10T11:00:00Z"])
def test_met_by_somebody_elses_test(catalog: Catalog, at: str) -> None:
    """With the same result; on the day of the record, too."""
    assert of(catalog, at=at) == (Outcome.MET, "agreed")


def test_met_message_tells_what_the_sample_supports(catalog: Catalog) -> None:
    """Of none in three the limit is 64 in 100, rounded up."""
    assert [item.message for item in several(catalog, 3, 0)] == [
        "Records tested again: 3; with another result: 0; upper limit of the rate: 64 in 100."
    ] * 3


def test_needs_review_of_a_result_that_differs(catalog: Catalog) -> None:
    """One of ten, where ten in a hundred are tolerated."""
    found = several(catalog, 10, 1)

    assert [item.reason for item in found] == ["disagreed", *["agreed"] * 9]
    assert found[0].outcome is Outcome.NEEDS_REVIEW


def test_deviation_when_results_differ_throughout(catalog: Catalog) -> None:
    """One of nine is more than ten in a hundred."""
    found = several(catalog, 9, 1)

    assert (found[0].outcome, found[0].reason) == (Outcome.DEVIATION, "systematic")


def test_deviation_without_a_test(catalog: Catalog) -> None:
    """Half a year later nobody had asked."""
    assert of(catalog, tested=False) == (Outcome.DEVIATION, "not-retested")


def test_sample_is_the_one_that_anybody_can_draw(catalog: Catalog) -> None:
    """Two of five by the rule in docs/sampling.md; another seed draws others."""
    pairs = [(pull(place), comprehension(pull(place))) for place in range(1, 6)]
    names = sorted(record.id for _, record in pairs)
    digest = hashlib.sha256("\n".join(names).encode()).hexdigest()

    def drawn(seed: str) -> set[str]:
        ranks = {
            name: hashlib.sha256(f"{seed}|{digest}|comprehension|{name}".encode()).hexdigest()
            for name in names
        }
        return set(sorted(names, key=lambda name: ranks[name])[:2])

    found = {
        seed: {
            item.subject
            for item in evaluated(catalog, "CMP-06", run(*pairs), sample_size=2, seed=seed).findings
            if item.reason == "not-retested"
        }
        for seed in ("4711", "2")
    }

    assert found == {"4711": drawn("4711"), "2": drawn("2")}
    assert drawn("4711") != drawn("2")


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (296, (Outcome.DEVIATION, "not-retested")),
        (297, (Outcome.INDETERMINATE, "not-due")),
    ],
)
def test_indeterminate_before_the_test_is_due(
    catalog: Catalog, days: int, expected: tuple[Outcome, str]
) -> None:
    """The report speaks for the first second of 2026, 296 days and some hours after the record."""
    assert of(catalog, tested=False, parameters={"days": days}) == expected


def test_indeterminate_at_the_second_when_it_is_due(catalog: Catalog) -> None:
    """It may still be done in that second."""
    found = of(catalog, {"recorded_at": "2025-12-31T00:00:00Z"}, {"days": 1}, tested=False)

    assert (found, PERIOD.until) == ((Outcome.INDETERMINATE, "not-due"), "2026-01-01T00:00:00Z")


def test_indeterminate_when_the_record_has_no_time(catalog: Catalog) -> None:
    """When a test is due is open; one that was done counts all the same."""
    assert of(catalog, {"recorded_at": None}, tested=False) == (Outcome.INDETERMINATE, "time-unknown")
    assert of(catalog, {"recorded_at": None}) == (Outcome.MET, "agreed")


def test_indeterminate_when_whoever_tested_is_not_known(catalog: Catalog) -> None:
    """Nobody knows who that is, or who the reviewer is."""
    found = {of(catalog, by=GONE), of(catalog, {"reviewer": STRANGER})}

    assert found == {(Outcome.INDETERMINATE, "reviewer-unknown")}


def test_indeterminate_where_nobody_looked(catalog: Catalog) -> None:
    """No list of tests was handed in."""
    change = pull()
    view = run_of(change, comprehension=[comprehension(change)])

    assert outcome(catalog, "CMP-06", view) == (Outcome.INDETERMINATE, "source-not-connected")


def test_not_applicable_outside_the_sample(catalog: Catalog) -> None:
    """Of two records one is drawn."""
    pairs = [(pull(place), comprehension(pull(place))) for place in (1, 2)]
    found = evaluated(catalog, "CMP-06", run(*pairs), sample_size=1).findings

    assert sorted(item.reason for item in found) == ["not-drawn", "not-retested"]
    assert {item.message[-29:] for item in found} == {"ecords in the sample: 1 of 2."}


def test_not_applicable_to_an_approval_alone(catalog: Catalog) -> None:
    """There is nothing to test again; a block that could not be read may have held something."""
    bare: dict[str, Any] = {"method": "approval", "level": Level.C0}
    change = pull()
    unread = gap(source="comprehension", kind="statement-unreadable", affects=(change.id,))
    view = run((change, comprehension(change, **bare)), gaps=[unread])

    assert of(catalog, bare) == (Outcome.NOT_APPLICABLE, "approval-only")
    assert evaluated(catalog, "CMP-06", view).findings[-1].reason == "evidence-missing"


@pytest.mark.parametrize("by", [BEN, CLAUDE])
def test_tempting_test_by_the_reviewer_or_a_machine(catalog: Catalog, by: Any) -> None:
    """The same person again, or nobody, however well it agrees and however early it is."""
    assert of(catalog, by=by) == (Outcome.DEVIATION, "by-reviewer")


def test_tempting_test_from_before_the_record(catalog: Catalog) -> None:
    """What somebody asked the day before was something else, whoever asked."""
    found = {of(catalog, at="2025-03-09", by=by) for by in (CYD, BEN)}

    assert found == {(Outcome.DEVIATION, "not-retested")}


def test_tempting_agreement_after_another_result(catalog: Catalog) -> None:
    """Asked until it fitted."""
    change = pull()
    record = comprehension(change)
    rows = [retest(record, agreed="no"), retest(record, 3, at="2025-05-01")]

    assert outcome(catalog, "CMP-06", run((change, record), rows=rows)) == (Outcome.DEVIATION, "systematic")
