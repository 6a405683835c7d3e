"""What can go wrong on the way, to be scripted: `simulator.script(faults.bad_gateway(), operation="Pulls")`.

A fault may answer in the forge's place, change the answer, change the world around it, or spoil how the
answer is delivered. `lies` has changes of what the answer says.
"""

from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from tests.simulator.budget import in_seconds
from tests.simulator.calls import error_body
from tests.simulator.exchange import Asked, Draft
from tests.simulator.lies import connections
from tests.simulator.world import World


@dataclass(frozen=True, slots=True)
class Moment:
    """What a fault can see and do: the request, the world, and the answer to another request."""

    asked: Asked
    world: World
    api: str
    again: Callable[..., Draft]
    """The forge's answer with another `query` or other `variables`."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """How an answer is sent: `reset`, `cut`, `drip` or `silence`; byte counts are of the body."""

    kind: str
    after_bytes: int = 0
    at_once: int = 1
    pause: float = 0.0


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong."""

    name: str
    answer: Callable[[Moment], Draft] | None = None
    change: Callable[[Moment, Draft], None] | None = None
    before: Callable[[World], object] | None = None
    after: Callable[[World], object] | None = None
    delivery: Delivery | None = None


def status(code: int, message: str = "Server Error", **headers: str) -> Fault:
    """An error with a JSON body; headers are written with `_` for `-`."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Fault(f"status {code}", answer=lambda _: Draft(code, error_body(code, message), dict(named)))


def unauthorized() -> Fault:
    """The token is not valid, or no longer."""
    return status(401, "Bad credentials")


def forbidden(message: str = "Resource not accessible by integration") -> Fault:
    """No permission."""
    return status(403, message)


def not_found(message: str = "Not Found") -> Fault:
    """Not there, or hidden."""
    return status(404, message)


def bad_gateway() -> Fault:
    """502 with the forge's page."""
    return html_error(502)


def unavailable() -> Fault:
    """503 with the forge's page."""
    return html_error(503)


def html_error(code: int) -> Fault:
    """A page for people in the place of JSON."""
    page = f"<html><head><title>{code}</title></head><body>Unicorn!</body></html>".encode()
    headers = {"Content-Type": "text/html; charset=utf-8"}
    return Fault(f"page {code}", answer=lambda _: Draft(code, None, dict(headers), page))


def primary_limit(reset_in: float = 1) -> Fault:
    """The hour's budget is used up; it begins anew in so many seconds, by the wall clock."""

    def limited(_: Moment) -> Draft:
        headers = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(in_seconds(reset_in))}
        return Draft(403, error_body(403, "API rate limit exceeded for user ID 1."), headers)

    return Fault("primary limit", answer=limited)


def secondary_limit(retry_after: int | None = 1, code: int = 403) -> Fault:
    """Too much at once; `None` leaves out how long to wait."""
    told = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    return Fault("secondary limit", answer=lambda _: Draft(code, error_body(code, told), dict(headers)))


def ok_with_error(message: str = "Server Error") -> Fault:
    """200, and the body of an error."""
    return Fault("200 with an error", answer=lambda _: Draft(200, error_body(500, message), {}))


def redirect(url: str, code: int = 302) -> Fault:
    """To be asked elsewhere."""
    body = {"message": "Moved", "url": url, "documentation_url": "https://docs.github.com/rest"}
    return Fault("redirect", answer=lambda _: Draft(code, body, {"Location": url}))


def body(content: bytes, content_type: str = "application/json; charset=utf-8", code: int = 200) -> Fault:
    """These bytes."""
    return Fault("body", answer=lambda _: Draft(code, None, {"Content-Type": content_type}, content))


def wrong_type() -> Fault:
    """A list where an object is due, and the other way round."""

    def swapped(moment: Moment, draft: Draft) -> None:
        if moment.asked.operation or isinstance(draft.json, dict):
            draft.json = [draft.json]
        else:
            draft.json = {"value": draft.json}

    return Fault("wrong type", change=swapped)


def truncated(after_bytes: int = 20) -> Fault:
    """Half a JSON text, well framed."""
    return Fault("truncated", delivery=Delivery("truncate", after_bytes))


def reset(after_bytes: int = 0) -> Fault:
    """The connection is reset after so many bytes of the body; 0: before anything was answered."""
    return Fault("reset", delivery=Delivery("reset", after_bytes))


def cut(after_bytes: int = 0) -> Fault:
    """The connection ends in order, but before the body does."""
    return Fault("cut", delivery=Delivery("cut", after_bytes))


def drip(at_once: int = 1, pause: float = 0.05) -> Fault:
    """The answer comes a few bytes at a time."""
    return Fault("drip", delivery=Delivery("drip", at_once=at_once, pause=pause))


def silence() -> Fault:
    """Nothing is answered, and the connection stays open."""
    return Fault("silence", delivery=Delivery("silence"))


def graphql_error(kind: str, message: str, path: Sequence[str | int] | None = None) -> Fault:
    """200 with an error: in the place of the answer, or beside one that is null at the path."""
    error: dict[str, Any] = {"type": kind, "message": message} if kind else {"message": message}
    if path is None:
        return Fault(f"GraphQL {kind}", answer=lambda _: Draft(200, {"errors": [dict(error)]}, {}))

    def partial(_: Moment, draft: Draft) -> None:
        draft.json = deepcopy(draft.json)
        _set(draft.json["data"], path, None)
        draft.json.setdefault("errors", []).append({**error, "path": list(path)})

    return Fault(f"GraphQL {kind} at {path}", change=partial)


def _set(value: Any, path: Sequence[str | int], new: object) -> None:
    for step in path[:-1]:
        value = value[step]
    value[path[-1]] = new


def graphql_rate_limited() -> Fault:
    """The hour's points are used up."""
    return graphql_error("RATE_LIMITED", "API rate limit exceeded for user ID 1.")


def graphql_forbidden(path: Sequence[str | int] | None = None) -> Fault:
    """A field that the token may not see."""
    return graphql_error("FORBIDDEN", "Resource not accessible by integration", path)


def graphql_not_found(path: Sequence[str | int] | None = None) -> Fault:
    """Something that is not there, or hidden."""
    return graphql_error("NOT_FOUND", "Could not resolve to a node.", path)


def graphql_timeout() -> Fault:
    """The forge gave up on the query."""
    told = "Something went wrong while executing your query. This may be the result of a timeout."
    return graphql_error("", f"{told} Please include `F00D:1234` when reporting this issue.")


def rewrite(change: Callable[[Any], Any]) -> Fault:
    """Another JSON value: the function is given a copy, and gives what is sent."""

    def rewritten(_: Moment, draft: Draft) -> None:
        draft.json = change(deepcopy(draft.json))

    return Fault("rewrite", change=rewritten)


def before(change: Callable[[World], object]) -> Fault:
    """The world changes just before the answer is made."""
    return Fault("before", before=change)


def after(change: Callable[[World], object]) -> Fault:
    """The world changes just after the answer was made, before it is sent."""
    return Fault("after", after=change)


def call(function: Callable[[], object]) -> Fault:
    """Something is done before the request is answered, such as ending the caller."""
    return Fault("call", before=lambda _: function())


def endless_paging() -> Fault:
    """Every page says that there is another, and holds what the first holds."""

    def endless(moment: Moment, draft: Draft) -> None:
        asked = moment.asked
        if asked.operation:
            draft.json = moment.again(variables={**asked.variables, "after": None}).json
            for found in connections(draft.json):
                mark = f"again-{asked.variables.get('after') or ''}"[-40:]
                found["pageInfo"] |= {"hasNextPage": True, "endCursor": f"{mark}+"}
            return
        number = int(asked.query.get("page", "1"))
        draft.json = moment.again(query={**asked.query, "page": "1"}).json
        onward = urlencode({**asked.query, "page": str(number + 1)})
        draft.headers["Link"] = f'<{moment.api}{asked.path}?{onward}>; rel="next"'

    return Fault("endless paging", change=endless)


def repeated_page() -> Fault:
    """The items of the page before (of the first page, in GraphQL) in the place of this one's."""

    def repeated(moment: Moment, draft: Draft) -> None:
        asked = moment.asked
        if not asked.operation:
            number = max(1, int(asked.query.get("page", "1")) - 1)
            draft.json = moment.again(query={**asked.query, "page": str(number)}).json
            return
        first = moment.again(variables={**asked.variables, "after": None}).json
        draft.json = deepcopy(draft.json)
        for here, there in zip(connections(draft.json)[:1], connections(first)[:1], strict=True):
            here["nodes"] = there["nodes"]

    return Fault("repeated page", change=repeated)


_NAMED: dict[str, Callable[..., Fault]] = {
    one.__name__: one
    for one in (
        status, unauthorized, forbidden, not_found, bad_gateway, unavailable, html_error, primary_limit,
        secondary_limit, ok_with_error, redirect, wrong_type, truncated, reset, cut, drip, silence,
        graphql_error, graphql_rate_limited, graphql_forbidden, graphql_not_found, graphql_timeout,
        endless_paging, repeated_page,
    )
}  # fmt: skip


def named(name: str, **arguments: Any) -> Fault:
    """A fault by its name, for scripts that are files."""
    return _NAMED[name](**arguments)
