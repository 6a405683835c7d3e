import time

import pytest

from attest.detect.linear import fault
from attest.detect.message import LINE_LIMIT
from tests.detect.commits import engine

HOSTILE = {
    "one letter": "a" * LINE_LIMIT,
    "spaces": " " * LINE_LIMIT + "x",
    "almost a footer": "generated with " + "claude code " * 160,
    "almost an address": "Co-authored-by: " + "a@" * 900,
    "open brackets": "Generated with [" + "[(" * 900,
    "open tags": "<a" * 900 + " claude",
    "almost a session": "https://claude.ai/code/session_" * 60 + "`",
    "almost a disclosure": "this code was mostly " + "partly written with the help of " * 60,
    "almost a token": "claude " + "aB1" * 600 + "-",
    "dashes": "claude" + "-" * LINE_LIMIT,
    "many digits": "claude-" + "1." * 900 + "!",
    "assisted by a list": "Assisted-by: " + "x:1" * 600,
    "ticked": "[x] ai " + "i was " * 300,
}


@pytest.mark.parametrize("line", HOSTILE.values(), ids=HOSTILE)
def test_hostile_lines_are_read_in_little_time(line: str) -> None:
    """A thousand such lines take a second or two at most; an exponential pattern would not end on one."""
    message = "claude co-authored-by\n\n" + f"{line}\n" * 300
    engine().explain(message)

    started = time.process_time()
    engine().explain(message)

    assert time.process_time() - started < 6


@pytest.mark.parametrize(
    "pattern",
    [r"(?:a+)+b", r"(?:a*){5}", r"(?:\w{1,9}x){0,40}", r".*x.*y", r"a+b+", "a" * 3000, r"(?:(?:ab)*c)+"],
)
def test_a_pattern_that_can_backtrack_is_refused(pattern: str) -> None:
    """Repetition inside repetition, and two unbounded ones, are told before they can hurt."""
    assert fault(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        r"abc",
        r"[*+]{1,9}",
        r"\(x\)+",
        r"(?:a|b){0,9}x{1,3}",
        r"(?:a{1,3}){0,3}",
        r"(?P<model>x)\s*y",
        r"[]+*]x",
    ],
)
def test_a_bounded_pattern_is_taken(pattern: str) -> None:
    """Escapes and character classes hold no repetition."""
    assert fault(pattern) == ""
