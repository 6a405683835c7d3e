"""The register of agents in attest.yaml: what is read, and how what cannot be used is refused."""

import pytest

from attest.catalog import known_assertions
from attest.config import Config, load
from attest.errors import ConfigError
from attest.model.agent import RecordAsked, RegisteredAgent, Tier

FULL = """\
format: attest/1
repositories:
  - {name: portal}
controls:
  - id: CM-12
    assertion: AGT-01
    operation: operated
    wording: Only registered agents act.
    owner: Head of Engineering
persons:
  - id: sam
    addresses: [sam@clinic.example]
agents:
  - id: clinic-agent
    sponsor: sam
    owner: Head of Engineering
    tier: author
    identities: [agent@clinic.example, "12345+clinic-agent[bot]", "@clinic-agent"]
    tools: [codex]
    models: [gpt-5, claude-opus-*]
    paths: [src/**, docs/]
    repositories: [portal]
    since: 2025-01-01
    until: 2025-06-30
    record: {clean_changes: 20, reverted_percent: 5}
  - {id: copilot, sponsor: Ada, owner: Ada, tier: suggest}
"""
BARE = "format: attest/1\n"


def read(text: str) -> Config:
    """The configuration of a text, held against the bundled assertions."""
    return load(text.encode(), "attest.yaml", assertions=known_assertions())


def fault(text: str) -> tuple[str, str, str]:
    """What, where and remedy of the fault of a text."""
    with pytest.raises(ConfigError) as caught:
        read(text)
    return caught.value.what, caught.value.where, caught.value.hint


def test_an_entry_is_read() -> None:
    """With everything that it may say, and with as little as it must."""
    assert read(FULL).register == (
        RegisteredAgent(
            id="clinic-agent",
            sponsor="sam",
            owner="Head of Engineering",
            tier=Tier.AUTHOR,
            identities=("agent@clinic.example", "12345+clinic-agent[bot]", "@clinic-agent"),
            tools=("codex",),
            models=("gpt-5", "claude-opus-*"),
            paths=("src/**", "docs/"),
            repositories=("portal",),
            since="2025-01-01",
            until="2025-06-30",
            record=RecordAsked(clean_changes=20, reverted_percent=5),
        ),
        RegisteredAgent(id="copilot", sponsor="Ada", owner="Ada", tier=Tier.SUGGEST),
    )


def test_no_register_is_not_an_empty_one() -> None:
    """An empty one lets nobody act."""
    empty = FULL.partition("agents:\n")[0] + "agents: []\n"

    assert (read(BARE).register, read(empty).register) == (None, ())


@pytest.mark.parametrize(
    ("old", "new", "what", "line"),
    [
        ("tier: author", "tier: root", "agents.0.tier: input should be 'suggest'", 17),
        ("    tier: author\n", "", "agents.0.tier: field required", 14),
        ("    sponsor: sam\n", "", "agents.0.sponsor: field required", 14),
        ("tools: [codex]", "tools: [Codex]", "agents.0.tools.0: string should match pattern", 19),
        ("tools:", "tool:", "agents.0.tool: this key is not known", 19),
        ("id: copilot", "id: clinic-agent", "agents.1.id: 'clinic-agent' stands twice", 26),
        ("since: 2025-01-01", "since: 2025-07-01", "agents.0.since: 2025-07-01 is after `until`", 23),
        ("until: 2025-06-30", "until: 2025-06-31", "agents.0.until: '2025-06-31' is not a day", 24),
        ("[portal]", "[portla]", "agents.0.repositories.0: no repository is called 'portla'", 22),
        ("src/**", "/src", "agents.0.paths.0: must be a path from the root of the repository", 21),
        ("src/**", "'src/[ab]'", "agents.0.paths.0: may hold the wildcards", 21),
        ("claude-opus-*", "claude-*-4", "agents.0.models.1: must be the name of a model", 20),
        ("claude-opus-*", "'*'", "agents.0.models.1: ", 20),
        ("agent@clinic.example", "agent", "agents.0.identities.0: must be an address", 18),
        ("agent@", "SAM@", "agents.0.identities.0: 'SAM@clinic.example' is a person's", 18),
        ("clean_changes: 20", "clean_changes: 0", "agents.0.record.clean_changes: ", 25),
        ("reverted_percent: 5", "reverted_percent: 101", "agents.0.record.reverted_percent: ", 25),
        ("clean_changes: 20", "clean_changes: 1000000001", "agents.0.record.clean_changes: ", 25),
        ("clean_changes: 20", f"clean_changes: {'9' * 30}", "agents.0.record.clean_changes: ", 25),
        ("clean_changes: 20", "clean_changes: true", "agents.0.record.clean_changes: ", 25),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_file_line_key_and_remedy(old: str, new: str, what: str, line: int) -> None:
    """The first fault of the register."""
    assert old in FULL
    before, _, register = FULL.partition("agents:\n")
    found = fault(f"{before}agents:\n{register.replace(old, new, 1)}")

    assert found[0].startswith(what)
    assert found[1] == f"attest.yaml:{line}"
    assert found[2] != ""


def test_an_identity_leads_to_one_agent() -> None:
    """Case makes no other address."""
    second = "tier: suggest, identities: [AGENT@clinic.example]"

    assert fault(FULL.replace("tier: suggest", second))[0] == (
        "agents.1.identities.0: 'AGENT@clinic.example' is already 'clinic-agent'"
    )


@pytest.mark.parametrize(
    "identity", ["7+Clinic-Agent[bot]", "12345+renamed", "clinic-agent@users.noreply.github.com"]
)
def test_an_account_leads_to_one_agent_however_it_is_written(identity: str) -> None:
    """By its number or its login."""
    first = FULL.replace('"@clinic-agent"', '"@clinic-agent", "@clinic-agent[bot]"')
    second = f'tier: suggest, identities: ["{identity}"]'

    assert fault(first.replace("tier: suggest", second))[0] == (
        f"agents.1.identities.0: {identity!r} is already 'clinic-agent'"
    )


@pytest.mark.parametrize("account", ["github:clinic-agent", "github:Clinic-Agent[bot]", "github:12345"])
def test_an_account_of_a_person_is_no_agents(account: str) -> None:
    """Whoever is a person would otherwise count as an AI where the account acts."""
    of_sam = f'    accounts: ["{account}"]\nagents:\n'

    found = fault(FULL.replace("agents:\n", of_sam, 1))

    assert (found[0].partition(": ")[2].partition(" is ")[2], found[2]) == (
        "a person's",
        "give the agent an identity of its own",
    )


def test_a_register_that_no_control_reads_is_refused() -> None:
    """Silence about it would look like an effect."""
    assert fault(f"{BARE}agents: []\n")[0] == "agents: no control declares AGT-01, which would read them"


def test_an_operated_control_without_a_register_is_refused() -> None:
    """Nothing could be held against it; a planned one may come first."""
    alone = FULL.partition("persons:")[0]

    assert fault(alone) == (
        "controls.0: AGT-01 is operated, and there is no register of agents",
        "attest.yaml:5",
        "list them under `agents`, or write `agents: []` where none may act",
    )
    assert read(alone.replace("operated", "planned")).register is None


@pytest.mark.parametrize(
    ("model", "allowed"),
    [
        ("gpt-5", True),
        ("GPT-5", True),
        ("gpt-5-mini", False),
        ("claude-opus-4-5", True),
        ("Claude-Opus-", True),
        ("Claude Opus 4.5", True),
        ("claude-opus", False),
        ("claude opusculum", False),
        ("gpt 5", True),
        ("gpt-50", False),
        ("my claude-opus-4", False),
    ],
)
def test_models_are_whole_names_or_beginnings(model: str, allowed: bool) -> None:
    """Whatever the case, and whatever stands between the parts."""
    assert (read(FULL).register or ())[0].allows_model(model) is allowed
