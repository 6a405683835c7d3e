"""Labels of pull requests that state AI use, as projects and their workflows set them.

Whoever may triage can set one, and a workflow may do so because of a trace that was found already: a label
is a statement, and never shows by itself that another trace is right.
"""

from collections.abc import Iterable, Iterator, Sequence

from attest.detect.context import Compiled, Found, of_kind
from attest.detect.loader import LoadedRule
from attest.detect.message import Line
from attest.detect.rule import Kind
from attest.detect.vocabulary import Vocabulary

WHERE = "label"


class Reader:
    """Reads the names of labels. They are few and short, so each rule is asked."""

    __slots__ = ("_rules",)

    def __init__(self, rules: Sequence[LoadedRule], vocabulary: Vocabulary) -> None:
        self._rules = tuple(Compiled(rule, vocabulary) for rule in of_kind(rules, Kind.LABEL))

    def read(self, labels: Iterable[str]) -> Iterator[Found]:
        """The first trace in each label."""
        for label in labels:
            name = label.strip()
            line = Line(0, name, "", name, WHERE)
            traces = (rule.found(name, line, name) for rule in self._rules)
            yield from [trace for trace in traces if trace is not None][:1]
