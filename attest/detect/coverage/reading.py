"""What a reader of one file gives: what it found, and why it could not read on."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from attest.detect.display import shown
from attest.model.coverage import CoverageBasis, Sought, TipFile

_ADDRESS = re.compile(r"<?[^\s<>@]{1,64}@[^\s<>@]{1,200}>?")
_REMOVED = "[address]"


class Found(NamedTuple):
    """Something in a file that keeps a tool from leaving its trace."""

    rule: str
    tool: str
    path: str
    line: int
    setting: str
    basis: CoverageBasis


class Problem(NamedTuple):
    """A file that could not be read, and why."""

    path: str
    what: str


class Reading(NamedTuple):
    """What a reader says of one file."""

    found: tuple[Found, ...] = ()
    problems: tuple[Problem, ...] = ()


class Reader(NamedTuple):
    """One kind of reading: the files it asks for, and what it makes of one of them."""

    sought: Sequence[Sought]
    read: Callable[[TipFile], Reading]


def quoted(text: str) -> str:
    """A text of a file as it may be stored: one line, at most 200 characters, without addresses."""
    return shown(_ADDRESS.sub(_REMOVED, " ".join(text[:1000].split())))
