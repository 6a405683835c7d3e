"""REV-04, by what could make it wrong."""

from collections.abc import Iterable
from typing import Any

import pytest

from attest.model.change import ApprovalBinding, Basis, Bound, Change, Review, ReviewState
from attest.model.control import Catalog
from attest.model.finding import Outcome
from attest.model.identity import Actor
from attest.model.imported import Imported
from tests.support.imported import row
from tests.support.records import (
    ADA,
    AFTER,
    BEFORE,
    BEN,
    CLAUDE,
    CYD,
    EARLIER,
    GONE,
    NOT_CONNECTED,
    PERIOD,
    STRANGER,
    finding,
    gap,
    outcome,
    pull,
    push,
    review,
    run_of,
    sha,
    undetermined,
)

SERVING: dict[str, Any] = {"in_service": True, "roles": ("reviewer",)}
RESIDUAL = ApprovalBinding(
    result=Bound.RESIDUAL,
    reason="content-differs",
    basis=Basis.SERVER,
    base_sha=sha("base"),
    landed_tree=sha("tree"),
    replayed_tree=sha("other"),
)


def of(
    catalog: Catalog, change: Change, *reviews: Review, rows: Iterable[Imported] = (), **more: Any
) -> tuple[Outcome, str]:
    """Outcome of REV-04 for the first of a change's approvals."""
    return outcome(catalog, "REV-04", run_of(change, reviews=reviews, imported=tuple(rows)), **more)


def holds(person: Actor = BEN, role: str = "reviewer", since: str = "2025-01-01", **more: Any) -> Imported:
    """A row of a roster that gives somebody a role."""
    return row("roster", person=person, role=role, since=since, **more)


@pytest.mark.parametrize("role", ["approver", "reviewer", "maintainer", "Maintainer"])
def test_met_by_a_role_of_the_persons_file(catalog: Catalog, role: str) -> None:
    """The file gives Ben the role on that day."""
    change = pull()

    assert of(catalog, change, review(change, in_service=True, roles=("designer", role))) == (
        Outcome.MET,
        "authorised",
    )


@pytest.mark.parametrize(
    "told",
    [
        holds(),
        holds(since="2025-03-10", until="2025-03-10"),
        holds(role="cto", authority="approve release"),
    ],
)
def test_met_by_a_row_of_the_roster(catalog: Catalog, told: Imported) -> None:
    """A role that entitles, first and last day included, or authority to approve under any role."""
    change = pull()
    first = finding(catalog, "REV-04", run_of(change, reviews=[review(change)], imported=(told,)))

    assert (first.outcome, first.reason) == (Outcome.MET, "authorised")
    assert first.evidence == (review(change).id, told.id)


def test_met_by_a_role_that_the_entity_names(catalog: Catalog) -> None:
    """Letter case and spaces are no difference between persons file and rule."""
    change = pull()
    made = review(change, in_service=True, roles=("Senior Engineer",))

    assert of(catalog, change, made, roles=("senior-engineer",)) == (Outcome.MET, "authorised")


def test_met_by_the_day_in_the_periods_time_zone(catalog: Catalog) -> None:
    """Late in the evening of the ninth in UTC is the tenth in Berlin."""
    change = pull()
    period = PERIOD.model_copy(update={"timezone": "Europe/Berlin"})
    made = review(change, submitted_at="2025-03-09T23:30:00Z")
    view = run_of(change, reviews=[made], imported=(holds(since="2025-03-10"),), period=period)

    assert outcome(catalog, "REV-04", view) == (Outcome.MET, "authorised")


def test_deviation_out_of_service(catalog: Catalog) -> None:
    """Ben had left; that a roster forgot him there changes nothing."""
    change = pull()
    made = review(change, in_service=False)

    assert of(catalog, change, made) == (Outcome.DEVIATION, "out-of-service")
    assert of(catalog, change, made, rows=[holds()]) == (Outcome.DEVIATION, "out-of-service")


@pytest.mark.parametrize(
    "told",
    [
        holds(since="2025-03-11"),
        holds(until="2025-03-09"),
        holds(role="developer"),
        holds(role="release-approver", authority="release accept-risk"),
    ],
)
def test_deviation_of_a_role_that_was_not_held_that_day(catalog: Catalog, told: Imported) -> None:
    """A day too early or late, another role, or authority for something else."""
    change = pull()

    assert of(catalog, change, review(change), rows=[told]) == (Outcome.DEVIATION, "role-not-held")


def test_deviation_of_somebody_whom_nobody_lists(catalog: Catalog) -> None:
    """The roster is of others, or the persons file gives roles to others."""
    change, other = pull(), pull(2)
    by_file = [review(change), review(other, CYD, **SERVING)]

    assert of(catalog, change, review(change), rows=[holds(CYD)]) == (Outcome.DEVIATION, "not-listed")
    assert outcome(catalog, "REV-04", run_of(change, other, reviews=by_file)) == (
        Outcome.DEVIATION,
        "not-listed",
    )


def test_indeterminate_when_nobody_states_who_may_approve(catalog: Catalog) -> None:
    """To be in service is no authority."""
    change = pull()
    found = {of(catalog, change, review(change)), of(catalog, change, review(change, in_service=True))}

    assert found == {(Outcome.INDETERMINATE, "authority-not-stated")}


@pytest.mark.parametrize("approver", [GONE, STRANGER])
def test_indeterminate_when_the_account_is_not_known(catalog: Catalog, approver: Actor) -> None:
    """A deleted account, or an address that none claims, may be somebody whom the roster names."""
    change = pull()

    assert of(catalog, change, review(change, approver), rows=[holds()]) == (
        Outcome.INDETERMINATE,
        "approver-unknown",
    )


def test_indeterminate_without_a_time(catalog: Catalog) -> None:
    """Roles have days, and the approval has none."""
    change = pull()

    assert of(catalog, change, review(change, submitted_at=None), rows=[holds()]) == (
        Outcome.INDETERMINATE,
        "time-unknown",
    )


@pytest.mark.parametrize("rows", [(), (holds(role="developer"),)])
def test_indeterminate_when_rows_of_the_roster_could_not_be_read(
    catalog: Catalog, rows: tuple[Imported, ...]
) -> None:
    """One of them may be the row that entitles."""
    change = pull()
    unread = gap("", source="import", kind="roster-unreadable", affected_count=1)
    told = (*rows, holds(CYD))
    view = run_of(change, reviews=[review(change)], imported=told, gaps=[unread])

    assert outcome(catalog, "REV-04", view) == (Outcome.INDETERMINATE, "evidence-missing")


def test_indeterminate_without_the_forge(catalog: Catalog) -> None:
    """Nobody looked for approvals, roster or not."""
    view = run_of(undetermined(), imported=(holds(),), not_connected=NOT_CONNECTED)

    assert outcome(catalog, "REV-04", view) == (Outcome.INDETERMINATE, "source-not-connected")


def test_not_applicable_to_approvals_that_carry_nothing(catalog: Catalog) -> None:
    """By a machine, an author, after the merge, of another pull request, or replaced by a later verdict."""
    change = pull()
    comment = review(change, state=ReviewState.COMMENTED)
    found = {
        of(catalog, change, made, later, rows=[holds(CYD)])
        for made, later in [
            (review(change, CLAUDE, submitted_at=EARLIER), review(change, CYD)),
            (review(change, ADA, submitted_at=EARLIER), review(change, CYD)),
            (review(change, submitted_at=AFTER), comment),
            (review(change, pull=98, binding=RESIDUAL), comment),
            (review(change, submitted_at=EARLIER), review(change)),
        ]
    }

    assert found == {(Outcome.NOT_APPLICABLE, "not-counted")}


def test_not_applicable_without_approvals(catalog: Catalog) -> None:
    """Nobody approved, so nobody had to be entitled to."""
    assert outcome(catalog, "REV-04", run_of(push())) == (Outcome.NOT_APPLICABLE, "no-items")


def test_tempting_approval_beside_one_that_is_authorised(catalog: Catalog) -> None:
    """Each approval stands for itself: Cyd's being in order puts nobody else's in order."""
    change = pull()
    found = of(catalog, change, review(change), review(change, CYD), rows=[holds(CYD)])

    assert found == (Outcome.DEVIATION, "not-listed")


def test_tempting_role_of_today(catalog: Catalog) -> None:
    """Ben is a reviewer now; on the day he was a developer."""
    change = pull()
    rows = [holds(role="developer", until="2025-06-30"), holds(since="2025-07-01", place=3)]

    assert of(catalog, change, review(change), rows=rows) == (Outcome.DEVIATION, "role-not-held")


def test_tempting_rule_without_roles(catalog: Catalog) -> None:
    """An empty list of roles entitles nobody: only authority to approve does."""
    change = pull()

    assert of(catalog, change, review(change, **SERVING), roles=()) == (Outcome.DEVIATION, "role-not-held")
    assert of(catalog, change, review(change), rows=[holds(authority="approve")], roles=()) == (
        Outcome.MET,
        "authorised",
    )


def test_tempting_merge_without_a_time(catalog: Catalog) -> None:
    """Where nobody knows when the merge was, an approval is not taken for one after it."""
    change = pull(merged_at=None, landed_basis=Basis.DECLARED)

    assert of(catalog, change, review(change, submitted_at=BEFORE), rows=[holds(CYD)]) == (
        Outcome.DEVIATION,
        "not-listed",
    )
