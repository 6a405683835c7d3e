"""What the report shows of approvals held against what landed."""

import json
from typing import Any

import pytest

from attest.catalog import load
from attest.evaluate.engine import evaluate
from attest.model.change import ApprovalBinding, Basis, Bound, Change, ResidualPath, Review, ReviewState
from attest.model.evidence import RunView
from attest.model.report import Presentation, Report, Table
from attest.report.build import build
from attest.report.renderers.json import findings
from attest.report.text import words
from tests.support.records import ADA, AFTER, BEN, EARLIER, PERIOD, operated, pull, review, run_of, sha

CATALOG = load()


def bound(change: Change, result: Bound, reason: str, *paths: str, count: int | None = None) -> Review:
    """Ben's approval, with a binding."""
    binding = ApprovalBinding(
        result=result,
        reason=reason,
        basis=Basis.DECLARED,
        base_sha=sha("base"),
        landed_tree=change.landed_tree,
        replayed_tree=None,
        paths=tuple(ResidualPath(path=path, added=2, deleted=None) for path in paths),
        path_count=count if count is not None else len(paths) or None,
    )
    return review(change, BEN, binding=binding)


def report(view: RunView) -> Report:
    """The report of a run whose management declares REV-03 operated."""
    stated = (operated("REV-03"),)
    evaluation = evaluate(CATALOG, stated, view, PERIOD.until)
    return build(view, CATALOG, stated, evaluation, Presentation())


def tables(made: Report) -> dict[str, Table]:
    """The tables by the beginnings of their captions."""
    found = [block for section in made.sections for block in section.blocks if isinstance(block, Table)]
    return {table.caption.split(";")[0]: table for table in found}


def texts(table: Table) -> list[list[str]]:
    """The cells without their figures."""
    return [[words(cell) for cell in row] for row in table.rows]


@pytest.fixture(scope="module")
def view() -> RunView:
    """Three changes: covered, with a residual, and one whose revision is missing."""
    changes = [pull(place) for place in (1, 2, 3)]
    made = [
        bound(changes[0], Bound.IDENTICAL, "same-tree"),
        bound(changes[1], Bound.RESIDUAL, "content-differs", "a\N{RIGHT-TO-LEFT OVERRIDE}b", "c\nd"),
        bound(changes[2], Bound.UNVERIFIABLE, "revision-not-in-clone"),
    ]
    return run_of(*changes, reviews=made)


def test_every_result_is_counted_with_its_denominator(view: RunView) -> None:
    """Approvals out of those that were held against what landed, changes out of those that have one."""
    made = report(view)
    figures = {
        name: (figure.value, figure.denominator)
        for name, figure in made.figures.items()
        if name.startswith("binding.")
    }
    for kind in ("approvals", "changes"):
        counted = [figures[f"binding.{kind}.{result.value}"] for result in Bound]
        assert counted == [(1, 3), (0, 3), (1, 3), (1, 3)]
    assert [figures[f"binding.basis.{basis}"] for basis in ("server-observed", "declared", "absent")] == [
        (0, 3),
        (3, 3),
        (0, 3),
    ]
    assert figures["binding.changes"] == (3, 3)


def test_each_change_is_listed_worst_first(view: RunView) -> None:
    """What is open stands above what is covered."""
    rows = texts(tables(report(view))["Binding of each change, what is open first"])
    assert [row[2] for row in rows] == [
        "residual (content-differs)",
        "unverifiable (revision-not-in-clone)",
        "identical (same-tree)",
    ]
    assert [row[3] for row in rows[1:]] == ["not known", "nothing"]


def test_files_that_nobody_approved_are_shown_escaped(view: RunView) -> None:
    """A path from the repository steers no text around it; lines that git does not compare are none."""
    rows = texts(tables(report(view))["Binding of each change, what is open first"])
    assert rows[0][3] == "not approved: a⟨U+202E⟩b (no lines), c⟨U+000A⟩d (no lines)"


def test_the_register_shows_what_nobody_approved(view: RunView) -> None:
    """A deviation of the test of approved content names the files beside its subject."""
    rows = texts(tables(report(view))["Deviations of declared controls, by test and landing"])
    assert [row[3] for row in rows if len(row) > 1] == [
        "#2; not approved: a⟨U+202E⟩b (no lines), c⟨U+000A⟩d (no lines)"
    ]


def test_the_walked_change_shows_how_its_approval_is_bound(view: RunView) -> None:
    """Beside the revision that was reviewed."""
    table = next(
        made for name, made in tables(report(view)).items() if name.startswith("Reviews as the forge")
    )
    assert [row[4].partition("; ")[2] for row in texts(table)] == [
        "residual (content-differs); not approved: a⟨U+202E⟩b (no lines), c⟨U+000A⟩d (no lines)"
    ]


def test_a_long_residual_is_cut_and_says_so() -> None:
    """The first five are printed; where the rest is, is said."""
    change = pull()
    names = [f"f{number}" for number in range(8)]
    made = report(
        run_of(change, reviews=[bound(change, Bound.RESIDUAL, "content-differs", *names, count=90)])
    )
    [row] = texts(tables(made)["Binding of each change, what is open first"])
    assert (row[3].count("(no lines)"), row[3].endswith("others, in records/reviews.jsonl")) == (5, True)


def test_a_residual_without_a_list_is_no_empty_one() -> None:
    """That the files could not be listed is said."""
    change = pull()
    made = report(run_of(change, reviews=[bound(change, Bound.RESIDUAL, "content-differs")]))
    [row] = texts(tables(made)["Binding of each change, what is open first"])
    assert row[3] == "not approved: files that could not be listed"


def test_the_deciding_approval_is_that_of_the_finding() -> None:
    """An author's approval is bound and decides nothing."""
    change = pull()
    own = bound(change, Bound.IDENTICAL, "same-tree").model_copy(update={"reviewer": ADA, "id": "own"})
    other = bound(change, Bound.RESIDUAL, "content-differs", "a").model_copy(update={"submitted_at": EARLIER})
    made = report(run_of(change, reviews=[own, other]))
    header, row = made.population
    named: dict[str, Any] = dict(zip(header, row, strict=True))
    assert [named[name] for name in ("approval_binding", "approval_binding_reason", "unapproved_files")] == [
        "residual",
        "content-differs",
        "1",
    ]


def test_a_run_without_bound_approvals_has_no_such_table() -> None:
    """Runs of before approvals were bound are reported as they were."""
    change = pull()
    assert "Binding of each change, what is open first" not in tables(
        report(run_of(change, reviews=[review(change)]))
    )


def test_which_of_several_pull_requests_an_approval_is_of_is_said(view: RunView) -> None:
    """Where the forge says of several that they landed as one commit: beside the change, and for machines."""
    change = pull()
    other = bound(change, Bound.IDENTICAL, "same-tree").model_copy(update={"pull": 77})
    made = report(run_of(change, reviews=[other]))
    cells = [cell for table in tables(made).values() for row in texts(table) for cell in row]

    assert [cell for cell in cells if "#77" in cell] == [
        f"{change.label}, approved in #77",
        "approved; in pull request #77",
    ]
    assert json.loads(findings(made))["pulls"] == {other.id: 77}
    assert json.loads(findings(report(view)))["pulls"] == {}


def test_when_a_review_was_dismissed_is_said() -> None:
    """Beside its state of today: it counts as it stood at the merge."""
    change = pull()
    was = ReviewState.APPROVED
    one = review(change, state=ReviewState.DISMISSED, previous_state=was, dismissed_at=AFTER)
    made = report(run_of(change, reviews=[one]))
    cells = [cell for table in tables(made).values() for row in texts(table) for cell in row]

    assert f"dismissed; dismissed {AFTER}" in cells
