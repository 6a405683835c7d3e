"""DEP-01, by what could make it wrong."""

from typing import Any

import pytest

from attest.evaluate.engine import evaluate
from attest.model.change import Change, ReviewState
from attest.model.control import Catalog
from attest.model.evidence import RunView
from attest.model.finding import Finding, Outcome
from attest.model.population import Boundary, BoundaryBasis
from attest.model.signal import AiState
from tests.support.forge_records import deployment
from tests.support.imported import file_of, row
from tests.support.records import (
    ADA,
    AFTER,
    BEN,
    CYD,
    MERGED,
    NOT_CONNECTED,
    PERIOD,
    evaluated,
    gap,
    involved,
    operated,
    pull,
    review,
    run_of,
    scope,
    sha,
    status,
    undetermined,
)

LATER = "2025-03-10T14:00:00Z"
ALL = ("REV-01", "REV-02", "REV-03", "TST-01", "EMG-01", "DEP-01")


def told(place: int = 1, number: int = 1, at: str | None = AFTER, **more: Any) -> Any:
    """A deployment by the forge of the change that landed at a place."""
    return deployment("shop", f"{number:03}", sha(f"landed {place}"), **{"created_at": at, **more})


def good(*changes: Change) -> dict[str, Any]:
    """Reviews and checks that are all well."""
    return {
        "reviews": [review(one) for one in changes],
        "checks": [status(one) for one in changes],
    }


def run(*given: Any, changes: tuple[Change, ...] = (), **more: Any) -> RunView:
    """A run of one change that is well, with deployments."""
    changes = changes or (pull(),)
    rows = tuple(one for one in given if hasattr(one, "kind"))
    forge = tuple(one for one in given if not hasattr(one, "kind"))
    fields: dict[str, Any] = {
        **good(*changes), "deployments": forge, "imported": rows,
        "imports": tuple(file_of(kind) for kind in sorted({one.kind for one in rows})),
    }  # fmt: skip
    return run_of(*changes, **{**fields, **more})


def findings(
    catalog: Catalog, view: RunView, kept: tuple[str, ...] = ALL, **parameters: Any
) -> tuple[Finding, ...]:
    """What DEP-01 finds beside the tests that it builds on."""
    shown = tuple(item for item in catalog.assertions if item.id in kept)
    declared = [operated(name) for name in kept if name != "DEP-01"]
    declared.append(operated("DEP-01", parameters=parameters))
    found = evaluate(catalog.model_copy(update={"assertions": shown}), tuple(declared), view, PERIOD.until)
    return tuple(item for item in found.findings if item.assertion == "DEP-01")


def of(catalog: Catalog, view: RunView, **more: Any) -> tuple[Outcome, str]:
    """Outcome and reason of the last deployment."""
    found = findings(catalog, view, **more)[-1]
    return found.outcome, found.reason


def emergency(change: Change, **more: Any) -> Any:
    """The incident of a hotfix that Ben authorised and reviewed the same day."""
    cells = {
        "id": "I1", "opened_at": "2025-03-10T11:30:00Z", "change": change.id, "authorised_by": BEN,
        "reviewed_at": LATER, "reviewed_by": BEN, **more,
    }  # fmt: skip
    return row("incidents", **{name: cell for name, cell in cells.items() if cell})


def hotfix() -> Change:
    """A change that nobody had approved when it was merged."""
    return pull(labels=("hotfix",))


def late(change: Change) -> dict[str, Any]:
    """Ben approved it two hours after the merge, and AI had no part."""
    return {
        "reviews": [review(change, submitted_at=LATER)],
        "involvements": [involved(change, AiState.NO_EVIDENCE)],
    }


def test_met_by_changes_that_are_well(catalog: Catalog) -> None:
    """Each of the two that it brought."""
    view = run(told(2), changes=(pull(1), pull(2)))
    (found,) = findings(catalog, view)

    assert (found.outcome, found.reason) == (Outcome.MET, "approved")
    assert found.message == "Changes that it brought: 2; of which decide the result: 2."


def test_met_by_an_accepted_emergency(catalog: Catalog) -> None:
    """The deviation of REV-01 is what an emergency is."""
    change = hotfix()
    view = run(told(), emergency(change), changes=(change,), **late(change))

    assert of(catalog, view) == (Outcome.MET, "approved")


def test_met_by_clocks_five_minutes_apart(catalog: Catalog) -> None:
    """The pipeline's clock may be behind the forge's; a second more is too much."""
    assert of(catalog, run(told(at="2025-03-10T11:55:00Z"))) == (Outcome.MET, "approved")
    assert of(catalog, run(told(at="2025-03-10T11:54:59Z"))) == (Outcome.DEVIATION, "deployed-before-merge")


@pytest.mark.parametrize("broken", [{"reviews": ()}, {"checks": [status(pull(), conclusion="failure")]}])
def test_deviation_of_a_change_without_approval_or_tests(catalog: Catalog, broken: dict[str, Any]) -> None:
    """One of the tests is enough."""
    assert of(catalog, run(told(), **broken)) == (Outcome.DEVIATION, "unapproved-change")


def test_deviation_of_what_never_landed(catalog: Catalog) -> None:
    """Nothing older is there that it could be."""
    start = Boundary(sha=None, at=PERIOD.since, basis=BoundaryBasis.BRANCH_START)
    view = run(told(9), repositories=(scope(changes=1, start=start),))

    assert of(catalog, view) == (Outcome.DEVIATION, "not-in-population")


def test_deviation_without_provenance_where_it_is_asked_for(catalog: Catalog) -> None:
    """The file says that there is none; the forge says nothing."""
    cells: dict[str, Any] = {"id": "D2", "environment": "prod", "sha": sha("landed 1"), "at": AFTER}
    without, with_it = (row("deployments", **cells, provenance=said) for said in ("no", "yes"))

    assert of(catalog, run(without), provenance="required") == (Outcome.DEVIATION, "no-provenance")
    assert of(catalog, run(with_it), provenance="required") == (Outcome.MET, "approved")
    assert of(catalog, run(without)) == (Outcome.MET, "approved")
    assert of(catalog, run(told()), provenance="required") == (Outcome.INDETERMINATE, "provenance-unknown")
    assert of(catalog, run(without, reviews=()), provenance="required") == (
        Outcome.DEVIATION,
        "unapproved-change",
    )


def test_deviation_of_a_failed_emergency(catalog: Catalog) -> None:
    """The incident has nobody who authorised it, or nobody registers incidents and it was only pushed."""
    change = hotfix()
    view = run(told(), emergency(change, authorised_by=None), changes=(change,), **late(change))

    assert of(catalog, view) == (Outcome.DEVIATION, "unapproved-change")


def test_indeterminate_where_the_emergency_is_open(catalog: Catalog) -> None:
    """Nobody handed in incidents, or nobody tested the emergency."""
    view = run(told(), changes=(hotfix(),), **late(hotfix()))
    untested = ("REV-01", "REV-02", "REV-03", "TST-01", "DEP-01")

    assert of(catalog, view) == (Outcome.INDETERMINATE, "emergency-open")
    assert of(catalog, view, kept=untested) == (Outcome.INDETERMINATE, "emergency-open")


def test_indeterminate_where_a_test_is_open(catalog: Catalog) -> None:
    """The reviews were not connected, or how the change landed is not known."""
    unknown = undetermined()
    unread = run(told(), reviews=(), checks=(), not_connected=NOT_CONNECTED)

    assert of(catalog, unread) == (Outcome.INDETERMINATE, "change-open")
    assert of(catalog, run(told(), changes=(unknown,))) == (Outcome.INDETERMINATE, "change-open")


def test_indeterminate_without_the_tests_that_it_builds_on(catalog: Catalog) -> None:
    """Nothing was evaluated that could be well."""
    found = evaluated(catalog, "DEP-01", run(told())).findings[0]

    assert (found.outcome, found.reason) == (Outcome.INDETERMINATE, "not-evaluated")


def test_indeterminate_where_it_failed(catalog: Catalog) -> None:
    """A gate that turned it away did its work; what is well is well all the same."""
    failed = told(state="failure")

    assert of(catalog, run(failed, reviews=())) == (Outcome.INDETERMINATE, "not-shown-deployed")
    assert of(catalog, run(failed)) == (Outcome.MET, "approved")


def test_indeterminate_of_what_may_be_older(catalog: Catalog) -> None:
    """Its changes are those of another run; of which repository it is may be open as well."""
    cells: dict[str, Any] = {"id": "D2", "environment": "production", "sha": sha("landed 1"), "at": AFTER}
    two = run(row("deployments", **cells), changes=(pull(1), pull(2, repository="till")))

    assert of(catalog, run(told(9))) == (Outcome.INDETERMINATE, "revision-unknown")
    assert of(catalog, two) == (Outcome.INDETERMINATE, "repository-unknown")


def test_indeterminate_where_nobody_looked(catalog: Catalog) -> None:
    """No deployments were connected, or not all could be read."""
    unread = gap(source="deployments", kind="deployments-incomplete")
    absent = findings(catalog, run(not_connected=("deployments",)))
    more = findings(catalog, run(told(), gaps=[unread]))

    assert [one.reason for one in (*absent, *more)] == [
        "source-not-connected",
        "items-incomplete",
        "approved",
    ]


def test_needs_review_where_a_test_needs_it(catalog: Catalog) -> None:
    """Ben approved, and Ada's co-author Cyd had asked for changes to their own work."""
    change = pull(authors=(ADA, CYD))
    asked = review(change, CYD, state=ReviewState.CHANGES_REQUESTED)
    view = run(told(), changes=(change,), reviews=[review(change), asked])

    assert of(catalog, view) == (Outcome.NEEDS_REVIEW, "change-to-review")


def test_not_applicable_to_what_brings_nothing(catalog: Catalog) -> None:
    """A second deployment of the same, and one of the tip before the period."""
    again = run(told(), told(number=2, at=LATER))
    start = deployment("shop", "003", sha("start"), created_at=AFTER)

    assert [one.reason for one in findings(catalog, again)] == ["approved", "nothing-new"]
    assert of(catalog, run(start)) == (Outcome.NOT_APPLICABLE, "nothing-new")


def test_not_applicable_to_other_places(catalog: Catalog) -> None:
    """Another environment, and another repository."""
    cells: dict[str, Any] = {"id": "D2", "environment": "production", "sha": sha("landed 1"), "at": AFTER}

    assert of(catalog, run(told(environment="staging"), reviews=())) == (
        Outcome.NOT_APPLICABLE,
        "other-environment",
    )
    assert of(catalog, run(row("deployments", **cells, repository="till"))) == (
        Outcome.NOT_APPLICABLE,
        "other-repository",
    )


def test_tempting_second_try_of_what_failed(catalog: Catalog) -> None:
    """The first try did not bring the change, so the second one does."""
    view = run(told(state="failure"), told(number=2, at=LATER), reviews=())

    assert [one.reason for one in findings(catalog, view)] == ["not-shown-deployed", "unapproved-change"]


def test_tempting_change_before_the_one_deployed(catalog: Catalog) -> None:
    """The deployed commit was approved; the one below it came along unapproved."""
    first, second = pull(1), pull(2)
    view = run(told(2), changes=(first, second), reviews=[review(second)])

    (found,) = findings(catalog, view)
    assert found.reason == "unapproved-change"
    assert found.evidence == ("shop:deployment:001", first.id)


def test_tempting_emergency_of_another_change(catalog: Catalog) -> None:
    """An accepted emergency excuses itself alone."""
    fix, other = pull(1, labels=("hotfix",)), pull(2, authors=(ADA,))
    view = run(told(2), emergency(fix), changes=(fix, other), **late(fix))

    (found,) = findings(catalog, view)
    assert (found.reason, found.evidence) == ("unapproved-change", ("shop:deployment:001", other.id))


def test_tempting_deployment_at_the_second_of_the_merge(catalog: Catalog) -> None:
    """It is in time; one whose time is not known is not shown to be early."""
    assert of(catalog, run(told(at=MERGED))) == (Outcome.MET, "approved")
    assert of(catalog, run(told(at=None))) == (Outcome.MET, "approved")
