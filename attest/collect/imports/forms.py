"""The cells of a row in one form each: whatever a file writes, `yes` is `yes` and a day is a day."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Final

from attest.model.imported import Column, Form

LONGEST: Final = 200
_LONGEST_NOTE = 4000
_MOST_WORDS = 50
_ADDRESS = re.compile(r"[^\s@<>(),;:]{1,64}@[^\s@<>(),;:]{1,190}")
_HIDDEN = "[address]"
_SLUG = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_TIME = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d(?::\d\d)?)(?:\.\d{1,9})? ?(Z|z|UTC|[+-]\d\d:?\d\d)", re.ASCII
)
_SHA = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?", re.ASCII)
_PARTIAL = re.compile(r"[0-9a-f]{7,64}", re.ASCII)
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)
_MAIL = re.compile(r"[^\s@<>\x00-\x1f]{1,64}@[^\s@<>\x00-\x1f]{1,190}")
_ACCOUNT = re.compile(r"github:(?:[1-9][0-9]{0,14}|[A-Za-z0-9][A-Za-z0-9_-]{0,99}(?:\[bot\])?)", re.ASCII)
_NAME = r"[A-Za-z0-9_.-]{1,100}"
_REPOSITORY = re.compile(rf"{_NAME}(?:/{_NAME})?", re.ASCII)
_PULL = re.compile(rf"((?:{_NAME}(?:/{_NAME})?)?)[#!]([1-9][0-9]{{0,8}})", re.ASCII)
_PULL_PAGE = re.compile(rf"https://[^\s/]{{1,190}}/({_NAME}/{_NAME})/pull/([1-9][0-9]{{0,8}})/?", re.ASCII)
_YES = frozenset({"yes", "y", "true", "1"})
_NO = frozenset({"no", "n", "false", "0"})
_YEARS = range(1970, 9999)


class Unfit(ValueError):
    """A cell that is not what its column holds; says what it should be, and no word of what it is."""


def read(column: Column, cell: str) -> str:
    """A cell that is not empty, in the form of its column. Of people and notes the text as given.

    Raises:
        Unfit: It does not fit.
    """
    if column.form is Form.CHOICE:
        found = _slug(cell)
        if found not in column.choices:
            raise Unfit(f"none of {', '.join(column.choices)}")
        return found
    return _READERS[column.form](cell)


def plain(text: str) -> str:
    r"""A text on one line that prints as it reads: other characters become visible escapes."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode("ascii") for one in text)


def _fitting(pattern: re.Pattern[str], text: str, what: str) -> str:
    if pattern.fullmatch(text) is None:
        raise Unfit(what)
    return text


def _text(cell: str) -> str:
    if "\0" in cell:
        raise Unfit("no text")
    one = " ".join(_ADDRESS.sub(_HIDDEN, cell[: LONGEST * 10]).split())
    shown = plain(one)
    return shown if len(shown) <= LONGEST else f"{shown[: LONGEST - 3]}..."


def _note(cell: str) -> str:
    if "\0" in cell:
        raise Unfit("no text")
    return cell[:_LONGEST_NOTE]


def _slug(cell: str) -> str:
    return _fitting(
        _SLUG, "-".join(cell.lower().split()), "no short name of letters, digits, dots and dashes"
    )


def _words(cell: str) -> str:
    parts = [part for part in re.split(r"[;|,]", cell) if part.strip()]
    if len(parts) > _MOST_WORDS:
        raise Unfit(f"more than {_MOST_WORDS} words")
    return " ".join(sorted({_slug(part) for part in parts}))


def _day(cell: str) -> str:
    if _DAY.fullmatch(cell) is None:
        return _time(cell, "no day as 2026-01-31")[:10]
    try:
        day = date.fromisoformat(cell)
        _check_year(day.year)
    except ValueError:
        raise Unfit("no day as 2026-01-31") from None
    return day.isoformat()


def _time(cell: str, what: str = "no instant with a zone, as 2026-01-31T09:30:00Z") -> str:
    match = _TIME.fullmatch(cell)
    if match is None:
        raise Unfit(what)
    day, clock, zone = match.groups()
    try:
        given = datetime.fromisoformat(f"{day}T{clock}{'+00:00' if zone.upper() in ('Z', 'UTC') else zone}")
        moment = given.astimezone(UTC)
        _check_year(moment.year)
    except (ValueError, OverflowError):
        raise Unfit(what) from None
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def _check_year(year: int) -> None:
    if year not in _YEARS:
        raise ValueError("no year of today's calendars")


def _moment(cell: str) -> str:
    return _day(cell) if _DAY.fullmatch(cell) else _time(cell, "neither a day nor an instant with a zone")


def _sha(cell: str) -> str:
    return _fitting(_SHA, cell.lower(), "no full id of a commit")


def _digest(cell: str) -> str:
    return _fitting(_DIGEST, cell.lower().removeprefix("sha256:"), "no SHA-256")


def _number(cell: str) -> str:
    return str(int(_fitting(_NUMBER, cell, "no whole number")))


def _yes_no(cell: str) -> str:
    said = cell.lower()
    if said in _YES or said in _NO:
        return "yes" if said in _YES else "no"
    raise Unfit("neither yes nor no")


def _person(cell: str) -> str:
    if _ACCOUNT.fullmatch(cell) or _MAIL.fullmatch(cell):
        return cell
    raise Unfit("neither an address nor github: with a login or a number")


def _repository(cell: str) -> str:
    return _fitting(_REPOSITORY, cell, "no name of a repository")


def _change(cell: str) -> str:
    """`#12`, `owner/name#12`, or a commit's id; the address of a pull request says its second form."""
    match = _PULL_PAGE.fullmatch(cell) or _PULL.fullmatch(cell)
    if match is not None:
        return f"{match[1]}#{match[2]}"
    return _fitting(_PARTIAL, cell.lower(), "neither #12, nor owner/name#12, nor an id of a commit")


_READERS: Final[dict[Form, Callable[[str], str]]] = {
    Form.TEXT: _text,
    Form.NOTE: _note,
    Form.SLUG: _slug,
    Form.WORDS: _words,
    Form.DAY: _day,
    Form.TIME: _time,
    Form.MOMENT: _moment,
    Form.SHA: _sha,
    Form.DIGEST: _digest,
    Form.NUMBER: _number,
    Form.YES_NO: _yes_no,
    Form.PERSON: _person,
    Form.REPOSITORY: _repository,
    Form.CHANGE: _change,
}
