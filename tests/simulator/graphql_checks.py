"""Checks and statuses of a commit as nodes of the GraphQL schema."""

from tests.simulator.connections import connection
from tests.simulator.graphql_events import Shapes
from tests.simulator.records import Check, Json, Status

_STATES = {
    "COMPLETED": "",
    "IN_PROGRESS": "PENDING",
    "PENDING": "PENDING",
    "QUEUED": "PENDING",
    "REQUESTED": "PENDING",
    "WAITING": "PENDING",
}
_ORDER = ("ERROR", "FAILURE", "PENDING", "EXPECTED")


def rollup(shapes: Shapes, sha: str) -> Json | None:
    """Checks and statuses of a commit; the last status of each context."""
    checks = shapes.world.checks_of(sha)
    statuses = {one.context: one for one in reversed(shapes.world.statuses_of(sha))}.values()
    states = {_STATES[one.status] or _judged(one.conclusion) for one in checks}
    states |= {one.state for one in statuses}
    if not states:
        return None
    contexts: list[Check | Status] = [*checks, *statuses]

    def shape(one: Check | Status) -> Json:
        return _context(shapes, one)

    return {
        "id": f"SCR_{sha}",
        "state": next((state for state in _ORDER if state in states), "SUCCESS"),
        "contexts": lambda _, **paging: connection(contexts, shape, **paging),
    }


def _context(shapes: Shapes, one: Check | Status) -> Json:
    if isinstance(one, Status):
        return {
            "__typename": "StatusContext",
            "id": f"SC_{one.id}",
            "context": one.context,
            "state": one.state,
            "createdAt": one.at,
            "creator": shapes.actor(one.creator),
            "commit": shapes.commit(one.sha),
        }
    app = {"__typename": "App", "id": f"A_{one.app.id}", "databaseId": one.app.id, "slug": one.app.slug}
    suite = {"id": f"CS_{one.suite}", "app": app, "commit": lambda _: shapes.commit(one.sha)}
    return {
        "__typename": "CheckRun",
        "id": f"CR_{one.id}",
        "databaseId": one.id,
        "resourcePath": f"/{shapes.world.full_name}/runs/{one.id}",
        "name": one.name,
        "status": one.status,
        "conclusion": one.conclusion,
        "startedAt": one.started,
        "completedAt": one.completed,
        "checkSuite": suite,
    }


def _judged(conclusion: str | None) -> str:
    return "SUCCESS" if conclusion in {"SUCCESS", "NEUTRAL", "SKIPPED"} else "FAILURE"
