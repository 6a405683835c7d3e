"""A trailer that points to a line record, where that record gives nothing to an AI. Pure.

Entire writes a checkpoint's trailer into every commit of a session, a person's own commits among them. Where
every session of the checkpoint was read and counts no line as an AI's, the trailer shows that the tool ran.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from attest.detect.lines.entire import FORMAT
from attest.detect.rule import Kind
from attest.model.collected import Trace
from attest.model.line_record import LineRecord, LineVerdict
from attest.model.signal import SignalRole

_CHECKPOINT = re.compile(r"entire-checkpoint\s{0,3}:\s{0,3}([0-9a-f]{2})([0-9a-f]{10})\b", re.IGNORECASE)


def weighed(traces: Iterable[Trace], records: Sequence[LineRecord]) -> tuple[Trace, ...]:
    """The traces of one commit, beside its records; a trailer whose record is empty is a mention."""
    return tuple(
        replace(trace, role=SignalRole.MENTION.value) if _points_to_nothing(trace, records) else trace
        for trace in traces
    )


def _points_to_nothing(trace: Trace, records: Sequence[LineRecord]) -> bool:
    match = _CHECKPOINT.search(trace.matched) if trace.kind == Kind.TOOL_TRAILER and records else None
    if match is None:
        return False
    place = f"/{match[1]}/{match[2]}/".lower()
    found = [one for one in records if one.format == FORMAT and place in one.source.replace(":", "/")]
    empty = all(one.verdict is LineVerdict.EMPTY for one in found)
    return empty and any(one.stated_ai == 0 for one in found)
