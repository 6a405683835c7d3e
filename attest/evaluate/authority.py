"""Whether a change touches what agents may do: what a test that applies to such changes alone asks first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from attest.model.change import Change
from attest.model.evidence import RunView
from attest.model.population import Gap
from attest.model.touch import AGENT_AUTHORITY, Touch, TouchBasis

_UNLISTED = "touches-unknown"


@dataclass(frozen=True, slots=True)
class Authority:
    """What is known of one change."""

    watched: bool
    """Whether anybody looked for such files."""
    touched: tuple[str, ...] = ()
    """Ids of touches that are of the class."""
    unread: tuple[str, ...] = ()
    """Ids of touches that may be of it, and of Gaps that may hide one."""


UNWATCHED = Authority(watched=False)


class Authorities:
    """The files of every change that decide what agents may do, indexed once."""

    def __init__(self, view: RunView) -> None:
        self._watched = frozenset(
            scope.name
            for scope in view.manifest.repositories
            if any(item.path_class == AGENT_AUTHORITY for item in scope.watched)
        )
        self._touches = _by_change(touch for touch in view.touches if touch.path_class == AGENT_AUTHORITY)
        self._gaps = unlisted(view)

    def of(self, change: Change) -> Authority:
        """What is known of a change."""
        if change.repository not in self._watched:
            return UNWATCHED
        touches = self._touches.get(change.id, ())
        sure = tuple(touch.id for touch in touches if touch.basis is not TouchBasis.CONTENT_UNREAD)
        unread = tuple(touch.id for touch in touches if touch.basis is TouchBasis.CONTENT_UNREAD)
        return Authority(True, sure, (*unread, *(gap.id for gap in self._gaps if may_hide(gap, change))))


def unlisted(view: RunView) -> tuple[Gap, ...]:
    """The Gaps of commits whose files could not be listed."""
    return tuple(gap for gap in view.gaps if gap.kind == _UNLISTED)


def may_hide(gap: Gap, change: Change) -> bool:
    """Whether a commit whose files could not be listed may be one of the change: Gaps name commits."""
    if gap.repository != change.repository:
        return False
    return change.id in gap.affects or change.commit_count > 1 or gap.affected_count > len(gap.affects)


def _by_change(touches: Iterable[Touch]) -> Mapping[str, tuple[Touch, ...]]:
    grouped: dict[str, list[Touch]] = {}
    for touch in touches:
        grouped.setdefault(touch.change, []).append(touch)
    return {change: tuple(sorted(group, key=lambda touch: touch.id)) for change, group in grouped.items()}
