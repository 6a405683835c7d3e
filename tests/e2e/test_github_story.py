"""A sample collected from the forge itself is the sample collected from its recorded answers."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from attest.samples import bundled
from tests.simulator import Simulator
from tests.simulator.from_story import world_of
from tests.support.program import attest

NAME = "clinic-merge"
KINDS = ("changes", "checks", "commits", "events", "reviews", "rule-suites")


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """The records of both ways, by kind."""
    folder = tmp_path_factory.mktemp("story")
    repository, world = bundled.build(NAME, folder), world_of(bundled.tell(NAME))
    period = ("--period", bundled.period(NAME))
    with Simulator(world) as forge:
        named = ("--forge", "github", "--github-url", forge.url, "--repository", world.full_name)
        asked = attest(
            "collect", repository, *period, *named, "--store", folder / "asked", GITHUB_TOKEN="a-test-token"
        )
    told = attest(
        "collect", repository, *period, "--forge", bundled.forge(NAME), "--store", folder / "recorded"
    )
    assert [(asked.code, asked.err[-300:] * bool(asked.code)), (told.code, "")] == [(0, ""), (0, "")]
    return {way: {kind: _records(folder / way, kind) for kind in KINDS} for way in ("asked", "recorded")}


def _records(store: Path, kind: str) -> list[dict[str, Any]]:
    (file,) = store.glob(f"*/records/{kind}.jsonl")
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def test_the_population_is_the_same(collected: dict[str, dict[str, list[dict[str, Any]]]]) -> None:
    """Every change and commit, field by field; only pushes are better known: when, and by whom."""
    asked, recorded = (collected[way] for way in ("asked", "recorded"))
    pairs = [
        (one.pop("landed_basis"), other.pop("landed_basis"))
        for one, other in zip(asked["changes"], recorded["changes"], strict=True)
    ]

    for one in asked["changes"]:
        del one["pusher"], one["pusher_unknown"]
    unseen = {(other.pop("pusher"), other.pop("pusher_unknown")) for other in recorded["changes"]}

    assert unseen <= {(None, "not-asked"), (None, "")}
    assert asked["commits"] == recorded["commits"]
    assert asked["changes"] == recorded["changes"]
    assert {pair for pair in pairs if pair[0] != pair[1]} <= {("server-observed", "declared")}


def test_the_reviews_are_the_same(collected: dict[str, dict[str, list[dict[str, Any]]]]) -> None:
    """Verdict, reviewer, time and what was approved; the forge's timeline makes the last one observed."""
    asked, recorded = (collected[way]["reviews"] for way in ("asked", "recorded"))
    for one in (*asked, *recorded):
        (one["binding"] or {}).pop("basis", None)

    assert asked == recorded
    assert len(asked) > 20


def test_the_checks_are_the_same(collected: dict[str, dict[str, list[dict[str, Any]]]]) -> None:
    """Of pull requests and of direct pushes, those that a rule asks for and that never ran among them."""
    asked, recorded = (_without_ids(collected[way]["checks"]) for way in ("asked", "recorded"))
    pushes = {row["id"] for row in collected["asked"]["changes"] if row["type"] == "direct-push"}
    of_pushes = [(row["name"], row["conclusion"]) for row in asked if row["change"] in pushes]

    assert asked == recorded
    assert len(asked) > 50
    assert sorted(of_pushes) == [("lint", "never-ran")] * 3 + [("tests", "never-ran")] * 3


def test_what_happened_beside_is_the_same(collected: dict[str, dict[str, list[dict[str, Any]]]]) -> None:
    """Pushes over a branch, a dismissal, merges; and how the last month's pushes fared by the rules."""
    asked, recorded = (collected[way] for way in ("asked", "recorded"))
    told = [_without_ids(way["events"]) for way in (asked, recorded)]
    kinds = Counter(row["kind"] for row in told[0])
    for row in (*told[0], *told[1]):
        row.pop("commitment")  # of texts that are sealed under the entry's id
        row.pop("before")  # REST has only the commit that a push over the branch left

    assert told[0] == told[1]
    assert {kind: kinds[kind] for kind in ("force-push", "dismissal")} == {"force-push": 2, "dismissal": 1}
    assert asked["rule-suites"] == recorded["rule-suites"]
    assert [row["result"] for row in asked["rule-suites"]] == ["pass"] * 3 + ["bypass"] * 2


def _without_ids(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """REST and GraphQL number checks and events differently."""
    told = [{name: value for name, value in row.items() if name != "id"} for row in rows]
    return sorted(told, key=lambda row: json.dumps(row, sort_keys=True))
