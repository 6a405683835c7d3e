"""The first question to a message: does it hold any literal that a rule needs? Nearly always it does not."""

from collections.abc import Iterable

_RARE = "@qzj[/x-"
"""Characters that many messages lack, the rarest first: one look for it saves a look for each literal."""


class Gate:
    """Literals, grouped by the rarest character that they hold."""

    __slots__ = ("_common", "_groups")

    def __init__(self, literals: Iterable[str]) -> None:
        kept = shortest(literals)
        grouped: dict[str, list[str]] = {}
        for literal in kept:
            rarest = next((character for character in _RARE if character in literal), "")
            grouped.setdefault(rarest, []).append(literal)
        self._common = tuple(grouped.pop("", ()))
        self._groups = tuple((character, tuple(found)) for character, found in sorted(grouped.items()))

    def opens(self, message: str) -> bool:
        """Whether a message holds one of the literals, without regard to case. The hottest code there is."""
        holds = message.lower().__contains__
        if any(map(holds, self._common)):
            return True
        for character, literals in self._groups:  # noqa: SIM110 - a generator costs more than the looks it saves
            if holds(character) and any(map(holds, literals)):
                return True
        return False


def shortest(literals: Iterable[str]) -> tuple[str, ...]:
    """Literals of which none holds another: where the longer is, the shorter is too."""
    kept: list[str] = []
    for literal in sorted(set(literals), key=lambda literal: (len(literal), literal)):
        if not any(shorter in literal for shorter in kept):
            kept.append(literal)
    return tuple(kept)
