"""From notes in a real repository to the line records of a change."""

import json
from pathlib import Path

import pytest

from attest.detect.engine import load
from attest.model.line_record import LineVerdict
from attest.model.progress import silent
from attest.model.signal import AiState
from attest.pipeline.assessing import Assessed, assess_change
from attest.pipeline.collecting import collect
from attest.pipeline.handed_in import HandedIn
from attest.pipeline.scope import Request
from attest.proof.commitment import Sealer
from tests.collect.annotations import annotate, checkpoint
from tests.collect.stories import tell
from tests.detect.lines.test_entire import session
from tests.support.history import History

NOTE = (
    "f\n  0123456789abcdef 1-1\n---\n"
    '{"schema_version":"authorship/3.0.0","base_commit_sha":"%s","prompts":{}}'
)


def assessed(history: History) -> Assessed:
    """The only change of the period."""
    collection = tell(history)
    (collected,) = collection.collected
    return assess_change(collected, load(), collection.collection, Sealer(b"k"), HandedIn(lambda sha: ()))


@pytest.mark.parametrize("copies", [(), ("AA",), ("zz",), ("AA", "ai-remote/origin", "zz")])
def test_a_copy_under_another_ref_hides_no_note_that_cannot_be_read(
    tmp_path: Path, copies: tuple[str, ...]
) -> None:
    """Whatever its ref's name sorts before: what stands where a tool keeps its records is one, once."""
    history = History(tmp_path / "shop")
    history.commit("start", files={"a": "1\n"}, at="2024-12-01T00:00:00Z")
    sha = history.commit("work", files={"f": "1\n"})
    for ref in ("ai", *copies):
        annotate(history, {sha: "broken"}, ref)

    found = assessed(history)

    assert [(one.source, one.verdict) for one in found.records] == [("refs/notes/ai", LineVerdict.UNREADABLE)]
    assert found.assessment.involvement.state is AiState.UNKNOWN


def test_a_record_that_stands_under_several_refs_is_one(tmp_path: Path) -> None:
    """Tools keep what they fetched under a ref of its own."""
    history = History(tmp_path / "shop")
    history.commit("start", files={"a": "1\n"}, at="2024-12-01T00:00:00Z")
    sha = history.commit("work", files={"f": "1\n"})
    for ref in ("ai", "ai-remote/origin"):
        annotate(history, {sha: NOTE % sha}, ref)

    assert [(one.source, one.confirmed) for one in assessed(history).records] == [("refs/notes/ai", 1)]


def test_a_record_that_cannot_be_read_is_a_gap_of_the_run(tmp_path: Path) -> None:
    """It is named with its commit; one that can be read leaves none."""
    history = History(tmp_path / "shop")
    read = history.commit("one", files={"f": "1\n"}, at="2025-02-01T10:00:00Z")
    broken = history.commit("two", files={"g": "1\n"}, at="2025-02-02T10:00:00Z")
    annotate(history, {read: NOTE % read, broken: "broken"})
    asked = Request((history.path,), "2025", tmp_path / "store", now="2026-01-05T00:00:00Z")
    lines = (collect(asked, silent) / "records/gaps.jsonl").read_bytes().splitlines()
    gaps = [json.loads(line) for line in lines]

    assert [(gap["kind"], gap["affects"]) for gap in gaps] == [("line-record-unreadable", [f"shop:{broken}"])]


@pytest.mark.parametrize(
    ("lines", "state"), [(0, AiState.NO_EVIDENCE), (1, AiState.AI_EVIDENCED), (None, AiState.AI_EVIDENCED)]
)
def test_a_checkpoint_is_evidence_of_as_much_as_it_counts(
    tmp_path: Path, lines: int | None, state: AiState
) -> None:
    """A count of nought makes its trailer none; one that is not in the clone does not."""
    history = History(tmp_path / "shop")
    history.commit("start", files={"a": "1\n"}, at="2024-12-01T00:00:00Z")
    if lines is not None:
        counted = {"agent_lines": lines, "human_added": 1}
        checkpoint(history, {"21/4e9cd12196/0/metadata.json": session(counted, files_touched=["f"])})
    history.commit("work\n\nEntire-Checkpoint: 214e9cd12196", files={"f": "1\n2\n"})

    assert assessed(history).assessment.involvement.state is state
