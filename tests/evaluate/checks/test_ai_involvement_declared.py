"""CMP-07, by what could make it wrong."""

from typing import Any

import pytest

from attest.model.change import Change
from attest.model.control import Catalog
from attest.model.evidence import RunView
from attest.model.finding import Outcome
from attest.model.signal import AiState, Signal, SignalRole
from tests.support.records import (
    NOT_CONNECTED,
    finding,
    gap,
    involved,
    outcome,
    pull,
    push,
    run_of,
    signal,
    undetermined,
)

LABELS = ("ai-assisted=assisted", "a=b=generated", "no-ai=none")


def of(
    catalog: Catalog, change: Change, state: AiState = AiState.AI_EVIDENCED, **parameters: Any
) -> tuple[Outcome, str]:
    """Outcome of CMP-07 for a change in a state of AI involvement."""
    view = run_of(change, involvements=[involved(change, state)], signals=[signal(change)])
    return outcome(catalog, "CMP-07", view, **parameters)


@pytest.mark.parametrize("declaration", ["assisted", "generated", "autonomous"])
@pytest.mark.parametrize("state", [AiState.AI_EVIDENCED, AiState.NO_EVIDENCE, AiState.UNKNOWN])
def test_met_by_a_declaration_of_use(catalog: Catalog, declaration: str, state: AiState) -> None:
    """Who declares use has disclosed it, found or not."""
    assert of(catalog, pull(declaration=declaration), state) == (Outcome.MET, "declared")


@pytest.mark.parametrize("state", [AiState.NO_EVIDENCE, AiState.HUMAN_DECLARED, AiState.AUTOMATION])
def test_met_by_none_where_nothing_contradicts_it(catalog: Catalog, state: AiState) -> None:
    """A declaration of no use stands while no signal speaks against it."""
    assert of(catalog, pull(declaration="none"), state) == (Outcome.MET, "declared")


@pytest.mark.parametrize("label", ["ai-assisted", "a=b"])
def test_met_by_a_label_with_a_set_meaning(catalog: Catalog, label: str) -> None:
    """A label declares what management says it does."""
    change = pull(labels=("bug", label))

    assert of(catalog, change, declaration_labels=LABELS) == (Outcome.MET, "declared")


def test_met_by_a_disclosure_in_the_commits(catalog: Catalog) -> None:
    """A disclosure in git itself needs no forge."""
    change = undetermined()
    seen = involved(change, disclosed=True)

    view = run_of(change, involvements=[seen], not_connected=NOT_CONNECTED)

    assert outcome(catalog, "CMP-07", view) == (Outcome.MET, "declared")


def test_deviation_of_detected_and_undisclosed_use(catalog: Catalog) -> None:
    """The record shows AI, the author says nothing."""
    assert of(catalog, pull()) == (Outcome.DEVIATION, "detected-but-undisclosed")


def test_deviation_of_a_contradicted_declaration(catalog: Catalog) -> None:
    """The record shows AI, the author says none."""
    assert of(catalog, pull(declaration="none")) == (Outcome.DEVIATION, "declared-none-but-evidenced")


@pytest.mark.parametrize(("declaration", "begins"), [("", "Declared: nothing."), ("none", "Declared: none.")])
@pytest.mark.parametrize(
    ("seen", "ends"),
    [
        ({}, "Signals of AI involvement: 1."),
        (
            {"sources": ("commit", "disclosure")},
            "Signals of AI involvement: 1; sources: commit, disclosure, not corroborated.",
        ),
        (
            {"sources": ("commit", "line-record"), "corroborated": True},
            "Signals of AI involvement: 1; sources: commit, line-record, independent of each other.",
        ),
    ],
)
def test_a_deviation_says_what_speaks_for_an_ai(
    catalog: Catalog, declaration: str, begins: str, seen: dict[str, Any], ends: str
) -> None:
    """Mentions do not count; two sources may be one witness."""
    change = pull(declaration=declaration)
    mention = signal(change, id="mention", role=SignalRole.MENTION)
    view = run_of(change, involvements=[involved(change, **seen)], signals=[signal(change), mention])

    assert finding(catalog, "CMP-07", view).message == f"{begins} {ends}"


@pytest.mark.parametrize("declaration", ["", "none"])
def test_what_could_not_be_read_is_named(catalog: Catalog, declaration: str) -> None:
    """In the words of the involvement's reason."""
    change = pull(declaration=declaration)
    unread = involved(change, AiState.UNKNOWN, unknown_reason="own-commits-unread")

    message = finding(catalog, "CMP-07", run_of(change, involvements=[unread])).message

    assert message.endswith("could not be read: own commits unread.")


def test_deviation_of_a_blank_field_where_all_must_declare(catalog: Catalog) -> None:
    """Management asks for a declaration on every change."""
    assert of(catalog, pull(), AiState.NO_EVIDENCE, required_on="all") == (Outcome.DEVIATION, "blank")


def test_needs_review_when_declarations_contradict(catalog: Catalog) -> None:
    """The field says none, a label says assisted."""
    change = pull(declaration="none", labels=("ai-assisted",))

    assert of(catalog, change, declaration_labels=LABELS) == (Outcome.NEEDS_REVIEW, "contradictory")


def squashed(**more: Any) -> Change:
    """A squash of a pull request whose own commits were read; its author declared none."""
    return pull(method="squash", declaration="none", **more)


def swallowed(change: Change, *others: Signal, **more: Any) -> RunView:
    """A trace in the squash commit's message, beside others, and none on two own commits."""
    fields = {"extent": "partial", "commits_evidenced": 0, "commits_seen": 2, **more}
    signals = [signal(change), *others]
    return run_of(change, involvements=[involved(change, **fields)], signals=signals)


@pytest.mark.parametrize("where", ["trailer", "body"])
def test_needs_review_of_a_trace_that_only_the_squash_holds(catalog: Catalog, where: str) -> None:
    """It may have been swallowed from another pull request: a person must judge."""
    change = squashed()
    mention = signal(change, id="mention", role=SignalRole.MENTION, where="pull-request-body", source="forge")
    found = finding(catalog, "CMP-07", swallowed(change, signal(change, id="second", where=where), mention))

    assert (found.outcome, found.reason) == (Outcome.NEEDS_REVIEW, "trace-in-squash-only")
    assert found.message == (
        "Declared: none. Signals of AI involvement in the squash commit's message: 2; "
        "own commits of the pull request with one: 0 of 2."
    )
    assert found.evidence == (change.id, "mention", "second", f"signal:{change.label}")


@pytest.mark.parametrize(
    ("change", "others", "seen"),
    [
        pytest.param(squashed(), (), {"commits_evidenced": 1}, id="an own commit has one"),
        pytest.param(squashed(), (), {"commits_seen": 0}, id="no own commit was read"),
        pytest.param(squashed(pull_commit_count=None), (), {}, id="own commits could not be counted"),
        pytest.param(squashed(head_tree=None), (), {}, id="the head is not in the clone"),
        pytest.param(pull(declaration="none"), (), {}, id="no squash"),
        pytest.param(squashed(), ({"where": "pull-request-body", "source": "forge:pull/1"},), {}, id="text"),
        pytest.param(squashed(), ({"where": "branch", "source": "forge:pull/1"},), {}, id="branch"),
        pytest.param(squashed(), ({"where": "author"},), {}, id="the squash's author is an agent"),
    ],
)
def test_tempting_trace_in_the_squash_and_elsewhere(
    catalog: Catalog, change: Change, others: tuple[dict[str, Any], ...], seen: dict[str, Any]
) -> None:
    """What else speaks against the declaration, or was not read, leaves nothing to weigh."""
    more = [signal(change, id="other", **fields) for fields in others]

    assert outcome(catalog, "CMP-07", swallowed(change, *more, **seen)) == (
        Outcome.DEVIATION,
        "declared-none-but-evidenced",
    )


def test_tempting_trace_in_an_undeclared_squash(catalog: Catalog) -> None:
    """Where the author said nothing, nothing conflicts: what was detected is not disclosed."""
    change = pull(method="squash")

    assert outcome(catalog, "CMP-07", swallowed(change)) == (Outcome.DEVIATION, "detected-but-undisclosed")


@pytest.mark.parametrize("declaration", ["", "none"])
def test_indeterminate_when_involvement_is_unknown(catalog: Catalog, declaration: str) -> None:
    """Neither silence nor `none` can be held against signals that could not be read."""
    change = pull(declaration=declaration)

    assert of(catalog, change, AiState.UNKNOWN) == (Outcome.INDETERMINATE, "involvement-unknown")
    assert outcome(catalog, "CMP-07", run_of(change)) == (Outcome.INDETERMINATE, "involvement-unknown")


def test_indeterminate_without_the_forge(catalog: Catalog) -> None:
    """Where authors declare was not read, and the source is named."""
    change = undetermined()
    view = run_of(change, involvements=[involved(change)], not_connected=NOT_CONNECTED)
    found = finding(catalog, "CMP-07", view)

    assert (found.outcome, found.reason, found.message) == (
        Outcome.INDETERMINATE,
        "source-not-connected",
        "Source not connected: pull-requests.",
    )


@pytest.mark.parametrize("state", [AiState.NO_EVIDENCE, AiState.AUTOMATION, AiState.UNKNOWN])
def test_indeterminate_without_the_forge_where_git_is_silent(catalog: Catalog, state: AiState) -> None:
    """Authors disclose in pull requests: silence of git alone is not nothing to declare."""
    change = undetermined()
    view = run_of(change, involvements=[involved(change, state)], not_connected=NOT_CONNECTED)
    found = finding(catalog, "CMP-07", view)

    assert (found.outcome, found.reason, found.message) == (
        Outcome.INDETERMINATE,
        "source-not-connected",
        "Source not connected: pull-requests.",
    )


@pytest.mark.parametrize("declaration", ["assisted", "generated", "autonomous"])
def test_met_by_a_declaration_that_git_holds(catalog: Catalog, declaration: str) -> None:
    """Without a forge the field can only have stood in the landed message, whatever the change's type."""
    change = undetermined(declaration=declaration)
    silent = [involved(change, AiState.NO_EVIDENCE)]
    view = run_of(change, involvements=silent, not_connected=NOT_CONNECTED)

    assert outcome(catalog, "CMP-07", view) == (Outcome.MET, "declared")


def test_deviation_of_a_none_in_git_that_git_contradicts(catalog: Catalog) -> None:
    """Both stand in git: no forge is needed to see the contradiction."""
    change = undetermined(declaration="none")
    view = run_of(
        change, involvements=[involved(change)], signals=[signal(change)], not_connected=NOT_CONNECTED
    )

    assert outcome(catalog, "CMP-07", view) == (Outcome.DEVIATION, "declared-none-but-evidenced")


def test_tempting_none_in_git_with_the_forge_unread(catalog: Catalog) -> None:
    """Nothing contradicts it where nobody looked: the pull request's text may."""
    change = undetermined(declaration="none")
    seen = [involved(change, AiState.HUMAN_DECLARED)]
    view = run_of(change, involvements=seen, not_connected=NOT_CONNECTED)

    assert outcome(catalog, "CMP-07", view) == (Outcome.INDETERMINATE, "source-not-connected")


def test_indeterminate_when_git_does_not_tell_the_type(catalog: Catalog) -> None:
    """Which pull request the author would have declared it on is not known."""
    assert of(catalog, undetermined()) == (Outcome.INDETERMINATE, "type-undetermined")


def test_deviation_of_an_undisclosed_push(catalog: Catalog) -> None:
    """A direct push has no field to fill in, and its commits disclose nothing."""
    assert of(catalog, push()) == (Outcome.DEVIATION, "detected-but-undisclosed")


def test_indeterminate_where_the_pull_request_could_not_be_read(catalog: Catalog) -> None:
    """A blank field of a pull request that was not read is not blank."""
    change = pull()
    view = run_of(change, involvements=[involved(change)], gaps=[gap(affects=(change.id,))])

    assert outcome(catalog, "CMP-07", view) == (Outcome.INDETERMINATE, "evidence-missing")


def test_indeterminate_where_an_unread_pull_request_may_hold_a_declaration(catalog: Catalog) -> None:
    """Nothing found in a pull request that was not read to the end is not nothing to declare."""
    change = pull()
    silent = [involved(change, AiState.NO_EVIDENCE)]
    view = run_of(change, involvements=silent, gaps=[gap(kind="pull-incomplete", affects=(change.id,))])

    assert outcome(catalog, "CMP-07", view) == (Outcome.INDETERMINATE, "evidence-missing")


def test_not_applicable_without_evidence_and_declaration(catalog: Catalog) -> None:
    """Nothing was declared and nothing was found: nothing is shown either way."""
    assert of(catalog, pull(), AiState.NO_EVIDENCE) == (Outcome.NOT_APPLICABLE, "nothing-to-declare")


def test_tempting_label_without_a_set_meaning(catalog: Catalog) -> None:
    """A label that looks like a declaration is none unless management says so."""
    assert of(catalog, pull(labels=("ai-assisted",))) == (Outcome.DEVIATION, "detected-but-undisclosed")


def test_tempting_label_that_says_none(catalog: Catalog) -> None:
    """A label of no use on an AI-evidenced change is contradicted."""
    assert of(catalog, pull(labels=("no-ai",)), declaration_labels=LABELS) == (
        Outcome.DEVIATION,
        "declared-none-but-evidenced",
    )
