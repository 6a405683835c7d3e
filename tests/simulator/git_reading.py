"""Commits and branches of a real repository, as records of the simulated forge."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from tests.simulator.clock import text
from tests.simulator.records import Commit, Stamp
from tests.support.history import run

_FORMAT = "%x01%H%x00%T%x00%P%x00%an%x00%ae%x00%at%x00%cn%x00%ce%x00%ct%x00%B%x00"


def read_commits(folder: Path) -> Iterator[Commit]:
    """Every commit that a ref reaches."""
    log = run("git", "log", "--all", f"--format={_FORMAT}", folder=folder).decode("utf-8", "replace")
    for entry in log.split("\x00\n"):
        if not entry.startswith("\x01"):
            continue
        sha, tree, parents, an, ae, at, cn, ce, ct, message = entry[1:].split("\x00")[:10]
        yield Commit(
            sha,
            tree,
            tuple(parents.split()),
            message.rstrip("\n"),
            Stamp(an, ae, _time(at)),
            Stamp(cn, ce, _time(ct)),
        )


def read_heads(folder: Path) -> dict[str, str]:
    """Branch to the id at its tip."""
    listed = run(
        "git", "for-each-ref", "--format=%(objectname) %(refname:lstrip=2)", "refs/heads", folder=folder
    )
    return {name: sha for sha, _, name in (line.partition(" ") for line in listed.decode().splitlines())}


def between(commits: Mapping[str, Commit], base: str, head: str) -> tuple[str, ...]:
    """What the head reaches and the base does not, oldest first, as the forge lists a pull request."""
    known = _reached(commits, base)
    wanted: list[str] = []
    waiting = [head]
    while waiting:
        sha = waiting.pop()
        if sha in known:
            continue
        known.add(sha)
        wanted.append(sha)
        waiting.extend(commits[sha].parents)
    oldest_first = wanted[::-1]
    return tuple(sorted(oldest_first, key=lambda sha: commits[sha].committer.at))


def _reached(commits: Mapping[str, Commit], start: str) -> set[str]:
    reached: set[str] = set()
    waiting = [start]
    while waiting:
        sha = waiting.pop()
        if sha not in reached and sha in commits:
            reached.add(sha)
            waiting.extend(commits[sha].parents)
    return reached


def _time(epoch: str) -> str:
    return text(datetime.fromtimestamp(int(epoch), UTC))
