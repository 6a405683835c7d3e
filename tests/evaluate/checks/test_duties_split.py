"""DEP-02, by what could make it wrong."""

from typing import Any

import pytest

from attest.model.control import Catalog
from attest.model.evidence import RunView
from attest.model.finding import Outcome
from attest.model.identity import Actor
from tests.support.forge_records import deployment
from tests.support.imported import file_of, row
from tests.support.records import (
    ADA,
    AFTER,
    BEN,
    CLAUDE,
    CYD,
    DEPENDABOT,
    GONE,
    NOT_CONNECTED,
    STRANGER,
    evaluated,
    gap,
    pull,
    push,
    review,
    run_of,
    sha,
)

LATER = "2025-03-10T14:00:00Z"


def told(creator: Actor = DEPENDABOT, place: int = 1, number: int = 1, **more: Any) -> Any:
    """A deployment by the forge of the change that landed at a place."""
    fields = {"created_at": AFTER, "creator": creator, **more}
    return deployment("shop", f"{number:03}", sha(f"landed {place}"), **fields)


def handed(**cells: Any) -> Any:
    """The same in a file."""
    known = {"id": "D1", "environment": "prod", "sha": sha("landed 1"), "at": AFTER, **cells}
    return row("deployments", 2, **known)


def run(*given: Any, **more: Any) -> RunView:
    """A run of one change that nobody approved, with deployments."""
    rows = tuple(one for one in given if hasattr(one, "kind"))
    forge = tuple(one for one in given if not hasattr(one, "kind"))
    imports = (file_of("deployments"),) if rows else ()
    changes = more.pop("changes", (pull(),))
    return run_of(*changes, **{"deployments": forge, "imported": rows, "imports": imports, **more})


def of(catalog: Catalog, *given: Any, **more: Any) -> tuple[Outcome, str]:
    """Outcome and reason of the last deployment."""
    parameters = more.pop("parameters", {})
    found = evaluated(catalog, "DEP-02", run(*given, **more), **parameters).findings[-1]
    return found.outcome, found.reason


@pytest.mark.parametrize("deployer", [ADA, BEN, DEPENDABOT, GONE, CLAUDE])
def test_met_by_an_independent_approval(catalog: Catalog, deployer: Actor) -> None:
    """Whoever deployed."""
    assert of(catalog, told(deployer), reviews=[review(pull())]) == (Outcome.MET, "split")


def test_met_by_another_person_who_deployed(catalog: Catalog) -> None:
    """Ada made it, Cyd deployed it; or Cyd approved its deployment."""
    assert of(catalog, told(CYD)) == (Outcome.MET, "split")
    assert of(catalog, handed(actor=ADA, approver=CYD)) == (Outcome.MET, "split")


def test_deviation_of_an_author_who_deployed(catalog: Catalog) -> None:
    """Nobody else had a part that counts; that she approved it too adds nothing."""
    own = [review(pull(), ADA)]

    assert of(catalog, told(ADA)) == (Outcome.DEVIATION, "made-and-deployed")
    assert of(catalog, told(ADA), reviews=own) == (Outcome.DEVIATION, "made-and-deployed")
    assert of(catalog, handed(actor=ADA, approver=ADA)) == (Outcome.DEVIATION, "made-and-deployed")


def test_deviation_of_an_author_who_approved(catalog: Catalog) -> None:
    """The pipeline deployed it."""
    own = [review(pull(), ADA)]

    assert of(catalog, told(), reviews=own) == (Outcome.DEVIATION, "made-and-approved")


@pytest.mark.parametrize("machine", [DEPENDABOT, CLAUDE])
@pytest.mark.parametrize("change", [pull(merger=ADA), push()])
def test_deviation_of_what_went_through_the_pipeline_alone(
    catalog: Catalog, machine: Actor, change: Any
) -> None:
    """She merged or pushed it, and a machine did the rest."""
    found = of(catalog, told(machine), changes=(change,))

    assert found == (Outcome.DEVIATION, "alone-through-pipeline")


def test_needs_review_of_a_merge_by_another(catalog: Catalog) -> None:
    """Ben merged it without an approval."""
    assert of(catalog, told()) == (Outcome.NEEDS_REVIEW, "merged-by-another")


def test_indeterminate_where_an_approval_may_be_there(catalog: Catalog) -> None:
    """Reviews were not connected, not read, or are of nobody that is known."""
    unread = gap(kind="reviews-incomplete", affects=(pull().id,))
    absent = of(catalog, told(ADA), not_connected=NOT_CONNECTED)
    hidden = of(catalog, told(ADA), gaps=[unread])
    named = of(catalog, told(ADA), gaps=[gap(source="reviews", kind="not-permitted")])
    stranger = of(catalog, told(ADA), reviews=[review(pull(), STRANGER)])
    undated = of(catalog, told(ADA), reviews=[review(pull(), submitted_at=None)])

    assert {absent, hidden, named, stranger, undated} == {(Outcome.INDETERMINATE, "approval-open")}


def test_indeterminate_where_it_is_not_known_who_deployed(catalog: Catalog) -> None:
    """An account that is gone, an empty cell, or a robot after a merge of nobody's."""
    unmerged = pull(merger=None)

    assert of(catalog, told(GONE)) == (Outcome.INDETERMINATE, "deployer-unknown")
    assert of(catalog, handed()) == (Outcome.INDETERMINATE, "deployer-unknown")
    assert of(catalog, told(), changes=(unmerged,)) == (Outcome.INDETERMINATE, "deployer-unknown")


@pytest.mark.parametrize("deployer", [CYD, DEPENDABOT])
def test_indeterminate_where_the_authors_are_not_known(catalog: Catalog, deployer: Actor) -> None:
    """Whoever deployed or merged may be the one that is missing."""
    change = pull(authors=(CLAUDE,))

    assert of(catalog, told(deployer), changes=(change,)) == (Outcome.INDETERMINATE, "authors-unknown")


def test_indeterminate_where_it_failed(catalog: Catalog) -> None:
    """Whether any of it ran is open; what is split is split."""
    failed = told(ADA, state="failure")

    assert of(catalog, failed) == (Outcome.INDETERMINATE, "not-shown-deployed")
    assert of(catalog, failed, reviews=[review(pull())]) == (Outcome.MET, "split")


def test_indeterminate_of_what_is_not_on_record(catalog: Catalog) -> None:
    """Nobody knows who made it, or where."""
    two = (pull(1), pull(2, repository="till"))

    assert of(catalog, told(place=9)) == (Outcome.INDETERMINATE, "revision-unknown")
    assert of(catalog, handed(), changes=two) == (Outcome.INDETERMINATE, "repository-unknown")
    assert of(catalog, not_connected=("deployments",)) == (Outcome.INDETERMINATE, "source-not-connected")


def test_not_applicable_to_what_brings_nothing(catalog: Catalog) -> None:
    """A second deployment of the same, and of the tip before the period."""
    again = of(catalog, told(ADA), told(ADA, number=2, created_at=LATER))
    start = deployment("shop", "001", sha("start"), created_at=AFTER)

    assert again == of(catalog, start) == (Outcome.NOT_APPLICABLE, "nothing-new")


def test_not_applicable_to_other_places(catalog: Catalog) -> None:
    """Unless it is named."""
    staging = told(ADA, environment="staging")

    assert of(catalog, staging) == (Outcome.NOT_APPLICABLE, "other-environment")
    assert of(catalog, staging, parameters={"environments": ("staging",)}) == (
        Outcome.DEVIATION,
        "made-and-deployed",
    )
    assert of(catalog, handed(repository="till")) == (Outcome.NOT_APPLICABLE, "other-repository")


def test_tempting_second_account_of_the_author(catalog: Catalog) -> None:
    """The mail map joins the account that deployed with Ada's."""
    other = Actor(id="P-oth000000000", kind=ADA.kind, linked=True, also=ADA.id)

    assert of(catalog, told(other)) == (Outcome.DEVIATION, "made-and-deployed")


def test_tempting_change_below_the_one_deployed(catalog: Catalog) -> None:
    """Cyd deployed Ada's change, and a change of Cyd's came along."""
    first, second = pull(1, authors=(CYD,)), pull(2)
    found = evaluated(catalog, "DEP-02", run(told(CYD, 2), changes=(first, second))).findings[0]

    assert (found.reason, found.evidence) == ("made-and-deployed", ("shop:deployment:001", first.id))
    assert found.message == "Changes that it brought: 2; of which decide the result: 1."


def test_tempting_approval_after_the_merge_or_by_a_machine(catalog: Catalog) -> None:
    """Neither was there when it mattered."""
    late = of(catalog, told(ADA), reviews=[review(pull(), submitted_at=LATER)])
    machine = of(catalog, handed(actor=ADA, approver=DEPENDABOT))

    assert late == machine == (Outcome.DEVIATION, "made-and-deployed")


def test_tempting_gap_that_hides_no_review(catalog: Catalog) -> None:
    """Checks that were not read are no excuse."""
    unread = gap(kind="checks-incomplete", affects=(pull().id,))

    assert of(catalog, told(ADA), gaps=[unread]) == (Outcome.DEVIATION, "made-and-deployed")
