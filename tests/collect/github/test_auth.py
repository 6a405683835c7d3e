"""Secrets show nowhere, and what cannot be one is refused without being shown."""

import copy
import pickle
import traceback

import pytest

from attest.collect.github.access import Access
from attest.collect.github.auth import AppKey, Secret, Token, app_key, token
from attest.collect.github.waiting import Clock
from attest.errors import UsageError
from tests.collect.github.stub import SECRET


def test_a_token_hides_itself_however_it_is_printed() -> None:
    """In text, representation, format and within whatever holds it."""
    hidden = token(f"  {SECRET}\n", "here")
    access = Access(hidden, Clock(lambda: 0, lambda _: None), print)
    shown = [
        str(hidden),
        repr(hidden),
        f"{hidden}",
        f"{hidden!r:>40}",
        "%s %r" % (hidden, [hidden]),  # noqa: UP031 - the old way prints too
        repr(access),
        repr(AppKey("1", 2, Secret(SECRET))),
    ]

    assert [text for text in shown if SECRET in text] == []
    assert hidden.reveal() == SECRET


def test_a_token_is_not_stored() -> None:
    """It can be neither pickled nor copied into something that is."""
    for store in (pickle.dumps, copy.copy):
        with pytest.raises(TypeError):
            store(Token(SECRET))


@pytest.mark.parametrize("text", ["", "  \n", f"{SECRET} x", f"{SECRET}\r\nX: y", "ghp_\u00e9", "x" * 5000])
def test_what_is_no_token_is_refused_unseen(text: str) -> None:
    """The error names the place, not what is there."""
    with pytest.raises(UsageError) as ended:
        token(text, "GITHUB_TOKEN")

    trace = "".join(traceback.format_exception(ended.value))
    assert ended.value.where == "GITHUB_TOKEN"
    assert "ghp_" not in f"{ended.value}{ended.value!r}"
    assert SECRET not in trace


@pytest.mark.parametrize(
    ("app", "installation", "key"),
    [
        ("", "1", "PRIVATE KEY-----"),
        ("1 2", "1", "PRIVATE KEY-----"),
        ("1", "x", "PRIVATE KEY-----"),
        ("1", "1", "?"),
    ],
)
def test_an_app_without_one_of_its_parts_is_refused(app: str, installation: str, key: str) -> None:
    """With code 2."""
    with pytest.raises(UsageError):
        app_key(app, installation, key, "here")
