"""HIP-01, by what could make it wrong."""

from typing import Any

import pytest

from attest.evaluate.engine import evaluate
from attest.model.control import Catalog
from attest.model.evidence import RunView
from attest.model.finding import Finding, Outcome
from attest.model.identity import Actor
from attest.model.imported import Imported
from attest.model.placement import InventoryEntry
from tests.support.imported import file_of, row
from tests.support.placing import CLAIMS, RULES, SITE, placed_run, touched
from tests.support.records import ADA, CLAUDE, DIGEST, PERIOD, gap, only, operated, outcome, pull, run_of

DUE = "2026-01-30"
LATER = "2026-03-01T00:00:00Z"
CHANGE = pull()
BEFORE_DUE = "2026-01-30T23:59:59Z"
AFTER_DUE = "2026-01-31T00:00:00Z"


def signed(place: int = 2, person: Actor = ADA, **more: str) -> Imported:
    """A review of this run by the security official, on the day that it was due, without reserve."""
    cells = {"subject": "activity-review", "at": DUE, "digest": DIGEST, "decision": "accepted"}
    return row("sign-offs", place, person=person, **{**cells, "role": "security-official", **more})


def evaluation(**more: str) -> Imported:
    """The evaluation of the change."""
    cells = {"subject": "evaluation", "at": "2025-03-10", "change": CHANGE.id, "decision": "accepted"}
    return row("sign-offs", 9, person=ADA, **{**cells, **more})


def without(made: Imported, *names: str) -> Imported:
    """A row without some of its cells."""
    return made.model_copy(
        update={"values": {key: text for key, text in made.values.items() if key not in names}}
    )


def run(*rows: Imported, entry: InventoryEntry = SITE, **more: Any) -> RunView:
    """A run of one change, which reaches no health data unless another entry is given."""
    fields: dict[str, Any] = {"imports": (file_of("sign-offs", 1),), "touches": [touched(CHANGE, entry)]}
    return placed_run(CHANGE, imported=rows, **{**fields, **more})


def found(catalog: Catalog, view: RunView, as_of: str = LATER, **parameters: Any) -> Finding:
    """What HIP-01 finds, two months after the period unless said otherwise."""
    declared = (operated("HIP-01", parameters=parameters),)
    return evaluate(only(catalog, "HIP-01"), declared, view, as_of, placing=RULES).findings[0]


def of(catalog: Catalog, *rows: Imported, **parameters: Any) -> tuple[Outcome, str]:
    """Outcome and reason for the organisation."""
    one = found(catalog, run(*rows), **parameters)
    return one.outcome, one.reason


def test_met_on_the_day_that_it_is_due(catalog: Catalog) -> None:
    """And on the first day after the period."""
    one = found(catalog, run(signed()))
    assert (one.subject, one.outcome, one.reason) == ("organisation", Outcome.MET, "reviewed")
    assert (one.message, one.evidence) == ("Reviews signed in time with a decision: 1.", (signed().id,))
    assert of(catalog, signed(at="2026-01-01")) == (Outcome.MET, "reviewed")
    assert of(catalog, signed(subject="report")) == (Outcome.MET, "reviewed")


def test_met_with_a_follow_up(catalog: Catalog) -> None:
    """Which is given in the personal part."""
    made = signed(decision="accepted-with-follow-up", follow_up="given")
    assert of(catalog, made) == (Outcome.MET, "reviewed")


@pytest.mark.parametrize(("since", "until"), [(DUE, DUE), ("2020-01-01", "")])
def test_met_by_a_role_of_the_roster(catalog: Catalog, since: str, until: str) -> None:
    """On its first and last day, or without an end."""
    cells = {"role": "security-official", "since": since} | ({"until": until} if until else {})
    held = row("roster", 2, person=ADA, **cells)
    assert of(catalog, without(signed(), "role"), held) == (Outcome.MET, "reviewed")


def test_met_with_an_evaluation_of_each_change_with_health_data(catalog: Catalog) -> None:
    """Of the others none is asked for."""
    assert found(catalog, run(signed(), evaluation(), entry=CLAIMS)).reason == "reviewed"


def test_met_by_a_review_of_the_run_before(catalog: Catalog) -> None:
    """A sign-off cannot be in the run that it is of."""
    other = signed(digest="a" * 64)
    assert found(catalog, run(other, previous_run="a" * 64)).reason == "reviewed"
    assert found(catalog, run(other)).reason == "package-unknown"
    assert found(catalog, run(other).model_copy(update={"root": "a" * 64})).reason == "reviewed"


def test_deviation_where_nobody_signed(catalog: Catalog) -> None:
    """Nobody, a machine, or something else."""
    expected = (Outcome.DEVIATION, "not-reviewed")
    assert of(catalog) == expected
    assert of(catalog, signed(person=CLAUDE)) == expected
    assert of(catalog, signed(subject="evaluation")) == expected


def test_deviation_the_day_after_it_was_due(catalog: Catalog) -> None:
    """More days may be given."""
    late = signed(at="2026-01-31")
    assert of(catalog, late) == (Outcome.DEVIATION, "reviewed-late")
    assert of(catalog, late, within_days=31) == (Outcome.MET, "reviewed")


def test_deviation_of_somebody_without_the_role(catalog: Catalog) -> None:
    """Stated, or by the roster of another day or role."""
    expected = (Outcome.DEVIATION, "not-entitled")
    bare = signed(role="developer")
    assert of(catalog, bare) == expected
    for cells in (
        {"role": "security-official", "since": "2026-01-31"},
        {"role": "security-official", "since": "2020-01-01", "until": "2026-01-29"},
        {"role": "developer", "since": "2020-01-01"},
    ):
        assert of(catalog, bare, row("roster", 2, person=ADA, **cells)) == expected
    assert of(catalog, bare, roles=("developer",)) == (Outcome.MET, "reviewed")


def test_deviation_without_a_decision(catalog: Catalog) -> None:
    """Or with a follow-up that nobody names."""
    expected = (Outcome.DEVIATION, "not-decided")
    assert of(catalog, without(signed(), "decision")) == expected
    assert of(catalog, signed(decision="accepted-with-follow-up")) == expected


def test_deviation_of_a_change_without_an_evaluation(catalog: Catalog) -> None:
    """Or with one that decides nothing; one of another kind is none."""
    for rows in ((), (without(evaluation(), "decision"),), (evaluation(subject="report"),)):
        one = found(catalog, run(signed(), *rows, entry=CLAIMS))
        assert (one.outcome, one.reason) == (Outcome.DEVIATION, "not-evaluated")
        assert one.evidence == (signed().id, CHANGE.id)
    ticket = row("tickets", change=CHANGE.id)
    assert found(catalog, run(signed(), ticket, entry=CLAIMS)).reason == "not-evaluated"


def test_indeterminate_before_it_is_due(catalog: Catalog) -> None:
    """To the end of the day."""
    one = found(catalog, run(), BEFORE_DUE)
    assert (one.outcome, one.reason) == (Outcome.INDETERMINATE, "not-due")
    assert found(catalog, run(), AFTER_DUE).reason == "not-reviewed"


def test_indeterminate_which_data(catalog: Catalog) -> None:
    """Without an inventory nobody said; an evaluation of every change leaves nothing open."""
    files = (file_of("sign-offs", 1),)
    view = run_of(CHANGE, imported=(signed(),), imports=files)
    assert (found(catalog, view).outcome, found(catalog, view).reason) == (
        Outcome.INDETERMINATE, "data-unknown",
    )  # fmt: skip
    whole = run_of(CHANGE, imported=(signed(), evaluation()), imports=files)
    assert found(catalog, whole).reason == "reviewed"
    unread = run(signed(), touches=[], gaps=[gap(kind="touches-unknown", source="git", affects=(CHANGE.id,))])
    assert found(catalog, unread).reason == "data-unknown"


def test_indeterminate_without_the_file(catalog: Catalog) -> None:
    """Nobody handed one in; a row that could not be read may be the review."""
    assert outcome(catalog, "HIP-01", run_of(CHANGE)) == (Outcome.INDETERMINATE, "source-not-connected")
    cut = run(gaps=[gap("", source="import", kind="sign-offs-unreadable")])
    assert found(catalog, cut).reason == "evidence-missing"


def test_needs_review_of_a_rejection(catalog: Catalog) -> None:
    """The last review decides."""
    first, last = signed(at="2026-01-10", decision="rejected"), signed(3)
    assert of(catalog, first) == (Outcome.NEEDS_REVIEW, "rejected")
    assert of(catalog, last, first) == (Outcome.MET, "reviewed")


def test_not_applicable_before_the_end_of_the_period(catalog: Catalog) -> None:
    """Nothing is there to be reviewed; at its end there is."""
    one = found(catalog, run(), "2025-12-31T23:59:59Z")
    assert (one.outcome, one.reason) == (Outcome.NOT_APPLICABLE, "period-not-over")
    assert found(catalog, run(), PERIOD.until).reason == "not-due"


def test_tempting_signature_of_before_the_end(catalog: Catalog) -> None:
    """A review on the last day cannot have seen that day's record."""
    assert of(catalog, signed(at="2025-12-31")) == (Outcome.DEVIATION, "not-reviewed")


def test_tempting_signature_under_another_package(catalog: Catalog) -> None:
    """Signed in time, and nothing says what; no digest is no better."""
    assert of(catalog, signed(digest="b" * 64)) == (Outcome.NEEDS_REVIEW, "package-unknown")
    assert of(catalog, without(signed(), "digest")) == (Outcome.NEEDS_REVIEW, "package-unknown")
