"""A small repository whose register has a deviation, and files of management's answers to it."""

from pathlib import Path

from attest.model.progress import silent
from attest.pipeline.collecting import collect
from attest.pipeline.scope import Request
from tests.support.history import History

CONFIG = """\
format: attest/1
agents: []
controls:
  - {id: CM-9, assertion: AGT-01, operation: operated, wording: Agents are registered., owner: CTO}
"""
MESSAGE = "Add search\n\nCo-Authored-By: Claude <noreply@anthropic.com>"


def entry(*deviations: str, **more: str) -> str:
    """An entry that accepts deviations of 2025."""
    fields = {
        "period": "'2025'", "response": "accepted", "cause": "{kind: random}", "owner": "CTO",
        "reason": "small", "opened": "2025-04-01", **more,
    }  # fmt: skip
    said = ", ".join(f"{key}: {value}" for key, value in fields.items())
    return f"  - {{deviations: [{', '.join(deviations)}], {said}}}\n"


def answers(*entries: str) -> str:
    """A dispositions file of these entries."""
    return (
        "format: attest-dispositions/1\n"
        + ("dispositions:\n" if entries else "dispositions: []\n")
        + "".join(entries)
    )


def repository(path: Path, dispositions: str | None = None) -> History:
    """A direct push by an agent that no register names."""
    history = History(path)
    history.commit("start", files={"attest.yaml": CONFIG, "a.py": "1\n"}, at="2024-11-01T10:00:00Z")
    history.commit(MESSAGE, files={"b.py": "1\n"}, at="2025-02-01T10:00:00Z")
    if dispositions is not None:
        history.commit("answer", files={".attest/dispositions.yaml": dispositions}, at="2026-01-02T10:00:00Z")
    return history


def collected(history: History, store: Path, dispositions: Path | None = None) -> Path:
    """Its run of 2025."""
    asked = Request(
        repositories=(history.path,),
        period="2025",
        store=store,
        now="2026-02-01T00:00:00Z",
        dispositions=dispositions,
    )
    return collect(asked, silent)
