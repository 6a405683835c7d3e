"""What every reader of traces is given, and what it hands back."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from attest.detect.denial import is_no_statement
from attest.detect.identities import Identities
from attest.detect.loader import LoadedRule
from attest.detect.message import Line, Message
from attest.detect.rule import Kind, Rule
from attest.detect.vocabulary import Vocabulary, opening
from attest.model.signal import Grade, SignalRole


@dataclass(frozen=True, slots=True)
class Found:
    """A rule that matched, before its text is made safe to show."""

    rule: Rule
    role: SignalRole
    tool: str
    model: str | None
    where: str
    matched: str
    grade: Grade | None = None
    """Where it differs from the rule's."""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Text:
    """A message as readers see it: its own lines, and whether the author pastes other people's text."""

    message: Message
    pasted: bool = False


class Reader(Protocol):
    """One kind of trace in text. Built once; holds no state of a message."""

    hints: frozenset[str]
    """Lower-case literals; a message that holds none of them has no trace of this kind."""

    def read(self, text: Text) -> Iterator[Found]:
        """Every trace of this kind, in the order of the lines."""


class ReaderType(Protocol):
    """How the engine builds a reader from the rules and what they share."""

    def __call__(self, rules: Sequence[LoadedRule], identities: Identities, vocabulary: Vocabulary) -> Reader:
        """A reader for the rules of its kind."""


def of_kind(rules: Sequence[LoadedRule], *kinds: Kind) -> list[Rule]:
    """The rules of some kinds, in the order given."""
    return [loaded.rule for loaded in rules if loaded.rule.kind in kinds]


class Compiled:
    """A rule with its patterns, the vocabulary written out; compiled when a text first comes near it."""

    def __init__(self, rule: Rule, vocabulary: Vocabulary) -> None:
        self.rule = rule
        self._vocabulary = vocabulary

    @cached_property
    def _opening(self) -> re.Pattern[str]:
        return re.compile(opening(self.rule.pattern), re.IGNORECASE)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(self._vocabulary.expand(self.rule.pattern), re.IGNORECASE)

    @cached_property
    def _model(self) -> re.Pattern[str] | None:
        return (
            re.compile(self._vocabulary.expand(self.rule.model), re.IGNORECASE) if self.rule.model else None
        )

    def match(self, text: str) -> re.Match[str] | None:
        """Where the pattern stands at the beginning of a text."""
        return self._pattern.match(text) if self._opening.match(text) else None

    def found(self, text: str, line: Line, shown: str) -> Found | None:
        """The trace in a text that stands on a line, or nothing."""
        match = self.match(text)
        if match is None or is_no_statement(text):
            return None
        tool = self.rule.tool or self._vocabulary.tool(match.group())
        model = model_in(self._model, text)
        return Found(self.rule, self.rule.role, tool, model, line.where, shown, line=line.number)


def model_pattern(rule: Rule) -> re.Pattern[str] | None:
    """The pattern that finds a rule's model."""
    return re.compile(rule.model, re.IGNORECASE) if rule.model else None


def model_in(pattern: re.Pattern[str] | None, text: str) -> str | None:
    """The model a text names, white space collapsed, or `None`."""
    match = pattern.search(text) if pattern else None
    if match is None:
        return None
    return " ".join(match["model"].split())[:100] or None
