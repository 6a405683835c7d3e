"""What lies where in a run, and in which order: `docs/formats/run.md` in code."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum
from typing import Final

from attest.model.base import Record
from attest.model.branch import AgentTask, BranchRule, Deployment, Permission, Push, RuleSuite
from attest.model.change import Change, Review, StatusCheck
from attest.model.commit import CodeMetrics, Commit
from attest.model.comprehension import ComprehensionRecord
from attest.model.coverage import Coverage
from attest.model.description import Description
from attest.model.event import Comment, Event
from attest.model.imported import Imported
from attest.model.line_record import LineRecord
from attest.model.population import Gap
from attest.model.signal import Involvement, Signal
from attest.model.touch import Touch

MANIFEST: Final = "manifest.json"
CHECKPOINT: Final = "checkpoint"
RECORDS: Final = "records"
PERSONAL: Final = "personal"
CONFIG: Final = "config"
RAW: Final = "raw"
PEOPLE: Final = "people"
RECEIPTS: Final = "receipts"
STAGING: Final = ".staging-"

REMOVABLE: Final = (PERSONAL, RAW)
"""Folders that may be wholly absent: the run still verifies, and `verify` says so."""

PARTS: Final = (MANIFEST, CHECKPOINT, RECORDS)
PARTS_OF_A_RUN: Final = 2
"""How many of them make a folder a run. A manifest alone may be a copy beside a report, and a run that
lost its manifest is still one, and damaged."""

RUN_ID = re.compile(r"[0-9a-f]{16}", re.ASCII)
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._+@-]{0,127}", re.ASCII)
_DEPTH_LIMIT = 8


class Order(Enum):
    """How the lines of a file are ordered."""

    ORDINAL = "by repository as in the manifest, then by ordinal without a gap"
    CHANGE = "by change, in the order of records/changes.jsonl, then as found"
    ID = "by id"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record: its file's name, its type, its order, and whether it has a personal part.

    `source` names, as the manifest's `not_connected` does, the source that only remembers it: it may have
    changed or be gone when that is asked again, so of several observations the earliest counts.

    `added` marks one that runs of before do not have: their manifests do not count it, nor list its files.
    """

    name: str
    model: type[Record]
    order: Order
    personal: bool = False
    source: str = ""
    added: bool = False

    @property
    def path(self) -> str:
        """The file of its records."""
        return f"{RECORDS}/{self.name}.jsonl"


KINDS: Final = {
    kind.name: kind
    for kind in (
        Kind("agent-tasks", AgentTask, Order.ID, source="agent-tasks"),
        Kind("branch-rules", BranchRule, Order.ID, source="rules"),
        Kind("changes", Change, Order.ORDINAL, personal=True),
        Kind("checks", StatusCheck, Order.CHANGE, source="checks"),
        Kind("comments", Comment, Order.CHANGE, personal=True, source="review-comments"),
        Kind("commits", Commit, Order.ORDINAL, personal=True),
        Kind("comprehension", ComprehensionRecord, Order.CHANGE, personal=True, source="comprehension"),
        Kind("coverage", Coverage, Order.ID),
        Kind("deployments", Deployment, Order.ID, source="deployments"),
        Kind("descriptions", Description, Order.CHANGE, source="pull-requests", added=True),
        Kind("events", Event, Order.CHANGE, personal=True, source="timeline"),
        Kind("gaps", Gap, Order.ID),
        Kind("imported", Imported, Order.ID, personal=True, added=True),
        Kind("involvements", Involvement, Order.CHANGE),
        Kind("line-records", LineRecord, Order.CHANGE),
        Kind("metrics", CodeMetrics, Order.ID),
        Kind("permissions", Permission, Order.ID, source="permissions"),
        Kind("pushes", Push, Order.ID, source="pushes"),
        Kind("reviews", Review, Order.CHANGE, personal=True, source="reviews"),
        Kind("rule-suites", RuleSuite, Order.ID, source="bypasses"),
        Kind("signals", Signal, Order.CHANGE, personal=True),
        Kind("touches", Touch, Order.CHANGE),
    )
}
"""Every kind, sorted by name: the order in which their records are leaves of the Merkle tree."""

PERSONAL_KINDS: Final = tuple(sorted((*(kind.name for kind in KINDS.values() if kind.personal), PEOPLE)))


def personal_path(kind: str) -> str:
    """The file of the personal entries of a kind, or of `people`."""
    return f"{PERSONAL}/{kind}.jsonl"


FIXED: Final = frozenset({kind.path for kind in KINDS.values()} | {personal_path(k) for k in PERSONAL_KINDS})
"""The files that the manifest of every run lists, empty ones included, but for kinds that were added."""

FIRST_KINDS: Final = frozenset(kind.name for kind in KINDS.values() if not kind.added)
"""The kinds that every run has."""


def fixed(kinds: Collection[str]) -> frozenset[str]:
    """The files that the manifest of a run lists which counts these kinds."""
    later = (kind for kind in KINDS.values() if kind.added and kind.name not in kinds)
    return FIXED - {path for kind in later for path in (kind.path, personal_path(kind.name))}


def is_safe(path: str) -> bool:
    """Whether a relative path is one that any system can hold and none can be misled by."""
    parts = path.split("/")
    return 0 < len(parts) <= _DEPTH_LIMIT and all(
        _NAME.fullmatch(part) and not part.endswith(".") for part in parts
    )


def is_listed_path(path: str) -> bool:
    """Whether a manifest may list a file of that path."""
    folder = path.split("/")[0]
    return path in FIXED or (folder in (CONFIG, RAW) and "/" in path and is_safe(path))
