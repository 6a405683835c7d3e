"""One child answers any number of questions; one that it cannot bear costs the answer to that one alone."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

from attest.collect.process import ChildError

Question = TypeVar("Question")
Answer = TypeVar("Answer")


def answer_each(
    questions: Iterable[Question],
    run: Callable[[Iterator[Question], deque[Question]], Iterator[Answer]],
    otherwise: Callable[[Question], Answer],
    *,
    most_failures: int,
    ahead: bool = False,
) -> Iterator[Answer]:
    """One answer for each question, in order.

    Args:
        questions: Drawn as far as a child takes them.
        run: Starts a child, which answers what waits and then the rest; what was asked waits in the queue
            until its answer is given.
        otherwise: The answer in place of a child's that failed, and to all that is left after
            `most_failures` children.
        most_failures: How many children may fail.
        ahead: Whether a child holds answers back. One that fails may take some with it, so the first that
            waits need not be the culprit: it is asked once more by itself.
    """
    rest, waiting, failures = iter(questions), deque[Question](), 0
    while _any(rest, waiting):
        if failures >= most_failures:
            yield otherwise(waiting.popleft())
            continue
        try:
            yield from run(rest, waiting)
        except ChildError:
            failures += 1
            if waiting:
                first = waiting.popleft()
                yield _alone(first, run, otherwise) if ahead else otherwise(first)


def _any(rest: Iterator[Question], waiting: deque[Question]) -> bool:
    if not waiting:
        waiting.extend(islice(rest, 1))
    return bool(waiting)


def _alone(
    question: Question,
    run: Callable[[Iterator[Question], deque[Question]], Iterator[Answer]],
    otherwise: Callable[[Question], Answer],
) -> Answer:
    try:
        for answer in run(iter(()), deque([question])):
            return answer
    except ChildError:
        pass
    return otherwise(question)
