"""Texts that a pattern may match, made up by walking through it: for tests of what is asked before it."""

from collections.abc import Iterable
from importlib import import_module
from random import Random
from typing import Any

_parser: Any = import_module("re._parser")
_FEW = 2
_CATEGORIES = {"CATEGORY_DIGIT": "7", "CATEGORY_WORD": "q", "CATEGORY_SPACE": " ", "CATEGORY_NOT_WORD": "-",
               "CATEGORY_NOT_SPACE": "q", "CATEGORY_NOT_DIGIT": "q"}  # fmt: skip
_OTHERS = "q 7-"


def sample(pattern: str, chance: Random) -> str:
    """A text along one way through a pattern. What lookarounds ask is left to chance."""
    return _text(_parser.parse(pattern), chance)


def _text(parsed: Iterable[tuple[Any, Any]], chance: Random) -> str:
    return "".join(_part(str(code), argument, chance) for code, argument in parsed)


def _part(code: str, argument: Any, chance: Random) -> str:
    if code == "LITERAL":
        return chr(argument)
    if code == "IN":
        return _one(argument, chance)
    if code in ("ANY", "NOT_LITERAL"):
        return "q"
    if code == "SUBPATTERN":
        return _text(argument[3], chance)
    if code == "BRANCH":
        return _text(chance.choice(argument[1]), chance)
    if code in ("MAX_REPEAT", "MIN_REPEAT"):
        least, most, body = argument
        times = chance.randint(least, min(int(most), least + _FEW))
        return "".join(_text(body, chance) for _ in range(times))
    return ""


def _one(tests: Any, chance: Random) -> str:
    if str(tests[0][0]) == "NEGATE":
        banned = {
            letter for code, argument in tests[1:] for letter in _OTHERS if _holds(code, argument, letter)
        }
        return next(letter for letter in _OTHERS + "Z" if letter not in banned)
    code, argument = chance.choice(tests)
    name = str(code)
    if name == "LITERAL":
        return chr(argument)
    return chr(argument[0]) if name == "RANGE" else _CATEGORIES[str(argument)]


def _holds(code: Any, argument: Any, letter: str) -> bool:
    name = str(code)
    if name == "LITERAL":
        return chr(argument) == letter
    if name == "RANGE":
        return bool(argument[0] <= ord(letter) <= argument[1])
    return {"CATEGORY_SPACE": letter.isspace(), "CATEGORY_WORD": letter.isalnum()}.get(str(argument), False)
