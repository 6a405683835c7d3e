"""Commits for tests of detection, from a message and two identities."""

from functools import cache

from attest.detect.engine import Engine, load
from attest.model.collected import Trace
from attest.model.commit import Ident, RawCommit

SHA = "1" * 40
NOON = 1_767_268_800  # 2026-01-01T12:00:00Z
CLAUDE = "Co-authored-by: Claude Opus 4.6 <noreply@anthropic.com>"


@cache
def engine() -> Engine:
    """The engine with the built-in rules."""
    return load()


def ident(text: str = "Ada Example <ada@mail.example>", when: int = NOON) -> Ident:
    """An identity line of a commit."""
    name, _, rest = text.rpartition("<")
    return Ident(name.strip(), rest.rstrip(">"), when, "+0000")


def commit(
    message: str = "Mend the parser\n",
    author: str = "Ada Example <ada@mail.example>",
    committer: str = "",
    *,
    when: int = NOON,
    flags: tuple[str, ...] = (),
) -> RawCommit:
    """A commit on an empty tree; the committer is the author unless it is given."""
    return RawCommit(SHA, "2" * 40, (), ident(author, when), ident(committer or author, when), message, flags)


def traces(
    message: str = "Mend the parser\n", author: str = "Ada Example <ada@mail.example>"
) -> tuple[Trace, ...]:
    """What the built-in rules find in a commit."""
    return engine().scan(commit(message, author))


def rules(message: str, author: str = "Ada Example <ada@mail.example>") -> list[str]:
    """The ids of the rules that match, in the order found."""
    return [trace.rule for trace in traces(message, author)]
