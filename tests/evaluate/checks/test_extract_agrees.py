"""POP-02, by what could make it wrong."""

from typing import Any

import pytest

from attest.model.control import Catalog
from attest.model.evidence import Answered
from attest.model.finding import Outcome
from attest.model.joined import Difference, DifferenceKind, JoinedRun
from tests.support.records import DIGEST, NOT_CONNECTED, PERIOD, outcome, pull, reconciled, run_of, scope

ANSWER = Answered(repository="shop", source="forge:recorded", request="pulls", per_page=100, pages=())


def seen(*repositories: str, name: str = "1" * 16) -> JoinedRun:
    """A run that was read with others; one without repositories was only compared."""
    return JoinedRun(
        run_id=name, manifest_digest=DIGEST, root=DIGEST, size=1, period=PERIOD, as_of=PERIOD.until,
        tool_version="0.1.0", repositories=repositories, redacted=False,
    )  # fmt: skip


def differing(*fields: str, what: DifferenceKind = DifferenceKind.CHANGED, **more: Any) -> Difference:
    """A review on which two runs differ."""
    known: dict[str, Any] = {
        "id": f"difference:{what}:{fields}", "kind": "reviews", "record": "shop:review:1",
        "change": pull().id, "what": what, "earlier": "1" * 16, "later": "2" * 16, "fields": fields,
    }  # fmt: skip
    return Difference(**{**known, **more})


def of(catalog: Catalog, *differences: Difference, **more: Any) -> tuple[Outcome, str]:
    """Outcome and reason of POP-02 where a second run saw the same days."""
    changes = more.pop("changes", (pull(),))
    fields: dict[str, Any] = {
        "runs": (seen("shop"), seen(name="2" * 16)), "answers": (ANSWER,), "differences": differences,
    }  # fmt: skip
    return outcome(catalog, "POP-02", run_of(*changes, **{**fields, **more}))


def test_met_by_a_second_look_without_a_difference(catalog: Catalog) -> None:
    """The answers are kept as well."""
    assert of(catalog) == (Outcome.MET, "agrees")


@pytest.mark.parametrize(
    "field", ["reviewer: P-ben, then P-cyd", "submitted_at: 2025-03-10T11:00:00Z, then not recorded"]
)
def test_deviation_of_a_fixed_field(catalog: Catalog, field: str) -> None:
    """Nobody's later work changes it, whatever changed beside it."""
    found = of(catalog, differing("state: approved, then dismissed", field))

    assert found == (Outcome.DEVIATION, "fields-differ")


def test_deviation_of_a_record_that_is_gone(catalog: Catalog) -> None:
    """The source held it; one run alone shows that as well."""
    gone = differing(what=DifferenceKind.GONE)

    assert of(catalog, gone) == of(catalog, gone, runs=()) == (Outcome.DEVIATION, "record-gone")


@pytest.mark.parametrize(
    "one",
    [
        differing("state: approved, then dismissed"),
        differing("merged_at: not recorded, then 2025-03-10T12:00:00Z"),
        differing(what=DifferenceKind.NEW),
        differing(what=DifferenceKind.REPEATED),
    ],
)
def test_needs_review_of_later_work(catalog: Catalog, one: Difference) -> None:
    """People go on working on what is merged."""
    assert of(catalog, one) == (Outcome.NEEDS_REVIEW, "later-activity")


def test_indeterminate_without_a_second_look(catalog: Catalog) -> None:
    """One run, or several of which none saw the days of another."""
    parts = (seen("shop"), seen("shop", name="2" * 16))

    assert of(catalog, runs=()) == (Outcome.INDETERMINATE, "not-fetched-again")
    assert of(catalog, runs=parts) == (Outcome.INDETERMINATE, "not-fetched-again")


def test_indeterminate_where_several_repositories_may_be_meant(catalog: Catalog) -> None:
    """The run that was compared saw one of them."""
    changes = (pull(1), pull(2, repository="till"))

    assert of(catalog, changes=changes) == (Outcome.INDETERMINATE, "which-not-known")


def test_indeterminate_without_answers_or_source(catalog: Catalog) -> None:
    """Nobody can look again at what was not kept; other repositories' answers are no help."""
    other = ANSWER.model_copy(update={"repository": "till"})

    assert of(catalog, answers=()) == (Outcome.INDETERMINATE, "answers-not-kept")
    assert of(catalog, answers=(other,)) == (Outcome.INDETERMINATE, "answers-not-kept")
    assert of(catalog, not_connected=NOT_CONNECTED) == (Outcome.INDETERMINATE, "source-not-connected")


def test_not_applicable_to_a_branch_without_changes(catalog: Catalog) -> None:
    """Between two proven tips."""
    view = run_of(repositories=(scope(changes=0),), reconciliations=(reconciled(changes=0),))

    assert outcome(catalog, "POP-02", view) == (Outcome.NOT_APPLICABLE, "no-changes")


def test_tempting_answers_that_were_kept_and_not_compared(catalog: Catalog) -> None:
    """A digest shows that nothing was altered since, and not that the source says the same."""
    assert of(catalog, runs=(), answers=(ANSWER, ANSWER)) == (Outcome.INDETERMINATE, "not-fetched-again")


def test_tempting_difference_of_a_record_of_the_branch(catalog: Catalog) -> None:
    """It is of no change, and is the repository's all the same."""
    gone = differing(what=DifferenceKind.GONE, change="", record="shop:push:0001", kind="pushes")

    assert of(catalog, gone) == (Outcome.DEVIATION, "record-gone")
