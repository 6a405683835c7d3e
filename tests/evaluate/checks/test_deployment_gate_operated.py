"""DEP-03, by what could make it wrong."""

from typing import Any

import pytest

from attest.model.control import Catalog
from attest.model.finding import Outcome
from attest.model.identity import Actor
from tests.support.forge_records import deployment
from tests.support.imported import file_of, row
from tests.support.records import ADA, AFTER, BEN, CLAUDE, CYD, DEPENDABOT, GONE, evaluated, pull, run_of, sha


def told(**more: Any) -> Any:
    """A deployment by the forge that a robot set off."""
    fields = {"created_at": AFTER, "creator": DEPENDABOT, **more}
    return deployment("shop", "0000000007", sha("landed 1"), **fields)


def handed(**cells: Any) -> Any:
    """One of the file, which Cyd approved in the second in which Ben set it off."""
    known = {
        "id": "7", "environment": "production", "sha": sha("landed 1"), "at": AFTER, "actor": BEN,
        "approver": CYD, "approved_at": AFTER, **cells,
    }  # fmt: skip
    return row("deployments", 2, **{name: cell for name, cell in known.items() if cell is not None})


def of(catalog: Catalog, *given: Any, **more: Any) -> tuple[Outcome, str]:
    """Outcome and reason of the last deployment in the order of the run."""
    parameters = more.pop("parameters", {})
    rows = tuple(one for one in given if hasattr(one, "kind"))
    forge = tuple(one for one in given if not hasattr(one, "kind"))
    imports = (file_of("deployments"),) if rows else ()
    change = more.pop("change", pull())
    view = run_of(change, deployments=forge, imported=rows, imports=imports, **more)
    found = evaluated(catalog, "DEP-03", view, **parameters).findings[-1]
    return found.outcome, found.reason


@pytest.mark.parametrize("actor", [BEN, DEPENDABOT])
def test_met_by_a_third_person(catalog: Catalog, actor: Actor) -> None:
    """Whoever set it off."""
    assert of(catalog, handed(actor=actor)) == (Outcome.MET, "operated")


def test_met_by_the_row_of_a_deployment_of_the_forge(catalog: Catalog) -> None:
    """Its number, commit and environment lead to it; another number does not."""
    known = handed(at="2025-03-10T11:00:00Z", approved_at="2025-03-10T11:00:00Z")

    assert of(catalog, known, told()) == (Outcome.MET, "operated")
    assert of(catalog, told()) == (Outcome.INDETERMINATE, "approver-unknown")


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"approver": None, "approved_at": None}, "no-approver"),
        ({"approver": BEN}, "approved-alone"),
        ({"approver": ADA}, "approved-alone"),
        ({"approver": DEPENDABOT}, "approved-by-machine"),
        ({"approver": CLAUDE}, "approved-by-machine"),
        ({"approved_at": "2025-03-10T12:00:02Z"}, "approved-late"),
    ],
)
def test_needs_review_of_a_gate_that_did_not_hold(
    catalog: Catalog, cells: dict[str, Any], reason: str
) -> None:
    """Ben set it off and Ada made it."""
    assert of(catalog, handed(**cells)) == (Outcome.NEEDS_REVIEW, reason)


def test_needs_review_where_there_is_no_gate(catalog: Catalog) -> None:
    """On the day of collection the environment asked for nobody."""
    assert of(catalog, told(reviewers=0)) == (Outcome.NEEDS_REVIEW, "no-gate")


def test_deviation_is_never_the_outcome_of_an_indicator(catalog: Catalog) -> None:
    """Not even where everything is amiss."""
    found = of(catalog, handed(approver=BEN, actor=BEN, approved_at="2025-12-01T00:00:00Z"))

    assert found == (Outcome.NEEDS_REVIEW, "approved-alone")


def test_indeterminate_where_the_approver_is_not_known(catalog: Catalog) -> None:
    """The forge does not say; the file says when, or names an account that is gone."""
    assert of(catalog, told(reviewers=None)) == (Outcome.INDETERMINATE, "approver-unknown")
    assert of(catalog, handed(approver=None)) == (Outcome.INDETERMINATE, "approver-unknown")
    assert of(catalog, handed(approver=GONE)) == (Outcome.INDETERMINATE, "approver-unknown")


def test_indeterminate_where_an_actor_is_not_known(catalog: Catalog) -> None:
    """Whoever set it off, or made it, may be the approver."""
    assert of(catalog, handed(actor=None)) == (Outcome.INDETERMINATE, "actor-unknown")
    assert of(catalog, handed(sha=sha("landed 9"))) == (Outcome.INDETERMINATE, "actor-unknown")
    assert of(catalog, handed(), change=pull(authors=(GONE,))) == (Outcome.INDETERMINATE, "actor-unknown")
    assert of(catalog, handed(), change=pull(authors_complete=False)) == (
        Outcome.INDETERMINATE,
        "actor-unknown",
    )


def test_indeterminate_without_times_or_sources(catalog: Catalog) -> None:
    """It may have been approved afterwards."""
    assert of(catalog, handed(approved_at=None)) == (Outcome.INDETERMINATE, "time-unknown")
    assert of(catalog, not_connected=("deployments",)) == (Outcome.INDETERMINATE, "source-not-connected")


def test_not_applicable_to_other_environments(catalog: Catalog) -> None:
    """Staging has no gate, unless policy says so."""
    staging = handed(environment="staging")

    assert of(catalog, staging) == (Outcome.NOT_APPLICABLE, "other-environment")
    assert of(catalog, staging, parameters={"environments": ("staging",)}) == (Outcome.MET, "operated")


def test_tempting_rule_that_prevents_self_review(catalog: Catalog) -> None:
    """That the rule forbids it today does not show that somebody approved then."""
    found = of(catalog, told(reviewers=2, prevents_self_review=True))

    assert found == (Outcome.INDETERMINATE, "approver-unknown")


def test_tempting_row_of_another_environment(catalog: Catalog) -> None:
    """The approval for staging is none for production, and one of another deployment neither."""
    staging = handed(environment="staging", at="2025-03-10T11:00:00Z", approved_at="2025-03-10T11:00:00Z")
    other = handed(id="8", at="2025-03-10T11:00:00Z", approved_at="2025-03-10T11:00:00Z")

    for given in (staging, other):
        assert of(catalog, given, told()) == (Outcome.INDETERMINATE, "approver-unknown")
