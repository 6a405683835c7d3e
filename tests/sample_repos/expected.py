"""The expected results of a sample, read from its folder."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

STORIES = Path(__file__).resolve().parents[2] / "sample_repos"
CHANGE_ASSERTIONS = ("REV-01", "REV-02", "REV-03", "CMP-01", "CMP-07", "TST-01")


@dataclass(frozen=True, slots=True)
class Expected:
    """What an audit of one sample must find, by the landed commit's id."""

    name: str
    period: str
    repository: dict[str, Any]
    outside: dict[str, str]
    changes: dict[str, dict[str, Any]]
    """By the name that the story gives the change: `#12`, or a push's key."""
    landed: dict[str, str]
    """Names of the story to commit ids."""
    own: dict[str, str]
    """The same for the commits inside of pull requests."""
    commits: dict[str, dict[str, Any]]
    """What each commit shows by itself, by name; empty in stories that say it of changes alone."""
    agents: dict[str, Any]
    """What AGT-01 and the principals must be, in stories whose management declares a register of agents."""
    line_records: tuple[dict[str, Any], ...]
    """What a reader must make of each note that says who wrote which lines."""

    def named(self, sha: str) -> str:
        """The story's name of a landed commit."""
        return next(name for name, found in (self.landed | self.own).items() if found == sha)

    def agent_finding(self, key: str) -> list[str]:
        """Outcome and reason of AGT-01 for a change; most have no act of an AI principal."""
        found: list[str] = (
            self.agents["findings"].get(key, {}).get("AGT-01", ["not_applicable", "no-principal"])
        )
        return found

    def tally(self, assertion: str) -> dict[str, int]:
        """How many changes have each outcome of an assertion."""
        outcomes = [change["findings"][assertion][0] for change in self.changes.values()]
        return {outcome: outcomes.count(outcome) for outcome in sorted(set(outcomes))}


def expected(name: str) -> Expected:
    """The expected results of a sample."""
    folder = STORIES / name
    told = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    ids = json.loads((folder / "ids.json").read_text(encoding="utf-8"))
    return Expected(
        name=name,
        period=told["period"],
        repository=told["repository"],
        outside=told["not_in_population"],
        changes=told["changes"],
        landed=ids["landed"],
        own=ids["commits"],
        commits=told.get("commits", {}),
        agents=told.get("agents", {}),
        line_records=tuple(told.get("line_records", ())),
    )
