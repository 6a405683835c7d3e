"""A token that a server sends back is neither kept nor printed."""

import json

import pytest

from attest.collect.github.auth import Token
from attest.errors import CollectionError
from tests.collect.github.stub import SECRET, Hands, Say, client, say, serving


def test_a_token_that_comes_back_in_an_answer_is_masked() -> None:
    """In the body and in the headers: both are kept."""
    with serving(lambda _: say({"data": {"a": SECRET}}, link=f"<https://x/?t={SECRET}>")) as stub:
        rest = client(stub.url, Hands()).rest("/x")
        graph = client(stub.url, Hands()).graphql(["query { a }"], {"token": SECRET})

    assert [SECRET in str(answer) for answer in (rest, graph)] == [False, False]
    assert (rest.value, graph.value) == ({"data": {"a": "[token]"}}, {"data": {"a": "[token]"}})


def test_a_word_that_was_given_for_a_token_blots_out_nothing() -> None:
    """An answer is kept as it came: a token of one letter would take that letter out of all of it."""
    with serving(lambda _: say({"attest": "tt"})) as stub:
        rest = client(stub.url, Hands(), credentials=Token("t")).rest("/x")

    assert rest.value == {"attest": "tt"}


@pytest.mark.parametrize("start", ["", "t=", "\\\\", "\\\\\\\\"])
@pytest.mark.parametrize("place", [0, 3, len(SECRET) - 1])
@pytest.mark.parametrize("written", ["\\u{:04x}", "\\u{:04X}", "%{:02x}"])
def test_a_token_that_comes_back_escaped_is_masked(start: str, place: int, written: str) -> None:
    """Whoever parses the kept answer, or follows an address in it, does not find it either."""
    escaped = SECRET[:place] + written.format(ord(SECRET[place])) + SECRET[place + 1 :]
    with serving(lambda _: Say(200, f'{{"a":"{start}{escaped}","b":"\\u003c%3c"}}'.encode())) as stub:
        got = client(stub.url, Hands()).rest("/x")

    assert (got.value["a"], got.value["b"]) == (json.loads(f'"{start}"') + "[token]", "<%3c")


def test_a_text_that_only_looks_like_an_escaped_token_stays() -> None:
    """Behind an escaped backslash nothing is an escape, and the answer stays JSON."""
    body = f'{{"a":"\\\\u{ord(SECRET[0]):04x}{SECRET[1:]}"}}'.encode()
    with serving(lambda _: Say(200, body)) as stub:
        got = client(stub.url, Hands()).rest("/x")

    assert got.body == body


@pytest.mark.parametrize(
    "location",
    [
        f"https://{SECRET}.example.org/x",
        f"https://{SECRET.lower()}.example.org/x",
        f"https://{'a' * 80}.{SECRET}.example.org/x",
        f"https://%67{SECRET[1:]}.example.org/x",
        f"mailto:{SECRET}",
    ],
)
def test_a_redirect_to_a_host_that_has_the_token_in_its_name_does_not_print_it(location: str) -> None:
    """Names of hosts come in lower case; the fault says where the forge leads all the same."""
    with serving(lambda _: say({}, 302, Location=location)) as stub, pytest.raises(CollectionError) as ended:
        client(stub.url, Hands()).rest("/x")

    assert SECRET.lower() not in ended.value.what.lower()
    assert "[token]" in ended.value.what
