"""The pages on requirements agree with the packs."""

from pathlib import Path

from attest.catalog import load
from attest.cli.coverage import page

DOCS = Path(__file__).resolve().parents[2] / "docs"
CATALOG = load(["hipaa", "hipaa-nprm-2025", "pci", "soc2"])


def test_the_page_of_coverage_is_current() -> None:
    """`make generated` renews it."""
    assert (DOCS / "requirements-coverage.md").read_text() == page(CATALOG)


def test_the_page_of_coverage_has_a_row_for_every_criterion() -> None:
    """With each assertion and its strength: nothing is unmapped and unexplained."""
    rows = {
        line.split("`")[1]: line
        for line in page(CATALOG).splitlines()
        if line.startswith("| ") and "`" in line
    }
    missing = [
        (item.id, mapping.assertion)
        for framework in CATALOG.frameworks
        for item in framework.criteria
        for mapping in item.mappings
        if f"{mapping.assertion} {mapping.strength}" not in rows[item.id]
    ]
    unexplained = [
        item.id
        for framework in CATALOG.frameworks
        for item in framework.criteria
        if item.attach not in rows[item.id] or item.limits not in rows[item.id] + item.unmapped
    ]

    assert missing == []
    assert [name for name in unexplained if name != "hipaa-164.310-a-2-iv"] == []
