"""CFG-04, by what could make it wrong."""

from typing import Any

import pytest

from attest.model.branch import Permission
from attest.model.change import Change, ReviewState
from attest.model.control import Catalog
from attest.model.evidence import RunView
from attest.model.finding import Finding, Outcome
from attest.model.identity import Actor
from attest.model.signal import SignalRole
from tests.support.records import (
    ADA,
    BEN,
    CLAUDE,
    DEPENDABOT,
    GONE,
    evaluated,
    gap,
    involved,
    pull,
    push,
    review,
    run_of,
    signal,
)


def right(role: str = "write", account: Actor = CLAUDE, repository: str = "shop") -> Permission:
    """A role of the agent's account."""
    return Permission(
        id=f"{repository}:permission:{role}", repository=repository, account=account, role=role, may_push=True
    )


def run(change: Change | None = None, **more: Any) -> RunView:
    """A change whose commits the agent authored under its own identity, for Ada."""
    one = change or pull()
    fields: dict[str, Any] = {
        "involvements": [involved(one)],
        "signals": [signal(one, role=SignalRole.AUTHOR, where="author")],
        "permissions": (right(),),
    }
    return run_of(one, **{**fields, **more})


def findings(catalog: Catalog, view: RunView, **parameters: Any) -> tuple[Finding, ...]:
    """What CFG-04 finds."""
    return evaluated(catalog, "CFG-04", view, **parameters).findings


def of(catalog: Catalog, view: RunView, **parameters: Any) -> tuple[Outcome, str]:
    """Outcome and reason for the one agent."""
    (found,) = findings(catalog, view, **parameters)
    return found.outcome, found.reason


def test_met_by_an_agent_within_its_rights(catalog: Catalog) -> None:
    """An identity of its own, the right to write, and Ada who answers for it."""
    (found,) = findings(catalog, run())
    assert (found.subject, found.outcome, found.reason) == ("agent:claude-code", Outcome.MET, "confined")
    assert found.message == "Changes with an act of the agent: 1; approved, merged or pushed by it: 0."
    assert found.evidence == ("signal:#1", "shop:permission:write")


@pytest.mark.parametrize("role", ["read", "triage", "write"])
def test_met_by_each_role_up_to_the_baseline(catalog: Catalog, role: str) -> None:
    """The baseline is in it."""
    assert of(catalog, run(permissions=(right(role),))) == (Outcome.MET, "confined")


def test_met_by_an_account_that_did_nothing(catalog: Catalog) -> None:
    """It is a subject by its rights."""
    view = run_of(pull(), permissions=(right(), right("admin", ADA), right("admin", DEPENDABOT)))
    assert of(catalog, view) == (Outcome.MET, "confined")


@pytest.mark.parametrize("role", ["maintain", "admin"])
def test_deviation_of_a_role_above_the_baseline(catalog: Catalog, role: str) -> None:
    """In one of two repositories; management may allow more or less."""
    view = run(permissions=(right(), right(role, repository="api")))
    (found,) = findings(catalog, view)
    assert (found.outcome, found.reason) == (Outcome.DEVIATION, "over-scoped")
    assert found.evidence == (f"api:permission:{role}",)
    assert of(catalog, view, role=role) == (Outcome.MET, "confined")
    assert of(catalog, run(), role="read") == (Outcome.DEVIATION, "over-scoped")


def test_deviation_of_a_merge(catalog: Catalog) -> None:
    """By whoever's order."""
    assert of(catalog, run(pull(merger=CLAUDE))) == (Outcome.DEVIATION, "merged")


def test_deviation_of_a_push(catalog: Catalog) -> None:
    """Its own commit, without a pull request."""
    assert of(catalog, run(push())) == (Outcome.DEVIATION, "merged")


def test_deviation_where_nobody_answers(catalog: Catalog) -> None:
    """No person is named, or a machine is."""
    for nobody in (None, DEPENDABOT):
        one = pull()
        view = run(one, involvements=[involved(one, accountable=nobody)])
        assert of(catalog, view) == (Outcome.DEVIATION, "nobody-answers")


def test_indeterminate_who_answers(catalog: Catalog) -> None:
    """An account that is gone; an involvement that is not on record."""
    one = pull()
    view = run(one, involvements=[involved(one, accountable=GONE)])
    assert of(catalog, view) == (Outcome.INDETERMINATE, "answerable-unknown")
    assert of(catalog, run(involvements=[])) == (Outcome.INDETERMINATE, "answerable-unknown")


def test_a_review_needs_nobody_who_answers(catalog: Catalog) -> None:
    """A comment of the agent's is no part in making the change."""
    one = pull()
    comment = review(one, CLAUDE, state=ReviewState.COMMENTED)
    view = run_of(one, reviews=[comment], permissions=(right(),))
    assert of(catalog, view) == (Outcome.MET, "confined")


def test_indeterminate_what_it_may_do(catalog: Catalog) -> None:
    """An app that is no collaborator, a role of the entity's own, and a list that nobody asked for."""
    expected = (Outcome.INDETERMINATE, "role-unknown")
    assert of(catalog, run(permissions=())) == expected
    assert of(catalog, run(permissions=(right("releaser"),))) == expected
    assert of(catalog, run(permissions=(), not_connected=("permissions",))) == expected


def test_indeterminate_ai_that_nothing_names(catalog: Catalog) -> None:
    """A declaration that AI assisted."""
    one = pull()
    view = run(one, signals=[signal(one, tool="unnamed-ai")], permissions=())
    assert of(catalog, view) == (Outcome.INDETERMINATE, "agent-unknown")


def test_indeterminate_where_reviews_were_not_read(catalog: Catalog) -> None:
    """An approval of the agent's may be among them."""
    found = findings(catalog, run(gaps=[gap(kind="reviews-incomplete")]))
    assert [one.reason for one in found] == ["items-incomplete", "evidence-missing"]
    (unread,) = findings(catalog, run(not_connected=("reviews",)))
    assert (unread.outcome, unread.reason) == (Outcome.INDETERMINATE, "source-not-connected")


def test_needs_review_of_an_agent_without_an_identity(catalog: Catalog) -> None:
    """A trailer in Ada's own commit."""
    one = pull()
    view = run(one, signals=[signal(one)], permissions=())
    assert of(catalog, view) == (Outcome.NEEDS_REVIEW, "no-identity")


def test_not_applicable_without_agents(catalog: Catalog) -> None:
    """Persons and robots alone."""
    one = pull(authors=(ADA, DEPENDABOT))
    (found,) = findings(catalog, run_of(one, reviews=[review(one, BEN)]))
    assert (found.subject, found.outcome, found.reason) == ("run", Outcome.NOT_APPLICABLE, "no-items")


def test_tempting_agent_that_approved(catalog: Catalog) -> None:
    """Everything else is as it should be; no test of review counts the approval, and it was given."""
    one = pull()
    view = run(one, reviews=[review(one, CLAUDE), review(one, BEN)])
    assert of(catalog, view) == (Outcome.DEVIATION, "approved")
