"""The engine: every assertion for every subject, nothing dropped, nothing in two places."""

from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attest.catalog import load
from attest.errors import CatalogError
from attest.evaluate.check import ChangeCheck, ItemCheck, Reason, Settings, Verdict
from attest.evaluate.engine import evaluate
from attest.evaluate.facts import ChangeFacts
from attest.evaluate.registry import CHECKS
from attest.evaluate.run_facts import Item, RunFacts
from attest.model.branch import Deployment
from attest.model.change import Change, ReviewState
from attest.model.control import Assertion, Catalog, Declaration, Operation, Parameter
from attest.model.evidence import RunView
from attest.model.finding import Evaluation, Finding, Outcome
from attest.model.population import BoundaryBasis
from attest.model.signal import AiState
from tests.support.records import (
    ADA,
    BEN,
    CLAUDE,
    CYD,
    GONE,
    NOT_CONNECTED,
    PERIOD,
    STRANGER,
    comprehension,
    gap,
    involved,
    only,
    operated,
    pull,
    push,
    review,
    run_of,
    scope,
    signal,
    status,
    undetermined,
)

FORGE_ASSERTIONS = ("REV-01", "REV-02", "REV-03", "REV-08", "CMP-01", "CMP-07", "TST-01")


def over(catalog: Catalog, view: RunView, *declarations: Declaration) -> Evaluation:
    """Every assertion of a catalog over a run."""
    return evaluate(catalog, declarations, view, PERIOD.until)


def all_operated(catalog: Catalog) -> tuple[Declaration, ...]:
    """Management operates everything."""
    return tuple(operated(assertion.id) for assertion in catalog.assertions)


@pytest.mark.parametrize("assertion", FORGE_ASSERTIONS)
def test_without_a_forge_nothing_that_needs_it_is_decided(catalog: Catalog, assertion: str) -> None:
    """Each such assertion is open for an AI-evidenced change, its missing source named."""
    change = undetermined()
    view = run_of(change, involvements=[involved(change)], not_connected=NOT_CONNECTED)
    found = over(only(catalog, assertion), view, operated(assertion)).findings[0]

    assert (found.outcome, found.reason) == (Outcome.INDETERMINATE, "source-not-connected")
    assert found.message.startswith("Source not connected: ")


@pytest.mark.parametrize("state", AiState)
def test_without_a_forge_no_change_leaves_a_test_that_needs_it(catalog: Catalog, state: AiState) -> None:
    """Whatever git shows of AI involvement, each such assertion is open and its first source is named."""
    change = undetermined()
    view = run_of(change, involvements=[involved(change, state)], not_connected=NOT_CONNECTED)
    found = [item for item in over(catalog, view).findings if item.assertion in FORGE_ASSERTIONS]

    assert [(item.assertion, item.outcome) for item in found] == [
        (name, Outcome.INDETERMINATE) for name in FORGE_ASSERTIONS
    ]
    assert [item.message for item in found if not item.message.startswith("Source not connected: ")] == []


def test_every_subject_has_a_finding_of_every_assertion(catalog: Catalog) -> None:
    """Two repositories, one of them empty: the empty one shows."""
    changes = (pull(1), push(2))
    view = run_of(*changes, repositories=(scope("shop", 2), scope("till", 0)))
    found = over(catalog, view)
    subjects: dict[str, list[str]] = {item.id: [] for item in catalog.assertions}
    for finding in found.findings:
        subjects[finding.assertion].append(finding.subject)
    repositories = ["repository:shop", "repository:till"]

    assert subjects["POP-01"] == repositories
    assert subjects["REV-02"] == [changes[0].id, changes[1].id, "repository:till"]


def test_an_empty_repository_without_proven_tips_is_open(catalog: Catalog) -> None:
    """Nothing on record is not nothing there."""
    view = run_of(repositories=(scope(changes=0, basis=BoundaryBasis.DECLARED),))
    found = over(only(catalog, "REV-02"), view).findings

    assert [(item.outcome, item.reason) for item in found] == [
        (Outcome.INDETERMINATE, "population-not-proven")
    ]


def test_an_undeclared_control_is_a_design_gap_and_no_deviation(catalog: Catalog) -> None:
    """The facts stay in the findings; the outcome counts and the register stay empty."""
    found = over(only(catalog, "REV-02"), run_of(push()))
    tally = found.tallies[0]

    assert (tally.total, tally.deviation, tally.design_gap) == (1, 0, 1)
    assert [(item.outcome, item.declared) for item in found.findings] == [(Outcome.DEVIATION, False)]
    assert found.deviations == ()


@pytest.mark.parametrize("operation", [Operation.PLANNED, Operation.NOT_OPERATED, Operation.UNDECLARED])
def test_only_an_operated_control_counts(catalog: Catalog, operation: Operation) -> None:
    """What is planned, not operated or not said is a design gap."""
    found = over(only(catalog, "REV-02"), run_of(push()), operated("REV-02", operation=operation))

    assert found.tallies[0].design_gap == 1


@pytest.mark.parametrize(
    ("more", "declared"),
    [
        ({"since": "2025-03-10"}, True),
        ({"since": "2025-03-11"}, False),
        ({"until": "2025-03-10"}, True),
        ({"until": "2025-03-09"}, False),
        ({"since": "2025-03-10", "until": "2025-03-10"}, True),
        ({"repositories": ("shop",)}, True),
        ({"repositories": ("till",)}, False),
    ],
)
def test_a_declaration_holds_for_its_days_and_repositories(
    catalog: Catalog, more: dict[str, Any], declared: bool
) -> None:
    """Both days count; the change landed on the tenth of March in `shop`."""
    found = over(only(catalog, "REV-02"), run_of(push()), operated("REV-02", **more))

    assert found.findings[0].declared is declared


def test_the_day_of_landing_is_the_one_of_the_periods_time_zone(catalog: Catalog) -> None:
    """Half past eleven at night in UTC is tomorrow in Berlin."""
    change = push(landed_at="2025-03-10T23:30:00Z")
    berlin = PERIOD.model_copy(update={"timezone": "Europe/Berlin"})
    declaration = operated("REV-02", since="2025-03-11")

    assert [
        over(only(catalog, "REV-02"), run_of(change, period=period), declaration).findings[0].declared
        for period in (PERIOD, berlin)
    ] == [False, True]


def test_a_change_without_a_date_stays_in_the_test(catalog: Catalog) -> None:
    """A missing date must not take a change out of a control that operated within the period."""
    change = push(landed_at=None)
    within = operated("REV-02", since="2025-06-01", until="2025-06-30")
    before = operated("REV-02", until="2024-12-31")
    one = only(catalog, "REV-02")

    assert over(one, run_of(change), within).findings[0].declared is True
    assert over(one, run_of(change), before).findings[0].declared is False


def test_settings_are_those_in_force_on_the_day(catalog: Catalog) -> None:
    """From June two approvals were asked for; in March one was."""
    change = pull()
    view = run_of(change, reviews=[review(change)])
    spring = operated("REV-02", control="A", until="2025-05-31", parameters={"approvals": 1})
    summer = operated("REV-02", control="B", since="2025-06-01", parameters={"approvals": 2})
    later = change.model_copy(update={"landed_at": "2025-07-01T00:00:00Z"})
    one = only(catalog, "REV-02")

    assert over(one, view, spring, summer).findings[0].outcome is Outcome.MET
    assert over(one, run_of(later, reviews=[review(later)]), spring, summer).findings[0].reason == (
        "too-few-approvals"
    )


def test_a_planned_controls_settings_say_what_would_be_asked(catalog: Catalog) -> None:
    """The fact beside a design gap is measured by what is planned."""
    change = pull()
    planned = operated("REV-02", operation=Operation.PLANNED, parameters={"approvals": 2})
    found = over(only(catalog, "REV-02"), run_of(change, reviews=[review(change)]), planned).findings[0]

    assert (found.reason, found.declared) == ("too-few-approvals", False)


def test_the_register_holds_deviations_and_open_results_with_the_control(catalog: Catalog) -> None:
    """Met results are left out; each line names management's control and the change as people call it."""
    good, bad, open_change = pull(1), push(2), undetermined(3)
    view = run_of(good, bad, open_change, reviews=[review(good)])
    found = over(only(catalog, "REV-02"), view, operated("REV-02", control="CM-03"))

    assert [(item.control, item.label, item.outcome) for item in found.deviations] == [
        ("CM-03", bad.label, Outcome.DEVIATION),
        ("CM-03", open_change.label, Outcome.INDETERMINATE),
    ]


def test_a_deviations_id_does_not_depend_on_the_others(catalog: Catalog) -> None:
    """The register may grow; a line keeps its id."""
    one = only(catalog, "REV-02")
    alone = over(one, run_of(push(2)), operated("REV-02")).deviations
    among = over(one, run_of(push(1), push(2), push(3)), operated("REV-02")).deviations

    assert alone[0].id == among[1].id
    assert len({item.id for item in among}) == 3


def failing(fault: BaseException) -> ChangeCheck:
    """A check that fails on the second change."""

    def run(facts: ChangeFacts, given: Settings) -> Verdict:
        if facts.change.ordinal == 2:
            raise fault
        return Verdict("fine", "Fine.", (facts.change.id,))

    return ChangeCheck(
        id="independent_approval",
        version=3,
        question="?",
        procedure=(),
        reasons={"fine": Reason(Outcome.MET, "Fine.")},
        run=run,
    )


class OddError(Exception):
    """A fault of somebody else's plug-in."""


@pytest.mark.parametrize("fault", [KeyError("Ada Lovelace"), OddError("Ada Lovelace"), RecursionError()])
def test_a_check_that_fails_drops_no_subject(catalog: Catalog, fault: Exception) -> None:
    """The subject is open, the others are decided, and the fault's text is not repeated."""
    view = run_of(pull(1), pull(2), pull(3))
    found = evaluate(only(catalog, "REV-02"), (), view, PERIOD.until, checks=(failing(fault),)).findings

    assert [(item.outcome, item.reason) for item in found] == [
        (Outcome.MET, "fine"),
        (Outcome.INDETERMINATE, "check-failed"),
        (Outcome.MET, "fine"),
    ]
    assert type(fault).__name__ in found[1].message
    assert "Ada" not in found[1].message


def test_a_reason_that_a_check_does_not_list_is_a_fault_of_the_check(catalog: Catalog) -> None:
    """An undocumented reason has no outcome."""
    check = failing(KeyError())
    nameless = ChangeCheck(id=check.id, version=1, question="?", procedure=(), reasons={}, run=check.run)
    found = evaluate(only(catalog, "REV-02"), (), run_of(pull(1)), PERIOD.until, checks=(nameless,)).findings

    assert found[0].reason == "check-failed"


@pytest.mark.parametrize("fault", [MemoryError(), KeyboardInterrupt()])
def test_what_is_no_fault_of_a_check_ends_the_command(catalog: Catalog, fault: BaseException) -> None:
    """Lack of memory and an interrupt are not results of a test."""
    with pytest.raises(type(fault)):
        evaluate(only(catalog, "REV-02"), (), run_of(pull(2)), PERIOD.until, checks=(failing(fault),))


def test_an_assertion_on_the_wrong_kind_of_subject_is_refused(catalog: Catalog) -> None:
    """A check of changes cannot be asked of a repository."""
    wrong = only(catalog, "REV-02").assertions[0].model_copy(update={"applies_to": "population"})

    with pytest.raises(CatalogError, match="applies to 'population'"):
        over(catalog.model_copy(update={"assertions": (wrong,)}), run_of())


def test_an_assertion_on_an_unknown_check_is_refused(catalog: Catalog) -> None:
    """The message lists the checks there are."""
    wrong = only(catalog, "REV-02").assertions[0].model_copy(update={"check": "nothing"})

    with pytest.raises(CatalogError, match="unknown check 'nothing'") as caught:
        over(catalog.model_copy(update={"assertions": (wrong,)}), run_of())
    assert "independent_approval" in caught.value.hint


@pytest.mark.parametrize("affects", [True, False])
def test_a_gap_opens_what_rests_on_absence(catalog: Catalog, affects: bool) -> None:
    """A gap of this change or of the whole repository; a gap of another change does not."""
    change, other = pull(1), pull(2)
    one = only(catalog, "REV-02")
    gaps = [gap(affects=(change.id,)) if affects else gap()]
    found = over(one, run_of(change, other, gaps=gaps)).findings

    expected = ["evidence-missing", "no-approval" if affects else "evidence-missing"]
    assert [item.reason for item in found] == expected


def test_a_gap_that_lists_only_some_concerns_the_whole_repository(catalog: Catalog) -> None:
    """Two thousand changes affected, one of them named: the other may be among them."""
    named, other = pull(1), pull(2)
    cut = gap(affects=(named.id,), affected_count=2000)
    found = over(only(catalog, "REV-02"), run_of(named, other, gaps=[cut])).findings

    assert [item.reason for item in found] == ["evidence-missing", "evidence-missing"]


@pytest.mark.parametrize(("assertion", "reason"), [("REV-01", "reviewed"), ("REV-02", "direct-push")])
def test_a_gap_does_not_undo_what_was_found(catalog: Catalog, assertion: str, reason: str) -> None:
    """A review on record is one, whatever else could not be read; so is a direct push."""
    change = pull(1) if assertion == "REV-01" else push(1)
    view = run_of(change, reviews=[review(change)], gaps=[gap()])

    assert [item.reason for item in over(only(catalog, assertion), view).findings] == [reason]


@pytest.mark.parametrize("assertion", ["REV-02", "REV-03", "CMP-01", "TST-01"])
def test_a_gap_undoes_what_a_later_word_could_take_back(catalog: Catalog, assertion: str) -> None:
    """Where reviews or checks were cut off, an objection, a dismissal or a failed re-run may be missing."""
    change = pull()
    settings = {"required_checks": ("ci / test by any",)} if assertion == "TST-01" else {}
    fields: dict[str, Any] = {
        "involvements": [involved(change)],
        "reviews": [review(change)],
        "checks": [status(change)],
        "comprehension": [comprehension(change)],
    }
    declared = operated(assertion, parameters=settings)
    whole = over(only(catalog, assertion), run_of(change, **fields), declared).findings[0]
    cut = over(only(catalog, assertion), run_of(change, gaps=[gap()], **fields), declared).findings[0]

    assert (whole.outcome, cut.outcome, cut.reason) == (
        Outcome.MET,
        Outcome.INDETERMINATE,
        "evidence-missing",
    )


def test_a_pull_request_that_was_not_read_may_hide_that_a_test_applies(catalog: Catalog) -> None:
    """Traces of AI can stand in its text: silence of the rest does not take the change out of the test."""
    change = pull()
    silent = [involved(change, AiState.NO_EVIDENCE)]
    cut = gap(kind="pull-incomplete", affects=(change.id,))
    found = over(only(catalog, "CMP-01"), run_of(change, involvements=silent, gaps=[cut])).findings[0]

    assert (found.outcome, found.reason, cut.id in found.evidence) == (
        Outcome.INDETERMINATE,
        "involvement-unknown",
        True,
    )


def test_a_source_that_was_never_configured_is_no_gap_in_reading(catalog: Catalog) -> None:
    """Not connected and read in part are told apart."""
    silent = gap(not_connected=True)
    found = over(only(catalog, "REV-02"), run_of(pull(), gaps=[silent])).findings

    assert found[0].reason == "no-approval"


people = st.sampled_from([ADA, BEN, CYD, GONE, STRANGER, CLAUDE])
times = st.sampled_from([None, "2025-03-10T10:00:00Z", "2025-03-10T12:00:00Z", "2025-03-10T12:00:01Z"])


@st.composite
def runs(draw: st.DrawFn) -> RunView:
    """Runs of up to four changes with any mixture of records."""
    kinds = draw(st.lists(st.sampled_from([pull, push, undetermined]), max_size=4))
    changes = [kind(place) for place, kind in enumerate(kinds, 1)]
    return run_of(
        *changes,
        reviews=[_review(draw, change, index) for change in changes for index in range(draw(small))],
        checks=[status(change, required=draw(st.sampled_from([None, True]))) for change in changes],
        comprehension=[comprehension(change, draw(people)) for change in changes if draw(st.booleans())],
        involvements=[
            involved(change, draw(st.sampled_from(list(AiState)))) for change in changes if draw(often)
        ],
        signals=[signal(change) for change in changes if draw(st.booleans())],
        not_connected=draw(st.sampled_from([(), ("checks",), NOT_CONNECTED])),
    )


small = st.integers(0, 3)
often = st.sampled_from([True, True, True, False])


def _review(draw: st.DrawFn, change: Change, index: int) -> Any:
    state = draw(st.sampled_from(list(ReviewState)))
    return review(change, draw(people), id=f"{change.label}/{index}", state=state, submitted_at=draw(times))


CATALOG = load()
subsets = st.lists(st.sampled_from([item.id for item in CATALOG.assertions]), unique=True)


@settings(max_examples=60)
@given(view=runs(), operating=subsets)
def test_a_tallys_denominator_is_its_sum(view: RunView, operating: list[str]) -> None:
    """Outcomes of declared subjects and design gaps make up all subjects; the register their open part."""
    found = over(CATALOG, view, *(operated(name) for name in operating))
    declared = [item for item in found.findings if item.declared]

    assert sum(tally.total for tally in found.tallies) == len(found.findings)
    for tally in found.tallies:
        parts = (tally.met, tally.deviation, tally.indeterminate, tally.needs_review, tally.not_applicable)
        assert sum(parts) + tally.design_gap == tally.total
    assert len(found.deviations) == sum(item.outcome >= Outcome.INDETERMINATE for item in declared)


@settings(max_examples=60)
@given(view=runs())
def test_every_finding_names_its_evidence(view: RunView) -> None:
    """No result stands without a record it rests on."""
    found = over(CATALOG, view).findings

    assert [item.id for item in found if not item.evidence] == []
    assert len({item.id for item in found}) == len(found)


@settings(max_examples=60)
@given(view=runs(), seed=st.integers(0, 1000))
def test_the_order_of_records_changes_nothing(view: RunView, seed: int) -> None:
    """Shuffled records and declarations give the same evaluation."""
    chance = Random(seed)  # noqa: S311 - a shuffle of a test

    def shuffled(items: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(chance.sample(items, len(items)))

    names = ("changes", "reviews", "checks", "comprehension", "involvements", "signals", "gaps")
    mixed = view.model_copy(update={name: shuffled(getattr(view, name)) for name in names})
    declarations = all_operated(CATALOG)

    assert over(CATALOG, mixed, *shuffled(declarations)) == over(CATALOG, view, *declarations)


@settings(max_examples=60)
@given(view=runs(), dropped=st.sampled_from(["reviews", "comprehension"]))
def test_losing_evidence_never_helps(view: RunView, dropped: str) -> None:
    """Without reviews or comprehension records nothing becomes met that was not."""
    poorer = view.model_copy(update={dropped: ()})
    before = {item.id: item.outcome for item in over(CATALOG, view).findings}
    after = {item.id: item.outcome for item in over(CATALOG, poorer).findings}

    assert [name for name, found in after.items() if found is Outcome.MET and before[name] is not found] == []


HIDING = {
    "reviews-incomplete": {"POP-06", "REV-01", "REV-02", "REV-03", "REV-08", "CMP-01"},
    "checks-incomplete": {"TST-01"},
    "pull-incomplete": {"POP-06", "REV-01", "REV-02", "REV-03", "REV-08", "CMP-07", "TST-01"},
    "pulls-incomplete": set(),
    "pull-unlisted": set(),
    "pull-commits-incomplete": set(),
    "required-checks-unknown": set(),
    "null-user": set(),
    "a-kind-of-tomorrow": {"CFG-01", "POP-06", *FORGE_ASSERTIONS},
}


@pytest.mark.parametrize("kind", HIDING)
def test_a_gap_opens_only_what_it_may_hide(catalog: Catalog, kind: str) -> None:
    """Checks that could not be read say nothing about reviews; an unknown kind may hide anything."""
    change = pull()
    view = run_of(change, involvements=[involved(change)], gaps=[gap(kind=kind, affects=(change.id,))])
    testing = operated("TST-01", parameters={"required_checks": ("build by any",)})
    found = over(catalog, view, testing).findings

    assert {item.assertion for item in found if item.reason == "evidence-missing"} == HIDING[kind]


def deployments_check(**changed: Any) -> ItemCheck:
    """A check of deployments that is met by those to `production`."""

    def run(item: Item, whole: RunFacts, settings: Settings) -> Verdict:
        environments = {one.id: one.environment for one in whole.view.deployments}
        reason = "named" if environments[item.subject] == settings["environment"] else "other"
        return Verdict(reason, "The environment was compared.", (item.subject,))

    fields: dict[str, Any] = {
        "id": "deployed",
        "version": 1,
        "question": "Is it the environment?",
        "procedure": ("Compare.",),
        "reasons": {
            "named": Reason(Outcome.MET, "It is."),
            "other": Reason(Outcome.DEVIATION, "It is not.", absence=True),
        },
        "population": "deployments",
        "items": lambda whole: (
            Item(one.id, one.environment, one.repository, one.created_at) for one in whole.view.deployments
        ),
        "run": run,
        **changed,
    }
    return ItemCheck(**fields)


def deployments_assertion() -> Assertion:
    """An assertion of that check."""
    return Assertion(
        id="DEP-99",
        title="Deployments",
        statement="They are.",
        check="deployed",
        applies_to="deployments",
        kind="detective",
        parameters=(Parameter(name="environment", default="production", why="Only it counts."),),
        evidence=("deployments",),
        limits="None.",
    )


def deployment(number: int, environment: str = "production", day: str = "2025-02-01") -> Deployment:
    """A deployment of the only repository."""
    return Deployment(
        id=f"deployment:{number}",
        repository="demo",
        landed_change="",
        sha="a" * 40,
        environment=environment,
        created_at=f"{day}T00:00:00Z",
        creator=ADA,
        state="success",
        state_at=None,
        reviewers=None,
        prevents_self_review=None,
    )


def over_deployments(
    catalog: Catalog, view: RunView, *declared: Declaration, **changed: Any
) -> tuple[Finding, ...]:
    """What that assertion finds in a run."""
    asked = catalog.model_copy(update={"assertions": (deployments_assertion(),)})
    checks = (deployments_check(**changed),)
    return evaluate(asked, declared, view, PERIOD.until, checks=checks).findings


def test_a_test_of_items_has_one_finding_for_each_it_lists(catalog: Catalog) -> None:
    """Its own population, in its own order, each by the settings in force on its day."""
    view = run_of(pull()).model_copy(update={"deployments": (deployment(1), deployment(2, "staging"))})
    found = over_deployments(catalog, view, operated("DEP-99"))

    assert [(one.id, one.reason, one.declared) for one in found] == [
        ("DEP-99:deployment:1", "named", True),
        ("DEP-99:deployment:2", "other", True),
    ]


def test_a_test_of_items_that_lists_none_shows(catalog: Catalog) -> None:
    """An empty population is a finding of the run, not nothing."""
    found = over_deployments(catalog, run_of(pull()), operated("DEP-99"))

    assert [(one.subject, one.outcome, one.reason) for one in found] == [
        ("run", Outcome.NOT_APPLICABLE, "no-items")
    ]


def test_a_test_of_items_whose_source_nobody_read_is_open(catalog: Catalog) -> None:
    """Nothing on record is no empty population where nobody looked."""
    view = run_of(pull(), not_connected=("deployments",))
    found = over_deployments(catalog, view, sources=("deployments",))

    assert [(one.subject, one.outcome, one.reason) for one in found] == [
        ("run", Outcome.INDETERMINATE, "source-not-connected")
    ]


@pytest.mark.parametrize("source", ["forge", "deployments"])
def test_a_list_of_items_that_was_cut_is_open_beside_what_it_holds(catalog: Catalog, source: str) -> None:
    """What is on record is judged, and that there may be more is a finding of its own."""
    cut = gap("demo", kind="deployments-incomplete", source=source)
    view = run_of(pull(), gaps=[cut]).model_copy(update={"deployments": (deployment(1),)})
    found = over_deployments(
        catalog, view, operated("DEP-99"), sources=("deployments",), listed_from=("deployments",)
    )

    assert [(one.subject, one.reason) for one in found] == [
        ("run", "items-incomplete"),
        ("deployment:1", "named"),
    ]


def test_a_list_of_items_of_which_one_run_saw_nothing_is_open(catalog: Catalog) -> None:
    """Of several runs one had not connected the source: what it would have listed is missing."""
    change = pull()
    view = run_of(change).model_copy(
        update={"deployments": (deployment(1),), "unconnected": {change.id: ("deployments",)}}
    )
    found = over_deployments(catalog, view, operated("DEP-99"), sources=("deployments",))

    assert [(one.subject, one.reason) for one in found] == [
        ("run", "items-incomplete"),
        ("deployment:1", "named"),
    ]


def test_an_item_whose_result_rests_on_absence_is_open_where_its_source_was_cut(catalog: Catalog) -> None:
    """As for changes: what is missing may only not have been read."""
    cut = gap("demo", kind="deployments-incomplete")
    view = run_of(pull(), gaps=[cut]).model_copy(update={"deployments": (deployment(1, "staging"),)})
    found = over_deployments(catalog, view, operated("DEP-99"), sources=("deployments",))

    assert [(one.subject, one.reason) for one in found] == [("deployment:1", "evidence-missing")]


def test_items_are_declared_by_the_day_they_took_place(catalog: Catalog) -> None:
    """A control that began later leaves an earlier deployment a design gap."""
    view = run_of(pull()).model_copy(update={"deployments": (deployment(1), deployment(2, day="2025-05-01"))})
    later = operated("DEP-99").model_copy(update={"since": "2025-03-01"})
    found = over_deployments(catalog, view, later)

    assert [one.declared for one in found] == [False, True]


def test_a_check_that_fails_to_list_its_items_is_a_finding(catalog: Catalog) -> None:
    """A fault of ours ends no audit and empties no population."""

    def broken(whole: RunFacts) -> tuple[Item, ...]:
        raise KeyError(whole.as_of)

    found = over_deployments(catalog, run_of(pull()), items=broken)

    assert [(one.subject, one.outcome, one.reason) for one in found] == [
        ("run", Outcome.INDETERMINATE, "check-failed")
    ]


def test_a_test_of_items_may_build_on_outcomes_of_others(catalog: Catalog) -> None:
    """It gets the outcomes of the assertions that it names, wherever these stand in the catalog."""
    seen: list[tuple[tuple[str, str], Outcome]] = []

    def run(item: Item, whole: RunFacts, settings: Settings) -> Verdict:
        del settings
        seen.extend(whole.results.items())
        return Verdict("named", "Asked.", (item.subject,))

    change = pull()
    view = run_of(change, reviews=[review(change, CYD)]).model_copy(update={"deployments": (deployment(1),)})
    rev = next(one for one in catalog.assertions if one.id == "REV-01")
    asked = catalog.model_copy(update={"assertions": (deployments_assertion(), rev)})
    checks = (deployments_check(run=run, builds_on=("REV-01", "REV-77")), *CHECKS)
    found = evaluate(asked, (), view, PERIOD.until, checks=checks).findings

    assert seen == [(("REV-01", change.id), Outcome.MET)]
    assert [one.assertion for one in found] == ["DEP-99", "REV-01"]
