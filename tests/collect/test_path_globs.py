"""What a glob means, and that git never reads less than it means."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from attest.collect.path_globs import Sieve, pathspec, pattern
from tests.support.history import History

PATHS = (
    "a", "b.yml", "c.yaml", "d/a", "d/b.yml", "d/c.yaml", "e/a", "e/b.yml", "e/c.yaml",
    "d/f/a", "d/f/b.yml", "e/d/a", ".x/a", ".x/d/b.yml",
)  # fmt: skip
PARTS = st.sampled_from(["a", "b.yml", "d", "e", "f", ".x", "*", "**", "?", "*.yml", "d*", "?.y*"])


@pytest.mark.parametrize(
    ("glob", "matching"),
    [
        ("a", {"a"}),
        ("d", {"d/a", "d/b.yml", "d/c.yaml", "d/f/a", "d/f/b.yml"}),
        ("d/", {"d/a", "d/b.yml", "d/c.yaml", "d/f/a", "d/f/b.yml"}),
        ("a/", set()),
        ("d/*", {"d/a", "d/b.yml", "d/c.yaml"}),
        ("d/**", {"d/a", "d/b.yml", "d/c.yaml", "d/f/a", "d/f/b.yml"}),
        ("**/a", {"a", "d/a", "e/a", "d/f/a", "e/d/a", ".x/a"}),
        ("d/**/a", {"d/a", "d/f/a"}),
        ("?.yml", {"b.yml"}),
        ("*.y*", {"b.yml", "c.yaml"}),
    ],
)
def test_what_a_glob_means(glob: str, matching: set[str]) -> None:
    """Stars stay within a folder, double stars do not, and a plain name is a file or a folder."""
    match = pattern([glob]).match

    assert {path for path in PATHS if match(path.encode())} == matching


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> History:
    """A commit with every path."""
    made = History(Path(tmp_path_factory.mktemp("globs")) / "r")
    made.commit("all", files=dict.fromkeys(PATHS, "1\n"))
    return made


@given(st.lists(PARTS, min_size=1, max_size=3).map("/".join))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_git_reads_what_a_glob_means(history: History, glob: str) -> None:
    """What ours matches is in git's answer, so nothing is lost by leaving the first choice to git."""
    told = history.git(
        "diff-tree", "--root", "-r", "--name-only", "--no-commit-id", "HEAD", "--", pathspec(glob)
    )
    match = pattern([glob]).match

    assert {path for path in PATHS if match(path.encode())} <= set(told.splitlines())


def test_rows_are_searched_for_whole_paths() -> None:
    """At the end of a row, wherever the row stands, and not in the middle of a name."""
    holds = Sieve(["attest.yaml", "**/CLAUDE.md"]).holds
    rows = [(b"1\t2\tx", b"1\t2\tattest.yaml"), (b"-\t-\ta/CLAUDE.md", b"1\t2\tx"), (b"1\t2\txattest.yaml",)]
    rows += [(b"1\t2\tattest.yaml.bak",), (), (b"1\t2\tb/xCLAUDE.md",)]

    assert [holds(b"\0".join(row)) for row in rows] == [True, True, False, False, False, False]


SEGMENTS = st.sampled_from(
    ["CLAUDE.md", ".claude", "settings.json", "a", ".github", "workflows", "x.yml", "b\tc", "main.tf"]
)
PLACES = [
    "**/CLAUDE.md", "**/.claude/**", ".github/workflows/*.yml", "attest.yaml", "*.md", "a/", "**", "?",
    "**/*.tf",
]  # fmt: skip


@given(st.lists(st.lists(SEGMENTS, min_size=1, max_size=4), max_size=4), st.sets(st.sampled_from(PLACES)))
def test_the_quick_look_changes_no_answer(paths: list[list[str]], globs: set[str]) -> None:
    """Rows hold a watched path exactly when the pattern matches one of their paths whole."""
    names = ["/".join(parts).encode() for parts in paths]
    match = pattern(sorted(globs)).match

    assert Sieve(sorted(globs)).holds(b"\0".join(b"1\t2\t" + name for name in names)) == any(
        match(name) for name in names
    )


def test_no_globs_match_nothing() -> None:
    """An empty list of places is not every place."""
    assert pattern([]).match(b"a") is None
    assert not Sieve([]).holds(b"1\t2\ta")


def _plainly(glob: str, path: str) -> bool:
    """What a glob of stars and question marks means for one name, letter by letter."""
    if not glob or not path:
        return not path and not glob.strip("*")
    if glob[0] == "*":
        return _plainly(glob[1:], path) or _plainly(glob, path[1:])
    return glob[0] in ("?", path[0]) and _plainly(glob[1:], path[1:])


@given(st.text("ab*?", min_size=1, max_size=7), st.text("ab", min_size=1, max_size=7))
def test_stars_mean_what_they_mean_letter_by_letter(glob: str, path: str) -> None:
    """However many there are, and though nothing is tried twice."""
    assume("**" not in glob and set(glob) & set("*?"))

    assert bool(pattern([glob]).match(path.encode())) == _plainly(glob, path)


def test_many_stars_and_a_long_name_end_in_little_time() -> None:
    """Globs and names both come from the audited repository."""
    assert pattern([f"{'*a' * 40}b"]).match(b"a" * 4000) is None
    assert pattern([f"x/{'*a' * 40}/c*/d"]).match(b"x/" + b"a" * 4000 + b"/c/d") is not None
