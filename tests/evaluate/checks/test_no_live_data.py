"""DAT-01, by what could make it wrong."""

from typing import Any

import pytest

from attest.model.change import Basis, Binding, Change
from attest.model.control import Catalog
from attest.model.evidence import RunView
from attest.model.finding import Outcome
from attest.model.imported import Imported
from tests.support.imported import file_of, row
from tests.support.placing import CARDS, CLAIMS, SITE, placed_findings, placed_outcome, placed_run, touched
from tests.support.records import (
    ADA,
    BEFORE,
    CYD,
    MERGED,
    gap,
    outcome,
    pull,
    push,
    run_of,
    sha,
)

NEXT_DAY, TOO_LATE = "2025-03-11T12:00:00Z", "2025-03-11T12:00:01Z"


def scan(kind: str = "secret", revision: str = "head", place: int = 2, **more: Any) -> Imported:
    """A search of a revision without hits, an hour before the merge."""
    cells: dict[str, Any] = {"tool": "gitleaks", "at": BEFORE, "sha": sha(revision), "findings": "0"} | more
    made = row("scans", place, **{name: cell for name, cell in cells.items() if cell})
    return made.model_copy(update={"values": {**made.values, "kind": kind}})


def both(**more: Any) -> list[Imported]:
    """Searches for secrets and for card numbers."""
    return [scan(**more), scan("pan", place=3, **more)]


def hit(kind: str = "secret", revision: str = "head", place: int = 9, **more: Any) -> Imported:
    """A hit that was found to be none, an hour before the merge."""
    cells = {
        "id": "S-1", "tool": "gitleaks", "sha": sha(revision), "severity": "high", "opened_at": BEFORE,
        "state": "false-positive", "closed_at": BEFORE,
    } | more  # fmt: skip
    made = row("findings", place, **{name: cell for name, cell in cells.items() if cell})
    return made.model_copy(update={"values": {**made.values, "kind": kind}})


def run(*rows: Imported, change: Change | None = None, entry: Any = CARDS, **more: Any) -> RunView:
    """A run of a change that touches card data, with these rows."""
    change = change or pull()
    kinds = {"scans", *(one.kind for one in rows)}
    fields: dict[str, Any] = {
        "touches": [touched(change, entry)], "imports": tuple(file_of(kind) for kind in sorted(kinds)),
    }  # fmt: skip
    return placed_run(change, imported=rows, **{**fields, **more})


def of(
    catalog: Catalog, *rows: Imported, change: Change | None = None, entry: Any = CARDS, **settings: Any
) -> tuple[Outcome, str]:
    """Outcome of DAT-01 for such a change."""
    return placed_outcome(catalog, "DAT-01", run(*rows, change=change, entry=entry), **settings)


def test_met_by_searches_without_hits(catalog: Catalog) -> None:
    """Of the last revision, or of the landed commit up to a day later."""
    later = both(revision="landed 1", at=NEXT_DAY)
    found = {of(catalog, *both()), of(catalog, *later), of(catalog, *later, change=push())}

    assert found == {(Outcome.MET, "clean")}


def test_met_where_every_hit_was_answered(catalog: Catalog) -> None:
    """One of one, up to a day after the merge; or accepted by somebody who may."""
    rows = [scan(findings="1"), scan("pan", place=3)]
    grant = row("roster", 30, person=CYD, role="lead", since="2025-01-01", authority="accept-risk")
    taken = hit(state="accepted", accepted_by=CYD, closed_at="")
    found = {of(catalog, *rows, hit(closed_at=NEXT_DAY)), of(catalog, *rows, taken, grant)}

    assert found == {(Outcome.MET, "clean")}


def test_met_without_a_search_for_cards_where_there_are_none(catalog: Catalog) -> None:
    """It reaches health data alone."""
    assert of(catalog, scan(), entry=CLAIMS) == (Outcome.MET, "clean")


def test_met_by_every_change_where_that_is_asked_for(catalog: Catalog) -> None:
    """It reaches nothing, and was searched for secrets."""
    assert of(catalog, scan(), entry=SITE, changes="all") == (Outcome.MET, "clean")


def test_deviation_without_a_search(catalog: Catalog) -> None:
    """For one of both, for another commit, or by another kind of test."""
    found = {
        of(catalog, scan()),
        of(catalog, scan("pan")),
        of(catalog, *both(revision="older")),
        of(catalog, scan("sast"), scan("pan", place=3)),
        of(catalog, entry=SITE, changes="all"),
    }

    assert found == {(Outcome.DEVIATION, "not-searched")}


def test_deviation_and_met_tell_how_many_are_clean(catalog: Catalog) -> None:
    """None of two, one, or both."""
    rows: list[list[Imported]] = [[], [scan()], both()]
    found = [placed_findings(catalog, "DAT-01", run(*one))[0].message for one in rows]

    assert found == [
        f"Searches that are asked for: 2; in time, with every hit answered: {clean}." for clean in (0, 1, 2)
    ]


def test_deviation_of_a_late_search(catalog: Catalog) -> None:
    """A second after the day, or after the merge where none is allowed."""
    assert of(catalog, *both(at=TOO_LATE)) == (Outcome.DEVIATION, "too-late")
    assert of(catalog, *both(at=NEXT_DAY), days=0) == (Outcome.DEVIATION, "too-late")
    assert of(catalog, *both(at=MERGED), days=0) == (Outcome.MET, "clean")


@pytest.mark.parametrize(
    "more",
    [
        {"state": "open", "closed_at": ""},
        {"closed_at": TOO_LATE},
        {"state": "accepted", "accepted_by": ADA},
    ],
)
def test_deviation_of_a_hit_that_nobody_answered(catalog: Catalog, more: dict[str, Any]) -> None:
    """Open, answered too late, or accepted by the author; with a search and without one."""
    found = {of(catalog, *both(findings="1"), hit(**more)), of(catalog, hit(**more))}

    assert found == {(Outcome.DEVIATION, "hit-open")}


def test_deviation_of_hits_that_were_not_handed_in(catalog: Catalog) -> None:
    """A search tells of two; one was answered."""
    rows = [scan(findings="2"), scan("pan", place=3), hit()]

    assert of(catalog, *rows) == (Outcome.DEVIATION, "hits-missing")


def test_indeterminate_when_hits_are_not_stated(catalog: Catalog) -> None:
    """The search has no number, or findings were not handed in."""
    found = {of(catalog, scan(findings=""), scan("pan", place=3)), of(catalog, *both(findings="1"))}

    assert found == {(Outcome.INDETERMINATE, "hits-not-stated")}


@pytest.mark.parametrize("more", [{"closed_at": ""}, {"state": "accepted", "accepted_by": CYD}])
def test_indeterminate_when_an_answer_is_open(catalog: Catalog, more: dict[str, Any]) -> None:
    """Without a day, or accepted where no roster says who may."""
    assert of(catalog, *both(findings="1"), hit(**more), hit("pan", place=10)) == (
        Outcome.INDETERMINATE,
        "acceptance-open",
    )


def test_indeterminate_when_what_landed_could_not_be_recomputed(catalog: Catalog) -> None:
    """The last revision was searched; without that nothing was."""
    change = pull(binding=Binding.UNVERIFIABLE)

    assert of(catalog, *both(), change=change) == (Outcome.INDETERMINATE, "revision-unverifiable")
    assert of(catalog, change=change) == (Outcome.DEVIATION, "not-searched")


def test_indeterminate_without_a_server_time(catalog: Catalog) -> None:
    """Whether searches came in time is open; none is none."""
    change = pull(merged_at=None, landed_basis=Basis.DECLARED)

    assert of(catalog, *both(), change=change) == (Outcome.INDETERMINATE, "time-unknown")
    assert of(catalog, change=change) == (Outcome.DEVIATION, "not-searched")


def test_indeterminate_where_the_scope_is_open(catalog: Catalog) -> None:
    """Files were not read: a search that is missing or late may not be asked for, a hit is one."""
    change = pull()
    hidden = gap(source="git", kind="touches-unknown", affects=(change.id,), affected_count=1)
    kept = [(), tuple(both(at=TOO_LATE)), tuple(both()), (hit(state="open", closed_at=""),)]
    found = [
        placed_outcome(catalog, "DAT-01", run(*rows, change=change, touches=[], gaps=[hidden]))
        for rows in kept
    ]

    assert found == [
        (Outcome.INDETERMINATE, "scope-unknown"),
        (Outcome.INDETERMINATE, "scope-unknown"),
        (Outcome.MET, "clean"),
        (Outcome.DEVIATION, "hit-open"),
    ]


def test_indeterminate_where_nobody_looked(catalog: Catalog) -> None:
    """No list of tests, no inventory, or a row that could not be read."""
    unread = run(gaps=[gap("", source="import", kind="scans-unreadable")])
    unsaid = run_of(pull(), imports=(file_of("scans"),))

    assert placed_outcome(catalog, "DAT-01", run(imports=())) == (
        Outcome.INDETERMINATE,
        "source-not-connected",
    )
    assert outcome(catalog, "DAT-01", unsaid) == (Outcome.INDETERMINATE, "scope-unknown")
    assert placed_outcome(catalog, "DAT-01", unread) == (Outcome.INDETERMINATE, "evidence-missing")


def test_not_applicable_outside_protected_data(catalog: Catalog) -> None:
    """Nothing of it is reached."""
    assert of(catalog, entry=SITE) == (Outcome.NOT_APPLICABLE, "out-of-scope")


def test_tempting_search_of_a_revision_that_did_not_land(catalog: Catalog) -> None:
    """Clean, and of other content."""
    change = pull(binding=Binding.RESIDUAL, landed_tree=sha("edited"))

    assert of(catalog, *both(), change=change) == (Outcome.DEVIATION, "not-searched")


def test_tempting_second_search_without_hits(catalog: Catalog) -> None:
    """The other tool found one that nobody answered."""
    rows = [*both(), scan(findings="1", place=5), hit("pan", place=10)]

    assert of(catalog, *rows) == (Outcome.DEVIATION, "hits-missing")
