"""One child for many questions: what a failing one costs."""

from collections import deque
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from attest.collect.answering import answer_each
from attest.collect.process import ChildError


class Children:
    """Children that double numbers, hold some answers back, and die of what they cannot bear."""

    def __init__(self, deadly: set[int], held: int = 0) -> None:
        self.started = 0
        self._deadly = deadly
        self._held = held

    def run(self, rest: Iterator[int], waiting: deque[int]) -> Iterator[int]:
        """Answers come one by one, or so many late."""
        self.started += 1
        done: list[int] = []
        asked = 0
        while True:
            if asked == len(waiting):
                waiting.extend(one for one in [next(rest, None)] if one is not None)
            if asked == len(waiting):
                break
            if waiting[asked] in self._deadly:
                raise ChildError("exit", "child", "it died")
            done.append(waiting[asked] * 2)
            asked += 1
            if len(done) > self._held:
                waiting.popleft()
                asked -= 1
                yield done.pop(0)
        while done:
            waiting.popleft()
            yield done.pop(0)


def answers(children: Children, count: int, *, most: int = 100, ahead: bool = False) -> list[int]:
    """The answers to the first numbers; -1 for none."""
    return list(answer_each(range(1, count + 1), children.run, lambda _: -1, most_failures=most, ahead=ahead))


def test_one_child_answers_all() -> None:
    """In order, and no second one is started."""
    children = Children(set())
    assert (answers(children, 4), children.started) == ([2, 4, 6, 8], 1)


def test_what_a_child_cannot_bear_costs_that_answer() -> None:
    """The next child goes on behind it."""
    children = Children({2})
    assert (answers(children, 4), children.started) == ([2, -1, 6, 8], 2)


def test_after_too_many_failures_nothing_more_is_asked() -> None:
    """Everything that is left is answered without a child."""
    children = Children({1, 2, 3})
    assert (answers(children, 4, most=2), children.started) == ([-1, -1, -1, -1], 2)


def test_answers_that_a_dead_child_held_back_are_asked_for_again() -> None:
    """Else a good question would pay for a bad one behind it."""
    assert answers(Children({3}, held=2), 4, ahead=True) == [2, 4, -1, 8]
    assert answers(Children({3}, held=2), 4)[0] == -1


@given(st.sets(st.integers(1, 12)), st.integers(0, 3), st.integers(0, 12))
def test_each_question_has_one_answer(deadly: set[int], held: int, count: int) -> None:
    """Its own, or none where it is deadly."""
    expected = [-1 if one in deadly else one * 2 for one in range(1, count + 1)]
    assert answers(Children(deadly, held), count, ahead=True) == expected
