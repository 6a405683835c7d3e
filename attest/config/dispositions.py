"""The dispositions file: management's answers to deviations, edited by people and reviewed in git.

One entry answers one deviation or several of one cause. Days are inclusive, in the time zone of the period.
"""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints

from attest.config.texts import Longer, Name
from attest.document import Document, parse, validate
from attest.errors import ConfigError
from attest.model.base import Record
from attest.model.disposition import Cause, Compensation, Disposition, Response, Waiver

DISPOSITIONS_FILE: Final = ".attest/dispositions.yaml"
FORMAT: Final = "attest-dispositions/1"

Place = tuple[str | int, ...]
_Id = Annotated[str, StringConstraints(pattern=r"^DEV-[0-9a-f]{10}$")]
_Date = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\d$")]
_Said = Annotated[Longer, Field(min_length=1)]


class CauseEntry(Record):
    """Of what kind the cause is, and the cause in words."""

    kind: Cause
    text: Longer = ""


class CompensatingEntry(Record):
    """A compensating control, and where evidence of it lies."""

    control: _Said
    evidence: Annotated[tuple[Name, ...], Field(min_length=1, max_length=20)]


class WaiverEntry(Record):
    """Who lets a deviation stand, since when and until when."""

    approver: Name
    granted: _Date
    expires: _Date


class DispositionEntry(Record):
    """One answer of management's to the deviations that it names."""

    deviations: Annotated[tuple[_Id, ...], Field(min_length=1)]
    response: Response
    cause: CauseEntry
    affected: Longer = ""
    owner: Name
    reason: _Said
    period: Name
    """Label of the period whose register holds them."""
    opened: _Date
    due: _Date | Literal[""] = ""
    closed: _Date | Literal[""] = ""
    compensation: CompensatingEntry | None = None
    waiver: WaiverEntry | None = None

    def dispositions(self, number: int) -> Iterator[Disposition]:
        """The same as evaluation reads it: one for each deviation. `number` is the entry's, from 1."""
        covering, waiver = self.compensation, self.waiver
        for deviation in self.deviations:
            yield Disposition(
                entry=number,
                deviation=deviation,
                response=self.response,
                cause=self.cause.kind,
                explanation=self.cause.text,
                affected=self.affected,
                owner=self.owner,
                reason=self.reason,
                opened=self.opened,
                due=self.due,
                closed=self.closed,
                period=self.period,
                compensation=Compensation(**covering.model_dump()) if covering else None,
                waiver=Waiver(**waiver.model_dump()) if waiver else None,
            )


class DispositionsFile(Record):
    """A dispositions file."""

    format: Literal["attest-dispositions/1"]
    dispositions: tuple[DispositionEntry, ...]


def load_dispositions(data: bytes, where: str) -> tuple[Disposition, ...]:
    """Every answer of a dispositions file, in its order, one for each deviation.

    Args:
        data: The file, UTF-8 YAML of at most 1 MiB.
        where: What to call it in messages.

    Raises:
        ConfigError: Naming file, line, key and remedy of the first fault.
    """
    document = parse(data, where)
    entries = validate(DispositionsFile, document).dispositions
    seen: dict[tuple[str, str], int] = {}
    for index, entry in enumerate(entries):
        for problem in (*_repeated(entry, index, seen), *_wrong_days(entry), *_misfits(entry)):
            raise _fault(document, ("dispositions", index, *problem[0]), problem[1], problem[2])
    return tuple(one for number, entry in enumerate(entries, 1) for one in entry.dispositions(number))


_Problem = tuple[Place, str, str]


def _fault(document: Document, place: Place, what: str, hint: str) -> ConfigError:
    key = ".".join(str(part) for part in place)
    return ConfigError(f"{key}: {what}", where=f"{document.where}:{document.line(place)}", hint=hint)


def _repeated(entry: DispositionEntry, index: int, seen: dict[tuple[str, str], int]) -> Iterator[_Problem]:
    """A line that is answered twice: which answer counts would be anybody's guess."""
    for number, deviation in enumerate(entry.deviations):
        earlier = seen.setdefault((deviation, entry.period), index)
        if earlier != index or deviation in entry.deviations[:number]:
            what = f"{deviation!r} of {entry.period} is already answered by the entry {earlier}"
            yield ("deviations", number), what, "keep one answer to each line of a period's register"


def _wrong_days(entry: DispositionEntry) -> Iterator[_Problem]:
    days: list[tuple[Place, str]] = [((key,), getattr(entry, key)) for key in ("opened", "due", "closed")]
    if entry.waiver is not None:
        days += [(("waiver", key), getattr(entry.waiver, key)) for key in ("granted", "expires")]
    for place, day in days:
        if day and not _is_day(day):
            yield place, f"{day!r} is not a day", "write it as 2025-01-31"
    for key in ("due", "closed"):
        day = getattr(entry, key)
        if day and day < entry.opened:
            yield (key,), f"{day} is before `opened`, {entry.opened}", "give the days in their order"
    if entry.waiver is not None and entry.waiver.expires < entry.waiver.granted:
        what = f"{entry.waiver.expires} is before `granted`, {entry.waiver.granted}"
        yield ("waiver", "expires"), what, "give the days in their order"


def _misfits(entry: DispositionEntry) -> Iterator[_Problem]:
    """What a response needs, and what goes with another response only."""
    for key, response in (("compensation", Response.COMPENSATED), ("waiver", Response.WAIVED)):
        given = getattr(entry, key) is not None
        if given and entry.response is not response:
            what = f"stands with the response {entry.response.value!r}"
            yield (key,), what, f"it goes with `response: {response.value}` only"
        if entry.response is response and not given:
            yield ("response",), f"{response.value!r} asks for `{key}`", f"state it under `{key}`"


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
