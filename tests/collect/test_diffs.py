"""File statistics against `git log --numstat`, and what happens when contents are not there."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pytest

from attest.collect import diffs
from attest.collect.diffs import Answer, Rows, Totals, numstat, totals
from attest.collect.gitdir import CleanRepository, open_clean
from attest.collect.walk import Link, range_commits
from tests.support.history import History


class FileStat(NamedTuple):
    """Lines added and deleted in one path; both `None` for a file without line counts."""

    path: str
    added: int | None
    deleted: int | None


def file_stats(rows: Rows) -> tuple[FileStat, ...]:
    """Rows taken apart; bytes that are no UTF-8 in hexadecimal."""
    cells = [row.split(b"\t", 2) for row in rows.split(b"\0") if row]
    return tuple(
        FileStat(path.decode("utf-8", "backslashreplace"), *(None if n == b"-" else int(n) for n in counts))
        for *counts, path in cells
    )


def everything(repository: CleanRepository, tip: str) -> dict[str, tuple[FileStat, ...] | None]:
    """Figures of the whole history."""
    return told(numstat(repository, range_commits(repository, tip, None)))


def told(answers: Iterable[Answer]) -> dict[str, tuple[FileStat, ...] | None]:
    """Figures by commit."""
    return {sha: None if rows is None else file_stats(rows) for sha, rows in answers}


def lose(history: History, revision: str) -> None:
    """Take a file's content out of the object store."""
    blob = history.git("rev-parse", revision)
    (history.git_dir / "objects" / blob[:2] / blob[2:]).unlink()


def test_every_commit_has_its_files_and_lines(tmp_path: Path) -> None:
    """A root against nothing, an empty commit with none, a merge with no figures, odd names whole."""
    history = History(tmp_path / "r")
    root = history.commit("root", files={"a": "1\n2\n", "bin": b"\0\1\2"})
    empty = history.commit("empty")
    side = history.commit("side", files={"tab\there\nline": "x\n", b"\xff<b>": "y\n"}, branch="side")
    moved = history.commit("moved", files={"a": None, "c": "1\n2\n"})
    merge = history.merge("side")
    with open_clean(history.path) as repository:
        read = everything(repository, merge)

    assert read == {
        root: (FileStat("a", 2, 0), FileStat("bin", None, None)),
        empty: (),
        side: (FileStat("tab\there\nline", 1, 0), FileStat("\\xff<b>", 1, 0)),
        moved: (FileStat("a", 0, 2), FileStat("c", 2, 0)),
        merge: None,
    }


def test_figures_are_the_same_however_the_output_arrives(tmp_path: Path) -> None:
    """Long paths and many commits: pieces of output end in the middle of rows and marks."""
    history = History(tmp_path / "r")
    shas = [
        history.commit(f"{n}", files={f"d{'x' * (n % 200)}/{m}": f"{n}\n" * (m + 1) for m in range(n % 9)})
        for n in range(600)
    ]
    with open_clean(history.path) as repository:
        read = everything(repository, shas[-1])
        rows = {sha: history.git("show", "--format=", "--numstat", "--no-renames", sha) for sha in shas[::41]}

    assert {sha: _as_git_writes(read[sha]) for sha in rows} == rows


def _as_git_writes(stats: tuple[FileStat, ...] | None) -> str:
    return "\n".join(f"{stat.added}\t{stat.deleted}\t{stat.path}" for stat in stats or ())


def test_totals_count_binary_files_apart() -> None:
    """A file without line counts is a file with no lines."""
    rows = b"2\t1\ta\0-\t-\tb\0000\t5\tc"

    assert totals(rows) == Totals(files=3, added=2, deleted=6, binary=1)


def test_a_missing_content_costs_that_commit_alone(tmp_path: Path) -> None:
    """The commits before and after are counted; the Gap names the two that touch the lost content."""
    history = History(tmp_path / "r")
    shas = [history.commit(f"{n}", files={"f": f"{n}\n" * (n + 1)}) for n in range(20)]
    lose(history, f"{shas[9]}:f")
    with open_clean(history.path, "shop") as repository:
        read = everything(repository, shas[-1])
        gaps = repository.gaps.records()

    assert [n for n, sha in enumerate(shas) if read[sha] is None] == [9, 10]
    assert read[shas[19]] == (FileStat("f", 20, 19),)
    assert [(gap.kind, gap.affected_count, gap.affects) for gap in gaps] == [
        ("missing-blob", 2, tuple(sorted(f"shop:{shas[n]}" for n in (9, 10))))
    ]


def test_a_clone_without_contents_is_given_up_in_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a number of failures the rest is named, not tried."""
    monkeypatch.setattr(diffs, "_MOST_FAILURES", 3)
    history = History(tmp_path / "r")
    shas = [history.commit(f"{n}", files={"f": f"{n}\n"}) for n in range(10)]
    for sha in shas:
        lose(history, f"{sha}:f")
    with open_clean(history.path) as repository:
        read = everything(repository, shas[-1])
        counts = {gap.kind: gap.affected_count for gap in repository.gaps.records()}

    assert read == dict.fromkeys(shas)
    assert counts == {"missing-blob": 3, "statistics-stopped": 7}


def test_a_commit_of_too_many_files_is_not_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bomb of paths ends in a Gap, and its neighbours are counted."""
    monkeypatch.setattr(diffs, "MOST_PATHS", 50)
    history = History(tmp_path / "r")
    bomb = history.commit("bomb", files={f"d{n}/f": f"{n}\n" for n in range(60)})
    after = history.commit("after", files={"g": "1\n"})
    with open_clean(history.path) as repository:
        read = everything(repository, after)
        kinds = [gap.kind for gap in repository.gaps.records()]

    assert read == {bomb: None, after: (FileStat("g", 1, 0),)}
    assert kinds == ["too-many-files"]


def test_a_slow_commit_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A comparison without an answer is ended, and the reader goes on."""
    history = History(tmp_path / "r")
    block = [f"{n % 7}\n{n}\n" for n in range(600_000)]
    first = history.commit("one", files={"f": "".join(block)})
    slow = history.commit(
        "two", files={"f": "".join(block[n * 251_371 % len(block)] for n in range(len(block)))}
    )
    after = history.commit("three", files={"g": "1\n"})
    monkeypatch.setattr(diffs, "_STALL_S", 3)
    links = [Link(slow, (first,)), Link(after, (slow,))]
    with open_clean(history.path) as repository:
        read = told(numstat(repository, links))
        kinds = [gap.kind for gap in repository.gaps.records()]

    assert (read, kinds) == ({slow: None, after: (FileStat("g", 1, 0),)}, ["diff-too-large"])


def test_a_file_over_the_limit_has_no_line_counts(tmp_path: Path) -> None:
    """One huge file costs neither memory nor the other files' figures."""
    history = History(tmp_path / "r")
    sha = history.commit("huge", files={"big.txt": "line\n" * 4_000_000, "small.txt": "1\n"})
    with open_clean(history.path) as repository:
        read = everything(repository, sha)

    assert read == {sha: (FileStat("big.txt", None, None), FileStat("small.txt", 1, 0))}


def test_a_moved_submodule_pointer_shows(tmp_path: Path) -> None:
    """Configuration that hides it in the repository has no effect here."""
    history = History(tmp_path / "r")
    first = history.commit("first", files={"f": "1\n"})
    tree = history.tree(
        {b"sub": ("160000", "d" * 40), b".gitmodules": ("100644", history.write("blob", b""))}
    )
    stamp = "A <a@b> 1735725600 +0000"
    content = f"tree {tree}\nparent {first}\nauthor {stamp}\ncommitter {stamp}\n\nsub\n"
    sha = history.raw_commit(content.encode())
    history.configure('[diff]\n\tignoreSubmodules = all\n[submodule "sub"]\n\tignore = all\n\tpath = sub\n')
    with open_clean(history.path) as repository:
        read = everything(repository, sha)

    assert read[sha] == (FileStat(".gitmodules", 0, 0), FileStat("f", 0, 1), FileStat("sub", 1, 0))
