"""Two readers over one sequence give what one would give."""

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from attest.collect.side_by_side import side_by_side


def reader(questions: Iterator[int], ahead: int) -> Iterator[int | None]:
    """Answers each number by its square, drawing some questions ahead."""
    drawn = [number for _, number in zip(range(ahead), questions, strict=False)]
    yield None
    for number in questions:
        drawn.append(number)
        yield drawn.pop(0) ** 2
    for number in drawn:
        yield number**2


@given(st.lists(st.integers(), max_size=60), st.integers(1, 9), st.integers(0, 30))
def test_answers_come_in_the_order_of_questions(numbers: list[int], share: int, ahead: int) -> None:
    """Whatever the length of the sequence, of a share, and however far the readers draw ahead."""
    answers = side_by_side(iter(numbers), lambda questions: reader(questions, ahead), share=share)

    assert list(answers) == [number**2 for number in numbers]


def test_a_reader_left_early_is_closed() -> None:
    """Nothing keeps running when the answers are not wanted any more."""
    closed: list[bool] = []

    def watched(questions: Iterator[int]) -> Iterator[int | None]:
        try:
            yield None
            yield from questions
        finally:
            closed.append(True)

    answers = side_by_side(range(100), watched, share=2)
    first = next(answers)
    answers.close()  # type: ignore[attr-defined]

    assert (first, closed) == (0, [True, True])
