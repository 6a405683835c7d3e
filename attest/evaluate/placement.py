"""Where a change belongs, from the files that it touched, its labels and its AI involvement.

What cannot be read never lowers a placement: where an entry of the inventory may be touched unseen, the
tier is the highest, and what was not read is named.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from attest.evaluate.authority import Authority, may_hide, unlisted
from attest.model.change import Change
from attest.model.evidence import RunView
from attest.model.identity import ActorKind
from attest.model.placement import (
    DEPENDENCIES,
    INFRASTRUCTURE,
    INVENTORY,
    DataClass,
    InventoryEntry,
    PlacedChange,
    PlacementRules,
    Stratum,
    Tier,
    Unread,
)
from attest.model.signal import AiState, Involvement
from attest.model.touch import Touch

_PULLS = "pull-requests"
_OF_FILES = frozenset({Unread.FILES, Unread.INVENTORY})
_OF_STRATA = frozenset({Unread.FILES, Unread.INVOLVEMENT, Unread.AUTHORITY})
_CLASSES = (INVENTORY, INFRASTRUCTURE, DEPENDENCIES)


@dataclass(frozen=True, slots=True)
class Placement:
    """What is known of one change; tier, data and reversibility are inherited from the entries it touched."""

    tier: Tier
    data: frozenset[DataClass] = frozenset()
    systems: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    """Ids of entries of the inventory, in the order of attest.yaml."""
    strata: frozenset[Stratum] = frozenset({Stratum.STANDARD})
    known: bool = True
    """False where its files could not all be read: more may be touched than is said here."""
    reversible: bool | None = None
    """False where an entry is not; `None` where nobody says, or nothing of the inventory is touched."""
    outbound: tuple[str, ...] = ()
    unread: frozenset[Unread] = frozenset()
    touches: tuple[str, ...] = ()
    """Ids of the touches that it rests on."""
    gaps: tuple[str, ...] = ()
    """Ids of Gaps that may hide files of it."""
    inventoried: bool = False
    """Whether management declares any entry for its repository; without one, no data and no system is known
    because nobody said."""

    def holds(self, data: DataClass) -> bool | None:
        """Whether it reaches data of a class; `None` where that could not be read to the end."""
        return True if data in self.data else False if self.known else None

    def record(self, change: Change) -> PlacedChange:
        """As figures and files hold it."""
        return PlacedChange(
            id=change.id,
            ordinal=change.ordinal,
            tier=self.tier,
            strata=tuple(one for one in Stratum if one in self.strata),
            data=tuple(sorted(self.data)),
            systems=self.systems,
            entries=self.entries,
            known=self.known,
            reversible=self.reversible,
            outbound=self.outbound,
            unread=tuple(sorted(self.unread)),
        )


UNPLACED = Placement(Tier.T1)


class Placements:
    """Places the changes of a run, each by itself; the run is indexed once."""

    def __init__(self, view: RunView, rules: PlacementRules) -> None:
        self._rules = rules
        self._touches = _by_change(touch for touch in view.touches if touch.path_class in _CLASSES)
        self._gaps = unlisted(view)
        self._watched = {
            scope.name: frozenset((item.path_class, item.kind) for item in scope.watched)
            for scope in view.manifest.repositories
        }
        self._raising = {label.casefold(): tier for label, tier in rules.tier_labels.items()}
        self._labels: tuple[tuple[Stratum, frozenset[str]], ...] = (
            (Stratum.EMERGENCY, _folded(rules.emergency_labels)),
            (Stratum.DEPENDENCY, _folded(rules.dependency_labels)),
            (Stratum.INFRASTRUCTURE, _folded(rules.infrastructure_labels)),
        )

    def of(
        self,
        change: Change,
        involvement: Involvement | None,
        authority: Authority,
        not_connected: frozenset[str],
    ) -> Placement:
        """The placement of a change."""
        touches = self._touches.get(change.id, ())
        declared = [one for one in self._rules.entries if one.covers(change.repository)]
        hiding = tuple(gap.id for gap in self._gaps if may_hide(gap, change))
        unread = frozenset(
            (
                *([Unread.FILES] if hiding or not self._is_watched(change.repository) else []),
                *([Unread.INVENTORY] if not self._are_watched(change.repository, declared) else []),
                *([Unread.LABELS] if _PULLS in not_connected else []),
                *([Unread.INVOLVEMENT] if _is_open(involvement) else []),
                *([Unread.AUTHORITY] if _is_hidden(authority) else []),
            )
        )
        labels = _folded(change.labels)
        touched = {touch.kind for touch in touches if touch.path_class == INVENTORY}
        entries = [one for one in self._rules.entries if one.id in touched]
        known = unread.isdisjoint(_OF_FILES)
        strata = frozenset(
            (
                *(stratum for stratum, meant in self._labels if not meant.isdisjoint(labels)),
                *_by_files(change, touches),
                *([Stratum.AI_ASSISTED] if _is_assisted(involvement) else []),
                *([Stratum.AGENT_AUTHORITY] if authority.touched else []),
            )
        )
        return Placement(
            tier=self._tier(entries, labels, unseen=bool(declared) and not known),
            data=frozenset(data for one in entries for data in one.data),
            systems=_each(one.system for one in entries),
            entries=tuple(one.id for one in entries),
            strata=strata or frozenset({_without_any(unread)}),
            known=known,
            reversible=_reversible(entries, known=known),
            outbound=_each(effect for one in entries for effect in one.outbound),
            unread=unread,
            touches=tuple(touch.id for touch in touches),
            gaps=hiding,
            inventoried=bool(declared),
        )

    def _tier(self, entries: Sequence[InventoryEntry], labels: frozenset[str], *, unseen: bool) -> Tier:
        """The highest that anything gives; nothing takes a change below the default."""
        if unseen:
            return Tier.T4
        raised = (self._raising[label] for label in labels if label in self._raising)
        return max((self._rules.default, *raised, *(one.tier for one in entries)))

    def _is_watched(self, repository: str) -> bool:
        classes = {path_class for path_class, _ in self._watched.get(repository, ())}
        return classes >= {INFRASTRUCTURE, DEPENDENCIES}

    def _are_watched(self, repository: str, declared: Sequence[InventoryEntry]) -> bool:
        watched = self._watched.get(repository, frozenset())
        return all((INVENTORY, one.id) in watched for one in declared)


def _by_files(change: Change, touches: Sequence[Touch]) -> Sequence[Stratum]:
    manifests = [touch for touch in touches if touch.path_class == DEPENDENCIES]
    found = []
    if manifests and (_is_robots(change) or _is_all(change, manifests)):
        found.append(Stratum.DEPENDENCY)
    if any(touch.path_class == INFRASTRUCTURE for touch in touches):
        found.append(Stratum.INFRASTRUCTURE)
    return found


def _is_robots(change: Change) -> bool:
    """Whether robots alone are its authors, all of them known."""
    return (
        change.authors_complete
        and bool(change.authors)
        and all(actor.kind is ActorKind.ROBOT for actor in change.authors)
    )


def _is_all(change: Change, manifests: Sequence[Touch]) -> bool:
    """Whether its commits touched nothing else; a change counts a file once for each commit."""
    by_merge = (change.landed_sha,) if change.commit_count > 1 else ()
    rows = sum(len(touch.commits) for touch in manifests if touch.commits != by_merge)
    return change.files is not None and rows == change.files > 0


def _is_assisted(involvement: Involvement | None) -> bool:
    return involvement is not None and involvement.state is AiState.AI_EVIDENCED


def _is_open(involvement: Involvement | None) -> bool:
    return involvement is None or involvement.state is AiState.UNKNOWN


def _is_hidden(authority: Authority) -> bool:
    return not authority.touched and (not authority.watched or bool(authority.unread))


def _without_any(unread: frozenset[Unread]) -> Stratum:
    """Of a change that no stratum was found of; labels are not asked of a repository without a forge."""
    return Stratum.STANDARD if unread.isdisjoint(_OF_STRATA) else Stratum.UNKNOWN


def _reversible(entries: Sequence[InventoryEntry], *, known: bool) -> bool | None:
    said = [one.reversible for one in entries]
    if False in said:
        return False
    return True if known and said and None not in said else None


def _each(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(texts)))


def _folded(labels: Iterable[str]) -> frozenset[str]:
    return frozenset(label.casefold() for label in labels)


def _by_change(touches: Iterable[Touch]) -> Mapping[str, tuple[Touch, ...]]:
    grouped: dict[str, list[Touch]] = {}
    for touch in touches:
        grouped.setdefault(touch.change, []).append(touch)
    return {change: tuple(sorted(group, key=lambda touch: touch.id)) for change, group in grouped.items()}
