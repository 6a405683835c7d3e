"""Approved revisions held against what landed: the law of it, and what cannot be recomputed."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from attest.collect.ancestry import share_out
from attest.collect.bindings import MOST_UPDATES, Route, bindings, judge, routes
from attest.collect.gitdir import open_clean
from attest.collect.merges import Merged, merge_trees
from attest.collect.origins import Origin
from attest.collect.plan import Plan
from attest.collect.pulls import Head, Landing
from attest.collect.residuals import LISTED, LONGEST_PATH, Residual, residuals
from attest.collect.walk import Link
from attest.model.change import ApprovalBinding, Basis, Bound, ChangeType, ResidualPath
from tests.support.history import Files, History, Text

A, B, C, D = ("a" * 40, "b" * 40, "c" * 40, "d" * 40)
BRANCH: Files = {"a": "1\n", "b": "1\n", "c": "1\n"}
Paths = dict[Text, Text | None]
edits = some.dictionaries(
    some.sampled_from(["a", "b", "c", "d/e"]), some.sampled_from(["1\n", "2\n", "3\n", None]), max_size=3
)


def plan_of(history: History, landed: str, head: str, *approved: str) -> Plan:
    """The plan of one squash, `landed`, of a pull request whose commits are those down to `main`."""
    base = history.git("rev-parse", f"{landed}~1")
    shown = history.git("log", "--format=%H %P", "--topo-order", "--reverse", f"{base}..{head}").splitlines()
    pulls = {sha: tuple(parents) for sha, *parents in (line.split() for line in shown)}
    trees = {sha: history.git("rev-parse", f"{sha}^{{tree}}") for sha in {head, *approved} - {A, ""}}
    tree = history.git("rev-parse", f"{landed}^{{tree}}")
    return Plan(
        share_out([Link(landed, (base,))], [landed]),
        (Landing(landed, tree, (base,), 1),),
        (
            Origin(
                ChangeType.PULL_REQUEST, "", Basis.SERVER, "squash", 1, Head(head, trees[head]), stated=True
            ),
        ),
        trees=trees,
        pulls=pulls,
        approved={1: approved},
        committed=dict.fromkeys(trees, 0),
    )


def bound(
    history: History, plan: Plan, git_version: tuple[int, ...] | None = None
) -> tuple[dict[str, ApprovalBinding], list[str]]:
    """The bindings of the only change, and the kinds of the Gaps."""
    with open_clean(history.path) as repository:
        chosen = replace(repository, git_version=git_version or repository.git_version)
        [found] = bindings(chosen, plan)
        return dict(found), [gap.kind for gap in repository.gaps.records()]


def squash(history: History, files: Files) -> tuple[str, str]:
    """A pull request of one commit beside a push to the branch, squashed: (landed, head)."""
    head = history.commit("work", files=files, branch="work")
    history.commit("meanwhile", files={"m": "1\n"})
    return history.commit("Add (#1)", files=files), head


def test_a_conflict_that_landed_as_git_left_it_names_its_file(tmp_path: Path) -> None:
    """One side changed a file that the other deleted: git leaves it there, and somebody chose to keep it."""
    history = History(tmp_path / "r")
    history.commit("root", files=BRANCH)
    head = history.commit("work", files={"a": "2\n"}, branch="work")
    history.commit("meanwhile", files={"a": None, "m": "another\n"})
    landed = history.commit("Add (#1)", files={"a": "2\n"})
    found, _ = bound(history, plan_of(history, landed, head, head))
    assert (found[head].reason, found[head].paths, found[head].path_count) == (
        "conflict-resolved",
        (ResidualPath(path="a", added=0, deleted=0),),
        1,
    )


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(ours=edits, theirs=edits, landed=edits)
def test_identity_implies_that_the_replay_is_clean(
    tmp_path_factory: pytest.TempPathFactory, ours: Paths, theirs: Paths, landed: Paths
) -> None:
    """Whatever branch, pull request and landing hold: covered means that git's merge is what landed."""
    history = History(tmp_path_factory.mktemp("law") / "r")
    history.commit("root", files=BRANCH)
    head = history.commit("work", files={**theirs}, branch="work")
    base = history.commit("meanwhile", files={**ours})
    merge = history.commit("Add (#1)", files={**theirs, **landed})
    found, _ = bound(history, plan_of(history, merge, head, head))
    with open_clean(history.path) as repository:
        [replayed] = merge_trees(repository, [(base, head)])
    tree = history.git("rev-parse", f"{merge}^{{tree}}")
    is_same = history.git("rev-parse", f"{head}^{{tree}}") == tree
    covered = found[head].result in (Bound.IDENTICAL, Bound.CLEAN_REPLAY)
    assert covered == (replayed == Merged(tree, "clean"))
    assert found[head].result != Bound.IDENTICAL or is_same
    assert bool(found[head].path_count) == bool(found[head].paths) == (found[head].result is Bound.RESIDUAL)
    assert found[head].result != Bound.UNVERIFIABLE or (is_same and replayed.reason == "conflict")


def test_without_the_contents_nothing_is_claimed(tmp_path: Path) -> None:
    """A partial clone lacks what the merge needs; the Gap says so."""
    history = History(tmp_path / "r")
    history.commit("root", files={"a": "1\n2\n3\n4\n5\n6\n7\n"})
    head = history.commit("work", files={"a": "0\n2\n3\n4\n5\n6\n7\n"}, branch="work")
    history.commit("meanwhile", files={"a": "1\n2\n3\n4\n5\n6\n8\n"})
    landed = history.commit("Add (#1)", files={"a": "0\n2\n3\n4\n5\n6\n8\n"})
    plan = plan_of(history, landed, head, head)
    blob = history.git("rev-parse", f"{head}:a")
    (history.git_dir / "objects" / blob[:2] / blob[2:]).unlink()
    found, gaps = bound(history, plan)
    assert (found[head].result, found[head].reason) == (Bound.UNVERIFIABLE, "contents-missing")
    assert gaps == ["merge-not-recomputed"]


def test_an_old_git_leaves_it_open_where_a_merge_is_needed(tmp_path: Path) -> None:
    """An approved revision that holds the branch as it was needs none."""
    history = History(tmp_path / "r")
    history.commit("root", files=BRANCH)
    landed, head = squash(history, {"a": "2\n"})
    base = history.git("rev-parse", f"{landed}~1")
    updated = history.commit("Merge main", files={"m": "1\n"}, parents=[head, base], branch="updated")
    plan = plan_of(history, landed, head, head)
    found, gaps = bound(history, plan, (2, 34, 1))
    assert (found[head].reason, gaps) == ("git-too-old", ["git-too-old"])
    ahead = plan_of(history, landed, updated, updated)
    found, gaps = bound(history, ahead, (2, 34, 1))
    assert (found[updated].result, gaps) == (Bound.IDENTICAL, [])


def test_several_approvals_are_bound_each_by_itself(tmp_path: Path) -> None:
    """One that covers, one that does not, one that is missing, and one without a revision."""
    history = History(tmp_path / "r")
    history.commit("root", files=BRANCH)
    older = history.commit("first", files={"a": "2\n"}, branch="work")
    landed, head = squash(history, {"a": "2\n", "b": "2\n"})
    found, gaps = bound(history, plan_of(history, landed, head, older, A, "", head))
    assert {sha: binding.reason for sha, binding in found.items()} == {
        older: "content-differs",
        A: "revision-not-in-clone",
        "": "revision-not-named",
        head: "merged-onto-base",
    }
    assert [path.path for path in found[older].paths] == ["b"]
    assert gaps == ["approved-revision-missing"]


def test_updates_beyond_the_bound_leave_the_direct_merge_to_decide() -> None:
    """Nobody makes the tool recompute merges without end."""
    count = MOST_UPDATES + 1
    merges = {f"{at:040x}": (f"{at - 1:040x}", B) for at in range(1, count + 1)}
    pulls = {f"{0:040x}": (B,), **merges}
    head = f"{count:040x}"
    plan = Plan(
        share_out([Link(D, (B,))], [D]),
        (Landing(D, C, (B,), 1),),
        (Origin(ChangeType.PULL_REQUEST, "", Basis.SERVER, "squash", 1, Head(head, C), stated=True),),
        trees={f"{0:040x}": A, f"{1:040x}": A, head: C},
        pulls=pulls,
        approved={1: (f"{0:040x}", f"{1:040x}")},
    )
    assert [len(route.updates) for route in routes(plan, 0)] == [0, MOST_UPDATES]


@pytest.mark.parametrize(
    ("route", "answers", "expected"),
    [
        ({"base": ""}, [], (Bound.UNVERIFIABLE, "no-base")),
        ({"base": "", "tree": C}, [], (Bound.IDENTICAL, "same-tree")),
        ({"contains_base": True}, [], (Bound.RESIDUAL, "content-differs")),
        ({"contains_base": True, "tree": C}, [], (Bound.IDENTICAL, "same-tree")),
        ({"tree": C}, [Merged(B, "clean")], (Bound.RESIDUAL, "base-undone")),
        ({}, [Merged(None, "conflict", B, (b"a",))], (Bound.RESIDUAL, "conflict-resolved")),
        ({"tree": C}, [Merged(None, "conflict", B)], (Bound.UNVERIFIABLE, "same-tree-conflict")),
        ({"is_rebase": True}, [Merged(None, "conflict", B)], (Bound.UNVERIFIABLE, "rebase-conflict")),
        ({"parents": 3}, [Merged(None, "conflict", B)], (Bound.UNVERIFIABLE, "octopus")),
        ({"parents": 3}, [Merged(C, "clean")], (Bound.CLEAN_REPLAY, "merged-onto-base")),
        ({}, [Merged(None, "unavailable")], (Bound.UNVERIFIABLE, "contents-missing")),
    ],
)
def test_every_answer_has_one_reading(
    route: dict[str, object], answers: list[Merged], expected: tuple[Bound, str]
) -> None:
    """What git gave, and where it landed, decide alone."""
    asked = replace(Route("e" * 40, A, B, C, 1, is_rebase=False), **route)  # type: ignore[arg-type]
    found = judge(asked, answers, {})
    assert (found.result, found.reason) == expected


@pytest.mark.parametrize(
    ("update", "landing", "expected"),
    [
        (Merged(D, "clean"), Merged(C, "clean"), "base-merged-after"),
        (Merged(A, "clean"), Merged(C, "clean"), "conflict-resolved"),
        (Merged(None, "conflict", A), Merged(C, "clean"), "conflict-resolved"),
        (Merged(D, "clean"), Merged(B, "clean"), "conflict-resolved"),
    ],
)
def test_each_update_must_be_the_merge_that_git_gives(update: Merged, landing: Merged, expected: str) -> None:
    """One that added something, was resolved by hand, or did not lead to what landed explains nothing."""
    route = Route("e" * 40, A, B, C, 1, is_rebase=False, updates=(("f" * 40, (A, B)),), last="f" * 40)
    found = judge(route, [Merged(None, "conflict", A), update, landing], {"f" * 40: D})
    assert found.reason == expected


def test_files_of_a_residual_are_bounded_and_counted(tmp_path: Path) -> None:
    """The first are named in the order of git; bytes that are no text are escaped, a long path is cut."""
    history = History(tmp_path / "r")
    empty = history.commit("root", files={})
    many: Files = {f"{number:03}": "1\n" for number in range(LISTED + 5)}
    long = history.commit("long", files={"/".join(["x" * 200] * 3): "1\n", b"\xff\n": b"\0"})
    full = history.commit("many", files=many, parents=[empty])
    trees = [history.git("rev-parse", f"{sha}^{{tree}}") for sha in (empty, long, full)]
    pairs = [(trees[0], trees[2]), ("", ""), (trees[0], trees[1]), (trees[0], A), (trees[1], trees[1])]
    with open_clean(history.path) as repository:
        cut, nothing, odd, missing, same = residuals(repository, iter(pairs))
    assert cut is not None
    assert odd is not None
    assert (len(cut.paths), cut[1:]) == (LISTED, (LISTED + 5, LISTED + 5, 0))
    assert (nothing, missing, same) == (None, None, Residual((), 0, 0, 0))
    assert [len(path.path) for path in odd.paths] == [LONGEST_PATH, len("\\xff\n")]
    assert odd.paths[1] == ResidualPath(path="\\xff\n", added=None, deleted=None)


def test_trees_without_their_contents_cost_one_answer(tmp_path: Path) -> None:
    """The pairs beside it are compared."""
    history = History(tmp_path / "r")
    first = history.commit("one", files={"a": "1\n"})
    second = history.commit("two", files={"a": "2\n"})
    third = history.commit("three", files={"a": "2\n", "b": "3\n"})
    trees = [history.git("rev-parse", f"{sha}^{{tree}}") for sha in (first, second, third)]
    blob = history.git("rev-parse", f"{first}:a")
    (history.git_dir / "objects" / blob[:2] / blob[2:]).unlink()
    pairs = [(trees[1], trees[2]), (trees[0], trees[1]), (trees[1], trees[2])]
    with open_clean(history.path) as repository:
        found = list(residuals(repository, iter(pairs)))
    one = Residual((ResidualPath(path="b", added=1, deleted=0),), 1, 1, 0)
    assert found == [one, None, one]


def test_nothing_is_written_into_the_repository(tmp_path: Path) -> None:
    """New trees land in the clean git directory."""
    history = History(tmp_path / "r")
    history.commit("root", files=BRANCH)
    landed, head = squash(history, {"a": "2\n"})
    plan = plan_of(history, landed, head, head)
    before = sorted(history.path.rglob("*"))
    bound(history, plan)
    assert sorted(history.path.rglob("*")) == before
