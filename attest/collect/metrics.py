"""Methods touched and their complexity, from PyDriller in a child process on the clean git directory."""

import json
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain, islice
from pathlib import Path

from attest.collect.clean_layout import without_refs
from attest.collect.gitdir import CleanRepository
from attest.collect.process import Child, ChildError, Start
from attest.collect.side_by_side import side_by_side
from attest.collect.surroundings import find_git
from attest.model.commit import CodeMetrics

_STALL_S = 120
_MEMORY = 3 << 30
_MOST_FAILURES = 20
_WORKER = "attest.collect.metrics_worker"
_SHARE = 4
_FIGURES = ("files", "files_measured", "methods_touched", "complexity")

Wanted = tuple[str, str]
"""A commit and the id of the change it belongs to."""


def measure(repository: CleanRepository, wanted: Iterable[Wanted]) -> Iterator[CodeMetrics]:
    """Metrics of the commits that can be measured, in the order given; each other one leaves a Gap.

    Two analysers share the work. Merges, commits of more than 500 files, and files over 1 MiB are not
    measured.
    """
    if repository.object_format != "sha1":
        _all_unmeasured(repository, wanted, "PyDriller does not read SHA-256 repositories")
        return
    yield from side_by_side(wanted, partial(_answers, repository), share=_SHARE)


def _answers(repository: CleanRepository, rest: Iterator[Wanted]) -> Iterator[CodeMetrics | None]:
    """`None` once, when the first child is at work; then each commit's metrics, or `None` and a Gap.

    Each analyser has a git directory of its own: PyDriller locks the configuration, which it writes.
    """
    git_dir = without_refs(repository.path)
    waiting, failures, started = deque[Wanted](), 0, False
    while _any(rest, waiting):
        try:
            answers = _run(repository, git_dir, rest, waiting)
            next(answers)
            if not started:
                started = True
                yield None
            yield from answers
        except ChildError:
            failures += 1
            if not waiting:
                continue
            _note(repository, waiting.popleft()[0], "the analyser ran too long, or died")
            yield None
            if failures >= _MOST_FAILURES:
                left = list(chain(waiting, rest))
                _all_unmeasured(repository, left, "the analyser failed too often")
                yield from (None for _ in left)
                return


def _any(rest: Iterator[Wanted], waiting: deque[Wanted]) -> bool:
    if not waiting:
        waiting.extend(islice(rest, 1))
    return bool(waiting)


def _run(
    repository: CleanRepository, git_dir: Path, rest: Iterator[Wanted], waiting: deque[Wanted]
) -> Iterator[CodeMetrics | None]:
    """`None` when the child is at work, then an answer for each commit until they are used up."""
    with Child(_start(git_dir), _questions(rest, waiting)) as child:
        child.prime()
        yield None
        analyser = str(json.loads(child.until(b"\n"))["analyser"])
        while not child.at_end():
            answer = json.loads(child.until(b"\n"))
            sha, change = waiting.popleft()
            if "unmeasured" in answer:
                _note(repository, sha, str(answer["unmeasured"]))
                yield None
                continue
            yield CodeMetrics(
                id=f"{repository.name}:{sha}",
                repository=repository.name,
                sha=sha,
                change=change,
                analyser=analyser,
                **{figure: int(answer[figure]) for figure in _FIGURES},
            )
        child.finish()


def _start(git_dir: Path) -> Start:
    """Python in isolated mode: neither its environment nor the working folder adds modules."""
    large = {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "core.bigFileThreshold", "GIT_CONFIG_VALUE_0": "1m"}
    return Start(
        (sys.executable, "-I", "-m", _WORKER, str(git_dir)),
        git_dir,
        environment={"GIT_PYTHON_GIT_EXECUTABLE": find_git(), **large},
        stall_s=_STALL_S,
        memory=_MEMORY,
    )


def _questions(rest: Iterator[Wanted], waiting: deque[Wanted]) -> Iterator[bytes]:
    for sha, _ in list(waiting):
        yield sha.encode() + b"\n"
    for sha, change in rest:
        waiting.append((sha, change))
        yield sha.encode() + b"\n"


def _all_unmeasured(repository: CleanRepository, wanted: Iterable[Wanted], why: str) -> None:
    for sha, _ in wanted:
        _note(repository, sha, why)


def _note(repository: CleanRepository, sha: str, why: str) -> None:
    repository.gaps.note(
        "git",
        "metrics-unavailable",
        what=f"code metrics of a commit are not available: {why}",
        effect="methods touched and complexity do not include these commits",
        affects=f"{repository.name}:{sha}",
    )
