"""Lets two readers work at once on one sequence, and gives their answers in the sequence's order.

Each gets contiguous shares in turn, since neighbours in a history have contents in common. Nothing
runs in a second thread: a reader's child works ahead on what it has been fed, as far as its pipe takes
its answers. The number of readers is fixed, so that results do not depend on the machine.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

Question = TypeVar("Question")
Answer = TypeVar("Answer")

WAYS = 2
SHARE = 1024


def side_by_side(
    questions: Iterable[Question],
    start: Callable[[Iterator[Question]], Iterator[Answer | None]],
    *,
    share: int = SHARE,
) -> Iterator[Answer]:
    """One answer for each question, in order.

    `start` makes a reader of questions that yields `None` once, when its child has been started and
    fed, and then exactly one answer for each question.
    """
    readers = [start(hand) for hand in _deal(questions, share)]
    try:
        for reader in readers:
            next(reader, None)
        while True:
            for reader in readers:
                count = 0
                for answer in islice(reader, share):
                    count += 1
                    if answer is not None:
                        yield answer
                if count < share:
                    # The other reader has answered all of its shares too: let it check its child's end.
                    for other in readers:
                        next(other, None)
                    return
    finally:
        for reader in readers:
            close = getattr(reader, "close", None)
            if close is not None:
                close()


def _deal(questions: Iterable[Question], share: int) -> list[Iterator[Question]]:
    """The sequence cut into shares, dealt in turn; drawn only as far as somebody asks."""
    source = iter(questions)
    hands: list[deque[Question]] = [deque() for _ in range(WAYS)]
    turn = 0

    def hand(which: int) -> Iterator[Question]:
        nonlocal turn
        while True:
            while not hands[which]:
                drawn = list(islice(source, share))
                if not drawn:
                    return
                hands[turn].extend(drawn)
                turn = (turn + 1) % WAYS
            yield hands[which].popleft()

    return [hand(which) for which in range(WAYS)]
