"""A client gets an answer, or ends in words that say what to do; whatever the network and the forge do."""

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count

import pytest

from attest.collect.github.auth import app_key
from attest.collect.github.client import TooMuch
from attest.collect.github.sent import Limits
from attest.errors import CollectionError
from tests.collect.github.stub import QUICK, SECRET, Ask, Hands, Say, client, say, serving

DATA = {"data": {"rateLimit": {"cost": 2}, "repository": {"id": "R"}}}


def turns(*answers: Say) -> Callable[[Ask], Say]:
    """One answer after the other, the last one for ever."""
    number = count()
    return lambda _: answers[min(next(number), len(answers) - 1)]


def test_an_answer_is_kept_as_it_came() -> None:
    """Body bytes, status and the headers that say something of it."""
    body = b'{ "full_name" : "acme/shop", "\xc3\xa9": 1.50 }'
    with serving(turns(Say(200, body, {"Link": '<x>; rel="next"', "X-RateLimit-Remaining": "7"}))) as stub:
        got = client(stub.url, Hands()).rest("/repos/acme/shop", {"per_page": "100"})

    assert (got.status, got.body, got.headers) == (200, body, {"link": '<x>; rel="next"'})
    assert stub.asked[0].path == "/repos/acme/shop?per_page=100"


@pytest.mark.parametrize("status", [403, 404, 410, 422])
def test_a_refusal_is_an_answer(status: int) -> None:
    """A source that may not be seen is kept as such, after one request."""
    with serving(turns(say({"message": "Must have admin rights"}, status))) as stub:
        got = client(stub.url, Hands()).rest("/repos/acme/shop/collaborators")

    assert (got.status, got.value) == (status, {"message": "Must have admin rights"})
    assert len(stub.asked) == 1


@pytest.mark.parametrize(
    ("said", "slept"),
    [
        (say({"message": "x"}, 403, Retry_After="7"), 7),
        (say({"message": "You have exceeded a secondary rate limit."}, 403), 60),
        (say({"message": "slow down"}, 429), 60),
        (
            say(
                {"message": "API rate limit exceeded for user ID 1."},
                403,
                X_RateLimit_Remaining="0",
                X_RateLimit_Reset="1750000090",
            ),
            91,
        ),
        (say({"message": "bad gateway"}, 502), 1),
        (say({"message": "down"}, 503, Retry_After="9"), 9),
        (Say(200, b'{"full_name": "acme/sh'), 1),
        (Say(200, b"<html>"), 1),
        (Say(202, b"{}"), 1),
        (Say(raw=(b"",)), 1),
        (Say(raw=(b'HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n{"full',)), 1),
        (Say(raw=(b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"a"',)), 1),
    ],
)
def test_what_passes_is_waited_for(said: Say, slept: float) -> None:
    """Limits are honoured to the second, faults of a moment are asked again, and the answer is had."""
    hands = Hands()
    with serving(turns(said, say({"full_name": "acme/shop"}))) as stub:
        got = client(stub.url, hands).rest("/repos/acme/shop")

    assert got.value == {"full_name": "acme/shop"}
    assert sum(hands.slept) == slept


def test_a_wait_is_told_with_its_end() -> None:
    """Whoever runs it reads until when the limit is waited for."""
    hands = Hands(at=datetime(2025, 6, 1, 10, 0, tzinfo=UTC).timestamp())
    limited = say({"message": "API rate limit exceeded"}, 403, Retry_After="900")
    with serving(turns(limited, say({}))) as stub:
        client(stub.url, hands).rest("/x")

    assert hands.stages == ["waiting for the rate limit until 10:15Z"]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (say({"message": "Bad credentials"}, 401), "does not accept the token"),
        (say({"message": "down"}, 503), "gives no answer that can be used"),
        (Say(200, b"<html>"), "the answer is no JSON"),
        (Say(raw=(b"",)), "cut the connection"),
        (say({}, 302, Location="https://elsewhere.example/x"), "redirects to 'elsewhere.example'"),
        (say({}, 301, Location="//elsewhere.example/x"), "redirects to 'elsewhere.example'"),
        (say({}, 301, Location="/again"), "redirects without end"),
        (say({}, 302, Location="https://[::1"), "makes no sense"),
        (say({}, 302, Location="http://127.0.0.1:99999999/"), "makes no sense"),
        (say({}, 302), "redirects to"),
        (say({"message": "API rate limit exceeded"}, 403, Retry_After="99999"), "longer than allowed"),
        (say({"message": "Bad request"}, 400), "status 400: 'Bad request'"),
        (say({}, 304), "status 304"),
    ],
)
def test_what_does_not_pass_ends_in_a_fact_and_a_remedy(said: Say, words: str) -> None:
    """Each has code 3, a place and something to do."""
    with (
        serving(turns(said)) as stub,
        pytest.raises(CollectionError) as ended,
    ):
        client(stub.url, Hands()).rest("/repos/acme/shop")

    assert words in ended.value.what
    assert (ended.value.exit_code, bool(ended.value.where), bool(ended.value.hint)) == (3, True, True)


def test_headers_that_make_no_sense_are_of_no_consequence() -> None:
    """Whatever stands where numbers should, the answer is had, and a limit without a time is waited for."""
    odd = {"X-RateLimit-Remaining": "many", "X-RateLimit-Limit": "-", "X-RateLimit-Reset": "9" * 400}
    hands = Hands()
    limited = Say(429, b"{}", odd | {"Retry-After": "soon"})
    with serving(turns(limited, Say(200, b'{"a": 1}', odd))) as stub:
        got = client(stub.url, hands).rest("/x")

    assert (got.value, sum(hands.slept)) == ({"a": 1}, 60)


def test_a_redirect_within_the_host_is_followed_with_its_query() -> None:
    """A repository that was renamed is found; PyGithub itself would lose the query."""

    def answer(ask: Ask) -> Say:
        if ask.path.startswith("/repos/acme/old"):
            return say({}, 301, Location="/repositories/7?per_page=100")
        return say({"path": ask.path})

    with serving(answer) as stub:
        got = client(stub.url, Hands()).rest("/repos/acme/old")

    assert got.value == {"path": "/repositories/7?per_page=100"}


def test_a_token_does_not_follow_a_redirect_to_another_port() -> None:
    """Another port is another server; nothing arrives there."""
    with (
        serving(turns(say({}))) as other,
        serving(turns(say({}, 302, Location=f"{other.url}/x"))) as stub,
        pytest.raises(CollectionError),
    ):
        client(stub.url, Hands()).rest("/x")

    assert other.asked == []


@pytest.mark.parametrize("header", [True, False])
def test_a_slow_drip_has_an_end(header: bool) -> None:
    """An answer that never stops coming is given up as a whole, whether its head or its body drips."""
    start = b"HTTP/1.1 200 OK\r\nX: " if header else b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n"
    drip = Say(raw=(start, *([b" "] * 400)), pause_s=0.05)
    limits = Limits(largest=1 << 16, connect_s=2, silence_s=2, whole_s=0.3, pause_s=0)
    began = time.monotonic()
    with serving(turns(drip, say({"a": 1}))) as stub:
        got = client(stub.url, Hands(), limits=limits).rest("/x")
        took = time.monotonic() - began

    assert got.value == {"a": 1}
    assert took < 5


def test_silence_has_an_end() -> None:
    """A server that says nothing is asked again."""
    limits = Limits(largest=1 << 16, connect_s=2, silence_s=0.2, whole_s=2, pause_s=0)
    with serving(turns(Say(raw=(b"",), pause_s=1.5), say({"a": 1}))) as stub:
        got = client(stub.url, Hands(), limits=limits).rest("/x")

    assert got.value == {"a": 1}


def test_an_answer_without_end_is_not_read_to_it() -> None:
    """Over the limit there is no answer, however it is framed."""
    flood = Say(raw=(b"HTTP/1.1 200 OK\r\n\r\n", *([b"x" * 4096] * 2000)))
    with serving(turns(flood)) as stub, pytest.raises(CollectionError, match="larger than"):
        client(stub.url, Hands()).rest("/x")


def test_an_empty_host_ends_in_words() -> None:
    """Nobody listens: that is said after some attempts, and what was waited for stands in the budget."""
    hands = Hands()
    asking = client("http://127.0.0.1:9", hands)
    with pytest.raises(CollectionError, match="cannot be reached"):
        asking.rest("/x")

    assert (asking.budget.calls, asking.budget.retries) == (8, 7)


def test_graphql_errors_of_a_field_are_part_of_the_answer() -> None:
    """What the token may not see is null, its error beside it; the reader makes a Gap of it."""
    partial = {**DATA, "errors": [{"type": "FORBIDDEN", "path": ["repository", "x"], "message": "no"}]}
    with serving(turns(say(partial))) as stub:
        asking = client(stub.url, Hands())
        got = asking.graphql(("query",), {})

    assert (got.value, asking.budget.points) == (partial, 2)


@pytest.mark.parametrize(
    "error",
    [
        {"type": "RATE_LIMITED", "message": "API rate limit exceeded"},
        {"message": "Something odd"},
    ],
)
def test_an_error_with_status_200_is_no_answer(error: dict[str, str]) -> None:
    """It is waited for and asked again, as the same words in another status would be."""
    hands = Hands()
    with serving(turns(say({"errors": [error]}), say(DATA))) as stub:
        got = client(stub.url, hands).graphql(("query",), {})

    assert got.value == DATA
    assert sum(hands.slept) >= 1


@pytest.mark.parametrize(
    "said",
    [
        say({"data": {"repository": None}, "errors": [{"type": "MAX_NODE_LIMIT_EXCEEDED", "message": "x"}]}),
        say({"data": None, "errors": [{"message": "Something went wrong while executing your query."}]}),
        say({"message": "bad gateway"}, 502),
        say({"message": "x"}, 504),
        Say(200, b'{"a": "' + b"x" * (1 << 17) + b'"}'),
    ],
)
def test_a_question_that_is_too_large_is_made_smaller(said: Say) -> None:
    """The next query in size is asked, at once, and its place is told so that the next page begins there."""
    hands = Hands()
    with serving(lambda ask: said if b"large" in ask.body else say(DATA)) as stub:
        got = client(stub.url, hands).graphql(("large", "larger part", "small"), {})

    assert (got.value, got.used, hands.slept) == (DATA, 2, [])


def test_ids_that_are_too_many_are_given_back_to_be_split() -> None:
    """Where no query is smaller, the caller asks about fewer."""
    with serving(turns(say({"message": "x"}, 502))) as stub, pytest.raises(TooMuch):
        client(stub.url, Hands()).graphql(("query",), {}, split=True)


def test_a_repository_that_is_not_there_is_said() -> None:
    """An answer whose only part is null is none."""
    missing = {
        "data": {"rateLimit": {"cost": 1}, "repository": None},
        "errors": [{"type": "NOT_FOUND", "message": "Could not resolve to a Repository"}],
    }
    with serving(turns(say(missing))) as stub, pytest.raises(CollectionError, match="Could not resolve"):
        client(stub.url, Hands()).graphql(("query",), {})


def _loudest(caplog: pytest.LogCaptureFixture) -> None:
    """Every log at its most; a linter that ran in this process may have shut those that it found."""
    for name in ("root", "github", "github.Requester", "urllib3", "urllib3.connectionpool"):
        caplog.set_level(logging.DEBUG, None if name == "root" else name)
        logging.getLogger(name).disabled = False


def test_a_token_is_in_one_header_and_nowhere_else(caplog: pytest.LogCaptureFixture) -> None:
    """Not in the log of PyGithub or urllib3 at its loudest, and not in what is raised, or its causes."""
    _loudest(caplog)
    shown: list[str] = []
    for said in (
        say({}),
        say({"message": "Bad credentials"}, 401),
        say({}, 302, Location="http://x.example/"),
    ):
        with serving(turns(said)) as stub:
            try:
                client(stub.url, Hands()).rest("/x")
            except CollectionError as fault:
                shown += [repr(fault), str(fault), repr(fault.__context__), repr(fault.__cause__)]
            assert stub.asked[0].headers["Authorization"] == f"token {SECRET}"

    assert {"github.Requester", "urllib3.connectionpool"} <= {record.name for record in caplog.records}
    assert SECRET not in caplog.text
    assert SECRET not in "".join(shown)


def test_an_app_earns_a_token_that_no_log_sees(caplog: pytest.LogCaptureFixture, pem: str) -> None:
    """The App's signed claim and the token of its installation stay out of the log; it is renewed in time."""
    _loudest(caplog)
    hands = Hands()
    number = count(1)

    def answer(ask: Ask) -> Say:
        if ask.path == "/app/installations/42/access_tokens":
            ends = datetime.fromtimestamp(hands.at + 3600, UTC).isoformat()
            return say({"token": f"ghs_secret{next(number)}", "expires_at": ends}, 201)
        return say({})

    with serving(answer) as stub:
        asking = client(stub.url, hands, credentials=app_key("17", "42", pem, "here"))
        asking.rest("/x")
        asking.rest("/x")
        hands.at += 3590
        asking.rest("/x")
        sent = [ask.headers["Authorization"] for ask in stub.asked]

    claims = [text.removeprefix("Bearer ") for text in sent if text.startswith("Bearer ")]
    assert [text for text in sent if text not in (f"Bearer {claim}" for claim in claims)] == [
        "token ghs_secret1",
        "token ghs_secret1",
        "token ghs_secret2",
    ]
    assert "github.Requester" in {record.name for record in caplog.records}
    assert [text for text in ("ghs_secret", *claims) if text in caplog.text] == []


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (say({"message": "Integration not found"}, 404), "gives this GitHub App no token"),
        (say({"token": 5}, 201), "holds no token"),
    ],
)
def test_an_app_that_gets_no_token_is_told(said: Say, words: str, pem: str) -> None:
    """It ends in words."""
    with serving(turns(said)) as stub, pytest.raises(CollectionError, match=words):
        client(stub.url, Hands(), credentials=app_key("17", "42", pem, "here")).rest("/x")


def test_a_key_that_signs_nothing_is_told() -> None:
    """What the signing library makes of it is not printed."""
    key = app_key("17", "42", "-----BEGIN RSA PRIVATE KEY-----\nxyz\n", "here")
    with serving(turns(say({}))) as stub, pytest.raises(CollectionError, match="private key cannot be used"):
        client(stub.url, Hands(), credentials=key, limits=QUICK).rest("/x")


def test_a_wait_that_is_too_long_says_what_it_would_be_for() -> None:
    """The fault that it was waited for is named."""
    with serving(lambda _: say({}, 502)) as stub, pytest.raises(CollectionError) as ended:
        client(stub.url, Hands(), most_s=0.5).rest("/x")

    assert "the forge to recover would have to be waited for" in ended.value.what
    assert "the forge answered with status 502" in ended.value.what
