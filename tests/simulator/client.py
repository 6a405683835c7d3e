"""PyGithub as the tests use it: no pauses, no retries unless they are asked for."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from github import Auth, Github

TOKEN = "ghp_" + "0123456789abcdefghijABCDEFGHIJ012345"


@contextmanager
def client(url: str, **more: Any) -> Iterator[Github]:
    """A client of this address, closed at the end."""
    usual: dict[str, Any] = {
        "auth": Auth.Token(TOKEN),
        "per_page": 100,
        "retry": None,
        "timeout": 5,
        "seconds_between_requests": None,
        "seconds_between_writes": None,
    }
    with Github(base_url=url, **(usual | more)) as made:
        yield made


def get(made: Github, path: str, **query: str) -> tuple[dict[str, Any], Any]:
    """Headers and body of a REST operation that PyGithub has no name for."""
    headers, body = made.requester.requestJsonAndCheck("GET", path, parameters=query)
    return headers, body


def ask(made: Github, query: str, **variables: Any) -> Any:
    """The data that a GraphQL query is answered with."""
    return made.requester.graphql_query(query, variables)[1]["data"]
