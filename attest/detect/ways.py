"""How much a hostile line can cost a pattern: the ways through it are counted on the worst line found.

Python's engine backtracks: where a line can be matched in many ways and then fails, it tries each. Here
they are all walked at once, with the number of ways that lead to each place, so that counting takes little
time however many there are. A line is built letter by letter, and the letters that leave the most ways
open are followed.
"""

from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Any

_parser: Any = import_module("re._parser")
"""The engine's own reading of a pattern, so that none is read otherwise than it runs."""

ALLOWED = 40_000
"""Places visited on one line: a few milliseconds."""
_LINE = 2_000
_TRIED = 240
"""Letters of a line that are tried; what then still grows is taken to go on so."""
_BEAM = 3
_ENDLESS = int(_parser.MAXREPEAT)
_LETTERS = "ax_0 -.!\n\u00e9\u2603"
"""Of every category one, beside the letters of the pattern."""

Item = tuple[Any, ...]


class TooMany(ValueError):
    """A pattern whose ways are not to be counted."""


class Ways:
    """One pattern, and the texts inside its lookarounds, each of which is a pattern too."""

    def __init__(self, pattern: str) -> None:
        self._letters = "".join(dict.fromkeys((pattern + _LETTERS).lower()))
        self._cells: dict[tuple[Item, int], int] = {}
        self._of: list[tuple[Item, int]] = [((), -1)]
        self._known: dict[int, dict[tuple[frozenset[str], int], int]] = {0: {}}
        self._together: dict[frozenset[frozenset[str]], list[frozenset[frozenset[str]]]] = {}
        self._starts: list[tuple[Item, ...]] = []
        self._starts.append(tuple(self._items(_parser.parse(pattern))))

    def worst(self) -> int:
        """Places visited on the worst line found; one more than is allowed stands for more."""
        return max(self._search(self._list(start, 0)) for start in self._starts)

    def _items(self, parsed: Iterable[tuple[Any, Any]]) -> Iterator[Item]:
        for code, argument in parsed:
            name = str(code)
            if name in ("LITERAL", "NOT_LITERAL", "ANY", "IN"):
                yield ("class", self._class(name, argument))
            elif name == "SUBPATTERN":
                yield from self._items(argument[3])
            elif name == "ATOMIC_GROUP":
                yield from self._items(argument)
            elif name == "BRANCH":
                yield ("branch", tuple(tuple(self._items(one)) for one in argument[1]))
            elif name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
                least, most, body = argument
                yield self._repeat(tuple(self._items(body)), least, most)
            elif name in ("ASSERT", "ASSERT_NOT"):
                self._starts.append(tuple(self._items(argument[1])))
            elif name != "AT":
                raise TooMany("a pattern refers to no group of its own")

    def _repeat(self, body: tuple[Item, ...], least: int, most: int) -> Item:
        if most > 1 and _can_be_empty(body):
            raise TooMany("what is repeated can match nothing, in any number of ways")
        return ("repeat", body, least, most)

    def _class(self, name: str, argument: Any) -> frozenset[str]:
        tests = argument if name == "IN" else [(name, argument)]
        negated = name == "IN" and str(tests[0][0]) == "NEGATE"
        return frozenset(
            letter for letter in self._letters if any(_is(letter, *test) for test in tests) != negated
        )

    def _cell(self, item: Item, rest: int) -> int:
        key = (item, rest)
        known = self._cells.get(key)
        if known is None:
            known = self._cells[key] = len(self._of)
            self._of.append(key)
        return known

    def _list(self, items: Iterable[Item], rest: int) -> int:
        for item in reversed(tuple(items)):
            rest = self._cell(item, rest)
        return rest

    def _moves(self, place: int) -> dict[tuple[frozenset[str], int], int]:
        """What can be read at a place, where it leads, and in how many ways."""
        known = self._known.get(place)
        if known is not None:
            return known
        item, rest = self._of[place]
        if item[0] == "class":
            known = {(item[1], rest): 1}
        else:
            known = {}
            for way in self._choices(item, rest):
                for move, number in self._moves(way).items():
                    known[move] = known.get(move, 0) + number
        self._known[place] = known
        return known

    def _choices(self, item: Item, rest: int) -> Iterator[int]:
        if item[0] == "branch":
            yield from (self._list(one, rest) for one in item[1])
            return
        _, body, least, most = item
        if not least:
            yield rest
        if most:
            fewer = most if most == _ENDLESS else most - 1
            yield self._list(body, self._cell(("repeat", body, max(0, least - 1), fewer), rest))

    def _search(self, start: int) -> int:
        lines: list[tuple[int, int, dict[int, int]]] = [(1, 1, {start: 1})]
        worst = middle = 1
        for length in range(1, _TRIED + 1):
            longer = [
                (width, visited + width, live)
                for _, visited, before in lines
                for live in self._after(before)
                if (width := sum(live.values()))
            ]
            if not longer:
                return worst
            longer.sort(key=lambda line: line[:2], reverse=True)
            lines = longer[:_BEAM]
            worst = max(worst, max(visited for _, visited, _ in longer))
            if worst > ALLOWED:
                return worst
            middle = lines[0][0] if length == _TRIED // 2 else middle
        width, left = lines[0][0], _LINE - _TRIED
        growth = max(0, width - middle) * 2 / _TRIED
        return int(worst + width * left + growth * left * left / 2)

    def _after(self, live: dict[int, int]) -> Iterator[dict[int, int]]:
        """The ways that stay open, for each letter that leaves other ones open than those before."""
        moves = [
            (letters, place, ways * number)
            for before, ways in live.items()
            for (letters, place), number in self._moves(before).items()
        ]
        for taken in self._taken(frozenset(letters for letters, _, _ in moves)):
            found: dict[int, int] = {}
            for letters, place, ways in moves:
                if letters in taken:
                    found[place] = found.get(place, 0) + ways
            yield found

    def _taken(self, classes: frozenset[frozenset[str]]) -> list[frozenset[frozenset[str]]]:
        """Which of some classes of letters can hold one letter at once."""
        known = self._together.get(classes)
        if known is None:
            of_letters = (frozenset(one for one in classes if letter in one) for letter in self._letters)
            known = self._together[classes] = list(dict.fromkeys(taken for taken in of_letters if taken))
        return known


def _can_be_empty(items: Iterable[Item]) -> bool:
    for item in items:
        if item[0] == "class":
            return False
        if item[0] == "branch" and not any(_can_be_empty(one) for one in item[1]):
            return False
        if item[0] == "repeat" and item[2] and not _can_be_empty(item[1]):
            return False
    return True


def _is(letter: str, name: object, argument: Any) -> bool:
    match str(name):
        case "LITERAL":
            return bool(letter == chr(argument).lower())
        case "NOT_LITERAL":
            return bool(letter != chr(argument).lower())
        case "ANY":
            return letter != "\n"
        case "RANGE":
            low, high = argument
            return bool(low <= ord(letter) <= high or low <= ord(letter.upper()[0]) <= high)
        case "NEGATE":
            return False
        case "CATEGORY":
            return _in_category(letter, str(argument))
    raise TooMany(f"{name} is not read")


def _in_category(letter: str, category: str) -> bool:
    kind = category.removeprefix("CATEGORY_").removeprefix("NOT_")
    tests = {"DIGIT": letter.isdigit(), "SPACE": letter.isspace(), "WORD": letter.isalnum() or letter == "_"}
    return tests[kind] != ("_NOT_" in category)
