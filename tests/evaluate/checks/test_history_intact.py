"""POP-04, by what could make it wrong."""

from typing import Any

import pytest

from attest.model.branch import SuiteResult
from attest.model.control import Catalog
from attest.model.finding import Outcome
from attest.model.population import BoundaryBasis
from tests.support.forge_records import push, suite
from tests.support.records import gap, outcome, pull, reconciled, run_of, scope, sha

FIRST, SECOND = sha("landed 1"), sha("landed 2")
LOG = (
    push("shop", "1", before=sha("start"), after=FIRST, landed=1, at="2025-03-01T09:00:00Z"),
    push("shop", "2", before=FIRST, after=SECOND, landed=1, at="2025-03-02T09:00:00Z"),
)


def of(catalog: Catalog, *pushes: Any, **more: Any) -> tuple[Outcome, str]:
    """Outcome and reason of POP-04 for a branch of two changes."""
    changes = more.pop("changes", (pull(1), pull(2)))
    return outcome(catalog, "POP-04", run_of(*changes, **{"pushes": pushes or LOG, **more}))


def test_met_by_a_log_that_explains_everything(catalog: Catalog) -> None:
    """Each push begins where one ended; the rules' log holds the same and what they turned away."""
    suites = (
        suite("shop", "1", after=FIRST, result=SuiteResult.PASS),
        suite("shop", "2", after=sha("turned away"), result=SuiteResult.FAIL),
        suite("shop", "3", after=None),
    )

    assert of(catalog) == of(catalog, rule_suites=suites) == (Outcome.MET, "intact")


def test_met_by_one_push_of_everything(catalog: Catalog) -> None:
    """It brought both."""
    assert of(catalog, push("shop", "1", after=SECOND, landed=2)) == (Outcome.MET, "intact")


@pytest.mark.parametrize("kind", ["force-push", "branch-deletion"])
def test_deviation_of_a_push_over_the_branch(catalog: Catalog, kind: str) -> None:
    """Whatever else could not be read."""
    over = push("shop", "3", kind=kind, before=SECOND, after=SECOND)

    assert of(catalog, *LOG, over) == (Outcome.DEVIATION, "pushed-over")
    assert of(catalog, over, not_connected=("pushes",)) == (Outcome.DEVIATION, "pushed-over")


@pytest.mark.parametrize("kind", ["previous-tip-rewritten", "changes-left-the-branch"])
def test_deviation_of_what_earlier_runs_held(catalog: Catalog, kind: str) -> None:
    """The log shows nothing of it."""
    assert of(catalog, gaps=[gap(source="git", kind=kind)]) == (Outcome.DEVIATION, "history-rewritten")


def test_deviation_of_a_merge_that_is_not_there(catalog: Catalog) -> None:
    """The forge holds it as merged to the branch."""
    counted = reconciled(changes=2, unmatched_there=("#9",))

    assert of(catalog, reconciliations=(counted,)) == (Outcome.DEVIATION, "merge-left-the-branch")


def test_indeterminate_without_the_log(catalog: Catalog) -> None:
    """Nobody looked."""
    assert of(catalog, not_connected=("pushes",)) == (Outcome.INDETERMINATE, "source-not-connected")


@pytest.mark.parametrize(
    "unread",
    [
        gap(source="pushes", kind="beyond-reach"),
        gap(source="pushes", kind="pushes-incomplete"),
        gap(kind="not-known-yet"),
    ],
)
def test_indeterminate_where_the_log_is_not_whole(catalog: Catalog, unread: Any) -> None:
    """A push over the branch may be in what is missing."""
    assert of(catalog, gaps=[unread]) == (Outcome.INDETERMINATE, "log-incomplete")


def test_indeterminate_where_a_push_is_missing(catalog: Catalog) -> None:
    """A change came by none, a push begins at a tip that none left, or the rules saw one more."""
    gone = push("shop", "2", before=sha("gone"), after=SECOND, landed=1, at="2025-03-02T09:00:00Z")
    unseen = suite("shop", "1", after=sha("unseen"), result=SuiteResult.PASS)
    found = {of(catalog, LOG[0]), of(catalog, LOG[0], gone), of(catalog, rule_suites=(unseen,))}

    assert found == {(Outcome.INDETERMINATE, "push-missing")}


def test_indeterminate_where_a_tip_is_declared(catalog: Catalog) -> None:
    """Where the period begins is what committers say."""
    place = scope(changes=2, basis=BoundaryBasis.DECLARED)

    assert of(catalog, repositories=(place,)) == (Outcome.INDETERMINATE, "boundary-declared")


def test_not_applicable_to_a_branch_that_did_not_move(catalog: Catalog) -> None:
    """Between two proven tips."""
    view = run_of(repositories=(scope(changes=0),), reconciliations=(reconciled(changes=0),))

    assert outcome(catalog, "POP-04", view) == (Outcome.NOT_APPLICABLE, "no-pushes")


def test_tempting_rewrite_that_came_back(catalog: Catalog) -> None:
    """The branch ends where it would have, and was somewhere else in between."""
    away = push("shop", "3", kind="force-push", before=SECOND, after=FIRST, at="2025-03-03T09:00:00Z")
    back = push("shop", "4", before=FIRST, after=SECOND, at="2025-03-03T09:01:00Z")

    assert of(catalog, *LOG, away, back) == (Outcome.DEVIATION, "pushed-over")


def test_tempting_gap_of_reviews(catalog: Catalog) -> None:
    """What hides no push leaves nothing open."""
    assert of(catalog, gaps=[gap(kind="reviews-incomplete")]) == (Outcome.MET, "intact")
