"""The two ways in which text is read: trailers by their key, and lines by how they start."""

from collections.abc import Iterator, Sequence

from attest.detect.context import Compiled, Found, Text, compiled, of_kind
from attest.detect.identities import Identities
from attest.detect.loader import LoadedRule
from attest.detect.message import TRAILER, Line
from attest.detect.rule import Kind, Rule, names_tool
from attest.detect.vocabulary import Vocabulary


class Keyed:
    """Reads `key: value` lines: the rules of the key, then the form of the value. One trace a line."""

    __slots__ = ("_rules", "hints")

    kind: Kind

    def __init__(self, rules: Sequence[LoadedRule], identities: Identities, vocabulary: Vocabulary) -> None:
        self._rules: dict[str, list[Compiled]] = {}
        for rule in of_kind(rules, self.kind):
            for key in rule.keys:
                self._rules.setdefault(key, []).append(compiled(rule, vocabulary))
        self.hints = frozenset(self._rules) | frozenset(key.replace("-by", " by") for key in self._rules)

    def reads(self, line: Line) -> bool:
        """Whether this kind of trace can stand in a line with one of its keys."""
        return True

    def read(self, text: Text) -> Iterator[Found]:
        """The traces in the order of the lines."""
        for line in text.message.lines:
            rules = self._rules.get(line.key)
            if rules is None or (text.pasted and line.where != TRAILER) or not self.reads(line):
                continue
            traces = (rule.found(line.value, line, f"{line.key}: {line.value}") for rule in rules)
            found = next((trace for trace in traces if trace is not None), None)
            if found is not None:
                yield found


class Lines:
    """Reads lines from their start, decoration aside: a marker amid prose talks about the marker."""

    __slots__ = ("_rules", "_vocabulary", "hints")

    kind: Kind

    def __init__(self, rules: Sequence[LoadedRule], identities: Identities, vocabulary: Vocabulary) -> None:
        self._rules = tuple(compiled(rule, vocabulary) for rule in of_kind(rules, self.kind))
        self._vocabulary = vocabulary.hints
        self.hints = frozenset(hint for rule in self._rules for hint in self._literals(rule.rule))

    def _literals(self, rule: Rule) -> tuple[str, ...]:
        """The rarer literals of a rule: a tool's name where it needs one, else its own."""
        return self._vocabulary if names_tool(rule.pattern) else rule.contains

    def read(self, text: Text) -> Iterator[Found]:
        """The traces in the order of the lines; none in text that the author pastes."""
        if text.pasted:
            return
        for line in text.message.lines:
            lower = line.text.lower()
            for rule in self._rules:
                if any(hint in lower for hint in rule.rule.contains):
                    found = rule.found(line.text, line, line.text)
                    if found is not None:
                        yield found
                        break
