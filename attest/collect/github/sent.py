"""An answer of the forge as it came, the reasons why there is none, and how much of one is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from attest.collect.forge_files import LARGEST_FILE

_ENVELOPE = 1 << 16


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of an answer is read, and how long is waited for it. `pause_s` lies between requests."""

    largest: int = LARGEST_FILE - _ENVELOPE
    connect_s: float = 20
    silence_s: float = 60
    whole_s: float = 180
    pause_s: float = 0.25


class Sent(NamedTuple):
    """An answer as it came; header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Unanswered(Exception):
    """There is no answer that may be used.

    `kind`: `unreachable`, `slow`, `cut`, `too-large`, `redirect`, `tls`, `refused`.
    """

    def __init__(self, kind: str, told: str) -> None:
        super().__init__(told)
        self.kind = kind
        self.told = told
