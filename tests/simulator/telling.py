"""A small world with one of everything, for the simulator's own tests."""

from dataclasses import dataclass
from pathlib import Path

from tests.simulator.builder import WorldBuilder
from tests.simulator.records import App
from tests.simulator.world import World
from tests.support.history import History

DAY = "2026-01-10"


@dataclass(frozen=True, slots=True)
class Told:
    """The world, and what a test asks about."""

    world: World
    start: str
    work: str
    landed: str
    review: int
    ruleset: int
    version: int
    suite: int
    deployment: int
    task: str


def tell(folder: Path) -> Told:
    """Pull request 1 is merged, with all that can hang on one; 2 is a draft of a deleted account."""
    history = History(folder / "shop")
    start = history.commit("start", files={"a.txt": "1\n"})
    work = history.commit("feature", files={"a.txt": "2\n"}, branch="feature")
    landed = history.merge("feature", "Merge pull request #1 from octo/feature")
    history.ref("refs/pull/1/head", work)
    world = WorldBuilder("octo", "shop")
    world.git(history.path)
    world.person("ada")
    world.person("ben")
    world.person("gone", deleted=True)
    world.robot("copilot-swe-agent", id=198982749)
    review = _first(world, start, work, landed)
    world.pull(2, by="gone", at=f"{DAY}T08:00:00Z", head=work, base=start, draft=True, fork="")
    _rules(world, start, landed)
    world.pushed("ben", before=start, after=landed, at=f"{DAY}T11:00:00Z", kind="pr_merge")
    world.pushed(None, before="0" * 40, after=start, at=f"{DAY}T07:00:00Z", kind="branch_creation")
    states = (("in_progress", f"{DAY}T12:00:00Z"), ("success", f"{DAY}T12:01:00Z"))
    deployment = world.deployed(landed, "production", by="ada", at=f"{DAY}T12:00:00Z", states=states)
    world.environment("production", reviewers=("ben",), no_self_review=True)
    world.let_through(77, "production", "ben")
    for login, role in (("ada", "admin"), ("ben", "write")):
        world.collaborator(login, role)
    task = world.agent_task(
        pull=1, by="ada", at=f"{DAY}T08:30:00Z", model="model-1", prompt="Do it", head="feature"
    )
    world.audited("protected_branch.policy_override", by="ada", at=f"{DAY}T11:00:00Z", programmatic=False)
    made = world.build()
    ruleset = next(iter(made.rulesets.values()))
    suite = made.rule_suites[0].id
    return Told(
        made, start, work, landed, review, ruleset.id, ruleset.versions[0].id, suite, deployment, task
    )


def _first(world: WorldBuilder, start: str, work: str, landed: str) -> int:
    pull = world.pull(
        1,
        by="copilot-swe-agent",
        at=f"{DAY}T08:40:00Z",
        head=work,
        base=start,
        title="Feature",
        labels=("risk:low",),
    )
    pull.agent_started("copilot-swe-agent", at=f"{DAY}T08:41:00Z")
    pull.requested("ben", by="ada", at=f"{DAY}T08:45:00Z")
    pull.drafted("ada", at=f"{DAY}T08:50:00Z")
    pull.ready("ada", at=f"{DAY}T08:55:00Z")
    pull.retargeted("ada", "next", "later", at=f"{DAY}T08:56:00Z")
    pull.retargeted("ada", "later", "main", at=f"{DAY}T08:56:30Z", automatic=True)
    pull.force_pushed("ada", before=start, after=work, at=f"{DAY}T08:57:00Z")
    pull.closed("ada", at=f"{DAY}T08:58:00Z")
    pull.reopened("ada", at=f"{DAY}T08:59:00Z")
    pull.check("build", "SUCCESS", at=f"{DAY}T09:00:00Z", started=f"{DAY}T08:59:00Z")
    pull.check("scan", None, at=f"{DAY}T09:00:00Z", app=App(57789, "scanner"))
    pull.status("ci/legacy", "SUCCESS", at=f"{DAY}T09:01:00Z", by="ada")
    old = pull.review("gone", "APPROVED", at=f"{DAY}T09:30:00Z", commit=start)
    pull.dismissed(old, "ada", at=f"{DAY}T09:40:00Z", message="stale", commit=work)
    pull.review("ada", "PENDING", at=None, commit=work)
    review = pull.review("ben", "APPROVED", at=f"{DAY}T10:00:00Z", commit=work, body="ok")
    first = pull.comment(
        review, "ben", "Why?", path="a.txt", line=1, drafted=f"{DAY}T09:50:00Z", at=f"{DAY}T10:00:00Z"
    )
    pull.comment(
        review, "gone", "So.", path="a.txt", line=None, drafted=f"{DAY}T09:55:00Z", at=f"{DAY}T10:00:00Z",
        outdated=True, reply_to=first,
    )  # fmt: skip
    pull.auto_merge("ada", at=f"{DAY}T10:05:00Z", method="MERGE")
    pull.auto_merge_off("ada", at=f"{DAY}T10:06:00Z", reason="changed my mind")
    pull.queued("ben", at=f"{DAY}T10:10:00Z")
    pull.unqueued("ben", at=f"{DAY}T10:20:00Z", reason="merged", before=start)
    pull.auto_merge("ada", at=f"{DAY}T10:30:00Z", method="SQUASH")
    pull.merged("ben", at=f"{DAY}T11:00:00Z", sha=landed)
    pull.closes(17)
    return review


def _rules(world: WorldBuilder, start: str, landed: str) -> None:
    world.protection(required=("build",), approvals=2, code_owners=True)
    ruleset = world.ruleset("main", at="2025-06-01T00:00:00Z", required=("build",))
    bypass = {"actor_id": 5, "actor_type": "RepositoryRole", "bypass_mode": "always"}
    world.ruleset_changed(ruleset, at="2025-12-01T00:00:00Z", by="ben", approvals=2, bypass=(bypass,))
    world.bypassed("ada", before=start, after=landed, at=f"{DAY}T11:00:00Z")
