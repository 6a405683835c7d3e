"""Drawing ahead changes nothing but the time it takes."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attest.collect.ahead import ahead


@given(st.lists(st.integers(), max_size=2000))
def test_the_items_are_the_same(items: list[int]) -> None:
    """In the same order, to the last."""
    with ahead(items) as drawn:
        assert items == list(drawn)


def test_a_fault_is_raised_where_the_item_is_asked_for() -> None:
    """It is not lost in the other thread."""

    def source() -> Iterator[int]:
        yield 1
        raise ValueError("broken")

    with ahead(source()) as drawn, pytest.raises(ValueError, match="broken"):
        list(drawn)


def test_leaving_early_ends_the_thread() -> None:
    """An endless source does not keep the caller."""

    def source() -> Iterator[int]:
        while True:
            yield 1

    with ahead(source()) as drawn:
        assert next(drawn) == 1
