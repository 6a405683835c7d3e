"""The two ways in which text is read: trailers by their key, and lines by how they start."""

from collections.abc import Iterable, Iterator, Sequence

from attest.detect.context import Compiled, Found, Text, of_kind
from attest.detect.gate import Near
from attest.detect.identities import Identities
from attest.detect.loader import LoadedRule
from attest.detect.message import TRAILER, Line
from attest.detect.rule import Kind, names_tool
from attest.detect.vocabulary import Vocabulary


def literals(rules: Sequence[LoadedRule], kind: Kind, vocabulary: Vocabulary) -> frozenset[str]:
    """Literals of which a text with a trace of a kind holds one.

    A rule that asks for a tool's name needs one of the names, which are rarer than its other words.
    """
    found: set[str] = set()
    for rule in of_kind(rules, kind):
        if names_tool(rule.pattern):
            found.update(vocabulary.hints)
        else:
            found.update(rule.contains or rule.keys)
            found.update(key.replace("-by", " by") for key in rule.keys)
    return frozenset(found)


class Keyed:
    """Reads `key: value` lines: the rules of the key, then the form of the value. One trace a line."""

    __slots__ = ("_rules", "hints")

    kind: Kind

    def __init__(self, rules: Sequence[LoadedRule], identities: Identities, vocabulary: Vocabulary) -> None:
        self._rules: dict[str, list[Compiled]] = {}
        for rule in of_kind(rules, self.kind):
            for key in rule.keys:
                self._rules.setdefault(key, []).append(Compiled(rule, vocabulary))
        self.hints = literals(rules, self.kind, vocabulary)

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
    """Reads lines from their start, decoration aside: a marker amid prose talks about the marker.

    A comment is read by rules alone that ask for one.
    """

    __slots__ = ("_near", "_rules", "hints")

    kind: Kind

    def __init__(self, rules: Sequence[LoadedRule], identities: Identities, vocabulary: Vocabulary) -> None:
        self._rules = tuple(Compiled(rule, vocabulary) for rule in of_kind(rules, self.kind))
        self._near = Near([rule.rule.contains for rule in self._rules])
        self.hints = literals(rules, self.kind, vocabulary)

    def lines(self, text: Text) -> Iterable[Line]:
        """What is read from its start."""
        return text.message.lines

    def read(self, text: Text) -> Iterator[Found]:
        """The traces in the order of the lines; none in text that the author pastes."""
        if text.pasted:
            return
        lines = _lowered(self.lines(text))
        first = text.message.lines[0].number if text.message.lines else 0
        yield from _asked(self._rules_near(lines), lines, first)
        if text.message.comments:
            marks = _lowered(text.message.comments)
            yield from _asked(
                (rule for rule in self._rules_near(marks) if "<!--" in rule.rule.pattern), marks
            )

    def _rules_near(self, lines: Sequence[tuple[Line, str]]) -> list[Compiled]:
        return [self._rules[place] for place in self._near.of("\n".join(lower for _, lower in lines))]


def _lowered(lines: Iterable[Line]) -> list[tuple[Line, str]]:
    return [(line, line.text.lower()) for line in lines]


def _asked(rules: Iterable[Compiled], lines: Sequence[tuple[Line, str]], first: int = 0) -> Iterator[Found]:
    """The first trace of each line; `first` is the number of the one that rules of subjects are asked of."""
    near = tuple(rules)
    for line, lower in lines:
        for rule in near:
            if rule.rule.subject and line.number != first:
                continue
            if any(hint in lower for hint in rule.rule.contains):
                found = rule.found(line.text, line, line.text)
                if found is not None:
                    yield found
                    break
