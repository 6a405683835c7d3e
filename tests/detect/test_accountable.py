"""Who answers for a change: commits of the pull request itself name people whom the squash lost."""

from typing import Any

from attest.detect.accountable import of_change, of_commit, sign_offs
from attest.detect.initiators import Initiator
from attest.model.commit import Commit
from tests.detect.commits import commit as raw_commit
from tests.detect.commits import engine
from tests.support.records import ADA, BEN, CLAUDE, CYD, DEPENDABOT, pull, sha


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


def test_whoever_is_named_answers_before_who_only_pressed_the_button() -> None:
    """A line record before a text, a text before the opener and the merger; co-authors before all of them."""
    agents = frozenset({CLAUDE.id})
    stated, recorded = Initiator(BEN, "stated", agents), Initiator(CYD, "line-record", agents)
    bare, beside = (commit("one", "landed"),), (commit("one", "landed", coauthors=(ADA,)),)
    change = pull(opener=ADA, merger=ADA)

    assert of_change(change, bare, (stated,)) == (BEN, "stated")
    assert of_change(change, bare, (stated, recorded)) == (CYD, "line-record")
    assert of_change(change, beside, (stated, recorded)) == (ADA, "co-author")


def test_who_wrote_with_a_tool_beside_an_agent_does_not_answer_for_it() -> None:
    """Nor does a name that resolves to nobody."""
    others = (Initiator(BEN, "line-record"), Initiator(None, "stated", frozenset({CLAUDE.id})))

    assert of_change(pull(opener=CLAUDE, merger=ADA), (commit("one", "landed"),), others) == (ADA, "merger")


def test_with_nobody_at_all_a_change_is_an_orphan() -> None:
    """The basis says so."""
    assert of_change(pull(opener=CLAUDE, merger=None), (commit("one", "landed"),)) == (None, "none")


def test_a_sign_off_is_somebody_to_ask_where_nobody_else_is_named() -> None:
    """It is asked for last, and agents and robots sign nothing."""
    bare = (commit("one", "landed"),)
    nobody = pull(opener=CLAUDE, merger=None)

    assert of_change(nobody, bare, signers=(CLAUDE, DEPENDABOT, BEN, CYD)) == (BEN, "sign-off")
    assert of_change(nobody, (commit("one", "landed", committer=ADA),), signers=(BEN,)) == (ADA, "committer")
    assert of_change(nobody, bare, signers=(CLAUDE,)) == (None, "none")


def test_who_signed_is_read_from_the_authors_own_lines() -> None:
    """The last first; a sign-off that a quotation holds is somebody else's."""
    lines = ("> Signed-off-by: Cyd <cyd@mail.example>", "", "Signed-off-by: Ada <ada@mail.example>",
             "Signed-off-by: Ben <ben@mail.example>")  # fmt: skip
    agent = "Claude <noreply@anthropic.com>"
    raw = raw_commit("\n".join(("Mend", "", *lines, "")), agent)

    assert sign_offs(raw) == (("Ben", "ben@mail.example"), ("Ada", "ada@mail.example"))
    assert of_commit(raw, engine().classify) == ("Ben", "ben@mail.example", "sign-off")


def test_a_line_of_an_agents_commit_names_who_answers_for_it() -> None:
    """As text, for a reader of the scan: an account, an address, or a name alone."""
    author, committer = "Claude <noreply@anthropic.com>", "Ada Example <ada@mail.example>"
    lines = ("Requested by: @ben", "Requested by: Ben <ben@mail.example>", "Made on behalf of Ben Example")
    commits = [raw_commit(f"Mend\n\n{line}\n", author, committer) for line in (*lines, "Fixes: 12")]

    assert [of_commit(raw, engine().classify, engine().initiators) for raw in commits] == [
        ("", "@ben", "stated"),
        ("Ben", "ben@mail.example", "stated"),
        ("Ben Example", "", "stated"),
        ("Ada Example", "ada@mail.example", "committer"),
    ]


def test_tempting_a_robots_sign_off_names_nobody() -> None:
    """Dependabot signs with the address of a support desk, which no rule knows as a robot's."""
    message = "Bump a\n\nSigned-off-by: dependabot[bot] <support@github.com>"
    robot = "dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>"
    raw = raw_commit(message, robot)

    assert sign_offs(raw) == ()
    assert of_commit(raw, engine().classify) != ("dependabot[bot]", "support@github.com", "sign-off")
