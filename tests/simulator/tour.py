"""Every REST operation of the simulator asked once, on the small world, so that each answer can be judged."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.simulator.answering import Forge
from tests.simulator.budget import Budget
from tests.simulator.exchange import Asked
from tests.simulator.rest_service import INSTALLATION
from tests.simulator.router import ROUTES, Route
from tests.simulator.telling import Told

API = "http://127.0.0.1:1"


@dataclass(frozen=True, slots=True)
class Visit:
    """An operation, the status that it answered with, and the body."""

    method: str
    path: str
    asked: str
    status: int
    body: Any


def visits(told: Told) -> Iterator[Visit]:
    """Each operation with what there is, and, where it names one thing, with one that there is not."""
    forge = Forge(told.world, Budget())
    for route in ROUTES:
        for target in _targets(route, told):
            asked = Asked(route.method, target, {"time_period": "month"}, {}, "bearer")
            draft, _ = forge.answer(asked, API, "token")
            yield Visit(route.method, route.path, target, draft.status, draft.json)


def _targets(route: Route, told: Told) -> Iterator[str]:
    there = _fill(route.path, _there(told))
    yield there
    missing = _fill(route.path, _there(told) | _MISSING)
    if missing != there:
        yield missing


_MISSING = {
    "username": "nobody",
    "pull_number": "99",
    "issue_number": "99",
    "branch": "no/such",
    "ruleset_id": "99",
    "rule_suite_id": "99",
    "version_id": "99",
    "deployment_id": "99",
    "task_id": "99",
    "ref": "f" * 40,
    "commit_sha": "f" * 40,
}


def _there(told: Told) -> dict[str, str]:
    return {
        "owner": "octo",
        "repo": "shop",
        "org": "octo",
        "username": "ada",
        "pull_number": "1",
        "issue_number": "1",
        "branch": "main",
        "ref": told.work,
        "commit_sha": told.work,
        "ruleset_id": str(told.ruleset),
        "version_id": str(told.version),
        "rule_suite_id": str(told.suite),
        "deployment_id": str(told.deployment),
        "run_id": "77",
        "task_id": told.task,
        "installation_id": str(INSTALLATION),
    }


def _fill(path: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        path = path.replace(f"{{{name}}}", value)
    return path
