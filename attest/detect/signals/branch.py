"""Names of branches that agents make.

Circumstantial: people use the prefixes too (a person named Devin, a branch about database cursors), so
a branch alone never makes a change AI-evidenced.
"""

import re
from collections.abc import Iterator, Sequence

from attest.detect.context import Compiled, Found, Text, of_kind
from attest.detect.identities import Identities
from attest.detect.loader import LoadedRule
from attest.detect.message import Line
from attest.detect.rule import Kind
from attest.detect.vocabulary import Vocabulary

_MERGED = re.compile(r"Merge pull request #\d{1,9} from [\w.-]{1,100}/(?P<branch>\S{1,250})")
WHERE = "branch"


class Reader:
    """Reads branch names: a pull request's, or the one that a merge commit's subject states."""

    __slots__ = ("_rules", "hints")

    def __init__(self, rules: Sequence[LoadedRule], identities: Identities, vocabulary: Vocabulary) -> None:
        self._rules: tuple[Compiled, ...] = tuple(
            Compiled(rule, vocabulary) for rule in of_kind(rules, Kind.BRANCH)
        )
        self.hints = frozenset(hint for rule in self._rules for hint in rule.rule.contains)

    def read(self, text: Text) -> Iterator[Found]:
        """The branch in the subject of a merge commit."""
        first = text.message.lines[:1]
        match = _MERGED.match(first[0].text) if first else None
        if match is not None:
            yield from self.read_name(match["branch"])

    def read_name(self, branch: str) -> Iterator[Found]:
        """The trace in the name of a branch.

        Every rule is asked: what it `contains` stands in a message that names the branch, not in the name.
        """
        line = Line(1, branch, "", branch, WHERE)
        traces = (rule.found(branch, line, branch) for rule in self._rules)
        yield from [trace for trace in traces if trace is not None][:1]
