"""A checkpoint's trailer beside what its checkpoint counts."""

from typing import Any

import pytest

from attest.detect.lines.pointers import weighed
from attest.model.line_record import LineRecord, LineVerdict
from tests.detect.commits import traces
from tests.detect.line_records import record

MESSAGE = "Mend\n\nEntire-Checkpoint: 214e9cd12196\n"
EMPTY: dict[str, Any] = {"verdict": LineVerdict.EMPTY, "stated_ai": 0, "attested": 0, "confirmed": 0}


def session(number: int = 0, place: str = "21/4e9cd12196", **more: Any) -> LineRecord:
    """A session of a checkpoint."""
    source = f"entire/checkpoints/v1:{place}/{number}/metadata.json"
    return record("0", **{"format": "entire", "source": source, "stated_ai": None, **more})


def root() -> LineRecord:
    """What describes the checkpoint, and says nothing of who wrote."""
    source = "entire/checkpoints/v1:21/4e9cd12196/metadata.json"
    return record("0", format="entire", source=source, verdict=LineVerdict.EMPTY, stated_ai=None)


@pytest.mark.parametrize(
    ("records", "role"),
    [
        pytest.param([session(**EMPTY)], "mention", id="it counts nothing"),
        pytest.param([root(), session(**EMPTY), session(1, **EMPTY)], "mention", id="no session counts any"),
        pytest.param([], "assistant", id="it was not read"),
        pytest.param([root()], "assistant", id="no session was read"),
        pytest.param([session(stated_ai=4)], "assistant", id="it counts some"),
        pytest.param([session(**EMPTY), session(1, stated_ai=4)], "assistant", id="another session counts"),
        pytest.param(
            [session(**EMPTY), session(1, verdict=LineVerdict.UNREADABLE)],
            "assistant",
            id="one is unreadable",
        ),
        pytest.param([session(**{**EMPTY, "verdict": LineVerdict.VALID})], "assistant", id="it only removed"),
        pytest.param([session(place="00/4e9cd12196", **EMPTY)], "assistant", id="of another checkpoint"),
        pytest.param([session(format="git-ai", **EMPTY)], "assistant", id="of another tool"),
    ],
)
def test_a_trailer_counts_as_its_checkpoint_does(records: list[LineRecord], role: str) -> None:
    """Nought lines of an agent, counted by the tool itself, are no AI; what was not read stays as it is."""
    assert [trace.role for trace in weighed(traces(MESSAGE), records)] == [role]


def test_other_traces_of_the_commit_stay() -> None:
    """Another tool's own trailer says what it says."""
    found = traces(MESSAGE + "Co-authored-by: Claude <noreply@anthropic.com>\n")

    assert sorted(trace.role for trace in weighed(found, [session(**EMPTY)])) == ["coauthor", "mention"]
