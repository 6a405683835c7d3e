"""CHG-02, by what could make it wrong."""

from typing import Any

import pytest

from attest.model.change import Basis, Change
from attest.model.control import Catalog
from attest.model.description import Topic, TopicState
from attest.model.finding import Outcome
from attest.model.identity import Actor
from tests.support.records import (
    ADA,
    AFTER,
    BEFORE,
    BEN,
    CLAUDE,
    CYD,
    EARLIER,
    MERGED,
    NOT_CONNECTED,
    described,
    finding,
    gap,
    outcome,
    pull,
    push,
    review,
    run_of,
    undetermined,
)

EMPTY, FILLED = TopicState.EMPTY, TopicState.FILLED
MET = (Outcome.MET, "recorded")


def of(catalog: Catalog, text: dict[str, Any], **more: Any) -> tuple[Outcome, str]:
    """Outcome of CHG-02 for a pull request with such a text."""
    change = pull()
    return outcome(catalog, "CHG-02", run_of(change, descriptions=(described(change, **text),)), **more)


@pytest.mark.parametrize(
    "text",
    [
        {"words": 5},
        {"reason": None, "untitled": FILLED},
        {"reason": EMPTY, "untitled": FILLED},
        {"edited_at": MERGED},
        {"cut": True},
    ],
)
def test_met_by_a_reason(catalog: Catalog, text: dict[str, Any]) -> None:
    """Under a heading or none, at the least number of words, edited no later than the merge."""
    assert of(catalog, text) == MET


@pytest.mark.parametrize("state", [FILLED, TopicState.NONE_STATED])
def test_met_by_a_section_that_is_asked_for(catalog: Catalog, state: TopicState) -> None:
    """That there is none, and why, is an answer."""
    assert of(catalog, {"testing": state}, sections=("testing",)) == MET


def test_met_by_every_section_there_is(catalog: Catalog) -> None:
    """All topics of descriptions may be asked for at once."""
    found = of(catalog, dict.fromkeys(Topic, FILLED), sections=tuple(Topic))
    assert found == MET


def test_met_by_an_approval_in_the_second_of_the_merge(catalog: Catalog) -> None:
    """It came after the edit, whatever an earlier approval had read."""
    change = pull()
    edited = described(change, edited_at="2025-03-10T11:30:00Z")
    approvals = [review(change, submitted_at=BEFORE), review(change, CYD, submitted_at=MERGED)]
    view = run_of(change, descriptions=(edited,), reviews=approvals)
    assert outcome(catalog, "CHG-02", view) == MET


def test_met_is_listed_apart_where_the_text_was_edited_after_the_approval(catalog: Catalog) -> None:
    """The approver may have read another one; an edit in the second of the approval is none after it."""
    change = pull()
    edited = described(change, edited_at="2025-03-10T11:30:00Z")
    view = run_of(change, descriptions=(edited,), reviews=[review(change)])
    assert outcome(catalog, "CHG-02", view) == (Outcome.MET, "recorded-edited-later")
    same = view.model_copy(update={"descriptions": (described(change, edited_at=BEFORE),)})
    assert outcome(catalog, "CHG-02", same) == MET


@pytest.mark.parametrize(("reviewer", "at"), [(ADA, BEFORE), (CLAUDE, BEFORE), (BEN, AFTER)])
def test_met_is_not_listed_apart_for_an_approval_that_counts_for_nothing(
    catalog: Catalog, reviewer: Actor, at: str
) -> None:
    """An author's, a machine's, or one after the merge."""
    change = pull()
    edited = described(change, edited_at=MERGED)
    view = run_of(change, descriptions=(edited,), reviews=[review(change, reviewer, submitted_at=at)])
    assert outcome(catalog, "CHG-02", view) == MET


@pytest.mark.parametrize(
    "text",
    [
        {"reason": EMPTY},
        {"reason": TopicState.PLACEHOLDER},
        {"reason": TopicState.NONE_STATED},
        {"reason": None, "untitled": TopicState.PLACEHOLDER},
        {"reason": None, "testing": FILLED},
        {"words": 4},
    ],
)
def test_deviation_without_a_reason(catalog: Catalog, text: dict[str, Any]) -> None:
    """Nothing, the template's lines, that there is none, another topic, or a word or two."""
    assert of(catalog, text) == (Outcome.DEVIATION, "no-reason")


def test_deviation_where_a_heading_is_asked_for(catalog: Catalog) -> None:
    """Text without a heading does not do then."""
    found = of(catalog, {"reason": None, "untitled": FILLED}, reason_under="heading")
    assert found == (Outcome.DEVIATION, "no-reason")


@pytest.mark.parametrize("text", [{}, {"testing": EMPTY}, {"testing": TopicState.PLACEHOLDER}])
def test_deviation_without_a_section_that_is_asked_for(catalog: Catalog, text: dict[str, Any]) -> None:
    """No heading, nothing under it, or nothing that says anything; the message names the topic."""
    assert of(catalog, text, sections=("testing",)) == (Outcome.DEVIATION, "section-missing")


def test_deviation_edited_after_the_merge(catalog: Catalog) -> None:
    """A second is enough: what it said before is on no record."""
    assert of(catalog, {"edited_at": AFTER}) == (Outcome.DEVIATION, "edited-after")


def test_deviation_of_a_push(catalog: Catalog) -> None:
    """There is no pull request to describe."""
    assert outcome(catalog, "CHG-02", run_of(push())) == (Outcome.DEVIATION, "direct-push")


@pytest.mark.parametrize("more", [{"edits_known": False}, {"edits_known": False, "edited_at": AFTER}])
def test_indeterminate_where_edits_are_not_told(catalog: Catalog, more: dict[str, Any]) -> None:
    """No time of an edit does not mean that there was none."""
    assert of(catalog, more) == (Outcome.INDETERMINATE, "edits-unknown")


def test_indeterminate_without_a_time_of_the_merge(catalog: Catalog) -> None:
    """What was edited when cannot be compared with it."""
    change = pull(merged_at=None, landed_basis=Basis.DECLARED)
    view = run_of(change, descriptions=(described(change, edited_at=EARLIER),))
    assert outcome(catalog, "CHG-02", view) == (Outcome.INDETERMINATE, "edits-unknown")


@pytest.mark.parametrize("settings", [{}, {"sections": ("rollback",)}])
def test_indeterminate_where_the_text_was_cut(catalog: Catalog, settings: dict[str, Any]) -> None:
    """What is missing may stand in the part that was not read."""
    text = {"cut": True} if settings else {"cut": True, "reason": EMPTY}
    assert of(catalog, text, **settings) == (Outcome.INDETERMINATE, "text-unread")


@pytest.mark.parametrize(
    ("change", "reason"), [(pull(), "text-unread"), (undetermined(), "type-undetermined")]
)
def test_indeterminate_without_a_text(catalog: Catalog, change: Change, reason: str) -> None:
    """None was recorded, or which pull request it is of is not known."""
    assert outcome(catalog, "CHG-02", run_of(change)) == (Outcome.INDETERMINATE, reason)


def test_indeterminate_without_the_forge_or_its_end(catalog: Catalog) -> None:
    """Nobody looked, or what is missing was not read."""
    change = pull()
    view = run_of(change, not_connected=NOT_CONNECTED)
    assert outcome(catalog, "CHG-02", view) == (Outcome.INDETERMINATE, "source-not-connected")
    view = run_of(change, descriptions=(described(change, reason=EMPTY),), gaps=[gap()])
    assert outcome(catalog, "CHG-02", view) == (Outcome.INDETERMINATE, "evidence-missing")


def test_not_applicable_is_nothing_but_an_empty_branch(catalog: Catalog) -> None:
    """Every change has a reason, a robot's too."""
    assert outcome(catalog, "CHG-02", run_of()) == (Outcome.NOT_APPLICABLE, "no-changes")


@pytest.mark.parametrize("section", ["Testing", "tests", "roll-back"])
def test_tempting_name_of_a_section_that_is_none(catalog: Catalog, section: str) -> None:
    """A word that is no topic asks for nothing that could be found: the result is open, never met."""
    found = of(catalog, {"testing": FILLED}, sections=(section,))
    assert found == (Outcome.INDETERMINATE, "section-unknown")


def test_tempting_text_that_was_written_after_the_merge(catalog: Catalog) -> None:
    """It is the best text of all, and nobody read it before; with other pull requests' records beside it."""
    change, other = pull(), pull(2)
    late = described(change, words=900, testing=FILLED, edited_at="2025-03-11T08:00:00Z")
    view = run_of(change, other, descriptions=(described(other), late))
    first = finding(catalog, "CHG-02", view)
    assert (first.outcome, first.reason, first.subject) == (Outcome.DEVIATION, "edited-after", change.id)


def test_tempting_words_of_another_topic(catalog: Catalog) -> None:
    """A long test plan is no reason."""
    found = of(catalog, {"reason": TopicState.PLACEHOLDER, "testing": FILLED, "words": 200})
    assert found == (Outcome.DEVIATION, "no-reason")
