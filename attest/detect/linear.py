"""Refuses patterns that a hostile line could make slow: Python's engine backtracks.

A pattern passes when a repeated group holds no repetition (unless the group is repeated at most three
times), when at most one repetition is unbounded, and when no line is found that can be matched in too many
ways. The last takes longest, and is asked of patterns that come from outside; the built-in ones are tests.
"""

import re

from attest.detect.ways import ALLOWED, TooMany, Ways

LIMIT = 2_000
_FEW = 3
_ESCAPE = re.compile(r"\\.", re.DOTALL)
_CLASS = re.compile(r"\[\^?\]?[^\]]*\]")
_OPENING = re.compile(r"\?(?::|[=!]|<[=!]|P<\w+>)")
_OPEN = re.compile(r"[*+?|{]")
_QUANTIFIER = re.compile(r"[*+]|\{(\d*)(,?)(\d*)\}")


def fault(pattern: str) -> str:
    """Why a pattern is refused; empty when it is not."""
    if len(pattern) > LIMIT:
        return f"a pattern has at most {LIMIT} characters"
    bare = _OPENING.sub("", _CLASS.sub("x", _ESCAPE.sub("x", pattern)))
    unbounded = 0
    open_groups: list[bool] = [False]
    held: bool | None = None  # Of the group that has just closed: whether it holds a repetition.
    index = 0
    while index < len(bare):
        quantifier = _QUANTIFIER.match(bare, index)
        if quantifier is not None:
            most = _most(quantifier)
            unbounded += most is None
            if held and (most is None or most > _FEW):
                return "a repetition inside a repetition can take exponential time; write it out"
            open_groups[-1], held, index = True, None, quantifier.end()
            continue
        open_groups[-1] = open_groups[-1] or bool(held)
        held = None
        if bare[index] == "(":
            open_groups.append(False)
        elif bare[index] == ")" and len(open_groups) > 1:
            held = open_groups.pop()
        index += 1
    return "more than one unbounded repetition can take quadratic time; bound it" if unbounded > 1 else ""


def slow(pattern: str) -> str:
    """Why a pattern that has no `fault` is refused all the same; empty when it is not."""
    if _is_plain(pattern):
        return ""
    try:
        worst = Ways(pattern).worst()
    except TooMany as cause:
        return str(cause)
    except RecursionError:
        return "a pattern with so many optional parts cannot be judged; write fewer"
    if worst > ALLOWED:
        return "a line of 2,000 characters can be matched in too many ways; let parts not match the same text"
    return ""


def _is_plain(pattern: str) -> bool:
    """Whether so little is open in a pattern that its ways need not be counted."""
    bare = _OPENING.sub("", _CLASS.sub("x", _ESCAPE.sub("x", pattern)))
    return len(_OPEN.findall(bare)) <= 1 and ")" not in bare


def _most(quantifier: re.Match[str]) -> int | None:
    """How often a quantifier repeats at most; `None` without bound."""
    text = quantifier.group()
    if text in "*+" or (quantifier[2] and not quantifier[3]):
        return None
    return int(quantifier[3] or quantifier[1] or 0)
