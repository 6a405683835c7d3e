"""Which REST operations there are, by their paths in the forge's own description."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from tests.simulator import rest_activity as activity
from tests.simulator import rest_agents as agents
from tests.simulator import rest_checks as checks
from tests.simulator import rest_people as people
from tests.simulator import rest_pulls as pulls
from tests.simulator import rest_reviews as reviews
from tests.simulator import rest_rules as rules
from tests.simulator import rest_service as service
from tests.simulator import rest_timeline as timeline
from tests.simulator.calls import Call, Reply

Answer = Callable[[Call], Reply]
_R: Final = "/repos/{owner}/{repo}"


@dataclass(frozen=True, slots=True)
class Route:
    """An operation and what answers it."""

    method: str
    path: str
    answer: Answer

    def match(self, method: str, path: str) -> dict[str, str] | None:
        """The parameters of the path, if it is this operation's."""
        found = re.fullmatch(_pattern(self.path), path) if method == self.method else None
        return None if found is None else {name: unquote(value) for name, value in found.groupdict().items()}


def _pattern(path: str) -> str:
    """A branch may hold slashes, nothing else does."""
    parts = re.split(r"\{(\w+)\}", path)
    shown = [re.escape(part) if at % 2 == 0 else _group(part) for at, part in enumerate(parts)]
    return "".join(shown)


def _group(name: str) -> str:
    return rf"(?P<{name}>.+)" if name in {"branch", "ref", "commit_sha"} else rf"(?P<{name}>[^/]+)"


_GET: Final[dict[str, Answer]] = {
    "/rate_limit": service.answer_rate_limit,
    "/app": service.answer_app,
    "/app/installations": service.answer_installations,
    "/users/{username}": people.answer_user,
    "/orgs/{org}/audit-log": agents.answer_audit_log,
    "/agents/repos/{owner}/{repo}/tasks": agents.answer_tasks,
    "/agents/repos/{owner}/{repo}/tasks/{task_id}": agents.answer_task,
    _R: people.answer_repository,
    f"{_R}/installation": service.answer_installation,
    f"{_R}/collaborators": people.answer_collaborators,
    f"{_R}/collaborators/{{username}}/permission": people.answer_permission,
    f"{_R}/pulls": pulls.answer_pulls,
    f"{_R}/pulls/{{pull_number}}": pulls.answer_pull,
    f"{_R}/pulls/{{pull_number}}/commits": pulls.answer_commits,
    f"{_R}/pulls/{{pull_number}}/reviews": reviews.answer_reviews,
    f"{_R}/pulls/{{pull_number}}/comments": reviews.answer_comments,
    f"{_R}/issues/{{issue_number}}": pulls.answer_issue,
    f"{_R}/issues/{{issue_number}}/timeline": timeline.answer_timeline,
    f"{_R}/commits/{{commit_sha}}/pulls": checks.answer_pulls_of_commit,
    f"{_R}/commits/{{ref}}/check-runs": checks.answer_check_runs,
    f"{_R}/commits/{{ref}}/check-suites": checks.answer_check_suites,
    f"{_R}/commits/{{ref}}/status": checks.answer_status,
    f"{_R}/commits/{{ref}}/statuses": checks.answer_statuses,
    f"{_R}/commits/{{ref}}": checks.answer_commit,
    f"{_R}/branches/{{branch}}/protection": rules.answer_protection,
    f"{_R}/branches/{{branch}}": rules.answer_branch,
    f"{_R}/rules/branches/{{branch}}": rules.answer_rules_of_branch,
    f"{_R}/rulesets": rules.answer_rulesets,
    f"{_R}/rulesets/rule-suites": rules.answer_rule_suites,
    f"{_R}/rulesets/rule-suites/{{rule_suite_id}}": rules.answer_rule_suite,
    f"{_R}/rulesets/{{ruleset_id}}": rules.answer_ruleset,
    f"{_R}/rulesets/{{ruleset_id}}/history": rules.answer_ruleset_history,
    f"{_R}/rulesets/{{ruleset_id}}/history/{{version_id}}": rules.answer_ruleset_version,
    f"{_R}/activity": activity.answer_activity,
    f"{_R}/deployments": activity.answer_deployments,
    f"{_R}/deployments/{{deployment_id}}/statuses": activity.answer_deployment_statuses,
    f"{_R}/environments": activity.answer_environments,
    f"{_R}/actions/runs/{{run_id}}/approvals": activity.answer_approvals,
}
ROUTES: Final = (
    *(Route("GET", path, answer) for path, answer in _GET.items()),
    Route("POST", "/app/installations/{installation_id}/access_tokens", service.answer_access_token),
)
"""In the order in which they are tried."""


def find(method: str, path: str) -> tuple[Route, dict[str, str]] | None:
    """The operation that a request is, with the parameters of its path."""
    for route in ROUTES:
        parameters = route.match(method, path)
        if parameters is not None:
            return route, parameters
    return None
