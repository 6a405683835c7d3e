"""The agent register of the samples: findings and principals, against what is expected."""

import pytest

from attest.model.signal import SignalRole
from attest.samples import names
from tests.e2e.test_samples import Audit, audit
from tests.sample_repos.expected import expected

__all__ = ["audit"]


def test_findings_of_each_change_against_the_register(audit: Audit) -> None:
    """Outcome and reason for every change where a register is declared; else a design gap, and never met."""
    evaluated, wanted = audit
    names_by_id = {change.id: wanted.named(change.landed_sha) for change in evaluated.view.changes}
    found = {
        names_by_id[item.subject]: [item.outcome.word, item.reason]
        for item in evaluated.evaluation.findings
        if item.assertion == "AGT-01"
    }
    if wanted.agents:
        assert {key: wanted.agent_finding(key) for key in wanted.changes} == found
    else:
        declared = [item.declared for item in evaluated.evaluation.findings if item.assertion == "AGT-01"]
        assert (any(declared), {outcome for outcome, _ in found.values()} & {"met", "deviation"}) == (
            False,
            set(),
        )


def test_principals_of_the_period(audit: Audit) -> None:
    """Where a register is declared: who acted, in how many changes, and what the record says of the tier."""
    evaluated, wanted = audit
    told = wanted.agents.get("principals", {})
    support = {item.id: item.support.value for item in evaluated.evaluation.register_entries}
    found = {
        item.id: {
            "entries": list(item.entries),
            "identity": item.identity,
            "roles": [role.value for role in item.roles],
            "changes": item.changes,
            "authored": item.authored,
            "signed": item.signed,
            "reverted": item.reverted,
            **({"support": support[item.id]} if item.id in support else {}),
        }
        for item in evaluated.evaluation.principals
    }
    if told:
        assert {name: {**fields, "changes": len(fields["changes"])} for name, fields in told.items()} == found


def test_among_people_and_robots_an_ai_only_reviewed(audit: Audit) -> None:
    """Neither a name, nor a mention, nor pasted notes that credit somebody else's agent make a principal."""
    evaluated, _ = audit
    if {scope.name for scope in evaluated.view.manifest.repositories} == {"people-and-bots"}:
        roles = {role for item in evaluated.evaluation.principals for role in item.roles}

        assert roles == {SignalRole.REVIEWER}


@pytest.mark.parametrize("name", names())
def test_what_is_expected_of_agents_names_changes_of_the_story(name: str) -> None:
    """A key that is mistyped would expect nothing."""
    wanted = expected(name)
    listed = [key for fields in wanted.agents.get("principals", {}).values() for key in fields["changes"]]

    assert {*wanted.agents.get("findings", {}), *listed} <= set(wanted.changes)
