"""Laws of reading a spool: nothing in it makes reading fail, and nothing in it makes a population smaller."""

import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attest.collect.forge import Forge
from tests.collect.github.spools import (
    SINCE,
    Spool,
    associated,
    check_run,
    commit,
    event,
    heads,
    listed,
    pull,
    review,
    sha,
    tied,
)

REPLACEMENTS = [
    None,
    True,
    0,
    -1,
    7.5,
    2**70,
    "",
    "x",
    "\ud800",
    "2025-03-03T00:00:00Z",
    [],
    {},
    [None],
    {"a": 1},
]
BRANCH = "main"


@pytest.fixture(scope="module")
def whole() -> Iterator[Path]:
    """A spool with something of everything."""
    with tempfile.TemporaryDirectory() as folder:
        fill(Spool(Path(folder)))
        yield Path(folder)


def fill(spool: Spool) -> None:
    """Two merged pull requests, lists that go on, and what REST says."""
    first = pull(
        1,
        commits=listed(commit("one"), more=True, total=2),
        timelineItems=listed(event("MergedEvent", commit={"oid": sha("merge 1")})),
        head=heads(check_run()),
    )
    spool.page(first, more=True)
    spool.page(pull(2, headRefOid=sha("other"), head=heads()), number=2)
    spool.page(first, of_pass=2)
    spool.further(1, "commits", {"commits": listed(commit("two"), total=2)})
    spool.landed(tied(sha("x"), associated(2, sha("merge 2"))), tied(sha("y")))
    comment = {
        "id": "PRRC_1", "fullDatabaseId": "5", "draftedAt": SINCE, "createdAt": SINCE, "publishedAt": SINCE,
        "updatedAt": SINCE, "state": "SUBMITTED", "outdated": False, "path": "a", "body": "b", "author": None,
    }  # fmt: skip
    row = {"id": "PRR_1", "fullDatabaseId": "1", "pullRequest": {"number": 1}, "comments": listed(comment)}
    spool.graphql("comments.pass1.page1", {"nodes": [row, None]})
    spool.graphql("parents.page1", {"nodes": [{"id": "C", "oid": sha("one"), "parents": {"totalCount": 2}}]})
    spool.rest("rulesets.json", [{"id": 1, "name": "r"}])
    spool.rest(
        "rulesets/1/history.json",
        [{"version_id": 1, "actor": {"id": 2, "type": "User"}, "updated_at": SINCE}],
    )
    state = {
        "id": 1,
        "name": "r",
        "enforcement": "active",
        "bypass_actors": [],
        "rules": [{"type": "deletion"}],
    }
    spool.rest("rulesets/1/history/1.json", {"version_id": 1, "state": state})
    spool.rest("activity.page1.json", [activity(sha("x"))])
    spool.rest("deployments.page1.json", [{"id": 1, "sha": sha("x"), "created_at": "2025-02-01T00:00:00Z"}])


def activity(after: str) -> dict[str, Any]:
    """A push."""
    return {
        "id": 1, "before": sha("w"), "after": after, "ref": "refs/heads/main", "timestamp": SINCE,
        "activity_type": "push", "actor": {"login": "ben", "id": 2, "type": "User"},
    }  # fmt: skip


def ask_everything(forge: Forge) -> dict[str, Any]:
    """Every answer; that none of them fails is the law."""
    return {
        "landed": forge.landed_pulls(BRANCH),
        "pulls": [
            (forge.pull(n), forge.commits(n), forge.reviews(n), forge.events(n), forge.comments(n))
            for n in (1, 2, 3)
        ],
        "checks": [forge.checks(sha("head")), forge.checks(sha("other")), forge.required_checks(BRANCH)],
        "branch": [
            forge.pushes(BRANCH), forge.rules(BRANCH), forge.bypasses(BRANCH), forge.deployments(),
            forge.permissions(), forge.agent_tasks(),
        ],
    }  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of everything in a value."""
    yield path
    rows = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in rows:
        yield from places(inner, (*path, key))


def replaced(value: Any, path: tuple[Any, ...], other: Any) -> Any:
    """The value with something else at a path; at a key that is left out, with `...`."""
    if not path:
        return other
    copy = dict(value) if isinstance(value, dict) else list(value)
    if other is ... and len(path) == 1:
        del copy[path[0]]
    else:
        copy[path[0]] = replaced(copy[path[0]], path[1:], other)
    return copy


def documents(whole: Path) -> list[str]:
    """The files that may be mutilated: all but the spool's own description."""
    names = {path.relative_to(whole).as_posix() for path in whole.rglob("*.json")}
    return sorted(names - {"recorded.json"})


def suffers(whole: Path, name: str, data: bytes) -> tuple[bool, list[int], frozenset[str]]:
    """Whether the list of a spool with another file is whole, its numbers, and the commits tied to none."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "spool"
        shutil.copytree(whole, copy)
        (copy / name).write_bytes(data)
        found = ask_everything(Spool.at(copy).forge())["landed"].value
        return found.complete, [one.number for one in found.pulls], found.untied


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_mutilated_answer_fails_or_loses_a_merge_in_silence(whole: Path, data: st.DataObject) -> None:
    """A list that lacks a pull request says that it is not whole, and no commit is untied by a mistake."""
    name = data.draw(st.sampled_from(documents(whole)))
    value = json.loads((whole / name).read_bytes())
    path = data.draw(st.sampled_from(list(places(value))))
    other = data.draw(st.sampled_from([*REPLACEMENTS, ...] if path else REPLACEMENTS))
    complete, numbers, untied = suffers(whole, name, json.dumps(replaced(value, path, other)).encode())

    honest = {"merged", "mergedAt", "baseRefName", "number", "branch"}
    if not honest.intersection(path):
        assert numbers == [1, 2] or not complete
        assert sha("x") not in untied


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_file_that_is_cut_off_or_spoilt_fails(whole: Path, data: st.DataObject) -> None:
    """Cut anywhere, and with bytes in the place of others."""
    name = data.draw(st.sampled_from(documents(whole)))
    content = (whole / name).read_bytes()
    at = data.draw(st.integers(0, len(content) - 1))
    spoilt = (
        content[:at] + data.draw(st.binary(max_size=4)) + data.draw(st.sampled_from([b"", content[at + 1 :]]))
    )
    complete, numbers, _ = suffers(whole, name, spoilt)

    assert numbers or not complete


def test_the_spool_of_these_laws_is_whole(whole: Path) -> None:
    """Otherwise they would hold of nothing."""
    said = ask_everything(Spool.at(whole).forge())

    assert said["landed"].value.complete
    assert [one.number for one in said["landed"].value.pulls] == [1, 2]
    assert said["pulls"][0][4].value[0].id == "5"


@settings(max_examples=25, deadline=None)
@given(st.permutations(range(1, 7)), st.integers(1, 5))
def test_how_the_list_was_cut_into_pages_does_not_matter(order: list[int], cut: int) -> None:
    """The same pull requests on other pages give the same answer."""
    rows = [pull(number) for number in order]
    with tempfile.TemporaryDirectory() as folder:
        one, other = Spool(Path(folder) / "one"), Spool(Path(folder) / "other")
        one.pulls(*rows)
        other.page(*rows[:cut], more=True, total=6)
        other.page(*rows[cut:], number=2, total=6)
        other.page(*rows[:cut], of_pass=2, total=6)

        assert one.forge().landed_pulls(BRANCH) == other.forge().landed_pulls(BRANCH)
        assert one.forge().pull(3) == other.forge().pull(3)


@settings(max_examples=25, deadline=None)
@given(st.permutations(range(1, 5)))
def test_the_order_of_reviews_does_not_matter(order: list[int]) -> None:
    """They are given in the order of time, then of number."""
    with tempfile.TemporaryDirectory() as folder:
        rows = [review(number, submittedAt=f"2025-03-0{number // 2 + 1}T00:00:00Z") for number in order]
        found = Spool(Path(folder)).pulls(pull(1, reviews=listed(*rows))).reviews(1)

        assert [one.id for one in found.value] == ["1", "2", "3", "4"]
