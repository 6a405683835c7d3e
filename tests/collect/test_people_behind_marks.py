"""A tool's mark in an author's name does not hide the person under whose address it wrote."""

from attest.collect.forge import Account
from attest.collect.people import Directory, Identities
from attest.detect.engine import load
from attest.model.identity import ActorKind
from attest.proof.commitment import Sealer

DANA = "123+dana@users.noreply.github.com"


def _directory(*claimed: str) -> Directory:
    directory = Directory(Identities(load().classify), Sealer(b"k" * 32))
    directory.meet(DANA)
    for number, email in enumerate(claimed, start=1):
        directory.meet_account(Account(number, f"login-{number}", "user"), email)
    directory.settle()
    return directory


def test_the_person_behind_aiders_mark_is_the_owner_of_the_address() -> None:
    """The author is the agent; beside it stands the person, under the one pseudonym they always have."""
    directory = _directory()
    assert directory.actor("Dana (aider)", DANA).kind is ActorKind.AGENT
    assert directory.behind("Dana (aider)", DANA) == directory.actor("Dana", DANA)


def test_an_address_that_the_forge_ties_to_an_account_is_somebodys() -> None:
    """Not only the private addresses of the forge."""
    directory = _directory("dana@shop.org")
    assert directory.behind("Dana (aider)", "dana@shop.org") == directory.actor("Dana", "dana@shop.org")


def test_an_address_that_no_account_claims_is_nobodys() -> None:
    """It could be anybody's, so the set of authors stays incomplete."""
    assert _directory().behind("Dana (aider)", "dana@elsewhere.org") is None


def test_an_agents_own_address_has_nobody_behind_it() -> None:
    """Who prompted it is not known from the address."""
    assert _directory().behind("Claude", "noreply@anthropic.com") is None


def test_a_person_has_nobody_behind_them() -> None:
    """Only a tool's mark asks the question."""
    assert _directory().behind("Dana", DANA) is None
