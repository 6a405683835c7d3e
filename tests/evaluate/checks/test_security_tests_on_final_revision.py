"""TST-02, by what could make it wrong."""

from collections.abc import Iterable
from typing import Any

import pytest

from attest.model.change import Basis, Binding, Change, StatusCheck
from attest.model.control import Catalog
from attest.model.evidence import RunView
from attest.model.finding import Outcome
from attest.model.imported import Imported
from tests.support.imported import file_of, row
from tests.support.placing import CARDS, CLAIMS, CORE, SITE, placed_outcome, placed_run, touched
from tests.support.records import (
    AFTER,
    BEFORE,
    DIGEST,
    MERGED,
    gap,
    outcome,
    pull,
    push,
    run_of,
    sha,
    status,
    undetermined,
)

NEXT_DAY, TOO_LATE = "2025-03-11T12:00:00Z", "2025-03-11T12:00:01Z"
THREE = ("sast", "sca", "secret")
ONE: dict[str, Any] = {"kinds": ("sast",)}


def scan(kind: str = "sast", revision: str = "head", place: int = 2, **more: Any) -> Imported:
    """A security test of a revision, an hour before the merge, with report and rules."""
    cells = {
        "tool": "semgrep", "at": BEFORE, "sha": sha(revision), "ruleset": "2025.2", "report_digest": DIGEST
    } | more  # fmt: skip
    made = row("scans", place, **{name: cell for name, cell in cells.items() if cell})
    return made.model_copy(update={"values": {**made.values, "kind": kind}})


def three(**more: Any) -> list[Imported]:
    """One of each kind that is asked for by default."""
    return [scan(kind, place=place, **more) for place, kind in enumerate(THREE, 2)]


def run(
    change: Change, rows: Iterable[Imported] = (), checks: Iterable[StatusCheck] = (), **more: Any
) -> RunView:
    """A run of a change that touches card data, with a list of security tests."""
    entry = more.pop("entry", CARDS)
    fields: dict[str, Any] = {"touches": [touched(change, entry)], "imports": (file_of("scans"),)}
    return placed_run(change, imported=tuple(rows), checks=tuple(checks), **{**fields, **more})


def of(
    catalog: Catalog, *rows: Imported, change: Change | None = None, run_more: Any = None, **more: Any
) -> tuple[Outcome, str]:
    """Outcome of TST-02 for such a change."""
    return placed_outcome(catalog, "TST-02", run(change or pull(), rows, **(run_more or {})), **more)


def by_check(catalog: Catalog, change: Change, *checks: StatusCheck, **more: Any) -> tuple[Outcome, str]:
    """Outcome where a check of that name stands for static tests."""
    settings = {"kinds": ("sast",), "security_checks": ("sast=codeql by github-actions",)}
    return placed_outcome(catalog, "TST-02", run(change, checks=checks, **more), **settings)


@pytest.mark.parametrize("binding", [Binding.IDENTICAL, Binding.CLEAN_MERGE])
def test_met_by_tests_of_the_last_revision(catalog: Catalog, binding: Binding) -> None:
    """All three kinds."""
    assert of(catalog, *three(), change=pull(binding=binding)) == (Outcome.MET, "tested")


@pytest.mark.parametrize("at", [MERGED, NEXT_DAY])
def test_met_by_tests_of_the_landed_commit(catalog: Catalog, at: str) -> None:
    """Up to a day later to the second, for a push too."""
    rows = three(revision="landed 1", at=at)

    assert {of(catalog, *rows, change=change) for change in (pull(), push())} == {(Outcome.MET, "tested")}


def test_met_by_every_kind_that_there_is(catalog: Catalog) -> None:
    """A control may ask for all five."""
    kinds = ("dast", "pan", *THREE)
    rows = [scan(kind, place=place) for place, kind in enumerate(kinds, 2)]

    assert of(catalog, *rows, kinds=kinds) == (Outcome.MET, "tested")


def test_met_by_the_version_of_the_tool(catalog: Catalog) -> None:
    """Where rules come with it."""
    assert of(catalog, scan(ruleset="", tool_version="8.1"), **ONE) == (Outcome.MET, "tested")


def test_met_by_a_check_that_stands_for_the_kind(catalog: Catalog) -> None:
    """The second of the merge is in time."""
    change = pull()

    assert by_check(catalog, change, status(change, "codeql", completed_at=MERGED)) == (Outcome.MET, "tested")


@pytest.mark.parametrize("entry", [CLAIMS, CORE])
def test_deviation_of_what_else_is_in_scope(catalog: Catalog, entry: Any) -> None:
    """Health data, or the middle tier."""
    assert of(catalog, run_more={"entry": entry}) == (Outcome.DEVIATION, "not-tested")


def test_deviation_of_a_kind_that_is_missing(catalog: Catalog) -> None:
    """Two of three; the kind that is there is of no help, nor is a test of another commit."""
    assert of(catalog, *three()[:2]) == (Outcome.DEVIATION, "not-tested")
    assert of(catalog, *three(revision="another")) == (Outcome.DEVIATION, "not-tested")


def test_deviation_of_a_late_test(catalog: Catalog) -> None:
    """A second after the day; or after the merge where none is allowed."""
    assert of(catalog, *three(revision="landed 1", at=TOO_LATE)) == (Outcome.DEVIATION, "too-late")
    assert of(catalog, scan(at=AFTER), days=0, **ONE) == (Outcome.DEVIATION, "too-late")


@pytest.mark.parametrize("more", [{"report_digest": ""}, {"ruleset": ""}])
def test_deviation_of_a_test_without_a_report(catalog: Catalog, more: dict[str, Any]) -> None:
    """Nobody can look at it again."""
    assert of(catalog, scan(**more), **ONE) == (Outcome.DEVIATION, "report-not-kept")


@pytest.mark.parametrize(
    "more",
    [
        {"conclusion": "failure"},
        {"completed_at": AFTER},
        {"completed_at": None},
        {"sha": sha("older")},
        {"app": "other"},
        {"name": "codeql-lite"},
    ],
)
def test_deviation_where_the_check_did_not_succeed(catalog: Catalog, more: dict[str, Any]) -> None:
    """Failed, late, without a time, of an older revision, or another's."""
    change = pull()

    assert by_check(catalog, change, status(change, **{"name": "codeql", **more})) == (
        Outcome.DEVIATION,
        "not-tested",
    )


def test_indeterminate_when_what_landed_could_not_be_recomputed(catalog: Catalog) -> None:
    """The last revision was tested, or a check of it ran."""
    change = pull(binding=Binding.UNVERIFIABLE)
    found = {
        of(catalog, *three(), change=change),
        by_check(catalog, change, status(change, "codeql")),
    }

    assert found == {(Outcome.INDETERMINATE, "revision-unverifiable")}


def test_deviation_where_nothing_tested_an_open_revision(catalog: Catalog) -> None:
    """Whatever landed, it was not tested; nor was a change without a last revision."""
    without = pull(binding=Binding.UNVERIFIABLE, head_sha=None)
    found = {of(catalog, change=change) for change in (pull(binding=Binding.UNVERIFIABLE), without)}

    assert found == {(Outcome.DEVIATION, "not-tested")}


def test_indeterminate_without_a_server_time(catalog: Catalog) -> None:
    """Whether tests came in time is open, wherever they may be; none at all is none."""
    change = pull(merged_at=None, landed_basis=Basis.DECLARED)
    unbound = pull(merged_at=None, landed_basis=Basis.DECLARED, binding=Binding.UNVERIFIABLE)
    found = {
        of(catalog, *three(), change=change),
        of(catalog, *three(), change=unbound),
        by_check(catalog, change),
        of(catalog, change=change, run_more={"imports": ()}),
    }

    assert found == {(Outcome.INDETERMINATE, "time-unknown")}
    assert of(catalog, change=change) == (Outcome.DEVIATION, "not-tested")


def test_indeterminate_where_nobody_looked(catalog: Catalog) -> None:
    """No list of tests; or checks are named in its place and were not connected."""
    change = pull()
    found = {
        of(catalog, run_more={"imports": ()}),
        by_check(catalog, change, not_connected=("checks",)),
    }

    assert found == {(Outcome.INDETERMINATE, "tests-not-connected")}
    assert by_check(catalog, change, imports=()) == (Outcome.DEVIATION, "not-tested")


def test_indeterminate_where_the_scope_is_open(catalog: Catalog) -> None:
    """Files were not read; tests that ran settle it all the same."""
    change = pull()
    hidden = gap(source="git", kind="touches-unknown", affects=(change.id,), affected_count=1)
    without, tested = (run(change, rows, touches=[], gaps=[hidden]) for rows in ((), three()))

    assert placed_outcome(catalog, "TST-02", without) == (Outcome.INDETERMINATE, "scope-unknown")
    assert placed_outcome(catalog, "TST-02", tested) == (Outcome.MET, "tested")


def test_indeterminate_without_an_inventory(catalog: Catalog) -> None:
    """Nobody said what reaches what."""
    view = run_of(pull(), imports=(file_of("scans"),))

    assert outcome(catalog, "TST-02", view) == (Outcome.INDETERMINATE, "scope-unknown")


@pytest.mark.parametrize("kinds", [(), ("sast", "fuzzing")])
def test_indeterminate_where_nothing_that_is_known_is_asked(catalog: Catalog, kinds: Any) -> None:
    """Without a kind there is nothing to miss."""
    assert of(catalog, *three(), kinds=kinds) == (Outcome.INDETERMINATE, "nothing-asked")


def test_indeterminate_where_a_row_was_not_read(catalog: Catalog) -> None:
    """It may be the one that is missing."""
    view = run(pull(), gaps=[gap("", source="import", kind="scans-unreadable")])

    assert placed_outcome(catalog, "TST-02", view) == (Outcome.INDETERMINATE, "evidence-missing")


def test_not_applicable_below_the_tier(catalog: Catalog) -> None:
    """It reaches nothing that is protected."""
    assert of(catalog, run_more={"entry": SITE}) == (Outcome.NOT_APPLICABLE, "out-of-scope")


def test_tempting_test_of_the_last_revision_where_more_landed(catalog: Catalog) -> None:
    """It is green, and of other content; a pull request that only a message names is no better."""
    found = {of(catalog, *three(), change=one) for one in (pull(binding=Binding.RESIDUAL), undetermined())}

    assert found == {(Outcome.DEVIATION, "not-tested")}


def test_tempting_success_before_a_failure(catalog: Catalog) -> None:
    """The last result counts, and each of several checks must have one."""
    change = pull()
    twice = (
        status(change, "codeql", completed_at="2025-03-10T10:30:00Z"),
        status(change, "codeql", conclusion="failure"),
    )
    names = ("sast=codeql", "sast=semgrep", "sca=audit")
    view = run(change, checks=[status(change, "codeql"), status(change, "audit")])

    assert by_check(catalog, change, *twice) == (Outcome.DEVIATION, "not-tested")
    assert placed_outcome(catalog, "TST-02", view, security_checks=names, **ONE) == (
        Outcome.DEVIATION,
        "not-tested",
    )


def test_tempting_doubt_about_one_kind(catalog: Catalog) -> None:
    """What another kind lacks is certain."""
    change = pull(binding=Binding.UNVERIFIABLE)

    assert of(catalog, scan(), change=change, kinds=("sast", "sca")) == (Outcome.DEVIATION, "not-tested")
