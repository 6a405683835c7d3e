"""Agents and robots as author or committer of a commit.

An agent that authored made the change. One that only committed made the commit object of somebody
else's change (aider commits a person's unsaved edits so): that is a mention, not authorship.
"""

from attest.detect.context import Found, model_in, model_pattern
from attest.detect.identities import Identities, Known
from attest.detect.rule import Kind
from attest.model.commit import Ident
from attest.model.signal import Grade, SignalRole


def read(identities: Identities, author: Ident, committer: Ident) -> tuple[Found, ...]:
    """The traces of both identity lines of a commit."""
    writing = identities.find_named(author.name, author.email)
    found = [_author(writing, author)] if writing else []
    if (committer.name, committer.email) != (author.name, author.email):
        committing = identities.find_named(committer.name, committer.email)
        if committing and committing.rule.kind is Kind.AGENT_IDENTITY and _differs(committing, writing):
            found.append(_trace(committing, committer, SignalRole.MENTION, "committer", Grade.D))
    return tuple(found)


def read_login(identities: Identities, login: str) -> tuple[Found, ...]:
    """The trace of an account that opened a pull request."""
    known = identities.find_login(login)
    if known is None:
        return ()
    agent = known.rule.kind is Kind.AGENT_IDENTITY
    role = SignalRole.AUTHOR if agent else SignalRole.AUTOMATION
    return (Found(known.rule, role, known.tool, None, "author", login),)


def _differs(one: Known, other: Known | None) -> bool:
    return other is None or one.tool != other.tool


def _author(known: Known, ident: Ident) -> Found:
    agent = known.rule.kind is Kind.AGENT_IDENTITY
    return _trace(known, ident, SignalRole.AUTHOR if agent else SignalRole.AUTOMATION, "author", None)


def _trace(known: Known, ident: Ident, role: SignalRole, where: str, grade: Grade | None) -> Found:
    model = model_in(model_pattern(known.rule), ident.name)
    return Found(known.rule, role, known.tool, model, where, f"{ident.name} <{ident.email}>", grade)
