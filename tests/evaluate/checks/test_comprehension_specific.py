"""CMP-02, by what could make it wrong."""

from typing import Any

import pytest

from attest.model.change import Change
from attest.model.comprehension import ComprehensionRecord, Level, Reference
from attest.model.control import Catalog
from attest.model.finding import Outcome
from tests.support.records import (
    ADA,
    AFTER,
    BEN,
    CYD,
    MERGED,
    comprehension,
    evaluated,
    finding,
    gap,
    outcome,
    pull,
    review,
    run_of,
)

FIVE = ("failure_modes", "rollback", "verified", "what", "why_safe")
HERE = Reference(path="a.py", in_diff=True)
THERE = Reference(path="b.py", in_diff=True)
ELSEWHERE = Reference(path="c.py", in_diff=False)
OPEN = Reference(path="d.py", in_diff=None)


def statement(change: Change, *reviewer: Any, **more: Any) -> ComprehensionRecord:
    """A record that answers every prompt in words of its own and points at a file of the change."""
    fields: dict[str, Any] = {"answered": FIVE, "likeness": "1", "references": (HERE,)}
    return comprehension(change, *reviewer, **{**fields, **more})


def of(catalog: Catalog, **more: Any) -> tuple[Outcome, str]:
    """Outcome of CMP-02 for one such record."""
    change = pull()
    return outcome(catalog, "CMP-02", run_of(change, comprehension=[statement(change, **more)]))


def reasons(catalog: Catalog, *records: ComprehensionRecord) -> list[str]:
    """Reasons for records of two changes."""
    view = run_of(pull(1), pull(2), comprehension=records)
    return [item.reason for item in evaluated(catalog, "CMP-02", view).findings]


def test_met_by_a_statement_of_its_own(catalog: Catalog) -> None:
    """Every prompt, a place that the change touches, and nobody else's words."""
    assert of(catalog) == (Outcome.MET, "specific")
    assert of(catalog, answered=(*FIVE, "open_questions"), references=(OPEN, ELSEWHERE, HERE)) == (
        Outcome.MET,
        "specific",
    )


def test_met_at_as_many_places_as_are_asked_for(catalog: Catalog) -> None:
    """Two of two."""
    change = pull()
    view = run_of(change, comprehension=[statement(change, references=(HERE, THERE))])

    assert outcome(catalog, "CMP-02", view, references=2) == (Outcome.MET, "specific")


def test_met_by_the_prompts_that_the_control_names(catalog: Catalog) -> None:
    """A control of one prompt asks for one."""
    change = pull()
    view = run_of(change, comprehension=[statement(change, answered=("what",))])

    assert outcome(catalog, "CMP-02", view, prompts=("what",)) == (Outcome.MET, "specific")


def test_met_by_the_same_reviewers_second_record_of_the_change(catalog: Catalog) -> None:
    """What holds after another push may be said again."""
    change = pull(1)
    records = (statement(change), statement(change, id="again"))

    assert reasons(catalog, *records) == ["specific", "specific"]


@pytest.mark.parametrize("more", [{}, {"references": None}, {"references": (OPEN,)}])
def test_deviation_of_a_prompt_that_is_not_answered(catalog: Catalog, more: dict[str, Any]) -> None:
    """Four of five; doubt about places does not cover it."""
    change = pull()
    view = run_of(change, comprehension=[statement(change, answered=FIVE[1:], **more)])
    found = finding(catalog, "CMP-02", view)

    assert (found.outcome, found.reason) == (Outcome.DEVIATION, "prompts-unanswered")
    assert found.message == "Prompts answered: 4 of 5."


@pytest.mark.parametrize("references", [(), (ELSEWHERE,)])
def test_deviation_without_a_place_of_the_change(catalog: Catalog, references: Any) -> None:
    """None, or one that the change does not touch; whatever else was not taken down."""
    found = {
        of(catalog, references=references, **more) for more in ({}, {"answered": None}, {"likeness": ""})
    }

    assert found == {(Outcome.DEVIATION, "references-wanting")}


def test_indeterminate_when_places_are_open(catalog: Catalog) -> None:
    """One may be of the change; two that are asked for cannot both be."""
    change = pull()
    view = run_of(change, comprehension=[statement(change, references=(OPEN,))])

    assert outcome(catalog, "CMP-02", view) == (Outcome.INDETERMINATE, "references-open")
    assert outcome(catalog, "CMP-02", view, references=2) == (Outcome.DEVIATION, "references-wanting")


def test_indeterminate_when_something_was_not_taken_down(catalog: Catalog) -> None:
    """Prompts before the others, each by its name."""
    found = [
        of(catalog, references=None),
        of(catalog, likeness=""),
        of(catalog, answered=None),
        of(catalog, answered=None, references=None),
        of(catalog, answered=None, references=(OPEN,)),
    ]

    assert found == [
        (Outcome.INDETERMINATE, "references-not-recorded"),
        (Outcome.INDETERMINATE, "likeness-not-recorded"),
        (Outcome.INDETERMINATE, "prompts-not-recorded"),
        (Outcome.INDETERMINATE, "prompts-not-recorded"),
        (Outcome.INDETERMINATE, "prompts-not-recorded"),
    ]


def test_indeterminate_without_prompts(catalog: Catalog) -> None:
    """A control that asks nothing cannot be met."""
    change = pull()
    view = run_of(change, comprehension=[statement(change)])

    assert outcome(catalog, "CMP-02", view, prompts=()) == (Outcome.INDETERMINATE, "no-prompts")


def test_indeterminate_where_other_records_may_be_missing(catalog: Catalog) -> None:
    """Somebody's same words may be among those that were not read."""
    change = pull()
    view = run_of(change, comprehension=[statement(change)], gaps=[gap()])
    found = evaluated(catalog, "CMP-02", view).findings

    assert [item.reason for item in found] == ["items-incomplete", "evidence-missing"]


def test_not_applicable_to_an_approval_alone(catalog: Catalog) -> None:
    """There is nothing that could be specific."""
    assert of(catalog, method="approval", level=Level.C0, answered=()) == (
        Outcome.NOT_APPLICABLE,
        "approval-only",
    )


@pytest.mark.parametrize("reviewer", [BEN, CYD])
def test_tempting_words_that_fit_every_change(catalog: Catalog, reviewer: Any) -> None:
    """Pasted under two changes, by one reviewer or two: neither is of its own."""
    records = (statement(pull(1)), statement(pull(2), reviewer))

    assert reasons(catalog, *records) == ["same-words", "same-words"]


def test_tempting_words_of_another_reviewer_of_the_change(catalog: Catalog) -> None:
    """Cyd says what Ben said; Ada, of another change, has words of her own."""
    change = pull(1)
    records = (statement(change), statement(change, CYD), statement(pull(2), ADA, likeness="2"))

    assert reasons(catalog, *records) == ["same-words", "same-words", "specific"]


def test_tempting_two_references_to_one_place(catalog: Catalog) -> None:
    """One file, twice."""
    change = pull()
    view = run_of(change, comprehension=[statement(change, references=(HERE, HERE))])

    assert outcome(catalog, "CMP-02", view, references=2) == (Outcome.DEVIATION, "references-wanting")


def test_tempting_text_that_was_edited_after_the_merge(catalog: Catalog) -> None:
    """It is specific today; one that was edited before the merge was so then."""
    change = pull()
    found = [
        outcome(
            catalog,
            "CMP-02",
            run_of(change, comprehension=[statement(change)], reviews=[review(change, edited_at=edited)]),
        )
        for edited in (AFTER, MERGED)
    ]

    assert found == [(Outcome.INDETERMINATE, "statement-edited"), (Outcome.MET, "specific")]
