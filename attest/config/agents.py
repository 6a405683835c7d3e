"""The register of agents, as attest.yaml declares it: which AI tools may act, where, and how far."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from attest.config.texts import Day, Glob, Name
from attest.model.agent import RecordAsked, RegisteredAgent, Tier
from attest.model.base import Record, Slug

_ADDRESS = re.compile(r"[^@\s<>]{1,100}@[^@\s<>]{1,100}\Z")
_ACCOUNT = re.compile(r"(?:@|[0-9]{1,12}\+)[A-Za-z0-9][A-Za-z0-9-]{0,60}(?:\[bot\])?\Z")
_NOREPLY = "@users.noreply.github.com"


def _identity(text: str) -> str:
    """Refuse what detection could not look up."""
    if not (_ADDRESS.match(text) or _ACCOUNT.match(text)):
        raise ValueError("must be an address, an account as 12345+login, or @login")
    return text


def keys(identity: str) -> tuple[str, ...]:
    """What an identity is known by, however it is written: an address, or number and login of an account."""
    plain = identity.casefold()
    account = plain.removesuffix(_NOREPLY).removeprefix("@")
    if "@" in account:
        return (plain,)
    number, _, login = account.rpartition("+")
    return tuple(f"github:{part}" for part in (number, login) if part)


def _model(text: str) -> str:
    """Refuse wildcards that would be read as letters."""
    if "*" in text[:-1] or "?" in text or text == "*":
        raise ValueError("must be the name of a model, or its beginning and one * at the end")
    return text


class Agent(Record):
    """One entry of the register: who acts, with what, where, how far, and who answers for it."""

    id: Annotated[Slug, Field(max_length=60)]
    sponsor: Name
    owner: Name
    tier: Tier
    identities: tuple[Annotated[Name, AfterValidator(_identity)], ...] = ()
    tools: tuple[Slug, ...] = ()
    models: tuple[Annotated[Name, AfterValidator(_model)], ...] = ()
    paths: tuple[Glob, ...] = ()
    repositories: tuple[Name, ...] = ()
    since: Day = ""
    until: Day = ""
    record: RecordAsked | None = None

    @property
    def entry(self) -> RegisteredAgent:
        """The same as evaluation reads it."""
        return RegisteredAgent.model_validate(self.model_dump())
