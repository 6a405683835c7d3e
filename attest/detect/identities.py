"""Which names and addresses are a tool's: looked up by exact address or account, never by display name alone.

A display name is a condition beside an address. The exceptions are names that no person bears by birth: the
`(aider)` suffix that aider writes, a model id in parentheses, a name that is a product's whole.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from attest.detect.loader import LoadedRule
from attest.detect.rule import IDENTITY_KINDS, Kind, Rule
from attest.detect.vocabulary import Vocabulary
from attest.model.identity import ActorKind

_NOREPLY = "@users.noreply.github.com"
_ACCOUNT = re.compile(r"\d{1,12}\+[A-Za-z0-9][A-Za-z0-9-]{0,60}(?:\[bot\])?\Z")
_APP = re.compile(r"(?:\d{1,12}\+)?([a-z0-9][a-z0-9-]{0,60})\[bot\]@users\.noreply\.github\.com\Z")
_PRODUCT = "{product}"
_APP_PREFIX = "app/"
"""How GitHub's command line writes an App's account; no login holds a stroke."""
ANY_APP = "*[bot]"
"""As an identity: every GitHub App account that no other rule names. Only GitHub can issue them."""


def addresses(identity: str) -> tuple[str, ...]:
    """The lower-case addresses of an identity: itself, or an account's private addresses on GitHub.

    An App's login (`slug[bot]`) cannot be registered by a person, so its address without a number is
    the App's too. For other accounts number and login must both agree.
    """
    if _ACCOUNT.match(identity):
        number, login = identity.lower().split("+", 1)
        whole = (f"{number}+{login}{_NOREPLY}",)
        return (*whole, login + _NOREPLY) if login.endswith("[bot]") else whole
    return (identity.lower(),)


@dataclass(frozen=True, slots=True)
class Known:
    """A rule of identity, ready to be asked."""

    rule: Rule
    name: re.Pattern[str] | None
    tool: str

    @property
    def actor(self) -> tuple[ActorKind, str]:
        """The kind of actor, and its slug."""
        is_agent = self.rule.kind is Kind.AGENT_IDENTITY
        return (ActorKind.AGENT if is_agent else ActorKind.ROBOT, self.tool)

    def accepts(self, name: str) -> bool:
        """Whether the display name is as the rule asks; always when it asks nothing."""
        return self.name is None or self.name.search(name) is not None


class Identities:
    """Every identity rule, by address."""

    __slots__ = ("_any_app", "_by_address", "_by_login", "_by_name", "_by_product", "_vocabulary")

    def __init__(self, rules: tuple[LoadedRule, ...], vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._by_address: dict[str, list[Known]] = {}
        self._by_login: dict[str, Known] = {}
        self._by_name: list[Known] = []
        self._by_product: list[Known] = []
        self._any_app: Rule | None = None
        for loaded in rules:
            rule = loaded.rule
            if rule.kind not in IDENTITY_KINDS:
                continue
            name = re.compile(vocabulary.expand(rule.name), re.IGNORECASE) if rule.name else None
            known = Known(rule, name, rule.tool or "")
            if not rule.identities:
                self._by_name.append(known)
                if _PRODUCT in rule.name:
                    self._by_product.append(known)
            for identity in rule.identities:
                if identity == ANY_APP:
                    self._any_app = rule
                    continue
                if identity.startswith("@"):
                    self._by_login[identity[1:].lower()] = known
                    continue
                for address in addresses(identity):
                    self._by_address.setdefault(address, []).append(known)
                if _ACCOUNT.match(identity):
                    self._by_login.setdefault(identity.lower().split("+", 1)[1], known)

    @property
    def literals(self) -> frozenset[str]:
        """Lower-case literals; a text that holds none of them holds no agent's address."""
        agents = (
            address
            for address, rules in self._by_address.items()
            if any(known.rule.kind is Kind.AGENT_IDENTITY for known in rules)
        )
        return frozenset(_literal(address) for address in agents)

    def find(self, name: str, address: str) -> Known | None:
        """The rule that knows this name and address, agents before robots."""
        address = address.strip().lower()
        app = _APP.match(address)
        # An App that is known by its login alone is it under whichever number GitHub gave it.
        of_app = self._by_address.get(f"{app[1]}[bot]{_NOREPLY}", []) if app else []
        for known in (*self._by_address.get(address, []), *of_app):
            if known.accepts(name):
                return known
        return Known(self._any_app, None, app[1]) if self._any_app is not None and app else None

    def find_named(self, name: str, address: str) -> Known | None:
        """The same, and then the rules that a mark in the name satisfies: for authors and committers."""
        return self.find(name, address) or self._find_by(self._by_name, name, address)

    def _find_by(self, rules: Sequence[Known], name: str, address: str) -> Known | None:
        whole = f"{name} <{address}>"
        known = next((known for known in rules if known.accepts(whole)), None)
        if known is None or known.tool:
            return known
        return replace(known, tool=self._vocabulary.tool(name))

    def find_credited(self, name: str, address: str) -> Known | None:
        """The same as `find`, and then a name that is a product's: for trailers, where a suffix is none."""
        return self.find(name, address) or self._find_by(self._by_product, name, address)

    def classify(self, name: str, address: str) -> tuple[ActorKind, str]:
        """What stands behind an identity, and the slug of the agent or robot."""
        known = self.find_named(name, address)
        if known is not None:
            return known.actor
        if not name.strip() and not address.strip():
            return (ActorKind.UNKNOWN, "")
        return (ActorKind.PERSON, "")

    def find_login(self, login: str) -> Known | None:
        """The rule of an account of the forge: `slug[bot]`, `app/slug`, or the login of a known account."""
        login = login.strip().lower()
        if login.startswith(_APP_PREFIX):
            login = f"{login.removeprefix(_APP_PREFIX)}[bot]"
        return self._by_login.get(login) or self.find("", login + _NOREPLY)

    def classify_login(self, login: str) -> tuple[ActorKind, str]:
        """What stands behind an account of the forge."""
        known = self.find_login(login)
        if known is not None:
            return known.actor
        return (ActorKind.PERSON, "") if login.strip() else (ActorKind.UNKNOWN, "")


def _literal(address: str) -> str:
    """The rarest short part of an address: its domain, or the login of a private address on GitHub."""
    if not address.endswith(_NOREPLY):
        return address[address.rindex("@") :]
    if "[bot]@" in address:
        return "[bot]@"
    return address[address.rindex("+") if "+" in address else 0 : address.rindex("@") + 1]
