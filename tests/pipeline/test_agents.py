"""The agent register on the whole way: attest.yaml and a repository in, principals and findings out."""

from pathlib import Path

import pytest

from attest.config import load
from attest.detect.engine import load as load_rules
from attest.errors import ConfigError
from attest.ledger.verify import verify
from attest.model.agent import AGENT_PATHS, Support
from attest.model.progress import silent
from attest.pipeline.agents import declared_rules
from attest.pipeline.collecting import collect
from attest.pipeline.reporting import Evaluated, evaluate
from attest.pipeline.scope import Request
from tests.support.history import History

AGENT = "Clinic Agent <agent@clinic.example>"
CLAUDE = "Co-authored-by: Claude Opus 4.6 <noreply@anthropic.com>"
CONFIG = """\
format: attest/1
controls:
  - id: CM-12
    assertion: AGT-01
    operation: operated
    wording: Only registered agents act.
    owner: Head of Engineering
agents:
  - id: clinic-agent
    sponsor: Ada
    owner: Head of Engineering
    tier: direct
    identities: [agent@clinic.example]
    paths: [src/**]
    record: {clean_changes: 1, reverted_percent: 50}
"""


@pytest.fixture
def shop(tmp_path: Path) -> History:
    """Two changes of an agent of the clinic's own, one of Claude's, and a revert."""
    made = History(tmp_path / "shop")
    made.commit("start", files={"attest.yaml": CONFIG}, at="2024-12-01T10:00:00Z")
    made.commit("within", files={"src/a.py": "1\n"}, author=AGENT)
    signed = (b"gpgsig -----BEGIN PGP SIGNATURE-----", b" none", b" -----END PGP SIGNATURE-----")
    outside = made.commit(
        "outside", files={"src/a.py": "2\n", "deploy/keys.yaml": "1\n"}, author=AGENT, headers=signed
    )
    made.commit(f"help\n\n{CLAUDE}", files={"src/b.py": "1\n"})
    made.commit(f'Revert "outside"\n\nThis reverts commit {outside}.', files={"src/a.py": "1\n"})
    return made


@pytest.fixture
def audited(shop: History, tmp_path: Path) -> Evaluated:
    """Their run, evaluated."""
    asked = Request(
        repositories=(shop.path,), period="2025", store=tmp_path / "store", now="2026-02-01T00:00:00Z"
    )
    return evaluate(collect(asked, silent), ())


def test_a_declared_identity_is_an_agent(audited: Evaluated) -> None:
    """Its commits are evidence, and the rule that says so is named with its origin."""
    tools = [item.tools for item in audited.view.involvements]
    rules = [(rule.id, rule.origin) for rule in audited.view.manifest.rules if rule.origin != "built-in"]

    assert tools == [("clinic-agent",), ("clinic-agent",), ("claude-code",), ()]
    assert rules == [("register.clinic-agent", "attest.yaml")]


def test_findings_follow_from_the_register(audited: Evaluated) -> None:
    """Within it, outside its paths, not in it, and nobody, as far as git alone tells."""
    found = [item.reason for item in audited.evaluation.findings if item.assertion == "AGT-01"]

    assert found == ["source-not-connected", "outside-paths", "unsanctioned-tool", "source-not-connected"]


def test_principals_are_seen_with_how_they_fared(audited: Evaluated) -> None:
    """Authored, signed, reverted and deviating."""
    agent, claude = audited.evaluation.principals

    assert (agent.id, agent.made, agent.authored, agent.signed, agent.reverted) == (
        "clinic-agent",
        2,
        2,
        1,
        1,
    )
    assert (claude.id, claude.made, claude.authored, claude.reverted) == ("claude-code", 1, 0, 0)
    assert (agent.deviating, claude.deviating) == (1, 1)
    assert claude.people == 1
    assert [entry.support for entry in audited.evaluation.register_entries] == [Support.SUPPORTED]


def test_the_run_holds_the_files_outside_and_verifies(audited: Evaluated) -> None:
    """One record beside those of other classes, in the order of the changes."""
    outside = [item for item in audited.view.touches if item.path_class == AGENT_PATHS]
    watched = [item for item in audited.view.manifest.repositories[0].watched if item.kind == "clinic-agent"]

    assert [item.path for item in outside] == ["deploy/keys.yaml"]
    assert [(item.touched, item.listed) for item in watched] == [(3, 1)]
    assert verify(audited.run).ok


def test_the_same_input_gives_the_same_run(shop: History, tmp_path: Path) -> None:
    """The register brings no order of its own."""
    asked = [
        Request(repositories=(shop.path,), period="2025", store=tmp_path / name, now="2026-02-01T00:00:00Z")
        for name in ("one", "two")
    ]

    assert len({collect(request, silent).name for request in asked}) == 1


@pytest.mark.parametrize("identity", ["noreply@anthropic.com", '"198982749+Copilot"', '"@Copilot"'])
def test_an_identity_of_a_known_tool_needs_the_tool_named(identity: str) -> None:
    """Else its commits would be somebody's whom the register does not mean."""
    text = CONFIG.replace("agent@clinic.example", identity)
    engine = load_rules()

    with pytest.raises(ConfigError) as caught:
        declared_rules(load(text.encode(), "attest.yaml"), engine, ("own.yaml", text.encode()))

    line = next(number for number, row in enumerate(text.split("\n"), start=1) if identity in row)
    assert "is known as the tool" in caught.value.what
    assert caught.value.where == f"own.yaml:{line}"
    named = text.replace("    sponsor", "    tools: [claude-code, copilot]\n    sponsor")
    assert declared_rules(load(named.encode(), "attest.yaml"), engine) == b""


def test_such_an_identity_is_told_with_the_file_that_was_given(shop: History, tmp_path: Path) -> None:
    """Not with the one on the branch, which says something else."""
    given = tmp_path / "own.yaml"
    given.write_text(CONFIG.replace("agent@clinic.example", "noreply@anthropic.com"))

    with pytest.raises(ConfigError) as caught:
        collect(
            Request(
                repositories=(shop.path,), period="2025", store=tmp_path / "store",
                now="2026-02-01T00:00:00Z", config=given,
            ),
            silent,
        )  # fmt: skip

    assert caught.value.where == f"{given}:13"


@pytest.mark.parametrize(
    "identity", ["agent@clinic.example", '"77+clinic[bot]"', "77+clinic", '"@clinic-bot"']
)
def test_every_form_of_identity_makes_a_rule_that_loads(identity: str) -> None:
    """And that knows what it was made from."""
    config = load(CONFIG.replace("agent@clinic.example", identity).encode(), "attest.yaml")
    engine = load_rules((), declared_rules(config, load_rules()))

    assert [rule.id for rule in engine.rules if rule.origin == "attest.yaml"] == ["register.clinic-agent"]
