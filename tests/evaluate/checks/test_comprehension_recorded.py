"""CMP-01, by what could make it wrong."""

from typing import Any

import pytest

from attest.model.change import ApprovalBinding, Basis, Binding, Bound, Change, Review, ReviewState
from attest.model.comprehension import ComprehensionRecord, Level
from attest.model.control import Catalog
from attest.model.finding import Outcome
from attest.model.signal import AiState
from tests.support.records import (
    ADA,
    AFTER,
    CLAUDE,
    CYD,
    EARLIER,
    GONE,
    MERGED,
    NOT_CONNECTED,
    comprehension,
    finding,
    gap,
    involved,
    outcome,
    pull,
    push,
    review,
    run_of,
    sha,
    undetermined,
)


def of(
    catalog: Catalog, change: Change, *records: ComprehensionRecord, **parameters: Any
) -> tuple[Outcome, str]:
    """Outcome of CMP-01 for an AI-evidenced change that Ben approved."""
    view = run_of(change, involvements=[involved(change)], reviews=[review(change)], comprehension=records)
    return outcome(catalog, "CMP-01", view, **parameters)


def beside(catalog: Catalog, change: Change, *reviews: Review, **more: Any) -> tuple[Outcome, str]:
    """Outcome for a change with a record of Ben's beside these reviews."""
    records = [comprehension(change, **more)]
    view = run_of(change, involvements=[involved(change)], reviews=reviews, comprehension=records)
    return outcome(catalog, "CMP-01", view)


def dismissed(change: Change, at: str | None) -> Review:
    """An approval of Ben's that is dismissed today."""
    return review(change, state=ReviewState.DISMISSED, previous_state=ReviewState.APPROVED, dismissed_at=at)


@pytest.mark.parametrize("level", [Level.C2, Level.C3, Level.C4])
def test_met_by_an_approvers_record(catalog: Catalog, level: Level) -> None:
    """Ben approved and left a record of the set level or above, on what landed."""
    change = pull()

    assert of(catalog, change, comprehension(change, level=level)) == (Outcome.MET, "recorded")


def test_met_at_the_second_of_the_merge(catalog: Catalog) -> None:
    """A record at the merge's own second is not after it."""
    change = pull()

    assert of(catalog, change, comprehension(change, recorded_at=MERGED)) == (Outcome.MET, "recorded")


def test_met_by_one_of_several(catalog: Catalog) -> None:
    """One record that counts is enough."""
    change = pull()
    late = comprehension(change, id="late", recorded_at=AFTER)

    assert of(catalog, change, late, comprehension(change)) == (Outcome.MET, "recorded")


def test_deviation_without_a_record(catalog: Catalog) -> None:
    """Approved, and nothing else."""
    assert of(catalog, pull()) == (Outcome.DEVIATION, "no-record")


def test_deviation_of_a_direct_push(catalog: Catalog) -> None:
    """An agent's change that was pushed has no record."""
    assert of(catalog, push()) == (Outcome.DEVIATION, "no-record")


@pytest.mark.parametrize("level", [Level.C0, Level.C1])
def test_deviation_of_a_lower_level(catalog: Catalog, level: Level) -> None:
    """What an approval alone shows is not enough."""
    change = pull()

    assert of(catalog, change, comprehension(change, level=level)) == (Outcome.DEVIATION, "level-below")


def test_deviation_below_a_raised_level(catalog: Catalog) -> None:
    """Management asks for answered questions; a statement is less."""
    change = pull()

    assert of(catalog, change, comprehension(change), level="C3") == (Outcome.DEVIATION, "level-below")


def test_deviation_after_the_merge(catalog: Catalog) -> None:
    """A retrospective record is not in time."""
    change = pull()

    assert of(catalog, change, comprehension(change, recorded_at=AFTER)) == (
        Outcome.DEVIATION,
        "recorded-after-merge",
    )


def test_deviation_on_another_revision(catalog: Catalog) -> None:
    """The record is of content that was changed afterwards."""
    change = pull()
    older = comprehension(change, sha=sha("older"), tree=sha("older tree"))

    assert of(catalog, change, older) == (Outcome.DEVIATION, "other-revision")


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (Bound.IDENTICAL, (Outcome.MET, "recorded")),
        (Bound.CLEAN_REPLAY, (Outcome.MET, "recorded")),
        (Bound.RESIDUAL, (Outcome.DEVIATION, "other-revision")),
        (Bound.UNVERIFIABLE, (Outcome.INDETERMINATE, "revision-unverifiable")),
    ],
)
def test_a_record_reaches_as_far_as_its_approval(
    catalog: Catalog, result: Bound, expected: tuple[Outcome, str]
) -> None:
    """Where the branch was merged into the pull request after it, the binding says whether that matters."""
    change = pull()
    binding = ApprovalBinding(
        result=result,
        reason="of the test",
        basis=Basis.DECLARED,
        base_sha=sha("base"),
        landed_tree=change.landed_tree,
        replayed_tree=None,
    )
    older: dict[str, Any] = {"sha": sha("older"), "tree": sha("older tree")}
    approval = review(change, binding=binding, **older)
    view = run_of(
        change,
        involvements=[involved(change)],
        reviews=[approval],
        comprehension=[comprehension(change, **older)],
    )

    assert outcome(catalog, "CMP-01", view) == expected


def test_deviation_of_a_landing_with_more_in_it(catalog: Catalog) -> None:
    """The record is of the last revision, and something else landed."""
    change = pull(binding=Binding.RESIDUAL, landed_tree=sha("edited"))

    assert of(catalog, change, comprehension(change)) == (Outcome.DEVIATION, "other-revision")


def test_indeterminate_when_involvement_is_unknown(catalog: Catalog) -> None:
    """Whether the test applies is open: never not applicable."""
    change = pull()
    view = run_of(change, involvements=[involved(change, AiState.UNKNOWN)])

    assert outcome(catalog, "CMP-01", view) == (Outcome.INDETERMINATE, "involvement-unknown")
    assert outcome(catalog, "CMP-01", run_of(change)) == (Outcome.INDETERMINATE, "involvement-unknown")


def test_indeterminate_when_git_does_not_tell_the_type(catalog: Catalog) -> None:
    """Records of a pull request that is not known cannot be found."""
    assert of(catalog, undetermined()) == (Outcome.INDETERMINATE, "type-undetermined")


def test_indeterminate_without_a_time(catalog: Catalog) -> None:
    """A record without a server's time may be retrospective."""
    change = pull()

    assert of(catalog, change, comprehension(change, recorded_at=None)) == (
        Outcome.INDETERMINATE,
        "time-unknown",
    )


def test_indeterminate_when_the_revision_cannot_be_compared(catalog: Catalog) -> None:
    """A record on a revision that is not in the clone."""
    change = pull()

    assert of(catalog, change, comprehension(change, sha=sha("gone"), tree=None)) == (
        Outcome.INDETERMINATE,
        "revision-unverifiable",
    )


def test_indeterminate_when_the_reviewer_may_be_the_author(catalog: Catalog) -> None:
    """The agent's prompter is not known: it may be the reviewer."""
    change = pull(authors=(CLAUDE,), authors_complete=False)

    assert of(catalog, change, comprehension(change)) == (
        Outcome.INDETERMINATE,
        "independence-undecidable",
    )


def test_indeterminate_without_the_forge(catalog: Catalog) -> None:
    """Nobody looked for records."""
    change = undetermined()
    view = run_of(change, involvements=[involved(change)], not_connected=NOT_CONNECTED)

    assert outcome(catalog, "CMP-01", view) == (Outcome.INDETERMINATE, "source-not-connected")


@pytest.mark.parametrize("state", [state for state in AiState if state is not AiState.AI_EVIDENCED])
def test_indeterminate_where_nobody_read_what_authors_disclose(catalog: Catalog, state: AiState) -> None:
    """Whether the test applies rests on pull requests too; a robot's name is no proof that it does not."""
    change = undetermined()
    seen = [involved(change, state)]
    found = finding(catalog, "CMP-01", run_of(change, involvements=seen, not_connected=NOT_CONNECTED))

    assert (found.outcome, found.reason, found.evidence) == (
        Outcome.INDETERMINATE,
        "source-not-connected",
        (change.id,),
    )
    assert found.message == (
        "Source not connected: pull-requests, reviews, comprehension. "
        "Git alone shows no evidence of AI involvement; whether the test applies is open."
    )


@pytest.mark.parametrize("state", [AiState.NO_EVIDENCE, AiState.HUMAN_DECLARED, AiState.AUTOMATION])
def test_not_applicable_outside_the_ai_population(catalog: Catalog, state: AiState) -> None:
    """The control is about changes with evidence of AI involvement; records of others are not missed."""
    change = pull()
    missed = ("comprehension", "reviews")
    view = run_of(change, involvements=[involved(change, state)], not_connected=missed)

    assert outcome(catalog, "CMP-01", view) == (Outcome.NOT_APPLICABLE, "not-ai-evidenced")


def test_tempting_record_by_an_author(catalog: Catalog) -> None:
    """The person who prompted the agent explained the change: well done, and not independent."""
    change = pull(authors=(CLAUDE, ADA))

    assert of(catalog, change, comprehension(change, ADA)) == (Outcome.DEVIATION, "recorded-by-author")


def test_tempting_record_by_an_agent(catalog: Catalog) -> None:
    """An AI reviewer's explanation is no person's."""
    change = pull()

    assert of(catalog, change, comprehension(change, CLAUDE, level=Level.C4)) == (
        Outcome.DEVIATION,
        "recorded-by-author",
    )


@pytest.mark.parametrize("reviewer", [CYD, GONE])
def test_tempting_record_by_somebody_who_did_not_approve(catalog: Catalog, reviewer: Any) -> None:
    """The control is about the approver; Cyd explained, Ben approved."""
    change = pull()

    assert of(catalog, change, comprehension(change, reviewer)) == (
        Outcome.DEVIATION,
        "reviewer-did-not-approve",
    )


def test_tempting_record_of_a_reviewer_whose_approval_was_dismissed(catalog: Catalog) -> None:
    """A record beside a dismissed approval is not an approver's."""
    change = pull()

    assert beside(catalog, change, dismissed(change, EARLIER)) == (
        Outcome.DEVIATION,
        "reviewer-did-not-approve",
    )


def test_met_beside_an_approval_that_was_dismissed_after_the_merge(catalog: Catalog) -> None:
    """It stood when the change landed."""
    change = pull()

    assert beside(catalog, change, dismissed(change, AFTER)) == (Outcome.MET, "recorded")


def test_indeterminate_when_a_dismissal_has_no_time(catalog: Catalog) -> None:
    """Whether the approval stood is open, and with it whose the record is."""
    change = pull()

    assert beside(catalog, change, dismissed(change, None)) == (Outcome.INDETERMINATE, "dismissal-undated")


@pytest.mark.parametrize("level", [Level.C0, Level.C2])
def test_tempting_statement_that_was_edited_after_the_merge(catalog: Catalog, level: Level) -> None:
    """What stands there now was perhaps written once somebody asked; or taken out."""
    change = pull()
    edited = review(change, edited_at=AFTER)

    assert beside(catalog, change, edited, level=level) == (Outcome.INDETERMINATE, "statement-edited")


def test_met_by_a_statement_that_was_edited_before_the_merge(catalog: Catalog) -> None:
    """It says what it said when the change landed."""
    change = pull()

    assert beside(catalog, change, review(change, edited_at=MERGED)) == (Outcome.MET, "recorded")


def test_deviation_of_a_late_record_although_it_was_edited(catalog: Catalog) -> None:
    """A certain shortcoming is not covered up by a doubt."""
    change = pull()
    late = review(change, submitted_at=AFTER, edited_at="2025-03-11T12:00:00Z")
    found = beside(catalog, change, review(change), late, recorded_at=AFTER)

    assert found == (Outcome.DEVIATION, "recorded-after-merge")


def test_indeterminate_when_the_timeline_was_not_read_to_the_end(catalog: Catalog) -> None:
    """The revision that the record names may have been pushed after it."""
    change = pull()
    cut = gap(source="timeline", kind="events-incomplete", affects=(change.id,))
    view = run_of(
        change,
        involvements=[involved(change)],
        reviews=[review(change)],
        comprehension=[comprehension(change)],
        gaps=[cut],
    )

    assert outcome(catalog, "CMP-01", view) == (Outcome.INDETERMINATE, "revision-unverifiable")


def test_tempting_late_record_of_a_doubtful_reviewer(catalog: Catalog) -> None:
    """A certain shortcoming is not covered up by a doubt."""
    change = pull(authors=(CLAUDE,), authors_complete=False)

    assert of(catalog, change, comprehension(change, recorded_at=AFTER)) == (
        Outcome.DEVIATION,
        "recorded-after-merge",
    )
