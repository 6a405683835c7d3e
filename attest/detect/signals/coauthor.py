"""Agents named in trailers that name people: by address, and co-authors without one by vendor vocabulary.

A line that credits a co-author and is no trailer, for a slip of the pen, counts with an address that is an
agent's: nobody else is there.

What an agent did depends on the trailer: `Co-authored-by` credits it with the change, `Reviewed-by`
does not. A review agent becomes co-author when a suggestion of its is accepted: alone, that is the
commit; in a squash the record does not show which part, so there it counts as the reviewer it is.
"""

import re
from collections.abc import Iterator, Sequence

from attest.detect.context import Compiled, Found, Text, model_in, model_pattern, of_kind
from attest.detect.identities import Identities, Known
from attest.detect.loader import LoadedRule
from attest.detect.message import COAUTHOR_KEYS, TRAILER, Line
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
_CREDIT = re.compile(r"(?:(?<=\\n)|(?<![^\W_]))co[-_ ]?author", re.IGNORECASE)
_ENDS = (".", "!", "?", ";", ")", "]", "|", "\u2013", "\u2014", "\\n")
"""What a credit can follow: the end of a sentence or footer, a line's end written out."""
_BARE = re.compile(r"(?P<name>(?:[^\s<>@]{1,100} ){0,6})(?P<address>[^\s<>@]{1,100}@[^\s<>@]{3,150})$")


class Reader:
    """Reads trailers that credit somebody."""

    __slots__ = ("_identities", "_malformed", "_names", "hints")

    def __init__(self, rules: Sequence[LoadedRule], identities: Identities, vocabulary: Vocabulary) -> None:
        self._identities = identities
        self._names: dict[str, list[Compiled]] = {}
        for rule in of_kind(rules, Kind.COAUTHOR_NAME):
            for key in rule.keys:
                self._names.setdefault(key, []).append(Compiled(rule, vocabulary))
        self._malformed = tuple(Compiled(rule, vocabulary) for rule in of_kind(rules, Kind.COAUTHOR_ADDRESS))
        self.hints = identities.literals | literals(rules, Kind.COAUTHOR_NAME, vocabulary)

    def read(self, text: Text) -> Iterator[Found]:
        """Every agent that a trailer credits, or a line that should have been one."""
        for line in text.message.lines:
            if text.pasted and line.where != TRAILER:
                continue
            found = self._line(line, squash=text.message.squash) if line.key in _ROLES else None
            found = found or (self._slip(line) if _may_slip(line) else None)
            if found is not None:
                yield found

    def _line(self, line: Line, *, squash: bool) -> Found | None:
        match = _PERSON.match(line.value) or _BARE.match(line.value)
        if match is None:
            traces = (rule.found(line.value, line, _shown(line)) for rule in self._names.get(line.key, ()))
            return next((trace for trace in traces if trace is not None), None)
        known = self._identities.find_credited(match["name"].strip(), match["address"])
        if known is None or known.rule.kind is not Kind.AGENT_IDENTITY:
            return None
        return _credited(known, match["name"].strip(), line, squash=squash)

    def _slip(self, line: Line) -> Found | None:
        credit = _last_credit(line.text)
        for rule in self._malformed:
            match = rule.match(credit) if credit else None
            if match is None:
                continue
            name = match["name"].strip()
            known = self._identities.find(name, match["address"])
            if known is not None and known.rule.kind is Kind.AGENT_IDENTITY:
                model = model_in(model_pattern(known.rule), name)
                return Found(
                    rule.rule, rule.rule.role, known.tool, model, line.where, match.group(), line=line.number
                )
        return None


def _last_credit(text: str) -> str:
    """From the last credit of a line on, unless a sentence goes on to it, or a colon shows it."""
    start = max((match.start() for match in _CREDIT.finditer(text)), default=-1)
    before = text[: max(start, 0)].rstrip("*_ \t")
    stands = start >= 0 and (not before or before.endswith(_ENDS))
    return text[start:] if stands else ""


def _may_slip(line: Line) -> bool:
    """Whether a line is no trailer that says something else than that an agent wrote."""
    return line.key not in _ROLES or line.key in COAUTHOR_KEYS


def _credited(known: Known, name: str, line: Line, *, squash: bool) -> Found:
    role = _ROLES[line.key]
    if role is SignalRole.COAUTHOR and squash and known.rule.role is SignalRole.REVIEWER:
        role = SignalRole.REVIEWER
    model = model_in(model_pattern(known.rule), name)
    return Found(known.rule, role, known.tool, model, line.where, _shown(line), line=line.number)


def _shown(line: Line) -> str:
    return f"{line.key}: {line.value}"
