"""Management's answers to deviations: beside each line of the register, and those that have no line in it."""

from collections.abc import Iterable, Iterator
from itertools import islice

from attest.model.disposition import Answer, Disposition, Place, Standing
from attest.model.finding import Deviation
from attest.model.report import Block, Column, Heading, Paragraph, Table, Text
from attest.report.context import LISTED, Context
from attest.report.figures import Counted
from attest.report.sections.summary import register_counts
from attest.report.text import code, foreign, join, link, named, plain, say

ANCHOR = "register-answers"
_NONE = (
    "No file of management's answers was handed in, so none stands beside a line. That is no statement that "
    "there are none."
)
_FROM_RUN = (
    "Management's statement, as the release branch held it when the run was collected "
    "({file} of the run). It is printed as it is and not tested, save by a test of the register itself."
)
_FROM_CALLER = (
    "Management's statement, handed in for this report and packed beside it as {file}; no run holds it. "
    "It is printed as it is and not tested, save by a test of the register itself."
)
_STANDINGS = {
    Standing.OPEN: "open",
    Standing.OVERDUE: "overdue",
    Standing.CLOSED: "closed",
    Standing.WAIVED: "waived",
    Standing.EXPIRED: "waiver expired",
}
_NAMED = 3


def columns(context: Context) -> tuple[Column, ...]:
    """The columns of the register that are management's; blank to be filled where there are no answers."""
    if not context.evaluation.answers:
        return (
            Column(title="Response", width=17, style="blank"),
            Column(title="Owner, day", width=11, style="blank"),
        )
    return (Column(title="Management: response", width=18), Column(title="Owner, due", width=16))


def cells(context: Context, line: Deviation) -> tuple[Text, ...]:
    """What management answers to a line of the register."""
    if not context.evaluation.answers:
        return (), ()
    answer = context.answers.get(line.id)
    if answer is None:
        return (plain("no answer"),), ()
    said = answer.disposition
    return (
        say("{response}; {standing}", response=_response(said), standing=plain(_STANDINGS[answer.standing])),
        say("{owner}, {due}", owner=named(said.owner, 40), due=_until(said)),
    )


def blocks(context: Context, number: str) -> tuple[Block, ...]:
    """The part under its number: counts, the answers in full, what is carried forward, what has no line."""
    title = (plain("Management's answers"),)
    heading = Heading(level=2, number=number, title=title, anchor=ANCHOR)
    if not context.evaluation.dispositions_given:
        return heading, Paragraph(text=(plain(_NONE),))
    own = context.presentation.own_dispositions
    file = code("dispositions.yaml" if own else "config/dispositions.yaml")
    return (
        heading,
        Paragraph(text=say(_FROM_CALLER if own else _FROM_RUN, file=file)),
        Paragraph(text=_counts(context)),
        _answered(context),
        _carried(context),
        *_settled(context),
        _lineless(context),
    )


def _counts(context: Context) -> Text:
    lines, _, _ = register_counts(context)
    where = (("place", "is", "register"), ("outcome", "is", "deviation"))
    answered = context.figures.count(
        "answers.register.deviation", "answers", *where, measure="distinct id", of=lines
    )
    by_standing = [
        say("{n} {word}", n=_standing(context, value, answered).count, word=plain(word))
        for value, word in _STANDINGS.items()
    ]
    return say(
        "Deviations with an answer: {answered}; on {day}: {standings}.",
        answered=answered.full,
        day=code(context.evaluation.as_of),
        standings=join(by_standing),
    )


def _standing(context: Context, value: Standing, answered: Counted) -> Counted:
    return context.figures.count(
        f"answers.register.deviation.{value.value}",
        "answers",
        ("place", "is", "register"),
        ("outcome", "is", "deviation"),
        ("standing", "is", value.value),
        of=answered,
    )


def _answered(context: Context) -> Table:
    groups: dict[int, list[Answer]] = {}
    for answer in _in(context, Place.REGISTER):
        groups.setdefault(answer.disposition.entry, []).append(answer)
    rows = [_row(context, entry, answers) for entry, answers in list(groups.items())[:LISTED]]
    return Table(
        caption="Answers to lines of this register, as management states them",
        columns=(
            Column(title="Lines", width=18),
            Column(title="Response, days", width=20),
            Column(title="Cause, and what it touched", width=26),
            Column(title="Reason, compensating control, waiver", width=36),
        ),
        rows=tuple(rows),
        more=say("further answers in {file}", file=code("findings.json")) if len(groups) > LISTED else (),
        empty="No answer is to a line of this register.",
    )


def _row(context: Context, entry: int, answers: list[Answer]) -> tuple[Text, ...]:
    said = answers[0].disposition
    where = (("place", "is", "register"), ("disposition.entry", "is", str(entry)))
    counted = context.figures.count(f"answers.entry.{entry}", "answers", *where)
    ids: list[Text] = [(code(answer.id),) for answer in answers[:_NAMED]]
    if len(answers) > _NAMED:
        ids.append(say("{n} in all", n=counted.count))
    standing = plain(_STANDINGS[answers[0].standing])
    return (
        join(ids),
        say("{response}; {standing}. {days}", response=_response(said), standing=standing, days=_days(said)),
        _cause(said),
        join(_grounds(said), "; "),
    )


def _carried(context: Context) -> Table:
    rows = [
        (
            (code(one.id),),
            (named(one.disposition.period),),
            say(
                "{standing}; open since {day}",
                standing=plain(_STANDINGS[one.standing]),
                day=code(one.disposition.opened),
            ),
            say("{response}, {due}", response=_response(one.disposition), due=_until(one.disposition)),
            (named(one.disposition.owner, 40),),
            (foreign(one.disposition.reason, 120),),
        )
        for one in islice(_in(context, Place.CARRIED), LISTED)
    ]
    return Table(
        caption="Carried forward: lines of other periods' registers that were open when this period began",
        columns=(
            Column(title="Register id", width=16),
            Column(title="Period", width=10),
            Column(title="Standing", width=19),
            Column(title="Response", width=18),
            Column(title="Owner", width=12),
            Column(title="Reason", width=25),
        ),
        rows=tuple(rows),
        more=context.more("answers.carried.beyond", "answers", ("place", "is", Place.CARRIED.value)),
        empty="No answer of another period that was open when this one began stands in the file.",
    )


def _settled(context: Context) -> tuple[Block, ...]:
    counted = context.figures.count("answers.settled", "answers", ("place", "is", Place.SETTLED.value))
    if not counted.value:
        return ()
    wording = "Further answers to lines of other periods, each closed before this period began: {n}."
    return (Paragraph(text=say(wording, n=counted.count), role="note"),)


def _lineless(context: Context) -> Table:
    others = [*_in(context, Place.PAST), *_in(context, Place.UNKNOWN)]
    rows = [
        (
            (code(one.id),),
            (named(one.disposition.period),),
            _why(one),
            (named(one.disposition.owner, 40),),
            _response(one.disposition),
        )
        for one in others[:LISTED]
    ]
    where = ("place", "in", f"{Place.PAST.value}|{Place.UNKNOWN.value}")
    return Table(
        caption="Answers to no line of this register",
        columns=(
            Column(title="Register id", width=16),
            Column(title="Period stated", width=14),
            Column(title="What this run has", width=40),
            Column(title="Owner", width=15),
            Column(title="Response", width=15),
        ),
        rows=tuple(rows),
        more=context.more("answers.lineless.beyond", "answers", where),
        empty="Every answer of this period is to a line of the register.",
    )


def _why(answer: Answer) -> Text:
    if answer.place is Place.UNKNOWN:
        return (plain("no finding of this id: a slip, or evidence that has changed"),)
    wording = "{test} has this subject as {outcome}, so that the register has no line"
    anchor = f"control-{answer.assertion.lower()}"
    outcome = plain(answer.outcome.replace("_", " "))
    return say(wording, test=link(answer.assertion, anchor), outcome=outcome)


def _in(context: Context, place: Place) -> Iterator[Answer]:
    return (answer for answer in context.evaluation.answers if answer.place is place)


def _response(said: Disposition) -> Text:
    return (plain(said.response.value),)


def _until(said: Disposition) -> Text:
    if said.closed:
        return say("closed {day}", day=code(said.closed))
    if said.waiver is not None:
        return say("waived to {day}", day=code(said.waiver.expires))
    return say("due {day}", day=code(said.due)) if said.due else (plain("no day"),)


def _days(said: Disposition) -> Text:
    stated = (("opened", said.opened), ("due", said.due), ("closed", said.closed))
    days = [say("{what} {day}", what=plain(what), day=code(day)) for what, day in stated if day]
    return say("Owner {owner}; {days}", owner=named(said.owner), days=join(days))


def _cause(said: Disposition) -> Text:
    parts: list[Text] = [(plain(said.cause.value),)]
    if said.explanation:
        parts.append((foreign(said.explanation, 240),))
    touched = (foreign(said.affected, 240),) if said.affected else (plain("not stated"),)
    return say("{cause}; affected: {touched}", cause=join(parts, ": "), touched=touched)


def _grounds(said: Disposition) -> Iterable[Text]:
    yield (foreign(said.reason, 400),)
    if said.compensation is not None:
        evidence = join([code(item, 120) for item in said.compensation.evidence])
        control = foreign(said.compensation.control, 240)
        yield say(
            "compensating control: {control}; its evidence: {evidence}", control=control, evidence=evidence
        )
    if said.waiver is not None:
        yield say(
            "waiver by {who}, granted {granted}, to {expires}",
            who=named(said.waiver.approver),
            granted=code(said.waiver.granted),
            expires=code(said.waiver.expires),
        )
