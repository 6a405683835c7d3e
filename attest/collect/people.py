"""From names, addresses and accounts to actors: agents and robots by rule, people by pseudonym.

Two identities are one person when the persons file says so, when the forge ties an address to an
account, or when the address is the private one that GitHub gives an account; never for a display
name, never for a domain. All that ties identities together is learnt before the first actor is
given out (`settle`): a pseudonym that was written cannot change any more.

A mail map joins people too, apart from all that: whoever can land a change can write one. Whether an
identity has an account, and what the persons file says of somebody, is asked without it.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from attest.collect.coauthors import coauthors
from attest.collect.forge import Account
from attest.collect.mailmap import Mapping
from attest.collect.service import Roll, Service, ServiceEntry
from attest.collect.ties import ID, LOGIN, PERSON, Key, Ties, key, mail
from attest.collect.trailers import Trailers, may_hold
from attest.collect.trailers import read as read_trailers
from attest.model.collected import Classifier
from attest.model.commit import RawCommit
from attest.model.identity import Actor, ActorKind, Person, private_account
from attest.proof.commitment import Sealer, printable_unicode

_PLATFORM = "noreply@github.com"
_GHOST = 10137
"""GitHub's account that stands in for every deleted one."""
_SLUG = re.compile(r"[^a-z0-9._-]+")
UNKNOWN = Actor(id="unknown", kind=ActorKind.UNKNOWN)
PLATFORM = Actor(id="robot:github", kind=ActorKind.ROBOT)

_PREFIXES = ("person:", "github:", "github-login:", "mail:")


OwnLines = Callable[[str, str, str], str]
"""From a message and its author's name and address to those of its lines that are the author's own:
without what was quoted, or pasted from elsewhere."""


class PersonEntry(ServiceEntry, Protocol):
    """One person of the persons file, with every address and every account."""

    @property
    def addresses(self) -> Sequence[str]:
        """Addresses in commits."""

    @property
    def accounts(self) -> Sequence[str]:
        """`github:12345` by immutable number, or `github:login`."""


Declared = Callable[[str, str], str]
"""From a pull request's text and a message to what the author declares of AI use there, or nothing."""


def _undeclared(body: str, message: str) -> str:
    del body, message
    return ""


def _whole(message: str, name: str, email: str) -> str:
    del name, email
    return message


@dataclass(frozen=True, slots=True)
class Identities:
    """Who is who, as the caller knows it: the rules for agents and robots, and the persons file."""

    classify: Classifier
    persons: Sequence[PersonEntry] = ()
    own_lines: OwnLines = _whole
    accounts: Sequence[Account] = ()
    """Accounts of which the login and the immutable number are known from elsewhere."""
    own_trailers: OwnLines = _whole
    """The same for trailers alone: lines with a key, in a paragraph of nothing else."""
    timezone: str = "UTC"
    """Of the days of service in the persons file."""
    declared: Declared = _undeclared


@dataclass(slots=True)
class _Seen:
    """Everything that a person was seen under."""

    names: set[str] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)
    logins: set[str] = field(default_factory=set)
    numbers: set[int] = field(default_factory=set)


class Directory:
    """Gives actors for identities, and remembers the people it gave pseudonyms to."""

    def __init__(self, identities: Identities, sealer: Sealer, mail_map: Sequence[Mapping] = ()) -> None:
        self._classify = identities.classify
        self._own_lines = identities.own_lines
        self._own_trailers = identities.own_trailers
        self.declared = identities.declared
        """What an author declares of AI use."""
        self._sealer = sealer
        self._roll = Roll(identities.persons, identities.timezone)
        self._ties = Ties()
        self._joined = self._ties
        """With the mail map, once settled."""
        self._mail_map = mail_map
        self._numbers: dict[str, set[int]] = {}
        """Of each login, the numbers that the forge stated with it."""
        self._typed: list[tuple[str, int]] = []
        """Logins with the numbers that addresses in commits give them: anybody can type one."""
        self.refused = 0
        """Lines of the mail map that join two entries of the persons file, and were not obeyed."""
        self.contradicted = 0
        """Ties of the forge's that the persons file tells apart."""
        self.contested = 0
        """Logins that the forge stated with several numbers."""
        self._claimed: frozenset[Key] = frozenset()
        self._settled = False
        self._actors: dict[tuple[str, str], Actor] = {}
        self._seen: dict[str, _Seen] = {}
        for entry in identities.persons:
            self._enter(entry)
        for account in identities.accounts:
            self.meet_account(account)

    def meet(self, email: str) -> None:
        """Learn what an address alone says: that it is the private one of an account."""
        account = private_account(email)
        if account and account.number:
            self._tie(mail(email), key(ID, account.number))
            self._typed.append((account.login, int(account.number)))
        elif account:
            self._tie(mail(email), key(LOGIN, account.login))

    def meet_account(self, account: Account | None, email: str = "", name: str = "") -> None:
        """Learn that an account exists and, with an address, that the forge ties the address to it."""
        if account is None or self._kind_of(account)[0] is not ActorKind.PERSON:
            return
        numbers = self._numbers.setdefault(account.login.lower(), set())
        if account.id:
            numbers.add(account.id)
            self._tie(_of_account(account), _of_account(account))
        if email.strip() and email.lower() != _PLATFORM and self._is_person(name, email):
            self.meet(email)
            self._tie(mail(email), _of_account(account))

    def settle(self) -> None:
        """End the learning: from here on actors are given out."""
        self._tie_logins()
        self._claimed = self._ties.accounts()
        self._joined = self._ties.copy()
        self._settled = True
        self.refused = sum(not self._join(mapping) for mapping in self._mail_map)

    def _tie_logins(self) -> None:
        """A login is the account's whose number the forge states with it.

        Of a login that neither the forge nor the persons file knows, it is the number that was typed first.
        """
        for login, numbers in sorted(self._numbers.items()):
            if len(numbers) == 1:
                self._tie(key(LOGIN, login), key(ID, str(*numbers)))
        self.contested = sum(len(numbers) > 1 for numbers in self._numbers.values())
        for login, number in self._typed:
            one = key(LOGIN, login)
            if login not in self._numbers and self._ties.root(one) == one:
                self._tie(one, key(ID, str(number)))

    def _join(self, mapping: Mapping) -> bool:
        people = self._is_person("", mapping.address) and self._is_person("", mapping.own)
        if not people or _PLATFORM in (mapping.address, mapping.own):
            return True
        return self._joined.tie(mail(mapping.address), mail(mapping.own))

    def service(self, account: Account | None, at: str | None) -> Service | None:
        """What the persons file says of an account's owner at an instant; `None` if it does not name them."""
        if account is None or at is None:
            return None
        rank, _, person = self._ties.root(_of_account(account))
        return self._roll.on(person, at) if rank == PERSON else None

    def actor(self, name: str, email: str) -> Actor:
        """Who stands behind a name and an address of a commit."""
        known = self._actors.get((name, email))
        if known is None:
            known = self._actors[name, email] = self._identify(name, email)
        return known

    def behind(self, name: str, email: str) -> Actor | None:
        """The person whose account's address stands beside a tool's mark in a name, as aider leaves it.

        Nobody where the address is the tool's own, or no account claims it.
        """
        if self._classify(name, email)[0] is not ActorKind.AGENT or not self._is_person("", email):
            return None
        if self._ties.root(mail(email)) not in self._claimed and private_account(email) is None:
            return None
        actor = self._person(mail(email), linked=True)
        self._seen[actor.id].addresses.add(printable_unicode(email))
        return actor

    def credited(self, message: str, name: str, email: str) -> tuple[tuple[str, str], ...]:
        """Name and address of each co-author whom a message credits in its author's own words.

        Release notes that a robot pastes credit the authors of something else.
        """
        if "authored" not in message.lower():
            return ()
        return coauthors(self._own_lines(message, name, email))

    def trailers(self, raw: RawCommit) -> Trailers:
        """What the trailers of a commit's message say of its review, in its author's own words."""
        if not may_hold(raw.message):
            return Trailers()
        return read_trailers(self._own_trailers(raw.message, raw.author.name, raw.author.email))

    def account(self, account: Account | None) -> Actor:
        """Who stands behind an account of the forge; unknown for a deleted one."""
        if account is None or account.id == _GHOST:
            return UNKNOWN
        kind, slug = self._kind_of(account)
        if kind is not ActorKind.PERSON:
            return _named(kind, slug)
        actor = self._person(_of_account(account), linked=True)
        seen = self._seen[actor.id]
        seen.logins.add(printable_unicode(account.login))
        seen.numbers.update({account.id} - {0})
        return actor

    def numbered(self, number: int) -> Actor:
        """Who stands behind the immutable number of a user's account, where no login is stated with it."""
        if not number or number == _GHOST:
            return UNKNOWN
        actor = self._person(key(ID, str(number)), linked=True)
        self._seen[actor.id].numbers.add(number)
        return actor

    def root(self, one: Key) -> Key:
        """The best identity of whoever has this one; itself where nothing is tied to it."""
        return self._ties.root(one)

    def stated(self, one: Key, text: str) -> Actor:
        """Who stands behind an identity that neither git nor the forge states here, but a file of people.

        `text` is the address, where it is one: of an account, login and number say enough.
        """
        rank, _, name = one
        if rank == ID:
            actor = self.numbered(int(name))
        elif rank == LOGIN:
            actor = self.account(Account(0, name, "user"))
        elif self._is_person("", text) and name != _PLATFORM:
            actor = self._person(one, linked=self._ties.root(one) in self._claimed)
        else:
            return self._identify("", text)
        if "@" in text and actor.kind is ActorKind.PERSON:
            self._seen[actor.id].addresses.add(printable_unicode(text))
        return actor

    def people(self) -> tuple[Person, ...]:
        """Everybody who was given a pseudonym, sorted by it."""
        return tuple(
            Person(
                id=pseudonym,
                names=tuple(sorted(seen.names)),
                addresses=tuple(sorted(seen.addresses)),
                logins=tuple(sorted(seen.logins)),
                numbers=tuple(sorted(seen.numbers)),
            )
            for pseudonym, seen in sorted(self._seen.items())
        )

    def _enter(self, entry: PersonEntry) -> None:
        person = key(PERSON, entry.id)
        for address in entry.addresses:
            self._tie(mail(address), person)
            self.meet(address)
        for account in entry.accounts:
            name = account.removeprefix("github:").lower()
            self._tie(key(ID, str(int(name))) if name.isdecimal() else key(LOGIN, name), person)

    def _identify(self, name: str, email: str) -> Actor:
        kind, slug = self._classify(name, email)
        if kind in (ActorKind.AGENT, ActorKind.ROBOT):
            return _named(kind, slug)
        address = email.strip().lower()
        if address == _PLATFORM:
            return PLATFORM
        if kind is ActorKind.UNKNOWN or not address:
            return UNKNOWN
        linked = self._ties.root(mail(email)) in self._claimed or private_account(email) is not None
        actor = self._person(mail(email), linked=linked)
        seen = self._seen[actor.id]
        seen.names.add(printable_unicode(name))
        seen.addresses.add(printable_unicode(email))
        return actor

    def _person(self, one: Key, *, linked: bool) -> Actor:
        root, joined = self._ties.root(one), self._joined.root(one)
        pseudonym = self._pseudonym(root)
        also = self._pseudonym(joined) if joined != root else ""
        return Actor(also=also, id=pseudonym, kind=ActorKind.PERSON, linked=linked)

    def _pseudonym(self, root: Key) -> str:
        rank, _, text = root
        pseudonym = self._sealer.pseudonym(_PREFIXES[rank] + text)
        self._seen.setdefault(pseudonym, _Seen())
        return pseudonym

    def _kind_of(self, account: Account) -> tuple[ActorKind, str]:
        login = account.login.lower()
        address = (
            f"{account.id}+{login}@users.noreply.github.com"
            if account.id
            else f"{login}@users.noreply.github.com"
        )
        kind, slug = self._classify(account.login, address)
        if kind is not ActorKind.PERSON or account.kind == "user":
            return (kind, slug) if login else (ActorKind.UNKNOWN, "")
        if account.kind == "bot":
            return ActorKind.ROBOT, login.removesuffix("[bot]")
        return ActorKind.UNKNOWN, ""

    def _is_person(self, name: str, email: str) -> bool:
        return self._classify(name, email)[0] is ActorKind.PERSON

    def _tie(self, one: Key, other: Key) -> None:
        if not self._settled and not self._ties.tie(one, other):
            self.contradicted += 1


def meet_commit(directory: Directory, raw: RawCommit) -> None:
    """Learn from everybody whom a commit names."""
    credited = directory.credited(raw.message, raw.author.name, raw.author.email)
    named = directory.trailers(raw).named
    beside = (*(email for _, email in credited), *(one.email for one in named))
    for email in (raw.author.email, raw.committer.email, *beside):
        directory.meet(email)


def _of_account(account: Account) -> Key:
    return key(ID, str(account.id)) if account.id else key(LOGIN, account.login.lower())


def _named(kind: ActorKind, slug: str) -> Actor:
    if kind is ActorKind.UNKNOWN:
        return UNKNOWN
    tool = _SLUG.sub("-", slug.lower()).strip("-") or "unnamed"
    return Actor(id=f"{kind.value}:{tool}", kind=kind)
