"""Hostile repositories: nothing of them runs, nothing misleads, nothing is hidden, nothing is written.

Each trap is first shown to work on somebody who reads the repository in place, where git has a
command that falls for it; then the whole reading layer goes over it and must see what it sees without.
"""

import os
import stat
import subprocess
from pathlib import Path

import pytest

from attest.collect.diffs import numstat
from attest.collect.gitdir import open_clean
from attest.collect.merges import merge_trees
from attest.collect.metrics import measure
from attest.collect.objects import read_blob
from attest.collect.walk import first_parents, range_commits
from attest.errors import CollectionError
from attest.model.commit import RawCommit
from tests.collect.scans import scan
from tests.support import traps
from tests.support.history import History, run
from tests.support.traps import Trap, snapshot

CLAUDE = "Co-Authored-By: Claude <noreply@anthropic.com>"
PYTHON = "def f(x):\n    if x:\n        return 1\n    return 2\n"


def story(path: Path) -> History:
    """A history in which everything odd is legal: names, bytes, a NUL, a long message, an evil merge."""
    history = History(path)
    history.commit(
        "root",
        files={"a.py": PYTHON, "b.txt": "1\n2\n3\n", ".mailmap": "Ada <ada@example.org> <bot@x.org>\n"},
    )
    history.commit(
        b"hidden\n\0\n" + CLAUDE.encode() + b"\n", files={"b.txt": "1\n2\n"}, author="agent[bot] <bot@x.org>"
    )
    history.commit("feature", files={"a.py": PYTHON.replace("1", "3")}, branch="feature")
    history.commit(
        b"<script>alert(1)</script> \xff\xfe \x1b[31m\x1e\x1f\n",
        files={b"<img src=x onerror=y>\x01\n\xff": "1\n"},
        author=b'<b>"E\x1fve\x1e\xe9 <eve@x.org>'.replace(b"<b>", b"(b)"),
        zone="+51800",
    )
    history.merge("feature", f"Merge pull request #1 from x/feature\n\n{CLAUDE}", files={"evil": "x\n"})
    history.commit("long " * 400_000 + f"\n\n{CLAUDE}", files={"a.py": None, "c.py": PYTHON})
    history.commit(
        f"tip\n\n{CLAUDE}",
        files={"c.py": PYTHON.replace("2", "4")},
        at="2001-01-01T00:00:00Z",
        headers=[b"gpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----"],
    )
    return history


def read(path: Path) -> dict[str, object]:
    """Everything that the layer can tell of a repository."""
    with open_clean(path, "shop") as repository:
        branch, tip = repository.branch_tip()
        links = list(range_commits(repository, tip, None))
        merges = [link for link in links if len(link.parents) == 2]
        return {
            "branch": (branch, tip),
            "line": first_parents(repository, tip),
            "links": links,
            "commits": list(scan(repository, None)),
            "statistics": list(numstat(repository, links)),
            "merges": list(merge_trees(repository, [(link.parents[0], link.parents[1]) for link in merges])),
            "metrics": list(measure(repository, [(link.sha, "shop:x") for link in links])),
            "file": read_blob(repository, tip, "c.py"),
            "gaps": [(gap.kind, gap.affects) for gap in repository.gaps.records()],
        }


# The command that falls for the trap when it is run in place; empty where no plain reading command does.
PROGRAMS: dict[str, tuple[Trap, str]] = {
    "fsmonitor": (traps.fsmonitor, "status"),
    "external-diff": (traps.external_diff, "diff main~1 main"),
    "included": (traps.included_external_diff, "diff main~1 main"),
    "diff-driver": (traps.diff_driver, "diff main~1 main"),
    "textconv": (traps.textconv, "log -p main"),
    "signature": (traps.signature_program, "log main"),
    "filters": (traps.filters, "add a.py"),
    "hooks": (traps.hooks, "update-ref refs/heads/x main"),
    "merge-driver": (traps.merge_driver, ""),
    "assorted": (traps.assorted_programs, ""),
}
MISLEADING: dict[str, tuple[Trap, str]] = {
    "configuration": (traps.configuration_that_changes_output, "log --numstat main"),
    "attributes": (traps.attributes_that_hide_lines, "log --numstat main"),
    "replace-refs": (traps.replace_ref, "log main"),
    "grafts": (traps.grafts, "rev-list main"),
    "commit-graph": (traps.doctored_commit_graph, "rev-list main"),
    "pack-index": (traps.doctored_pack_index, ""),
    "other-owner": (traps.other_owner, "rev-list main"),
}


def in_place(history: History, command: str) -> bytes:
    """What somebody sees who runs a command in the repository itself."""
    environment = {"PATH": os.defpath, "HOME": "/nonexistent", "LC_ALL": "C"}
    done = subprocess.run(
        ["git", *command.split()], cwd=history.path, env=environment, capture_output=True, check=False
    )
    return done.stdout


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What is seen of the story without any trap."""
    return read(story(tmp_path_factory.mktemp("plain") / "r").path)


@pytest.mark.parametrize("name", [name for name, (_, command) in PROGRAMS.items() if command])
def test_the_programs_planted_do_run_in_place(tmp_path: Path, name: str) -> None:
    """Otherwise the next test could not fail."""
    history = story(tmp_path / "r")
    marker = tmp_path / "marker"
    trap, command = PROGRAMS[name]
    run("git", "reset", "-q", "--hard", "main", folder=history.path)
    (history.path / "a.py").write_text("changed\n", encoding="utf-8")
    trap(history, marker)
    in_place(history, command)

    assert marker.exists()


@pytest.mark.parametrize("name", [name for name, (_, command) in MISLEADING.items() if command])
def test_the_traps_planted_do_mislead_in_place(tmp_path: Path, name: str) -> None:
    """Somebody who reads in place sees something else than without the trap."""
    history = story(tmp_path / "r")
    trap, command = MISLEADING[name]
    before = in_place(history, command)
    trap(history, tmp_path / "marker")

    # Whose repository it is can be changed by root alone; every other trap works for anybody.
    assert in_place(history, command) != before or (name == "other-owner" and os.geteuid() != 0)


@pytest.mark.parametrize("name", sorted(PROGRAMS | MISLEADING))
def test_a_trap_neither_runs_nor_misleads_nor_is_written_over(
    tmp_path: Path, name: str, plain: dict[str, object]
) -> None:
    """The same is seen as without it, no program ran, and every file is as it was."""
    history = story(tmp_path / "r")
    marker = tmp_path / "marker"
    trap, _ = (PROGRAMS | MISLEADING)[name]
    trap(history, marker)
    before = snapshot(history.path)
    seen = read(history.path)

    assert seen == plain
    assert not marker.exists()
    assert snapshot(history.path) == before


def test_nothing_is_hidden(plain: dict[str, object]) -> None:
    """The story's own oddities are all there: four marks of Claude, the evil merge, the impossible zone."""
    commits = [commit for commit in plain["commits"] if isinstance(commit, RawCommit)]  # type: ignore[attr-defined]

    assert sum(CLAUDE in commit.message for commit in commits) == 4
    assert [commit.committer.zone for commit in commits].count("+51800") == 1
    assert [commit.author.name for commit in commits].count("agent[bot]") == 1
    assert {flag for commit in commits for flag in commit.flags} == {
        "nul-in-message",
        "signed",
        "undecodable",
    }
    assert len(commits) == 7
    assert [metric.files_measured for metric in plain["metrics"]] == [1, 0, 0, 1, 1, 1]  # type: ignore[attr-defined]
    assert plain["gaps"] == [("metrics-unavailable", (f"shop:{commits[4].sha}",))]


@pytest.mark.parametrize(
    ("name", "fact"),
    [
        ("replace-refs", "replace-refs:1"),
        ("grafts", "grafts"),
        ("commit-graph", "commit-graph"),
        ("pack-index", "multi-pack-index"),
        ("attributes", "info-attributes"),
    ],
)
def test_what_was_left_out_is_a_fact_of_the_clone(tmp_path: Path, name: str, fact: str) -> None:
    """The report can say what it did not obey."""
    history = story(tmp_path / "r")
    MISLEADING[name][0](history, tmp_path / "marker")
    with open_clean(history.path) as repository:
        facts = repository.facts

    assert fact in facts


def test_variables_of_the_caller_do_not_leak_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, plain: dict[str, object]
) -> None:
    """Neither git nor Python in a child process obeys the environment that attest was started in."""
    history = story(tmp_path / "r")
    marker = tmp_path / "marker"
    path = str(traps.program(history, marker))
    graft = tmp_path / "graft"
    graft.write_text(f"{history.tip()}\n", encoding="ascii")
    (tmp_path / "git.py").write_text(f"open({str(marker)!r}, 'w')\n", encoding="utf-8")
    planted = {
        "GIT_DIR": "/nonexistent", "GIT_WORK_TREE": "/", "GIT_OBJECT_DIRECTORY": "/nonexistent",
        "GIT_ALTERNATE_OBJECT_DIRECTORIES": "/nonexistent", "GIT_GRAFT_FILE": str(graft),
        "GIT_SHALLOW_FILE": str(graft), "GIT_EXTERNAL_DIFF": path, "GIT_NAMESPACE": "x",
        "GIT_CONFIG_PARAMETERS": f"'core.fsmonitor={path}' 'diff.renames=copies'",
        "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "diff.external", "GIT_CONFIG_VALUE_0": path,
        "GIT_SSH_COMMAND": path, "GIT_PAGER": path, "GIT_TRACE": str(marker), "TZ": "Asia/Tokyo",
        "GIT_REPLACE_REF_BASE": "refs/heads/", "GIT_INDEX_FILE": "/nonexistent", "GIT_ATTR_SOURCE": "main",
        "GIT_DIFF_OPTS": "--unified=9", "GIT_LITERAL_PATHSPECS": "1", "GIT_EXEC_PATH": "/nonexistent",
        "PYTHONPATH": str(tmp_path), "PYTHONSTARTUP": path, "GIT_PYTHON_GIT_EXECUTABLE": path,
        "HOME": str(tmp_path),
    }  # fmt: skip
    for name, value in planted.items():
        monkeypatch.setenv(name, value)

    assert read(history.path) == plain
    assert not marker.exists()


def test_a_read_only_repository_is_read(tmp_path: Path, plain: dict[str, object]) -> None:
    """No write permission is needed anywhere in it."""
    history = story(tmp_path / "r")
    everything = [history.path, *history.path.rglob("*")]
    for path in everything:
        path.chmod(stat.S_IMODE(path.stat().st_mode) & ~0o222)
    before = snapshot(history.path)
    try:
        seen = read(history.path)
        after = snapshot(history.path)
    finally:
        for path in everything:
            path.chmod(stat.S_IMODE(path.stat().st_mode) | 0o200)

    assert (seen, after) == (plain, before)


def partial_clone(history: History, target: Path, marker: Path) -> None:
    """A clone without contents whose promised remote is a program."""
    history.configure("[uploadpack]\n\tallowFilter = true\n\tallowAnySHA1InWant = true\n")
    source = f"file://{history.path}"
    run("git", "clone", "-q", "--filter=blob:none", "--no-checkout", source, str(target), folder=history.path)
    path = traps.program(history, marker)
    config = target / ".git" / "config"
    config.write_text(config.read_text(encoding="utf-8").replace(source, f"ext::{path}"), encoding="utf-8")
    with config.open("a", encoding="utf-8") as file:
        file.write(f"[protocol]\n\tallow = always\n[core]\n\tsshCommand = {path}\n")


def test_a_partial_clone_is_read_without_fetching(tmp_path: Path, plain: dict[str, object]) -> None:
    """Its transport never runs; commits are whole; what needs contents is named in Gaps."""
    marker = tmp_path / "marker"
    partial_clone(story(tmp_path / "r"), tmp_path / "partial", marker)
    before = snapshot(tmp_path / "partial")
    seen = read(tmp_path / "partial")
    after = snapshot(tmp_path / "partial")
    ran = marker.exists()
    subprocess.run(["git", "log", "--numstat"], cwd=tmp_path / "partial", capture_output=True, check=False)

    assert (seen["commits"], seen["line"]) == (plain["commits"], plain["line"])
    assert {kind for kind, _ in seen["gaps"]} == {  # type: ignore[attr-defined]
        "metrics-unavailable", "missing-blob", "partial-clone",
    }  # fmt: skip
    assert (after == before, ran) == (True, False)
    assert marker.exists()  # read in place, the transport does run


def test_a_shallow_clone_is_refused_with_the_remedy(tmp_path: Path) -> None:
    """Its history is cut off, and no count of it would be true."""
    history = story(tmp_path / "r")
    target = tmp_path / "shallow"
    run("git", "clone", "-q", "--depth=2", f"file://{history.path}", str(target), folder=history.path)
    with pytest.raises(CollectionError, match="shallow") as caught, open_clean(target):
        pass

    assert "git fetch --unshallow" in caught.value.hint


def test_a_repository_of_sha256_ids_is_read_but_for_metrics(tmp_path: Path) -> None:
    """PyDriller does not know them, which is said."""
    history = History(tmp_path / "r", object_format="sha256")
    history.commit("root", files={"a.py": PYTHON})
    history.commit("next", files={"a.py": PYTHON.replace("1", "9")})
    seen = read(history.path)

    assert len(seen["commits"]) == 2  # type: ignore[arg-type]
    assert [kind for kind, _ in seen["gaps"]] == ["metrics-unavailable"]  # type: ignore[attr-defined]


@pytest.fixture
def borrower(tmp_path: Path) -> tuple[History, Path]:
    """A clone that borrows the objects of another."""
    history = story(tmp_path / "lender")
    target = tmp_path / "borrower"
    run("git", "clone", "-q", "--shared", str(history.path), str(target), folder=tmp_path)
    return history, target


def test_borrowed_objects_are_read_and_said(borrower: tuple[History, Path], plain: dict[str, object]) -> None:
    """Alternates are followed as git follows them, relative ones too."""
    _, target = borrower
    (target / ".git/objects/info/alternates").write_text(
        "# lent\n../../../lender/.git/objects\n", encoding="ascii"
    )
    with open_clean(target) as repository:
        facts = repository.facts

    assert read(target)["commits"] == plain["commits"]
    assert "alternates:1" in facts


def test_a_lender_that_is_gone_is_a_gap_and_then_a_fault(borrower: tuple[History, Path]) -> None:
    """The clone opens, says what is missing, and does not pretend to have a history."""
    history, target = borrower
    history.path.rename(history.path.with_name("gone"))
    with open_clean(target) as repository:
        kinds = [gap.kind for gap in repository.gaps.records()]
        with pytest.raises(CollectionError):
            list(scan(repository, None))

    assert kinds == ["alternate-missing"]


def test_a_path_full_of_quotes_and_line_breaks_is_read(tmp_path: Path, plain: dict[str, object]) -> None:
    """The audited path goes into a file of our own, where it must not mean anything."""
    history = story(tmp_path / '# "x\\\n\t\xe9\n')

    assert read(history.path) == plain


def test_a_hundred_thousand_refs_are_read(tmp_path: Path) -> None:
    """Packed or loose, with names that git would refuse left out and counted."""
    history = story(tmp_path / "r")
    tip = history.tip()
    rows = [f"{tip} refs/pull/{number}/head\n" for number in range(1, 100_001)]
    odd = [
        f"{tip} refs/heads/../../x\n",
        f"{tip} refs/heads/a\x01b\n",
        f"{tip} refs/heads/x.lock\n",
        "noise\n",
    ]
    merge = [f"{tip} refs/pull/7/merge\n"]
    (history.git_dir / "packed-refs").write_text("# pack-refs with: peeled \n" + "".join(rows + odd + merge))
    with open_clean(history.path) as repository:
        heads = repository.pull_heads()
        resolved = repository.resolve("refs/pull/99999/head")
        facts = repository.facts
        count = len(repository.refs)

    assert (len(heads), heads[100_000], resolved) == (100_000, tip, tip)
    assert (facts, count) == (("broken-refs:4", "mailmap"), 100_002)


def test_a_bomb_of_paths_ends_in_a_gap(tmp_path: Path) -> None:
    """Six small trees that unfold into a hundred thousand files cost a Gap, not the run."""
    history = History(tmp_path / "r")
    root = history.commit("root", files={"f": "1\n"})
    tree = history.tree({f"f{n}".encode(): ("100644", history.write("blob", b"x\n")) for n in range(10)})
    for _ in range(4):
        row = b"".join(b"40000 d%d\0" % n + bytes.fromhex(tree) for n in range(10))
        tree = history.write("tree", row)
    stamp = "A <a@b> 1735725600 +0000"
    bomb = history.raw_commit(
        f"tree {tree}\nparent {root}\nauthor {stamp}\ncommitter {stamp}\n\nbomb\n".encode()
    )
    seen = read(history.path)

    assert seen["gaps"] == [("metrics-unavailable", (f"shop:{bomb}",)), ("too-many-files", (f"shop:{bomb}",))]


def test_the_temporary_directory_is_always_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever ends the reading, nothing of it stays behind."""
    history = story(tmp_path / "r")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))

    def stop_while_reading() -> None:
        with open_clean(history.path) as repository:
            list(measure(repository, [(history.tip(), "shop:x")]))
            next(scan(repository, None))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stop_while_reading()

    assert list(scratch.iterdir()) == []
