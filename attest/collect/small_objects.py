"""Reads small objects whose loss costs that object alone: sizes first, then contents, each re-hashed.

Unlike what commits are read by, this goes on after a damaged object: the child is started anew for the
rest. What is too large is known before any of its content is asked for.
"""

import hashlib
from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from attest.collect.answering import answer_each
from attest.collect.gitdir import CleanRepository
from attest.collect.process import Child, ChildError

_STALL_S = 120
_MOST_FAILURES = 100


class Facts(NamedTuple):
    """Kind (`blob`, `commit`, ...) and size of an object."""

    kind: str
    size: int


def facts(repository: CleanRepository, ids: Iterable[str]) -> Iterator[Facts | None]:
    """Kind and size of each object, in the order given; `None` where it is missing or damaged."""
    for answer in _answers(repository, ids, _Question("--batch-check")):
        yield answer.facts if answer is not None else None


def contents(
    repository: CleanRepository, ids: Iterable[str], kind: str, limit: int
) -> Iterator[bytes | None]:
    """The content of each object, in the order given; `None` where it is not what was asked for.

    That is: missing, damaged, of another kind, larger than the limit, or not what its id says.
    """
    for answer in _answers(repository, ids, _Question("--batch", kind, limit)):
        yield answer.content if answer is not None else None


class _Question(NamedTuple):
    mode: str
    kind: str = ""
    limit: int = 0


class _Answer(NamedTuple):
    facts: Facts
    content: bytes | None = None


def _answers(
    repository: CleanRepository, ids: Iterable[str], question: _Question
) -> Iterator[_Answer | None]:
    # Without `--buffer` every answer has left the child: the culprit is the first that waits.
    return answer_each(
        ids,
        lambda rest, waiting: _run(repository, rest, waiting, question),
        lambda _: None,
        most_failures=_MOST_FAILURES,
    )


def _run(
    repository: CleanRepository, rest: Iterator[str], waiting: deque[str], question: _Question
) -> Iterator[_Answer | None]:
    with repository.git("cat-file", question.mode, feed=_lines(rest, waiting), stall_s=_STALL_S) as child:
        while not child.at_end():
            header = child.until(b"\n").decode("ascii", "replace").split(" ")
            if header[0] != waiting[0]:
                raise ChildError("exit", child.program, "an answer is not to what was asked")
            answer = _read(repository, child, header, question) if len(header) == 3 else None
            waiting.popleft()
            yield answer
        child.finish()


def _read(repository: CleanRepository, child: Child, header: list[str], question: _Question) -> _Answer:
    """What the child answers.

    A damaged object may have less content than git says, or more: what comes after it is then no answer
    any more, so the child is given up.
    """
    name, kind, size = header[0], header[1], int(header[2])
    if question.mode == "--batch-check":
        return _Answer(Facts(kind, size))
    if size > question.limit:
        raise ChildError("limit", child.program, "an object is larger than was asked for")
    content = child.exactly(size + 1)[:-1]
    digest = hashlib.new(repository.object_format, f"{kind} {size}\0".encode(), usedforsecurity=False)
    digest.update(content)
    if digest.hexdigest() != name:
        raise ChildError("exit", child.program, "an object is not what its id says")
    return _Answer(Facts(kind, size), content if kind == question.kind else None)


def _lines(rest: Iterator[str], waiting: deque[str]) -> Iterator[bytes]:
    for name in list(waiting):
        yield name.encode() + b"\n"
    for name in rest:
        waiting.append(name)
        yield name.encode() + b"\n"
