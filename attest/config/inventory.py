"""The blast-radius inventory and how changes are placed, as attest.yaml declares it."""

from typing import Annotated

from pydantic import Field

from attest.config.texts import Glob, Line, Name
from attest.model.base import Record, Slug
from attest.model.placement import (
    DECLARED,
    DEPENDENCIES,
    INFRASTRUCTURE,
    INVENTORY,
    DataClass,
    InventoryEntry,
    PlacementRules,
    Tier,
)
from attest.model.touch import PathClass, PathKind

_MOST_ENTRIES = 200
_MOST_PATHS = 100
_LISTED = 20
"""Files of one change that are recorded for one entry; the others are counted."""
_DEFAULTS = PlacementRules()


class Entry(Record):
    """A part of a system: where it lies, who answers for it, and what a fault in it can reach."""

    id: Annotated[Slug, Field(max_length=60)]
    system: Name
    title: Line = ""
    paths: Annotated[tuple[Glob, ...], Field(min_length=1, max_length=_MOST_PATHS)]
    repositories: tuple[Name, ...] = ()
    owner: Name
    data: tuple[DataClass, ...] = ()
    tier: Tier
    reversible: bool | None = None
    outbound: Annotated[tuple[Name, ...], Field(max_length=20)] = ()

    @property
    def entry(self) -> InventoryEntry:
        """The same as evaluation reads it."""
        return InventoryEntry.model_validate(self.model_dump())

    @property
    def kind(self) -> PathKind:
        """Its files, as a collection looks for them."""
        return PathKind(id=self.id, title=self.title or self.id, globs=self.paths)


Inventory = Annotated[tuple[Entry, ...], Field(max_length=_MOST_ENTRIES)]


class Tiers(Record):
    """The least tier of a change, and labels of pull requests that raise it."""

    default: Tier = _DEFAULTS.default
    labels: dict[Name, Tier] = Field(default_factory=dict)


class Strata(Record):
    """Labels and places that put a change into a stratum; labels given replace the default ones."""

    emergency: tuple[Name, ...] = _DEFAULTS.emergency_labels
    dependency: tuple[Name, ...] = _DEFAULTS.dependency_labels
    infrastructure: tuple[Name, ...] = _DEFAULTS.infrastructure_labels
    dependency_paths: Annotated[tuple[Glob, ...], Field(max_length=_MOST_PATHS)] = ()
    infrastructure_paths: Annotated[tuple[Glob, ...], Field(max_length=_MOST_PATHS)] = ()


def placement_rules(inventory: tuple[Entry, ...], tiers: Tiers, strata: Strata) -> PlacementRules:
    """The three keys as evaluation reads them."""
    return PlacementRules(
        entries=tuple(item.entry for item in inventory),
        default=tiers.default,
        tier_labels=tiers.labels,
        emergency_labels=strata.emergency,
        dependency_labels=strata.dependency,
        infrastructure_labels=strata.infrastructure,
    )


def own_kinds(strata: Strata) -> dict[str, tuple[PathKind, ...]]:
    """The kinds that its globs make up, by the class they belong to."""
    found = {DEPENDENCIES: strata.dependency_paths, INFRASTRUCTURE: strata.infrastructure_paths}
    return {
        name: (PathKind(id=DECLARED, title="named in attest.yaml", globs=globs),)
        for name, globs in found.items()
        if globs
    }


def inventory_class(kinds: tuple[PathKind, ...]) -> PathClass:
    """The files of entries of the inventory; one file may be of several."""
    return PathClass(id=INVENTORY, title="the inventory", kinds=kinds, overlapping=True, most=_LISTED)
