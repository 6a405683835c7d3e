"""Who is who across runs: one person keeps one pseudonym, whatever key each run was sealed under.

Without a key file each run's key comes from the tips that it read, so a person has another pseudonym in
every run. What ties them together is the personal part: an address or an account's number that two
entries share, the private address of an account, or an entry of the persons file. A login ties where no
run saw it with two numbers. Nobody is joined by a name, or by a mail map: what that says stays in the
records of its own run (`Actor.also`). Without the personal part equal pseudonyms are all there is, and
that is a Gap.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from attest.ledger.joined.opening import Opened
from attest.model.identity import Actor, ActorKind, Person, private_account
from attest.model.population import Gap

_NAMED = 6


class Tie(NamedTuple):
    """What the persons file gives one person; accounts as `github:12345` or `github:login`."""

    addresses: tuple[str, ...]
    accounts: tuple[str, ...]


class People:
    """The people of several runs, each once."""

    def __init__(self, runs: Sequence[Opened], ties: Sequence[Tie] = ()) -> None:
        """Read them, earliest run first.

        Raises:
            IntegrityError: A file is not what its manifest says.
        """
        self._above: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._linked: set[str] = set()
        self._entries: dict[str, list[Person]] = {}
        self._pseudonyms: dict[str, frozenset[str]] = {}
        self._redacted = tuple(run.run_id for run in runs if run.redacted)
        self._numbers: dict[str, set[int]] = {}
        """Of each login, the numbers that runs saw with it."""
        self._typed: dict[str, str] = {}
        for tie in ties:
            self._tie([*map(_mail, tie.addresses), *map(_declared, tie.accounts)])
            for address in tie.addresses:
                self._read_address(address)
        for run in runs:
            self._read(run)
        self._tie_logins()
        self._settle()

    def actor(self, actor: Actor) -> Actor:
        """The actor under the pseudonym that counts, linked where any run knows an account."""
        if actor.kind is not ActorKind.PERSON:
            return actor
        root = self._root(actor.id)
        name, linked = self._names.get(root, actor.id), actor.linked or root in self._linked
        also = self._names.get(self._root(actor.also), actor.also) if actor.also else ""
        also = "" if also == name else also
        if (name, linked, also) == (actor.id, actor.linked, actor.also):
            return actor
        return actor.model_copy(update={"id": name, "linked": linked, "also": also})

    def name(self, pseudonym: str) -> str:
        """The pseudonym that counts for the person behind one."""
        return self._names.get(self._root(pseudonym), pseudonym)

    @property
    def people(self) -> tuple[Person, ...]:
        """Everybody with a personal entry, sorted by pseudonym."""
        found: dict[str, list[Person]] = {}
        for entries in self._entries.values():
            for person in entries:
                found.setdefault(self._names[self._root(person.id)], []).append(person)
        return tuple(
            Person(
                id=name,
                names=_merged(person.names for person in entries),
                addresses=_merged(person.addresses for person in entries),
                logins=_merged(person.logins for person in entries),
                numbers=tuple(sorted({number for person in entries for number in person.numbers})),
            )
            for name, entries in sorted(found.items())
        )

    def gaps(self) -> Iterator[Gap]:
        """That people of runs without their personal part cannot be joined, where there are any."""
        bare = [run for run in self._redacted if self._pseudonyms[run]]
        if not bare or sum(bool(names) for names in self._pseudonyms.values()) < 2:
            return
        total = sum(len(self._pseudonyms[run]) for run in bare)
        again = sum(self._is_elsewhere(name, run) for run in bare for name in self._pseudonyms[run])
        listed = ", ".join(bare[:_NAMED]) + (f" and {len(bare) - _NAMED} more" if len(bare) > _NAMED else "")
        yield Gap(
            id="gap::store:people-not-joined",
            source="store",
            kind="people-not-joined",
            repository="",
            what=(
                f"the personal part of {len(bare)} of {len(self._pseudonyms)} runs was removed ({listed}): "
                f"of their {total:,} pseudonyms, {again:,} are in another run as well"
            ),
            effect=(
                "people are joined across these runs by equal pseudonyms alone, and pseudonyms are equal "
                "only where one key file was used: one person may count several times, and who is known by "
                "an account in one run may be nobody's in another; read the runs with their personal part, "
                "or collect every run with the same --key-file"
            ),
        )

    def _read(self, run: Opened) -> None:
        named = run.named()
        self._pseudonyms[run.run_id] = frozenset(named)
        for name, linked in sorted(named.items()):
            self._tie([name])
            if linked:
                self._linked.add(name)
        for person in run.people():
            self._entries.setdefault(run.run_id, []).append(person)
            self._tie([person.id, *map(_mail, person.addresses), *(_number(one) for one in person.numbers)])
            if not person.numbers:
                self._tie([person.id, *map(_login, person.logins)])
            for login in person.logins if len(person.numbers) == 1 else ():
                self._numbers.setdefault(_login(login), set()).update(person.numbers)
            for address in person.addresses:
                self._read_address(address)

    def _read_address(self, address: str) -> None:
        """The account whose private address it is; a login in it is what somebody typed beside the number."""
        account = private_account(address)
        if account is not None:
            self._tie([_mail(address), _number(account.number) if account.number else _login(account.login)])
            if account.number:
                self._typed.setdefault(_login(account.login), account.number)

    def _tie_logins(self) -> None:
        """As within one run: the number that the forge states with a login, else the one typed first."""
        for login, numbers in sorted(self._numbers.items()):
            if len(numbers) == 1:
                self._tie([_number(*numbers), login])
        for login, number in self._typed.items():
            if login not in self._numbers:
                self._tie([_number(number), login])

    def _settle(self) -> None:
        """Give everybody the pseudonym that came first, an account's before an address's, and its links."""
        names = [key for key in self._above if key.startswith("P-")]
        for name in sorted(names, key=lambda name: name not in self._linked):
            self._names.setdefault(self._root(name), name)
        self._linked = {self._root(name) for name in self._linked}

    def _is_elsewhere(self, name: str, run: str) -> bool:
        return any(name in names for other, names in self._pseudonyms.items() if other != run)

    def _tie(self, keys: Sequence[str]) -> None:
        for key in keys:
            self._above.setdefault(key, key)
            one, other = self._root(keys[0]), self._root(key)
            self._above[other] = one

    def _root(self, key: str) -> str:
        above = self._above.get(key, key)
        while above != (further := self._above.get(above, above)):
            self._above[key] = further
            key, above = above, further
        return above


def _mail(address: str) -> str:
    return f"mail:{address.strip().lower()}"


def _login(login: str) -> str:
    return f"login:{login.strip().lower()}"


def _declared(account: str) -> str:
    name = account.partition(":")[2]
    return _number(name) if name.isdecimal() else _login(name)


def _number(number: str | int) -> str:
    return f"number:{int(number)}"


def _merged(parts: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(sorted({text for part in parts for text in part}))
