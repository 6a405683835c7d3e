"""An inventory, changes that touch it, and what a test finds of them."""

from collections.abc import Iterable
from typing import Any

from attest.evaluate.engine import evaluate
from attest.model.change import Change
from attest.model.control import Catalog
from attest.model.evidence import RunView
from attest.model.finding import Finding, Outcome
from attest.model.placement import (
    DEPENDENCIES,
    INFRASTRUCTURE,
    INVENTORY,
    DataClass,
    InventoryEntry,
    PlacementRules,
    Tier,
)
from attest.model.touch import Effect, Touch, TouchBasis, Watched
from tests.support.records import PERIOD, only, operated, run_of, scope

CARDS = InventoryEntry(
    id="cards", system="Payments", paths=("cards",), owner="Head", data=(DataClass.PCI,), tier=Tier.T1
)
CLAIMS = InventoryEntry(
    id="claims", system="Portal", paths=("claims",), owner="Head", data=(DataClass.PHI,), tier=Tier.T0
)
CORE = InventoryEntry(id="core", system="Portal", paths=("core",), owner="Head", tier=Tier.T2)
SITE = InventoryEntry(id="site", system="Portal", paths=("site",), owner="Head", tier=Tier.T1)
RULES = PlacementRules(entries=(CARDS, CLAIMS, CORE, SITE))


def touched(change: Change, entry: InventoryEntry, name: str = "main.py", number: int = 1) -> Touch:
    """One file of an entry that a change touched."""
    return Touch(
        id=f"{change.id}:touch:{number}", change=change.id, path_class=INVENTORY, kind=entry.id,
        path=f"{entry.id}/{name}", effect=Effect.CHANGED, before=None, after=None,
        commits=(change.landed_sha,), basis=TouchBasis.PLACE,
    )  # fmt: skip


def placed_run(*changes: Change, touches: Iterable[Touch] = (), cut: int = 0, **more: Any) -> RunView:
    """A run for which the files of every entry were looked for; `cut` of them are not listed."""
    found = tuple(touches)
    watched = tuple(
        Watched(
            path_class=path_class, kind=kind, title="x", globs=("x",), named=(), meaning="",
            touched=len(found) + cut * (path_class == INVENTORY), listed=len(found),
        )
        for path_class, kind in (
            (INFRASTRUCTURE, "containers"), (DEPENDENCIES, "lock"),
            *((INVENTORY, one.id) for one in RULES.entries),
        )
    )  # fmt: skip
    place = scope(changes=len(changes), watched=watched)
    return run_of(*changes, **{"touches": found, "repositories": (place,), **more})


def placed_findings(
    catalog: Catalog, assertion: str, view: RunView, **parameters: Any
) -> tuple[Finding, ...]:
    """The findings of one assertion over a run, with the inventory above."""
    declarations = (operated(assertion, parameters=parameters),)
    return evaluate(only(catalog, assertion), declarations, view, PERIOD.until, placing=RULES).findings


def placed_outcome(catalog: Catalog, assertion: str, view: RunView, **parameters: Any) -> tuple[Outcome, str]:
    """Outcome and reason of the first of them."""
    first = placed_findings(catalog, assertion, view, **parameters)[0]
    return first.outcome, first.reason
