"""What a token may see of a repository: each source asked once, for as little as can be."""

from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import quote

from attest.collect.github import listed, queries
from attest.collect.github.client import Client
from attest.collect.github.place import Place
from attest.errors import CollectionError

CHECKS_HIDDEN = "Checks: read and Commit statuses: read"
_SMALLEST = (1, 100)
"""One pull request, and one of each of its lists."""


class Probed(NamedTuple):
    """A source, and whether the token may see it. `remedy` is empty where it may."""

    source: str
    there: bool
    found: str
    remedy: str


class _Source(NamedTuple):
    name: str
    path: str
    permission: str
    note: str = ""


_SOURCES = (
    _Source("pushes: who pushed to the branch, and when", "{base}/activity", "Contents: read"),
    _Source("rules: rulesets of the branch", "{base}/rulesets", "Metadata: read"),
    _Source(
        "rules: classic branch protection", "{base}/branches/{branch}/protection", "Administration: read"
    ),
    _Source(
        "bypasses: pushes past the rules",
        "{base}/rulesets/rule-suites",
        "Administration: read",
        "; where a fine-grained token is refused all the same, use a GitHub App or a classic token (repo)",
    ),
    _Source("deployments", "{base}/deployments", "Deployments: read"),
    _Source("deployments: environments and who approves", "{base}/environments", "Actions: read"),
    _Source(
        "permissions: who may push and administer",
        "{base}/collaborators",
        "Metadata: read",
        ", of somebody who may push to the repository",
    ),
    _Source(
        "agent-tasks: work of GitHub's coding agent",
        "/agents/repos/{full}/tasks",
        "Agent tasks: read",
        "; a user's token, not one of an installation, and a plan with the coding agent",
    ),
)


def probe(client: Client, place: Place, branch: str) -> Iterator[Probed]:
    """Ask for one item of each source.

    Raises:
        CollectionError: The forge cannot be reached, or does not take the token.
    """
    base = f"/repos/{place.full_name}"
    about = client.rest(base)
    if about.status != 200:
        remedy = "let the token read this repository: Metadata: read, Contents: read, Pull requests: read"
        yield Probed("the repository", False, f"status {about.status}", remedy)
        return
    scopes = about.notes.get("x-oauth-scopes", "")
    yield Probed("the repository", True, f"scopes {scopes}" if scopes else "may be read", "")
    yield from _pulls(client, place, branch)
    names = {
        "base": base,
        "branch": quote(branch.encode("utf-8", "surrogateescape"), safe=""),
        "full": place.full_name,
    }
    for source in _SOURCES:
        answer = client.rest(source.path.format(**names), {"per_page": "1"})
        message = listed.string(answer.value, "message")
        if answer.status == 200 or message == "Branch not protected":
            yield Probed(source.name, True, "may be read", "")
        else:
            wanted = answer.notes.get("x-accepted-github-permissions", "") or source.permission
            remedy = f"let the token have {wanted[:100]!a}".replace("'", "") + source.note
            yield Probed(source.name, False, f"status {answer.status}, so it will be a gap", remedy)


def _pulls(client: Client, place: Place, branch: str) -> Iterator[Probed]:
    """Pull requests with all that hangs on them, as a fetch asks for them."""
    variables = {"owner": place.owner, "name": place.name, "base": branch, "after": None}
    name = "pull-requests: with reviews, commits, checks and timeline"
    try:
        answer = client.graphql((queries.pulls(*_SMALLEST),), variables).value
    except CollectionError as fault:
        yield Probed(name, False, fault.what, "let the token have Pull requests: read and Contents: read")
        return
    hidden = sorted({_last_name(error) for error in listed.errors(answer)})
    if not hidden:
        yield Probed(name, True, "may be read", "")
        return
    wanted = CHECKS_HIDDEN if "statusCheckRollup" in hidden else "Pull requests: read and Contents: read"
    yield Probed(name, False, f"GitHub hides {', '.join(hidden)}"[:200], f"let the token have {wanted}")


def _last_name(error: object) -> str:
    """The field that an error speaks of."""
    path = listed.at(error, "path")
    names = [part for part in path if isinstance(part, str)] if isinstance(path, list) else []
    return ascii(names[-1][:40])[1:-1] if names else "something"
