"""attest.yaml: what management declares. Reads statements; judges none of them.

The file is given as bytes, since a run reads it from the tip of the release branch and not from a
work tree.
"""

from collections.abc import Sequence

from attest.config import coherence
from attest.config.agents import Agent
from attest.config.inventory import Entry, Strata, Tiers, inventory_class
from attest.config.persons import PERSONS_FILE, PersonEntry, PersonsFile, Role
from attest.config.schema import (
    Ai,
    Config,
    Control,
    Descriptions,
    Repository,
    RequiredCheck,
    RuleFiles,
    System,
)
from attest.config.starter import Seen, starter
from attest.document import Document, parse, validate
from attest.model.control import Assertion
from attest.model.touch import NamedGlob

__all__ = [
    "PERSONS_FILE",
    "Agent",
    "Ai",
    "Config",
    "Control",
    "Descriptions",
    "Entry",
    "PersonEntry",
    "Repository",
    "RequiredCheck",
    "Role",
    "RuleFiles",
    "Seen",
    "Strata",
    "System",
    "Tiers",
    "inventory_class",
    "load",
    "named_places",
    "starter",
    "with_persons",
]


def load(data: bytes, where: str, *, assertions: Sequence[Assertion] | None = None) -> Config:
    """A configuration from its bytes.

    Args:
        data: The file, UTF-8 YAML of at most 1 MiB.
        where: What to call it in messages.
        assertions: Every assertion there is (`attest.catalog.known_assertions`), to hold controls and
            their parameters against; `None` leaves them unexamined.

    Raises:
        ConfigError: Naming file, line, key and remedy of the first fault.
    """
    document = parse(data, where)
    config = validate(Config, document)
    coherence.check(config, document, assertions)
    return config


def with_persons(config: Config, data: bytes, where: str) -> Config:
    """A configuration with the entries of a persons file behind its own.

    Args:
        config: What attest.yaml states.
        data: The persons file, UTF-8 YAML of at most 1 MiB.
        where: What to call it in messages.

    Raises:
        ConfigError: Naming file, line, key and remedy of the first fault.
    """
    document = parse(data, where)
    persons = validate(PersonsFile, document).persons
    coherence.check_persons_file(persons, config, document)
    return config.model_copy(update={"persons": (*config.persons, *persons)})


def named_places(data: bytes) -> tuple[NamedGlob, ...]:
    """The places that a version of attest.yaml names under `rule_files`, whatever else it says.

    Raises:
        ConfigError: The version, or that part of it, cannot be read.
    """
    document = parse(data, "attest.yaml")
    stated = document.value.get("rule_files") if isinstance(document.value, dict) else None
    part = Document({} if stated is None else stated, document.where, {})
    return validate(RuleFiles, part).named
