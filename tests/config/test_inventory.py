"""The inventory, tiers and strata in attest.yaml: what is read, and every fault with its line."""

import pytest

from attest.config import load
from attest.errors import ConfigError
from attest.model.placement import DataClass, InventoryEntry, PlacementRules, Tier

ENTRY = """\
format: attest/1
inventory:
  - id: claims
    system: Portal
    paths: [src/claims/**]
    owner: Head
    tier: T3
"""


def test_an_entry_is_read_as_evaluation_takes_it() -> None:
    """With yes and no as people write them."""
    text = ENTRY + "    data: [PHI]\n    reversible: no\n    outbound: [sends claims]\n"

    assert load(text.encode(), "here").placement.entries == (
        InventoryEntry(
            id="claims",
            system="Portal",
            paths=("src/claims/**",),
            owner="Head",
            data=(DataClass.PHI,),
            tier=Tier.T3,
            reversible=False,
            outbound=("sends claims",),
        ),
    )


def test_nothing_said_is_the_default() -> None:
    """Tier T1, and the usual labels."""
    assert load(b"format: attest/1\n", "here").placement == PlacementRules(
        default=Tier.T1,
        emergency_labels=("emergency", "hotfix"),
        dependency_labels=("dependencies",),
        infrastructure_labels=("infrastructure",),
    )


def test_labels_given_replace_the_default_ones() -> None:
    """An empty list takes none; places become a kind of the class that ships."""
    text = (
        b"format: attest/1\nstrata: {emergency: [sev1], dependency: [], infrastructure_paths: [ops/**]}\n"
        b"tiers: {default: T2, labels: {'risk: high': T4}}\n"
    )
    config = load(text, "here")

    assert config.placement.emergency_labels == ("sev1",)
    assert config.placement.dependency_labels == ()
    assert config.placement.tier_labels == {"risk: high": Tier.T4}
    assert config.placement.default is Tier.T2
    assert {name: [kind.globs for kind in kinds] for name, kinds in config.own_kinds.items()} == {
        "infrastructure": [("ops/**",)]
    }


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        (ENTRY.replace("T3", "T5"), "inventory.0.tier", 7),
        (ENTRY.replace("[src/claims/**]", "[]"), "inventory.0.paths", 5),
        (ENTRY.replace("src/claims/**", "../x"), "inventory.0.paths.0", 5),
        (ENTRY + "    data: [GDPR]\n", "inventory.0.data.0", 8),
        (ENTRY + "    reversible: perhaps\n", "inventory.0.reversible", 8),
        (ENTRY + "    repository: x\n", "inventory.0.repository", 8),
        (ENTRY.replace("    owner: Head\n", ""), "inventory.0.owner", 3),
        (ENTRY + ENTRY.partition("inventory:\n")[2], "inventory.1.id", 8),
        (ENTRY + "    repositories: [b]\nrepositories: [{name: a}]\n", "inventory.0.repositories.0", 8),
        ("format: attest/1\ntiers: {default: high}\n", "tiers.default", 2),
        ("format: attest/1\ntiers:\n  labels:\n    Risk: T2\n    risk: T3\n", "tiers.labels.risk", 5),
        ("format: attest/1\nstrata:\n  emergency: ['']\n", "strata.emergency.0", 3),
    ],
)
def test_a_fault_is_named_with_its_line(text: str, key: str, line: int) -> None:
    """File, line and key of it."""
    with pytest.raises(ConfigError) as fault:
        load(text.encode(), "here")
    assert (str(fault.value).partition(": ")[0].split()[-1], fault.value.where) == (key, f"here:{line}")


def test_an_inventory_is_bounded() -> None:
    """Two hundred entries, and a hundred places of each."""
    many = "\n".join(f"      - p{number}" for number in range(101))
    entry = ENTRY.partition("inventory:\n")[2]
    entries = "".join(entry.replace("claims", f"c{number}") for number in range(201))

    with pytest.raises(ConfigError, match="paths"):
        load(ENTRY.replace(" [src/claims/**]", f"\n{many}").encode(), "here")
    with pytest.raises(ConfigError, match="inventory"):
        load(f"format: attest/1\ninventory:\n{entries}".encode(), "here")
