"""Charts draw what the figures say."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attest.model.report import Chart, Figure, Query, Series
from attest.report.charts import draw


def _chart(
    form: str, *rows: tuple[str, list[int]], label: str = "2025-01"
) -> tuple[Chart, dict[str, Figure]]:
    figures = {
        f"{pattern}.{place}": Figure(
            id=f"{pattern}.{place}",
            value=value,
            denominator=None,
            query=Query(records="changes"),
            denominator_query=None,
        )
        for pattern, values in rows
        for place, value in enumerate(values)
    }
    series = tuple(
        Series(
            name=pattern, pattern=pattern, figures=tuple(f"{pattern}.{place}" for place in range(len(values)))
        )
        for pattern, values in rows
    )
    labels = tuple(label for _ in rows[0][1])
    return Chart(form=form, title="T", alternative="A", labels=labels, series=series), figures


def _heights(svg: str, fill: str) -> list[float]:
    return [float(height) for height in re.findall(rf'height="([\d.]+)" fill="{fill}"', svg)]


def test_columns_are_as_high_as_their_share_of_the_scale() -> None:
    """A column of twice the count is twice as high."""
    bars = _heights(draw(*_chart("columns", ("solid", [4, 8]))), "#16324f")[:2]

    assert bars[1] == pytest.approx(2 * bars[0], abs=0.02)


def test_nothing_is_drawn_for_nought() -> None:
    """A count of nought leaves only the swatch of the legend."""
    assert len(_heights(draw(*_chart("columns", ("solid", [0, 0]))), "#16324f")) == 1


def test_series_differ_without_colour() -> None:
    """Each pattern draws its own strokes, so that black and white tells them apart."""
    strokes = {
        pattern: draw(*_chart("columns", (pattern, [9]))).count("<line")
        for pattern in ("blank", "horizontal", "vertical")
    }

    assert len(set(strokes.values())) == 3


def test_labels_are_escaped() -> None:
    """A tool's name cannot become markup."""
    svg = draw(*_chart("bars", ("solid", [3]), label="<script>"))

    assert ("<script>" in svg, "&lt;script&gt;" in svg) == (False, True)


def test_the_alternative_text_is_the_title_of_the_drawing() -> None:
    """A reader who does not see the drawing is given its title and its alternative."""
    assert "<title>T. A</title>" in draw(*_chart("columns", ("solid", [1])))


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=24))
def test_no_column_leaves_the_drawing(values: list[int]) -> None:
    """Whatever the counts, every shape lies inside the view box."""
    svg = draw(*_chart("columns", ("solid", values), ("blank", values)))
    tops = [float(y) for y in re.findall(r'<rect x="[\d.]+" y="(-?[\d.]+)"', svg)]

    assert min(tops) >= 0
