"""The packs that ship: what they hold, and what they must never say."""

import re

import pytest

from attest.catalog import lint, load, pack_files
from attest.evaluate.registry import IDS
from attest.model.control import Criterion, Framework, Strength

POINTS_OF_FOCUS = 18
PCI_ITEMS = (
    "6.1.1", "6.1.2", "6.2.1", "6.2.2", "6.2.3", "6.2.3.1", "6.2.4", "6.3.1", "6.3.2", "6.3.3", "6.4.1",
    "6.4.2", "6.4.3", "6.5.1", "6.5.2", "6.5.3", "6.5.4", "6.5.5", "6.5.6",
)  # fmt: skip
PCI_NEIGHBOURS = ("7.2.5", "8.2.1", "12.2.1")
ASSERTIONS = ("POP-01", "POP-05", "REV-01", "REV-02", "REV-03", "CMP-01", "CMP-07", "TST-01", "AGT-01")
CATALOG = load(known_checks=IDS)
CRITERIA = [criterion for framework in CATALOG.frameworks for criterion in framework.criteria]


def framework(name: str) -> Framework:
    """One of the bundled frameworks."""
    return next(item for item in CATALOG.frameworks if item.id == name)


def test_three_frameworks_are_in_force() -> None:
    """In the order of ids, so that no option changes a byte of a report."""
    assert [item.id for item in CATALOG.frameworks] == ["hipaa", "pci", "soc2"]


def test_assertions_come_in_the_order_of_print() -> None:
    """The population first: every other count stands on it."""
    assert tuple(item.id for item in CATALOG.assertions) == ASSERTIONS


def test_every_point_of_focus_of_change_management_is_a_criterion() -> None:
    """Eighteen, those that git cannot show included."""
    points = [item for item in framework("soc2").criteria if item.display.startswith("CC8.1 (")]

    assert len(points) == POINTS_OF_FOCUS
    assert len({item.id for item in points}) == POINTS_OF_FOCUS


def test_every_item_of_requirement_six_is_there() -> None:
    """6.1.1 to 6.5.6, in the standard's order; after them the items beside it that something bears on."""
    assert tuple(item.display for item in framework("pci").criteria) == (*PCI_ITEMS, *PCI_NEIGHBOURS)


def test_every_hipaa_provision_says_how_it_binds() -> None:
    """Required, addressable or standard."""
    found = {item.designation for item in framework("hipaa").criteria}

    assert found == {"required", "addressable", "standard"}


def test_only_public_law_is_quoted() -> None:
    """Copyrighted standards are paraphrased."""
    quoting = {item.id for item in CATALOG.frameworks if any(part.verbatim for part in item.criteria)}

    assert quoting == {"hipaa"}


@pytest.mark.parametrize("criterion", CRITERIA, ids=lambda item: item.id)
def test_every_criterion_is_reached_or_says_what_to_attach(criterion: Criterion) -> None:
    """Nothing is unmapped and unexplained, and every mapping has limits."""
    assert bool(criterion.mappings) or (criterion.evidence == "external" and bool(criterion.attach))
    assert [item.assertion for item in criterion.mappings if len(item.limits) < 20] == []


@pytest.mark.parametrize("criterion", CRITERIA, ids=lambda item: item.id)
def test_every_id_is_an_oscal_token(criterion: Criterion) -> None:
    """Starts with a letter; letters, digits, points, hyphens and underscores."""
    assert re.fullmatch(r"[a-z][a-z0-9._-]*", criterion.id)


def test_comprehension_is_never_said_to_be_asked_for() -> None:
    """No criterion asks for it: no mapping is direct, and those under change management say so."""
    mappings = [
        (item.id, mapping) for item in CRITERIA for mapping in item.mappings if mapping.assertion == "CMP-01"
    ]
    approves = next(mapping for name, mapping in mappings if name == "soc2-cc8.1-approves")

    assert Strength.DIRECT not in {mapping.strength for _, mapping in mappings}
    assert "does not ask for comprehension" in approves.limits


def test_a_framework_can_be_chosen_alone() -> None:
    """Its assertions are those that it maps to; the digest is of all files."""
    alone = load(["pci"])

    assert [item.id for item in alone.frameworks] == ["pci"]
    assert {item.id for item in alone.assertions} <= set(ASSERTIONS)
    assert alone.digest == CATALOG.digest


def test_the_order_and_repetition_of_frameworks_changes_nothing() -> None:
    """As options come from a command line."""
    assert load(["soc2", "pci", "soc2"]) == load(["pci", "soc2"])


def test_the_bundled_packs_pass_the_lint() -> None:
    """Every assertion is mapped somewhere."""
    lint(pack_files(), IDS)
