"""Management's answers laid beside the register of deviations. Nothing here can reach a finding."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from attest.evaluate.register import deviation_id
from attest.model.disposition import Answer, Disposition, Place, Standing
from attest.model.evidence import RunView
from attest.model.finding import Deviation, Finding
from attest.model.population import Period


def lay_beside(
    dispositions: Sequence[Disposition],
    lines: Sequence[Deviation],
    findings: Sequence[Finding],
    view: RunView,
    as_of: str,
) -> tuple[Answer, ...]:
    """Every answer with its place in the register and how it stands: lines of the register first.

    Within a place they stand in the order of the file. None is left out.
    """
    if not dispositions:
        return ()
    period = view.manifest.period
    wanted = {one.deviation for one in dispositions}
    found = {name: item for item in findings if (name := deviation_id(item.id)) in wanted}
    register = {line.id for line in lines}
    changes = {change.id for change in view.changes}
    day = day_of(as_of, period)
    answers = []
    for one in dispositions:
        finding = found.get(one.deviation)
        # A change is of one period, whichever the answer states.
        current = one.period == period.label or (finding is not None and finding.subject in changes)
        answers.append(
            Answer(
                id=one.deviation,
                place=_place(one.deviation in register, finding is not None)
                if current
                else _carried(one, period),
                standing=standing(one, day),
                outcome=finding.outcome.word if finding else "",
                assertion=finding.assertion if finding else "",
                disposition=one,
            )
        )
    order = list(Place)
    return tuple(sorted(answers, key=lambda answer: order.index(answer.place)))


def by_line(answers: Sequence[Answer], view: RunView) -> dict[str, Answer]:
    """Answers to lines of the register by id, and to earlier lines, carried forward, by `<id>/<period>`.

    Of several answers to one line that to the register of this very period counts.
    """
    label = view.manifest.period.label
    found: dict[str, Answer] = {}
    for answer in answers:
        if answer.place is Place.REGISTER and (answer.id not in found or answer.disposition.period == label):
            found[answer.id] = answer
        elif answer.place is Place.CARRIED:
            # This period's register may have a line of the same id.
            found[f"{answer.id}/{answer.disposition.period}"] = answer
    return found


def day_of(instant: str, period: Period) -> str:
    """The day of an instant in the period's time zone."""
    # `fromisoformat` of Python 3.11 reads the final Z.
    return datetime.fromisoformat(instant).astimezone(ZoneInfo(period.timezone)).date().isoformat()


def standing(one: Disposition, day: str) -> Standing:
    """How an answer stands on a day: what is closed on it stays closed; a due day is itself in time."""
    if one.closed and one.closed <= day:
        return Standing.CLOSED
    if one.waiver is not None and one.waiver.granted <= day:
        return Standing.WAIVED if day <= one.waiver.expires else Standing.EXPIRED
    if one.due and one.due < day:
        return Standing.OVERDUE
    return Standing.OPEN


def _place(is_line: bool, is_finding: bool) -> Place:
    if is_line:
        return Place.REGISTER
    return Place.PAST if is_finding else Place.UNKNOWN


def _carried(one: Disposition, period: Period) -> Place:
    return Place.SETTLED if one.closed and one.closed < period.first_day else Place.CARRIED
