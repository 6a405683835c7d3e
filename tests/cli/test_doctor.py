"""`attest doctor` names what is missing and how to mend it."""

import json
from pathlib import Path

from attest.cli.doctor import machine
from attest.collect.merges import OLDEST_GIT
from tests.support.history import History
from tests.support.program import attest


def test_a_clone_without_pull_heads_and_configuration_is_told(tmp_path: Path) -> None:
    """Both are named with the command that brings them; neither is needed, so the code is 0."""
    history = History(tmp_path / "shop")
    history.commit("start", files={"a": "1\n"})

    ended = attest("doctor", history.path, "--json")
    missing = {item["name"]: item["remedy"] for item in json.loads(ended.out) if not item["there"]}

    assert ended.code == 0
    assert "refs/pull/*/head" in missing["pull-request heads, to look behind squash merges"]
    assert "attest init" in missing["attest.yaml on main"]


def test_what_is_no_repository_ends_with_code_three(tmp_path: Path) -> None:
    """A needed thing that is not there ends the command with 3."""
    ended = attest("doctor", tmp_path)

    assert ended.code == 3
    assert "missing  repository" in ended.out


def test_the_git_asked_for_is_the_git_that_merges_need() -> None:
    """The version that doctor names is the collector's own floor."""
    named = ".".join(map(str, OLDEST_GIT))

    assert [item.name for item in machine() if named in item.name] == [
        f"git {named} or newer, to recompute merges"
    ]
