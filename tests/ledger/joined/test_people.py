"""One person is one person in every run, whatever key each was sealed under; nobody is joined by a name."""

import shutil
from pathlib import Path

from attest.collect.people import Directory, Identities
from attest.ledger.joined.opening import Opened, open_run
from attest.ledger.joined.people import People, Tie
from attest.ledger.run import RunWriter
from attest.ledger.source import run_folder
from attest.model.identity import Actor, ActorKind, Person, private_account
from attest.proof.commitment import Sealer
from tests.support.runs import Story, fill, manifest_fields


def entry(key: str, *, names: tuple[str, ...] = ("Ada",), addresses: tuple[str, ...] = (),
          logins: tuple[str, ...] = ()) -> Person:  # fmt: skip
    """A person as a run under some key knows them."""
    return Person(id=Sealer(b"key").pseudonym(key), names=names, addresses=addresses, logins=logins)


def run(tmp_path: Path, name: str, *people: Person) -> Opened:
    """A sealed run with these people beside those of the sample."""
    with RunWriter(tmp_path / name) as writer:
        fill(writer, Story())
        for person in people:
            writer.add_person(person)
        return open_run(run_folder(writer.seal(**manifest_fields(Story(manifest={"operator": name})))))


def who(people: People, person: Person) -> Actor:
    """The actor that a person's pseudonym stands for."""
    return people.actor(Actor(id=person.id, kind=ActorKind.PERSON))


def test_an_address_joins_two_pseudonyms(tmp_path: Path) -> None:
    """Case and blanks around it do not count; the pseudonym of the earlier run does, if it is as good."""
    one = entry("one", addresses=("ada@work.example",))
    other = entry("two", addresses=("Ada@Work.example ",), logins=("ada-w",))
    people = People([run(tmp_path, "a", one), run(tmp_path, "b", other)])

    assert who(people, other).id == one.id == who(people, one).id
    joined = next(person for person in people.people if person.id == one.id)
    assert joined.logins == ("ada-w",)


def test_a_login_joins_and_so_does_the_private_address_of_its_account(tmp_path: Path) -> None:
    """As it does within one run."""
    one = entry("one", addresses=("12+ada-w@users.noreply.github.com",))
    other = entry("two", logins=("Ada-W",))
    people = People([run(tmp_path, "a", one), run(tmp_path, "b", other)])
    assert who(people, other).id == one.id


def test_a_name_joins_nobody(tmp_path: Path) -> None:
    """Two people can bear it."""
    one, other = entry("one", addresses=("ada@one.example",)), entry("two", addresses=("ada@two.example",))
    people = People([run(tmp_path, "a", one), run(tmp_path, "b", other)])
    assert who(people, one).id != who(people, other).id


def test_the_persons_file_joins(tmp_path: Path) -> None:
    """By the addresses and accounts that it gives one person."""
    one = entry("one", addresses=("ada@one.example",))
    other = entry("two", addresses=("12+ada-w@users.noreply.github.com",))
    runs = [run(tmp_path, "a", one), run(tmp_path, "b", other)]
    people = People(runs, [Tie(("ada@one.example",), ("github:12",))])
    assert who(people, one).id == who(people, other).id


def test_an_account_that_any_run_knows_links_the_person(tmp_path: Path) -> None:
    """The sample's Ada is linked; an address of hers that another run could not place is hers, too."""
    lone = entry("lone", addresses=("ada@example.org",))
    people = People([run(tmp_path, "a", lone), run(tmp_path, "b")])
    assert who(people, lone).linked
    assert who(people, entry("nobody")) == Actor(id=entry("nobody").id, kind=ActorKind.PERSON)


def test_without_the_personal_part_that_people_cannot_be_joined_is_a_gap(tmp_path: Path) -> None:
    """It counts the pseudonyms, and those that another run has as well."""
    one, other = run(tmp_path, "a"), run(tmp_path, "b")
    assert list(People([one, other]).gaps()) == []

    shutil.rmtree(Path(other.source.where) / "personal")
    gaps = list(People([one, open_run(run_folder(Path(other.source.where)))]).gaps())

    assert [gap.kind for gap in gaps] == ["people-not-joined"]
    assert "of their 2 pseudonyms, 2 are in another run as well" in gaps[0].what
    assert "--key-file" in gaps[0].effect


def test_private_addresses_are_read_as_collection_reads_them() -> None:
    """What ties an address to a login within one run ties it across runs."""
    private = ("ada", "12+Ada", "ada_acme", "-", "x+ada")
    hosted = [f"{name}@users.noreply.github.com" for name in private]
    addresses = [*hosted, "ada@example.org", "noreply@github.com"]
    for address in addresses:
        directory = Directory(Identities(lambda name, email: (ActorKind.PERSON, "")), Sealer(b"k"))
        directory.meet(address)
        directory.settle()
        assert directory.actor("A", address).linked == (private_account(address) is not None)


def test_a_renamed_login_is_one_person_by_its_number(tmp_path: Path) -> None:
    """And a login that another account took over is another person."""
    january = entry("one", logins=("ben",)).model_copy(update={"numbers": (2,)})
    february = entry("two", logins=("benjamin",)).model_copy(update={"numbers": (2,)})
    march = entry("three", logins=("ben",)).model_copy(update={"numbers": (9,)})
    people = People([run(tmp_path, "a", january), run(tmp_path, "b", february), run(tmp_path, "c", march)])
    assert who(people, february).id == january.id
    assert who(people, march).id == march.id


def test_what_a_mail_map_says_stays_in_its_run(tmp_path: Path) -> None:
    """The name that it joins somebody under is the one that counts across runs."""
    january = entry("one", addresses=("ada@example.org",))
    february = entry("two", addresses=("ada@example.org",))
    other = entry("three", addresses=("ada@home.example",))
    people = People([run(tmp_path, "a", january), run(tmp_path, "b", february, other)])
    joined = Actor(id=other.id, kind=ActorKind.PERSON, also=february.id)
    assert people.actor(joined).is_same(people.actor(Actor(id=january.id, kind=ActorKind.PERSON)))
    assert not who(people, other).is_same(who(people, january))
