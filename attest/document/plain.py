"""Reads plain YAML quickly, and declines the rest.

Block maps and lists, flow lists of scalars, and scalars that end on their line: what people write by hand.
Of that it says exactly what the whole reader says, in a twentieth of the time. Of anything else, and of
anything that may be a fault, it says nothing: the whole reader then finds the words.
"""

import re
from typing import Any, NamedTuple

Path = tuple[str | int, ...]
Scalar = str | int | bool | None

DEPTH_LIMIT = 50
_NAME_LIMIT = 100
_INT = re.compile(r"[-+]?[0-9]{1,15}\Z")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
_ODD = re.compile(
    "[^\\n -~\u00a1-\u2027\u2030-\ud7ff\uf900-\ufefe\uff01-\uffef\U0001f000-\U0001faff]"
    r"|^(?:---|\.\.\.|%)",
    re.MULTILINE,
)
"""Tabs, other line breaks, control characters, and the marks between documents."""
_LINE = re.compile(r"( *+)(-(?: ++|\Z))?(?:([A-Za-z0-9_][A-Za-z0-9_./-]{0,99}):(?: ++|\Z))?(.*+)")
_SINGLE = re.compile(r"'([^']*+(?:''[^']*+)*)'")
_DOUBLE = re.compile(r'"([^"\\]*+(?:\\.[^"\\]*+)*)"')
_ESCAPE = re.compile(r'\\(?:([nt"\\])|u([0-9a-ce-fA-CE-F][0-9a-fA-F]{3})|.)')
_ESCAPED = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}
_PLAIN = re.compile(r"[A-Za-z0-9_./(~+]")
_INSIDE = re.compile(r"[A-Za-z0-9_./][A-Za-z0-9_./+@* -]*+")
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_./-]*+")
_VALUE = re.compile(r": ++")
_NEXT = re.compile(r" *+(?:, *+(?![\]}])|(?=[\]}]))")
_SPACE = re.compile(r" *+")
_REST = re.compile(r" *+(?: #.*+)?\Z")


class Declined(Exception):
    """The text is not as plain as that."""


class _Token(NamedTuple):
    """A dash, a key with the rest of its line, or a scalar that stands alone."""

    line: int
    indent: int
    key: str | None
    rest: str
    dash: bool


def scalar(text: str) -> Scalar:
    """What a scalar without quotes is: a word of YAML 1.2, a whole number, or text."""
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    return int(text) if _INT.match(text) else text


def read(text: str) -> tuple[Any, dict[Path, int]] | None:
    """The value of a document and the line of each part, or `None` where it is not plain."""
    if _ODD.search(text):
        return None
    reader = _Reader(_tokens(text))
    try:
        return reader.document(), reader.lines
    except Declined:
        return None


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    for number, line in enumerate(text.split("\n"), start=1):
        match = _LINE.match(line)
        indent, dash, key, rest = match.groups() if match else ("", None, None, line)
        if dash:
            found.append(_Token(number, len(indent), None, "", dash=True))
        if key is not None or (rest and not rest.startswith("#")):
            at = len(indent) + len(dash or "")
            found.append(_Token(number, at, key, "" if rest.startswith("#") else rest, dash=False))
    found.append(_Token(0, -1, None, "", dash=False))
    return found


class _Reader:
    """Goes through the tokens once; each part of the document takes its own."""

    def __init__(self, tokens: list[_Token]) -> None:
        self.lines: dict[Path, int] = {}
        self._tokens = tokens
        self._at = 0

    def document(self) -> Any:
        """The value of the whole."""
        if self._tokens[0].indent != 0:
            raise Declined
        value = self._node(())
        if self._tokens[self._at].indent >= 0:
            raise Declined
        return value

    def _node(self, path: Path) -> Any:
        """A map or a list that begins here."""
        token = self._tokens[self._at]
        if len(path) > DEPTH_LIMIT:
            raise Declined
        self.lines[path] = token.line
        if token.dash:
            return self._list(path, token.indent)
        if token.key is None:
            raise Declined
        return self._map(path, token.indent)

    def _map(self, path: Path, indent: int) -> dict[str, Any]:
        result: dict[str, Any] = {}
        while (token := self._tokens[self._at]).indent == indent and token.key is not None:
            name, place = token.key, (*path, token.key)
            if name in result:
                raise Declined
            self._at += 1
            result[name] = (
                self._inline(token.rest, place, token.line) if token.rest else self._below(place, indent)
            )
            self.lines[place] = token.line
        self._deeper(indent)
        return result

    def _list(self, path: Path, indent: int) -> list[Any]:
        result: list[Any] = []
        while (token := self._tokens[self._at]).indent == indent and token.dash:
            self._at += 1
            item, place = self._tokens[self._at], (*path, len(result))
            if item.line == token.line and item.key is None and not item.dash:
                self._at += 1
                self.lines[place] = item.line
                result.append(self._inline(item.rest, place, item.line))
            elif item.indent > indent:
                result.append(self._node(place))
            else:
                raise Declined
        self._deeper(indent)
        return result

    def _below(self, path: Path, indent: int) -> Any:
        """What stands under a key: deeper, or a list that is not deeper; or nothing."""
        token = self._tokens[self._at]
        return self._node(path) if token.indent > indent or (token.indent == indent and token.dash) else None

    def _deeper(self, indent: int) -> None:
        """Decline what goes on deeper than what it should belong to: a scalar of several lines."""
        if self._tokens[self._at].indent > indent:
            raise Declined

    def _inline(self, text: str, path: Path, line: int) -> Any:
        """A scalar, a flow list or a flow map with nothing but a comment after it."""
        if text[0] in "'\"[{":
            value, end = self._flow(text, 0, path, line)
            if not _REST.match(text, end):
                raise Declined
            return value
        comment = text.find(" #")
        bare = (text if comment < 0 else text[:comment]).rstrip(" ")
        if not _PLAIN.match(bare) or ": " in bare or bare[-1] == ":":
            raise Declined
        return scalar(bare)

    def _flow(self, text: str, at: int, path: Path, line: int) -> tuple[Any, int]:
        """The value at a place in a line, and the place after it."""
        first = text[at : at + 1]
        if len(path) > DEPTH_LIMIT:
            raise Declined
        self.lines[path] = line
        if first in ("'", '"'):
            return _quoted(text, at)
        if first == "[":
            return self._flow_list(text, at + 1, path, line)
        if first == "{":
            return self._flow_map(text, at + 1, path, line)
        match = _taken(_INSIDE, text, at)
        return scalar(match.group().rstrip(" ")), match.end()

    def _flow_list(self, text: str, at: int, path: Path, line: int) -> tuple[list[Any], int]:
        items: list[Any] = []
        at = _taken(_SPACE, text, at).end()
        while not text.startswith("]", at):
            value, at = self._flow(text, at, (*path, len(items)), line)
            items.append(value)
            at = _taken(_NEXT, text, at).end()
        return items, at + 1

    def _flow_map(self, text: str, at: int, path: Path, line: int) -> tuple[dict[str, Any], int]:
        result: dict[str, Any] = {}
        at = _taken(_SPACE, text, at).end()
        while not text.startswith("}", at):
            if text[at : at + 1] in ("'", '"'):
                name, at = _quoted(text, at)
            else:
                match = _taken(_NAME, text, at)
                name, at = match.group(), match.end()
            if name in result or len(name) > _NAME_LIMIT:
                raise Declined
            result[name], at = self._flow(text, _taken(_VALUE, text, at).end(), (*path, name), line)
            at = _taken(_NEXT, text, at).end()
        return result, at + 1


def _quoted(text: str, at: int) -> tuple[str, int]:
    if text[at] == "'":
        match = _taken(_SINGLE, text, at)
        return match[1].replace("''", "'"), match.end()
    match = _taken(_DOUBLE, text, at)
    value = match[1]
    return _ESCAPE.sub(_unescaped, value) if "\\" in value else value, match.end()


def _unescaped(match: re.Match[str]) -> str:
    if match[1]:
        return _ESCAPED[match[1]]
    if match[2]:
        return chr(int(match[2], 16))
    raise Declined


def _taken(pattern: re.Pattern[str], text: str, at: int) -> re.Match[str]:
    match = pattern.match(text, at)
    if match is None:
        raise Declined
    return match
