"""Accounts, apps and the repository itself, as REST has them."""

from typing import Any, Final

from tests.simulator.builder import LONG_AGO
from tests.simulator.calls import WEB, Call, Refusal, Reply
from tests.simulator.records import Account, App, Json

GHOST: Final = Account("ghost", 10137)
_ROLES: Final = ("read", "triage", "write", "maintain", "admin")
_OLD_NAMES: Final = {
    "read": "pull",
    "triage": "triage",
    "write": "push",
    "maintain": "maintain",
    "admin": "admin",
}
_USER_PLACES: Final = {
    "events_url": "/events{/privacy}",
    "followers_url": "/followers",
    "following_url": "/following{/other_user}",
    "gists_url": "/gists{/gist_id}",
    "organizations_url": "/orgs",
    "received_events_url": "/received_events",
    "repos_url": "/repos",
    "starred_url": "/starred{/owner}{/repo}",
    "subscriptions_url": "/subscriptions",
    "url": "",
}
_REPOSITORY_PLACES: Final = [
    "archive",
    "assignees",
    "blobs",
    "branches",
    "collaborators",
    "comments",
    "commits",
    "compare",
    "contents",
    "contributors",
    "deployments",
    "downloads",
    "events",
    "forks",
    "git_commits",
    "git_refs",
    "git_tags",
    "hooks",
    "issue_comment",
    "issue_events",
    "issues",
    "keys",
    "labels",
    "languages",
    "merges",
    "milestones",
    "notifications",
    "pulls",
    "releases",
    "stargazers",
    "statuses",
    "subscribers",
    "subscription",
    "tags",
    "teams",
    "trees",
]


def shown_login(account: Account) -> str:
    """The login as REST has it."""
    return account.shown or (f"{account.login}[bot]" if account.kind == "Bot" else account.login)


def user(call: Call, login: str | None) -> Json | None:
    """An account; `None` for a deleted one and for nobody."""
    account = call.world.account(login)
    return None if account is None else _user(call, account)


def named_user(call: Call, login: str | None) -> Json:
    """An account where the answer must name one: deleted ones are called `ghost`."""
    return _user(call, call.world.account(login) or GHOST)


def _user(call: Call, account: Account) -> Json:
    login = shown_login(account)
    here = f"{call.api}/users/{login}"
    return {name: f"{here}{place}" for name, place in _USER_PLACES.items()} | {
        "login": login,
        "id": account.id,
        "node_id": f"U_{account.id}",
        "avatar_url": f"https://avatars.githubusercontent.com/u/{account.id}?v=4",
        "gravatar_id": "",
        "html_url": f"{WEB}/{login.removesuffix('[bot]')}",
        "type": account.kind,
        "site_admin": False,
    }


def app(call: Call, one: App) -> Json:
    """An app."""
    return {
        "id": one.id,
        "slug": one.slug,
        "node_id": f"A_{one.id}",
        "owner": named_user(call, call.world.owner),
        "name": "GitHub Actions" if one == App() else one.slug.replace("-", " ").title(),
        "description": "",
        "external_url": f"{WEB}/apps/{one.slug}",
        "html_url": f"{WEB}/apps/{one.slug}",
        "created_at": LONG_AGO,
        "updated_at": LONG_AGO,
        "permissions": {"checks": "write", "metadata": "read"},
        "events": ["check_run"],
    }


def repository(call: Call, full_name: str | None = None) -> Json:
    """A repository: ours, or a fork of it."""
    world = call.world
    name = full_name or world.full_name
    here = f"{call.api}/repos/{name}"
    mine = name == world.full_name
    places = {f"{kind}_url": f"{here}/{kind}" for kind in _REPOSITORY_PLACES}
    counts = dict.fromkeys(
        [
            "forks",
            "forks_count",
            "network_count",
            "open_issues",
            "open_issues_count",
            "size",
            "stargazers_count",
            "subscribers_count",
            "watchers",
            "watchers_count",
        ],
        0,
    )
    flags = {
        f"has_{what}": what == "issues"
        for what in ("issues", "projects", "wiki", "pages", "downloads", "discussions")
    }
    return places | counts | flags | {
        "id": world.id if mine else world.id + 1,
        "node_id": f"R_{world.id if mine else world.id + 1}",
        "name": name.partition("/")[2],
        "full_name": name,
        "owner": named_user(call, name.partition("/")[0]),
        "private": world.private,
        "visibility": "private" if world.private else "public",
        "html_url": f"{WEB}/{name}",
        "url": here,
        "clone_url": f"{WEB}/{name}.git",
        "git_url": f"git://github.com/{name}.git",
        "ssh_url": f"git@github.com:{name}.git",
        "svn_url": f"{WEB}/{name}",
        "mirror_url": None,
        "description": None,
        "homepage": None,
        "language": None,
        "license": None,
        "fork": not mine,
        "default_branch": world.branch,
        "archived": False,
        "disabled": False,
        "pushed_at": world.clock.now,
        "created_at": LONG_AGO,
        "updated_at": world.clock.now,
        "permissions": {"admin": True, "maintain": True, "push": True, "triage": True, "pull": True},
    }  # fmt: skip


def answer_repository(call: Call) -> Reply:
    """The repository."""
    return Reply(repository(call))


def answer_user(call: Call) -> Reply:
    """An account by its login."""
    asked = call.parameters["username"].removesuffix("[bot]")
    if call.world.account(asked) is None:
        raise Refusal(404, "Not Found")
    zeros = dict.fromkeys(("public_repos", "public_gists", "followers", "following"), 0)
    nothing: dict[str, Any] = dict.fromkeys(
        ("name", "company", "blog", "location", "email", "hireable", "bio")
    )
    return Reply(named_user(call, asked) | zeros | nothing | {"created_at": LONG_AGO, "updated_at": LONG_AGO})


def answer_collaborators(call: Call) -> Reply:
    """Accounts with a role."""
    rows, headers = call.page(call.world.collaborators)
    held = [named_user(call, one.login) | _role(one.role) for one in rows]
    return Reply(held, headers=headers)


def answer_permission(call: Call) -> Reply:
    """The role of one account."""
    asked = call.parameters["username"].removesuffix("[bot]")
    role = next((one.role for one in call.world.collaborators if one.login == asked), "read")
    return Reply({"permission": role, "role_name": role, "user": named_user(call, asked) | _role(role)})


def _role(role: str) -> Json:
    held = _ROLES.index(role)
    permissions = {_OLD_NAMES[name]: at <= held for at, name in enumerate(_ROLES)}
    return {"role_name": role, "permissions": permissions}
