"""What goes wrong on the way, as PyGithub and its transport see it."""

import socket
import time
from pathlib import Path
from typing import Any

import pytest
import requests
from github import BadCredentialsException, Github, GithubException, RateLimitExceededException
from github.GithubRetry import GithubRetry
from requests.exceptions import ChunkedEncodingError, ConnectionError, JSONDecodeError, ReadTimeout, SSLError

from attest.collect.github import queries
from tests.simulator import Elsewhere, Simulator, World, certificates, faults, lies
from tests.simulator.client import TOKEN, ask, client, get
from tests.simulator.faults import Fault
from tests.simulator.telling import Told

SHOP = {"owner": "octo", "name": "shop"}
REPOSITORY = "/repos/octo/shop"
PULLS: dict[str, Any] = {**SHOP, "base": "main", "after": None}


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (faults.unauthorized(), 401),
        (faults.forbidden(), 403),
        (faults.not_found(), 404),
        (faults.bad_gateway(), 502),
        (faults.unavailable(), 503),
        (faults.html_error(500), 500),
        (faults.status(451, "Repository access blocked"), 451),
        (faults.secondary_limit(code=429), 429),
        (faults.secondary_limit(retry_after=None), 403),
        (faults.primary_limit(), 403),
    ],
    ids=lambda value: value.name if isinstance(value, Fault) else "",
)
def test_an_error_is_answered_once(told: Told, fault: Fault, status: int) -> None:
    """With its status; the next request is answered as ever."""
    with Simulator(told.world) as forge, client(forge.url) as github:
        forge.script(fault)

        with pytest.raises(GithubException) as refused:
            get(github, REPOSITORY)

        assert status == refused.value.status
        assert get(github, REPOSITORY)[1]["full_name"] == "octo/shop"
        assert [status, 200] == [asked.status for asked in forge.requests]


def test_errors_are_of_the_kinds_that_pygithub_knows(told: Told) -> None:
    """A bad token and a limit are told apart from other refusals."""
    with Simulator(told.world) as forge, client(forge.url) as github:
        for fault, kind in (
            (faults.unauthorized(), BadCredentialsException),
            (faults.primary_limit(), RateLimitExceededException),
            (faults.secondary_limit(), RateLimitExceededException),
        ):
            forge.script(fault)
            with pytest.raises(kind):
                get(github, REPOSITORY)


@pytest.mark.parametrize(
    "fault",
    [
        faults.secondary_limit(retry_after=1),
        faults.primary_limit(reset_in=0),
        faults.bad_gateway(),
        faults.reset(),
    ],
    ids=lambda fault: str(fault.name),
)
def test_pygithub_waits_and_asks_again(told: Told, fault: Fault) -> None:
    """Its own retries get the answer in the end."""
    retry = GithubRetry(total=3, backoff_factor=0, secondary_rate_wait=1)
    with Simulator(told.world) as forge, client(forge.url, retry=retry) as github:
        forge.script(fault)

        assert get(github, REPOSITORY)[1]["full_name"] == "octo/shop"
        assert len(forge.requests) == 2


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (faults.reset(), ConnectionError),
        (faults.reset(after_bytes=300), (ConnectionError, ChunkedEncodingError)),
        (faults.cut(after_bytes=300), ChunkedEncodingError),
        (faults.silence(), ReadTimeout),
        (faults.truncated(after_bytes=300), JSONDecodeError),
        (faults.body(b"<html>"), JSONDecodeError),
    ],
    ids=lambda value: value.name if isinstance(value, Fault) else "",
)
def test_the_transport_fails_as_it_does(told: Told, fault: Fault, kind: Any) -> None:
    """Resets, early ends, silence and text that is no JSON, each with its own error."""
    with Simulator(told.world) as forge:
        forge.script(fault)

        with requests.Session() as session, pytest.raises(kind):
            session.get(f"{forge.url}{REPOSITORY}", timeout=0.5).json()


def test_a_slow_drip_outlasts_a_timeout_of_reading(told: Told) -> None:
    """Each byte comes in time, so that only a deadline for the whole ends it."""
    with Simulator(told.world) as forge, requests.Session() as session:
        forge.script(faults.drip(at_once=500, pause=0.1))
        began = time.monotonic()

        answer = session.get(f"{forge.url}{REPOSITORY}", timeout=0.3)

        assert answer.json()["full_name"] == "octo/shop"
        assert time.monotonic() - began > 0.5


def test_answers_of_the_wrong_type_are_well_formed(told: Told) -> None:
    """An object is a list, a list is an object, and the status is 200."""
    with Simulator(told.world) as forge, client(forge.url) as github:
        forge.script(faults.wrong_type(), times=2)

        assert isinstance(get(github, REPOSITORY)[1], list)
        assert isinstance(get(github, f"{REPOSITORY}/pulls")[1], dict)
        assert get(github, REPOSITORY)[1]["full_name"] == "octo/shop"


def test_an_error_may_come_with_200(told: Told) -> None:
    """REST and GraphQL alike; PyGithub sees the second alone."""
    with Simulator(told.world) as forge, client(forge.url) as github:
        forge.script(faults.ok_with_error("Server Error"), method="GET")
        forge.script(faults.graphql_timeout(), operation="Pulls")

        assert get(github, REPOSITORY)[1]["message"] == "Server Error"
        with pytest.raises(GithubException, match="Something went wrong") as refused:
            ask(github, queries.pulls(), **PULLS)
        assert forge.requests[-1].status == 200
        assert "data" not in refused.value.data


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (faults.graphql_rate_limited(), "RATE_LIMITED"),
        (faults.graphql_forbidden(), "FORBIDDEN"),
        (faults.graphql_not_found(), "NOT_FOUND"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_graphql_errors_have_their_kind(told: Told, fault: Fault, kind: str) -> None:
    """In the place of the data."""
    with Simulator(told.world) as forge, client(forge.url) as github:
        forge.script(fault, operation="Pulls")

        with pytest.raises(GithubException) as refused:
            ask(github, queries.pulls(), **PULLS)

        assert kind == refused.value.data["errors"][0]["type"]


def test_a_hidden_field_is_null_beside_an_error_with_its_path(told: Told) -> None:
    """The rest of the answer is whole."""
    path: list[str | int] = ["repository", "pullRequests", "nodes", 0, "mergedBy"]
    with Simulator(told.world) as forge, client(forge.url) as github:
        forge.script(faults.graphql_forbidden(path), operation="Pulls")

        with pytest.raises(GithubException) as refused:
            ask(github, queries.pulls(), **PULLS)

        answer = refused.value.data
        assert ([path], None) == (
            [error["path"] for error in answer["errors"]],
            answer["data"]["repository"]["pullRequests"]["nodes"][0]["mergedBy"],
        )


def test_paging_may_never_end(many: World) -> None:
    """Each page is the first and names another next."""
    with Simulator(many) as forge, client(forge.url) as github:
        forge.script(faults.endless_paging(), times=None)

        rows = github.get_repo("octo/large").get_pulls(state="all")
        numbers = [pull.number for pull, _ in zip(rows, range(350), strict=False)]
        assert (len(numbers), len(set(numbers))) == (350, 100)
        cursors, after = [], None
        for _ in range(8):
            page = ask(github, queries.pulls(), owner="octo", name="large", base="main", after=after)
            info = page["repository"]["pullRequests"]["pageInfo"]
            after = info["endCursor"]
            cursors.append(after)
            assert info["hasNextPage"]
        assert len(set(cursors)) == 8


def test_a_page_may_come_twice(many: World) -> None:
    """The second page holds the items of the first, by REST and by GraphQL."""
    with Simulator(many) as forge, client(forge.url, lazy=True) as github:
        forge.script(faults.repeated_page(), path="page=2")
        numbers = [pull.number for pull in github.get_repo("octo/large").get_pulls(state="all")]
        assert (len(numbers), 100) == (200, len(set(numbers)))

        asked = {"owner": "octo", "name": "large", "base": "main"}
        first = ask(github, queries.pulls(), after=None, **asked)["repository"]["pullRequests"]
        forge.script(faults.repeated_page(), operation="Pulls")
        after = first["pageInfo"]["endCursor"]
        second = ask(github, queries.pulls(), after=after, **asked)["repository"]["pullRequests"]
        assert first["nodes"] == second["nodes"]
        assert first["pageInfo"]["endCursor"] != second["pageInfo"]["endCursor"]


def test_the_forge_may_lie(told: Told) -> None:
    """Totals, lists, the reviewed commit and people are not what they were."""
    with Simulator(told.world) as forge, client(forge.url) as github:
        for lie in (
            lies.total_count(3),
            lies.shorter(),
            lies.null_users(),
            lies.repoint(told.review, "e" * 40),
        ):
            forge.script(faults.rewrite(lie), operation="Pulls")
        found = ask(github, queries.pulls(), **PULLS)["repository"]["pullRequests"]

        assert (found["totalCount"], [pull["number"] for pull in found["nodes"]]) == (5, [1])
        assert (found["nodes"][0]["author"], found["nodes"][0]["mergedBy"]) == (None, None)
        assert found["nodes"][0]["reviews"]["nodes"][-1]["commit"]["oid"] == "e" * 40
        honest = ask(github, queries.pulls(), **PULLS)["repository"]["pullRequests"]
        assert (2, told.work) == (honest["totalCount"], told.world.index.reviews[told.review].commit)


def test_rest_may_lie_as_well(told: Told) -> None:
    """A shorter list under the same total; a review of another commit by nobody."""
    with Simulator(told.world) as forge, client(forge.url) as github:
        forge.script(faults.rewrite(lies.shorter()), path="check-runs")
        forge.script(faults.rewrite(lies.null_users()), path="reviews")
        forge.script(faults.rewrite(lies.repoint(told.review, "e" * 40)), path="reviews")

        runs = get(github, f"{REPOSITORY}/commits/{told.work}/check-runs")[1]
        last = get(github, f"{REPOSITORY}/pulls/1/reviews")[1][-1]
        assert (runs["total_count"], len(runs["check_runs"])) == (2, 1)
        assert (last["user"], last["commit_id"]) == (None, "e" * 40)


def test_a_fault_meets_the_requests_that_it_was_written_for(told: Told) -> None:
    """By method, path with query, operation, variables; after so many, so many times."""
    with Simulator(told.world) as forge, client(forge.url) as github:
        forge.script(faults.not_found(), path=r"/pulls\?.*state=closed", after=1, times=2)
        forge.script(faults.graphql_timeout(), operation="ReviewComments", body="PRR_7")

        found = [status(github, f"{REPOSITORY}/pulls?state=closed") for _ in range(4)]
        assert found == [200, 404, 404, 200]
        assert status(github, f"{REPOSITORY}/pulls?state=open") == 200
        assert ask(github, queries.review_comments(), ids=[f"PRR_{told.review}"])
        with pytest.raises(GithubException):
            ask(github, queries.review_comments(), ids=["PRR_7"])


def status(github: Github, path: str) -> int:
    """The status of a REST answer."""
    return int(github.requester.requestJson("GET", path)[0])


def test_no_token_is_taken_to_another_host(told: Told) -> None:
    """A redirect leads to a server that records what came: no secret, whoever followed."""
    with Simulator(told.world) as forge, Elsewhere() as other, client(forge.url) as github:
        forge.script(faults.redirect(f"{other.url}{REPOSITORY}"), times=None)

        assert status(github, REPOSITORY) == 302
        with requests.Session() as session:
            session.get(f"{forge.url}{REPOSITORY}", headers={"Authorization": f"token {TOKEN}"}, timeout=5)

        assert (forge.requests[-1].token, other.requests[-1].token) == ("token", "")
        assert not any(asked.mentions(TOKEN) for asked in (*forge.requests, *other.requests))


def test_a_token_that_leaks_is_seen(told: Told) -> None:
    """In the path, the query, a header or a variable."""
    with Simulator(told.world) as forge, requests.Session() as session:
        session.get(f"{forge.url}{REPOSITORY}?access_token={TOKEN}", timeout=5)
        session.get(f"{forge.url}{REPOSITORY}", headers={"X-Debug": TOKEN}, timeout=5)
        session.post(f"{forge.url}/graphql", json={"query": "{ a }", "variables": {"a": [TOKEN]}}, timeout=5)
        session.get(f"{forge.url}{REPOSITORY}", timeout=5)

        assert [asked.mentions(TOKEN) for asked in forge.requests] == [True, True, True, False]


@pytest.mark.parametrize("name", ["wrong_host", "self_signed", "expired"])
def test_a_wrong_certificate_is_not_trusted(told: Told, tmp_path: Path, name: str) -> None:
    """Another host's, an unknown authority's, and one that is over."""
    made = getattr(certificates, name)(tmp_path)
    with Simulator(told.world, tls=made) as forge:
        with requests.Session() as session, pytest.raises(SSLError, match="certificate"):
            session.get(f"{forge.url}{REPOSITORY}", verify=str(made.authority), timeout=5)

        assert forge.requests == ()


def test_the_right_certificate_is_trusted(told: Told, tmp_path: Path) -> None:
    """PyGithub reads by TLS from an authority that it is told of, and links say https."""
    made = certificates.trusted(tmp_path)
    with (
        Simulator(told.world, tls=made) as forge,
        client(forge.url, verify=str(made.authority)) as github,
    ):
        assert f"{forge.url}{REPOSITORY}" == github.get_repo("octo/shop").url
        assert forge.url.startswith("https://")


def test_a_mended_simulator_answers(told: Told) -> None:
    """Nothing goes wrong any more, and the record begins anew."""
    with Simulator(told.world) as forge, client(forge.url) as github:
        forge.script(faults.bad_gateway(), times=None)
        assert status(github, REPOSITORY) == 502

        forge.mend()
        forge.forget()

        assert status(github, REPOSITORY) == 200
        assert len(forge.requests) == 1


def test_nothing_is_left_open_when_it_ends(told: Told) -> None:
    """Silent connections are ended, and the port is free."""
    with socket.socket() as raw:
        raw.settimeout(5)
        with Simulator(told.world) as forge:
            forge.script(faults.silence(), times=None)
            address = ("127.0.0.1", int(forge.url.rpartition(":")[2]))
            raw.connect(address)
            raw.sendall(b"GET /repos/octo/shop HTTP/1.1\r\nHost: a\r\n\r\n")

        assert ended(raw)
        with socket.socket() as again, pytest.raises(ConnectionRefusedError):
            again.connect(address)


def ended(raw: socket.socket) -> bool:
    """Whether the other side closed the connection, in order or not."""
    try:
        return raw.recv(1) == b""
    except ConnectionResetError:
        return True
