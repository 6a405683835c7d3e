"""docs/configuration.md tells the truth: its examples load, its table has every key."""

import re
from pathlib import Path

from pydantic import BaseModel

from attest.catalog import PackFile, assemble, known_assertions, pack_files
from attest.catalog.schema import (
    AssertionEntry,
    CriterionEntry,
    FrameworkEntry,
    MappingEntry,
    ParameterEntry,
)
from attest.config import (
    Agent,
    Ai,
    Config,
    Control,
    Descriptions,
    Entry,
    PersonEntry,
    Repository,
    RequiredCheck,
    Role,
    RuleFiles,
    Strata,
    System,
    Tiers,
    load,
    with_persons,
)
from attest.config.dispositions import (
    CauseEntry,
    CompensatingEntry,
    DispositionEntry,
    WaiverEntry,
    load_dispositions,
)
from attest.evaluate.registry import IDS

PAGE = (Path(__file__).resolve().parents[2] / "docs/configuration.md").read_text()
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
PACK = next(text for text in EXAMPLES if text.startswith("format: attest-controls/1"))
DISPOSITIONS = next(text for text in EXAMPLES if text.startswith("format: attest-dispositions/1"))
PERSONS = next(text for text in EXAMPLES if text.startswith("format: attest-persons/1"))


def test_the_full_example_loads() -> None:
    """And declares what its text says."""
    config = load(EXAMPLES[0].encode(), "example", assertions=known_assertions())

    assert len(config.declarations) == 7
    assert set(Config.model_fields) == config.model_fields_set


def test_the_example_of_a_pack_loads() -> None:
    """Beside the packs that ship."""
    own = PackFile("extra/own.yaml", PACK.encode())
    catalog = assemble([*pack_files(), own], known_checks=IDS)

    assert "OWN-01" in {item.id for item in catalog.assertions}


def test_the_example_of_tightening_loads() -> None:
    """And is on record."""
    text = next(text for text in EXAMPLES if "\ntighten:" in text)
    catalog = assemble([*pack_files(), PackFile("extra/own.yaml", text.encode())], known_checks=IDS)

    assert [change.id for change in catalog.changes] == ["REV-02 approvals"]


def test_every_key_of_a_pack_is_in_its_table() -> None:
    """Those that its example shows by themselves are left to it."""
    models = (AssertionEntry, CriterionEntry, FrameworkEntry, MappingEntry, ParameterEntry)
    shown = {"id", "title", "statement", "display", "summary", "mappings", "assertion", "name", "overrides"}
    told = {
        *shown,
        "edition",
        "source",
        "note",
        "quotable",
        "default",
        "why",
        "choices",
        "minimum",
        "maximum",
    }
    keys = {name for model in models for name in model.model_fields}

    assert sorted(key for key in keys - told if f"`{key}`" not in PAGE) == []


def test_the_persons_file_of_the_example_loads() -> None:
    """Beside a configuration that names nobody."""
    config = with_persons(Config.empty(), PERSONS.encode(), "persons")
    assert config.persons[0].roles == (Role(role="reviewer", since="2025-03-01"),)


def test_the_dispositions_file_of_the_example_loads() -> None:
    """With a compensating control and a waiver."""
    found = load_dispositions(DISPOSITIONS.encode(), "dispositions")
    assert [one.response.value for one in found] == ["compensated", "compensated", "waived"]


def test_every_key_of_an_answer_is_in_its_table() -> None:
    """Under the path that a reader would look for."""
    parts: dict[str, type[BaseModel]] = {
        "cause.": CauseEntry,
        "compensation.": CompensatingEntry,
        "waiver.": WaiverEntry,
    }
    keys = [*(set(DispositionEntry.model_fields) - {name.rstrip(".") for name in parts})]
    keys += [f"{place}{name}" for place, model in parts.items() for name in model.model_fields]

    assert sorted(key for key in keys if f"`{key}`" not in PAGE) == []


def test_every_key_is_in_the_tables() -> None:
    """Under the path that a reader would look for."""
    models: dict[str, type[BaseModel]] = {
        "": Config,
        "system.": System,
        "repositories[].": Repository,
        "persons[].": PersonEntry,
        "persons[].roles[].": Role,
        "required_checks[].": RequiredCheck,
        "ai.": Ai,
        "agents[].": Agent,
        "rule_files.": RuleFiles,
        "inventory[].": Entry,
        "tiers.": Tiers,
        "strata.": Strata,
        "description.": Descriptions,
    }
    expected = [f"`{prefix}{name}`" for prefix, model in models.items() for name in model.model_fields]
    expected += [f"`{name}`" for name in Control.model_fields]
    headings = {"`system`", "`ai`", "`tiers`", "`strata`", "`description`"}

    assert [key for key in expected if key not in headings and key not in PAGE] == []
