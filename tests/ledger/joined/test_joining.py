"""What a run could not see of a forge hides that alone, and does not make what it did not find gone."""

from pathlib import Path

import pytest

from attest.ledger.joined.joining import Sighted
from attest.ledger.joined.opening import open_run
from attest.ledger.layout import KINDS
from attest.ledger.run import RunWriter
from attest.ledger.source import run_folder
from attest.model.population import Gap
from tests.support.runs import Story, manifest_fields


def sighted(store: Path, source: str, affects: tuple[str, ...] = (), kind: str = "not-permitted") -> Sighted:
    """A run of nothing but a Gap."""
    gap = Gap(
        id=f"gap:shop:{source}:{kind}", source=source, kind=kind, repository="shop",
        what="refused", effect="not known", affects=affects,
    )  # fmt: skip
    with RunWriter(store) as writer:
        writer.add("gaps", gap)
        return Sighted(open_run(run_folder(writer.seal(**manifest_fields(Story())))))


@pytest.mark.parametrize(
    ("source", "affects", "expected"),
    [
        ("agent-tasks", (), True),
        ("rule-suites", (), True),
        ("git", (), True),
        ("forge", (), False),
        ("forge", ("shop:1",), False),
        ("forge", ("shop:2",), True),
    ],
)
def test_what_hides_the_branch_hides_no_change(
    tmp_path: Path, source: str, affects: tuple[str, ...], expected: bool
) -> None:
    """Tasks of agents are refused on most plans, and nobody's checks are hidden by that."""
    assert sighted(tmp_path, source, affects).is_whole("shop:1") is expected


@pytest.mark.parametrize(("source", "expected"), [("pushes", False), ("agent-tasks", True), ("forge", True)])
def test_a_list_that_was_refused_hides_what_is_in_it(tmp_path: Path, source: str, expected: bool) -> None:
    """Pushes are not gone where nobody was allowed to see them."""
    assert sighted(tmp_path, source).is_whole_of(KINDS["pushes"]) is expected


def test_a_reviewer_without_a_name_hides_no_check(tmp_path: Path) -> None:
    """Who it was is hidden, not that there was a review, and nothing else of the change."""
    seen = sighted(tmp_path, "forge", ("shop:1",), "null-user")

    assert seen.is_whole("shop:1")
