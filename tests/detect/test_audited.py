"""What an audit log says of a change: who is an author by it, whom it names, and what is evidence."""

from typing import Any

import pytest

from attest.detect import audited
from attest.detect.accountable import of_change
from attest.detect.audit_log import Entry
from attest.detect.initiators import Initiator, find, is_agent_authored, join
from attest.model.change import Change
from attest.model.collected import Authorship, CollectedChange
from attest.model.identity import Actor, ActorKind
from tests.detect.commits import engine
from tests.detect.test_initiators import collected
from tests.support.records import ADA, BEN, CLAUDE, CYD

COPILOT = Actor(id="agent:copilot", kind=ActorKind.AGENT)
ROBOT = Actor(id="robot:acme-ci", kind=ActorKind.ROBOT)
UNKNOWN = Actor(id="unknown", kind=ActorKind.UNKNOWN)
ACCOUNTS = {"ada": ADA, "ben": BEN, "cyd": CYD, "acme-ci[bot]": ROBOT, "Copilot": COPILOT, "org": UNKNOWN}
BY_COPILOT = Authorship(unprompted=(COPILOT.id,))


def entry(user: str = "ben", **more: Any) -> Entry:
    """Copilot opened the pull request for Ben."""
    fields: dict[str, Any] = {
        "source": "audit-log:0:1", "action": "pull_request.create", "repository": "acme/shop", "pull": 1,
        "agent": "Copilot", "user": user, "user_id": 2, "at": "", "session": "",
    }  # fmt: skip
    return Entry(**{**fields, **more})


def change(*commits: tuple[Actor, str], **more: Any) -> CollectedChange:
    """A change that Copilot wrote, where nothing else is said."""
    fields = {"authors": (COPILOT,), "authorship": BY_COPILOT, **more}
    return collected(*(commits or ((COPILOT, "Mend"),)), **fields)


def named(found: CollectedChange, *entries: Entry) -> tuple[Initiator, ...]:
    """Whom these entries name."""
    return audited.initiators(found, entries, engine().classify_login, ACCOUNTS.__getitem__)


def joined(found: CollectedChange, *entries: Entry) -> Change:
    """The change with everybody whom they name."""
    return join(found.change, found.authorship, named(found, *entries))


def test_the_user_of_an_agents_pull_request_is_an_author() -> None:
    """Nobody else was missing."""
    found = joined(change(), entry())

    assert (set(found.authors), found.authors_complete) == ({BEN, COPILOT}, True)


@pytest.mark.parametrize("user", ["acme-ci[bot]", "Copilot", ""])
def test_an_agent_or_robot_as_the_user_is_nobody(user: str) -> None:
    """No person is named, so the set stays without the one who must be in it."""
    found = joined(change(), entry(user))

    assert (found.authors, found.authors_complete) == ((COPILOT,), False)


@pytest.mark.parametrize("user", ["ghost", "Ghost", "org"])
def test_an_account_that_is_gone_leaves_the_set_incomplete(user: str) -> None:
    """Somebody was there, whoever else is named."""
    whole = change(authors=(COPILOT, ADA), authors_complete=True, authorship=Authorship())

    assert joined(whole, entry(user)).authors_complete is False


def test_a_log_and_a_text_that_name_two_people_make_two_authors() -> None:
    """The forge's word is the basis: nobody on a branch can write into its log."""
    found = change((COPILOT, "Mend\n\nRequested by: @cyd\n"))
    by_text = find(found, engine().initiators, (), lambda said: ACCOUNTS[said.login])
    both = (*by_text, *named(found, entry()))

    assert {BEN, CYD} <= set(join(found.change, found.authorship, both).authors)
    assert of_change(found.change, found.commits, both) == (BEN, "audit-log")


def test_every_user_of_a_pull_request_is_an_author() -> None:
    """Each once, however often the agent acted for them."""
    entries = [entry("ada"), entry("ben", action="pull_request.rebase"), entry("ada")]

    assert [one.actor for one in named(change(), *entries)] == [ADA, BEN]


def test_without_its_opening_a_log_does_not_say_that_nobody_else_was_there() -> None:
    """The log may begin after somebody else had set the agent to work."""
    later = entry(action="pull_request.ready_for_review")
    found = joined(change(), later)

    assert (BEN in found.authors, found.authors_complete) == (True, False)
    assert of_change(found, change().commits, named(change(), later)) == (BEN, "audit-log")


def test_the_log_speaks_for_its_agent_alone() -> None:
    """Who set another agent to work is not known by it."""
    both = change((CLAUDE, "Mend"), authorship=Authorship(unprompted=(CLAUDE.id,)))
    found = joined(both, entry())

    assert (BEN in found.authors, found.authors_complete) == (True, False)


def test_an_agent_that_no_rule_knows_is_not_taken_for_another() -> None:
    """Its user is an author; whose work the other agent did is not known."""
    found = joined(change(), entry(agent="acme-writer[bot]"))

    assert (BEN in found.authors, found.authors_complete) == (True, False)


def test_the_opening_makes_a_change_an_agents() -> None:
    """Also where neither commits nor forge show the agent."""
    silent = change((ADA, "Mend"), authors=(ADA,), authors_complete=True, authorship=Authorship())

    assert [
        is_agent_authored(silent, named(silent, *entries))
        for entries in ((), (entry(),), (entry(action="pull_request.rebase"),))
    ] == [False, True, False]


def test_the_opening_is_evidence_and_other_acts_are_none() -> None:
    """A person's pull request that an agent marks as ready is the person's."""
    entries = [entry(), entry(action="pull_request.rebase"), entry(agent="acme-writer[bot]"), entry()]
    found = audited.traces(entries, engine().classify_login)

    assert [(one.rule, one.grade, one.role, one.tool, one.where) for one in found] == [
        ("audit-log.agent", "B", "author", "copilot", "audit-log"),
        ("audit-log.agent", "B", "mention", "copilot", "audit-log"),
        ("audit-log.agent", "B", "author", "unnamed-ai", "audit-log"),
    ]


def test_a_flood_of_entries_is_cut_in_signals_and_not_in_authors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is named counts."""
    monkeypatch.setattr(audited, "MOST_TRACES", 2)
    entries = [entry(user) for user in ("ada", "ben", "cyd")]

    assert len(audited.traces(entries, engine().classify_login)) == 2
    assert {ADA, BEN, CYD} <= set(joined(change(), *entries).authors)
