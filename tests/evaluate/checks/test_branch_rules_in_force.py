"""CFG-01, by what could make it wrong."""

from typing import Any

import pytest

from attest.evaluate.engine import evaluate
from attest.model.branch import BranchRule
from attest.model.control import Catalog
from attest.model.finding import Outcome
from tests.support.records import PERIOD, finding, gap, only, operated, outcome, pull, run_of

LONG_AGO = "2024-06-01T00:00:00Z"
MARCH = "2025-03-01T00:00:00Z"
APRIL = "2025-04-01T00:00:00Z"


def rule(version: int = 1, **more: Any) -> BranchRule:
    """A version of a ruleset that stood through the whole period and asks for the default baseline."""
    fields: dict[str, Any] = {
        "id": f"shop:rule:ruleset-7.{version}", "repository": "shop", "branch": "main", "origin": "ruleset",
        "name": "main", "since": LONG_AGO, "until": None, "in_period": True, "enforcement": "active",
        "covers": True, "changed_by": None, "approvals": 1, "dismisses_stale": True,
        "last_push_approval": None, "code_owners": None, "checks": ("ci",), "forbids_force_push": True,
        "binds_admins": None, "bypass": (),
    }  # fmt: skip
    return BranchRule(**{**fields, **more})


def protection(**more: Any) -> BranchRule:
    """Classic protection that asks for the same, of administrators too."""
    fields = {"id": "shop:rule:protection", "origin": "protection", "since": None, "binds_admins": True}
    return rule(**{**fields, **more})


def of(catalog: Catalog, *rules: BranchRule, **parameters: Any) -> tuple[Outcome, str]:
    """Outcome and reason for one branch with these rules."""
    return outcome(catalog, "CFG-01", run_of(pull(), branch_rules=rules), **parameters)


def test_met_by_one_ruleset_all_period(catalog: Catalog) -> None:
    """From before the period until now."""
    found = finding(catalog, "CFG-01", run_of(pull(), branch_rules=(rule(),)))
    assert (found.subject, found.outcome, found.reason) == ("repository:shop", Outcome.MET, "held")
    assert found.evidence == ("shop:rule:ruleset-7.1",)
    assert found.message == "Spells of the period with the whole baseline: 1 of 1."


def test_met_from_the_first_instant_of_the_period(catalog: Catalog) -> None:
    """A version that began with the period left nothing before it."""
    assert of(catalog, rule(since=PERIOD.since)) == (Outcome.MET, "held")
    assert of(catalog, rule(since=PERIOD.since, checks=())) == (Outcome.DEVIATION, "below-baseline")


def test_met_by_rules_together(catalog: Catalog) -> None:
    """Rules add up: one asks for approvals, another for checks."""
    first = rule(checks=(), forbids_force_push=None)
    second = rule(id="shop:rule:ruleset-8.1", approvals=None, dismisses_stale=None)
    assert of(catalog, first, second) == (Outcome.MET, "held")
    assert of(catalog, first) == (Outcome.DEVIATION, "below-baseline")


def test_met_by_versions_end_to_end(catalog: Catalog) -> None:
    """A change of the rules that kept to the baseline leaves no time without it."""
    versions = rule(until=MARCH), rule(2, since=MARCH, approvals=2)
    found = finding(catalog, "CFG-01", run_of(pull(), branch_rules=versions))
    assert (found.reason, found.message) == ("held", "Spells of the period with the whole baseline: 2 of 2.")


def test_deviation_without_rules(catalog: Catalog) -> None:
    """Asked, and there are none; those of another branch or repository are none."""
    assert of(catalog) == (Outcome.DEVIATION, "no-rules")
    assert of(catalog, rule(covers=False)) == (Outcome.DEVIATION, "no-rules")
    assert of(catalog, rule(repository="api")) == (Outcome.DEVIATION, "no-rules")


@pytest.mark.parametrize(
    ("more", "name"),
    [
        ({"approvals": 0}, "approvals"),
        ({"approvals": None}, "approvals"),
        ({"dismisses_stale": False}, "stale approvals"),
        ({"checks": ()}, "status checks"),
        ({"forbids_force_push": None}, "no force push"),
    ],
)
def test_deviation_below_the_baseline(catalog: Catalog, more: dict[str, Any], name: str) -> None:
    """Each part of the baseline by itself; the message names it."""
    found = finding(catalog, "CFG-01", run_of(pull(), branch_rules=(rule(**more),)))
    assert (found.outcome, found.reason) == (Outcome.DEVIATION, "below-baseline")
    assert found.message == f"Spells of the period below the baseline: 1 of 1; not asked for: {name}."


@pytest.mark.parametrize("more", [{"enforcement": "evaluate"}, {"enforcement": "disabled"}])
def test_deviation_of_a_ruleset_that_bound_nobody(catalog: Catalog, more: dict[str, Any]) -> None:
    """On trial or switched off."""
    assert of(catalog, rule(**more)) == (Outcome.DEVIATION, "below-baseline")


def test_deviation_of_protection_below_the_baseline(catalog: Catalog) -> None:
    """Nothing on record says that it asked for more before."""
    assert of(catalog, protection(checks=())) == (Outcome.DEVIATION, "below-baseline")
    assert of(catalog, protection(binds_admins=False)) == (Outcome.DEVIATION, "below-baseline")


def test_parameters_say_what_the_baseline_is(catalog: Catalog) -> None:
    """Stricter and milder ones."""
    assert of(catalog, rule(), approvals=2) == (Outcome.DEVIATION, "below-baseline")
    assert of(catalog, rule(approvals=2), approvals=2) == (Outcome.MET, "held")
    assert of(catalog, rule(), code_owners="required") == (Outcome.DEVIATION, "below-baseline")
    assert of(catalog, rule(code_owners=True), code_owners="required") == (Outcome.MET, "held")
    assert of(catalog, rule(checks=()), status_checks="not-required") == (Outcome.MET, "held")
    assert of(catalog, rule(dismisses_stale=None), stale_approvals="not-required") == (Outcome.MET, "held")
    spared = protection(binds_admins=False)
    assert of(catalog, spared, bypass="listed") == (Outcome.INDETERMINATE, "history-unknown")
    assert of(catalog, rule(bypass=("team ops always",)), bypass="listed") == (Outcome.MET, "held")


def test_indeterminate_for_protection_without_history(catalog: Catalog) -> None:
    """How it was before the day of collection nobody knows."""
    found = finding(catalog, "CFG-01", run_of(pull(), branch_rules=(protection(),)))
    assert (found.outcome, found.reason) == (Outcome.INDETERMINATE, "history-unknown")
    assert found.message == (
        "Spells of the period that are open: 1 of 1; open: approvals, no force push, stale approvals, "
        "status checks."
    )


def test_indeterminate_where_the_patterns_do_not_say(catalog: Catalog) -> None:
    """A ruleset that may be meant for the branch, while it stood."""
    assert of(catalog, rule(covers=None)) == (Outcome.INDETERMINATE, "history-unknown")
    gone = rule(covers=None, until="2025-03-01T00:00:00Z")
    assert of(catalog, gone) == (Outcome.DEVIATION, "below-baseline")


def test_indeterminate_before_the_first_version_on_record(catalog: Catalog) -> None:
    """Forges forget old versions: whether the ruleset stood before is open."""
    assert of(catalog, rule(since=MARCH)) == (Outcome.INDETERMINATE, "history-unknown")


def test_indeterminate_without_the_source(catalog: Catalog) -> None:
    """Nobody asked for rules; what was asked and not told is another thing."""
    view = run_of(pull(), not_connected=("rules",))
    assert outcome(catalog, "CFG-01", view) == (Outcome.INDETERMINATE, "source-not-connected")
    cut = run_of(pull(), branch_rules=(rule(),), gaps=[gap(source="branch-rules")])
    assert outcome(catalog, "CFG-01", cut) == (Outcome.INDETERMINATE, "evidence-missing")


def test_not_applicable_before_the_period(catalog: Catalog) -> None:
    """Nothing of the period has passed; from the first second on there is something to test."""
    view = run_of(pull(), branch_rules=(rule(),))
    for as_of, expected in ((PERIOD.since, "not-begun"), ("2025-01-01T00:00:01Z", "held")):
        found = evaluate(only(catalog, "CFG-01"), (operated("CFG-01"),), view, as_of).findings[0]
        assert found.reason == expected
    assert Outcome.NOT_APPLICABLE is outcome_before(catalog)


def outcome_before(catalog: Catalog) -> Outcome:
    """The outcome at the beginning of the period."""
    view = run_of(pull(), branch_rules=(rule(),))
    return evaluate(only(catalog, "CFG-01"), (operated("CFG-01"),), view, PERIOD.since).findings[0].outcome


def test_tempting_rules_that_were_off_for_a_month(catalog: Catalog) -> None:
    """In force before and after, and on the day of collection: March was open."""
    off = rule(2, since=MARCH, until=APRIL, enforcement="disabled")
    found = finding(
        catalog, "CFG-01", run_of(pull(), branch_rules=(rule(until=MARCH), off, rule(3, since=APRIL)))
    )
    assert (found.outcome, found.reason) == (Outcome.DEVIATION, "below-baseline")
    assert found.message.startswith("Spells of the period below the baseline: 1 of 3; ")


def test_tempting_rules_that_some_may_bypass(catalog: Catalog) -> None:
    """A rule that spares its administrators binds them by their own choice."""
    view = rule(bypass=("organization-admin always",))
    assert of(catalog, view) == (Outcome.DEVIATION, "below-baseline")


def test_tempting_rule_of_after_the_report(catalog: Catalog) -> None:
    """What ended or began outside of the period says nothing of it."""
    ended = rule(until=PERIOD.since)
    assert of(catalog, ended) == (Outcome.DEVIATION, "below-baseline")
    weak = rule(checks=()), rule(2, since=PERIOD.until)
    assert of(catalog, *weak) == (Outcome.DEVIATION, "below-baseline")
    later = rule(until=PERIOD.until), rule(2, since=PERIOD.until, enforcement="disabled")
    assert of(catalog, *later) == (Outcome.MET, "held")
