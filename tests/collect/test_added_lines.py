"""Which lines commits added, held against git's own figures and against the files themselves."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attest.collect import added_lines as module
from attest.collect.added_lines import added_lines
from attest.collect.gitdir import CleanRepository, open_clean
from attest.model.attached import AddedLines, Lines
from tests.support.history import History, run

PATHS = ("a.txt", "we ird.txt", 'qu"ote\ttab', "cafe\u0301", "-dash", "b/=")
LINES = st.lists(st.sampled_from(["", "x", "y", "  z", "++ a", "-- b", "=", "@@ -1 +1 @@", "\\"]), max_size=8)
TREES = st.dictionaries(st.sampled_from(PATHS), LINES, max_size=4)


class Shop(NamedTuple):
    """A story and its clean directory, which sees what is added to the story."""

    history: History
    repository: CleanRepository


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """One repository for all examples."""
    history = History(tmp_path_factory.mktemp("lines") / "shop")
    history.commit("start")
    with open_clean(history.path) as repository:
        yield Shop(history, repository)


def never(sha: str) -> bool:
    """Nobody asks for texts."""
    return False


def one(shop: Shop, sha: str, *, texts: bool = True) -> AddedLines:
    """The lines of one commit."""
    found = next(added_lines(shop.repository, [sha], lambda _: texts))
    assert found is not None
    return found


def commit(history: History, tree: dict[str, list[str]], parents: Sequence[str]) -> str:
    """A commit of exactly these files; some lack the last line end."""
    before = history._contents[parents[0]] if parents else {}
    files: dict[str | bytes, str | None] = dict.fromkeys(before, None)
    for path, lines in tree.items():
        files.pop(path.encode(), None)
        files[path] = "\n".join(lines) + ("" if len(lines) % 2 else "\n" if lines else "")
    return history.commit("x", files=files, parents=parents, branch="work")


def lines_of(history: History, sha: str, path: str) -> list[str]:
    """The lines of a file as it is in a commit."""
    text = run("git", "cat-file", "blob", f"{sha}:{path}", folder=history.path).decode()
    return text.removesuffix("\n").split("\n") if text else []


def numbers(lines: Lines) -> list[int]:
    """Every line of some ranges."""
    return [number for first, last in lines for number in range(first, last + 1)]


def counted(history: History, sha: str) -> dict[str, int]:
    """Added lines by path, as git counts them."""
    rows = run("git", "show", "--numstat", "-z", "--no-renames", "--format=", sha, folder=history.path)
    cells = (row.split("\t", 2) for row in rows.decode().strip("\n").split("\0") if row.strip())
    return {path: int(added) for added, _, path in cells}


@settings(max_examples=60, deadline=None)
@given(before=TREES, after=TREES)
def test_the_lines_of_a_commit_are_those_that_git_counts(
    shop: Shop, before: dict[str, list[str]], after: dict[str, list[str]]
) -> None:
    """As many as git says, with the text that the file has there; without them the old file is left over."""
    history = shop.history
    parent = commit(history, before, [])
    sha = commit(history, after, [parent])
    found = one(shop, sha)
    assert {path: len(numbers(lines)) for path, lines in found.files.items()} == counted(history, sha)
    for path, lines in found.files.items():
        new = lines_of(history, sha, path) if path in after else []
        said = list((found.texts or {}).get(path, ()))
        assert said == [new[number - 1] for number in numbers(lines)]
        kept = [text for number, text in enumerate(new, 1) if number not in set(numbers(lines))]
        old = iter(lines_of(history, parent, path) if path in before else [])
        assert all(text in old for text in kept)


@settings(max_examples=40, deadline=None)
@given(base=LINES, ours=LINES, theirs=LINES, merged=LINES)
def test_the_lines_of_a_merge_are_those_that_neither_parent_has(
    shop: Shop, base: list[str], ours: list[str], theirs: list[str], merged: list[str]
) -> None:
    """Numbered as in the whole file, which git shows where it is asked for enough of it."""
    history = shop.history
    root = commit(history, {"f": base}, [])
    sides = [commit(history, {"f": lines}, [root]) for lines in (ours, theirs)]
    sha = commit(history, {"f": merged}, sides)
    shown = run("git", "diff-tree", "-c", "-p", "-U1000", sha, folder=history.path).decode().split("\n@@@")
    rows = [row for row in shown[-1].split("\n")[1:-1] if "-" not in row[:2]] if len(shown) > 1 else []
    assert [row[2:] for row in rows] == (lines_of(history, sha, "f") if rows else [])
    new = {number for number, row in enumerate(rows, 1) if row.startswith("++")}
    assert set(numbers(one(shop, sha).files.get("f", ()))) == new


def added_against(history: History, before: str, after: str) -> set[int]:
    """Lines that a plain difference of two commits adds; read by its hunks' headers alone."""
    rows = run("git", "diff-tree", "-p", "-U0", before, after, folder=history.path).decode().split("\n")
    found: set[int] = set()
    for row in rows:
        if row.startswith("@@ -"):
            first, _, count = row.split(" ")[2].removeprefix("+").partition(",")
            found.update(range(int(first), int(first) + int(count or 1)))
    return found


def test_a_root_adds_everything(shop: Shop) -> None:
    """It has no parent to be held against."""
    sha = shop.history.commit("root", files={"r": "1\n2\n"}, parents=[], branch="root")
    assert one(shop, sha, texts=False) == AddedLines(sha, {"r": ((1, 2),)})


def test_a_commit_without_a_difference_adds_nothing(shop: Shop) -> None:
    """That is an answer, and no gap."""
    sha = shop.history.commit("empty")
    assert one(shop, sha) == AddedLines(sha, {})


def test_what_is_no_text_is_shown_in_hexadecimal(shop: Shop) -> None:
    """In names and in lines."""
    sha = shop.history.commit("odd", files={b"\xff": b"\xfe\n"}, branch="odd")
    assert one(shop, sha).texts == {"\\xff": ("\\xfe",)}


def test_a_commit_that_is_not_there_costs_itself(shop: Shop) -> None:
    """Those after it are read, and a Gap names it."""
    sha = shop.history.commit("there", files={"t": "1\n"}, branch="there")
    asked = ["0" * 40, sha]
    found = list(added_lines(shop.repository, asked, never))
    gaps = {gap.kind: gap.affects for gap in shop.repository.gaps.records()}
    assert ([one is not None for one in found], gaps["added-lines-unknown"]) == (
        [False, True],
        (f"{shop.repository.name}:{'0' * 40}",),
    )


def lose(history: History, sha: str, path: str) -> None:
    """Remove the content of a file."""
    blob = history.git("rev-parse", f"{sha}:{path}")
    (history.git_dir / "objects" / blob[:2] / blob[2:]).unlink()


def test_a_missing_content_costs_its_commit(tmp_path: Path) -> None:
    """Those before and after it are read."""
    history = History(tmp_path / "shop")
    shas = [history.commit("c", files={"f": f"{number}\n"}) for number in range(4)]
    lose(history, shas[1], "f")
    with open_clean(history.path) as repository:
        found = list(added_lines(repository, shas, never))
    assert [one is not None for one in found] == [True, False, False, True]


def test_a_long_patch_costs_its_commit(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """The child is started anew for the rest."""
    monkeypatch.setattr(module, "LARGEST_PATCH", 5000)
    big = shop.history.commit("big", files={"big": "x\n" * 4000}, branch="big")
    wide = shop.history.commit("wide", files={"wide": "x" * 9000}, branch="wide")
    small = shop.history.commit("small", files={"small": "1\n"}, branch="small")
    found = list(added_lines(shop.repository, [big, wide, small], never))
    assert [one is not None for one in found] == [False, False, True]


def test_all_patches_together_are_bounded(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the budget is used up, the rest is named and not read."""
    monkeypatch.setattr(module, "MOST_BYTES", 900)
    shas = [shop.history.commit("c", files={f"all{number}": "1\n"}, branch="all") for number in range(12)]
    found = list(added_lines(shop.repository, shas, never))
    assert (found[0] is not None, found[-1], len(found)) == (True, None, 12)


def test_git_itself_says_the_same_of_a_story(shop: Shop) -> None:
    """`git show` in the repository, with its own defaults, read by its hunks' headers."""
    history = shop.history
    before = history.commit("a", files={"s": "".join(f"{n}\n" for n in range(50))}, branch="story")
    text = "".join(f"{n}\n" if n % 7 else f"new {n}\nand {n}\n" for n in range(50))
    sha = history.commit("b", files={"s": text}, branch="story")
    assert set(numbers(one(shop, sha).files["s"])) == added_against(history, before, sha)
