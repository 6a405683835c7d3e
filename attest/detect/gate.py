"""The first questions to a text: does it hold any literal that a rule needs, and which rules may match?

Literals become one regular expression that branches letter by letter, so that at each place of the text
at most one of them is followed, whether they are seventy or seven thousand. Where only the answer counts
and not the place, each is looked for from a letter that is rare in English: most places then begin none.
"""

import re
from collections.abc import Iterable, Sequence

Trie = dict[str, "Trie"]
_FEW = 64
"""So many rules are asked one by one sooner than looked up."""
_COMMON = " etiarosnlcdu\nhmpgfb"
"""The commonest letters of commit messages, commonest first."""
_RANKS = len(_COMMON) + 1


class Gate:
    """Literals of all rules together."""

    __slots__ = ("_search",)

    def __init__(self, literals: Iterable[str]) -> None:
        needed = _without_longer(literals)
        starts = _rare_letters(needed)
        root: Trie = {}
        for literal in needed:
            node = root
            for letter in literal[_start(literal, starts) :]:
                node = node.setdefault(letter, {})
            # The end of a way through the trie: the letters before its start are looked back for.
            node.setdefault("", {})[f"(?<={re.escape(literal)})"] = {}
        self._search = re.compile(_anchored(root)).search

    def opens(self, text: str) -> bool:
        """Whether a text holds one of the literals, without regard to case. The hottest code there is."""
        return self._search(text.lower()) is not None


class Near:
    """The literals of each of many rules."""

    __slots__ = ("_find", "_literals", "_rules")

    def __init__(self, literals: Sequence[Iterable[str]]) -> None:
        """`literals` are those of one rule after the other; a rule needs one of its own."""
        self._literals = tuple(tuple(each) for each in literals)
        trie = _trie(literal for each in self._literals for literal in each)
        # In a lookahead, so that a literal is found inside of another one's place.
        self._find = re.compile(f"(?=({_pattern(trie)}))").findall
        self._rules: dict[str, list[int]] = {}
        for place, each in enumerate(self._literals):
            for head in {_head(trie, literal) for literal in each}:
                self._rules.setdefault(head, []).append(place)

    def of(self, lower: str) -> Sequence[int]:
        """Places of the rules that may match in a lower-case text, in order, and perhaps of some others."""
        if len(self._literals) <= _FEW:
            return [
                place
                for place, each in enumerate(self._literals)
                if any(literal in lower for literal in each)
            ]
        return sorted({place for head in set(self._find(lower)) for place in self._rules[head]})


def _without_longer(literals: Iterable[str]) -> list[str]:
    """Those that decide: a text with one that holds another has the other."""
    given = sorted({literal for literal in literals if literal})
    held = re.compile(_pattern(_trie(given))).search
    return [literal for literal in given if not (held(literal[1:]) or held(literal[:-1]))]


def _rare_letters(literals: Iterable[str]) -> set[str]:
    """Letters of which each literal has one, without the commonest ones that can be spared."""
    letters = [set(literal) for literal in literals]
    left = set().union(*letters)
    for common in _COMMON:
        if all(each & left - {common} for each in letters):
            left.discard(common)
    return left


def _start(literal: str, starts: set[str]) -> int:
    """The place of its rarest letter among those; one that is not found, -1, comes after the commonest."""
    rarity = [_COMMON.find(letter) % _RANKS if letter in starts else -1 for letter in literal]
    return rarity.index(max(rarity))


def _anchored(node: Trie) -> str:
    """As `_pattern`, of a trie whose ends are patterns themselves."""
    ways = list(node.get("", ()))
    ways += [re.escape(letter) + _anchored(node[letter]) for letter in sorted(node) if letter]
    if not ways:
        return r"(?!)"
    return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"


def _head(trie: Trie, literal: str) -> str:
    """The literal that is looked for in the place of this one: itself, or one that it begins with."""
    node = trie
    for length, letter in enumerate(literal):
        if "" in node:
            return literal[:length]
        node = node[letter]
    return literal


def _trie(literals: Iterable[str]) -> Trie:
    """The literals letter by letter; one that begins with another is left out, for it decides nothing."""
    root: Trie = {}
    for literal in sorted(set(literals)):
        node, held = root, False
        for letter in literal:
            held = held or "" in node
            if held:
                break
            node = node.setdefault(letter, {})
        if literal and not held:
            node[""] = {}
    return root


def _pattern(node: Trie) -> str:
    if "" in node:
        return ""
    ways = [re.escape(letter) + _pattern(node[letter]) for letter in sorted(node)]
    if not ways:
        return r"(?!)"
    return ways[0] if len(ways) == 1 else f"(?:{'|'.join(ways)})"
