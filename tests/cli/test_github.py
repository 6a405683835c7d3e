"""`--forge github` on the command line: tokens from three places, seen in none of what comes out."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.simulator import Simulator, World, WorldBuilder, faults
from tests.support.history import History
from tests.support.program import Ended, attest

SECRET = "ghp_neverToBeSeenAnywhere0123456789"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, World]:
    """A clone with one merged pull request, and the forge's view of it."""
    history = History(tmp_path_factory.mktemp("clone") / "shop")
    start = history.commit("start", files={"a": "1\n"})
    work = history.commit("feature", files={"a": "2\n"}, branch="feature")
    landed = history.merge("feature", "Merge pull request #1 from octo/feature")
    world = WorldBuilder("octo", "shop")
    world.git(history.path)
    world.person("ada", email="ada@example.org")
    world.person("ben")
    pull = world.pull(1, by="ada", at="2025-01-02T09:00:00Z", head=work, base=start, ref="feature")
    pull.review("ben", "APPROVED", at="2025-01-02T10:00:00Z", commit=work)
    pull.merged("ben", at="2025-01-02T11:00:00Z", sha=landed)
    return history.path, world.build()


@pytest.fixture
def forge(shop: tuple[Path, World]) -> Iterator[Simulator]:
    """The forge, which takes one token."""
    with Simulator(shop[1], token=SECRET) as running:
        yield running


def collect(shop: tuple[Path, World], url: str, out: Path, *more: str | Path, **environment: str) -> Ended:
    """Collect the year."""
    named = ("--period", "2025", "--forge", "github", "--github-url", url, "--repository", "octo/shop")
    return attest("collect", shop[0], *named, "--store", out, *more, folder=None, **environment)


def records(store: Path, kind: str) -> list[dict[str, object]]:
    """The records of the only run."""
    (file,) = store.glob(f"*/records/{kind}.jsonl")
    return [json.loads(line) for line in file.read_text().splitlines()]


def test_a_year_is_collected_and_the_spool_is_gone(
    shop: tuple[Path, World], forge: Simulator, tmp_path: Path
) -> None:
    """The review is in the run, what it cost is on stderr, and the answers lie in the run alone."""
    ended = collect(shop, forge.url, tmp_path, GITHUB_TOKEN=SECRET)

    assert ended.code == 0
    assert [row["state"] for row in records(tmp_path, "reviews")] == ["approved"]
    assert f"GitHub: {forge.points} points, {forge.calls} calls for 1 pull requests" in ended.err
    assert not (tmp_path / ".forge").exists()


@pytest.mark.parametrize("command", ["collect", "doctor"])
def test_a_token_is_in_nothing_that_is_printed_or_written(
    command: str, shop: tuple[Path, World], forge: Simulator, tmp_path: Path
) -> None:
    """Not on either stream, not in a file of the store, and not in the name of one."""
    forge.script(faults.unauthorized(), path="/activity", times=None)
    if command == "collect":
        failed = collect(shop, forge.url, tmp_path, GITHUB_TOKEN=SECRET, ATTEST_DEBUG="1")
        forge.mend()
        ended = collect(shop, forge.url, tmp_path, "--keep-answers", GH_TOKEN=SECRET, ATTEST_DEBUG="1")
    else:
        named = ("--github-url", forge.url, "--repository", "octo/shop")
        failed = attest("doctor", shop[0], "--forge", "github", *named, GITHUB_TOKEN=SECRET)
        forge.mend()
        ended = attest("doctor", shop[0], "--forge", "github", *named, GITHUB_TOKEN=SECRET)
    written = [path for path in tmp_path.rglob("*") if path.is_file()]

    assert (failed.code, ended.code) == (3, 0)
    assert SECRET not in failed.out + failed.err + ended.out + ended.err
    assert [path for path in written if SECRET in str(path) or SECRET.encode() in path.read_bytes()] == []
    assert command == "doctor" or len(list(tmp_path.glob(".forge/**/repository.json"))) == 1


def test_a_failed_fetch_is_gone_on_with(shop: tuple[Path, World], forge: Simulator, tmp_path: Path) -> None:
    """Code 3, words that say so; the same command then asks for the rest, and what was edited meanwhile."""
    forge.script(faults.unauthorized(), path="/activity", times=None)
    failed = collect(shop, forge.url, tmp_path, GITHUB_TOKEN=SECRET)
    forge.mend()
    forge.forget()
    ended = collect(shop, forge.url, tmp_path, GITHUB_TOKEN=SECRET)

    assert (failed.code, ended.code) == (3, 0)
    assert "does not accept the token" in failed.err
    assert [asked.operation for asked in forge.requests if asked.operation] == ["Pulls", "ReviewComments"]


def test_a_spool_is_read_again_with_the_same_records(
    shop: tuple[Path, World], forge: Simulator, tmp_path: Path
) -> None:
    """An auditor re-performs the collection from the answers, without a token and without the forge."""
    ended = collect(shop, forge.url, tmp_path / "first", "--keep-answers", GITHUB_TOKEN=SECRET)
    (about,) = (tmp_path / "first").glob(".forge/**/recorded.json")
    again = attest(
        "collect",
        shop[0],
        "--period",
        "2025",
        "--forge",
        f"recorded:{about.parent}",
        "--store",
        tmp_path / "again",
    )

    assert (ended.code, again.code) == (0, 0)
    for kind in ("changes", "reviews", "commits", "gaps"):
        assert records(tmp_path / "again", kind) == records(tmp_path / "first", kind)


@pytest.mark.parametrize(
    ("more", "environment", "words"),
    [
        ((), {}, "there is no token for GitHub"),
        ((), {"GITHUB_TOKEN": "two words"}, "more than a token"),
        (("--token-file", "/nonexistent"), {}, "cannot be read"),
        ((), {"ATTEST_GITHUB_APP_ID": "7"}, "needs its private key"),
    ],
)
def test_without_a_token_that_can_be_used_nothing_is_asked(
    more: tuple[str, ...],
    environment: dict[str, str],
    words: str,
    shop: tuple[Path, World],
    forge: Simulator,
    tmp_path: Path,
) -> None:
    """Code 2 and the remedy; no run, no request."""
    ended = collect(shop, forge.url, tmp_path, *more, **environment)

    assert ended.code == 2
    assert words in ended.err
    assert forge.requests == ()


def test_a_token_is_not_sent_where_only_the_clone_says(tmp_path: Path) -> None:
    """A clone's remote is whatever its maker wrote."""
    history = History(tmp_path / "shop")
    history.commit("start", files={"a": "1\n"})
    config = history.path / ".git/config"
    config.write_text(config.read_text() + '[remote "origin"]\n\turl = https://evil.example/octo/shop\n')
    ended = attest(
        "collect",
        history.path,
        "--period",
        "2025",
        "--forge",
        "github",
        "--store",
        tmp_path,
        GITHUB_TOKEN=SECRET,
    )

    assert ended.code == 2
    assert "not sent to a host that only a clone names" in ended.err


def test_doctor_names_what_a_token_may_not_see(
    shop: tuple[Path, World], forge: Simulator, tmp_path: Path
) -> None:
    """Each source by itself, with the permission that GitHub asks for."""
    refused = {"X-Accepted-GitHub-Permissions": "administration=read"}
    forge.script(faults.status(403, "Resource not accessible", **refused), path="/rule-suites", times=None)
    file = tmp_path / "token"
    file.write_text(SECRET + "\n")
    named = ("--forge", "github", "--github-url", forge.url, "--repository", "octo/shop")
    ended = attest("doctor", shop[0], *named, "--token-file", file, "--json")
    items = {item["name"]: item for item in json.loads(ended.out)}

    assert ended.code == 0
    assert items["token for GitHub"]["found"] == f"--token-file {file}"
    assert items["GitHub, pushes: who pushed to the branch, and when"]["there"]
    bypasses = items["GitHub, bypasses: pushes past the rules"]
    assert (bypasses["there"], bypasses["found"]) == (False, "status 403, so it will be a gap")
    assert "administration=read" in bypasses["remedy"]
