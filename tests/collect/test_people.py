"""Who is one person, and who is not: by address and account, never by a name."""

from dataclasses import dataclass

import pytest

from attest.collect.forge import Account
from attest.collect.mailmap import Mapping
from attest.collect.people import Directory, Identities
from attest.collect.service import RoleEntry, Service
from attest.config import Role
from attest.model.identity import Actor, ActorKind
from attest.proof.commitment import Sealer
from tests.collect.stories import classify

WEB = "noreply@github.com"


@dataclass(frozen=True)
class Entry:
    """A person of the persons file."""

    id: str
    addresses: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    roles: tuple[RoleEntry, ...] = ()


def directory(
    *addresses: str,
    accounts: tuple[tuple[Account, str], ...] = (),
    persons: tuple[Entry, ...] = (),
    mail_map: tuple[Mapping, ...] = (),
) -> Directory:
    """A directory that met these addresses, and accounts with the address tied to each."""
    found = Directory(Identities(classify, persons), Sealer(b"k"), mail_map)
    for address in addresses:
        found.meet(address)
    for account, email in accounts:
        found.meet_account(account, email)
    found.settle()
    return found


def test_one_address_under_two_names_is_one_person() -> None:
    """Names are what people type."""
    found = directory()
    assert found.actor("Ada", "ada@example.org").id == found.actor("A. Lovelace", "Ada@Example.org").id


def test_one_name_under_two_addresses_is_two_people() -> None:
    """A display name ties nothing."""
    found = directory()
    assert found.actor("Ada", "ada@example.org").id != found.actor("Ada", "ada@example.com").id


def test_private_addresses_of_one_account_are_one_person() -> None:
    """With and without the number, under an old login too."""
    forms = (
        "7+ada@users.noreply.github.com",
        "ada@users.noreply.github.com",
        "7+lovelace@users.noreply.github.com",
    )
    found = directory(*forms)
    assert len({found.actor("Ada", form).id for form in forms}) == 1


def test_an_account_is_the_person_of_its_private_address() -> None:
    """Reviewer and author can be compared."""
    found = directory("7+ada@users.noreply.github.com", accounts=((Account(7, "ada", "user"), ""),))
    author = found.actor("Ada", "7+ada@users.noreply.github.com")
    assert author.id == found.account(Account(7, "ada", "user")).id


def test_an_address_that_the_forge_ties_to_an_account_is_linked() -> None:
    """And one that it does not tie is not."""
    found = directory(accounts=((Account(7, "ada", "user"), "ada@example.org"),))
    linked = [found.actor("Ada", email).linked for email in ("ada@example.org", "ada@example.com")]
    assert linked == [True, False]


def test_the_persons_file_ties_addresses_and_accounts() -> None:
    """By immutable number, or by login."""
    entry = Entry("ada", ("ada@example.org", "ada@example.com"), ("github:7", "github:lovelace"))
    found = directory(persons=(entry,))
    people = {
        found.actor("Ada", "ada@example.org").id,
        found.actor("Ada", "ada@example.com").id,
        found.account(Account(7, "ada", "user")).id,
        found.account(Account(0, "Lovelace", "user")).id,
    }
    assert len(people) == 1


def test_a_persons_entry_without_accounts_links_nothing() -> None:
    """It says that two addresses are one person, not which account that is."""
    found = directory(persons=(Entry("ada", ("ada@example.org", "ada@example.com")),))
    assert not found.actor("Ada", "ada@example.org").linked


def test_the_order_of_meeting_does_not_matter() -> None:
    """A pseudonym depends on what is tied, not on when it was seen."""
    ties = (
        (Account(7, "ada", "user"), "ada@example.org"),
        (Account(7, "ada", "user"), "7+ada@users.noreply.github.com"),
    )
    one, other = directory(accounts=ties), directory(accounts=tuple(reversed(ties)))
    assert one.actor("Ada", "ada@example.org") == other.actor("Ada", "ada@example.org")


def test_an_address_cannot_pose_as_an_account() -> None:
    """An address may be any text."""
    found = directory(accounts=((Account(7, "ada", "user"), ""),))
    assert found.actor("Eve", "github:7").id != found.account(Account(7, "ada", "user")).id


@pytest.mark.parametrize("email", ["", "  "])
def test_an_empty_address_is_nobody_known(email: str) -> None:
    """A name alone identifies nobody."""
    assert directory().actor("Ada", email).kind is ActorKind.UNKNOWN


def test_the_platforms_address_is_a_robot() -> None:
    """It commits for whoever merges in the browser."""
    assert directory().actor("GitHub", WEB) == Actor(id="robot:github", kind=ActorKind.ROBOT)


def test_the_platforms_address_ties_no_account() -> None:
    """Every merge would make everybody one person."""
    found = directory(accounts=((Account(1, "ada", "user"), WEB), (Account(2, "ben", "user"), WEB)))
    assert found.account(Account(1, "ada", "user")).id != found.account(Account(2, "ben", "user")).id


def test_an_agents_address_ties_no_account() -> None:
    """People who used it are not one another."""
    agent = "198982749+Copilot@users.noreply.github.com"
    found = directory(accounts=((Account(1, "ada", "user"), agent), (Account(2, "ben", "user"), agent)))
    assert found.account(Account(1, "ada", "user")).id != found.account(Account(2, "ben", "user")).id


@pytest.mark.parametrize(
    ("kind", "account"),
    [
        (ActorKind.PERSON, Account(7, "ada", "user")),
        (ActorKind.ROBOT, Account(8, "helper[bot]", "bot")),
        (ActorKind.ROBOT, Account(8, "helper", "bot")),
        (ActorKind.AGENT, Account(198982749, "Copilot", "bot")),
        (ActorKind.UNKNOWN, Account(9, "acme", "organization")),
        (ActorKind.UNKNOWN, Account(10137, "ghost", "user")),
        (ActorKind.UNKNOWN, None),
    ],
)
def test_an_accounts_kind(kind: ActorKind, account: Account | None) -> None:
    """A bot that no rule knows is a robot; a deleted account is nobody known."""
    assert directory().account(account).kind is kind


def test_people_are_listed_with_all_they_were_seen_under() -> None:
    """For the personal part of a run."""
    found = directory(accounts=((Account(7, "ada", "user"), "ada@example.org"),))
    found.actor("Ada", "ada@example.org")
    found.actor("A. L.", "ada@example.org")
    found.account(Account(7, "ada", "user"))
    person = found.people()[0]
    assert (person.names, person.addresses, person.logins) == (
        ("A. L.", "Ada"),
        ("ada@example.org",),
        ("ada",),
    )


def test_co_authors_are_sought_in_an_authors_own_lines() -> None:
    """What a robot pastes credits the authors of something else; without the word nothing is read."""
    asked: list[str] = []

    def own(message: str, name: str, email: str) -> str:
        asked.append(email)
        return message.partition("<details>")[0]

    found = Directory(Identities(classify, (), own), Sealer(b"k"))
    message = "Bump\n\nCo-Authored-By: Ben <ben@shop.example>\n<details>\nCo-authored-by: C <c@d.example>\n"

    assert found.credited(message, "robot", "robot@shop.example") == (("Ben", "ben@shop.example"),)
    assert found.credited("Bump\n\nby: Ben\n", "robot", "other@shop.example") == ()
    assert asked == ["robot@shop.example"]


MAPS_ADA = Mapping("ada@home.example", "ada@example.org")
ADA = Account(7, "ada", "user")


def test_a_mail_map_makes_two_addresses_one_persons() -> None:
    """For independence alone: each keeps its pseudonym, and says under which one it is joined."""
    found = directory(mail_map=(MAPS_ADA,))
    one, two = found.actor("Ada", "ada@home.example"), found.actor("A", "ada@example.org")
    assert (one.is_same(two), two.is_same(one), one.id == two.id) == (True, True, False)
    assert not one.is_same(found.actor("Ben", "ben@example.org"))


def test_tempting_a_mail_map_gives_nobody_an_account() -> None:
    """Else whoever can land a line would make an unknown address of theirs a known colleague's."""
    found = directory(accounts=((ADA, "ada@example.org"),), mail_map=(MAPS_ADA,))
    mapped = found.actor("Mallory", "ada@home.example")
    assert (mapped.linked, mapped.is_same(found.account(ADA))) == (False, True)
    assert found.account(ADA).linked


def test_tempting_a_mail_map_makes_nobody_somebody_else() -> None:
    """An address that a line leads elsewhere stays that of the account that has it."""
    line = Mapping("ada@example.org", "innocent@example.org")
    found = directory(accounts=((ADA, "ada@example.org"),), mail_map=(line,))
    assert found.actor("Ada", "ada@example.org").id == found.account(ADA).id


def test_two_accounts_that_a_mail_map_joins_are_one_person() -> None:
    """One human behind two accounts does not approve their own change; each has a last word of its own."""
    second = Account(8, "ada-work", "user")
    found = directory(accounts=((ADA, "ada@example.org"), (second, "ada@home.example")), mail_map=(MAPS_ADA,))
    assert found.account(ADA).is_same(found.account(second))
    assert found.account(ADA).id != found.account(second).id


def test_tempting_a_typed_private_address_joins_no_two_accounts() -> None:
    """Anybody can commit under another account's number with a login of their choice."""
    ben, cyd = Account(2, "ben", "user"), Account(3, "cyd", "user")
    persons = (Entry("1", (), ("github:2",), roles=(Role(role="reviewer"),)),)
    found = directory("2+cyd@users.noreply.github.com", accounts=((ben, ""), (cyd, "")), persons=persons)
    assert not found.account(ben).is_same(found.account(cyd))
    assert found.service(cyd, "2025-06-30T12:00:00Z") is None


def test_a_login_that_somebody_else_took_over_is_two_people() -> None:
    """An account is its number; the login names nobody any more."""
    first, second = Account(1, "ada", "user"), Account(9, "ada", "user")
    found = directory(accounts=((first, "ada@example.org"), (second, "")))
    assert not found.account(first).is_same(found.account(second))
    assert found.contested == 1
    assert found.actor("Ada", "ada@example.org").id == found.account(first).id


def test_a_renamed_login_is_the_same_person() -> None:
    """By the number."""
    found = directory(accounts=((Account(1, "ada", "user"), ""), (Account(1, "lovelace", "user"), "")))
    assert found.account(Account(1, "ada", "user")).id == found.account(Account(1, "lovelace", "user")).id
    assert found.contested == 0


def test_where_the_persons_file_and_the_forge_differ_the_number_decides() -> None:
    """The file gives a login to one person and its number to another."""
    cyd = Account(3, "cyd", "user")
    persons = (
        Entry("1", (), ("github:cyd",), roles=(Role(role="reviewer"),)),
        Entry("2", (), ("github:3",)),
    )
    found = directory(accounts=((cyd, ""),), persons=persons)
    assert found.service(cyd, "2025-06-30T12:00:00Z") == Service(True, ())
    assert found.contradicted == 1


def test_a_mail_map_does_not_overrule_the_persons_file() -> None:
    """Management says that these are two people."""
    persons = (Entry("1", ("ada@example.org",)), Entry("2", ("ada@home.example",)))
    found = directory(persons=persons, mail_map=(MAPS_ADA,))
    assert not found.actor("Mallory", "ada@home.example").is_same(found.actor("Ada", "ada@example.org"))
    assert found.refused == 1


def test_a_mail_map_makes_no_agent_a_person() -> None:
    """Nor a person an agent: its name and address are read as they are in the commit."""
    agent = "198982749+copilot@users.noreply.github.com"
    found = directory(mail_map=(Mapping(agent, "ada@example.org"), Mapping("ada@example.org", agent)))
    assert found.actor("Copilot", agent).kind is ActorKind.AGENT
    assert found.actor("Ada", "ada@example.org").kind is ActorKind.PERSON


def test_the_persons_file_says_who_served_and_in_which_role() -> None:
    """By account, with the number or without; nothing of whom it does not name, or without a time."""
    entry = Entry(
        "1", ("ada@example.org",), ("github:7",), until="2025-06-30", roles=(Role(role="reviewer"),)
    )
    found = directory(accounts=((ADA, ""),), persons=(entry,))
    times = ("2025-06-30T12:00:00Z", "2025-07-01T00:00:00Z")
    assert [found.service(ADA, at) for at in times] == [Service(True, ("reviewer",)), Service(False, ())]
    assert found.service(Account(0, "Ada", "user"), times[0]) == Service(True, ("reviewer",))
    assert found.service(ADA, None) is None
    assert found.service(Account(9, "ben", "user"), times[0]) is None


def test_tempting_a_mail_map_gives_nobody_a_role() -> None:
    """An account that a line joins to a reviewer of the persons file is that person, and holds no role."""
    entry = Entry("1", ("ada@example.org",), ("github:7",), roles=(Role(role="reviewer"),))
    other = Account(8, "mallory", "user")
    line = Mapping("8+mallory@users.noreply.github.com", "ada@example.org")
    found = directory(
        "8+mallory@users.noreply.github.com", accounts=((other, ""),), persons=(entry,), mail_map=(line,)
    )
    assert found.service(other, "2025-06-30T12:00:00Z") is None
