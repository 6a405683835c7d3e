"""What a clone answers while a forge is asked about it."""

from pathlib import Path

import pytest

from attest.collect.collector import open_repository
from attest.collect.period import parse
from tests.support.history import History


def test_commits_that_the_clone_holds_are_told_from_others(tmp_path: Path) -> None:
    """A commit is held; a tree, and what nobody has, are not."""
    history = History(tmp_path / "shop")
    sha = history.commit("start", files={"a": "1\n"})
    tree = history.git("rev-parse", "HEAD^{tree}").strip()

    with open_repository(history.path) as opened:
        assert opened.held([sha, tree, "d" * 40]) == {sha}


def test_landed_commits_of_a_period_are_first_parents(tmp_path: Path) -> None:
    """A merge is one; what it brought in is none."""
    history = History(tmp_path / "shop")
    start = history.commit("start", files={"a": "1\n"})
    work = history.commit("work", files={"a": "2\n"}, branch="feature")
    landed = history.merge("feature", "Merge")

    with open_repository(history.path) as opened:
        found = opened.landed(parse("2025"), None)

    assert work not in found
    assert found == (start, landed)


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://github.com/acme/shop.git", "github.com/acme/shop"),
        ("https://token@git.example.com:8443/acme/shop", "git.example.com/acme/shop"),
        ("git@git.example.com:acme/shop.git", "git.example.com/acme/shop"),
        ("ssh://git@ssh.github.com:443/acme/shop.git", "ssh.github.com/acme/shop"),
        ("/srv/git/acme/shop.git", ""),
        ("../shop", ""),
        ("https://git.example.com/a/b/c", ""),
        ("https://git example.com/acme/shop", ""),
    ],
)
def test_the_remote_says_host_owner_and_name(url: str, origin: str, tmp_path: Path) -> None:
    """Of whatever host, without what else the address holds; it is a claim of the clone."""
    history = History(tmp_path / "shop")
    history.commit("start", files={"a": "1\n"})
    config = history.path / ".git/config"
    config.write_text(f'{config.read_text()}[remote "origin"]\n\turl = {url}\n')

    with open_repository(history.path) as opened:
        assert opened.origin == origin
