"""The persons file: what it may hold beside attest.yaml, and how its faults are told."""

import pytest

from attest.config import Config, PersonEntry, load, with_persons
from attest.errors import ConfigError

CONFIG = """
format: attest/1
persons:
  - {id: ada, addresses: [ada@example.org], accounts: ["github:7"]}
agents:
  - {id: helper, sponsor: ada, owner: CTO, tier: author, identities: [helper@example.org], tools: [codex]}
controls:
  - {id: A, assertion: AGT-01, operation: operated, wording: w, owner: o}
"""
HEAD = "format: attest-persons/1\npersons:\n"


def joined(entries: str) -> Config:
    """The configuration above with the entries of a persons file."""
    return with_persons(load(CONFIG.encode(), "attest.yaml"), (HEAD + entries).encode(), "persons.yaml")


def test_entries_of_both_files_count() -> None:
    """Those of attest.yaml come first."""
    config = joined("  - {id: ben, accounts: ['github:8'], since: 2025-01-31, until: ''}\n")
    assert [person.id for person in config.persons] == ["ada", "ben"]
    assert config.persons[1] == PersonEntry(id="ben", accounts=("github:8",), since="2025-01-31")


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("id: ada", "persons.0.id: 'ada' stands in attest.yaml too"),
        ("id: ben, accounts: ['GITHUB:7']", "persons.0.accounts.0: string should match pattern"),
        ("id: ben, accounts: ['github:7']", "persons.0.accounts.0: 'github:7' is already 'ada'"),
        (
            "id: ben, addresses: [ADA@example.org]",
            "persons.0.addresses.0: 'ADA@example.org' is already 'ada'",
        ),
        ("id: ben, addresses: [helper@example.org]", "'helper@example.org' is the agent 'helper'"),
        ("id: ben, accounts: ['github:02']", "persons.0.accounts.0: string should match pattern"),
        ("id: ben, accounts: ['github:²']", "persons.0.accounts.0: string should match pattern"),
        ("id: ben, since: 2025-02-30", "persons.0.since: '2025-02-30' is not a day"),
        ("id: ben, since: 2025-02-03, until: 2025-02-02", "persons.0.since: 2025-02-03 is after `until`"),
        ("id: ben, roles: [{role: r, until: 2025-13-01}]", "persons.0.roles.0.until: '2025-13-01' is not"),
        ("id: ben, roles: [{since: 2025-01-01}]", "persons.0.roles.0.role"),
    ],
)
def test_a_fault_is_told_with_file_line_and_key(entry: str, said: str) -> None:
    """What attest.yaml states is held against too."""
    with pytest.raises(ConfigError) as fault:
        joined(f"  - {{{entry}}}\n")
    assert said in fault.value.what
    assert fault.value.where.startswith("persons.yaml:3")


def test_nobody_stands_twice() -> None:
    """Within the file either."""
    with pytest.raises(ConfigError, match="'ben' stands twice"):
        joined("  - {id: ben}\n  - {id: ben}\n")
