"""Recorded answers of a forge: what cannot be read is told, and takes nothing away."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attest.collect.forge import Answer, Landed, Received
from attest.collect.recorded import RecordedForge
from attest.errors import CollectionError

SHA = "a" * 40
HEAD = "b" * 40
ADA = {"login": "ada", "id": 1, "type": "User"}


def pull(number: int, **more: Any) -> dict[str, Any]:
    """An entry of the list of pull requests."""
    return {
        "number": number,
        "title": "t",
        "body": None,
        "user": ADA,
        "head": {"ref": "work", "sha": HEAD},
        "base": {"ref": "main"},
        "merge_commit_sha": SHA,
        "created_at": "2025-01-01T00:00:00Z",
        "merged_at": "2025-01-02T00:00:00Z",
        "labels": [],
    } | more


def write(folder: Path, path: str, body: Any) -> None:
    """One answer; text and bytes are written as they are."""
    place = folder / path
    place.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(body, bytes):
        place.write_bytes(body)
    else:
        place.write_text(body if isinstance(body, str) else json.dumps(body), encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that holds the repository's own answer."""
    write(tmp_path, "repository.json", {"full_name": "acme/shop", "default_branch": "main"})
    return tmp_path


def numbers(folder: Path) -> tuple[list[int], bool]:
    """Numbers of the merged pull requests, and whether the list is whole."""
    answer = RecordedForge(folder).landed_pulls("main")
    assert answer.value.complete is not bool(answer.shortfalls)
    return [found.number for found in answer.value.pulls], answer.value.complete


def why(answer: Answer[Any]) -> str:
    """What an answer says it could not have."""
    return " / ".join(f"{shortfall.kind}: {shortfall.what}" for shortfall in answer.shortfalls)


def test_a_folder_without_answers_is_refused(tmp_path: Path) -> None:
    """An empty folder is a mistake of the command line, not a forge without pull requests."""
    with pytest.raises(CollectionError):
        RecordedForge(tmp_path)


def test_merged_pull_requests_of_the_branch_are_listed(folder: Path) -> None:
    """Closed without a merge, and merged elsewhere, they are not of this branch's changes."""
    rows = [pull(3), pull(1), pull(2, merged_at=None), pull(4, base={"ref": "stable"})]
    write(folder, "pulls.page1.json", rows)
    assert numbers(folder) == ([1, 3], True)


def test_pages_are_read_to_the_last(folder: Path) -> None:
    """The link header of each names the next."""
    link = '<https://api.github.com/x?page=2>; rel="next"'
    write(folder, "pulls.page1.json", {"status": 200, "headers": {"Link": link}, "body": [pull(1)]})
    write(
        folder, "pulls.page2.json", {"status": 200, "headers": {"link": '<x>; rel="prev"'}, "body": [pull(2)]}
    )
    assert numbers(folder) == ([1, 2], True)


def test_a_next_page_that_was_not_recorded_leaves_the_list_open(folder: Path) -> None:
    """What was read is used."""
    write(
        folder, "pulls.page1.json", {"status": 200, "headers": {"link": '<x>; rel="next"'}, "body": [pull(1)]}
    )
    assert numbers(folder) == ([1], False)


def test_a_page_left_out_leaves_the_list_open(folder: Path) -> None:
    """The later page is used too."""
    write(folder, "pulls.page1.json", [pull(1)])
    write(folder, "pulls.page3.json", [pull(3)])
    assert numbers(folder) == ([1, 3], False)


def test_a_full_page_without_a_header_may_go_on(folder: Path) -> None:
    """Nothing shows that it was the last."""
    write(folder, "recorded.json", {"format": 1, "per_page": 2})
    write(folder, "pulls.json", [pull(1), pull(2)])
    assert numbers(folder) == ([1, 2], False)


@pytest.mark.parametrize(
    "body",
    [
        {"status": 403, "body": {"message": "API rate limit exceeded for user"}},
        {"status": 304},
        {"status": 500, "body": None},
        {"message": "Not Found", "documentation_url": "x", "status": "404"},
        "[",
        "[NaN]",
        b"\xff\xfe",
        '{"a": 1, "a": 2}',
        "[" * 100_000,
        {"pulls": []},
        "x" * (9 << 20),
    ],
)
def test_a_list_that_cannot_be_read_is_not_empty(folder: Path, body: Any) -> None:
    """An error is not a forge without pull requests."""
    write(folder, "pulls.page1.json", body)
    assert numbers(folder) == ([], False)


def test_no_list_at_all_is_not_empty(folder: Path) -> None:
    """Nothing recorded is nothing known."""
    assert numbers(folder) == ([], False)


@pytest.mark.parametrize(
    "more",
    [
        {"number": "1"},
        {"number": True},
        {"number": 0},
        {"merge_commit_sha": "zz"},
        {"head": None},
        {"base": []},
        {"merged_at": "yesterday"},
        {"merged_at": "2025-13-01T00:00:00Z"},
    ],
)
def test_a_malformed_entry_leaves_the_list_open(folder: Path, more: dict[str, Any]) -> None:
    """The others are used."""
    write(folder, "pulls.json", [pull(1) | more, pull(2)])
    assert numbers(folder) == ([2], False)


def test_an_entry_that_stands_twice_leaves_the_list_open(folder: Path) -> None:
    """Pages that shifted while they were read show so."""
    write(folder, "pulls.json", [pull(1), pull(1)])
    assert numbers(folder) == ([1], False)


def test_without_its_own_page_a_pull_request_is_taken_from_the_list(folder: Path) -> None:
    """Who merged it is then not known."""
    write(folder, "pulls.json", [pull(7, title="from the list")])
    answer = RecordedForge(folder).pull(7)
    assert answer.value is not None
    assert (answer.value.title, answer.value.merged_by, why(answer).split(":")[0]) == (
        "from the list",
        None,
        "pull-incomplete",
    )


def test_the_page_of_another_pull_request_is_not_taken(folder: Path) -> None:
    """A file under the wrong name tells nothing."""
    write(folder, "pulls/7.json", pull(8))
    assert RecordedForge(folder).pull(7).value is None


def test_text_that_no_record_could_hold_is_made_visible(folder: Path) -> None:
    """A lone surrogate is written out."""
    write(folder, "pulls/7.json", json.dumps(pull(7)).replace('"t"', '"\\ud800"'))
    answer = RecordedForge(folder).pull(7)
    assert answer.value is not None
    assert answer.value.title == "\\ud800"


def review(number: int, **more: Any) -> dict[str, Any]:
    """A review in the forge's shape."""
    row = {"id": number, "user": ADA, "state": "APPROVED", "body": "", "submitted_at": "2025-01-02T00:00:00Z"}
    return row | {"commit_id": HEAD} | more


def test_no_reviews_is_an_answer(folder: Path) -> None:
    """The source was read and has none: nothing is missing of it."""
    write(folder, "pulls/7/reviews.json", [])
    answer = RecordedForge(folder).reviews(7)
    assert (answer.value, answer.shortfalls) == ((), ())


def test_reviews_that_were_not_recorded_are_told(folder: Path) -> None:
    """Told apart from none."""
    assert "reviews-incomplete" in why(RecordedForge(folder).reviews(7))


def test_reviews_come_in_the_order_of_submission(folder: Path) -> None:
    """A pending one, without a time, comes last."""
    rows = [
        review(1, submitted_at=None, state="PENDING"),
        review(3, submitted_at="2025-01-03T00:00:00Z"),
        review(2),
    ]
    write(folder, "pulls/7/reviews.json", rows)
    assert [found.id for found in RecordedForge(folder).reviews(7).value] == ["2", "3", "1"]


def test_a_malformed_review_does_not_hide_the_others(folder: Path) -> None:
    """It is told that one was."""
    write(folder, "pulls/7/reviews.json", [review(1, user="ada"), review(2)])
    answer = RecordedForge(folder).reviews(7)
    assert ([found.id for found in answer.value], bool(answer.shortfalls)) == (["2"], True)


def test_a_source_that_is_not_connected_is_not_asked(folder: Path) -> None:
    """Nothing is missing of it, since nobody looked."""
    write(folder, "recorded.json", {"format": 1, "connected": ["pull-requests"]})
    forge = RecordedForge(folder)
    assert (forge.reviews(7).shortfalls, forge.checks(HEAD).shortfalls) == ((), ())


def test_statements_are_not_connected_without_reviews(folder: Path) -> None:
    """They stand in the bodies of reviews."""
    write(folder, "recorded.json", {"format": 1, "connected": ["pull-requests", "comprehension"]})
    assert RecordedForge(folder).connected == {"pull-requests"}


@pytest.mark.parametrize(
    "body", [{"format": 2}, {"format": 1, "connected": ["mail"]}, {"format": 1, "per_page": 0}, "{"]
)
def test_a_description_that_cannot_be_used_is_refused(folder: Path, body: Any) -> None:
    """It says what the recording holds: a guess would be worse."""
    write(folder, "recorded.json", body)
    with pytest.raises(CollectionError):
        RecordedForge(folder)


def run(number: int, **more: Any) -> dict[str, Any]:
    """A check run in the forge's shape."""
    return {"id": number, "name": "tests", "status": "completed", "conclusion": "success", "app": None} | more


def test_fewer_check_runs_than_there_are_is_told(folder: Path) -> None:
    """The forge states their number."""
    write(folder, f"commits/{HEAD}/check-runs.json", {"total_count": 3, "check_runs": [run(1)]})
    answer = RecordedForge(folder).checks(HEAD)
    assert (len(answer.value), bool(answer.shortfalls)) == (1, True)


def test_a_running_check_has_not_passed(folder: Path) -> None:
    """Its status stands in for a conclusion."""
    rows = [run(1, status="in_progress", conclusion=None)]
    write(folder, f"commits/{HEAD}/check-runs.json", {"total_count": 1, "check_runs": rows})
    assert RecordedForge(folder).checks(HEAD).value[0].conclusion == "in_progress"


def test_statuses_are_checks_too(folder: Path) -> None:
    """Both kinds are listed, each under its own."""
    write(folder, f"commits/{HEAD}/check-runs.json", {"total_count": 1, "check_runs": [run(1)]})
    rows = [{"id": 1, "context": "ci", "state": "failure", "updated_at": "2025-01-01T00:00:00Z"}]
    write(folder, f"commits/{HEAD}/status.json", {"state": "failure", "total_count": 1, "statuses": rows})
    found = RecordedForge(folder).checks(HEAD).value
    assert [(one.kind, one.conclusion) for one in found] == [("check", "success"), ("status", "failure")]


@pytest.mark.parametrize(
    ("known", "protection"),
    [
        (True, {"required_status_checks": {"contexts": ["tests"]}}),
        (True, {"required_status_checks": None}),
        (True, {"status": 404, "body": {"message": "Branch not protected"}}),
        (False, {"status": 404, "body": {"message": "Not Found"}}),
        (False, {"status": 403, "body": {"message": "Resource not accessible"}}),
        (False, {"required_status_checks": {"contexts": [1]}}),
    ],
)
def test_not_protected_is_told_apart_from_not_permitted(folder: Path, known: bool, protection: Any) -> None:
    """Both are a 404; only one of them is an answer."""
    write(folder, "branches/main/protection.json", protection)
    answer = RecordedForge(folder).required_checks("main")
    assert (answer.value.known, bool(answer.shortfalls)) == (known, not known)


def test_rulesets_add_to_protection(folder: Path) -> None:
    """A check that either asks for is required."""
    write(folder, "branches/release%2F1/protection.json", {"required_status_checks": {"contexts": ["tests"]}})
    parameters = {"required_status_checks": [{"context": "lint"}]}
    write(
        folder,
        "branches/release%2F1/rules.json",
        [{"type": "required_status_checks", "parameters": parameters}],
    )
    assert RecordedForge(folder).required_checks("release/1").value.names == {"tests", "lint"}


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
_KEYS = ("number", "user", "head", "base", "merged_at", "labels", "state", "id", "body", "status", "commit")
_hostile = st.fixed_dictionaries({}, optional=dict.fromkeys(_KEYS, _json))


@settings(max_examples=60)
@given(rows=st.lists(_hostile, max_size=4))
def test_no_answer_can_end_a_collection(folder: Path, rows: list[dict[str, Any]]) -> None:
    """Whatever JSON stands in a file, asking gives an answer."""
    for path in ("pulls", "pulls/1", "pulls/1/reviews", "pulls/1/commits", f"commits/{HEAD}/check-runs"):
        write(folder, f"{path}.json", rows[0] if len(rows) == 1 else rows)
    write(folder, "branches/main/protection.json", rows[0] if rows else rows)
    write(folder, "branches/main/rules.json", rows)
    forge = RecordedForge(folder)
    answers = (
        forge.landed_pulls("main"),
        forge.pull(1),
        forge.commits(1),
        forge.reviews(1),
        forge.checks(HEAD),
        forge.required_checks("main"),
    )
    assert all(isinstance(answer, Answer) for answer in answers)


def test_a_landed_pull_request_is_held_small(folder: Path) -> None:
    """The whole list is kept without titles and bodies."""
    write(folder, "pulls.json", [pull(1)])
    expected = (Landed(1, HEAD, SHA, "2025-01-02T00:00:00Z"),)
    assert expected == RecordedForge(folder).landed_pulls("main").value.pulls


def test_every_page_is_handed_on_as_it_was_received(folder: Path) -> None:
    """With the request that it answers, the page size, and its bytes, usable or not."""
    kept: list[Received] = []
    write(folder, "recorded.json", {"format": 1, "per_page": 2})
    write(folder, "pulls.page1.json", [pull(1), pull(2)])
    write(folder, "pulls.page2.json", "{")
    write(folder, "branches/main/rules.json", [])
    forge = RecordedForge(folder, kept.append)
    forge.landed_pulls("main")
    forge.required_checks("main")

    assert [(item.request, item.per_page, item.origin) for item in kept] == [
        ("repository", None, "repository.json"),
        ("recorded", None, "recorded.json"),
        ("pulls", 2, "pulls.page1.json"),
        ("pulls", 2, "pulls.page2.json"),
        ("rules/branches/main", 2, "branches/main/rules.json"),
    ]
    assert [item.data for item in kept] == [(folder / item.origin).read_bytes() for item in kept]


@pytest.mark.parametrize("linked", ["pulls/7.json", "pulls/7", "pulls", "pulls/7/reviews.json"])
def test_a_link_in_a_recording_is_not_followed(folder: Path, tmp_path: Path, linked: str) -> None:
    """What it leads to is neither believed nor kept."""
    kept: list[Received] = []
    write(folder, "pulls/7.json", pull(7))
    write(folder, "pulls/7/reviews.json", [])
    place = folder / linked
    place.rename(tmp_path / "elsewhere")
    place.symlink_to(tmp_path / "elsewhere")
    forge = RecordedForge(folder, kept.append)
    told = [*forge.pull(7).shortfalls, *forge.reviews(7).shortfalls]

    assert any("a link stands in the place of the file" in item.what for item in told)
    assert [item.origin for item in kept if f"{item.origin}/".startswith(f"{linked}/")] == []


def further(folder: Path, *sources: str) -> RecordedForge:
    """A recording that says which further sources it holds."""
    write(folder, "recorded.json", {"format": 1, "connected": ["pull-requests", *sources]})
    return RecordedForge(folder)


def test_a_recording_that_names_no_sources_holds_no_further_ones(folder: Path) -> None:
    """Nobody looked for a timeline, so none is missing."""
    found = RecordedForge(folder)

    assert found.connected == {"pull-requests", "reviews", "checks", "comprehension"}
    assert (found.events(1), found.pushes("main")) == (Answer(()), Answer(()))


def test_a_recorded_timeline_has_the_verdict_before_a_dismissal(folder: Path) -> None:
    """REST has it beside the review; entries of other kinds are passed over."""
    dismissed = {"state": "approved", "review_id": 12, "dismissal_message": "stale"}
    row = {
        "id": 5, "event": "review_dismissed", "created_at": "2025-01-02T00:00:00Z", "actor": ADA,
        "dismissed_review": dismissed,
    }  # fmt: skip
    write(folder, "issues/1/timeline.json", [row, {"event": "committed", "sha": SHA}])
    answer = further(folder, "timeline").events(1)
    [found] = answer.value

    assert (found.kind, found.review, found.state, why(answer)) == ("dismissal", "12", "approved", "")


def test_a_timeline_that_was_not_recorded_is_told(folder: Path) -> None:
    """The source is connected, and of this pull request it says nothing."""
    assert "no answer was recorded" in why(further(folder, "timeline").events(1))


def test_recorded_activity_is_read_as_a_fetched_one_is(folder: Path) -> None:
    """The same files of REST, whoever asked for them."""
    row = {
        "id": 5, "activity_type": "force_push", "timestamp": "2025-01-02T00:00:00Z", "actor": ADA,
        "ref": "refs/heads/main", "before": SHA, "after": HEAD,
    }  # fmt: skip
    write(folder, "activity.json", [row])
    [found] = further(folder, "pushes").pushes("main").value

    assert (found.kind, found.before, found.after) == ("force-push", SHA, HEAD)


@pytest.mark.parametrize("source", ["review-comments", "agent-tasks", "gossip"])
def test_sources_that_a_recording_cannot_hold_are_refused(folder: Path, source: str) -> None:
    """To call one connected that is not read would make its silence look like an answer."""
    with pytest.raises(CollectionError):
        further(folder, source)


def test_a_check_that_stands_twice_leaves_the_list_open(folder: Path) -> None:
    """A page that was given once more stands in the place of one that is not there."""
    run = {
        "id": 7, "name": "tests", "status": "completed", "conclusion": "success",
        "completed_at": "2025-01-01T00:00:00Z", "app": {"slug": "ci"},
    }  # fmt: skip
    write(folder, f"commits/{SHA}/check-runs.json", {"total_count": 2, "check_runs": [run, run]})
    answer = RecordedForge(folder).checks(SHA)
    assert (len(answer.value), "listed twice" in why(answer)) == (1, True)


def test_an_event_that_stands_twice_leaves_the_timeline_open(folder: Path) -> None:
    """And it is one event."""
    row = {"id": 3, "event": "merged", "created_at": "2025-01-02T00:00:00Z", "actor": ADA, "commit_id": SHA}
    write(folder, "issues/1/timeline.json", [row, row])
    answer = further(folder, "timeline").events(1)
    assert (len(answer.value), "listed twice" in why(answer)) == (1, True)


def test_a_commit_that_stands_twice_leaves_the_list_open(folder: Path) -> None:
    """Whose commit it took the place of is not known, so an author may be missing."""
    who = {"name": "Ada", "email": "ada@example.org", "date": "2025-01-01T00:00:00Z"}
    row = {
        "sha": SHA,
        "parents": [],
        "author": ADA,
        "committer": ADA,
        "commit": {"author": who, "committer": who, "message": "m"},
    }
    write(folder, "pulls/1/commits.json", [row, row])
    answer = RecordedForge(folder).commits(1)
    assert (len(answer.value or ()), "listed twice" in why(answer)) == (1, True)
