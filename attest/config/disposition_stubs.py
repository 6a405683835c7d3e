"""A dispositions file to be filled in: an entry for the deviations of one test that have one fact.

What people must say is left as a mark that is refused (`?`), so that a file nobody filled in is none.
"""

import json
from collections.abc import Sequence

from attest.config.dispositions import FORMAT
from attest.model.base import Record
from attest.model.disposition import Place
from attest.model.finding import Evaluation, Outcome

_LINES = 500
"""Deviations that one entry names at most: more are hard to review as one answer."""
_HEAD = f"""\
# Management's answers to deviations. What stands as ? is to be said; the file is refused until it is.
# Keep it as .attest/dispositions.yaml on the release branch, or hand it in with --dispositions.
#   response      accepted, remediated, compensated (with `compensation`), waived (with `waiver`)
#   cause.kind    random, systematic, deliberate, unknown
#   compensation: {{control: ..., evidence: [...]}}
#   waiver:       {{approver: ..., granted: 2025-01-31, expires: 2025-06-30}}
format: {FORMAT}
"""


class Stub(Record):
    """What an entry is to answer."""

    assertion: str
    control: str
    reason: str
    message: str
    period: str
    deviations: tuple[str, ...]


def stubs(evaluation: Evaluation, period: str) -> tuple[Stub, ...]:
    """Deviations without an answer, those of one test and one fact together, in the order of the register."""
    answered = {answer.id for answer in evaluation.answers if answer.place is Place.REGISTER}
    groups: dict[tuple[str, str, str, str], list[str]] = {}
    for line in evaluation.deviations:
        if line.outcome is Outcome.DEVIATION and line.id not in answered:
            groups.setdefault((line.assertion, line.control, line.reason, line.message), []).append(line.id)
    return tuple(
        Stub(
            assertion=assertion,
            control=control,
            reason=reason,
            message=message,
            period=period,
            deviations=tuple(ids[start : start + _LINES]),
        )
        for (assertion, control, reason, message), ids in groups.items()
        for start in range(0, len(ids), _LINES)
    )


def template(entries: Sequence[Stub]) -> str:
    """The file's text."""
    if not entries:
        return f"{_HEAD}dispositions: []\n"
    return "".join((_HEAD, "dispositions:\n", *map(_entry, entries)))


def _entry(stub: Stub) -> str:
    ids = "".join(f"      - {name}\n" for name in stub.deviations)
    control = f", control {_printable(stub.control)}" if stub.control else ""
    return (
        f"  # {stub.assertion}{control}: {_printable(stub.message)} ({stub.reason})\n"
        f"  - deviations:\n{ids}"
        f"    period: {json.dumps(stub.period)}\n"
        "    response: '?'\n"
        "    cause: {kind: '?', text: ''}\n"
        "    affected: ''\n"
        "    owner: ''\n"
        "    reason: ''\n"
        "    opened: '?'\n"
        "    due: ''\n"
    )


def _printable(text: str) -> str:
    """A text that cannot end the comment that it stands in."""
    return "".join(character if character.isprintable() else " " for character in text)
