"""`attest demo` on a sample that is asked for."""

from pathlib import Path

from attest.cli.demo import SHOWN
from attest.samples import names
from tests.support.program import attest


def test_the_samples_that_are_shown_are_there() -> None:
    """Two of them, so that a first look stays short."""
    assert set(SHOWN) < set(names())


def test_a_story_can_be_asked_for(tmp_path: Path) -> None:
    """Only that one is audited, and its document is named."""
    ended = attest("demo", "--story", "people-and-bots", "--format", "json", "--out", tmp_path)
    assert ended.code == 0, ended.err
    assert [path.name for path in tmp_path.iterdir()] == ["people-and-bots"]
    assert "AI       at least 0 of 32 changes" in ended.out


def test_an_unknown_story_is_a_fault_of_usage(tmp_path: Path) -> None:
    """The message says which there are."""
    ended = attest("demo", "--story", "no-such-story", "--out", tmp_path)
    assert ended.code == 2
    assert "people-and-bots" in ended.err
