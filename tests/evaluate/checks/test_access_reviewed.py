"""CFG-03, by what could make it wrong."""

from typing import Any

import pytest

from attest.evaluate.engine import evaluate
from attest.model.branch import Permission
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
    DIGEST,
    PERIOD,
    finding,
    gap,
    only,
    operated,
    outcome,
    pull,
    run_of,
    scope,
)


def reviewed(day: str, place: int = 2, reviewer: Actor = ADA, **more: str) -> Imported:
    """A review of the shop that found nothing to remove."""
    cells = {"scope": "shop production", "at": day, "listing_digest": DIGEST, "removals": "0"}
    return row("access-reviews", place, reviewer=reviewer, **{**cells, **more})


def run(*rows: Imported, **more: Any) -> RunView:
    """A run of one repository with these reviews."""
    return run_of(pull(), imported=rows, **{"imports": (file_of("access-reviews", len(rows)),), **more})


def of(catalog: Catalog, *rows: Imported, **parameters: Any) -> tuple[Outcome, str]:
    """Outcome and reason for the shop."""
    return outcome(catalog, "CFG-03", run(*rows), **parameters)


def by(catalog: Catalog, as_of: str, *rows: Imported) -> Finding:
    """The finding of an earlier report."""
    return evaluate(only(catalog, "CFG-03"), (operated("CFG-03"),), run(*rows), as_of).findings[0]


def test_met_by_reviews_that_follow_each_other_to_the_day(catalog: Catalog) -> None:
    """From six months before to the last day of the period."""
    rows = reviewed("2024-07-01"), reviewed("2025-01-02", 3), reviewed("2025-07-03", 4)
    found = finding(catalog, "CFG-03", run(*rows))
    assert (found.subject, found.outcome, found.reason) == ("repository:shop", Outcome.MET, "reviewed")
    assert found.evidence == tuple(one.id for one in rows)
    assert found.message == "Reviews that count: 3; accounts that may push on the day of collection: 0."


def test_met_where_everything_was_removed(catalog: Catalog) -> None:
    """As many as were to be."""
    rows = reviewed("2025-01-01", removals="2", actioned="2"), reviewed("2025-07-01", 3)
    assert of(catalog, *rows) == (Outcome.MET, "reviewed")


@pytest.mark.parametrize("text", ["shop", "EXAMPLE/SHOP", "api, shop", "all repositories", "ALL", "*"])
def test_met_by_each_way_to_name_it(catalog: Catalog, text: str) -> None:
    """By its name, the forge's, or together with others."""
    rows = [reviewed(day, place, scope=text) for place, day in ((2, "2025-01-01"), (3, "2025-07-01"))]
    assert of(catalog, *rows) == (Outcome.MET, "reviewed")


def test_met_within_another_time(catalog: Catalog) -> None:
    """Management may ask for it once a year."""
    assert of(catalog, reviewed("2025-01-01"), months=12) == (Outcome.MET, "reviewed")
    assert of(catalog, reviewed("2025-01-01"), months=11) == (Outcome.DEVIATION, "lapsed")
    assert of(catalog, reviewed("2024-12-31"), months=12) == (Outcome.MET, "reviewed")
    assert of(catalog, reviewed("2024-12-30"), months=12) == (Outcome.DEVIATION, "lapsed")


def test_deviation_without_a_review(catalog: Catalog) -> None:
    """An empty register, and one of after the period."""
    assert of(catalog) == (Outcome.DEVIATION, "not-reviewed")
    assert of(catalog, reviewed("2026-01-01")) == (Outcome.DEVIATION, "not-reviewed")


@pytest.mark.parametrize(
    ("days", "first"),
    [
        (("2025-01-02", "2025-07-01"), "2025-01-01"),
        (("2024-06-30", "2025-01-02", "2025-07-02"), "2025-01-01"),
        (("2025-01-01",), "2025-07-02"),
        (("2025-01-01", "2025-07-03"), "2025-07-02"),
        (("2025-01-01", "2025-06-30"), "2025-12-31"),
    ],
)
def test_deviation_where_a_day_is_left_out(catalog: Catalog, days: tuple[str, ...], first: str) -> None:
    """At the beginning, between two reviews, or at the end; the message says from when."""
    rows = [reviewed(day, place) for place, day in enumerate(days, 2)]
    found = finding(catalog, "CFG-03", run(*rows))
    assert (found.outcome, found.reason) == (Outcome.DEVIATION, "lapsed")
    assert found.message == f"On {first} no review was 6 months old or less."


def test_deviation_where_fewer_were_removed(catalog: Catalog) -> None:
    """One of three is left."""
    rows = reviewed("2025-01-01", removals="3", actioned="2"), reviewed("2025-07-01", 3, removals="1")
    found = finding(catalog, "CFG-03", run(*rows))
    assert (found.outcome, found.reason) == (Outcome.DEVIATION, "not-removed")
    assert found.message.endswith("Accesses that were not removed: 1.")


def test_what_was_removed_in_excess_makes_up_for_nothing(catalog: Catalog) -> None:
    """Each review by itself."""
    rows = (
        reviewed("2025-01-01", removals="1", actioned="3"),
        reviewed("2025-07-01", 3, removals="1", actioned="0"),
    )
    assert of(catalog, *rows) == (Outcome.DEVIATION, "not-removed")


def test_indeterminate_what_was_removed(catalog: Catalog) -> None:
    """What was wanted is stated, what was done is not."""
    rows = reviewed("2025-01-01", removals="1"), reviewed("2025-07-01", 3)
    assert of(catalog, *rows) == (Outcome.INDETERMINATE, "removal-open")


def test_indeterminate_what_it_was_of(catalog: Catalog) -> None:
    """A scope that names nothing of the run may be this repository's."""
    assert of(catalog, reviewed("2025-01-01", scope="production")) == (Outcome.INDETERMINATE, "scope-open")


def test_indeterminate_without_the_file(catalog: Catalog) -> None:
    """Nobody handed in a review; a row that could not be read may be one."""
    assert outcome(catalog, "CFG-03", run_of(pull())) == (Outcome.INDETERMINATE, "source-not-connected")
    cut = run(gaps=[gap("", source="import", kind="access-reviews-unreadable")])
    assert outcome(catalog, "CFG-03", cut) == (Outcome.INDETERMINATE, "evidence-missing")


@pytest.mark.parametrize("name", ["listing_digest", "removals"])
def test_needs_review_where_the_outcome_is_not_stated(catalog: Catalog, name: str) -> None:
    """A date alone does not say that anything was looked at."""
    rows = [reviewed(day, place) for place, day in ((2, "2025-01-01"), (3, "2025-07-01"))]
    cells = {key: text for key, text in rows[0].values.items() if key != name}
    bare = rows[0].model_copy(update={"values": cells})
    assert of(catalog, bare, rows[1]) == (Outcome.NEEDS_REVIEW, "outcome-not-stated")


def test_accounts_of_the_day_of_collection_are_counted(catalog: Catalog) -> None:
    """Of this repository; where nobody asked, the message says so."""
    may = [
        Permission(id=f"{name}:1:{person.id}", repository=name, account=person, role="write", may_push=push)
        for name, person, push in (("shop", ADA, True), ("shop", BEN, False), ("api", ADA, True))
    ]
    rows = reviewed("2025-01-01"), reviewed("2025-07-01", 3)
    found = finding(catalog, "CFG-03", run(*rows, permissions=may))
    assert found.message.endswith("on the day of collection: 1.")
    assert found.evidence[2:] == ("shop:1:P-ada000000000", "shop:1:P-ben000000000")
    blind = finding(catalog, "CFG-03", run(*rows, not_connected=("permissions",)))
    assert blind.message.endswith("on the day of collection: not read.")


def test_not_applicable_before_the_period(catalog: Catalog) -> None:
    """Nothing is due; on its first day a review is."""
    found = by(catalog, "2024-12-31T12:00:00Z")
    assert (found.outcome, found.reason) == (Outcome.NOT_APPLICABLE, "not-begun")
    assert by(catalog, PERIOD.since).reason == "not-reviewed"
    assert by(catalog, PERIOD.since, reviewed("2024-07-01")).reason == "reviewed"
    assert by(catalog, PERIOD.since, reviewed("2024-06-30")).reason == "lapsed"
    assert by(catalog, PERIOD.since, reviewed("2025-01-01")).reason == "reviewed"


def test_tempting_review_of_another_repository(catalog: Catalog) -> None:
    """Nor does part of a longer name name it."""
    two = (scope("shop"), scope("api", 0), scope("my-shop", 0))
    for text in ("api", "my-shop"):
        found = finding(catalog, "CFG-03", run(reviewed("2025-01-01", scope=text), repositories=two))
        assert (found.subject, found.reason) == ("repository:shop", "not-reviewed")


def test_tempting_review_by_a_machine(catalog: Catalog) -> None:
    """A job that lists accounts reviews nothing."""
    rows = [reviewed(day, place, CLAUDE) for place, day in ((2, "2025-01-01"), (3, "2025-07-01"))]
    assert of(catalog, *rows) == (Outcome.DEVIATION, "not-reviewed")


def test_tempting_review_that_ran_out_before_the_period(catalog: Catalog) -> None:
    """What it left undone is no matter of this period."""
    rows = (
        reviewed("2024-06-30", removals="3", actioned="0"),
        reviewed("2025-01-01", 3),
        reviewed("2025-07-01", 4),
    )
    assert of(catalog, *rows) == (Outcome.MET, "reviewed")


def test_days_are_the_last_of_a_short_month(catalog: Catalog) -> None:
    """Six months after the thirty-first of August are over at the end of February."""
    rows = reviewed("2024-08-31"), reviewed("2025-03-01", 3), reviewed("2025-09-01", 4)
    assert of(catalog, *rows) == (Outcome.MET, "reviewed")
    late = reviewed("2024-08-31"), reviewed("2025-03-02", 3), reviewed("2025-09-02", 4)
    assert of(catalog, *late) == (Outcome.DEVIATION, "lapsed")
