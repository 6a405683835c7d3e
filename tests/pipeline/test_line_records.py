"""From notes in a real repository to the line records of a change."""

from pathlib import Path

import pytest

from attest.detect.engine import load
from attest.model.line_record import LineVerdict
from attest.model.signal import AiState
from attest.pipeline.assessing import Assessed, assess_change
from attest.proof.commitment import Sealer
from tests.collect.annotations import annotate
from tests.collect.stories import tell
from tests.support.history import History

NOTE = (
    "f\n  0123456789abcdef 1-1\n---\n"
    '{"schema_version":"authorship/3.0.0","base_commit_sha":"%s","prompts":{}}'
)


def assessed(history: History) -> Assessed:
    """The only change of the period."""
    collection = tell(history)
    (collected,) = collection.collected
    return assess_change(collected, load(), collection.collection, Sealer(b"k"), lambda sha: ())


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
