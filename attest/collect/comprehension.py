"""Reads a reviewer's statement from the body of a review, and grades what was left of comprehension.

A statement is a fenced block marked `attest`, in YAML. An approval without one is an approval: C0.
"""

import re
from dataclasses import dataclass

from attest.document import parse
from attest.errors import ConfigError
from attest.model.comprehension import Level

_OPENING = re.compile(r"[ ]{0,3}```[ \t]*attest[ \t]*\r?")
_CLOSING = re.compile(r"[ ]{0,3}```[ \t]*\r?")
FIELDS = ("understands", "what", "why_safe", "failure_modes", "verified", "rollback", "open_questions", "sha")
PROMPTS = tuple(name for name in FIELDS if name != "sha")
_WORD = re.compile(r"\w+")
_SUBSTANCE = ("why_safe", "failure_modes", "verified")
_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Statement:
    """What a review's body holds: the level it reaches, the block as written, and what is wrong with it.

    `problem` is empty when there is no block, or a good one.
    """

    level: Level
    text: str = ""
    problem: str = ""
    answered: tuple[str, ...] = ()
    """Prompts to which a good one says something, sorted."""
    words: str = ""
    """What a good one says to them, in words alone: the same where the same was said."""


def read_statement(body: str, sha: str) -> Statement:
    """The statement of an approving review of a revision."""
    blocks = _blocks(body)
    if not blocks:
        return Statement(Level.C0)
    fields, problem = _fields(blocks[0], sha)
    if len(blocks) > 1:
        problem = "the review holds two statements"
    if problem:
        return Statement(Level.C0, blocks[0], problem)
    said = {name: str(fields[name]) for name in sorted(fields) if name in PROMPTS and _said(fields[name])}
    words = " ".join(f"{name}: {' '.join(_WORD.findall(text.casefold()))}" for name, text in said.items())
    return Statement(Level.C2, blocks[0], answered=tuple(said), words=words)


def _blocks(body: str) -> list[str]:
    """The closed blocks of a body, line by line; one that is never closed is none."""
    blocks: list[str] = []
    inside: list[str] | None = None
    for line in body.split("\n"):
        if inside is None:
            inside = [] if _OPENING.fullmatch(line) else None
        elif _CLOSING.fullmatch(line):
            blocks.append("\n".join(inside) + "\n")
            inside = None
        else:
            inside.append(line)
    return blocks


def _fields(block: str, sha: str) -> tuple[dict[str, object], str]:
    """The fields of a block, and why it does not count as a statement about a revision, or nothing."""
    if len(block) > _LONGEST:
        return {}, f"the statement is longer than {_LONGEST} characters"
    try:
        value = parse(block.encode("utf-8", "backslashreplace"), "statement").value
    except ConfigError as fault:
        return {}, f"the statement cannot be read: {fault.what}"
    if not isinstance(value, dict):
        return {}, "the statement is not a list of fields"
    return value, _problem(value, sha)


def _problem(value: dict[str, object], sha: str) -> str:
    unknown = sorted(set(value) - set(FIELDS))
    if unknown:
        return f"the statement has a field that is not known: {ascii(unknown[0])[:60]}"
    if any(isinstance(item, (list, dict)) for item in value.values()):
        return "a field of the statement is not text"
    if not _said(value.get("what")) or not any(_said(value.get(name)) for name in _SUBSTANCE):
        return f"the statement needs `what` and one of {', '.join(f'`{name}`' for name in _SUBSTANCE)}"
    if not sha:
        return "the forge names no revision for the review"
    if value.get("sha") is not None and str(value["sha"]).strip().lower() != sha:
        return "the statement is about another revision than the review"
    return ""


def _said(value: object) -> bool:
    return value is not None and bool(str(value).strip())
