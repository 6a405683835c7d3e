"""GOV-01, by what could make it wrong."""

from typing import Any

import pytest

from attest.evaluate.engine import evaluate
from attest.model.change import Change
from attest.model.control import Catalog
from attest.model.evidence import RunView
from attest.model.finding import Finding, Outcome
from attest.model.imported import Imported
from tests.support.imported import file_of, row
from tests.support.placing import CLAIMS, SITE, placed_outcome, placed_run, touched
from tests.support.records import PERIOD, finding, gap, only, operated, outcome, pull, run_of, signal

FILES = (file_of("policies", 1), file_of("tools", 1))
CHANGE = pull()
DAY = "2025-03-10"


def policy(place: int = 2, **more: str) -> Imported:
    """A version that holds all period and was reviewed a year before its end, to the day."""
    cells = {
        "id": "AI-1", "version": "3", "covers": "ai-development", "effective_from": "2024-06-01",
        "reviewed_on": "2024-12-31",
    }  # fmt: skip
    return row("policies", place, **{**cells, **more})


def tool(name: str = "claude-code", place: int = 2, **more: str) -> Imported:
    """An approval of the day of the trace, with everything that is asked for but an agreement."""
    cells = {"tool": name, "approved_on": DAY, "until": DAY, "data_terms": "none", "risk_assessed_on": DAY}
    return row("tools", place, **{**cells, **more})


def without(made: Imported, *names: str) -> Imported:
    """A row without some of its cells."""
    return made.model_copy(
        update={"values": {key: text for key, text in made.values.items() if key not in names}}
    )


def run(*rows: Imported, change: Change = CHANGE, **more: Any) -> RunView:
    """A run with one trace of a tool."""
    fields: dict[str, Any] = {"imports": FILES, "signals": [signal(change)]}
    return run_of(change, imported=rows, **{**fields, **more})


def of(catalog: Catalog, *rows: Imported, **parameters: Any) -> tuple[Outcome, str]:
    """Outcome and reason for the organisation."""
    return outcome(catalog, "GOV-01", run(*rows), **parameters)


def by(catalog: Catalog, as_of: str, view: RunView) -> Finding:
    """The finding of an earlier report."""
    return evaluate(only(catalog, "GOV-01"), (operated("GOV-01"),), view, as_of).findings[0]


def test_met_by_one_version_and_an_approved_tool(catalog: Catalog) -> None:
    """On the first and last day of each."""
    found = finding(catalog, "GOV-01", run(policy(), tool()))
    assert (found.subject, found.outcome, found.reason) == ("organisation", Outcome.MET, "in-force")
    assert found.message == "Versions of the policy: 1; tools that left traces, all approved: 1."
    assert found.evidence == (policy().id,)


def test_met_by_versions_end_to_end(catalog: Catalog) -> None:
    """The next holds from the day after."""
    old = policy(effective_until="2025-06-30")
    new = without(policy(3, effective_from="2025-07-01"), "reviewed_on")
    assert of(catalog, old, new, tool()) == (Outcome.MET, "in-force")


def test_met_by_an_assessment_beside_the_register(catalog: Catalog) -> None:
    """Of the tool or of all AI tools, on its first and last day."""
    bare = without(tool(), "risk_assessed_on")
    for subject in ("claude-code", "ai-tools"):
        made = row("risk-assessments", id="RA", subject=subject, at=f"{DAY}T10:00:00Z", valid_until=DAY)
        assert of(catalog, policy(), bare, made) == (Outcome.MET, "in-force")


@pytest.mark.parametrize(
    ("rows", "day"),
    [
        ((), "2025-01-01"),
        ((policy(covers="change-management"),), "2025-01-01"),
        ((policy(effective_from="2025-01-02"),), "2025-01-01"),
        ((policy(effective_until="2025-12-30"),), "2025-12-31"),
        ((policy(effective_until="2025-06-30"), policy(3, effective_from="2025-07-02")), "2025-07-01"),
    ],
)
def test_deviation_on_a_day_without_a_policy(catalog: Catalog, rows: tuple[Imported, ...], day: str) -> None:
    """At the beginning, at the end, or between two versions."""
    found = finding(catalog, "GOV-01", run(*rows, tool()))
    assert (found.outcome, found.reason) == (Outcome.DEVIATION, "no-policy")
    assert found.message == f"On {day} no version was in force."


def test_deviation_of_a_stale_policy(catalog: Catalog) -> None:
    """A day more than a year before its end; fewer months may be asked for."""
    found = finding(catalog, "GOV-01", run(policy(reviewed_on="2024-12-30"), tool()))
    assert (found.outcome, found.reason) == (Outcome.DEVIATION, "policy-stale")
    assert found.message == "A version in force to 2025-12-31 was last reviewed on 2024-12-30."
    assert of(catalog, policy(), tool(), review_months=11) == (Outcome.DEVIATION, "policy-stale")


def test_what_was_reviewed_after_the_period_was_not_reviewed_in_it(catalog: Catalog) -> None:
    """A review on the last day is one of the period."""
    assert of(catalog, policy(reviewed_on="2026-01-01"), tool()) == (Outcome.DEVIATION, "policy-stale")
    assert of(catalog, policy(reviewed_on="2025-12-31"), tool()) == (Outcome.MET, "in-force")


def test_a_version_of_before_the_period_may_be_stale(catalog: Catalog) -> None:
    """On the first day it is one of the period."""
    old = policy(place=3, effective_from="2022-01-01", reviewed_on="2022-01-01", effective_until="2024-12-31")
    assert of(catalog, old, policy(), tool()) == (Outcome.MET, "in-force")
    first = without(old, "effective_until").model_copy()
    touching = first.model_copy(update={"values": {**first.values, "effective_until": "2025-01-01"}})
    assert of(catalog, touching, policy(), tool()) == (Outcome.DEVIATION, "policy-stale")


@pytest.mark.parametrize(
    "made",
    [
        tool("copilot"),
        without(tool(), "approved_on"),
        tool(approved_on="2025-03-11"),
        tool(until="2025-03-09"),
    ],
)
def test_deviation_of_a_tool_that_was_not_approved(catalog: Catalog, made: Imported) -> None:
    """Not at all, not yet, or no more."""
    assert of(catalog, policy(), made) == (Outcome.DEVIATION, "tool-not-approved")


def test_deviation_of_a_tool_that_was_not_assessed(catalog: Catalog) -> None:
    """Nowhere, later, or by an assessment that had run out."""
    bare = without(tool(), "risk_assessed_on")
    expected = (Outcome.DEVIATION, "tool-not-assessed")
    assert of(catalog, policy(), bare) == expected
    assert of(catalog, policy(), tool(risk_assessed_on="2025-03-11")) == expected
    for more in ({"at": "2025-03-11"}, {"at": DAY, "valid_until": "2025-03-09"}, {"at": DAY, "subject": "x"}):
        made = row("risk-assessments", 2, **{"id": "RA", "subject": "ai-tools", **more})
        assert of(catalog, policy(), bare, made) == expected


def test_deviation_of_a_tool_without_an_agreement(catalog: Catalog) -> None:
    """In a change that reaches health data; in another none is asked for."""
    for entry, made, expected in (
        (CLAIMS, tool(baa="no"), "no-agreement"),
        (CLAIMS, tool(), "no-agreement"),
        (CLAIMS, tool(baa="yes"), "in-force"),
        (SITE, tool(), "in-force"),
    ):
        view = placed_run(
            CHANGE, signals=[signal(CHANGE)], touches=[touched(CHANGE, entry)], imported=(policy(), made),
            imports=FILES,
        )  # fmt: skip
        assert placed_outcome(catalog, "GOV-01", view)[1] == expected


def test_indeterminate_which_data(catalog: Catalog) -> None:
    """A change whose files could not all be read, be there another without health data or not."""
    other = pull(2)
    unread = gap(kind="touches-unknown", source="git", affects=(CHANGE.id,))
    made: dict[str, Any] = {"gaps": [unread], "imports": FILES}
    for changes in ((CHANGE,), (CHANGE, other)):
        view = placed_run(
            *changes, signals=[signal(one) for one in changes], imported=(policy(), tool()), **made
        )
        assert placed_outcome(catalog, "GOV-01", view) == (Outcome.INDETERMINATE, "data-unknown")
    both = placed_run(
        CHANGE, other, signals=[signal(CHANGE), signal(other)], touches=[touched(other, CLAIMS)],
        imported=(policy(), tool()), **made,
    )  # fmt: skip
    assert placed_outcome(catalog, "GOV-01", both) == (Outcome.DEVIATION, "no-agreement")


def test_indeterminate_which_tool_or_when(catalog: Catalog) -> None:
    """AI that nothing names, and a change without a day."""
    view = run(policy(), tool(), signals=[signal(CHANGE, tool="unnamed-ai")])
    assert outcome(catalog, "GOV-01", view) == (Outcome.INDETERMINATE, "tool-unnamed")
    undated = run(policy(), tool(), change=pull(landed_at=None))
    assert outcome(catalog, "GOV-01", undated) == (Outcome.INDETERMINATE, "use-undated")


def test_indeterminate_without_the_files(catalog: Catalog) -> None:
    """Each is needed; a pull request that was not read may name another tool."""
    for files in ((), FILES[:1], FILES[1:]):
        view = run(policy(), tool(), imports=files).model_copy(update={"imported": ()})
        assert outcome(catalog, "GOV-01", view) == (Outcome.INDETERMINATE, "source-not-connected")
    cut = run(policy(), tool(), gaps=[gap(kind="pull-incomplete")])
    assert outcome(catalog, "GOV-01", cut) == (Outcome.INDETERMINATE, "evidence-missing")


def test_needs_review_without_terms(catalog: Catalog) -> None:
    """What the vendor may do is not stated."""
    assert of(catalog, policy(), without(tool(), "data_terms")) == (Outcome.NEEDS_REVIEW, "terms-not-stated")


def test_not_applicable_before_the_period(catalog: Catalog) -> None:
    """On its first day a policy is asked for."""
    view = run_of(imports=FILES)
    found = by(catalog, "2024-12-31T00:00:00Z", view)
    assert (found.outcome, found.reason) == (Outcome.NOT_APPLICABLE, "not-begun")
    assert by(catalog, PERIOD.since, view).reason == "no-policy"


def test_tempting_tool_that_was_approved_after_its_first_use(catalog: Catalog) -> None:
    """Approved by the end of the period, and on the day of one of two traces."""
    later = pull(2, landed_at="2025-03-11T00:00:00Z")
    view = run_of(CHANGE, later, signals=[signal(CHANGE), signal(later)], imports=FILES)
    made = tool(approved_on="2025-03-11", until="2025-03-11", risk_assessed_on=DAY)
    late = view.model_copy(update={"imported": (policy(), made)})
    found = finding(catalog, "GOV-01", late)
    assert (found.outcome, found.reason) == (Outcome.DEVIATION, "tool-not-approved")
    assert found.message == "Days with traces of claude-code: 2; without an approval in force: 1."
    two = view.model_copy(update={"imported": (policy(), made, tool(place=3))})
    assert outcome(catalog, "GOV-01", two) == (Outcome.MET, "in-force")
