"""What is asked of the REST API: the repository as a whole, its branch, and what only REST knows.

Every answer is kept as it is, a refusal too: what a token may not see, or a plan does not have, is a
source that could not be read, and whoever reads the spool says so.
"""

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from attest.collect.github import listed
from attest.collect.github.asking import Asking
from attest.collect.github.head_pushes import ask_head_pushes
from attest.collect.github.passes import Found
from attest.collect.github.spool import Asked, branch_part, quoted

_MOST_RULESETS = 50
_MOST_VERSIONS = 50
_PER_THOUSAND = 40
"""Deployments whose statuses are read, timelines, and pages of pushes, for each thousand pull requests.

It is the part of the budget that each of them has.
"""


def ask_all(asking: Asking, asked: Asked, found: Found) -> None:
    """Ask for everything that REST alone knows.

    Raises:
        CollectionError: There is no answer to be had, not even a refusal.
    """
    asking.progress("reading rules, pushes and permissions", 0, None)
    _pushes(asking, asked)
    _rules(asking, asked)
    _permissions(asking)
    most = _PER_THOUSAND * max(1, -(-len(found.updated) // 1000))
    _deployments(asking, asked, most)
    _timelines(asking, found, most)
    _agents(asking, most // 4)
    ask_head_pushes(asking, asked.since, found.heads.values(), most)


def _pushes(asking: Asking, asked: Asked) -> None:
    ref = f"refs/heads/{asked.branch}"
    _drain(
        asking.rest_list(
            "activity",
            f"{asking.base}/activity",
            {"ref": ref, "time_period": "year"},
            enough=lambda body: _before(body, "timestamp", asked.since),
        )
    )
    _drain(
        asking.rest_list(
            "rulesets/rule-suites",
            f"{asking.base}/rulesets/rule-suites",
            {"ref": ref, "time_period": "month"},
            enough=lambda body: _before(body, "pushed_at", asked.since),
        )
    )


def _rules(asking: Asking, asked: Asked) -> None:
    base, place = asking.base, f"branches/{branch_part(asked.branch)}"
    branch = quote(asked.branch.encode("utf-8", "surrogateescape"), safe="")
    asking.rest(f"{place}/protection.json", f"{base}/branches/{branch}/protection")
    _drain(asking.rest_list(f"{place}/rules", f"{base}/rules/branches/{branch}", paged=False))
    pages = asking.rest_list("rulesets", f"{base}/rulesets", {"includes_parents": "true"}, paged=False)
    rows = [row for page in pages for row in _rows(page) if listed.string(row, "target") in ("", "branch")]
    for ruleset in [number for row in rows if (number := listed.whole(row, "id"))][:_MOST_RULESETS]:
        place = f"rulesets/{ruleset}"
        asking.rest(f"{place}.json", f"{base}/{place}")
        history = asking.rest_list(f"{place}/history", f"{base}/{place}/history", paged=False)
        for version in _versions((row for page in history for row in _rows(page)), asked.since):
            asking.rest(f"{place}/history/{version}.json", f"{base}/{place}/history/{version}")


def _versions(rows: Iterable[Any], since: str) -> list[int]:
    """Versions made since an instant, newest first, and the one that was in force then."""
    chosen: list[int] = []
    dated = sorted(rows, key=lambda row: listed.string(row, "updated_at"), reverse=True)
    for row in dated[:_MOST_VERSIONS]:
        version = listed.whole(row, "version_id")
        if version is not None:
            chosen.append(version)
            if listed.string(row, "updated_at") < since:
                break
    return chosen


def _permissions(asking: Asking) -> None:
    _drain(asking.rest_list("environments", f"{asking.base}/environments", paged=False))
    _drain(asking.rest_list("collaborators", f"{asking.base}/collaborators", {"affiliation": "all"}))


def _deployments(asking: Asking, asked: Asked, most: int) -> None:
    pages = asking.rest_list(
        "deployments",
        f"{asking.base}/deployments",
        enough=lambda body: _before(body, "created_at", asked.since),
    )
    within = [
        number
        for page in pages
        for row in _rows(page)
        if asked.since <= listed.string(row, "created_at") < asked.until
        and (number := listed.whole(row, "id"))
    ]
    for done, number in enumerate(within[:most], start=1):
        asking.progress("reading deployments", done, min(len(within), most))
        path = f"{asking.base}/deployments/{number}/statuses"
        _drain(asking.rest_list(f"deployments/{number}/statuses", path, paged=False))


def _timelines(asking: Asking, found: Found, most: int) -> None:
    """Timelines of pull requests that an agent opened or wrote a part of: when it began its work.

    Those that were merged come first, the newest of them foremost.
    """
    wanted = sorted(found.agents, key=lambda number: (found.agents[number], number), reverse=True)
    for done, number in enumerate(wanted[:most], start=1):
        asking.progress("reading timelines of agents", done, min(len(wanted), most))
        _drain(asking.rest_list(f"issues/{number}/timeline", f"{asking.base}/issues/{number}/timeline"))


def _agents(asking: Asking, most: int) -> None:
    """Both lists of tasks, and by itself each task that was prompted more than once."""
    path = f"/agents/repos/{asking.owner}/{asking.name}/tasks"
    pages = list(asking.rest_list("agents/tasks", path, paged=False))
    if pages[0] is None:
        return
    if listed.at(pages[0], "total_archived_count") != 0:
        pages += asking.rest_list("agents/archived", path, {"is_archived": "true"}, paged=False)
    found = (listed.at(page, "tasks") for page in pages)
    rows = [row for tasks in found for row in _rows(tasks) if (listed.whole(row, "session_count") or 1) > 1]
    for task in list(dict.fromkeys(one for row in rows if (one := listed.string(row, "id"))))[:most]:
        asking.rest(f"agents/task/{quoted(task)}.json", f"{path}/{quote(task, safe='')}")


def _before(body: Any, name: str, since: str) -> bool:
    """Whether a page that is newest first reaches back before an instant."""
    rows = _rows(body)
    return bool(rows) and "" < listed.string(rows[-1], name) < since


def _rows(body: Any) -> list[Any]:
    return body if isinstance(body, list) else []


def _drain(pages: Iterable[Any]) -> None:
    for _ in pages:
        pass
