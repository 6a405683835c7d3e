"""Exports of an audit log: which entries are of an agent and about a pull request, and what is hostile."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attest import canonical
from attest.detect import audit_log
from attest.detect.audit_log import AuditLog, Counts
from attest.errors import ConfigError

CREATED: dict[str, Any] = {
    "@timestamp": 1_741_600_800_000, "_document_id": "aBc-1", "action": "pull_request.create",
    "actor": "Copilot", "actor_id": 198982749, "actor_is_agent": True, "actor_is_bot": True,
    "agent_session_id": "012345a6-b7c8-9012-de3f-45ab678c9012", "created_at": 1_741_600_800_000,
    "org": "acme", "org_id": 9, "pull_request_id": 2100000012, "pull_request_title": "Mend the parser",
    "pull_request_url": "https://github.com/acme/shop/pull/12", "repo": "acme/shop", "repo_id": 5,
    "user": "octocat", "user_id": 583231, "actor_ip": "203.0.113.7",
}  # fmt: skip


def row(**more: Any) -> dict[str, Any]:
    """An agent's opening of a pull request; a field that is `...` is left out."""
    return {name: value for name, value in {**CREATED, **more}.items() if value is not ...}


def read(*rows: Any) -> AuditLog:
    """The audit log with these entries, one a line."""
    return audit_log.read("".join(f"{json.dumps(one)}\n" for one in rows).encode(), "log.json", "log.json")


def counted(*rows: Any) -> dict[str, int]:
    """The counts of these entries that are not nought, `used` for those that name a pull request."""
    found = read(row(_document_id="other"), *rows)
    counts = {name: getattr(found.counts, name) for name in Counts.__dataclass_fields__}
    del counts["total"]
    return {"used": len(found.entries) - 1} | {name: count for name, count in counts.items() if count}


def test_an_agents_act_on_a_pull_request_is_an_entry() -> None:
    """With the user for whom it acted, and nothing else about people."""
    log = read(CREATED)
    [entry] = log.entries

    assert entry.source == f"audit-log:{log.digest}:1"
    assert entry._replace(source="") == audit_log.Entry(
        source="", action="pull_request.create", repository="acme/shop", pull=12, agent="Copilot",
        user="octocat", user_id=583231, at="2025-03-10T10:00:00Z",
        session="012345a6-b7c8-9012-de3f-45ab678c9012",
    )  # fmt: skip
    assert entry.shown == (
        "pull_request.create by Copilot for octocat at 2025-03-10T10:00:00Z, "
        "session 012345a6-b7c8-9012-de3f-45ab678c9012"
    )


def test_the_number_is_that_of_the_address_and_never_the_forges_id() -> None:
    """`pull_request_id` counts all pull requests of the forge."""
    assert [one.pull for one in read(row(pull_request_id=13)).entries] == [12]
    assert counted(row(pull_request_url=..., pull_request_id=12)) == {"used": 0, "unplaced": 1}


@pytest.mark.parametrize("by_agent", [False, None, ...])
def test_what_people_and_robots_do_is_no_entry(by_agent: object) -> None:
    """Whatever else it says: a person's own pull request has no prompter."""
    assert counted(row(actor_is_agent=by_agent)) == {"used": 0, "not_agents": 1}


@pytest.mark.parametrize(
    "action",
    [
        "pull_request_review.submit", "pull_request_review_comment.create", "pull_request.merge",
        "pull_request.close", "pull_request.create_review_request",
    ],
)  # fmt: skip
def test_whoever_asked_for_a_review_is_no_author_of_what_was_reviewed(action: str) -> None:
    """An agent that reviews, merges or closes adds nothing to the change."""
    assert counted(row(action=action)) == {"used": 0, "on_others": 1}


@pytest.mark.parametrize("action", ["pull_request.rebase", "pull_request.of_the_future"])
def test_an_act_that_nobody_knows_counts(action: str) -> None:
    """Leaving somebody out of the authors would be the worse error."""
    assert counted(row(action=action, _document_id="2")) == {"used": 1}


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("text", id="no object"),
        pytest.param({}, id="an object that is no entry"),
        pytest.param({"message": "Not Found"}, id="an answer of the interface"),
        pytest.param(row(action="x\u202ey"), id="an action that is none"),
        pytest.param(row(actor_is_agent="true"), id="a truth in words"),
        pytest.param(row(actor_is_agent=1), id="a truth as a number"),
        pytest.param(row(pull_request_url="https://github.com/acme/shop/pull/0"), id="number nought"),
        pytest.param(row(pull_request_url="https://github.com/acme/shop/pull/12\n"), id="a line end"),
        pytest.param(row(pull_request_url="https://github.com.evil.example/acme/shop/pull/12"), id="a host"),
        pytest.param(row(pull_request_url=12), id="no text"),
        pytest.param(row(repo="acme/other"), id="two repositories"),
        pytest.param(row(user="octo cat"), id="a user that is no login"),
        pytest.param(row(user="\ud800"), id="a lone surrogate"),
        pytest.param(row(user={"login": "octocat"}), id="a user that is an object"),
        pytest.param(row(user_id=-1), id="a number below nought"),
        pytest.param(row(user_id=True), id="a number that is none"),
        pytest.param(row(user_id=10**400), id="a number without end"),
    ],
)
def test_an_entry_that_is_not_as_documented_is_counted(value: object) -> None:
    """It may name somebody, so it is not passed over."""
    assert counted(value) == {"used": 0, "unreadable": 1}


def test_a_user_may_be_missing_or_without_a_number() -> None:
    """The agent acted all the same."""
    found = read(row(user=..., _document_id="1"), row(user_id=None, _document_id="2"))

    assert [(one.user, one.user_id) for one in found.entries] == [("", 583231), ("octocat", 0)]


def test_what_exports_that_overlap_tell_twice_counts_once() -> None:
    """By the entry's id, in one file and across files; without one nothing can be said."""
    told: set[str] = set()
    data = f"{json.dumps(CREATED)}\n{json.dumps(CREATED)}\n".encode()
    one = audit_log.read(data, "a", "a", told)
    other = audit_log.read(data, "b", "b", told)

    assert [(len(log.entries), log.counts.repeated) for log in (one, other)] == [(1, 1), (0, 2)]
    assert counted(row(_document_id=...), row(_document_id=...)) == {"used": 2}


@pytest.mark.parametrize(
    ("data", "where"),
    [
        pytest.param(b"", "log.json", id="nothing"),
        pytest.param(b"action,actor\npull_request.create,Copilot\n", "log.json", id="another form"),
        pytest.param(b'{"message": "Not Found", "status": "404"}', "log.json", id="an answer that is none"),
        pytest.param(b'[{"action": "x"},\n{"act', "log.json:2", id="cut off"),
        pytest.param(b"{}\n\xff\n", "log.json:2", id="no UTF-8"),
        pytest.param(b"\x1f\x8b\x08", "log.json", id="compressed"),
    ],
)
def test_what_is_no_audit_log_is_refused(data: bytes, where: str) -> None:
    """Before anything is collected, with file, line and remedy."""
    with pytest.raises(ConfigError) as fault:
        audit_log.read(data, "log.json", "log.json")

    assert (fault.value.where, bool(fault.value.hint)) == (where, True)


def test_a_log_without_an_act_of_an_agent_is_one() -> None:
    """Nothing was found when it was asked for agents."""
    log = audit_log.read(b"[]", "log.json", "log.json")

    assert (log.counts, log.entries, log.digest) == (Counts(), (), canonical.sha256(b"[]"))


def test_a_log_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """However it is split."""
    monkeypatch.setattr(audit_log, "MOST_ENTRIES", 2)

    with pytest.raises(ConfigError, match="more than 2 entries"):
        read(CREATED, CREATED, CREATED)


@pytest.mark.parametrize("field", ["agent_session_id", "@timestamp", "actor"])
def test_hostile_text_is_shown_or_left_out(field: str) -> None:
    """Session, time and agent are for reading alone."""
    texts = ["\x1b[2J\u202e" + "x" * 5_000, -(10**17), 10**17, True, None]
    rows = [row(**{field: text, "_document_id": str(number)}) for number, text in enumerate(texts)]

    assert all(one.shown.isprintable() and len(one.shown) <= 200 for one in read(CREATED, *rows).entries)


@given(st.dictionaries(st.sampled_from([*CREATED]), st.none() | st.booleans() | st.integers() | st.text()))
def test_no_entry_breaks_the_reader(more: dict[str, Any]) -> None:
    """It is counted in exactly one place."""
    counts = counted(row(**more))

    assert sum(counts.values()) == 1
