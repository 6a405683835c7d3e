"""What the forge says of itself and of the caller: budget, apps, installations."""

from tests.simulator.builder import LONG_AGO
from tests.simulator.calls import WEB, Call, Reply
from tests.simulator.records import App, Json
from tests.simulator.rest_people import app, named_user

APP = App(4711, "attest")
INSTALLATION = 815
TOKEN = "ghs_" + "simulatedinstallation"
_PERMISSIONS = {"contents": "read", "metadata": "read", "pull_requests": "read", "checks": "read"}


def answer_rate_limit(call: Call) -> Reply:
    """What is left; asking costs nothing."""
    limit = {
        "limit": call.budget.hourly,
        "used": call.budget.used,
        "remaining": call.budget.left,
        "reset": call.budget.reset,
    }
    search = {"limit": 30, "used": 0, "remaining": 30, "reset": call.budget.reset}
    points = {
        **limit,
        "used": call.budget.points,
        "remaining": max(0, call.budget.hourly - call.budget.points),
    }
    return Reply({"resources": {"core": limit, "search": search, "graphql": points}, "rate": limit})


def answer_app(call: Call) -> Reply:
    """The app that the caller is."""
    return Reply(app(call, APP) | {"permissions": _PERMISSIONS, "events": []})


def answer_installation(call: Call) -> Reply:
    """The installation of the app on the repository."""
    return Reply(_installation(call))


def answer_installations(call: Call) -> Reply:
    """The installations of the app."""
    rows, headers = call.page([_installation(call)])
    return Reply(rows, headers=headers)


def _installation(call: Call) -> Json:
    return {
        "id": INSTALLATION,
        "account": named_user(call, call.world.owner),
        "repository_selection": "selected",
        "access_tokens_url": f"{call.api}/app/installations/{INSTALLATION}/access_tokens",
        "repositories_url": f"{call.api}/installation/repositories",
        "html_url": f"{WEB}/organizations/{call.world.owner}/settings/installations/{INSTALLATION}",
        "app_id": APP.id,
        "app_slug": APP.slug,
        "target_id": call.world.accounts[call.world.owner].id,
        "target_type": "Organization",
        "permissions": _PERMISSIONS,
        "events": [],
        "created_at": LONG_AGO,
        "updated_at": LONG_AGO,
        "single_file_name": None,
        "suspended_by": None,
        "suspended_at": None,
    }


def answer_access_token(call: Call) -> Reply:
    """A token of an installation."""
    body: Json = {"token": TOKEN, "expires_at": call.budget.token_until, "permissions": _PERMISSIONS}
    return Reply(body | {"repository_selection": "selected"}, 201)
