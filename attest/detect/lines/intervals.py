"""Arithmetic on ranges of lines, never line by line: a note may claim two thousand million lines."""

from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate

from attest.model.attached import Lines


def merged(ranges: Iterable[tuple[int, int]]) -> Lines:
    """The same lines as sorted, disjoint ranges that do not touch."""
    result: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if result and start <= result[-1][1] + 1:
            if end > result[-1][1]:
                result[-1] = (result[-1][0], end)
        else:
            result.append((start, end))
    return tuple(result)


def count(lines: Lines) -> int:
    """How many lines; the ranges are disjoint."""
    return sum(end - start + 1 for start, end in lines)


def common(left: Lines, right: Lines) -> Lines:
    """The lines in both."""
    result: list[tuple[int, int]] = []
    one = other = 0
    while one < len(left) and other < len(right):
        start = max(left[one][0], right[other][0])
        end = min(left[one][1], right[other][1])
        if start <= end:
            result.append((start, end))
        if left[one][1] < right[other][1]:
            one += 1
        else:
            other += 1
    return tuple(result)


def without(lines: Lines, taken: Lines) -> Lines:
    """The lines that are not in the other ranges."""
    result: list[tuple[int, int]] = []
    place = 0
    for start, end in lines:
        while place < len(taken) and taken[place][1] < start:
            place += 1
        following = place
        while following < len(taken) and taken[following][0] <= end:
            if taken[following][0] > start:
                result.append((start, taken[following][0] - 1))
            start = taken[following][1] + 1
            following += 1
        if start <= end:
            result.append((start, end))
    return tuple(result)


class Coverage:
    """Lines that are asked again and again how many of them lie in a range."""

    __slots__ = ("_before", "_lines")

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._before = (0, *accumulate(end - start + 1 for start, end in lines))

    def count(self, lines: Lines) -> int:
        """How many of them are in some disjoint ranges."""
        return sum(self._until(end + 1) - self._until(start) for start, end in lines)

    def _until(self, number: int) -> int:
        """How many stand before a line."""
        index = bisect_left(self._lines, (number, 0))
        if index == 0:
            return 0
        start, end = self._lines[index - 1]
        return self._before[index - 1] + min(end + 1, number) - start
