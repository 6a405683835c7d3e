"""Methods touched and their complexity, and what is not measured."""

from pathlib import Path

import pytest

from attest.collect import metrics
from attest.collect.gitdir import CleanRepository, open_clean
from attest.collect.metrics import measure
from attest.collect.process import Start
from tests.support.history import History

BEFORE = "def kept(x):\n    return x\n\n\ndef changed(x):\n    if x:\n        return 1\n    return 2\n"
AFTER = (
    BEFORE.replace("        return 1\n", "        return 1 if x > 1 else 3\n")
    + "\n\ndef new():\n    return 0\n"
)


def unmeasured(repository: CleanRepository) -> dict[str, tuple[str, ...]]:
    """What the Gaps say of commits without metrics."""
    return {gap.what.partition(": ")[2]: gap.affects for gap in repository.gaps.records()}


def test_touched_methods_and_their_complexity_are_counted(tmp_path: Path) -> None:
    """One changed (complexity 3 after it), one new (1); the kept one does not count, text is not measured."""
    history = History(tmp_path / "r")
    history.commit("root", files={"a.py": BEFORE})
    sha = history.commit("next", files={"a.py": AFTER, "notes.txt": "x\n"})
    with open_clean(history.path, "shop") as repository:
        (measured,) = measure(repository, [(sha, "shop:change")])

    assert (measured.id, measured.change, measured.files, measured.files_measured) == (
        f"shop:{sha}",
        "shop:change",
        2,
        1,
    )
    assert (measured.methods_touched, measured.complexity) == (2, 4)
    assert measured.analyser.startswith("pydriller 2.")


def test_a_deleted_method_is_touched_and_has_no_complexity(tmp_path: Path) -> None:
    """Complexity is that of the code after the change."""
    history = History(tmp_path / "r")
    history.commit("root", files={"a.py": AFTER})
    sha = history.commit("less", files={"a.py": AFTER.partition("\n\ndef new")[0] + "\n"})
    with open_clean(history.path) as repository:
        (measured,) = measure(repository, [(sha, "c")])

    assert (measured.methods_touched, measured.complexity) == (1, 0)


def test_two_analysers_do_not_get_in_each_others_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """PyDriller writes to its git directory, under a lock: each has its own, and order is kept."""
    history = History(tmp_path / "r")
    shas = [history.commit(f"{n}", files={"a.py": f"def f():\n    return {n}\n"}) for n in range(12)]
    folders: list[Path] = []

    def started(git_dir: Path) -> Start:
        folders.append(git_dir)
        return start(git_dir)

    start = metrics._start
    monkeypatch.setattr(metrics, "_start", started)
    with open_clean(history.path) as repository:
        read = [found.sha for found in measure(repository, [(sha, "c") for sha in shas])]

        assert (read, unmeasured(repository)) == (shas, {})
    assert (len(folders), len(set(folders))) == (2, 2)


def test_merges_and_bombs_are_named_not_measured(tmp_path: Path) -> None:
    """Commits around them are measured all the same."""
    history = History(tmp_path / "r")
    root = history.commit("root", files={"a.py": BEFORE})
    many = history.commit("many", files={f"f{n}.py": "x = 1\n" for n in range(501)}, branch="many")
    merge = history.merge("many")
    after = history.commit("after", files={"a.py": AFTER})
    with open_clean(history.path, "shop") as repository:
        read = [
            found.sha
            for found in measure(repository, [(sha, "c") for sha in (root, many, merge, "1" * 40, after)])
        ]
        gaps = unmeasured(repository)

    assert read == [root, after]
    assert gaps == {
        "merges are not measured": (f"shop:{merge}",),
        "more than 500 files": (f"shop:{many}",),
        "the analyser failed: ValueError": (f"shop:{'1' * 40}",),
    }


def test_large_files_are_left_out_of_the_measure(tmp_path: Path) -> None:
    """A generated file of megabytes is counted as a file and not analysed."""
    history = History(tmp_path / "r")
    sha = history.commit(
        "root", files={"a.py": BEFORE, "generated.py": "x = 1\n" * 300_000, "b.bin": b"\0" * 99}
    )
    with open_clean(history.path) as repository:
        (measured,) = measure(repository, [(sha, "c")])

    assert (measured.files, measured.files_measured, measured.methods_touched) == (3, 1, 2)


def test_a_worker_that_dies_costs_the_commit_and_is_started_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Deep nesting that kills or stalls the analyser is a Gap; the bound on failures is kept."""
    monkeypatch.setattr(metrics, "_WORKER", "attest.collect.there_is_no_such_module")
    monkeypatch.setattr(metrics, "_MOST_FAILURES", 2)
    history = History(tmp_path / "r")
    shas = [history.commit(f"{n}", files={"a.py": f"x = {n}\n"}) for n in range(4)]
    with open_clean(history.path, "shop") as repository:
        read = list(measure(repository, [(sha, "c") for sha in shas]))
        gaps = {why: len(affects) for why, affects in unmeasured(repository).items()}

    assert read == []
    assert gaps == {"the analyser ran too long, or died": 2, "the analyser failed too often": 2}


def test_the_audited_configuration_is_not_written(tmp_path: Path) -> None:
    """PyDriller's own setting lands in a directory that is thrown away."""
    history = History(tmp_path / "r")
    sha = history.commit("root", files={"a.py": BEFORE})
    before = (history.git_dir / "config").read_bytes()
    with open_clean(history.path) as repository:
        list(measure(repository, [(sha, "c")]))
        ours = (repository.path / "config").read_text(encoding="utf-8")

    assert (history.git_dir / "config").read_bytes() == before
    assert "markUnblamableLines" not in ours
