"""Tiers, strata and the inventory in the population's chapter: counts with what they are counted over."""

from dataclasses import replace

import pytest

from attest.model.placement import DataClass, InventoryEntry, PlacedChange, Stratum, Tier, Unread
from attest.model.report import Callout, Report, Table
from tests.support.report_inputs import Inputs, year

ENTRY = InventoryEntry(
    id="claims", system="Portal", title="Claims", paths=("src",), owner="Head", tier=Tier.T3,
    data=(DataClass.PHI,), reversible=False, outbound=("sends claims",),
)  # fmt: skip
INPUTS = year(6)


def placed(inputs: Inputs, *entries: InventoryEntry, unread: tuple[Unread, ...] = ()) -> Report:
    """A report in which the first change of six touches the entry and was an emergency."""
    placements = tuple(
        PlacedChange(
            id=change.id,
            ordinal=change.ordinal,
            tier=Tier.T1 if number else Tier.T3,
            strata=(Stratum.STANDARD,) if number else (Stratum.EMERGENCY,),
            data=() if number else (DataClass.PHI,),
            systems=(),
            entries=() if number else ("claims",),
            known=True,
            reversible=None,
            outbound=(),
            unread=unread,
        )
        for number, change in enumerate(inputs.view.changes)
    )
    update = {"placements": placements, "inventory": entries}
    return replace(inputs, evaluation=inputs.evaluation.model_copy(update=update)).report()


@pytest.mark.parametrize(
    ("figure", "value"),
    [
        ("stratum.emergency", 1),
        ("stratum.standard", 5),
        ("stratum.dependency", 0),
        ("tier.T1", 5),
        ("tier.T3", 1),
        ("placement.data.PHI", 1),
        ("inventory.claims", 1),
    ],
)
def test_each_count_has_the_population_for_its_denominator(figure: str, value: int) -> None:
    """Also where it is nought."""
    found = placed(INPUTS, ENTRY).figures[figure]

    assert (found.value, found.denominator) == (value, len(INPUTS.view.changes))


def captions(report: Report) -> set[str]:
    """Of the tables of the population's chapter, and titles of what stands out in it."""
    (chapter,) = [section for section in report.sections if section.anchor == "population"]
    tables = {block.caption for block in chapter.blocks if isinstance(block, Table)}
    return tables | {block.title for block in chapter.blocks if isinstance(block, Callout)}


def test_without_an_inventory_that_is_said() -> None:
    """No table of entries, and no silence either."""
    assert "No inventory" in captions(placed(INPUTS))
    assert "No inventory" not in captions(placed(INPUTS, ENTRY))


def test_what_could_not_be_read_is_said() -> None:
    """Where there is something."""
    said = "Placement is open for some changes"

    assert said in captions(placed(INPUTS, ENTRY, unread=(Unread.LABELS,)))
    assert said not in captions(placed(INPUTS, ENTRY))
