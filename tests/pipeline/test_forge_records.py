"""From GitHub's answers to a run, its verification, what is explained of a change, and the report's words."""

from pathlib import Path
from typing import Any

import pytest

from attest.ledger.read import load
from attest.ledger.verify import verify
from attest.model.report import Report, Section
from attest.pipeline import evidence, explaining, reporting
from attest.pipeline.collecting import collect
from attest.pipeline.scope import Request
from tests.collect.github.shops import MERGED, Shop
from tests.collect.github.spools import BEN, event, listed

NOW = "2026-01-02T00:00:00Z"
DETAILS = "What the forge recorded of the branch and its pull requests"


def silent(stage: str, done: int, total: int | None) -> None:
    """Say nothing."""


def filled(folder: Path) -> Shop:
    """A shop with a little of everything."""
    shop = Shop(folder)
    over = event("HeadRefForcePushedEvent", beforeCommit=None, afterCommit={"oid": shop.head})
    over["createdAt"] = "2025-02-25T00:00:00Z"
    merge = event("MergedEvent", commit={"oid": shop.landed}, createdAt=MERGED)
    shop.spool.pulls(shop.pull(timelineItems=listed(over, merge)))
    person = {"login": "ben", "id": 2, "type": "User"}
    push: dict[str, Any] = {
        "id": 1, "before": shop.start, "after": shop.landed, "ref": "refs/heads/main", "timestamp": MERGED,
        "activity_type": "pr_merge", "actor": person,
    }  # fmt: skip
    shop.spool.rest("activity.page1.json", [push])
    suite = {
        "id": 2, "actor_id": 2, "actor_name": "ben", "before_sha": shop.start, "after_sha": shop.landed,
        "ref": "refs/heads/main", "pushed_at": MERGED, "result": "bypass",
    }  # fmt: skip
    shop.spool.rest("rulesets/rule-suites.page1.json", [suite])
    deployment = {"id": 3, "sha": shop.landed, "environment": "production", "created_at": MERGED}
    shop.spool.rest("deployments.page1.json", [deployment])
    shop.spool.rest("deployments/3/statuses.json", [{"id": 1, "state": "success", "created_at": MERGED}])
    collaborator = person | {"permissions": {"push": True}, "role_name": "write"}
    shop.spool.rest("collaborators.page1.json", [collaborator])
    protection = {"required_pull_request_reviews": {"required_approving_review_count": 1}}
    shop.spool.rest("branches/main/protection.json", protection)
    remark = {
        "id": "PRRC_5", "fullDatabaseId": "5", "draftedAt": MERGED, "publishedAt": MERGED, "path": "b",
        "state": "SUBMITTED", "outdated": False, "body": "Why?", "author": BEN,
    }  # fmt: skip
    held = {"id": "PRR_1", "fullDatabaseId": "1", "pullRequest": {"number": 1}, "comments": listed(remark)}
    shop.spool.graphql("comments.pass2.page1", {"nodes": [held]})
    made = {"provider": "github", "type": "pull", "data": {"id": 1, "global_id": "PR_1"}}
    task = {"id": "t-1", "creator": {"id": 2}, "creator_type": "user", "artifacts": [made], "name": "Round"}
    shop.spool.rest("agents/tasks.json", {"tasks": [task]})
    return shop


def gathered(shop: Shop, store: Path, forge: str = "") -> Path:
    """A run of the shop."""
    request = Request(
        repositories=(shop.history.path,), period="2025", store=store, now=NOW,
        forge=forge or f"recorded:{shop.spool.folder}",
    )  # fmt: skip
    return collect(request, silent)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The run of a shop with a little of everything."""
    folder = tmp_path_factory.mktemp("shop")
    return gathered(filled(folder), folder / "store")


def evaluated(run: Path) -> reporting.Evaluated:
    """The run with its findings."""
    return reporting.evaluate(evidence.OneRun(run), ())


def test_each_kind_is_in_the_run_and_verifies(run: Path) -> None:
    """One of each, and every answer that was kept belongs to it."""
    view = load(run)
    counts = {
        name: view.manifest.counts[name]
        for name in (
            "events", "comments", "pushes", "branch-rules", "rule-suites", "deployments", "permissions",
            "agent-tasks",
        )
    }  # fmt: skip

    assert counts == {
        "events": 2, "comments": 1, "pushes": 1, "branch-rules": 1, "rule-suites": 1, "deployments": 1,
        "permissions": 1, "agent-tasks": 1,
    }  # fmt: skip
    assert verify(run).ok
    assert (view.manifest.forge, view.manifest.not_connected) == ("recorded", ())
    assert "forge:github" in view.manifest.sources


def test_no_record_holds_a_login_or_what_somebody_wrote(run: Path) -> None:
    """People stand under their pseudonyms, and texts are sealed."""
    told = "".join(path.read_text() for path in (run / "records").iterdir())

    assert [
        word for word in ("ben", "ada@", "Why?", "Round doses") if word in told.replace("work-1", "")
    ] == []


def test_the_same_answers_give_the_same_run(run: Path, tmp_path: Path) -> None:
    """To the byte: nothing depends on where the spool lies or when it was read."""
    again = gathered(filled(tmp_path), tmp_path / "store")

    assert again.name == run.name


def test_a_change_is_explained_with_what_the_forge_recorded(run: Path) -> None:
    """Whoever acted is named as in the rest of the answer."""
    told = explaining.explain(evaluated(run), "#1")

    assert [one["kind"] for one in told["events"]] == ["force-push", "merge"]
    assert [one["result"] for one in told["rule_suites"]] == ["bypass"]
    assert [len(told[name]) for name in ("comments", "pushes", "deployments", "agent_tasks")] == [1, 1, 1, 1]
    assert told["rule_suites"][0]["actor"]["id"] in told["people"]


def section(report: Report) -> Section:
    """The chapter about the population."""
    return next(one for one in report.sections if one.anchor == "population")


def said(report: Report) -> str:
    """Its part about the forge's log, as it was built."""
    text = section(report).model_dump_json()
    return text[text.index(DETAILS) :]


def test_the_report_counts_each_kind(run: Path) -> None:
    """With what it is a part of; figures travel with their queries."""
    report = reporting.report_of(evaluated(run))
    figures = report.figures

    assert [(figures[name].value, figures[name].denominator) for name in (
        "events.force-push", "events.force-push.changes", "pushes.pr-merge", "rule-suites.bypassed",
        "branch-rules.in-force", "deployments.production.success", "permissions.push", "agent-tasks.landed",
        "comments.changes",
    )] == [(1, 2), (1, 1), (1, 1), (1, 1), (1, 1), (1, 1), (1, 1), (1, 1), (1, 1)]  # fmt: skip
    assert "Not connected" not in said(report)


def test_the_report_says_what_nobody_asked_for(tmp_path: Path) -> None:
    """From git alone nothing is said of force pushes, not even that there were none."""
    shop = Shop(tmp_path)
    report = reporting.report_of(evaluated(gathered(shop, tmp_path / "store", "git")))

    assert "Not connected, so nobody looked: " in said(report)
    assert "events" not in report.figures
