"""How a story is played: what it may not say, and what a merge of the forge holds."""

import pytest

from attest.errors import ConfigError
from attest.samples.history import History, play
from attest.samples.story import (
    CommitStep,
    Entry,
    ForcePushStep,
    MergeStep,
    Person,
    Protection,
    PullStep,
    Story,
)
from attest.samples.timeline import events

AT = "2025-01-01T10:00:00Z"
START = Entry(push=CommitStep(author="ada", at=AT, message="start", files={"a.txt": "1\n", "b.txt": "1\n"}))


def _play(*entries: Entry) -> History:
    return play(
        Story(
            format=1,
            name="shop",
            about="",
            owner="acme-example",
            repository_id=2,
            branch="main",
            period="2025",
            per_page=10,
            protection=Protection(),
            people={"ada": Person(name="Ada", email="ada@acme.example", login="ada", id=1)},
            history=(START, *entries),
        ),
        {},
    )


def _pull(how: str, *commits: CommitStep, start: str = "", message: str = "") -> Entry:
    merged = MergeStep.model_validate({"by": "ada", "at": AT, "how": how, "message": message})
    return Entry(
        pull=PullStep(
            number=7,
            title="Work",
            branch="work",
            opener="ada",
            opened_at=AT,
            start=start,
            commits=commits,
            merged=merged,
        )
    )


def _commit(message: str = "work", **files: str) -> CommitStep:
    return CommitStep(author="ada", at=AT, message=message, files={f"{n}.txt": t for n, t in files.items()})


def test_a_merge_commit_names_pull_request_and_branch() -> None:
    """As the forge writes it."""
    history = _play(_pull("merge", _commit(a="2\n")))
    assert history.find("#7").message == "Merge pull request #7 from acme-example/work\n\nWork\n"


def test_a_squash_of_one_commit_takes_its_message() -> None:
    """The number is added to the subject; the body stays, trailers included."""
    history = _play(_pull("squash", _commit("Fix it\n\nWhy: because\n", a="2\n")))
    assert history.find("#7").message == "Fix it (#7)\n\nWhy: because\n"


def test_a_squash_of_more_lists_every_message() -> None:
    """The forge's own form, in which trailers end up in the middle."""
    history = _play(_pull("squash", _commit("One", a="2\n"), _commit("Two", a="3\n")))
    assert history.find("#7").message == "Work (#7)\n\n* One\n\n* Two\n"


def test_a_squash_has_one_parent_and_a_merge_two() -> None:
    """First the base, then the head."""
    squash, merge = (_play(_pull(how, _commit(a="2\n"))) for how in ("squash", "merge"))
    assert (squash.nodes[0].id,) == squash.find("#7").parents
    assert (merge.nodes[0].id, merge.find("#7/head").id) == merge.find("#7").parents


def test_both_sides_of_a_merge_are_kept() -> None:
    """A path that only one side changed is that side's."""
    other = CommitStep(author="ada", at=AT, message="main moves on", files={"b.txt": "2\n"}, key="moved")
    first = CommitStep(author="ada", at=AT, message="first", key="first")
    history = _play(Entry(push=first), Entry(push=other), _pull("merge", _commit(a="2\n"), start="first"))
    assert dict(history.find("#7").tree) == {"a.txt": "2\n", "b.txt": "2\n"}


def test_a_conflict_is_a_fault_of_the_story() -> None:
    """The builder never picks a side."""
    other = CommitStep(author="ada", at=AT, message="main moves on", files={"a.txt": "3\n"})
    first = CommitStep(author="ada", at=AT, message="first", key="first")
    with pytest.raises(ConfigError, match=r"both sides of a merge change 'a\.txt'"):
        _play(Entry(push=first), Entry(push=other), _pull("merge", _commit(a="2\n"), start="first"))


def test_braces_stand_for_a_commit_id() -> None:
    """Messages can name commits, as cherry-picks and reverts do."""
    again = CommitStep(author="ada", at=AT, message="again\n\n(cherry picked from commit {{#7/head}})")
    history = _play(_pull("merge", _commit(a="2\n")), Entry(push=again))
    assert history.find("#7/head").id in history.find("main").message


@pytest.mark.parametrize("message", ["see {{#9}}", "see {{nowhere}}"])
def test_a_name_that_does_not_exist_is_a_fault_of_the_story(message: str) -> None:
    """The message names it."""
    with pytest.raises(ConfigError, match="no commit is called"):
        _play(_pull("merge", _commit(message, a="2\n")))


def test_what_was_pushed_over_is_on_no_branch() -> None:
    """It has a name, and a review may still be of it."""
    over = ForcePushStep(by="ada", at=AT, before=(_commit("first", a="2\n"),))
    entry = _pull("merge", _commit("second", a="3\n"))
    assert entry.pull is not None
    history = _play(entry.model_copy(update={"pull": entry.pull.model_copy(update={"pushed_over": over})}))
    before = history.find("#7/before/1")

    assert (before.tree["a.txt"], before.parents) == ("2\n", history.pulls[0].commits[0].parents)
    assert before.id not in history.refs().values()
    assert [event.kind for event in events(history.pulls[0])] == ["head_ref_force_pushed", "merged", "closed"]


def test_a_numbered_file_has_so_many_lines() -> None:
    """What it holds does not matter."""
    step = CommitStep(author="ada", at=AT, message="many", numbered={"many.txt": 4000})

    assert len(_play(_pull("merge", step)).find("#7").tree["many.txt"].splitlines()) == 4000
