"""What a pull request adds to the evidence of its change, and what is said where it could not be read."""

from pathlib import Path
from typing import Any

import pytest

from attest.collect.gaps import LISTED
from attest.detect.involvement import assess
from attest.model.population import Gap
from attest.model.signal import AiState
from attest.proof.commitment import Sealer
from tests.collect.stories import AGENT, SECOND_AGENT, WEB, Answers, Told, tell, user
from tests.support.history import Files, History

AUTHOR = "Ada Lovelace <ada@example.org>"
BEN_AUTHOR = "Ben Okri <ben@example.org>"
COPILOT = user("Copilot", 198982749, "Bot")
MISSING = "pull-heads-missing"


@pytest.fixture
def shop(tmp_path: Path) -> History:
    """A repository with one commit before the period."""
    history = History(tmp_path / "shop")
    history.commit("start", files={"a": "1\n"}, at="2024-12-01T00:00:00Z")
    return history


def squash(history: History, number: int, *, has_ref: bool = True, author: str = AUTHOR) -> tuple[str, str]:
    """A pull request of one commit, squashed onto the branch: (landed, head)."""
    files: Files = {f"f{number}": "1\n"}
    head = history.commit("one", files=files, branch=f"work-{number}", author=author)
    if has_ref:
        history.ref(f"refs/pull/{number}/head", head)
    return history.commit(f"Add (#{number})", files=files, committer=WEB, author=author), head


def missing(told: Told) -> list[Gap]:
    """The Gaps of pull heads that are not there."""
    return [gap for gap in told.collection.gaps if gap.kind == MISSING]


def unknown(told: Told) -> set[str]:
    """Ids of the changes that detection calls unknown."""
    found = {
        item.change.id: assess(item, [()] * len(item.raw), (), Sealer(b"k" * 16)).involvement.state
        for item in told.collected
    }
    return {change for change, state in found.items() if state is AiState.UNKNOWN}


def test_squashes_in_a_clone_without_pull_heads_are_one_gap(shop: History) -> None:
    """It lists the changes, and says how to fetch what is not there."""
    for number in (5, 6):
        shop.commit(f"Add (#{number})", files={f"f{number}": "1\n"})
    shop.commit("Tidy", files={"t": "1\n"})
    told = tell(shop)
    [gap] = missing(told)
    squashes = {change.id for change in told.changes[:2]}
    assert (gap.source, set(gap.affects), gap.affected_count) == ("refs/pull", squashes, 2)
    assert "git fetch origin '+refs/pull/*/head:refs/pull/*/head'" in gap.effect
    assert unknown(told) == squashes


def test_one_missing_pull_head_is_a_gap(shop: History) -> None:
    """The other squash was read."""
    squash(shop, 5)
    shop.commit("Add (#6)", files={"f6": "1\n"})
    told = tell(shop)
    assert [gap.affects for gap in missing(told)] == [(told.changes[1].id,)]
    assert unknown(told) == {told.changes[1].id}


def test_pull_heads_that_are_there_leave_no_gap(shop: History) -> None:
    """Nor does a merge, which brings its commits along, or a commit that names no pull request."""
    squash(shop, 5)
    shop.commit("side", files={"s": "1\n"}, branch="side")
    shop.merge("side", "Merge pull request #7 from x/side")
    shop.commit("Tidy", files={"t": "1\n"})
    told = tell(shop)
    assert (missing(told), unknown(told)) == ([], set())


def test_the_second_commit_of_a_number_hides_nothing(shop: History) -> None:
    """Content ties the number to the first, whose commits were read."""
    squash(shop, 5)
    shop.commit("Add (#5)", files={"more": "1\n"})
    told = tell(shop)
    assert (missing(told), unknown(told)) == ([], set())


def test_commits_that_the_forge_alone_lists_are_not_read_for_traces(shop: History, tmp_path: Path) -> None:
    """Detection reads commits from the clone, so the change is unknown and the Gap says why."""
    landed, head = squash(shop, 5, has_ref=False)
    answers = Answers(tmp_path / "forge", shop)
    answers.pull(5, landed, [head], head={"ref": "work", "sha": "e" * 40})
    told = tell(shop, answers.forge())
    assert [gap.affects for gap in missing(told)] == [(told.changes[0].id,)]
    assert unknown(told) == {told.changes[0].id}


def test_a_forge_that_knows_no_such_pull_request_leaves_no_gap(shop: History, tmp_path: Path) -> None:
    """The number is an issue's."""
    shop.commit("Fix the crash (#77)", files={"c": "1\n"})
    told = tell(shop, Answers(tmp_path / "forge", shop).forge())
    assert (missing(told), unknown(told)) == ([], set())


def test_missing_pull_heads_are_listed_up_to_a_bound(shop: History) -> None:
    """Beyond it they are counted."""
    parent, tree = shop.tip(), shop.tree_of(shop.tip())
    people = "author A <a@x.org> 1740000000 +0000\ncommitter A <a@x.org> 1740000000 +0000"
    for number in range(1, LISTED + 3):
        content = f"tree {tree}\nparent {parent}\n{people}\n\nAdd (#{number})\n"
        parent = shop.write("commit", content.encode())
    shop.ref("refs/heads/main", parent)
    [gap] = missing(tell(shop))
    assert (len(gap.affects), gap.affected_count) == (LISTED, LISTED + 2)


def opened_by_an_agent(
    shop: History, folder: Path, message: str = "one", author: str = AUTHOR, **more: Any
) -> bool:
    """Whether the authors are complete of a pull request that Copilot opened."""
    head = shop.commit(message, files={"b": "1\n"}, branch="work", author=author)
    shop.ref("refs/pull/5/head", head)
    landed = shop.commit("Add (#5)", files={"b": "1\n"}, committer=WEB, **more)
    answers = Answers(folder, shop)
    answers.pull(5, landed, [head], user=COPILOT)
    return tell(shop, answers.forge()).changes[0].authors_complete


def test_an_agent_that_only_opened_needs_a_prompter(shop: History, tmp_path: Path) -> None:
    """Whoever had it open the pull request is in the set, and nobody says who that was."""
    assert not opened_by_an_agent(shop, tmp_path / "forge")


def test_an_agent_that_opened_is_prompted_by_the_person_on_its_commit(shop: History, tmp_path: Path) -> None:
    """An agent-authored commit names who asked."""
    message = f"one\n\nCo-authored-by: {BEN_AUTHOR}"
    assert opened_by_an_agent(shop, tmp_path / "forge", message, author=AGENT)


def test_people_beside_people_prompted_no_agent(shop: History, tmp_path: Path) -> None:
    """A co-author of a person's commit says nothing of who had the agent open the pull request."""
    message = f"one\n\nCo-authored-by: {BEN_AUTHOR}"
    assert not opened_by_an_agent(shop, tmp_path / "forge", message)


def test_who_prompted_another_agent_did_not_open(shop: History, tmp_path: Path) -> None:
    """The person beside one agent says nothing of who had a second one open the pull request."""
    message = f"one\n\nCo-authored-by: {BEN_AUTHOR}"
    assert not opened_by_an_agent(shop, tmp_path / "forge", message, author=SECOND_AGENT)


def merged_into(shop: History, folder: Path, by: str, *, is_here: bool = False) -> Told:
    """A squashed pull request of Ada's whose last commit is a merge; its head may be in the clone."""
    first = shop.commit("one", files={"b": "1\n"}, branch="work", author=AUTHOR)
    shop.commit("other", files={"c": "1\n"}, author=BEN_AUTHOR, at="2024-12-15T00:00:00Z")
    head = shop.merge("main", "Merge main", branch="work", author=by, files={"b": "2\n"})
    landed = shop.commit("Add (#5)", files={"b": "2\n"}, committer=WEB)
    answers = Answers(folder, shop)
    answers.pull(5, landed, [first, head])
    if is_here:
        shop.ref("refs/pull/5/head", head)
    else:
        shop.git("update-ref", "-d", "refs/heads/work")
        (shop.git_dir / "objects" / head[:2] / head[2:]).unlink()
    return tell(shop, answers.forge())


def test_a_listed_merge_that_is_not_in_the_clone_leaves_the_authors_incomplete(
    shop: History, tmp_path: Path
) -> None:
    """Whoever resolved a conflict in it wrote a part, and only the clone could show that."""
    told = merged_into(shop, tmp_path / "forge", BEN_AUTHOR)
    assert (told.changes[-1].head_tree, told.changes[-1].authors_complete) == (None, False)
    assert "pull-commits-incomplete" in told.kinds


@pytest.mark.parametrize("by", [AUTHOR, "Bot <1+bot[bot]@users.noreply.github.com>"], ids=["author", "robot"])
def test_a_listed_merge_that_can_add_nobody_changes_nothing(shop: History, tmp_path: Path, by: str) -> None:
    """Ada is in the set whatever her merge holds; a robot's approval never counts."""
    told = merged_into(shop, tmp_path / "forge", by)
    assert (told.changes[-1].head_tree, told.changes[-1].authors_complete) == (None, True)
    assert "pull-commits-incomplete" not in told.kinds


def test_a_merge_in_the_clone_names_who_resolved_it(shop: History, tmp_path: Path) -> None:
    """It holds something that merging its parents does not explain."""
    told = merged_into(shop, tmp_path / "forge", BEN_AUTHOR, is_here=True)
    assert told.changes[-1].authors_complete
    assert "ben@example.org" in told.names(told.changes[-1])
