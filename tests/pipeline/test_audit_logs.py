"""Audit logs go into a run: for whom an agent acted, as the same person as elsewhere; how a log fits."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from attest.errors import ConfigError
from attest.evaluate.approval import Standing, standing
from attest.ledger.read import load, read_config
from attest.ledger.verify import verify
from attest.model.change import Change
from attest.model.coverage import CoverageKind
from attest.model.evidence import RunView
from attest.model.progress import silent
from attest.model.signal import AiState, Grade, Involvement
from attest.pipeline.collecting import collect
from attest.pipeline.scope import Request
from tests.collect.stories import AGENT, WEB, Answers, review, user
from tests.support.history import BEN, History

COPILOT = user("Copilot", 198982749, "Bot")
CREATED: dict[str, Any] = {
    "action": "pull_request.create", "actor": "Copilot", "actor_is_agent": True, "repo": "acme/shop",
    "pull_request_url": "https://github.com/acme/shop/pull/5", "user": "ben", "user_id": 2,
}  # fmt: skip


@pytest.fixture
def history(tmp_path: Path) -> History:
    """#4 is Ben's, #5 Copilot's, approved by Ben and Cy; who set it to work is nowhere in git or forge."""
    made = History(tmp_path / "shop")
    made.commit("start", files={"a": "1\n"}, at="2024-12-01T00:00:00Z")
    made.ref("refs/pull/5/head", made.commit("Mend", files={"b": "1\n"}, branch="work", author=AGENT))
    earlier = made.commit("Tidy (#4)", files={"c": "1\n"}, author=BEN, committer=WEB)
    made.ref("refs/pull/4/head", earlier)
    landed = made.commit("Mend (#5)", files={"b": "1\n"}, author=AGENT, committer=WEB)
    answers = Answers(tmp_path / "forge", made)
    answers.pull(4, earlier, [earlier], user=user("ben", 2), reviews=[review(3, user("cy", 3))])
    reviews = [review(1, user("ben", 2)), review(2, user("cy", 3))]
    answers.pull(5, landed, [made.git("rev-parse", "work")], reviews=reviews, user=COPILOT)
    return made


def log(history: History, *rows: Any, name: str = "audit.json") -> Path:
    """An audit log beside the repository, one entry a line."""
    path = history.path.parent / name
    path.write_text("".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows))
    return path


def request(history: History, *logs: Path, **more: Any) -> Request:
    """The period in which the history lies, with the forge's answers."""
    fields: dict[str, Any] = {
        "repositories": (history.path,), "period": "2025", "store": history.path.parent / "store",
        "now": "2026-06-01T00:00:00Z", "forge": f"recorded:{history.path.parent / 'forge'}",
        "audit_logs": logs, **more,
    }  # fmt: skip
    return Request(**fields)


def told(history: History, *rows: Any, **more: Any) -> RunView:
    """The run with an audit log of these entries."""
    return load(collect(request(history, log(history, *rows), **more), silent))


def of(view: RunView, label: str) -> tuple[Change, Involvement]:
    """A change and what was found of it."""
    change = next(change for change in view.changes if change.label == label)
    return change, next(item for item in view.involvements if item.id == change.id)


def standings(view: RunView, label: str = "#5") -> dict[str, Standing]:
    """How the reviewers of a change stand to it, by their logins."""
    change, _ = of(view, label)
    logins = {actor: view.people[actor].split()[0].strip("@") for actor in view.people}
    return {
        logins.get(one.reviewer.id, one.reviewer.id): standing(change, one.reviewer)
        for one in view.reviews
        if one.change == change.id
    }


def test_without_a_log_nobody_is_independent_of_an_agents_work(history: History) -> None:
    """Whoever set it to work may be among those who approved."""
    view = load(collect(request(history), silent))

    assert set(standings(view).values()) == {Standing.UNDECIDABLE}


def test_whom_the_log_names_cannot_approve_the_agents_work(history: History) -> None:
    """It is the reviewer's own account, by its number; the other reviewer is independent."""
    view = told(history, CREATED)
    _, involvement = of(view, "#5")

    assert sorted(standings(view).values()) == sorted([Standing.AUTHOR, Standing.INDEPENDENT])
    assert involvement.accountable_basis == "audit-log"
    assert involvement.accountable == of(view, "#4")[0].opener
    assert involvement.initiators == (involvement.accountable,)


@pytest.mark.parametrize(
    "row",
    [
        pytest.param({"repo": "acme/other"}, id="the same number in another repository"),
        pytest.param({"actor_is_agent": False}, id="not of an agent"),
        pytest.param({"user": "acme-ci[bot]", "user_id": 9}, id="a robot as the user"),
        pytest.param({"user": "Copilot", "user_id": 198982749}, id="the agent itself as the user"),
        pytest.param({"pull_request_url": None, "pull_request_id": 5}, id="the forge's own number"),
        pytest.param({"action": "pull_request_review.submit"}, id="a review"),
    ],
)
def test_an_entry_that_only_looks_like_it_decides_nothing(history: History, row: dict[str, Any]) -> None:
    """Who set the agent to work stays unknown, and with it who is independent."""
    repository = row.get("repo", "acme/shop")
    given = {**CREATED, "pull_request_url": f"https://github.com/{repository}/pull/5", **row}
    view = told(history, given)
    change, involvement = of(view, "#5")

    assert set(standings(view).values()) == {Standing.UNDECIDABLE}
    assert [actor.id for actor in change.authors] == ["agent:copilot"]
    assert (involvement.accountable_basis, involvement.initiators) == ("merger", ())


def test_a_persons_change_is_no_agents_by_another_ones_entry(history: History) -> None:
    """#4 is as it is without a log."""
    assert of(told(history, CREATED), "#4") == of(load(collect(request(history), silent)), "#4")


def test_an_old_login_is_the_same_person_by_its_number(history: History) -> None:
    """Logins change, numbers do not."""
    view = told(history, {**CREATED, "user": "ben-as-was"})

    assert of(view, "#5")[1].accountable == of(view, "#4")[0].opener


def test_the_persons_file_ties_the_logs_account_to_an_address(history: History) -> None:
    """Without forge, Ben is the author of #4 by his address alone."""
    (history.path.parent / "attest.yaml").write_text(
        "format: attest/1\nrepositories:\n  - {name: shop, remote: Acme/Shop}\n"
        "persons:\n  - id: ben\n    addresses: [ben@example.org]\n    accounts: ['github:2']\n"
    )
    view = told(history, CREATED, forge="git", config=history.path.parent / "attest.yaml")

    assert of(view, "#5")[1].accountable == of(view, "#4")[0].authors[0]


def test_an_opening_by_an_agent_is_evidence_where_git_shows_none(history: History) -> None:
    """The forge says that an agent opened #4, whoever's name its commits bear."""
    view = told(history, {**CREATED, "pull_request_url": "https://github.com/acme/shop/pull/4"})
    change, involvement = of(view, "#4")
    [signal] = [one for one in view.signals if one.change == change.id]

    assert (involvement.state, involvement.grade, involvement.sources) == (
        AiState.AI_EVIDENCED, Grade.B, ("pull-request",),
    )  # fmt: skip
    assert (involvement.agent_authored, involvement.corroborated) == (True, False)
    assert (signal.rule, signal.where, signal.source.split(":")[0]) == (
        "audit-log.agent", "audit-log", "audit-log",
    )  # fmt: skip
    assert view.matched[signal.id] == "pull_request.create by Copilot for ben"


def test_a_repository_that_has_no_name_on_the_forge_gets_no_entry(history: History) -> None:
    """Its numbers may be another one's: that is a limitation, told."""
    view = told(history, CREATED, forge="git")

    assert of(view, "#5")[0].authors_complete is False
    assert [gap.kind for gap in view.gaps if gap.source == "audit-log"] == ["repository-unknown"]


def test_an_entry_that_cannot_be_read_is_a_gap_with_a_count(history: History) -> None:
    """The others count."""
    view = told(history, CREATED, "{", {**CREATED, "user": 7})
    [gap] = [gap for gap in view.gaps if gap.source == "audit-log"]

    assert (gap.kind, gap.affected_count) == ("entries-unreadable", 2)
    assert gap.what == "2 entries of the audit log 'audit.json' could not be read, of 3"
    assert of(view, "#5")[1].accountable_basis == "audit-log"


def test_the_run_keeps_its_digest_and_how_it_fits(history: History) -> None:
    """Without a word about people outside of what may be left out."""
    address = "https://github.com/{}/pull/{}"
    other = {**CREATED, "repo": "acme/other", "pull_request_url": address.format("acme/other", 5)}
    later = {**CREATED, "pull_request_url": address.format("acme/shop", 99)}
    person = {**CREATED, "actor_is_agent": False, "actor_ip": "203.0.113.7"}
    path = log(history, CREATED, other, later, person, {**CREATED, "pull_request_url": ""})
    run = collect(request(history, path), silent)
    view = load(run)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()

    assert verify(run).ok
    assert json.loads(read_config(run, "audit-logs/00.json") or b"") == {
        "entries": {
            "not_agents": 1, "on_others": 0, "repeated": 0, "total": 5, "unplaced": 1, "unreadable": 0,
        },
        "name": "audit.json", "of_other_pull_requests": 1, "of_other_repositories": 1,
        "of_the_population": 1, "sha256": digest,
    }  # fmt: skip
    assert [
        (item.count, item.of, item.setting) for item in view.coverage if item.kind is CoverageKind.AUDIT_LOG
    ] == [(1, 5, "1 of no agent, 1 of other repositories, 1 of other pull requests, 1 of no pull request")]
    assert "audit-log.agent" in {rule.id for rule in view.manifest.rules}
    holding = {file.relative_to(run).parts[0] for file in run.rglob("*") if _holds(file, b"203.0.113.7")}
    assert holding == {"raw"}
    assert (run / "raw" / digest).read_bytes() == path.read_bytes()
    assert "audit-log" in {answer.source for answer in view.manifest.answers}


def _holds(file: Path, text: bytes) -> bool:
    return file.is_file() and text in file.read_bytes()


def test_a_log_that_cannot_be_read_ends_the_command_before_anything_is_collected(history: History) -> None:
    """It names file, line and remedy."""
    path = log(history, "[", json.dumps(CREATED))
    with pytest.raises(ConfigError) as fault:
        collect(request(history, path), silent)

    assert (fault.value.where, fault.value.exit_code) == (f"{path}:3", 2)
    assert not (history.path.parent / "store").exists()


def test_the_same_log_in_two_files_gives_the_same_authors(history: History) -> None:
    """What they tell twice counts once."""
    row = {**CREATED, "_document_id": "x"}
    logs = (log(history, row), log(history, row, name="again.json"))
    view = load(collect(request(history, *logs), silent))

    assert [item.count for item in view.coverage if item.kind is CoverageKind.AUDIT_LOG] == [1, 0]
    assert of(view, "#5")[0] == of(told(history, row), "#5")[0]
