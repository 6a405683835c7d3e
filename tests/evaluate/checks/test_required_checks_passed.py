"""TST-01, by what could make it wrong."""

from typing import Any

import pytest

from attest.model.change import NEVER_RAN, Basis, Change, StatusCheck
from attest.model.control import Catalog
from attest.model.event import Event, EventKind
from attest.model.finding import Outcome
from tests.support.records import (
    ADA,
    AFTER,
    BEFORE,
    EARLIER,
    MERGED,
    NOT_CONNECTED,
    finding,
    gap,
    outcome,
    pull,
    push,
    run_of,
    sha,
    status,
    undetermined,
)

IN_QUEUE: tuple[EventKind, str | None] = (EventKind.QUEUE, EARLIER)


def of(catalog: Catalog, change: Change, *checks: StatusCheck, **parameters: Any) -> tuple[Outcome, str]:
    """Outcome of TST-01 for a change and its checks."""
    return outcome(catalog, "TST-01", run_of(change, checks=checks), **parameters)


def test_met_when_the_branch_rules_check_succeeded(catalog: Catalog) -> None:
    """The branch rules require it, and it succeeded on the last revision."""
    change = pull()

    assert of(catalog, change, status(change)) == (Outcome.MET, "passed")


def test_met_at_the_second_of_the_merge(catalog: Catalog) -> None:
    """A check that completed at the merge's own second is in time."""
    change = pull()

    assert of(catalog, change, status(change, completed_at=MERGED)) == (Outcome.MET, "passed")


@pytest.mark.parametrize("written", ["build by github-actions", "build by any", "build"])
def test_met_when_managements_check_succeeded(catalog: Catalog, written: str) -> None:
    """Management's list stands beside the branch rules, with or without an app."""
    change = pull()
    run = status(change, "build", required=None)

    assert of(catalog, change, run, required_checks=(written,)) == (Outcome.MET, "passed")


def test_open_when_only_undated_rules_ask_for_a_check_that_never_ran(catalog: Catalog) -> None:
    """The rules are read as of the collection: they may have come after the change."""
    change = pull()
    absent = status(change, "scan", app="", conclusion=NEVER_RAN, completed_at=None)

    assert of(catalog, change, status(change), absent) == (Outcome.INDETERMINATE, "rule-undated")


def test_deviation_when_management_names_a_check_that_never_ran(catalog: Catalog) -> None:
    """The tempting false "open": management says that it is required."""
    change = pull()
    absent = status(change, "scan", app="", conclusion=NEVER_RAN, completed_at=None)

    found = of(catalog, change, status(change), absent, required_checks=("scan by any",))
    assert found == (Outcome.DEVIATION, "missing")


def cited(catalog: Catalog, change: Change, *checks: StatusCheck, **parameters: Any) -> tuple[str, ...]:
    """The evidence of TST-01 for a change and its checks."""
    return finding(catalog, "TST-01", run_of(change, checks=checks), **parameters).evidence


@pytest.mark.parametrize(
    "more",
    [
        pytest.param({"app": "", "conclusion": NEVER_RAN, "completed_at": None}, id="never ran"),
        pytest.param({"app": "somebody-else"}, id="another app"),
        pytest.param({"sha": sha("older")}, id="an older revision"),
        pytest.param({"completed_at": AFTER}, id="after the merge"),
    ],
)
def test_deviation_cites_the_record_that_names_the_check(catalog: Catalog, more: dict[str, Any]) -> None:
    """A finding holds no name of a check: the record of that name says which one is missing."""
    change = pull()
    named = status(change, "scan", required=None, **more)

    found = cited(catalog, change, status(change), named, required_checks=("scan by trivy",))
    assert found == (change.id, named.id)


def test_deviation_of_a_check_without_any_record_cites_the_change(catalog: Catalog) -> None:
    """A check that only management names, and that nothing on record is called."""
    change = pull()

    assert cited(catalog, change, status(change), required_checks=("scan by any",)) == (change.id,)


def test_deviation_of_several_checks_counts_and_cites_each(catalog: Catalog) -> None:
    """Two fail and one is missing: none of them hides behind another."""
    change = pull()
    lint, test = (status(change, name, conclusion="failure") for name in ("lint", "test"))
    absent = status(change, "scan", app="", conclusion=NEVER_RAN, completed_at=None)
    view = run_of(change, checks=(status(change), lint, test, absent))
    found = finding(catalog, "TST-01", view, required_checks=("scan",))

    assert found.evidence == (change.id, lint.id, absent.id, test.id)
    assert found.message == (
        "Required checks that ended with something other than success: 2 of 4. "
        "Required checks without a result on the last revision: 1 of 4."
    )


def test_open_for_a_rule_without_a_date_cites_the_check_that_never_ran(catalog: Catalog) -> None:
    """Its record says which check the rules ask for."""
    change = pull()
    absent = status(change, "scan", app="", conclusion=NEVER_RAN, completed_at=None)

    assert cited(catalog, change, status(change), absent) == (change.id, absent.id)


def test_met_after_a_rerun(catalog: Catalog) -> None:
    """The last result before the merge decides."""
    change = pull()
    failed = status(change, conclusion="failure", completed_at=EARLIER)

    assert of(catalog, change, failed, status(change)) == (Outcome.MET, "passed")


def test_met_despite_a_failure_that_nobody_requires(catalog: Catalog) -> None:
    """What is not required does not fail the test."""
    change = pull()
    other = status(change, "lint", conclusion="failure", required=False)

    assert of(catalog, change, status(change), other) == (Outcome.MET, "passed")


def test_met_for_a_push_of_a_tested_revision(catalog: Catalog) -> None:
    """A pushed revision that was tested before it landed."""
    change = push()

    assert of(catalog, change, status(change, sha=change.landed_sha)) == (Outcome.MET, "passed")


@pytest.mark.parametrize("conclusion", ["failure", "neutral", "skipped", "cancelled", "timed_out", ""])
def test_deviation_of_anything_but_success(catalog: Catalog, conclusion: str) -> None:
    """Only success passes, however green it looks."""
    change = pull()

    assert of(catalog, change, status(change, conclusion=conclusion)) == (
        Outcome.DEVIATION,
        "not-success",
    )


def test_deviation_of_a_missing_check(catalog: Catalog) -> None:
    """One of two required checks never ran."""
    change = pull()

    assert of(catalog, change, status(change), required_checks=("scan by any",)) == (
        Outcome.DEVIATION,
        "missing",
    )


def test_deviation_of_a_check_that_had_not_completed(catalog: Catalog) -> None:
    """The check was still running, or was never started, when the change was merged."""
    change = pull()

    assert of(catalog, change, status(change, completed_at=AFTER)) == (Outcome.DEVIATION, "missing")
    assert of(catalog, change, status(change, conclusion="", completed_at=None)) == (
        Outcome.DEVIATION,
        "missing",
    )


def test_deviation_of_an_untested_push(catalog: Catalog) -> None:
    """A required check that has no result on a pushed revision."""
    assert of(catalog, push(), required_checks=("build by any",)) == (Outcome.DEVIATION, "missing")


def test_indeterminate_when_no_requirement_is_known(catalog: Catalog) -> None:
    """All green, and nobody says what had to be."""
    change = pull()

    assert of(catalog, change, status(change, required=None)) == (
        Outcome.INDETERMINATE,
        "no-required-checks",
    )
    assert of(catalog, change, status(change, required=False)) == (
        Outcome.INDETERMINATE,
        "no-required-checks",
    )


def test_indeterminate_when_git_does_not_tell_the_type(catalog: Catalog) -> None:
    """Which revision was last is not known."""
    change = undetermined()

    assert of(catalog, change, status(change)) == (Outcome.INDETERMINATE, "type-undetermined")


def test_indeterminate_without_the_last_revision(catalog: Catalog) -> None:
    """The head of the pull request could not be read."""
    change = pull(head_sha=None)

    assert of(catalog, change, status(change)) == (Outcome.INDETERMINATE, "revision-unknown")


def test_indeterminate_without_a_time(catalog: Catalog) -> None:
    """A success of unknown time may have come after the merge."""
    change = pull()
    undated = pull(merged_at=None, landed_basis=Basis.DECLARED)

    assert of(catalog, change, status(change, completed_at=None)) == (
        Outcome.INDETERMINATE,
        "time-unknown",
    )
    assert of(catalog, undated, status(undated)) == (Outcome.INDETERMINATE, "time-unknown")


def test_deviation_without_a_merge_time_when_nothing_succeeded(catalog: Catalog) -> None:
    """Without a single success, the time of the merge does not matter."""
    change = pull(merged_at=None, landed_basis=Basis.DECLARED)

    assert of(catalog, change, status(change, conclusion="failure")) == (Outcome.DEVIATION, "not-success")


def test_indeterminate_where_checks_could_not_be_read(catalog: Catalog) -> None:
    """Finding nothing in a source that was not read to the end is not a deviation."""
    change = pull()
    view = run_of(change, gaps=[gap(affects=(change.id,))])

    assert outcome(catalog, "TST-01", view, required_checks=("build by any",)) == (
        Outcome.INDETERMINATE,
        "evidence-missing",
    )


def test_indeterminate_without_the_forge(catalog: Catalog) -> None:
    """Nobody looked for checks."""
    view = run_of(undetermined(), not_connected=NOT_CONNECTED)

    assert outcome(catalog, "TST-01", view) == (Outcome.INDETERMINATE, "source-not-connected")


def test_not_applicable_without_changes(catalog: Catalog) -> None:
    """An empty branch between two proven tips has nothing to test."""
    assert outcome(catalog, "TST-01", run_of()) == (Outcome.NOT_APPLICABLE, "no-changes")


def test_tempting_success_on_another_revision(catalog: Catalog) -> None:
    """An older head was green, and so was the landed commit afterwards."""
    change = pull()
    older = status(change, sha=sha("older"))
    landed = status(change, sha=change.landed_sha, completed_at=BEFORE)

    assert of(catalog, change, older, landed) == (Outcome.DEVIATION, "missing")


def test_tempting_success_after_the_merge(catalog: Catalog) -> None:
    """It failed, was merged, and was run again until it was green."""
    change = pull()
    failed = status(change, conclusion="failure")

    assert of(catalog, change, failed, status(change, completed_at=AFTER)) == (
        Outcome.DEVIATION,
        "not-success",
    )


def test_tempting_success_by_another_app(catalog: Catalog) -> None:
    """Anybody can report a status of that name."""
    change = pull()
    forged = status(change, "build", app="somebody-else", required=None)

    assert of(catalog, change, forged, required_checks=("build by github-actions",)) == (
        Outcome.DEVIATION,
        "missing",
    )


def test_tempting_success_beside_a_failure_at_the_same_second(catalog: Catalog) -> None:
    """Two runs that ended together cannot be put in order: both must have succeeded."""
    change = pull()
    failed = status(change, id="other", conclusion="failure")

    assert of(catalog, change, failed, status(change)) == (Outcome.DEVIATION, "not-success")


def test_tempting_earlier_success(catalog: Catalog) -> None:
    """It was green once, and its last run before the merge failed."""
    change = pull()
    passed = status(change, completed_at=EARLIER)

    assert of(catalog, change, passed, status(change, conclusion="failure")) == (
        Outcome.DEVIATION,
        "not-success",
    )


def event(change: Change, kind: EventKind, at: str | None) -> Event:
    """An entry of the timeline."""
    return Event(
        id=f"event:{kind}:{at}",
        change=change.id,
        kind=kind,
        at=at,
        actor=ADA,
        subject=None,
        team="",
        before=None,
        after=None,
        review="",
        previous_state=None,
        commitment="",
    )


def queued(
    catalog: Catalog, *checks: StatusCheck, moves: tuple[tuple[EventKind, str | None], ...] = (IN_QUEUE,)
) -> tuple[Outcome, str]:
    """Outcome for a change that went through the merge queue; `build` is management's check."""
    change = pull()
    events = tuple(event(change, *move) for move in moves)
    view = run_of(change, checks=checks).model_copy(update={"events": events})
    return outcome(catalog, "TST-01", view, required_checks=("build",))


def build(place: str, **more: Any) -> StatusCheck:
    """The check on the last revision (`head`) or on the commit that the queue made (`queue`)."""
    change = pull()
    made = sha("head") if place == "head" else change.landed_sha
    return status(change, "build", **{"id": f"check:{place}", "required": None, "sha": made} | more)


@pytest.mark.parametrize("at", [BEFORE, MERGED])
def test_met_on_the_commit_of_the_merge_queue(catalog: Catalog, at: str) -> None:
    """A workflow that runs in the queue alone ran on what landed, up to the second of the merge."""
    assert queued(catalog, build("queue", completed_at=at)) == (Outcome.MET, "passed")


def test_met_on_the_last_revision_where_the_queues_job_was_skipped(catalog: Catalog) -> None:
    """The work was done on the pull request; the forge takes a skipped job for a success."""
    checks = (build("head"), build("queue", conclusion="skipped"))

    assert queued(catalog, *checks) == (Outcome.MET, "passed")


def test_met_on_the_last_revision_where_the_queues_checks_were_not_read(catalog: Catalog) -> None:
    """It succeeded on the pull request, and the queue would not have merged what failed."""
    assert queued(catalog, build("head")) == (Outcome.MET, "passed")


@pytest.mark.parametrize("checks", [(), (build("head", conclusion="skipped"),)])
def test_indeterminate_when_the_queues_checks_were_not_read(
    catalog: Catalog, checks: tuple[StatusCheck, ...]
) -> None:
    """What the last revision lacks may have run on the queue's commit."""
    assert queued(catalog, *checks) == (Outcome.INDETERMINATE, "queue-checks-unread")


def test_deviation_of_a_failure_in_the_queue(catalog: Catalog) -> None:
    """It passed on the pull request, and what landed did not."""
    checks = (build("head"), build("queue", conclusion="failure"))

    assert queued(catalog, *checks) == (Outcome.DEVIATION, "not-success")


def test_deviation_when_the_queues_checks_lack_it_too(catalog: Catalog) -> None:
    """They were read, and it is not among them."""
    other = status(pull(), "lint", required=None, sha=pull().landed_sha)

    assert queued(catalog, other) == (Outcome.DEVIATION, "missing")


def test_tempting_success_on_the_branch_after_the_queue(catalog: Catalog) -> None:
    """The same commit was built again once it was on the branch: too late."""
    assert queued(catalog, build("queue", completed_at=AFTER)) == (Outcome.DEVIATION, "missing")


def test_tempting_success_on_the_landed_commit_without_a_queue(catalog: Catalog) -> None:
    """Of a change that was merged directly, the last revision alone counts."""
    assert queued(catalog, build("queue"), moves=()) == (Outcome.DEVIATION, "missing")


def test_deviation_of_a_change_that_left_the_queue_and_was_merged_past_it(catalog: Catalog) -> None:
    """Having been queued once excuses no check."""
    moves = (IN_QUEUE, (EventKind.UNQUEUE, BEFORE))

    assert queued(catalog, moves=moves) == (Outcome.DEVIATION, "missing")


@pytest.mark.parametrize("move", [(EventKind.UNQUEUE, MERGED), (EventKind.UNQUEUE, AFTER)])
def test_met_when_the_queue_lets_go_of_what_it_merged(
    catalog: Catalog, move: tuple[EventKind, str | None]
) -> None:
    """Taken out in the second of the merge or later, it was in the queue until then."""
    assert queued(catalog, build("queue"), moves=(IN_QUEUE, move)) == (Outcome.MET, "passed")
