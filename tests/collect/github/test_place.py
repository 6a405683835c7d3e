"""A token goes to GitHub or to an address that the user named, and to no other."""

import pytest

from attest.collect.github.place import Place, api_url, place_of
from attest.errors import UsageError


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://github.com", "https://api.github.com"),
        ("https://api.github.com/", "https://api.github.com"),
        ("https://github.example.com", "https://github.example.com/api/v3"),
        ("https://github.example.com:8443/api/v3/", "https://github.example.com:8443/api/v3"),
        ("https://acme.ghe.com", "https://api.acme.ghe.com"),
        ("https://api.acme.ghe.com", "https://api.acme.ghe.com"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://localhost:8080/api/v3", "http://localhost:8080/api/v3"),
    ],
)
def test_a_host_is_named_as_its_users_know_it(text: str, url: str) -> None:
    """The address of its API follows."""
    assert api_url(text) == url


@pytest.mark.parametrize(
    "text",
    [
        "http://github.example.com",
        "ftp://github.example.com",
        "https://user:pass@github.example.com",
        "https://github.example.com/?x=1",
        "https://github.example.com/../x",
        "https://github.example.com:999999",
        "https://",
        "github.example.com",
        "https://git\nhub.example.com",
        "",
    ],
)
def test_an_address_that_is_none_or_not_safe_is_refused(text: str) -> None:
    """With code 2, before anything is sent."""
    with pytest.raises(UsageError):
        api_url(text)


@pytest.mark.parametrize(
    ("clone", "url", "repository", "place"),
    [
        ("github.com/acme/shop", "", "", Place("https://api.github.com", "acme", "shop")),
        ("ssh.github.com/acme/shop", "", "", Place("https://api.github.com", "acme", "shop")),
        ("github.com/acme/shop", "", "new/name", Place("https://api.github.com", "new", "name")),
        ("", "", "acme/shop", Place("https://api.github.com", "acme", "shop")),
        (
            "git.example.com/acme/shop",
            "https://git.example.com",
            "",
            Place("https://git.example.com/api/v3", "acme", "shop"),
        ),
    ],
)
def test_a_repository_is_where_the_clone_or_the_user_says(
    clone: str, url: str, repository: str, place: Place
) -> None:
    """The user's word counts before the clone's."""
    assert place_of(clone, url, repository) == place


@pytest.mark.parametrize(
    ("clone", "repository", "words"),
    [
        ("evil.example/acme/shop", "", "not sent to a host that only a clone names"),
        ("evil.example/acme/shop", "acme/shop", "not sent to a host that only a clone names"),
        ("", "", "does not say which repository"),
        ("github.com/acme/shop", "acme", "is no name of a repository"),
        ("github.com/acme/shop", "acme/..", "is no name of a repository"),
        ("github.com/acme/shop", "acme/shop/x", "is no name of a repository"),
    ],
)
def test_a_place_that_cannot_be_trusted_is_refused(clone: str, repository: str, words: str) -> None:
    """A clone may be anybody's: its remote alone brings no token to a host."""
    with pytest.raises(UsageError, match=words):
        place_of(clone, "", repository)
