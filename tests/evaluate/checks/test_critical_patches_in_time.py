"""VUL-01, by what could make it wrong."""

from typing import Any

import pytest

from attest.evaluate.checks.critical_patches_in_time import CHECK
from attest.evaluate.handed import handed_in
from attest.evaluate.run_facts import RunFacts
from attest.model.control import Catalog
from attest.model.evidence import RunView
from attest.model.finding import Outcome
from attest.model.imported import Imported
from tests.support.imported import file_of, row
from tests.support.records import CLAUDE, CYD, PERIOD, evaluated, gap, outcome, pull, run_of, sha

DUE, TOO_LATE = "2025-03-31", "2025-04-01"


def advisory(**more: Any) -> Imported:
    """A critical one whose fix is of 1 March, deployed on the ninth; empty cells are left out."""
    cells: dict[str, Any] = {
        "id": "A-1", "component": "left-pad", "severity": "critical", "published_at": "2025-02-27",
        "fix_released_at": "2025-03-01", "deployed_at": "2025-03-09",
    } | more  # fmt: skip
    return row("advisories", **{name: cell for name, cell in cells.items() if cell})


def accepted(person: Any = CYD, **more: Any) -> Imported:
    """One whose risk somebody accepted, and whose fix was never deployed."""
    return advisory(**{"deployed_at": "", "accepted_by": person, **more})


def grant(authority: str = "accept-risk", **more: Any) -> Imported:
    """Cyd may accept risks."""
    cells: dict[str, Any] = {"person": CYD, "role": "lead", "since": "2025-01-01", "authority": authority}
    return row("roster", 30, **{**cells, **more})


def deployment(
    at: str, commit: str = "landed 1", environment: str = "production", place: int = 40
) -> Imported:
    """A deployment of a commit."""
    return row("deployments", place, id="d", environment=environment, sha=sha(commit), at=at)


def run(*rows: Imported, **more: Any) -> RunView:
    """A run of a change with these rows."""
    kinds = {"advisories", *(one.kind for one in rows)}
    fields: dict[str, Any] = {"imports": tuple(file_of(kind) for kind in sorted(kinds)), "imported": rows}
    return run_of(pull(), **{**fields, **more})


def of(catalog: Catalog, *rows: Imported, **settings: Any) -> tuple[Outcome, str]:
    """Outcome of VUL-01 for an advisory."""
    return outcome(catalog, "VUL-01", run(*rows), **settings)


@pytest.mark.parametrize("day", ["2025-03-01", DUE, f"{DUE}T23:59:59Z"])
def test_met_within_thirty_days(catalog: Catalog, day: str) -> None:
    """The first and the last of them, to its last second."""
    assert of(catalog, advisory(deployed_at=day)) == (Outcome.MET, "in-time")


def test_met_by_a_deployment_on_record(catalog: Catalog) -> None:
    """The first to production that brought the change; a later one is another matter."""
    named = advisory(deployed_at="", fixed_in_change=pull().id)
    rows = (deployment(f"{DUE}T08:00:00Z"), deployment("2025-04-02T08:00:00Z", place=41))

    assert of(catalog, named, *rows) == (Outcome.MET, "in-time")


@pytest.mark.parametrize("until", ["", "2026-01-01", "2026-06-30"])
def test_met_by_an_acceptance(catalog: Catalog, until: str) -> None:
    """Without an end, or to the day that the report speaks for and longer."""
    assert of(catalog, accepted(accepted_until=until), grant()) == (Outcome.MET, "accepted")


def test_met_by_an_acceptance_until_a_late_deployment(catalog: Catalog) -> None:
    """It held on that day."""
    late = accepted(deployed_at="2025-06-01", accepted_until="2025-06-01")

    assert of(catalog, late, grant(until="2025-06-01")) == (Outcome.MET, "accepted")


def test_deviation_of_a_day_more(catalog: Catalog) -> None:
    """The thirty-first; or the second of one."""
    assert of(catalog, advisory(deployed_at=TOO_LATE)) == (Outcome.DEVIATION, "late")
    assert of(catalog, advisory(deployed_at="2025-03-03"), days=1) == (Outcome.DEVIATION, "late")


def test_deviation_down_to_the_severity_that_is_set(catalog: Catalog) -> None:
    """High is asked for as well."""
    late = advisory(severity="high", deployed_at=TOO_LATE)

    assert of(catalog, late, from_severity="high") == (Outcome.DEVIATION, "late")


def test_deviation_without_a_deployment(catalog: Catalog) -> None:
    """None at all, to another place, or of another commit."""
    named = advisory(deployed_at="", fixed_in_change=pull().id)
    found = {
        of(catalog, advisory(deployed_at="")),
        of(catalog, named, deployment("2025-03-12T08:00:00Z", environment="staging")),
        of(catalog, named, deployment("2025-03-12T08:00:00Z", "elsewhere")),
    }

    assert found == {(Outcome.DEVIATION, "not-deployed")}


@pytest.mark.parametrize(
    ("row_of_advisory", "roster"),
    [
        (accepted(CLAUDE), grant(person=CLAUDE)),
        (accepted(accepted_until="2025-12-31"), grant()),
        (accepted(deployed_at="2025-06-02", accepted_until="2025-06-01"), grant()),
        (accepted(), grant("approve")),
        (accepted(), grant(until="2025-12-31")),
    ],
)
def test_deviation_of_an_acceptance_that_does_not_hold(
    catalog: Catalog, row_of_advisory: Imported, roster: Imported
) -> None:
    """By a machine, run out, with another authority, or with none any more."""
    assert of(catalog, row_of_advisory, roster) == (Outcome.DEVIATION, "acceptance-invalid")


def test_indeterminate_where_no_roster_says_who_may(catalog: Catalog) -> None:
    """Somebody accepted it."""
    assert of(catalog, accepted()) == (Outcome.INDETERMINATE, "grant-not-stated")


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (61, (Outcome.DEVIATION, "not-deployed")),
        (62, (Outcome.INDETERMINATE, "not-due")),
    ],
)
def test_indeterminate_before_it_is_due(catalog: Catalog, days: int, expected: tuple[Outcome, str]) -> None:
    """The report speaks for 1 January; 62 days from 31 October end on that day."""
    fresh = advisory(published_at="2025-10-30", fix_released_at="2025-10-31", deployed_at="")

    assert of(catalog, fresh, days=days) == expected


def test_indeterminate_without_a_day_of_the_fix(catalog: Catalog) -> None:
    """There may be none yet."""
    assert of(catalog, advisory(fix_released_at="")) == (Outcome.INDETERMINATE, "fix-undated")


def test_indeterminate_where_nobody_looked(catalog: Catalog) -> None:
    """No advisories were handed in; or rows could not be read, and there may be more."""
    unread = run(advisory(deployed_at=""), gaps=[gap("", source="import", kind="advisories-unreadable")])
    found = [item.reason for item in evaluated(catalog, "VUL-01", unread).findings]

    assert outcome(catalog, "VUL-01", run_of(pull())) == (Outcome.INDETERMINATE, "source-not-connected")
    assert found == ["items-incomplete", "evidence-missing"]


def test_not_applicable_below_the_severity(catalog: Catalog) -> None:
    """However late."""
    assert of(catalog, advisory(severity="high", deployed_at="")) == (Outcome.NOT_APPLICABLE, "less-severe")


def test_not_applicable_without_advisories(catalog: Catalog) -> None:
    """An empty list was handed in."""
    assert of(catalog) == (Outcome.NOT_APPLICABLE, "no-items")


def test_tempting_deployment_from_before_the_fix(catalog: Catalog) -> None:
    """It is in time by its day, and cannot have brought a fix that was not there, or a change of 10 March."""
    early = advisory(deployed_at="2025-02-28")
    brought = advisory(fixed_in_change=pull().id)
    on_the_day = advisory(fixed_in_change=pull().id, deployed_at="2025-03-10")

    assert {of(catalog, one) for one in (early, brought)} == {(Outcome.INDETERMINATE, "contradictory")}
    assert of(catalog, on_the_day) == (Outcome.MET, "in-time")


def test_an_advisory_concerns_the_declarations_of_its_day(catalog: Catalog) -> None:
    """Published in the period, on its first day too, or before it."""
    rows = [
        advisory(published_at=day).model_copy(update={"id": f"imported:advisories:0:{day}"})
        for day in ("2024-12-31", "2025-01-01", "2025-02-01T10:00:00Z")
    ]
    view = run(*rows)
    whole = RunFacts(
        view=view, changes=(), repositories=(), by_change={}, not_connected=frozenset(), gaps=(),
        as_of=PERIOD.until, handed=handed_in(view),
    )  # fmt: skip

    assert [item.at for item in CHECK.items(whole)] == [None, PERIOD.since, "2025-02-01T10:00:00Z"]
