"""docs/requirements-mapping.md agrees with the packs."""

from pathlib import Path

from attest.catalog import load
from attest.model.control import Criterion, Strength

PAGE = (Path(__file__).resolve().parents[2] / "docs/requirements-mapping.md").read_text()
ROWS = [line.split(" | ") for line in PAGE.splitlines() if line.startswith("| ")]
CRITERIA = [item for framework in load().frameworks for item in framework.criteria]


def row_of(start: str) -> str:
    """The second column of the row whose first begins so."""
    return next(row[1] for row in ROWS if row[0].removeprefix("| ").startswith(start))


def claimed(text: str) -> dict[str, Strength]:
    """Assertions with their strengths, as `REV-02, REV-03 direct; CMP-01 context` says them."""
    found: dict[str, Strength] = {}
    waiting: list[str] = []
    for word in text.replace(",", " ").replace(";", " ").replace(" and ", " ").split():
        if word in set(Strength):
            found |= dict.fromkeys(waiting, Strength(word))
            waiting = []
        else:
            waiting.append(word)
    return found


def actual(criterion: Criterion) -> dict[str, Strength]:
    """What the pack says."""
    return {item.assertion: item.strength for item in criterion.mappings}


STARTS = {
    "soc2-cc8.1-approves": "CC8.1 approves",
    "soc2-cc8.1-tests": "CC8.1 tests",
    "soc2-cc8.1-tracks": "CC8.1 tracks",
    "soc2-cc8.1-manages-lifecycle": "CC8.1 manages",
    "soc2-cc8.1-deploys": "CC8.1 deploys",
    "soc2-cc8.1-documents": "CC8.1 documents",
}


def test_the_page_says_what_the_packs_say() -> None:
    """Every criterion that something reaches has a row with the same assertions and strengths."""
    reached = [item for item in CRITERIA if item.mappings]
    starts = {item.id: STARTS.get(item.id, item.display.split(" ")[0]) for item in reached}

    assert {item.id: claimed(row_of(starts[item.id])) for item in reached} == {
        item.id: actual(item) for item in reached
    }
