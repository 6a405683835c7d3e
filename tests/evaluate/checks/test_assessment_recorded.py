"""CMP-03, by what could make it wrong."""

from typing import Any

import pytest

from attest.model.change import Binding, Change
from attest.model.comprehension import Assessment, Level
from attest.model.control import Catalog
from attest.model.finding import Outcome
from attest.model.identity import Actor, ActorKind
from tests.support.records import (
    BEN,
    CLAUDE,
    CYD,
    DIGEST,
    GONE,
    comprehension,
    evaluated,
    finding,
    gap,
    outcome,
    pull,
    run_of,
    sha,
)

CI = Actor(id="robot:attest", kind=ActorKind.ROBOT)
PARTS = ("questions", "answers", "revision", "score", "attempts", "grader")


def assessed(**more: Any) -> Assessment:
    """Four of five at the first attempt, graded by a program, of the last revision."""
    fields: dict[str, Any] = {
        "questions": DIGEST, "answers": DIGEST, "revision": sha("head"), "score": 80, "attempts": 1,
        "grader": CI,
    }  # fmt: skip
    return Assessment(**{**fields, **more})


def of(
    catalog: Catalog, made: Assessment | None, change: Change | None = None, method: str = "quiz", **more: Any
) -> tuple[Outcome, str]:
    """Outcome of CMP-03 for a record with this outcome of questions."""
    change = change or pull()
    record = comprehension(change, level=Level.C3, method=method, assessment=made)
    return outcome(catalog, "CMP-03", run_of(change, comprehension=[record]), **more)


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"score": 100, "attempts": 2},
        {"grader": CYD},
        {"grader": CLAUDE, "model": "claude 4", "validator": CYD},
        {"model": "claude 4", "validator": CYD},
    ],
)
def test_met_by_an_outcome_that_was_kept(catalog: Catalog, more: dict[str, Any]) -> None:
    """By a program, by a person, or by a model that a person looked at; at the marks, too."""
    assert of(catalog, assessed(**more)) == (Outcome.MET, "kept")


def test_met_at_the_marks_that_the_control_sets(catalog: Catalog) -> None:
    """Management asks for all of it at once."""
    found = of(catalog, assessed(score=100), pass_percent=100, attempts=1)

    assert found == (Outcome.MET, "kept")


@pytest.mark.parametrize("part", PARTS)
def test_deviation_of_a_part_that_was_not_kept(catalog: Catalog, part: str) -> None:
    """Each of six."""
    change = pull()
    record = comprehension(change, method="quiz", assessment=assessed(**{part: None}))
    found = finding(catalog, "CMP-03", run_of(change, comprehension=[record]))

    assert (found.reason, found.message) == ("parts-missing", f"Not kept: {part}.")


def test_deviation_below_the_mark(catalog: Catalog) -> None:
    """One percent less, and approved all the same."""
    assert of(catalog, assessed(score=79)) == (Outcome.DEVIATION, "not-passed")


def test_deviation_of_one_attempt_more(catalog: Catalog) -> None:
    """A third, where two are allowed."""
    assert of(catalog, assessed(attempts=3)) == (Outcome.DEVIATION, "too-many-attempts")


def test_deviation_of_questions_about_something_else(catalog: Catalog) -> None:
    """More landed than the questions were made from."""
    change = pull(binding=Binding.RESIDUAL, landed_tree=sha("edited"))

    assert of(catalog, assessed(), change) == (Outcome.DEVIATION, "other-revision")


def test_deviation_of_questions_about_older_content(catalog: Catalog) -> None:
    """The record's own revision tells its content."""
    change = pull()
    record = comprehension(
        change, method="quiz", sha=sha("older"), tree=sha("old"), assessment=assessed(revision=sha("older"))
    )

    assert outcome(catalog, "CMP-03", run_of(change, comprehension=[record])) == (
        Outcome.DEVIATION,
        "other-revision",
    )


def test_indeterminate_when_the_revision_cannot_be_compared(catalog: Catalog) -> None:
    """It is not in the clone, or what landed could not be recomputed."""
    found = {
        of(catalog, assessed(revision=sha("gone"))),
        of(catalog, assessed(), pull(binding=Binding.UNVERIFIABLE, landed_tree=sha("x"))),
    }

    assert found == {(Outcome.INDETERMINATE, "revision-unverifiable")}


@pytest.mark.parametrize("method", ["quiz", "explain-back", "walkthrough", "interview"])
def test_indeterminate_where_the_outcome_was_not_taken_down(catalog: Catalog, method: str) -> None:
    """Questions were put, and nothing of them is in the run."""
    assert of(catalog, None, method=method) == (Outcome.INDETERMINATE, "outcome-not-recorded")


def test_indeterminate_when_the_method_is_not_known(catalog: Catalog) -> None:
    """It may ask, or not."""
    assert of(catalog, None, method="other") == (Outcome.INDETERMINATE, "method-unknown")


@pytest.mark.parametrize("more", [{"grader": GONE}, {"model": "claude 4", "validator": GONE}])
def test_indeterminate_when_the_grader_is_not_known(catalog: Catalog, more: dict[str, Any]) -> None:
    """An account that is gone."""
    assert of(catalog, assessed(**more)) == (Outcome.INDETERMINATE, "grader-unknown")


@pytest.mark.parametrize("method", ["statement", "approval"])
def test_not_applicable_where_nothing_was_asked(catalog: Catalog, method: str) -> None:
    """A statement answers no question; one whose block could not be read may have."""
    change = pull()
    record = comprehension(change, method=method)
    unread = gap(source="comprehension", kind="statement-unreadable", affects=(change.id,))
    view = run_of(change, comprehension=[record], gaps=[unread])

    assert of(catalog, None, method=method) == (Outcome.NOT_APPLICABLE, "nothing-asked")
    assert evaluated(catalog, "CMP-03", view).findings[-1].reason == "evidence-missing"


@pytest.mark.parametrize("more", [{"grader": BEN}, {"grader": CLAUDE, "model": "claude 4", "validator": BEN}])
def test_tempting_reviewer_who_graded(catalog: Catalog, more: dict[str, Any]) -> None:
    """Full marks, by oneself."""
    assert of(catalog, assessed(score=100, **more)) == (Outcome.DEVIATION, "graded-by-reviewer")


@pytest.mark.parametrize(
    "more",
    [
        {"grader": CLAUDE, "model": "claude 4"},
        {"grader": CLAUDE, "validator": CYD},
        {"grader": CLAUDE, "model": "claude 4", "validator": CLAUDE},
        {"model": "claude 4", "validator": CI},
    ],
)
def test_tempting_model_that_nobody_looked_at(catalog: Catalog, more: dict[str, Any]) -> None:
    """A machine's word that a person knows; without its version, or looked at by another machine."""
    assert of(catalog, assessed(**more)) == (Outcome.DEVIATION, "model-not-validated")
