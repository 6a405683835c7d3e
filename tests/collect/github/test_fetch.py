"""A fetch asks for everything once, goes on where it stopped, and ends whole or in words."""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from attest.collect.github.spool import open_spool
from attest.errors import CollectionError
from tests.collect.github.fetched import HASTY, asked_of, contents, run
from tests.collect.github.stub import SECRET, Hands
from tests.simulator import Simulator, World, faults
from tests.simulator.exchange import Draft
from tests.simulator.faults import Fault, Moment
from tests.simulator.generated import generate
from tests.simulator.records import Event

ROOT = Path(__file__).resolve().parents[3]
LANDED = ("d" * 40, "e" * 40)


@pytest.fixture(scope="module")
def world() -> World:
    """Sixty pull requests, which are three pages."""
    return generate(pulls=60, commits=240, seed=7)


@pytest.fixture(scope="module")
def server(world: World) -> Iterator[Simulator]:
    """A forge that serves it."""
    with Simulator(world, token=SECRET, hourly=10**6) as running:
        yield running


@pytest.fixture
def forge(server: Simulator) -> Iterator[Simulator]:
    """The forge, with nothing wrong, and nothing asked."""
    server.mend()
    server.forget()
    yield server
    server.mend()


@pytest.fixture(scope="module")
def whole(server: Simulator, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What an undisturbed fetch leaves."""
    server.mend()
    return contents(run(server.url, tmp_path_factory.mktemp("whole"), landed=LANDED)[0])


def test_all_pull_requests_are_there(forge: Simulator, world: World, tmp_path: Path) -> None:
    """Every number of the year is listed, with its reviews' comments asked for."""
    spool, _ = run(forge.url, tmp_path)
    pages = sorted(spool.glob("graphql/pulls.pass1.page*.json"))
    nodes = [row for page in pages for row in _list(page)]

    assert sorted(row["number"] for row in nodes) == sorted(world.pulls)
    assert {row["id"] for one in nodes for row in one["reviews"]["nodes"]} <= _asked_for(
        spool, "comments.pass1"
    )


def test_parents_are_asked_of_what_the_clone_lacks(forge: Simulator, tmp_path: Path) -> None:
    """Commits that the clone holds cost nothing."""
    spool, _ = run(forge.url, tmp_path)
    pages = sorted(spool.glob("graphql/pulls.pass1.page*.json"))
    commits = [row["commit"] for page in pages for one in _list(page) for row in one["commits"]["nodes"]]

    assert {row["id"] for row in commits if row["oid"][0] >= "8"} == _asked_for(spool, "parents")


def test_landed_commits_that_a_listed_pull_request_explains_are_not_asked_about(
    forge: Simulator, world: World, tmp_path: Path
) -> None:
    """Only the rest is."""
    merged = [pull.merge_commit for pull in world.pulls.values() if pull.merge_commit]
    spool, _ = run(forge.url, tmp_path, landed=(*merged, *LANDED))

    assert _asked_for(spool, "landed") == set(LANDED)


def test_a_commit_that_the_merge_queue_made_is_asked_about(tmp_path: Path) -> None:
    """Its checks are of no pull request's last revision."""
    queued = generate(pulls=60, commits=100, seed=3)
    one = next(pull for pull in queued.pulls.values() if pull.merge_commit)
    move = Event(999_999, "AddedToMergeQueueEvent", one.updated, one.author)
    queued.edit(one.number, at=one.updated, events=(*one.events, move))
    merged = [pull.merge_commit for pull in queued.pulls.values() if pull.merge_commit]
    with Simulator(queued, token=SECRET) as forge:
        spool, _ = run(forge.url, tmp_path, landed=merged)

    assert _asked_for(spool, "landed") == {one.merge_commit}


def test_only_what_is_read_is_asked_for(forge: Simulator, tmp_path: Path) -> None:
    """The organisation's audit log is handed in, not fetched."""
    run(forge.url, tmp_path)

    assert [one.path for one in forge.requests if one.path.startswith("/orgs/")] == []


def test_a_second_run_asks_nothing(forge: Simulator, tmp_path: Path) -> None:
    """What is finished is used as it is, once the period is over."""
    run(forge.url, tmp_path)
    forge.forget()
    run(forge.url, tmp_path)

    assert forge.requests == ()


@pytest.mark.parametrize("after", [0, 1, 2, 4, 5, 6, 8, 10, 13, 16])
def test_a_killed_fetch_goes_on_as_if_nothing_had_been(
    after: int, forge: Simulator, whole: dict[str, bytes], tmp_path: Path
) -> None:
    """Killed at any request, and run again, it leaves the same bytes as one that was left alone."""
    command = [sys.executable, "-m", "tests.collect.github.fetched", forge.url, str(tmp_path), *LANDED]
    child = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE)
    forge.script(faults.call(child.kill), after=after, times=1)
    with child:
        child.communicate()
    had = _answers(str(path) for path in tmp_path.rglob("*.json"))
    forge.mend()
    spool, budget = run(forge.url, tmp_path, landed=LANDED)

    assert child.returncode == -9
    assert had == after
    assert contents(spool) == whole
    assert budget.queries + budget.calls == _answers(whole) - had


HARMLESS: dict[str, Callable[[], Fault]] = {
    "bad gateway": faults.bad_gateway,
    "unavailable": faults.unavailable,
    "error page": lambda: faults.html_error(502),
    "reset": faults.reset,
    "reset in the middle": lambda: faults.reset(after_bytes=300),
    "cut": lambda: faults.cut(after_bytes=200),
    "half JSON": lambda: faults.truncated(after_bytes=50),
    "primary limit": faults.primary_limit,
    "secondary limit": faults.secondary_limit,
    "secondary limit as 429": lambda: faults.secondary_limit(code=429),
    "secondary limit without a time": lambda: faults.secondary_limit(retry_after=None),
}


SMALLER = {"bad gateway", "error page"}
"""After these, less is asked for at once, so that the pages are others."""


@pytest.mark.parametrize("fault", HARMLESS)
@pytest.mark.parametrize("where", [{"operation": "Pulls", "after": 1}, {"path": "/repos/octo/large$"}])
def test_what_passes_leaves_no_trace(
    fault: str, where: dict[str, Any], forge: Simulator, whole: dict[str, bytes], tmp_path: Path
) -> None:
    """After a fault that passes, all answers are had, each once."""
    forge.script(HARMLESS[fault](), times=1, **where)
    spool, budget = run(forge.url, tmp_path, landed=LANDED)

    assert budget.waits + budget.retries > 0
    assert _numbers(spool) == _numbers_of(whole)
    assert fault in SMALLER or contents(spool) == whole


@pytest.mark.parametrize("fault", [faults.silence, lambda: faults.drip(at_once=1, pause=0.2)])
def test_what_takes_too_long_is_asked_again(
    fault: Callable[[], Fault], forge: Simulator, whole: dict[str, bytes], tmp_path: Path
) -> None:
    """Neither silence nor a drip is waited for to its end."""
    forge.script(fault(), operation="Pulls", after=1, times=1)
    spool, budget = run(forge.url, tmp_path, landed=LANDED, limits=HASTY)

    assert budget.retries > 0
    assert _numbers(spool) == _numbers_of(whole)


@pytest.mark.parametrize("fault", [faults.graphql_rate_limited, faults.ok_with_error, faults.graphql_timeout])
def test_errors_in_good_answers_pass_too(
    fault: Callable[[], Fault], forge: Simulator, whole: dict[str, bytes], tmp_path: Path
) -> None:
    """Status 200 with an error is no answer."""
    forge.script(fault(), operation="Pulls", after=1, times=1)
    spool, budget = run(forge.url, tmp_path, landed=LANDED)

    assert budget.retries + budget.waits > 0
    assert _numbers(spool) == _numbers_of(whole)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (faults.unauthorized, "does not accept the token"),
        (faults.unavailable, "gives no answer"),
        (faults.reset, "cut"),
        (lambda: faults.truncated(after_bytes=30), "no JSON"),
        (lambda: faults.redirect("https://elsewhere.example/"), "redirects to 'elsewhere.example'"),
        (lambda: faults.primary_limit(reset_in=9000), "longer than allowed"),
    ],
)
@pytest.mark.parametrize("where", [{"operation": "Pulls", "after": 1}, {"path": "/activity"}])
def test_what_lasts_ends_in_words_and_is_gone_on_with(
    fault: Callable[[], Fault],
    words: str,
    where: dict[str, Any],
    forge: Simulator,
    whole: dict[str, bytes],
    tmp_path: Path,
) -> None:
    """The error says what to do; done so, the fetch ends as if there had been none."""
    forge.script(fault(), times=None, **where)
    with pytest.raises(CollectionError, match=words) as ended:
        run(forge.url, tmp_path, landed=LANDED)
    forge.mend()
    spool, _ = run(forge.url, tmp_path, landed=LANDED)

    assert ended.value.exit_code == 3
    assert contents(spool) == whole


@pytest.mark.parametrize("status", [403, 404])
def test_a_source_that_is_refused_is_kept_as_refused(status: int, forge: Simulator, tmp_path: Path) -> None:
    """Collaborators, rules and deployments each may be out of reach; the rest is had."""
    for path in ("/collaborators", "/rulesets", "/deployments", "/activity"):
        forge.script(faults.status(status, "no"), path=path, times=None)
    spool, _ = run(forge.url, tmp_path)
    kept = [json.loads((spool / name).read_bytes()) for name in ("collaborators.page1.json", "rulesets.json")]

    assert [(one["status"], one["body"]["message"]) for one in kept] == [(status, "no")] * 2
    assert json.loads((spool / "recorded.json").read_bytes())["finished_at"] is not None


def test_a_repository_that_is_not_there_ends_in_words(forge: Simulator, tmp_path: Path) -> None:
    """Nothing is left that a later run would stumble over."""
    with pytest.raises(CollectionError, match="does not show this repository"):
        run(forge.url, tmp_path, name="other")

    assert [path.name for path in tmp_path.rglob("*.json")] == []


@pytest.mark.parametrize("body", [b'{"message":"ok"}', b"[]", b"null", b"{}", b'{"full_name":""}'])
def test_an_answer_that_is_no_repository_is_asked_for_again(
    body: bytes, forge: Simulator, tmp_path: Path
) -> None:
    """Whatever its status; where it lasts, the fetch ends in words and keeps nothing of it."""
    passing = tmp_path / "passing"
    passing.mkdir()
    forge.script(faults.body(body), path="/repos/octo/large$", times=2)
    spool, budget = run(forge.url, passing)
    forge.script(faults.body(body), path="/repos/octo/large$", times=None)
    with pytest.raises(CollectionError, match="says nothing of a repository"):
        run(forge.url, tmp_path)

    assert json.loads((spool / "repository.json").read_bytes())["body"]["full_name"] == "octo/large"
    assert budget.retries == 2
    assert [path.name for path in tmp_path.glob(".forge/**/*.json")] == []


@pytest.mark.parametrize("fault", [faults.endless_paging, faults.repeated_page])
def test_paging_that_goes_in_circles_ends(
    fault: Callable[[], Fault], forge: Simulator, tmp_path: Path
) -> None:
    """The last page kept says that more was promised, so nobody takes the list for whole."""
    forge.script(fault(), path="/deployments", times=None)
    forge.script(Fault("circle", change=_circle), operation="Pulls", times=None)
    spool, budget = run(forge.url, tmp_path)
    last = spool / "graphql/pulls.pass1.page2.json"

    assert (budget.queries, budget.calls) < (20, 20)
    assert json.loads(last.read_bytes())["data"]["repository"]["pullRequests"]["pageInfo"]["hasNextPage"]
    assert not (spool / "graphql/pulls.pass1.page3.json").exists()
    assert len(list(spool.glob("deployments.page*.json"))) <= 2


def _circle(moment: Moment, draft: Draft) -> None:
    """The first page over and over, with another cursor each time."""
    draft.json = moment.again(variables={**moment.asked.variables, "after": None}).json
    info = draft.json["data"]["repository"]["pullRequests"]["pageInfo"]
    info |= {"hasNextPage": True, "endCursor": f"{moment.asked.variables['after']}+"}


def test_a_forge_that_cannot_answer_large_questions_is_asked_small_ones(
    forge: Simulator, whole: dict[str, bytes], tmp_path: Path
) -> None:
    """Every pull request is had in the end, whatever the size of the pages."""
    forge.script(
        faults.graphql_timeout(), operation="Pulls", body=r"pullRequests\(first: (25|12|6)", times=None
    )
    spool, _ = run(forge.url, tmp_path)

    assert _numbers(spool) == _numbers_of(whole)
    assert len(list(spool.glob("graphql/pulls.pass1.page*.json"))) == 20


def test_ids_that_are_too_many_are_asked_about_in_halves(forge: Simulator, tmp_path: Path) -> None:
    """The plan beside the answers says which were asked for together."""
    forge.script(faults.bad_gateway(), operation="ReviewComments", times=2)
    spool, _ = run(forge.url, tmp_path)
    batches = json.loads((spool / "asked/comments.pass1.json").read_bytes())["batches"]

    assert len(batches[0]) <= 25
    assert len(list(spool.glob("graphql/comments.pass1.page*.json"))) == len(batches)


def test_what_is_edited_meanwhile_is_read_again(world: World, tmp_path: Path) -> None:
    """The pass after it holds the new text; another says that nothing else came, as one at the end does."""
    edited = generate(pulls=60, commits=100, seed=3)
    last = max(edited.pulls)
    with Simulator(edited, token=SECRET) as forge:
        forge.script(
            faults.after(lambda one: one.edit(last, title="Edited")), operation="Pulls", after=1, times=1
        )
        spool, _ = run(forge.url, tmp_path)
    second = _list(spool / "graphql/pulls.pass2.page1.json")

    assert second[0]["title"] == "Edited"
    assert (spool / "graphql/pulls.pass4.page1.json").exists()
    assert not (spool / "graphql/pulls.pass5.page1.json").exists()


def test_what_is_edited_while_all_else_is_asked_is_read_again(tmp_path: Path) -> None:
    """After the last of the first passes: the last pass of all has the new text."""
    edited = generate(pulls=60, commits=100, seed=3)
    last = max(edited.pulls)
    with Simulator(edited, token=SECRET) as forge:
        forge.script(faults.before(lambda one: one.edit(last, title="Late")), path="/activity", times=1)
        spool, _ = run(forge.url, tmp_path)
    titles = [_list(spool / f"graphql/pulls.pass{number}.page1.json")[0]["title"] for number in (2, 3, 4)]

    assert (titles[0] == "Late", titles[1:]) == (False, ["Late", "Late"])
    assert not (spool / "graphql/pulls.pass5.page1.json").exists()


def test_stops_do_not_use_up_the_passes(tmp_path: Path) -> None:
    """However often a fetch was cut off while it read or asked for all else, a later edit is read."""
    edited = generate(pulls=60, commits=100, seed=3)
    last = max(edited.pulls)
    with Simulator(edited, token=SECRET) as forge:
        places: list[dict[str, Any]] = [{"path": "/activity"}] * 5 + [{"operation": "ReviewComments"}] * 3
        for place in places:
            forge.script(faults.unauthorized(), times=None, **place)
            with pytest.raises(CollectionError):
                run(forge.url, tmp_path, until=LATER)
            forge.mend()
        edited.edit(last, title="Late")
        spool, _ = run(forge.url, tmp_path, until=LATER)
    passes = {path.name: _list(path)[0]["title"] for path in spool.glob("graphql/pulls.pass*.page1.json")}

    assert passes[max(passes)] == "Late"
    assert len(passes) < 10


LATER = "9999-01-01T00:00:00Z"


def test_answers_that_a_running_period_has_overtaken_are_had_anew(forge: Simulator, tmp_path: Path) -> None:
    """What was finished before the period's end does not hold what came since: it is asked for again."""
    run(forge.url, tmp_path, until=LATER)
    asked = len(forge.requests)
    forge.forget()
    run(forge.url, tmp_path, until=LATER)

    assert len(forge.requests) == asked


def test_a_fetch_of_a_running_period_catches_up(forge: Simulator, tmp_path: Path) -> None:
    """Gone on with after its first passes, it lists once more at its end; after a day it begins anew."""
    hands = Hands(at=tmp_path.stat().st_mtime)
    passes = []
    places: list[dict[str, Any]] = [
        {"path": "/activity"}, {"operation": "ReviewComments"}, {"path": "/activity"},
    ]  # fmt: skip
    for pause, place in zip((0, 3600, 90_000), places, strict=True):
        hands.at += pause
        forge.mend()
        forge.script(faults.unauthorized(), times=None, **place)
        with pytest.raises(CollectionError):
            run(forge.url, tmp_path, until=LATER, hands=hands)
        passes.append(len(list(tmp_path.rglob("pulls.pass*.page1.json"))))

    assert passes == [2, 3, 2]


def test_two_runs_do_not_share_a_spool(forge: Simulator, tmp_path: Path) -> None:
    """The second ends in words at once; nothing is asked."""
    with open_spool(tmp_path, asked_of(forge.url)), pytest.raises(CollectionError, match="another run"):
        run(forge.url, tmp_path)

    assert forge.requests == ()


def test_the_token_is_nowhere_in_the_spool(forge: Simulator, tmp_path: Path) -> None:
    """Not in a file, not in the name of one."""
    spool, _ = run(forge.url, tmp_path)

    assert [path for path in spool.rglob("*") if SECRET in str(path)] == []
    assert [name for name, data in contents(spool).items() if SECRET.encode() in data] == []


def _answers(names: Iterable[str]) -> int:
    """How many of the files are answers, not notes of ours."""
    return sum(not name.endswith("recorded.json") and "asked/" not in name for name in names)


def _list(page: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(page.read_bytes())["data"]["repository"]["pullRequests"]["nodes"]
    return rows


def _numbers(spool: Path) -> list[int]:
    pages = spool.glob("graphql/pulls.pass1.page*.json")
    return sorted(row["number"] for page in pages for row in _list(page))


def _numbers_of(files: dict[str, bytes]) -> list[int]:
    pages = [data for name, data in files.items() if name.startswith("graphql/pulls.pass1.page")]
    return sorted(int(found) for data in pages for found in re.findall(rb'\{"number":(\d+),"id"', data))


def _asked_for(spool: Path, stem: str) -> set[str]:
    batches = json.loads((spool / f"asked/{stem}.json").read_bytes())["batches"]
    return {one for batch in batches for one in batch}
