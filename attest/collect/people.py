"""From names, addresses and accounts to actors: agents and robots by rule, people by pseudonym.

Two identities are one person when the persons file says so, when the forge ties an address to an
account, or when the address is the private one that GitHub gives an account; never for a display
name, never for a domain. All that ties identities together is learnt before the first actor is
given out (`settle`): a pseudonym that was written cannot change any more.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from attest.collect.coauthors import coauthors
from attest.collect.forge import Account
from attest.collect.trailers import Trailers, may_hold
from attest.collect.trailers import read as read_trailers
from attest.model.collected import Classifier
from attest.model.commit import RawCommit
from attest.model.identity import Actor, ActorKind, Person
from attest.proof.commitment import Sealer, printable_unicode

_NOREPLY = re.compile(
    r"(?:([0-9]{1,15})\+)?([a-z0-9][a-z0-9-]{0,60}(?:_[a-z0-9]{1,20})?)@users\.noreply\.github\.com\Z"
)
_PLATFORM = "noreply@github.com"
_GHOST = 10137
"""GitHub's account that stands in for every deleted one."""
_SLUG = re.compile(r"[^a-z0-9._-]+")
UNKNOWN = Actor(id="unknown", kind=ActorKind.UNKNOWN)
PLATFORM = Actor(id="robot:github", kind=ActorKind.ROBOT)

Key = tuple[int, int, str]
"""What identifies a person: how good it is (the lowest wins), its length, and its text."""
_PERSON, _ID, _LOGIN, _MAIL = range(4)
_PREFIXES = ("person:", "github:", "github-login:", "mail:")


OwnLines = Callable[[str, str, str], str]
"""From a message and its author's name and address to those of its lines that are the author's own:
without what was quoted, or pasted from elsewhere."""


class PersonEntry(Protocol):
    """One person of the persons file, with every address and every account."""

    @property
    def id(self) -> str:
        """What to call the person; unique in the file."""

    @property
    def addresses(self) -> Sequence[str]:
        """Addresses in commits."""

    @property
    def accounts(self) -> Sequence[str]:
        """`github:12345` by immutable number, or `github:login`."""


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


@dataclass(slots=True)
class _Seen:
    """Everything that a person was seen under."""

    names: set[str] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)
    logins: set[str] = field(default_factory=set)


class Directory:
    """Gives actors for identities, and remembers the people it gave pseudonyms to."""

    def __init__(self, identities: Identities, sealer: Sealer) -> None:
        self._classify = identities.classify
        self._own_lines = identities.own_lines
        self._own_trailers = identities.own_trailers
        self._sealer = sealer
        self._above: dict[Key, Key] = {}
        self._claimed: set[Key] = set()
        self._settled = False
        self._actors: dict[tuple[str, str], Actor] = {}
        self._seen: dict[str, _Seen] = {}
        for entry in identities.persons:
            self._enter(entry)
        for account in identities.accounts:
            self.meet_account(account)

    def meet(self, email: str) -> None:
        """Learn what an address alone says: that it is the private one of an account."""
        match = _NOREPLY.match(email.lower()) if "@users.noreply." in email else None
        if match:
            mail = _mail(email)
            login = _key(_LOGIN, match[2])
            self._tie(mail, login)
            if match[1]:
                self._tie(login, _key(_ID, str(int(match[1]))))

    def meet_account(self, account: Account | None, email: str = "", name: str = "") -> None:
        """Learn that an account exists and, with an address, that the forge ties the address to it."""
        if account is None or self._kind_of(account)[0] is not ActorKind.PERSON:
            return
        login = _key(_LOGIN, account.login.lower())
        if account.id:
            self._tie(login, _key(_ID, str(account.id)))
        if email.strip() and email.lower() != _PLATFORM and self._is_person(name, email):
            self.meet(email)
            self._tie(_mail(email), login)

    def settle(self) -> None:
        """End the learning: from here on actors are given out."""
        self._claimed = {self._root(key) for key in self._above if key[0] in (_ID, _LOGIN)}
        self._settled = True

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
        if self._root(_mail(email)) not in self._claimed and not _NOREPLY.match(email.strip().lower()):
            return None
        actor = self._person(_mail(email), linked=True)
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
        key = _key(_ID, str(account.id)) if account.id else _key(_LOGIN, account.login.lower())
        actor = self._person(key, linked=True)
        self._seen[actor.id].logins.add(printable_unicode(account.login))
        return actor

    def people(self) -> tuple[Person, ...]:
        """Everybody who was given a pseudonym, sorted by it."""
        return tuple(
            Person(
                id=pseudonym,
                names=tuple(sorted(seen.names)),
                addresses=tuple(sorted(seen.addresses)),
                logins=tuple(sorted(seen.logins)),
            )
            for pseudonym, seen in sorted(self._seen.items())
        )

    def _enter(self, entry: PersonEntry) -> None:
        person = _key(_PERSON, entry.id)
        for address in entry.addresses:
            self._tie(_mail(address), person)
            self.meet(address)
        for account in entry.accounts:
            name = account.removeprefix("github:").lower()
            self._tie(_key(_ID, str(int(name))) if name.isdecimal() else _key(_LOGIN, name), person)

    def _identify(self, name: str, email: str) -> Actor:
        kind, slug = self._classify(name, email)
        if kind in (ActorKind.AGENT, ActorKind.ROBOT):
            return _named(kind, slug)
        address = email.strip().lower()
        if address == _PLATFORM:
            return PLATFORM
        if kind is ActorKind.UNKNOWN or not address:
            return UNKNOWN
        key = _mail(email)
        actor = self._person(key, linked=self._root(key) in self._claimed or bool(_NOREPLY.match(address)))
        seen = self._seen[actor.id]
        seen.names.add(printable_unicode(name))
        seen.addresses.add(printable_unicode(email))
        return actor

    def _person(self, key: Key, *, linked: bool) -> Actor:
        rank, _, text = self._root(key)
        pseudonym = self._sealer.pseudonym(_PREFIXES[rank] + text)
        self._seen.setdefault(pseudonym, _Seen())
        return Actor(id=pseudonym, kind=ActorKind.PERSON, linked=linked)

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
        if self._settled:
            return
        low, high = sorted((self._root(one), self._root(other)))
        self._above.setdefault(low, low)
        self._above[high] = low

    def _root(self, key: Key) -> Key:
        above = self._above.get(key, key)
        while above != (further := self._above.get(above, above)):
            self._above[key] = further
            key, above = above, further
        return above


def meet_commit(directory: Directory, raw: RawCommit) -> None:
    """Learn from everybody whom a commit names."""
    credited = directory.credited(raw.message, raw.author.name, raw.author.email)
    named = directory.trailers(raw).named
    beside = (*(email for _, email in credited), *(one.email for one in named))
    for email in (raw.author.email, raw.committer.email, *beside):
        directory.meet(email)


def _key(rank: int, text: str) -> Key:
    return rank, len(text), text


def _mail(email: str) -> Key:
    return _key(_MAIL, email.strip().lower())


def _named(kind: ActorKind, slug: str) -> Actor:
    if kind is ActorKind.UNKNOWN:
        return UNKNOWN
    tool = _SLUG.sub("-", slug.lower()).strip("-") or "unnamed"
    return Actor(id=f"{kind.value}:{tool}", kind=kind)
