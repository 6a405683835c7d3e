"""Objects whose loss costs that object alone."""

import zlib
from pathlib import Path

import pytest

from attest.collect import small_objects
from attest.collect.gitdir import open_clean
from attest.collect.small_objects import Facts, contents, facts
from tests.support.history import History


@pytest.fixture
def history(tmp_path: Path) -> History:
    """A repository with one commit."""
    history = History(tmp_path / "shop")
    history.commit("start", files={"a": "1\n"})
    return history


def path(history: History, sha: str) -> Path:
    """Where a loose object lies."""
    return history.git_dir / "objects" / sha[:2] / sha[2:]


def test_kinds_and_sizes_are_known_without_content(history: History) -> None:
    """Nothing of a large object is read to learn that it is large."""
    blob, gone = history.write("blob", b"12345"), "1" * 40
    with open_clean(history.path) as repository:
        found = list(facts(repository, [blob, gone, history.tip()]))
    assert (found[:2], found[2] and found[2].kind) == ([Facts("blob", 5), None], "commit")


def test_what_is_not_as_asked_is_not_given(history: History) -> None:
    """Missing, of another kind, too large, or under an id that is not its own."""
    good, large = history.write("blob", b"good"), history.write("blob", b"x" * 200)
    forged = history.write("blob", b"other", sha="2" * 40)
    asked = [good, "1" * 40, history.tip(), large, forged, good]
    with open_clean(history.path) as repository:
        found = list(contents(repository, asked, "blob", 100))
    assert found == [b"good", None, None, None, None, b"good"]


@pytest.mark.parametrize("damage", [b"noise", zlib.compress(b"blob 9\0short"), b""])
def test_a_damaged_object_costs_itself(history: History, damage: bytes) -> None:
    """Those behind it are read by another child."""
    shas = [history.write("blob", b"%d" % number) for number in range(5)]
    path(history, shas[2]).write_bytes(damage)
    with open_clean(history.path) as repository:
        found = list(contents(repository, shas, "blob", 100))
    assert found == [b"0", b"1", None, b"3", b"4"]


def test_after_many_failures_nothing_more_is_tried(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    """A child for each damaged object would take for ever; every question is still answered."""
    monkeypatch.setattr(small_objects, "_MOST_FAILURES", 2)
    shas = [history.write("blob", b"x" * 200 + b"%d" % number) for number in range(4)]
    small = history.write("blob", b"small")
    with open_clean(history.path) as repository:
        found = list(contents(repository, [*shas, small], "blob", 100))
    assert found == [None] * 5


def test_ids_of_sha256_are_held_against_their_contents(tmp_path: Path) -> None:
    """The hash is the repository's own."""
    history = History(tmp_path / "shop", object_format="sha256")
    history.commit("start")
    blob = history.write("blob", b"good")
    with open_clean(history.path) as repository:
        assert list(contents(repository, [blob], "blob", 100)) == [b"good"]
