"""POP-01, by what could make it wrong."""

from typing import Any

import pytest

from attest.model.change import Change
from attest.model.control import Catalog
from attest.model.finding import Outcome
from attest.model.population import Boundary, BoundaryBasis
from tests.support import forge_records
from tests.support.records import (
    PERIOD,
    finding,
    gap,
    outcome,
    pull,
    push,
    reconciled,
    run_of,
    scope,
    sha,
)


def of(catalog: Catalog, *changes: Change, **more: Any) -> tuple[Outcome, str]:
    """Outcome of POP-01 for a run over changes."""
    return outcome(catalog, "POP-01", run_of(*changes, **more))


def test_met_when_two_sources_agree(catalog: Catalog) -> None:
    """The forge knows every change, and both tips are proven."""
    assert of(catalog, pull()) == (Outcome.MET, "reconciled")


def test_met_with_direct_pushes_that_the_forge_does_not_know(catalog: Catalog) -> None:
    """A direct push is a member of the population: it is explained, and counted in print."""
    change = push()
    view = run_of(change, reconciliations=(reconciled(unmatched_here=(change.id,)),))
    found = finding(catalog, "POP-01", view)

    assert found.outcome is Outcome.MET
    assert "of which 1 are direct pushes" in found.message


@pytest.mark.parametrize("kind", ["missing-blob", "oversize-message", "metrics-unavailable"])
def test_met_despite_gaps_about_contents(catalog: Catalog, kind: str) -> None:
    """A file that could not be read hides no change."""
    assert of(catalog, pull(), gaps=[gap(source="git", kind=kind)]) == (Outcome.MET, "reconciled")


@pytest.mark.parametrize(
    "kind", ["reviews-incomplete", "pull-incomplete", "null-user", "edited-during-collection"]
)
def test_met_despite_gaps_of_single_pull_requests(catalog: Catalog, kind: str) -> None:
    """What is not known of a listed pull request hides no other."""
    assert of(catalog, pull(), gaps=[gap(kind=kind)]) == (Outcome.MET, "reconciled")


@pytest.mark.parametrize("kind", ["pulls-incomplete", "pull-unlisted", "a-kind-of-tomorrow"])
def test_indeterminate_when_the_second_source_was_cut_off(catalog: Catalog, kind: str) -> None:
    """A pull request on a page that was not read may have been merged and not be on the branch."""
    assert of(catalog, pull(), gaps=[gap(kind=kind)]) == (Outcome.INDETERMINATE, "gap")


def test_deviation_of_a_record_that_is_missing(catalog: Catalog) -> None:
    """Two were counted on the branch, one is on record."""
    assert of(catalog, pull(), repositories=(scope(changes=2),)) == (Outcome.DEVIATION, "records-missing")


def test_deviation_of_a_change_that_the_forge_does_not_know(catalog: Catalog) -> None:
    """A pull request in git of which the forge knows nothing."""
    change = pull()
    unknown = reconciled(unmatched_here=(change.id,))

    assert of(catalog, change, reconciliations=(unknown,)) == (Outcome.DEVIATION, "unmatched")


def test_deviation_of_a_pull_request_that_is_not_on_the_branch(catalog: Catalog) -> None:
    """The forge says merged, the branch says nothing."""
    lost = reconciled(unmatched_there=("#7",))

    assert of(catalog, pull(), reconciliations=(lost,)) == (Outcome.DEVIATION, "unmatched")


@pytest.mark.parametrize("second", ["", "forge:recorded"])
def test_deviation_of_counts_that_differ(catalog: Catalog, second: str) -> None:
    """A difference is one, whichever sources were read."""
    differing = reconciled(difference=1, second_source=second)

    assert of(catalog, pull(), reconciliations=(differing,)) == (Outcome.DEVIATION, "counts-differ")


def test_deviation_of_history_that_was_rewritten(catalog: Catalog) -> None:
    """The clone still holds the tip of the run before, and the branch does not."""
    rewritten = gap(source="git", kind="previous-tip-rewritten")

    assert of(catalog, pull(), gaps=[rewritten]) == (Outcome.DEVIATION, "history-rewritten")


@pytest.mark.parametrize("kind", ["force-push", "branch-deletion"])
def test_deviation_of_a_branch_that_was_pushed_over(catalog: Catalog, kind: str) -> None:
    """Two sources may agree on what is left; the forge's own log says that something went."""
    over = forge_records.push("shop", "1", kind=kind)

    assert of(catalog, pull(), pushes=(over,)) == (Outcome.DEVIATION, "branch-pushed-over")


def test_met_with_pushes_and_merges_on_record(catalog: Catalog) -> None:
    """An ordinary push is no rewriting, nor is a push over the branch of another repository."""
    pushes = (
        forge_records.push("shop", "1"),
        forge_records.push("shop", "2", kind="pr-merge"),
        forge_records.push("other", "3", kind="force-push"),
    )

    assert of(catalog, pull(), pushes=pushes) == (Outcome.MET, "reconciled")


def test_indeterminate_when_the_tip_of_the_run_before_is_not_in_the_clone(catalog: Catalog) -> None:
    """It may be gone from the branch, or only from this clone."""
    unknown = gap(source="git", kind="previous-tip-unknown")

    assert of(catalog, pull(), gaps=[unknown]) == (Outcome.INDETERMINATE, "gap")


def test_indeterminate_with_one_source(catalog: Catalog) -> None:
    """Git's own counts agree, which the message says, and nothing else confirms them."""
    view = run_of(pull(), reconciliations=(reconciled(second_source=""),))
    found = finding(catalog, "POP-01", view)

    assert (found.outcome, found.reason) == (Outcome.INDETERMINATE, "one-source")
    assert "1 changes, its own counts agree" in found.message


def test_indeterminate_without_a_reconciliation(catalog: Catalog) -> None:
    """A run that does not tell its counts."""
    assert of(catalog, pull(), reconciliations=()) == (Outcome.INDETERMINATE, "not-reconciled")
    assert of(catalog, pull(), repositories=()) == (Outcome.INDETERMINATE, "not-reconciled")


@pytest.mark.parametrize("kind", ["commit-missing", "a-kind-of-tomorrow"])
def test_indeterminate_with_a_gap_that_may_hide_a_change(catalog: Catalog, kind: str) -> None:
    """A kind of gap that is not known to be harmless is not taken to be."""
    assert of(catalog, pull(), gaps=[gap(source="git", kind=kind)]) == (Outcome.INDETERMINATE, "gap")


def test_indeterminate_when_an_empty_period_is_not_proven(catalog: Catalog) -> None:
    """No change by committers' dates, from one source: there may be some."""
    dated = (scope(changes=0, basis=BoundaryBasis.DECLARED),)
    alone = (reconciled(changes=0, second_source=""),)

    assert of(catalog, repositories=dated, reconciliations=alone) == (Outcome.INDETERMINATE, "one-source")
    assert of(catalog, repositories=dated) == (Outcome.INDETERMINATE, "boundary-declared")


def test_not_applicable_when_an_empty_period_is_proven(catalog: Catalog) -> None:
    """Both tips are proven, and nothing lies between them."""
    assert of(catalog) == (Outcome.NOT_APPLICABLE, "no-changes")


@pytest.mark.parametrize("bound", ["start", "end"])
def test_tempting_agreement_over_declared_tips(catalog: Catalog, bound: str) -> None:
    """Two sources that agree about a boundary that anybody can move."""
    tip = Boundary(sha=sha("tip"), at=PERIOD.until, basis=BoundaryBasis.DECLARED)
    moved: dict[str, Any] = {bound: tip}

    assert of(catalog, pull(), repositories=(scope(**moved),)) == (
        Outcome.INDETERMINATE,
        "boundary-declared",
    )


def test_tempting_difference_of_nought_between_items_that_differ(catalog: Catalog) -> None:
    """One is missing on each side: the counts are equal, the items are not."""
    change = pull()
    crossed = reconciled(unmatched_here=(change.id,), unmatched_there=("#7",), difference=0)

    assert of(catalog, change, reconciliations=(crossed,)) == (Outcome.DEVIATION, "unmatched")


def test_deviation_of_changes_that_left_the_branch(catalog: Catalog) -> None:
    """An earlier run of the same days holds them, and no run that gives the population does."""
    left = gap(source="git", kind="changes-left-the-branch", affects=("shop:1",))

    assert of(catalog, pull(), gaps=[left]) == (Outcome.DEVIATION, "history-rewritten")


def test_indeterminate_with_changes_that_only_a_later_run_holds(catalog: Catalog) -> None:
    """They came with dates of days that had been read."""
    later = gap(source="git", kind="changes-seen-by-another-run", affects=("shop:1",))

    assert of(catalog, pull(), gaps=[later]) == (Outcome.INDETERMINATE, "gap")
