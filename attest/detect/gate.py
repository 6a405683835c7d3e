"""The first question to a message: does it hold any literal that a rule needs? Nearly always it does not."""

from collections.abc import Iterable

_PARTS = ("@", "cod", "-", "ai", "k", "ni", "op", "am", "eer", "j", "q", "oo")
"""Parts that several literals share and most messages lack, by what they saved on a long history: one look
for the part spares a look for each literal. They change the cost alone, never the answer."""


class Gate:
    """Literals, grouped by a part that few messages hold."""

    __slots__ = ("_common", "_groups")

    def __init__(self, literals: Iterable[str]) -> None:
        kept = shortest(literals)
        grouped: dict[str, list[str]] = {}
        for literal in kept:
            part = next((part for part in _PARTS if part in literal), "")
            grouped.setdefault(part, []).append(literal)
        self._common = tuple(grouped.pop("", ()))
        self._groups = tuple((part, tuple(grouped[part])) for part in _PARTS if part in grouped)

    def opens(self, message: str) -> bool:
        """Whether a message holds one of the literals, without regard to case. The hottest code there is."""
        holds = message.lower().__contains__
        if any(map(holds, self._common)):
            return True
        for part, literals in self._groups:  # noqa: SIM110 - a generator costs more than the looks it saves
            if holds(part) and any(map(holds, literals)):
                return True
        return False


def shortest(literals: Iterable[str]) -> tuple[str, ...]:
    """Literals of which none holds another: where the longer is, the shorter is too."""
    kept: list[str] = []
    for literal in sorted(set(literals), key=lambda literal: (len(literal), literal)):
        if not any(shorter in literal for shorter in kept):
            kept.append(literal)
    return tuple(kept)
