"""Who answers for a change: commits of the pull request itself name people whom the squash lost."""

from typing import Any

from attest.detect.accountable import of_change
from attest.model.commit import Commit
from tests.support.records import ADA, BEN, CLAUDE, CYD, pull, sha


def commit(word: str, via: str, **more: Any) -> Commit:
    """A commit of Claude's that names nobody."""
    fields: dict[str, Any] = {
        "id": f"shop:{sha(word)}", "ordinal": 0, "repository": "shop", "sha": sha(word),
        "tree": sha("tree"), "parents": (sha("base"),), "change": pull().id, "via": via, "authored_at": None,
        "committed_at": None, "author": CLAUDE, "committer": CLAUDE, "coauthors": (), "flags": (),
        "files": None, "added": None, "deleted": None, "binary": None, "commitment": "0" * 64,
    }  # fmt: skip
    return Commit(**{**fields, **more})


def test_a_person_on_an_agents_own_commit_answers_for_the_squash() -> None:
    """The squash names nobody; the pull request's own commits name who asked, the last of them first."""
    commits = (
        commit("squash", "landed"),
        commit("plan", "pull-request"),
        commit("one", "pull-request", coauthors=(BEN,)),
        commit("two", "pull-request", coauthors=(CLAUDE, CYD)),
    )
    assert of_change(pull(opener=CLAUDE, merger=ADA), commits) == (CYD, "co-author")


def test_a_person_on_the_squash_comes_before_those_on_its_own_commits() -> None:
    """What landed is nearest to the change."""
    commits = (commit("squash", "landed", coauthors=(BEN,)), commit("one", "pull-request", coauthors=(CYD,)))
    assert of_change(pull(opener=CLAUDE), commits) == (BEN, "co-author")


def test_it_makes_no_difference_whether_an_agents_commit_was_squashed() -> None:
    """A person credited on an agent's commit comes before one who authored others, as after a merge."""
    own = {"author": ADA, "coauthors": (BEN,)}
    squashed = (
        commit("squash", "landed", author=ADA),
        commit("one", "pull-request", coauthors=(CYD,)),
        commit("two", "pull-request", **own),
    )
    merged = (
        commit("one", "brought-in", coauthors=(CYD,)),
        commit("two", "brought-in", **own),
        commit("merge", "landed", author=BEN, parents=(sha("base"), sha("two"))),
    )
    assert [of_change(pull(), commits) for commits in (squashed, merged)] == [(CYD, "co-author")] * 2


def test_co_authors_of_a_persons_own_commit_do_not_answer() -> None:
    """Only an agent's work needs another to answer for it."""
    commits = (
        commit("squash", "landed", author=ADA),
        commit("one", "pull-request", author=ADA, coauthors=(BEN,)),
    )
    assert of_change(pull(), commits) == (ADA, "author")


def test_an_agents_merge_on_the_pull_request_names_nobody() -> None:
    """A merge of the branch carries its own message, and no content of the change."""
    update = commit("update", "pull-request", coauthors=(BEN,), parents=(sha("one"), sha("base")))
    assert of_change(pull(opener=ADA), (commit("squash", "landed"), update)) == (ADA, "opener")
