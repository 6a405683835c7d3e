"""TST-03, by what could make it wrong."""

from collections.abc import Iterable
from typing import Any

import pytest

from attest.model.change import Basis, Binding, Change
from attest.model.control import Catalog
from attest.model.evidence import RunView
from attest.model.finding import Outcome
from attest.model.imported import Imported
from tests.support.imported import file_of, row
from tests.support.records import (
    ADA,
    AFTER,
    BEFORE,
    CLAUDE,
    CYD,
    GONE,
    MERGED,
    evaluated,
    gap,
    outcome,
    pull,
    run_of,
    sha,
)

NIGHT, NEXT_DAY, LATER = "2025-03-10T20:00:00Z", "2025-03-11T08:00:00Z", "2025-03-12T08:00:00Z"


def found(place: int = 2, **more: Any) -> Imported:
    """A high finding in the last revision that was fixed before the merge; an empty cell is left out."""
    cells = {
        "id": f"F-{place}", "tool": "semgrep", "sha": sha("head"), "severity": "high", "opened_at": BEFORE,
        "state": "fixed", "closed_at": BEFORE,
    } | more  # fmt: skip
    return row("findings", place, **{name: cell for name, cell in cells.items() if cell})


def accepted(person: Any = CYD, **more: Any) -> Imported:
    """A finding whose risk somebody accepted."""
    return found(**{"state": "accepted", "accepted_by": person, "closed_at": "", **more})


def release(at: str = NEXT_DAY, commit: str = "landed 1", kind: str = "releases", **more: Any) -> Imported:
    """A release of a commit on the next day."""
    cells = {"id": "v1", "sha": sha(commit), "at": at} | more
    return row(kind, 20, **cells)


def grant(authority: str = "accept-risk", **more: Any) -> Imported:
    """Cyd may accept risks."""
    cells: dict[str, Any] = {"person": CYD, "role": "lead", "since": "2025-01-01", "authority": authority}
    return row("roster", 30, **{**cells, **more})


def run(*rows: Imported, change: Change | None = None, others: Iterable[Change] = (), **more: Any) -> RunView:
    """A run of a change with these rows."""
    kinds = {"findings", *(one.kind for one in rows)}
    fields: dict[str, Any] = {"imports": tuple(file_of(kind) for kind in sorted(kinds)), "imported": rows}
    return run_of(change or pull(), *others, **{**fields, **more})


def of(catalog: Catalog, *rows: Imported, change: Change | None = None, **more: Any) -> tuple[Outcome, str]:
    """Outcome of TST-03 for a change with these rows."""
    return outcome(catalog, "TST-03", run(*rows, change=change), **more)


@pytest.mark.parametrize("state", ["fixed", "false-positive"])
@pytest.mark.parametrize("closed", [BEFORE, MERGED])
def test_met_by_what_was_closed_by_the_merge(catalog: Catalog, state: str, closed: str) -> None:
    """The second of the merge is in time; no release is asked for."""
    assert of(catalog, found(state=state, closed_at=closed)) == (Outcome.MET, "answered")


@pytest.mark.parametrize("at", [NIGHT, NEXT_DAY])
@pytest.mark.parametrize("kind", ["releases", "deployments"])
def test_met_by_what_was_closed_by_the_release(catalog: Catalog, kind: str, at: str) -> None:
    """Between merge and release, to the second."""
    more = {"environment": "production"} if kind == "deployments" else {}

    assert of(catalog, found(closed_at=at), release(kind=kind, **more)) == (Outcome.MET, "answered")


@pytest.mark.parametrize("until", ["", "2025-03-10", "2025-12-31"])
def test_met_by_an_acceptance(catalog: Catalog, until: str) -> None:
    """By somebody whom the roster lets, on its last day too."""
    assert of(catalog, accepted(accepted_until=until), grant()) == (Outcome.MET, "answered")


def test_deviation_of_an_open_finding(catalog: Catalog) -> None:
    """Released with it, beside one that was answered; by the release of a later change as well."""
    second = pull(2, head_sha=sha("other"))
    later = run(found(state="open", closed_at=""), release(commit="landed 2"), others=[second])

    assert of(catalog, found(), found(3, state="open", closed_at=""), release()) == (
        Outcome.DEVIATION,
        "open",
    )
    assert outcome(catalog, "TST-03", later) == (Outcome.DEVIATION, "open")


@pytest.mark.parametrize("severity", ["critical", "high", "medium"])
def test_deviation_down_to_the_severity_that_is_set(catalog: Catalog, severity: str) -> None:
    """The set one is in."""
    rows = (found(severity=severity, state="open", closed_at=""), release())

    assert of(catalog, *rows, from_severity="medium") == (Outcome.DEVIATION, "open")


def test_deviation_of_a_late_answer(catalog: Catalog) -> None:
    """A second after the release; the first release counts."""
    late = "2025-03-11T08:00:01Z"
    twice = (release(LATER), release())

    assert of(catalog, found(closed_at=late), *twice) == (Outcome.DEVIATION, "answered-late")
    assert of(catalog, accepted(closed_at=late), release(), grant()) == (Outcome.DEVIATION, "answered-late")


def test_deviation_of_a_release_at_the_second_of_the_merge(catalog: Catalog) -> None:
    """It brought the change; by the last revision's id as well."""
    rows = {of(catalog, found(closed_at=AFTER), release(MERGED, commit)) for commit in ("landed 1", "head")}

    assert rows == {(Outcome.DEVIATION, "answered-late")}


@pytest.mark.parametrize("person", ["", CLAUDE, ADA])
def test_deviation_of_an_acceptance_by_nobody_who_may(catalog: Catalog, person: Any) -> None:
    """Nobody, an agent, or the author."""
    rows = (accepted(person), release(), grant(), grant(person=ADA))

    assert of(catalog, *rows) == (Outcome.DEVIATION, "acceptance-invalid")


@pytest.mark.parametrize("roster", [grant("approve"), grant(until="2025-03-09"), grant(since="2025-03-12")])
def test_deviation_of_an_acceptance_that_the_roster_does_not_give(catalog: Catalog, roster: Any) -> None:
    """Another authority, or other days."""
    assert of(catalog, accepted(), release(), roster) == (Outcome.DEVIATION, "acceptance-invalid")


def test_indeterminate_where_no_roster_says_who_may(catalog: Catalog) -> None:
    """Or the person is not known."""
    found_ones = {of(catalog, accepted(), release()), of(catalog, accepted(GONE), release(), grant())}

    assert found_ones == {(Outcome.INDETERMINATE, "grant-not-stated")}


def test_indeterminate_without_a_day_of_closing(catalog: Catalog) -> None:
    """It is fixed; since when is not said."""
    assert of(catalog, found(closed_at=""), release()) == (Outcome.INDETERMINATE, "answer-undated")


@pytest.mark.parametrize(
    "rows",
    [
        (),
        (release(BEFORE),),
        (release(commit="elsewhere"),),
        (release(repository="another"),),
    ],
)
def test_indeterminate_before_a_release(catalog: Catalog, rows: Any) -> None:
    """None, one before the merge, one of a commit that nobody knows, or one of another repository."""
    assert of(catalog, found(state="open", closed_at=""), *rows) == (Outcome.INDETERMINATE, "not-released")


def test_indeterminate_before_the_release_of_a_later_change(catalog: Catalog) -> None:
    """What was released is an earlier change."""
    first, second = pull(1, head_sha=sha("other")), pull(2)
    view = run(found(state="open", closed_at=""), release(), change=first, others=[second])

    assert [item.reason for item in _findings(catalog, view)] == ["no-findings", "not-released"]


def _findings(catalog: Catalog, view: RunView) -> Any:
    return evaluated(catalog, "TST-03", view).findings


def test_indeterminate_when_findings_are_missing(catalog: Catalog) -> None:
    """A test tells of two and one was handed in; with as many as it tells of nothing is missing."""
    low = found(severity="low")
    tests = [
        row("scans", 10, tool="semgrep", kind="sast", sha=sha("head"), at=BEFORE, findings=n) for n in "21"
    ]

    assert [of(catalog, low, test) for test in tests] == [
        (Outcome.INDETERMINATE, "findings-missing"),
        (Outcome.NOT_APPLICABLE, "no-findings"),
    ]


def test_indeterminate_when_what_landed_could_not_be_recomputed(catalog: Catalog) -> None:
    """The finding is of the last revision; one of no severity that is asked for is nobody's matter."""
    change = pull(binding=Binding.UNVERIFIABLE)

    assert of(catalog, found(), change=change) == (Outcome.INDETERMINATE, "revision-unverifiable")
    assert of(catalog, found(severity="low"), change=change) == (Outcome.NOT_APPLICABLE, "no-findings")


def test_indeterminate_without_a_server_time(catalog: Catalog) -> None:
    """What was answered by when is open."""
    change = pull(merged_at=None, landed_basis=Basis.DECLARED)

    assert of(catalog, found(), change=change) == (Outcome.INDETERMINATE, "time-unknown")


def test_indeterminate_where_nobody_looked(catalog: Catalog) -> None:
    """No findings were handed in, or a row could not be read."""
    unread = run(gaps=[gap("", source="import", kind="findings-unreadable")])

    assert outcome(catalog, "TST-03", run_of(pull())) == (Outcome.INDETERMINATE, "source-not-connected")
    assert outcome(catalog, "TST-03", unread) == (Outcome.INDETERMINATE, "evidence-missing")


def test_not_applicable_without_findings(catalog: Catalog) -> None:
    """None, one below the severity, one of another commit."""
    rows = ((), (found(severity="medium", state="open"),), (found(sha=sha("older"), state="open"),))

    assert {of(catalog, *one) for one in rows} == {(Outcome.NOT_APPLICABLE, "no-findings")}


def test_tempting_acceptance_that_has_run_out(catalog: Catalog) -> None:
    """It held at the opening, and not on the day of the release."""
    rows = (accepted(accepted_until="2025-03-09"), release(), grant())

    assert of(catalog, *rows) == (Outcome.DEVIATION, "acceptance-invalid")


def test_tempting_finding_of_a_revision_that_did_not_land(catalog: Catalog) -> None:
    """More landed than that revision has; the finding of the landed commit is open."""
    change = pull(binding=Binding.RESIDUAL, landed_tree=sha("edited"))
    rows = (found(), found(3, sha=sha("landed 1"), state="open", closed_at=""), release())

    assert of(catalog, *rows, change=change) == (Outcome.DEVIATION, "open")
    assert of(catalog, found(), release(), change=change) == (Outcome.NOT_APPLICABLE, "no-findings")
