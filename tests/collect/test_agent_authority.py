"""Changes of what agents may do are told like those of the audit's own rules, kind by kind."""

from pathlib import Path

from attest.collect.collector import open_repository
from attest.collect.forge import NoForge
from attest.collect.people import Identities
from attest.collect.period import parse
from attest.collect.watch import Watch
from attest.detect import path_classes
from attest.model.touch import AGENT_AUTHORITY, OWN_RULES, Touch
from attest.proof.commitment import Sealer
from tests.collect.stories import classify
from tests.support.history import History

WATCH = Watch(tuple(item for item in path_classes.load() if item.id in (OWN_RULES, AGENT_AUTHORITY)))
RUNS_ONE = "jobs:\n  fix:\n    steps:\n      - uses: anthropics/claude-code-action@v1\n"
HOLDS_ONE = "permissions:\n  contents: write\njobs: {}\n"
PLAIN = "jobs:\n  build:\n    steps:\n      - run: make\n"


def touches(history: History) -> list[tuple[str, str, str, str]]:
    """Class, kind, path and basis of each touch of 2025."""
    with open_repository(history.path, name="shop") as opened:
        collection = opened.collect(
            parse("2025"),
            forge=NoForge(),
            identities=Identities(classify),
            sealer=Sealer(b"k"),
            watch=WATCH,
        )
        list(collection)
        told: tuple[Touch, ...] = collection.touches
    return [(item.path_class, item.kind, item.path, item.basis.value) for item in told]


def test_the_first_kind_that_holds_for_a_workflow_counts(tmp_path: Path) -> None:
    """One that runs an agent is that; one that only holds a credential is the next kind; others are none."""
    history = History(tmp_path / "shop")
    history.commit(
        "workflows",
        files={
            ".github/workflows/agent.yml": RUNS_ONE + HOLDS_ONE,
            ".github/workflows/deploy.yml": HOLDS_ONE,
            ".github/workflows/plain.yml": PLAIN,
        },
    )

    assert touches(history) == [
        ("agent-authority", "agent-workflow", ".github/workflows/agent.yml", "content"),
        ("agent-authority", "credentials", ".github/workflows/deploy.yml", "content"),
    ]


def test_a_file_can_be_of_both_classes(tmp_path: Path) -> None:
    """A workflow that runs attest and holds a secret is one of the audit's rules and of agents' authority."""
    history = History(tmp_path / "shop")
    text = HOLDS_ONE + "# attest run .\n"
    history.commit("workflow", files={".github/workflows/audit.yml": text, "deep/er/CLAUDE.md": "1\n"})

    assert sorted(touches(history)) == [
        ("agent-authority", "credentials", ".github/workflows/audit.yml", "content"),
        ("agent-authority", "instructions", "deep/er/CLAUDE.md", "place"),
        ("attest-rules", "workflow", ".github/workflows/audit.yml", "content"),
    ]


def test_taking_a_permission_away_counts(tmp_path: Path) -> None:
    """The content before the change says so."""
    history = History(tmp_path / "shop")
    history.commit("start", files={".github/workflows/x.yml": HOLDS_ONE}, at="2024-01-01T10:00:00Z")
    history.commit("narrow", files={".github/workflows/x.yml": PLAIN})

    assert touches(history) == [("agent-authority", "credentials", ".github/workflows/x.yml", "content")]
