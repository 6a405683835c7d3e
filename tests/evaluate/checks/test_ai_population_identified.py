"""POP-05, by what could make it wrong."""

from typing import Any

import pytest

from attest.model.control import Catalog
from attest.model.finding import Outcome
from attest.model.population import BoundaryBasis
from attest.model.signal import AiState, SignalRole
from tests.support.records import (
    NOT_CONNECTED,
    finding,
    gap,
    involved,
    outcome,
    pull,
    run_of,
    scope,
    signal,
    undetermined,
)


def of(catalog: Catalog, **more: Any) -> tuple[Outcome, str]:
    """Outcome of POP-05 for a run over one change."""
    change = pull()
    fields = {"involvements": [involved(change)], "signals": [signal(change)], **more}
    return outcome(catalog, "POP-05", run_of(change, **fields))


def test_met_when_every_change_was_assessed(catalog: Catalog) -> None:
    """The message gives each state's count over the population, and calls one a lower bound."""
    first, second = pull(1), pull(2)
    states = [involved(first), involved(second, AiState.NO_EVIDENCE)]
    found = finding(catalog, "POP-05", run_of(first, second, involvements=states, signals=[signal(first)]))

    assert (found.outcome, found.reason) == (Outcome.MET, "identified")
    assert found.message == (
        "2 changes assessed by 1 rules: 1 AI-evidenced (a lower bound), 0 declared without AI, "
        "0 automation, 1 without evidence."
    )


def test_indeterminate_from_git_alone(catalog: Catalog) -> None:
    """Authors disclose in pull requests, which nobody read: what git shows is given, and is not all."""
    first, second = undetermined(1), undetermined(2)
    states = [involved(first), involved(second, AiState.NO_EVIDENCE)]
    view = run_of(first, second, involvements=states, signals=[signal(first)], not_connected=NOT_CONNECTED)
    found = finding(catalog, "POP-05", view)

    assert (found.outcome, found.reason) == (Outcome.INDETERMINATE, "source-not-connected")
    assert found.message == (
        "Source not connected: pull-requests. "
        "2 changes assessed by 1 rules: 1 AI-evidenced (a lower bound), 0 declared without AI, "
        "0 automation, 1 without evidence, 0 not readable."
    )


def test_indeterminate_from_git_alone_names_what_else_is_open(catalog: Catalog) -> None:
    """The forge is not the only thing missing: changes and gaps are in the evidence beside it."""
    change, hiding = undetermined(), gap(source="notes", kind="notes-ref-unreadable")
    unknown = [involved(change, AiState.UNKNOWN)]
    view = run_of(change, involvements=unknown, gaps=[hiding], not_connected=NOT_CONNECTED)
    found = finding(catalog, "POP-05", view)

    assert (found.reason, found.evidence) == (
        "source-not-connected",
        ("repository:shop", change.id, hiding.id),
    )
    assert found.message.endswith(" 1 not readable. Gaps of collection that may hide traces: 1.")


def test_deviation_stands_without_the_forge(catalog: Catalog) -> None:
    """What git contradicts needs no second source."""
    change = undetermined()
    seen = [involved(change, AiState.NO_EVIDENCE)]
    view = run_of(change, involvements=seen, signals=[signal(change)], not_connected=NOT_CONNECTED)

    assert outcome(catalog, "POP-05", view) == (Outcome.DEVIATION, "signal-contradicts-state")


def test_met_without_reviews_and_checks(catalog: Catalog) -> None:
    """Pull requests were read; the rest holds no traces."""
    assert of(catalog, not_connected=("checks", "comprehension", "reviews")) == (Outcome.MET, "identified")


@pytest.mark.parametrize("role", [SignalRole.AUTHOR, SignalRole.COAUTHOR, SignalRole.ASSISTANT])
def test_deviation_of_a_signal_outside_the_sub_population(catalog: Catalog, role: SignalRole) -> None:
    """A signal of authorship on a change that is said to have no evidence."""
    change = pull()

    assert of(
        catalog, involvements=[involved(change, AiState.NO_EVIDENCE)], signals=[signal(change, role=role)]
    ) == (Outcome.DEVIATION, "signal-contradicts-state")


@pytest.mark.parametrize("more", [{"rule": "unheard-of"}, {"version": 2}])
def test_deviation_of_a_rule_that_is_not_named(catalog: Catalog, more: dict[str, Any]) -> None:
    """A signal whose rule, in that version, the run does not name."""
    assert of(catalog, signals=[signal(pull(), **more)]) == (Outcome.DEVIATION, "rule-not-named")


def test_indeterminate_without_rules(catalog: Catalog) -> None:
    """Nothing says how the sub-population was found."""
    assert of(catalog, rules=()) == (Outcome.INDETERMINATE, "rules-not-recorded")


def test_indeterminate_when_a_change_was_not_assessed(catalog: Catalog) -> None:
    """A change without an involvement record is not one without AI."""
    assert of(catalog, involvements=[]) == (Outcome.INDETERMINATE, "not-assessed")


def test_indeterminate_when_involvement_is_unknown(catalog: Catalog) -> None:
    """A change whose traces could not be read."""
    change = pull()

    assert of(catalog, involvements=[involved(change, AiState.UNKNOWN)], signals=[]) == (
        Outcome.INDETERMINATE,
        "involvement-unknown",
    )


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("notes", "notes-ref-unreadable"),
        ("entire", "checkpoints-unreadable"),
        ("agent-trace", "file-unreadable"),
        ("refs/pull", "pull-heads-unreadable"),
        ("git", "oversize-message"),
        ("forge", "pull-incomplete"),
        ("git", "a-kind-of-tomorrow"),
    ],
)
def test_indeterminate_with_a_gap_that_may_hide_a_trace(catalog: Catalog, source: str, kind: str) -> None:
    """Silence of a place that was not read is not silence."""
    assert of(catalog, gaps=[gap(source=source, kind=kind)]) == (Outcome.INDETERMINATE, "traces-unread")


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("git", "missing-blob"),
        ("forge", "null-user"),
        ("branch-rules", "unreadable"),
        ("entire", "checkpoint-not-in-clone"),
    ],
)
def test_met_despite_gaps_where_no_trace_stands(catalog: Catalog, source: str, kind: str) -> None:
    """File contents, deleted accounts and branch rules hold none, and the trailer was read."""
    assert of(catalog, gaps=[gap(source=source, kind=kind)]) == (Outcome.MET, "identified")


def test_indeterminate_when_an_empty_period_is_not_proven(catalog: Catalog) -> None:
    """No change by committers' dates."""
    dated = (scope(changes=0, basis=BoundaryBasis.DECLARED),)

    assert outcome(catalog, "POP-05", run_of(repositories=dated)) == (
        Outcome.INDETERMINATE,
        "population-not-proven",
    )


def test_not_applicable_when_an_empty_period_is_proven(catalog: Catalog) -> None:
    """Both tips are proven, and nothing lies between them."""
    assert outcome(catalog, "POP-05", run_of()) == (Outcome.NOT_APPLICABLE, "no-changes")


@pytest.mark.parametrize("role", [SignalRole.REVIEWER, SignalRole.MENTION, SignalRole.AUTOMATION])
def test_tempting_signal_that_is_not_of_authorship(catalog: Catalog, role: SignalRole) -> None:
    """A tool that reviewed or was mentioned does not put a change into the sub-population."""
    change = pull()

    assert of(
        catalog, involvements=[involved(change, AiState.NO_EVIDENCE)], signals=[signal(change, role=role)]
    ) == (Outcome.MET, "identified")


def test_tempting_silence_of_an_unread_change(catalog: Catalog) -> None:
    """Ninety-nine assessed changes do not outvote one that was not."""
    changes = [pull(place) for place in range(1, 101)]
    states = [involved(change, AiState.NO_EVIDENCE) for change in changes[1:]]

    assert outcome(catalog, "POP-05", run_of(*changes, involvements=states)) == (
        Outcome.INDETERMINATE,
        "not-assessed",
    )
