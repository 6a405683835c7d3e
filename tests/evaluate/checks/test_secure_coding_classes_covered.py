"""REV-09, by what could make it wrong."""

from collections.abc import Iterable
from typing import Any

import pytest

from attest.model.change import Basis, Binding, Change, StatusCheck
from attest.model.control import Catalog
from attest.model.evidence import RunView
from attest.model.finding import Outcome
from attest.model.imported import Imported
from tests.support.imported import file_of, row
from tests.support.placing import CARDS, CLAIMS, placed_outcome, placed_run, touched
from tests.support.records import AFTER, BEFORE, MERGED, gap, outcome, pull, push, sha, status, undetermined

SIX = "access-control business-logic cryptography data-structures high-risk injection"
NEXT_DAY, TOO_LATE = "2025-03-11T12:00:00Z", "2025-03-11T12:00:01Z"


def scan(revision: str = "head", place: int = 2, **more: Any) -> Imported:
    """A static test of a revision for all six classes, an hour before the merge."""
    kind = more.pop("kind", "sast")
    cells = {"tool": "semgrep", "at": BEFORE, "classes": SIX, "sha": sha(revision), **more}
    made = row("scans", place, **cells)
    return made.model_copy(update={"values": {**made.values, "kind": kind}})


def run(
    change: Change, rows: Iterable[Imported] = (), checks: Iterable[StatusCheck] = (), **more: Any
) -> RunView:
    """A run of a change that touches card data, with a list of security tests."""
    fields: dict[str, Any] = {"touches": [touched(change, CARDS)], "imports": (file_of("scans"),)}
    return placed_run(change, imported=tuple(rows), checks=tuple(checks), **{**fields, **more})


def of(catalog: Catalog, *rows: Imported, change: Change | None = None, **more: Any) -> tuple[Outcome, str]:
    """Outcome of REV-09 for such a change."""
    return placed_outcome(catalog, "REV-09", run(change or pull(), rows), **more)


@pytest.mark.parametrize("binding", [Binding.IDENTICAL, Binding.CLEAN_MERGE])
def test_met_by_a_test_of_the_last_revision(catalog: Catalog, binding: Binding) -> None:
    """What landed is that revision, or its clean merge."""
    assert of(catalog, scan(), change=pull(binding=binding)) == (Outcome.MET, "covered")


@pytest.mark.parametrize("at", [MERGED, NEXT_DAY])
def test_met_by_a_test_of_the_landed_commit(catalog: Catalog, at: str) -> None:
    """It can only follow the merge; a day later to the second is in time, for a push too."""
    found = {of(catalog, scan("landed 1", at=at), change=change) for change in (pull(), push())}

    assert found == {(Outcome.MET, "covered")}


def test_met_by_several_tests_together(catalog: Catalog) -> None:
    """A static and a dynamic one, each with a part of the classes."""
    rows = (
        scan(classes="injection cryptography high-risk"),
        scan("landed 1", 3, kind="dast", classes="access-control business-logic data-structures other"),
    )

    assert of(catalog, *rows) == (Outcome.MET, "covered")


def test_met_by_the_classes_that_the_guideline_names(catalog: Catalog) -> None:
    """A guideline of one class asks for one."""
    assert of(catalog, scan(classes="injection"), classes=("injection",)) == (Outcome.MET, "covered")


@pytest.mark.parametrize("named", ["semgrep", "semgrep by github-actions", "semgrep by any"])
def test_met_by_a_check_that_stands_for_the_classes(catalog: Catalog, named: str) -> None:
    """Management says that its rules cover them; the second of the merge is in time."""
    change = pull()
    view = run(change, checks=[status(change, "semgrep", completed_at=MERGED)])

    assert placed_outcome(catalog, "REV-09", view, class_checks=(named,)) == (Outcome.MET, "checks-passed")


def test_met_by_a_test_where_the_check_failed(catalog: Catalog) -> None:
    """Either way is a way."""
    change = pull()
    view = run(change, [scan()], [status(change, "semgrep", conclusion="failure")])

    assert placed_outcome(catalog, "REV-09", view, class_checks=("semgrep",)) == (Outcome.MET, "covered")


def test_deviation_of_a_class_that_is_missing(catalog: Catalog) -> None:
    """Five of six."""
    assert of(catalog, scan(classes=SIX.replace(" injection", ""))) == (Outcome.DEVIATION, "classes-missing")


def test_deviation_of_a_late_test(catalog: Catalog) -> None:
    """A second after the day that is allowed, or after the merge where none is."""
    assert of(catalog, scan("landed 1", at=TOO_LATE)) == (Outcome.DEVIATION, "too-late")
    assert of(catalog, scan(at=AFTER), days=0) == (Outcome.DEVIATION, "too-late")


def test_deviation_without_any_test(catalog: Catalog) -> None:
    """The list is there and has none of what landed."""
    assert of(catalog, scan("another")) == (Outcome.DEVIATION, "no-analysis")


@pytest.mark.parametrize(
    "more",
    [
        {"conclusion": "failure"},
        {"conclusion": "neutral"},
        {"completed_at": AFTER},
        {"completed_at": None},
        {"sha": sha("older")},
        {"name": "semgrep-lite"},
        {"app": "somebody-else"},
    ],
)
def test_deviation_where_the_check_did_not_succeed_on_what_landed(
    catalog: Catalog, more: dict[str, Any]
) -> None:
    """Failed, set aside, late, without a time, of an older revision, or another's."""
    change = pull()
    view = run(change, checks=[status(change, **{"name": "semgrep", **more})])
    found = placed_outcome(catalog, "REV-09", view, class_checks=("semgrep by github-actions",))

    assert found == (Outcome.DEVIATION, "no-analysis")


def test_indeterminate_when_what_landed_could_not_be_recomputed(catalog: Catalog) -> None:
    """The last revision was tested; a check of it ran."""
    change = pull(binding=Binding.UNVERIFIABLE)
    by_check = run(change, checks=[status(change, "semgrep")])
    found = {
        of(catalog, scan(), change=change),
        placed_outcome(catalog, "REV-09", by_check, class_checks=("semgrep",)),
    }

    assert found == {(Outcome.INDETERMINATE, "revision-unverifiable")}


def test_indeterminate_without_a_server_time(catalog: Catalog) -> None:
    """Whether test or check came in time is open."""
    change = pull(merged_at=None, landed_basis=Basis.DECLARED)
    by_check = run(change, checks=[status(change, "semgrep")])
    found = {
        of(catalog, scan(), change=change),
        placed_outcome(catalog, "REV-09", by_check, class_checks=("semgrep",)),
    }

    assert found == {(Outcome.INDETERMINATE, "time-unknown")}


def test_indeterminate_where_nobody_looked(catalog: Catalog) -> None:
    """No list of tests; or checks are named in its place and were not connected, whatever the list lacks."""
    change = pull()
    unlisted = run(change, imports=())
    unread = run(change, [scan(classes="injection")], not_connected=("checks",))
    found = {
        placed_outcome(catalog, "REV-09", unlisted),
        placed_outcome(catalog, "REV-09", unread, class_checks=("semgrep",)),
    }

    assert found == {(Outcome.INDETERMINATE, "analysis-not-connected")}


def test_indeterminate_when_the_control_names_no_class(catalog: Catalog) -> None:
    """A control that asks for nothing meets nothing."""
    change = pull()
    view = run(change, [scan()], [status(change, "semgrep")])

    assert placed_outcome(catalog, "REV-09", view, classes=(), class_checks=("semgrep",)) == (
        Outcome.INDETERMINATE,
        "no-classes",
    )


def test_indeterminate_where_the_files_could_not_be_read(catalog: Catalog) -> None:
    """Card data may be among them; a test that covers everything settles it either way."""
    change = pull()
    hidden = gap(source="git", kind="touches-unknown", affects=(change.id,), affected_count=1)
    without, tested = (run(change, rows, touches=[], gaps=[hidden]) for rows in ((), (scan(),)))

    assert placed_outcome(catalog, "REV-09", without) == (Outcome.INDETERMINATE, "scope-unknown")
    assert placed_outcome(catalog, "REV-09", tested) == (Outcome.MET, "covered")


def test_indeterminate_without_an_inventory(catalog: Catalog) -> None:
    """Nobody says which changes reach card data, so none is shown not to."""
    without, tested = (run(pull(), rows, touches=[]) for rows in ((), (scan(),)))

    assert outcome(catalog, "REV-09", without) == (Outcome.INDETERMINATE, "scope-unknown")
    assert outcome(catalog, "REV-09", tested) == (Outcome.MET, "covered")


@pytest.mark.parametrize("rows", [(), (scan(classes="injection"),), (scan(at=TOO_LATE),)])
def test_indeterminate_when_rows_could_not_be_read(catalog: Catalog, rows: tuple[Imported, ...]) -> None:
    """One of them may be the test that is missing."""
    unread = gap("", source="import", kind="scans-unreadable", affected_count=1)

    assert placed_outcome(catalog, "REV-09", run(pull(), rows, gaps=[unread])) == (
        Outcome.INDETERMINATE,
        "evidence-missing",
    )


def test_not_applicable_out_of_scope(catalog: Catalog) -> None:
    """Health data is another standard's."""
    change = pull()
    view = run(change, touches=[touched(change, CLAIMS)])

    assert placed_outcome(catalog, "REV-09", view) == (Outcome.NOT_APPLICABLE, "out-of-scope")


@pytest.mark.parametrize("binding", [Binding.RESIDUAL, Binding.UNVERIFIABLE])
def test_tempting_test_of_a_revision_that_did_not_land(catalog: Catalog, binding: Binding) -> None:
    """Something else landed; or, of a pull request that only the message names, nobody knows."""
    changed = pull(binding=binding) if binding is Binding.RESIDUAL else undetermined()

    assert of(catalog, scan(), change=changed) == (Outcome.DEVIATION, "no-analysis")


@pytest.mark.parametrize("kind", ["sca", "secret", "pan"])
def test_tempting_test_of_another_kind(catalog: Catalog, kind: str) -> None:
    """A scan of components finds no injection in one's own code, whatever its row says."""
    assert of(catalog, scan(kind=kind)) == (Outcome.DEVIATION, "no-analysis")


def test_tempting_check_that_succeeded_before_it_failed(catalog: Catalog) -> None:
    """The last result counts."""
    change = pull()
    results = [
        status(change, "semgrep", completed_at="2025-03-10T10:30:00Z"),
        status(change, "semgrep", conclusion="failure"),
    ]
    view = run(change, checks=results)

    assert placed_outcome(catalog, "REV-09", view, class_checks=("semgrep",)) == (
        Outcome.DEVIATION,
        "no-analysis",
    )


def test_tempting_one_of_two_checks(catalog: Catalog) -> None:
    """Both stand for the classes, and one succeeded."""
    change = pull()
    view = run(change, checks=[status(change, "semgrep")])

    assert placed_outcome(catalog, "REV-09", view, class_checks=("semgrep", "codeql")) == (
        Outcome.DEVIATION,
        "no-analysis",
    )
