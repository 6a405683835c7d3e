"""AGT-01, by what could make it wrong."""

from typing import Any

import pytest

from attest.evaluate.entries import PATHS_GAP
from attest.model.agent import AGENT_PATHS, RegisteredAgent, Tier
from attest.model.change import Basis, Change, ReviewState
from attest.model.control import Catalog
from attest.model.evidence import RunView
from attest.model.finding import Outcome
from attest.model.identity import Actor, ActorKind
from attest.model.signal import AiState, SignalRole
from attest.model.touch import Effect, Touch, TouchBasis, Watched
from tests.support.records import (
    CLAUDE,
    NOT_CONNECTED,
    agent,
    finding,
    gap,
    involved,
    outcome,
    pull,
    push,
    review,
    run_of,
    scope,
    sha,
    signal,
    undetermined,
)

DEVIN = Actor(id="agent:devin", kind=ActorKind.AGENT)
Register = tuple[RegisteredAgent, ...]


def run(change: Change, state: AiState = AiState.AI_EVIDENCED, **more: Any) -> RunView:
    """A change with a co-author trailer of claude-code, unless other signals are given."""
    extent = more.pop("extent", "full" if state is AiState.AI_EVIDENCED else None)
    signals = more.pop("signals", [signal(change)])
    return run_of(change, involvements=[involved(change, state, extent=extent)], signals=signals, **more)


def of(catalog: Catalog, view: RunView, *register: RegisteredAgent) -> tuple[Outcome, str]:
    """Outcome of AGT-01 under a register."""
    return outcome(catalog, "AGT-01", view, register=register)


def touch(change: Change, *commits: str, kind: str = "claude-code") -> Touch:
    """A file outside an agent's paths."""
    return Touch(
        id=f"{change.id}:touch:{kind}:1", change=change.id, path_class=AGENT_PATHS, kind=kind,
        path="deploy/keys.yaml", effect=Effect.CHANGED, before=sha("a"), after=sha("b"),
        commits=commits or (change.landed_sha,), basis=TouchBasis.NAMED,
    )  # fmt: skip


def looked(*kinds: str) -> dict[str, Any]:
    """A scope in which the paths of agents were read."""
    watched = tuple(
        Watched(
            path_class=AGENT_PATHS, kind=kind, title=kind, globs=("src/**",), named=(), meaning="",
            touched=1, listed=0,
        )
        for kind in kinds
    )  # fmt: skip
    return {"repositories": (scope("shop", 1, watched=watched),)}


def test_met_by_a_registered_agent(catalog: Catalog) -> None:
    """In the register, and within everything that its entry says."""
    change = pull()
    entry = agent(
        models=("claude-opus-*",),
        paths=("src/**",),
        repositories=("shop",),
        since="2025-03-10",
        until="2025-03-10",
        tier=Tier.CO_AUTHOR,
    )
    view = run(change, signals=[signal(change, model="Claude-Opus-4")], **looked("claude-code"))

    assert of(catalog, view, entry) == (Outcome.MET, "within-register")


def test_met_by_an_entry_that_names_the_tool(catalog: Catalog) -> None:
    """Under a name of the entity's own."""
    assert of(catalog, run(pull()), agent("helper", tools=("claude-code",))) == (
        Outcome.MET,
        "within-register",
    )


def test_met_by_the_entry_that_fits_best(catalog: Catalog) -> None:
    """One entry for another repository does not spoil the one for this."""
    entries = (agent(repositories=("till",)), agent("helper", tools=("claude-code",)))

    assert of(catalog, run(pull()), *entries) == (Outcome.MET, "within-register")


def test_met_by_a_direct_push_that_the_tier_allows(catalog: Catalog) -> None:
    """Management lets this agent push."""
    change = push()
    own = signal(change, role=SignalRole.AUTHOR, where="author")

    assert of(catalog, run(change, signals=[own]), agent(tier=Tier.DIRECT)) == (
        Outcome.MET,
        "within-register",
    )


def test_deviation_of_an_agent_with_an_identity_of_its_own(catalog: Catalog) -> None:
    """It authored, and nobody registered it."""
    change = pull()
    own = signal(change, role=SignalRole.AUTHOR, where="author", tool="devin")

    assert of(catalog, run(change, signals=[own]), agent()) == (Outcome.DEVIATION, "unregistered-principal")


def test_deviation_of_a_tool_that_no_entry_names(catalog: Catalog) -> None:
    """A person's commit names it as co-author."""
    assert of(catalog, run(pull()), agent("copilot")) == (Outcome.DEVIATION, "unsanctioned-tool")


def test_deviation_under_an_empty_register(catalog: Catalog) -> None:
    """An empty register lets nobody act."""
    assert of(catalog, run(pull())) == (Outcome.DEVIATION, "unsanctioned-tool")


def test_deviation_of_a_second_principal(catalog: Catalog) -> None:
    """One registered agent does not cover another."""
    change = pull()
    both = [signal(change), signal(change, id="signal:2", tool="devin")]

    assert of(catalog, run(change, signals=both), agent()) == (Outcome.DEVIATION, "unsanctioned-tool")


@pytest.mark.parametrize(
    ("reason", "entry"),
    [
        ("outside-scope", agent(repositories=("till",))),
        ("not-yet-sanctioned", agent(since="2025-03-11")),
        ("no-longer-sanctioned", agent(until="2025-03-09")),
        ("unsanctioned-model", agent(models=("claude-sonnet-*", "gpt-5"))),
        ("beyond-tier", agent(tier=Tier.SUGGEST)),
    ],
)
def test_deviation_from_an_entry(catalog: Catalog, reason: str, entry: RegisteredAgent) -> None:
    """Each bound of an entry by itself."""
    change = pull()
    view = run(change, signals=[signal(change, model="claude-opus-4")])

    assert of(catalog, view, entry) == (Outcome.DEVIATION, reason)


def test_deviation_by_the_day_in_the_zone_of_the_period(catalog: Catalog) -> None:
    """Late in the evening in UTC is the next day in Berlin."""
    change = pull(landed_at="2025-03-10T23:30:00Z")
    view = run(change)
    period = view.manifest.period.model_copy(update={"timezone": "Europe/Berlin"})
    view = view.model_copy(update={"manifest": view.manifest.model_copy(update={"period": period})})

    assert of(catalog, view, agent(until="2025-03-10")) == (Outcome.DEVIATION, "no-longer-sanctioned")


def test_deviation_of_a_direct_push(catalog: Catalog) -> None:
    """Its author is the agent, and there was no pull request."""
    change = push()
    own = signal(change, role=SignalRole.AUTHOR, where="author")

    assert of(catalog, run(change, signals=[own]), agent()) == (Outcome.DEVIATION, "direct-push")


def test_deviation_of_a_merge_by_an_agent(catalog: Catalog) -> None:
    """Nobody's work is brought to the branch by an agent below the tier for it, a person's neither."""
    change = pull(merger=CLAUDE)

    assert of(catalog, run(change, AiState.NO_EVIDENCE, signals=[]), agent()) == (
        Outcome.DEVIATION,
        "beyond-tier",
    )


def test_deviation_of_files_outside_the_paths(catalog: Catalog) -> None:
    """The record of the file is the evidence."""
    change = pull(method="commit")
    view = run(change, touches=(touch(change),), **looked("claude-code"))
    found = finding(catalog, "AGT-01", view, register=(agent(paths=("src/**",)),))

    assert (found.outcome, found.reason) == (Outcome.DEVIATION, "outside-paths")
    assert found.evidence == (f"{change.id}:touch:claude-code:1",)


def test_deviation_of_an_own_commit_before_a_squash(catalog: Catalog) -> None:
    """The pull request's own commit tells whose part the file was."""
    change = pull(method="squash")
    own = signal(change, source=sha("own"), where="pull-request-commit")
    view = run(
        change,
        signals=[signal(change, id="signal:2"), own],
        extent="mixed",
        touches=(touch(change, sha("own")),),
        **looked("claude-code"),
    )

    assert of(catalog, view, agent(paths=("src/**",))) == (Outcome.DEVIATION, "outside-paths")


@pytest.mark.parametrize("method", ["squash", "merge"])
def test_a_commit_of_several_hands_needs_a_person(catalog: Catalog, method: str) -> None:
    """Only the joined commit names the agent, and not all of the change is its work."""
    change = pull(method=method)
    view = run(change, extent="mixed", touches=(touch(change),), **looked("claude-code"))

    assert of(catalog, view, agent(paths=("src/**",))) == (Outcome.NEEDS_REVIEW, "outside-paths-shared")


def test_a_file_of_anothers_commit_is_not_the_agents(catalog: Catalog) -> None:
    """Two agents in one change keep to their own paths."""
    change = pull(method="rebase")
    view = run(change, touches=(touch(change, sha("other")),), **looked("claude-code"))

    assert of(catalog, view, agent(paths=("src/**",))) == (Outcome.MET, "within-register")


def test_deviation_of_an_unregistered_reviewer(catalog: Catalog) -> None:
    """Nothing it wrote landed; it acted all the same."""
    change = pull()
    bot = review(change, DEVIN, state=ReviewState.COMMENTED)

    assert of(catalog, run(change, AiState.NO_EVIDENCE, signals=[], reviews=[bot]), agent()) == (
        Outcome.DEVIATION,
        "unregistered-principal",
    )


def test_indeterminate_where_ai_is_not_named(catalog: Catalog) -> None:
    """A disclosure says AI and no more."""
    change = pull()
    view = run(change, signals=[signal(change, tool="unnamed-ai")])

    assert of(catalog, view, agent()) == (Outcome.INDETERMINATE, "principal-unnamed")


@pytest.mark.parametrize("recorder", ["entire", "chainloop-trace"])
def test_indeterminate_where_only_a_recorder_of_sessions_is_named(catalog: Catalog, recorder: str) -> None:
    """It recorded an agent, and is none: no entry of the register is about it."""
    change = pull()
    marked = signal(change, id="signal:2", tool=recorder, role=SignalRole.ASSISTANT)

    assert of(catalog, run(change, signals=[marked]), agent()) == (Outcome.INDETERMINATE, "principal-unnamed")
    assert of(catalog, run(change, signals=[signal(change), marked]), agent()) == (
        Outcome.MET,
        "within-register",
    )


def test_a_reviewing_tool_is_a_principal_that_needs_the_lowest_tier(catalog: Catalog) -> None:
    """In the register it may review under any tier; out of it the message says that it reviewed alone."""
    change = pull()
    summary = signal(change, tool="coderabbit", role=SignalRole.REVIEWER)
    view = run(change, AiState.NO_EVIDENCE, signals=[summary])
    found = finding(catalog, "AGT-01", view, register=())

    assert of(catalog, view, agent("coderabbit", tier=Tier.SUGGEST)) == (Outcome.MET, "within-register")
    assert (found.outcome, found.reason) == (Outcome.DEVIATION, "unsanctioned-tool")
    assert found.message == "No entry of the register names coderabbit, which is on record as a reviewer."


def test_a_disclosure_is_of_the_tool_that_left_a_trace(catalog: Catalog) -> None:
    """It names nothing, and the trailer does; a reviewer's name would not do."""
    change = pull()
    told = signal(change, id="signal:2", tool="unnamed-ai", role=SignalRole.ASSISTANT)
    reviewing = signal(change, role=SignalRole.REVIEWER)

    assert of(catalog, run(change, signals=[signal(change), told]), agent()) == (
        Outcome.MET,
        "within-register",
    )
    assert of(catalog, run(change, signals=[reviewing, told]), agent()) == (
        Outcome.INDETERMINATE,
        "principal-unnamed",
    )


def test_indeterminate_without_a_register(catalog: Catalog) -> None:
    """Nothing was declared that the agent could be held against."""
    assert outcome(catalog, "AGT-01", run(pull())) == (Outcome.INDETERMINATE, "no-register")


def test_indeterminate_where_paths_were_not_read(catalog: Catalog) -> None:
    """The run was collected without looking for them."""
    assert of(catalog, run(pull()), agent(paths=("src/**",))) == (Outcome.INDETERMINATE, "paths-unknown")


def test_indeterminate_where_trees_are_missing(catalog: Catalog) -> None:
    """They were looked for, and this change's could not be listed."""
    change = pull()
    missing = gap(source="git", kind=PATHS_GAP, affects=(change.id,))
    view = run(change, gaps=[missing], **looked("claude-code"))

    assert of(catalog, view, agent(paths=("src/**",))) == (Outcome.INDETERMINATE, "paths-unknown")


def test_indeterminate_on_a_day_that_is_not_known(catalog: Catalog) -> None:
    """The entry holds for a time."""
    assert of(catalog, run(pull(landed_at=None)), agent(since="2025-01-01")) == (
        Outcome.INDETERMINATE,
        "day-unknown",
    )


@pytest.mark.parametrize("change", [undetermined(), pull(type_strength=Basis.DECLARED)])
def test_indeterminate_how_an_agents_own_commit_landed(catalog: Catalog, change: Change) -> None:
    """Pushed or merged: the tier allows one of them."""
    own = signal(change, role=SignalRole.AUTHOR, where="author")

    assert of(catalog, run(change, signals=[own]), agent()) == (Outcome.INDETERMINATE, "type-undetermined")


def test_indeterminate_whether_anybody_acted(catalog: Catalog) -> None:
    """Part of the record could not be read."""
    assert of(catalog, run(pull(), AiState.UNKNOWN, signals=[]), agent()) == (
        Outcome.INDETERMINATE,
        "involvement-unknown",
    )


@pytest.mark.parametrize("missing", [NOT_CONNECTED, ("reviews",)])
@pytest.mark.parametrize("state", [AiState.AI_EVIDENCED, AiState.NO_EVIDENCE, AiState.AUTOMATION])
def test_indeterminate_without_the_forge(catalog: Catalog, missing: tuple[str, ...], state: AiState) -> None:
    """Who reviewed and merged, nobody looked."""
    change = pull()
    signals = [signal(change)] if state is AiState.AI_EVIDENCED else []
    view = run(change, state, signals=signals, not_connected=missing)

    assert of(catalog, view, agent()) == (Outcome.INDETERMINATE, "source-not-connected")


def test_deviation_is_certain_without_the_forge(catalog: Catalog) -> None:
    """Git alone names the tool."""
    view = run(undetermined(), not_connected=NOT_CONNECTED)

    assert of(catalog, view, agent("copilot")) == (Outcome.DEVIATION, "unsanctioned-tool")


def test_not_applicable_without_a_principal(catalog: Catalog) -> None:
    """Everything was read, and nothing names one; that a robot or a mention is there changes nothing."""
    change = pull()
    found = [signal(change, role=SignalRole.MENTION), signal(change, id="2", role=SignalRole.AUTOMATION)]

    assert of(catalog, run(change, AiState.NO_EVIDENCE, signals=found)) == (
        Outcome.NOT_APPLICABLE,
        "no-principal",
    )


def test_tempting_a_model_that_is_not_named(catalog: Catalog) -> None:
    """Silence about the model is not the allowed model, also where another commit names it."""
    change = pull()
    named = signal(change, model="claude-opus-4")
    silent = signal(change, id="signal:2", source=sha("second"))
    entry = agent(models=("claude-opus-4",))

    assert of(catalog, run(change), entry) == (Outcome.INDETERMINATE, "model-not-named")
    assert of(catalog, run(change, signals=[named, silent]), entry) == (
        Outcome.INDETERMINATE,
        "model-not-named",
    )


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (agent(models=("claude-opus-4",), tier=Tier.SUGGEST), "beyond-tier"),
        (agent(models=("claude-opus-4",), paths=("src/**",)), "outside-paths"),
        (agent(since="2025-01-01", tier=Tier.SUGGEST), "beyond-tier"),
    ],
)
def test_tempting_an_open_question_before_a_breach(
    catalog: Catalog, entry: RegisteredAgent, reason: str
) -> None:
    """Which model it was, or on which day, cannot mend what is broken all the same; both are told."""
    change = pull(method="commit", landed_at=None)
    view = run(change, touches=(touch(change),), **looked("claude-code"))
    found = finding(catalog, "AGT-01", view, register=(entry,))

    assert (found.outcome, found.reason) == (Outcome.DEVIATION, reason)
    assert "not on record" in found.message or "not known" in found.message


def test_tempting_a_breach_beside_files_that_could_not_be_listed(catalog: Catalog) -> None:
    """What could be listed is outside the paths already."""
    change = pull(method="commit")
    missing = gap(source="git", kind=PATHS_GAP, affects=(change.id,))
    view = run(change, touches=(touch(change),), gaps=[missing], **looked("claude-code"))

    assert of(catalog, view, agent(paths=("src/**",))) == (Outcome.DEVIATION, "outside-paths")


def test_all_that_fails_is_told(catalog: Catalog) -> None:
    """Two limits and two principals in one message, and the records of each as evidence."""
    change = pull()
    other = signal(change, id="signal:2", tool="devin")
    view = run(change, signals=[signal(change, model="gpt-5"), other])
    entry = agent(models=("claude-opus-4",), tier=Tier.SUGGEST)
    found = finding(catalog, "AGT-01", view, register=(entry,))

    assert found.reason == "unsanctioned-tool"
    assert found.message == (
        "No entry of the register names devin. claude-code used a model that its entry does not name. "
        "claude-code did what the tier co-author allows; its own is suggest."
    )
    assert set(found.evidence) == {"signal:2", signal(change).id}


def test_of_two_entries_one_that_may_allow_it_leaves_it_open(catalog: Catalog) -> None:
    """Under the other it would be a breach, farther along."""
    entries = (agent(models=("claude-opus-4",)), agent("helper", tools=("claude-code",), tier=Tier.SUGGEST))

    assert of(catalog, run(pull()), *entries) == (Outcome.INDETERMINATE, "model-not-named")
    assert of(catalog, run(pull()), *reversed(entries)) == (Outcome.INDETERMINATE, "model-not-named")


def test_an_entry_for_another_repository_says_nothing_further(catalog: Catalog) -> None:
    """Its models are not asked for here."""
    entry = agent(repositories=("till",), models=("claude-opus-4",), tier=Tier.SUGGEST)
    found = finding(catalog, "AGT-01", run(pull()), register=(entry,))

    assert found.message == "claude-code is registered, and not for this repository."


def test_tempting_a_footer_beside_a_commit_that_names_its_model(catalog: Catalog) -> None:
    """The pull request's footer names none, and its commits do."""
    change = pull()
    named = signal(change, model="claude-opus-4")
    footer = signal(change, id="signal:2", source=change.id, where="pull-request-body")

    assert of(catalog, run(change, signals=[named, footer]), agent(models=("claude-opus-*",))) == (
        Outcome.MET,
        "within-register",
    )


def test_tempting_a_name_that_only_begins_alike(catalog: Catalog) -> None:
    """A model without a star is meant as a whole."""
    change = pull()
    view = run(change, signals=[signal(change, model="gpt-5-mini")])

    assert of(catalog, view, agent(models=("gpt-5",))) == (Outcome.DEVIATION, "unsanctioned-model")


def test_tempting_a_merge_by_an_agent_of_its_own_work(catalog: Catalog) -> None:
    """A pull request that its own author, an agent, merged is no pull request that somebody else let in."""
    change = pull(merger=CLAUDE)

    assert of(catalog, run(change), agent()) == (Outcome.DEVIATION, "beyond-tier")


def test_tempting_a_merge_of_agents_work_by_a_persons_push(catalog: Catalog) -> None:
    """A person merged and pushed; the agent authored what came in, not what landed."""
    change = push()
    own = signal(change, role=SignalRole.AUTHOR, where="author", source=sha("brought in"))

    assert of(catalog, run(change, signals=[own]), agent()) == (Outcome.MET, "within-register")


def test_tempting_an_author_for_whom_no_signal_speaks(catalog: Catalog) -> None:
    """The set of authors holds an agent that no rule left a signal of."""
    change = pull(authors=(DEVIN,))

    assert of(catalog, run(change, AiState.NO_EVIDENCE, signals=[]), agent()) == (
        Outcome.DEVIATION,
        "unsanctioned-tool",
    )


def test_met_rests_on_everything_having_been_read(catalog: Catalog) -> None:
    """Reviews that were cut off may hold another principal."""
    change = pull()
    cut = gap(kind="reviews-incomplete", affects=(change.id,))

    assert of(catalog, run(change, gaps=[cut]), agent()) == (Outcome.INDETERMINATE, "evidence-missing")


def test_the_message_names_the_principal_and_nothing_of_the_repository(catalog: Catalog) -> None:
    """A model is text of the repository, and so is a path."""
    change = pull()
    view = run(change, signals=[signal(change, model="<b>gpt</b>")])
    found = finding(catalog, "AGT-01", view, register=(agent(models=("claude-opus-*",)),))

    assert found.message == "claude-code used a model that its entry does not name."
