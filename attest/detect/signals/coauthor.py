"""Agents named in trailers that name people: by address, and co-authors without one by vendor vocabulary.

What an agent did depends on the trailer: `Co-authored-by` credits it with the change, `Reviewed-by`
does not. A review agent becomes co-author when a suggestion of its is accepted: alone, that is the
commit; in a squash the record does not show which part, so there it counts as the reviewer it is.
"""

import re
from collections.abc import Iterator, Sequence

from attest.detect.context import Compiled, Found, Text, model_in, model_pattern, of_kind
from attest.detect.identities import Identities, Known
from attest.detect.loader import LoadedRule
from attest.detect.message import TRAILER, Line
from attest.detect.readers import literals
from attest.detect.rule import Kind
from attest.detect.vocabulary import Vocabulary
from attest.model.signal import SignalRole

_ROLES = {
    "co-authored-by": SignalRole.COAUTHOR,
    "co-developed-by": SignalRole.COAUTHOR,
    "co-author": SignalRole.COAUTHOR,
    "generated-by": SignalRole.COAUTHOR,
    "assisted-by": SignalRole.ASSISTANT,
    "signed-off-by": SignalRole.ASSISTANT,
    "reviewed-by": SignalRole.REVIEWER,
    "acked-by": SignalRole.REVIEWER,
    "tested-by": SignalRole.REVIEWER,
    "reported-by": SignalRole.MENTION,
    "suggested-by": SignalRole.MENTION,
}
_PERSON = re.compile(r"(?P<name>[^<]*)<(?P<address>[^<>\s]{3,254})>")
_BARE = re.compile(r"(?P<name>(?:[^\s<>@]{1,100} ){0,6})(?P<address>[^\s<>@]{1,100}@[^\s<>@]{3,150})$")


class Reader:
    """Reads trailers that credit somebody."""

    __slots__ = ("_identities", "_names", "hints")

    def __init__(self, rules: Sequence[LoadedRule], identities: Identities, vocabulary: Vocabulary) -> None:
        self._identities = identities
        self._names: dict[str, list[Compiled]] = {}
        for rule in of_kind(rules, Kind.COAUTHOR_NAME):
            for key in rule.keys:
                self._names.setdefault(key, []).append(Compiled(rule, vocabulary))
        self.hints = identities.literals | literals(rules, Kind.COAUTHOR_NAME, vocabulary)

    def read(self, text: Text) -> Iterator[Found]:
        """Every agent that a trailer credits."""
        for line in text.message.lines:
            if line.key in _ROLES and not (text.pasted and line.where != TRAILER):
                yield from self._line(line, squash=text.message.squash)

    def _line(self, line: Line, *, squash: bool) -> Iterator[Found]:
        match = _PERSON.match(line.value) or _BARE.match(line.value)
        if match is None:
            traces = (rule.found(line.value, line, _shown(line)) for rule in self._names.get(line.key, ()))
            yield from [trace for trace in traces if trace is not None][:1]
            return
        known = self._identities.find(match["name"].strip(), match["address"])
        if known is not None and known.rule.kind is Kind.AGENT_IDENTITY:
            yield _credited(known, match["name"].strip(), line, squash=squash)


def _credited(known: Known, name: str, line: Line, *, squash: bool) -> Found:
    role = _ROLES[line.key]
    if role is SignalRole.COAUTHOR and squash and known.rule.role is SignalRole.REVIEWER:
        role = SignalRole.REVIEWER
    model = model_in(model_pattern(known.rule), name)
    return Found(known.rule, role, known.tool, model, line.where, _shown(line), line=line.number)


def _shown(line: Line) -> str:
    return f"{line.key}: {line.value}"
