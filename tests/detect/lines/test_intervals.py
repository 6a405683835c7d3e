from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from attest.detect.lines.intervals import Coverage, common, count, merged, without
from attest.model.attached import Lines

RANGES = st.lists(
    st.tuples(st.integers(1, 60), st.integers(0, 9)).map(lambda pair: (pair[0], pair[0] + pair[1])),
    max_size=12,
)


def expanded(lines: Lines) -> set[int]:
    """Line by line, which the code never does."""
    return {number for start, end in lines for number in range(start, end + 1)}


@given(RANGES)
def test_merged_ranges_are_the_same_lines_sorted_and_apart(ranges: list[tuple[int, int]]) -> None:
    """However ranges overlap or touch."""
    found = merged(ranges)

    assert expanded(found) == expanded(tuple(ranges))
    assert all(left[1] + 1 < right[0] for left, right in pairwise(found))


@given(RANGES, RANGES)
def test_arithmetic_agrees_with_sets_of_lines(
    left: list[tuple[int, int]], right: list[tuple[int, int]]
) -> None:
    """Intersection, difference and counts, against the plain way."""
    one, other = merged(left), merged(right)

    assert expanded(common(one, other)) == expanded(one) & expanded(other)
    assert expanded(without(one, other)) == expanded(one) - expanded(other)
    assert count(one) == len(expanded(one))
    assert Coverage(one).count(other) == len(expanded(one) & expanded(other))


def test_ranges_of_any_length_cost_the_same() -> None:
    """Two thousand million lines are two numbers."""
    assert common(((1, 2**31 - 1),), ((5, 6), (9, 9))) == ((5, 6), (9, 9))
    assert count(without(((1, 2**31 - 1),), ((5, 6),))) == 2**31 - 3
