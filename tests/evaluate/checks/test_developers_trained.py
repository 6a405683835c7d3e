"""TRN-01, by what could make it wrong."""

from typing import Any

import pytest

from attest.model.control import Catalog
from attest.model.evidence import RunView
from attest.model.finding import Finding, Outcome
from attest.model.identity import Actor
from attest.model.imported import Imported
from tests.support.imported import file_of, row
from tests.support.records import (
    ADA,
    BEN,
    CLAUDE,
    DEPENDABOT,
    GONE,
    STRANGER,
    evaluated,
    gap,
    pull,
    push,
    review,
    run_of,
    signal,
)


def trained(person: Actor = ADA, place: int = 2, **more: str) -> Imported:
    """A training in secure coding a year before the change, to the day."""
    cells = {"course": "Secure coding", "topic": "secure-coding", "completed": "2024-03-10"}
    return row("training", place, person=person, **{**cells, **more})


def findings(catalog: Catalog, view: RunView, **parameters: Any) -> tuple[Finding, ...]:
    """What TRN-01 finds."""
    return evaluated(catalog, "TRN-01", view, **parameters).findings


def run(*rows: Imported, author: Actor = ADA, **more: Any) -> RunView:
    """A change that one person pushed, with a training register."""
    change = push(authors=(author,))
    return run_of(change, imported=rows, **{"imports": (file_of("training", len(rows)),), **more})


def of(catalog: Catalog, *rows: Imported, author: Actor = ADA, **parameters: Any) -> tuple[Outcome, str]:
    """Outcome and reason for that person."""
    (found,) = findings(catalog, run(*rows, author=author), **parameters)
    return found.outcome, found.reason


def test_met_a_year_after_the_training_to_the_day(catalog: Catalog) -> None:
    """And on the day of the training itself."""
    (found,) = findings(catalog, run(trained()))
    assert (found.subject, found.outcome, found.reason) == (f"person:{ADA.id}", Outcome.MET, "trained")
    assert found.message == (
        "Days on which the person acted: 1; trainings in the register: 1; days without one that counted: 0."
    )
    assert of(catalog, trained(completed="2025-03-10")) == (Outcome.MET, "trained")


def test_met_on_the_last_day_of_a_record(catalog: Catalog) -> None:
    """What runs out that day still counts."""
    assert of(catalog, trained(valid_until="2025-03-10")) == (Outcome.MET, "trained")


def test_met_by_trainings_together(catalog: Catalog) -> None:
    """One topic each."""
    rows = trained(), trained(place=3, topic="secrets")
    assert of(catalog, *rows, topics=("secure-coding", "secrets")) == (Outcome.MET, "trained")


def test_met_by_somebody_whom_no_account_ties_with_a_record(catalog: Catalog) -> None:
    """The register names the very address."""
    assert of(catalog, trained(STRANGER), author=STRANGER) == (Outcome.MET, "trained")


def test_deviation_without_a_record(catalog: Catalog) -> None:
    """Somebody else's is not theirs."""
    assert of(catalog) == (Outcome.DEVIATION, "no-record")
    assert of(catalog, trained(BEN)) == (Outcome.DEVIATION, "no-record")


@pytest.mark.parametrize(
    "more", [{"completed": "2024-03-09"}, {"completed": "2025-03-11"}, {"valid_until": "2025-03-09"}]
)
def test_deviation_where_none_counted(catalog: Catalog, more: dict[str, str]) -> None:
    """A day too old, a day too late, or run out the day before."""
    assert of(catalog, trained(ADA, 2, **more)) == (Outcome.DEVIATION, "not-in-time")


def test_months_may_be_fewer(catalog: Catalog) -> None:
    """Eleven months after, it counts no more."""
    assert of(catalog, trained(), months=11) == (Outcome.DEVIATION, "not-in-time")
    assert of(catalog, trained(completed="2024-04-10"), months=11) == (Outcome.MET, "trained")


def test_deviation_where_a_topic_is_left_out(catalog: Catalog) -> None:
    """A training of something else."""
    (found,) = findings(catalog, run(trained(topic="first-aid")))
    assert (found.outcome, found.reason) == (Outcome.DEVIATION, "topic-missing")
    assert found.message.endswith("days with a topic left out: 1.")


def test_deviation_where_ai_had_a_part(catalog: Catalog) -> None:
    """Whoever writes with AI needs its topic; whoever reviews or merges does not."""
    change = pull(authors=(ADA,))
    files = (file_of("training", 2),)
    rows = (trained(), trained(BEN, 3))
    view = run_of(change, reviews=[review(change)], signals=[signal(change)], imported=rows, imports=files)
    assert [one.reason for one in findings(catalog, view)] == ["topic-missing", "trained"]
    both = (trained(topic="ai-tools secure-coding"), trained(BEN, 3))
    assert [one.reason for one in findings(catalog, view.model_copy(update={"imported": both}))] == [
        "trained",
        "trained",
    ]


def test_indeterminate_who_it_is(catalog: Catalog) -> None:
    """An address that no account claims, an account that is gone."""
    expected = (Outcome.INDETERMINATE, "person-unknown")
    assert of(catalog, trained(), author=STRANGER) == expected
    assert of(catalog, trained(), author=GONE) == expected


def test_indeterminate_when(catalog: Catalog) -> None:
    """An act without a day; a day on which none counted is a fact beside it."""
    change = push(landed_at=None)
    files = (file_of("training", 1),)
    (found,) = findings(catalog, run_of(change, imported=(trained(),), imports=files))
    assert (found.outcome, found.reason) == (Outcome.INDETERMINATE, "time-unknown")
    assert found.message.endswith("acts without a day: 1.")
    late = run_of(change, push(2), imported=(trained(completed="2024-03-09"),), imports=files)
    assert [one.reason for one in findings(catalog, late)] == ["not-in-time"]


def test_indeterminate_without_the_register(catalog: Catalog) -> None:
    """Nobody handed one in; rows that could not be read may be the person's."""
    (found,) = findings(catalog, run_of(push()))
    assert (found.outcome, found.reason) == (Outcome.INDETERMINATE, "source-not-connected")
    cut = findings(catalog, run(gaps=[gap("", source="import", kind="training-unreadable")]))
    assert [one.reason for one in cut] == ["evidence-missing"]
    more = findings(catalog, run(trained(), gaps=[gap(kind="reviews-incomplete")]))
    assert [one.reason for one in more] == ["items-incomplete", "trained"]


def test_not_applicable_to_machines(catalog: Catalog) -> None:
    """Agents and robots are trained elsewhere."""
    change = push(authors=(CLAUDE, DEPENDABOT))
    (found,) = findings(catalog, run_of(change, imports=(file_of("training"),)))
    assert (found.subject, found.outcome, found.reason) == ("run", Outcome.NOT_APPLICABLE, "no-items")


def test_tempting_training_that_runs_out_between_two_changes(catalog: Catalog) -> None:
    """Trained at the first change of the period, and no more at the next; a review counts like a change."""
    files = (file_of("training", 1),)
    later = push(2, landed_at="2025-03-11T00:00:00Z")
    (found,) = findings(catalog, run_of(push(), later, imported=(trained(),), imports=files))
    assert (found.outcome, found.reason) == (Outcome.DEVIATION, "not-in-time")
    assert found.message.endswith("days without one that counted: 1.")
    change = pull(merger=None)
    made = review(change, BEN, submitted_at="2025-03-09T23:59:59Z")
    view = run_of(change, reviews=[made], imported=(trained(BEN, completed="2025-03-10"),), imports=files)
    assert [one.reason for one in findings(catalog, view)] == ["no-record", "not-in-time"]
