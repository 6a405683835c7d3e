import time

import pytest

from attest.detect.linear import fault, slow
from attest.detect.loader import read
from attest.detect.message import LINE_LIMIT
from attest.detect.rule import Rule, plain
from attest.detect.ways import Ways
from tests.detect.commits import engine

RULES = [loaded.rule for loaded in read().rules]
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
        r"(?:a|a)*b",
        r"(?:a|a){0,60}b",
        r"(?:a|aa){1,80}b",
        r"(?:a?){30}a{30}b",
        r"a{0,1900}a{0,1900}a{0,1900}b",
        "a?" * 28 + "b",
        "a?" * 900 + "b",
        r"(?:ab|ab)*c",
        r"(?:a|b|ab)*c",
        "(?:a|a)" * 20 + "b",
        r"(?:(?:(?:a{1,3}){1,3}){1,3}){1,3}b",
        r".*x{0,300}y",
        r"x(?=(?:a|a)*b)",
        r"(?P<one>a)(?P=one)",
    ],
)
def test_a_pattern_with_too_many_ways_through_a_line_is_refused(pattern: str) -> None:
    """Each would take seconds to years on a line of one letter, repeated."""
    assert slow(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        r"made by quill$",
        r"\(quill\) <[^<>]{0,254}>$",
        r"(?:this )?(?:change|commit|code) (?:was )?(?:mostly |partly ){0,2}(?:made|written) by quill\b",
        r"[^\n]{0,400}?\bquill-\d{1,9}[^)\s]{0,200}\)[\W_]{0,12}$",
        r"(?:a|b|c)+ [a-z]{0,100}[a-z0-9]{0,100}!",
    ],
)
def test_a_pattern_of_which_a_line_decides_each_choice_is_taken(pattern: str) -> None:
    """Many optional parts are no harm where no text can be two of them."""
    assert slow(pattern) == ""


@pytest.mark.parametrize(
    ("pattern", "places"),
    [
        ("abc", 4),
        ("(?:a|a)b", 4),
        ("a?a?b", 5),
        ("a{0,9}b", 11),
        ("a{0,3}a{0,3}b", 17),
        ("(?:ab|cd)e", 4),
    ],
)
def test_ways_are_counted_on_the_worst_line(pattern: str, places: int) -> None:
    """Places that a matcher visits which tries everything and then fails, the start and each letter's."""
    assert Ways(pattern).worst() == places


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_no_built_in_pattern_can_be_slow(rule: Rule) -> None:
    """Asked of those of a team when its file is read, and of these here."""
    assert [slow(plain(text)) for text in (rule.pattern, rule.name, rule.model) if text] == [
        "" for text in (rule.pattern, rule.name, rule.model) if text
    ]


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
