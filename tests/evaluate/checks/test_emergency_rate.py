"""EMG-02, by what could make it wrong."""

from collections.abc import Iterable
from typing import Any

import pytest

from attest.evaluate.checks.emergency_rate import CHECK
from attest.model.change import Change
from attest.model.control import Catalog
from attest.model.finding import Outcome
from tests.support.records import (
    NOT_CONNECTED,
    PERIOD,
    finding,
    outcome,
    pull,
    push,
    run_of,
    undetermined,
)

WITHIN = (Outcome.MET, "within")
BEYOND = (Outcome.NEEDS_REVIEW, "beyond")


def ordinary(first: int, count: int) -> Iterable[Change]:
    """Pull requests without a label."""
    return (pull(place) for place in range(first, first + count))


def hot(place: int, **more: Any) -> Change:
    """An emergency by its label."""
    return pull(place, **{"labels": ("hotfix",), **more})


def test_met_at_the_ceiling(catalog: Catalog) -> None:
    """One of ten is no more than ten in a hundred; the message has the numbers."""
    first = finding(catalog, "EMG-02", run_of(hot(1), *ordinary(2, 9)))

    assert (first.outcome, first.reason, first.subject) == (*WITHIN, "organisation")
    assert first.evidence == (hot(1).id,)
    assert first.message == (
        "Fast path: 1 of 10 changes; open: 0; ceiling: 10 in 100. By month: 2025-03 1 of 10."
    )


def test_met_without_any(catalog: Catalog) -> None:
    """A ceiling of none is kept by none."""
    assert outcome(catalog, "EMG-02", run_of(pull()), ceiling_percent=0) == WITHIN


def test_deviation_is_nothing_that_an_indicator_gives() -> None:
    """Nobody fails by it."""
    assert Outcome.DEVIATION not in {reason.outcome for reason in CHECK.reasons.values()}


def test_deviation_stays_a_share_to_look_at(catalog: Catalog) -> None:
    """One of nine; a push counts like a label."""
    for change in (hot(1), push(1)):
        assert outcome(catalog, "EMG-02", run_of(change, *ordinary(2, 8))) == BEYOND
    assert outcome(catalog, "EMG-02", run_of(hot(1), *ordinary(2, 199)), ceiling_percent=0) == BEYOND


def test_indeterminate_where_open_changes_decide(catalog: Catalog) -> None:
    """With them it may be two of ten; without them the share is at the ceiling."""
    changes = (hot(1), undetermined(2), *ordinary(3, 8))
    assert outcome(catalog, "EMG-02", run_of(*changes)) == (Outcome.INDETERMINATE, "open")
    assert outcome(catalog, "EMG-02", run_of(*changes), ceiling_percent=20) == WITHIN
    view = run_of(*ordinary(1, 10), not_connected=("bypasses",))
    assert outcome(catalog, "EMG-02", view) == (Outcome.INDETERMINATE, "open")


def test_indeterminate_without_the_forge(catalog: Catalog) -> None:
    """No label is known."""
    view = run_of(pull(), not_connected=NOT_CONNECTED)
    assert outcome(catalog, "EMG-02", view) == (Outcome.INDETERMINATE, "source-not-connected")


def test_not_applicable_without_changes(catalog: Catalog) -> None:
    """Of nothing there is no share."""
    assert outcome(catalog, "EMG-02", run_of()) == (Outcome.NOT_APPLICABLE, "no-changes-at-all")


def test_tempting_open_changes_that_change_nothing(catalog: Catalog) -> None:
    """Beyond the ceiling is beyond, whatever the open ones are."""
    changes = (hot(1), hot(2), undetermined(3), *ordinary(4, 7))
    assert outcome(catalog, "EMG-02", run_of(*changes)) == BEYOND


@pytest.mark.parametrize(
    ("timezone", "months"), [("UTC", "2025-03 1 of 2"), ("Asia/Tokyo", "2025-03 0 of 1")]
)
def test_tempting_month_of_another_time_zone(catalog: Catalog, timezone: str, months: str) -> None:
    """The evening of the last of March in UTC is April in Tokyo."""
    period = PERIOD.model_copy(update={"timezone": timezone})
    view = run_of(hot(1, landed_at="2025-03-31T20:00:00Z"), pull(2), period=period)
    assert f"By month: {months}" in finding(catalog, "EMG-02", view).message
