"""Agent tasks and the audit log, which not every plan has, as REST has them."""

from tests.simulator.calls import WEB, Call, Refusal, Reply
from tests.simulator.clock import moment
from tests.simulator.governance import AgentTask, AuditEntry
from tests.simulator.records import Json
from tests.simulator.rest_people import named_user, shown_login


def _tasks(call: Call) -> tuple[AgentTask, ...]:
    if call.world.agent_tasks is None:
        raise Refusal(404, "Not Found")
    return call.world.agent_tasks


def answer_tasks(call: Call) -> Reply:
    """The tasks, newest first."""
    newest = sorted(_tasks(call), key=lambda one: (one.at, one.id), reverse=True)
    archived = [one for one in newest if one.archived_at is not None]
    active = [one for one in newest if one.archived_at is None]
    rows, headers = call.page(archived if call.query.get("is_archived") == "true" else active)
    counts = {"total_active_count": len(active), "total_archived_count": len(archived)}
    return Reply({"tasks": [_task(call, one) for one in rows], **counts}, headers=headers)


def answer_task(call: Call) -> Reply:
    """One task, with its sessions."""
    one = next((one for one in _tasks(call) if one.id == call.parameters["task_id"]), None)
    if one is None:
        raise Refusal(404, "Not Found")
    told = ((one.creator, one.prompt), *one.further)
    sessions = [_session(call, one, at, *who) for at, who in enumerate(told, start=1)]
    return Reply(_task(call, one) | {"sessions": sessions})


def _session(call: Call, one: AgentTask, at: int, by: str, prompt: str) -> Json:
    return {
        "id": f"{one.id}-{at}",
        "name": "session",
        "user": {"id": named_user(call, by)["id"]},
        "owner": {"id": named_user(call, call.world.owner)["id"]},
        "repository": {"id": call.world.id},
        "task_id": one.id,
        "state": one.state,
        "created_at": one.at,
        "updated_at": one.at,
        "completed_at": one.at,
        "prompt": prompt,
        "model": one.model,
        "head_ref": one.head,
        "base_ref": one.base or call.world.branch,
    }


def _task(call: Call, one: AgentTask) -> Json:
    made: list[Json] = []
    if one.pull is not None:
        pull: Json = {"id": 2_100_000_000 + one.pull, "global_id": f"PR_{one.pull}"}
        made.append({"provider": "github", "type": "pull", "data": pull})
    return {
        "id": one.id,
        "url": f"{call.api}/agents/repos/{call.world.full_name}/tasks/{one.id}",
        "html_url": f"{WEB}/{call.world.full_name}/tasks/{one.id}",
        "name": "task",
        "creator": {"id": named_user(call, one.creator)["id"]},
        "creator_type": "user",
        "user_collaborators": [{"id": named_user(call, login)["id"]} for login in one.collaborators],
        "owner": {"id": named_user(call, call.world.owner)["id"]},
        "repository": {"id": call.world.id},
        "state": one.state,
        "session_count": 1 + len(one.further),
        "artifacts": made,
        "archived_at": one.archived_at,
        "updated_at": one.at,
        "created_at": one.at,
    }


def answer_audit_log(call: Call) -> Reply:
    """The organization's audit log, newest first, as far back as is kept; paged by a cursor."""
    world = call.world
    if world.audit_log is None or call.parameters["org"] != world.owner:
        raise Refusal(404, "Not Found")
    oldest = world.clock.ago(world.retention.audit_log)
    kept = (one for one in world.audit_log if one.at >= oldest and _matches(call, one))
    chosen = sorted(kept, key=lambda one: (one.at, one.id))
    if call.query.get("order", "desc") == "desc":
        chosen.reverse()
    rows, headers = call.cursor_page(chosen, [one.id for one in chosen])
    return Reply([_entry(call, one) for one in rows], headers=headers)


def _matches(call: Call, one: AuditEntry) -> bool:
    """Whether an entry is what the phrase asks for: `repo:octo/shop created:2025-01-01..2025-12-31`."""
    for word in call.query.get("phrase", "").split():
        name, _, value = word.partition(":")
        first, _, last = value.partition("..")
        if name == "repo" and value != dict(one.details).get("repo", call.world.full_name):
            return False
        if name == "created" and not first <= one.at[:10] <= (last or first):
            return False
    return True


def _entry(call: Call, one: AuditEntry) -> Json:
    world = call.world
    stamp = int(moment(one.at).timestamp() * 1000)
    account = world.accounts.get(one.actor)
    return {
        "@timestamp": stamp,
        "_document_id": one.id,
        "action": one.action,
        "actor": shown_login(account) if account else one.actor,
        "actor_id": account.id if account else 0,
        "created_at": stamp,
        "org": world.owner,
        "org_id": world.accounts[world.owner].id,
        "repo": world.full_name,
        **dict(one.details),
    }
