"""CMP-04, by what could make it wrong."""

from typing import Any

import pytest

from attest.model.change import Basis, Change
from attest.model.comprehension import Level
from attest.model.control import Catalog
from attest.model.finding import Outcome
from tests.support.records import (
    AFTER,
    BEFORE,
    EARLIER,
    MERGED,
    comprehension,
    evaluated,
    gap,
    outcome,
    pull,
    review,
    run_of,
)


def of(catalog: Catalog, change: Change | None = None, **more: Any) -> tuple[Outcome, str]:
    """Outcome of CMP-04 for one record of a change."""
    change = change or pull()
    return outcome(catalog, "CMP-04", run_of(change, comprehension=[comprehension(change, **more)]))


@pytest.mark.parametrize("at", [EARLIER, BEFORE, MERGED])
def test_met_between_opening_and_merge(catalog: Catalog, at: str) -> None:
    """The seconds of both are in time."""
    assert of(catalog, recorded_at=at) == (Outcome.MET, "at-the-time")


def test_deviation_after_the_merge(catalog: Catalog) -> None:
    """A second late, even where the opening is not known."""
    found = {of(catalog, change, recorded_at=AFTER) for change in (pull(), pull(created_at=None))}

    assert found == {(Outcome.DEVIATION, "retrospective")}


def test_indeterminate_without_a_time(catalog: Catalog) -> None:
    """Of the record, of the opening, or of the merge by a server."""
    found = {
        of(catalog, recorded_at=None),
        of(catalog, pull(created_at=None)),
        of(catalog, pull(merged_at=None, landed_basis=Basis.DECLARED)),
    }

    assert found == {(Outcome.INDETERMINATE, "time-unknown")}


def test_indeterminate_where_nobody_looked(catalog: Catalog) -> None:
    """Records of comprehension were not connected."""
    view = run_of(pull(), not_connected=("comprehension",))

    assert outcome(catalog, "CMP-04", view) == (Outcome.INDETERMINATE, "source-not-connected")


def test_indeterminate_where_a_statement_could_not_be_read(catalog: Catalog) -> None:
    """The approval beside it does not show that there was nothing else."""
    change = pull()
    record = comprehension(change, method="approval", level=Level.C0)
    unread = gap(source="comprehension", kind="statement-unreadable", affects=(change.id,))
    view = run_of(change, comprehension=[record], gaps=[unread])
    found = evaluated(catalog, "CMP-04", view).findings

    assert [item.reason for item in found if item.subject == record.id] == ["evidence-missing"]


def test_not_applicable_to_an_approval_alone(catalog: Catalog) -> None:
    """However late: it is no evidence of comprehension."""
    assert of(catalog, method="approval", level=Level.C0, recorded_at=AFTER) == (
        Outcome.NOT_APPLICABLE,
        "approval-only",
    )


def test_not_applicable_without_records(catalog: Catalog) -> None:
    """Nobody approved."""
    assert outcome(catalog, "CMP-04", run_of(pull())) == (Outcome.NOT_APPLICABLE, "no-items")


def test_tempting_time_before_the_opening(catalog: Catalog) -> None:
    """Before the merge, and before there was anything to read."""
    assert of(catalog, recorded_at="2025-03-10T09:59:59Z") == (Outcome.DEVIATION, "before-opening")


def test_tempting_text_that_was_edited_after_the_merge(catalog: Catalog) -> None:
    """The review has a good time; its words are of a later one. An edit before the merge is none of these."""
    change = pull()
    found = [
        outcome(
            catalog,
            "CMP-04",
            run_of(change, comprehension=[comprehension(change)], reviews=[review(change, edited_at=edited)]),
        )
        for edited in (AFTER, MERGED)
    ]

    assert found == [(Outcome.INDETERMINATE, "edited-after"), (Outcome.MET, "at-the-time")]
