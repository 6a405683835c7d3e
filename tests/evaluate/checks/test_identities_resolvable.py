"""CFG-05, by what could make it wrong."""

from typing import Any

from attest.model.control import Catalog
from attest.model.evidence import RunView
from attest.model.finding import Finding, Outcome
from attest.model.identity import Actor
from tests.support.imported import file_of, row
from tests.support.records import (
    ADA,
    BEN,
    CLAUDE,
    CYD,
    DEPENDABOT,
    GONE,
    STRANGER,
    evaluated,
    gap,
    pull,
    push,
    review,
    run_of,
)


def findings(catalog: Catalog, view: RunView) -> tuple[Finding, ...]:
    """What CFG-05 finds."""
    return evaluated(catalog, "CFG-05", view).findings


def of(catalog: Catalog, actor: Actor, **more: Any) -> tuple[Outcome, str]:
    """Outcome and reason for somebody who pushed a commit."""
    (found,) = findings(catalog, run_of(push(authors=(actor,)), **more))
    return found.outcome, found.reason


def test_met_by_an_account(catalog: Catalog) -> None:
    """Each actor is one subject, whatever they did and how often."""
    change = pull(opener=CYD)
    found = findings(catalog, run_of(change, pull(2), reviews=[review(change)]))
    assert [(one.subject, one.outcome, one.reason) for one in found] == [
        (f"person:{actor.id}", Outcome.MET, "account") for actor in (ADA, BEN, CYD)
    ]
    assert found[1].evidence == (change.id, review(change).id, pull(2).id)
    assert found[1].message == "Records in which the actor stands: 3."


def test_met_by_a_person_of_the_roster(catalog: Catalog) -> None:
    """Account and roster."""
    rows = (row("roster", person=ADA, role="developer", since="2025-01-01"),)
    more = {"imported": rows, "imports": (file_of("roster", 1),)}
    assert of(catalog, ADA, **more) == (Outcome.MET, "rostered")


def test_met_by_a_named_service(catalog: Catalog) -> None:
    """Agents and robots by their names; they are no persons."""
    assert of(catalog, CLAUDE) == (Outcome.MET, "service")
    (found,) = findings(catalog, run_of(push(authors=(DEPENDABOT,))))
    assert (found.subject, found.reason) == ("robot:dependabot", "service")


def test_needs_review_of_somebody_whom_the_roster_leaves_out(catalog: Catalog) -> None:
    """An empty roster names nobody."""
    assert of(catalog, ADA, imports=(file_of("roster"),)) == (Outcome.NEEDS_REVIEW, "not-rostered")


def test_deviation_is_never_given(catalog: Catalog) -> None:
    """What does not resolve is open: nothing shows whose it is, nor that it is nobody's."""
    outcomes = {of(catalog, actor)[0] for actor in (STRANGER, GONE)}
    assert outcomes == {Outcome.INDETERMINATE}


def test_indeterminate_for_an_account_that_is_gone(catalog: Catalog) -> None:
    """All of them are one subject."""
    assert of(catalog, GONE) == (Outcome.INDETERMINATE, "unknown")


def test_indeterminate_without_the_forge(catalog: Catalog) -> None:
    """Git knows no accounts; a list that was cut may hold more actors."""
    (found,) = findings(catalog, run_of(push(), not_connected=("pull-requests",)))
    assert (found.subject, found.outcome, found.reason) == (
        "run", Outcome.INDETERMINATE, "source-not-connected",
    )  # fmt: skip
    cut = findings(catalog, run_of(push(), gaps=[gap(kind="reviews-incomplete")]))
    assert [one.reason for one in cut] == ["items-incomplete", "account"]


def test_not_applicable_without_changes(catalog: Catalog) -> None:
    """Nobody acted."""
    (found,) = findings(catalog, run_of())
    assert (found.subject, found.outcome, found.reason) == ("run", Outcome.NOT_APPLICABLE, "no-items")


def test_tempting_address_that_the_roster_names(catalog: Catalog) -> None:
    """Whoever commits can type it: the roster ties no account to it."""
    rows = (row("roster", person=STRANGER, role="developer", since="2025-01-01"),)
    more = {"imported": rows, "imports": (file_of("roster", 1),)}
    assert of(catalog, STRANGER, **more) == (Outcome.INDETERMINATE, "no-account")


def test_an_account_tied_in_one_record_is_tied(catalog: Catalog) -> None:
    """In whichever order they come."""
    unlinked = ADA.model_copy(update={"linked": False})
    for first, second in ((ADA, unlinked), (unlinked, ADA)):
        (found,) = findings(catalog, run_of(push(1, authors=(first,)), push(2, authors=(second,))))
        assert found.reason == "account"
