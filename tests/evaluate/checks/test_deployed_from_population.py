"""POP-03, by what could make it wrong."""

from typing import Any

import pytest

from attest.model.control import Catalog
from attest.model.evidence import RunView
from attest.model.finding import Outcome
from attest.model.population import Boundary, BoundaryBasis
from tests.support.forge_records import deployment
from tests.support.imported import file_of, row
from tests.support.records import (
    AFTER,
    BEFORE,
    MERGED,
    PERIOD,
    evaluated,
    gap,
    outcome,
    pull,
    run_of,
    scope,
    sha,
)

LATER = "2025-03-10T14:00:00Z"
FIRST, SECOND = sha("landed 1"), sha("landed 2")
OLD = sha("from elsewhere")


def told(sha: str, number: int = 1, at: str | None = AFTER, **more: Any) -> Any:
    """A deployment by the forge."""
    return deployment("shop", f"{number:03}", sha, **{"created_at": at, **more})


def handed(sha: str, number: int = 2, at: str = AFTER, **more: Any) -> Any:
    """The same in a file."""
    return row("deployments", number, id=f"D{number}", environment="production", sha=sha, at=at, **more)


def run(*given: Any, **more: Any) -> RunView:
    """A run of two changes with deployments."""
    rows = tuple(one for one in given if hasattr(one, "kind"))
    forge = tuple(one for one in given if not hasattr(one, "kind"))
    changes = more.pop("changes", (pull(1), pull(2)))
    imports = (file_of("deployments"),) if rows else ()
    return run_of(*changes, **{"deployments": forge, "imported": rows, "imports": imports, **more})


def of(catalog: Catalog, *given: Any, **more: Any) -> tuple[Outcome, str]:
    """Outcome and reason of the last deployment."""
    found = evaluated(catalog, "POP-03", run(*given, **more)).findings[-1]
    return found.outcome, found.reason


@pytest.mark.parametrize("one", [told(SECOND), handed(SECOND), told(FIRST, environment="Production")])
def test_met_by_a_landed_commit(catalog: Catalog, one: Any) -> None:
    """Whoever tells of it."""
    assert of(catalog, one) == (Outcome.MET, "in-population")


def test_met_by_the_last_revision_once_its_content_landed(catalog: Catalog) -> None:
    """The commit is another one, what it holds is not."""
    assert of(catalog, told(sha("head"), at=MERGED)) == (Outcome.MET, "in-population")


def test_deviation_of_a_commit_that_came_up_later(catalog: Catalog) -> None:
    """The first change ran there before it."""
    found = of(catalog, told(FIRST), told(OLD, 2, LATER))

    assert found == (Outcome.DEVIATION, "not-in-population")


def test_deviation_of_a_commit_where_nothing_is_older(catalog: Catalog) -> None:
    """The branch begins in the period."""
    start = Boundary(sha=None, at=PERIOD.since, basis=BoundaryBasis.BRANCH_START)
    found = of(catalog, told(OLD), repositories=(scope(changes=2, start=start),))

    assert found == (Outcome.DEVIATION, "not-in-population")


def test_indeterminate_of_what_failed_or_waits(catalog: Catalog) -> None:
    """A gate that turned it away did its work; whether any of it ran is open."""
    for state in ("failure", "error", "waiting", "queued", "pending"):
        found = of(catalog, told(FIRST), told(OLD, 2, LATER, state=state))
        assert found == (Outcome.INDETERMINATE, "not-shown-deployed")


def test_indeterminate_of_what_may_be_older(catalog: Catalog) -> None:
    """It ran before the first change did, or by the file was what that one replaced."""
    again = (told(OLD), told(FIRST, 2, "2025-03-10T13:00:00Z"), told(OLD, 3, LATER))
    back = (handed(FIRST, 2, previous_sha=OLD), handed(OLD, 3, LATER))

    assert of(catalog, told(OLD)) == (Outcome.INDETERMINATE, "may-be-older")
    assert of(catalog, *again) == (Outcome.INDETERMINATE, "may-be-older")
    assert of(catalog, *back) == (Outcome.INDETERMINATE, "may-be-older")


def test_indeterminate_where_commits_could_not_be_read(catalog: Catalog) -> None:
    """It may be one of them; what hides contents alone hides no commit."""
    given = (told(FIRST), told(OLD, 2, LATER))
    hidden = of(catalog, *given, gaps=[gap(source="git", kind="shallow-clone")])
    blob = of(catalog, *given, gaps=[gap(source="git", kind="missing-blob")])
    other = of(catalog, *given, gaps=[gap("till", source="git", kind="shallow-clone")])

    assert hidden == (Outcome.INDETERMINATE, "population-open")
    assert blob == other == (Outcome.DEVIATION, "not-in-population")


def test_indeterminate_without_the_repository(catalog: Catalog) -> None:
    """Two are in the run, and the row names neither."""
    changes = (pull(1), pull(2, repository="till"))

    assert of(catalog, handed(FIRST), changes=changes) == (Outcome.INDETERMINATE, "repository-unknown")


def test_indeterminate_where_nobody_looked(catalog: Catalog) -> None:
    """Neither a forge nor a file."""
    view = run_of(pull(), not_connected=("deployments",))

    assert outcome(catalog, "POP-03", view) == (Outcome.INDETERMINATE, "source-not-connected")


def test_indeterminate_where_deployments_could_not_all_be_read(catalog: Catalog) -> None:
    """Beside those on record there may be more."""
    unread = gap(source="deployments", kind="deployments-incomplete")
    found = evaluated(catalog, "POP-03", run(told(FIRST), gaps=[unread])).findings

    assert [one.reason for one in found] == ["items-incomplete", "in-population"]


def test_not_applicable_to_the_tip_before(catalog: Catalog) -> None:
    """Its changes are those of the period before."""
    assert of(catalog, told(FIRST), told(sha("start"), 2, LATER)) == (Outcome.NOT_APPLICABLE, "before-period")


def test_not_applicable_to_other_places(catalog: Catalog) -> None:
    """Another environment, unless it is named or none is; another repository."""
    staging = told(OLD, environment="staging")
    view = run(told(FIRST, environment="staging"))

    assert of(catalog, staging) == (Outcome.NOT_APPLICABLE, "other-environment")
    assert outcome(catalog, "POP-03", view, environments=("Staging",)) == (Outcome.MET, "in-population")
    assert outcome(catalog, "POP-03", view, environments=()) == (Outcome.MET, "in-population")
    assert of(catalog, handed(OLD, repository="till")) == (Outcome.NOT_APPLICABLE, "other-repository")


def test_not_applicable_without_deployments_of_the_period(catalog: Catalog) -> None:
    """The bounds are half-open."""
    inside = of(catalog, told(FIRST, at=PERIOD.since))
    for at in (PERIOD.until, "2024-12-31T23:59:59Z"):
        assert of(catalog, told(FIRST, at=at)) == (Outcome.NOT_APPLICABLE, "no-items")
    assert inside == of(catalog, told(FIRST, at=None)) == (Outcome.MET, "in-population")


def test_tempting_revision_of_a_pull_request_before_its_merge(catalog: Catalog) -> None:
    """It landed later, or landed as something else."""
    other = (pull(1), pull(2, head_sha=sha("mine"), head_tree=sha("another tree")))

    assert of(catalog, told(sha("head"), at=BEFORE)) == (Outcome.DEVIATION, "not-in-population")
    assert of(catalog, told(sha("mine")), changes=other) == (Outcome.DEVIATION, "not-in-population")


def test_tempting_commit_of_another_repository(catalog: Catalog) -> None:
    """It landed, elsewhere."""
    changes = (pull(1), pull(2, repository="till"))
    found = of(catalog, told(FIRST), told(SECOND, 2, LATER), changes=changes)

    assert found == (Outcome.DEVIATION, "not-in-population")


def test_tempting_old_commit_of_another_environment(catalog: Catalog) -> None:
    """That it ran in staging before says nothing of production."""
    given = (told(OLD, 1, BEFORE, environment="staging"), told(FIRST, 2), told(OLD, 3, LATER))
    found = evaluated(catalog, "POP-03", run(*given)).findings

    assert {one.subject: one.reason for one in found}["shop:deployment:003"] == "not-in-population"


def test_messages_count_what_was_brought(catalog: Catalog) -> None:
    """Each change is brought once; by what failed not at all."""
    given = (told(FIRST, 1), told(SECOND, 2, LATER, state="failure"), told(SECOND, 3, LATER))
    found = evaluated(catalog, "POP-03", run(*given)).findings

    assert [one.message[-2:] for one in found] == ["1.", "1.", "1."]
