"""The bytes of an attachment as text or JSON, within bounds: whoever can push a note can push any note."""

import json
import re
from functools import cached_property
from hashlib import sha256
from typing import Any, Final, NoReturn

from attest.detect.lines.stated import Malformed

SIZE_LIMIT: Final = 4 << 20
DEPTH_LIMIT: Final = 64
PIECE_LIMIT: Final = 1_000_000
"""Strings, brackets and commas of a document: bounds what it can grow to in memory."""

_PIECES = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[\]{},]', re.DOTALL)
_LONGEST_NUMBER = 18


class Payload:
    """One attachment's text. JSON is parsed once, whichever formats look at it."""

    def __init__(self, data: bytes) -> None:
        """Takes bytes of any kind.

        Raises:
            Malformed: They are more than the reader takes.
        """
        if len(data) > SIZE_LIMIT:
            raise Malformed(f"it is larger than {SIZE_LIMIT >> 20} MiB")
        self.text = data.decode("utf-8", "backslashreplace").removeprefix("\ufeff")

    @cached_property
    def documents(self) -> tuple[Any, ...]:
        """The JSON document, or one for each line of JSON lines; none where the text is no JSON object.

        Raises:
            Malformed: It begins as one and is not.
        """
        text = self.text.strip()
        if not text.startswith("{"):
            return ()
        try:
            return (parse(text),)
        except Malformed:
            head, _, rest = text.partition("\n")
            if not rest or not _is_whole(head):
                raise
        return tuple(_each_line(text))

    @property
    def document(self) -> dict[str, Any]:
        """The single document; empty where there is none or there are several."""
        documents = self.documents
        return documents[0] if len(documents) == 1 else {}


def parse(text: str) -> Any:
    """One JSON document: no key twice, no NaN, floats as text, numbers of more than 18 digits as text.

    Raises:
        Malformed: It is none, or beyond the bounds.
    """
    _hold_bounds(text)
    try:
        return json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=_whole,
            parse_float=str,
            parse_constant=_refuse_constant,
        )
    except (ValueError, RecursionError) as cause:
        line = f" (line {cause.lineno})" if isinstance(cause, json.JSONDecodeError) else ""
        raise Malformed(f"it is not valid JSON{line}") from cause


def digest(value: Any) -> str:
    """SHA-256 of a parsed value, whatever the order of its keys was."""
    return sha256(json.dumps(value, sort_keys=True, separators=(",", ":")).encode("ascii")).hexdigest()


def _hold_bounds(text: str) -> None:
    depth = 0
    for number, piece in enumerate(_PIECES.finditer(text), start=1):
        if number > PIECE_LIMIT:
            raise Malformed(f"it has more than {PIECE_LIMIT:,} parts")
        match text[piece.start()]:
            case "[" | "{":
                depth += 1
                if depth > DEPTH_LIMIT:
                    raise Malformed(f"it is nested more than {DEPTH_LIMIT} deep")
            case "]" | "}":
                depth -= 1


def _is_whole(line: str) -> bool:
    try:
        return isinstance(parse(line), dict)
    except Malformed:
        return False


def _each_line(text: str) -> list[Any]:
    """The documents of JSON lines; `None` for a line that is none, as an append that broke off leaves it."""
    found: list[Any] = []
    left = PIECE_LIMIT
    for line in text.split("\n"):
        if not line.strip():
            continue
        left -= 1 + line.count(",")
        if left < 0:
            raise Malformed(f"it has more than {PIECE_LIMIT:,} parts")
        try:
            found.append(parse(line))
        except Malformed:
            found.append(None)
    return found


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Malformed("a key stands twice in it, so that readers differ on what it says")
    return found


def _whole(text: str) -> int | str:
    return int(text) if len(text) <= _LONGEST_NUMBER else text


def _refuse_constant(text: str) -> NoReturn:
    raise Malformed("it is not valid JSON")
