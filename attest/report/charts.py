"""Charts as vector drawings made by hand: readable without colour, the same bytes every time.

Segments differ by pattern, and patterns are plain shapes, because gradients, masks and pattern fills
do not survive every PDF engine.
"""

from collections.abc import Callable, Mapping
from html import escape

from attest.model.report import Chart, Figure, Series

INK = "#16324f"
_GREY = "#5b6673"
_RULE = "#d5dae0"
_LIGHT = "#c3ccd6"
_WIDTH = 480
_HEIGHT = 168
_LEFT, _TOP, _BOTTOM = 30, 8, 18
_BAR = 15
_LEAST_LABELLED = 10


def draw(chart: Chart, figures: Mapping[str, Figure]) -> str:
    """The chart as an SVG element, with its alternative text."""
    values = [[figures[name].value for name in series.figures] for series in chart.series]
    body, height = (_columns if chart.form == "columns" else _bars)(chart, values)
    label = escape(f"{chart.title}. {chart.alternative}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" class="chart" role="img" '
        f'font-family="Attest Sans, Attest Fallback" font-size="7"><title>{label}</title>'
        f"{''.join(body)}</svg>"
    )


def _columns(chart: Chart, values: list[list[int]]) -> tuple[list[str], int]:
    totals = [sum(column) for column in zip(*values, strict=True)]
    top = _ceiling(max(totals, default=0))
    plot = _HEIGHT - _TOP - _BOTTOM
    body = _axis(top, plot)
    step = (_WIDTH - _LEFT) / max(1, len(chart.labels))
    width = min(30.0, step * 0.62)
    every = 1 if step >= 30 else 2
    for column, label in enumerate(chart.labels):
        left = _LEFT + step * column + (step - width) / 2
        base = float(_TOP + plot)
        for series, numbers in zip(chart.series, values, strict=True):
            height = plot * numbers[column] / top
            if not height:
                continue
            base -= height
            body.append(_segment(series.pattern, left, base, width, height))
            if series.pattern == "solid" and height >= _LEAST_LABELLED:
                body.append(
                    _text(
                        left + width / 2, base + height / 2 + 2.5, str(numbers[column]), "middle", "#ffffff"
                    )
                )
        if label == chart.mark:
            body.append(_marker(_LEFT + step * (column + 1), plot))
        if column % every == 0:
            body.append(_text(left + width / 2, _TOP + plot + 11, label, "middle"))
    legend, height = _legend(chart.series, _HEIGHT + 4)
    return [*body, *legend], height


def _axis(top: int, plot: int) -> list[str]:
    lines = []
    for part in range(5):
        value = top * part // 4
        height = _TOP + plot - plot * part / 4
        lines.append(_line(_LEFT, height, _WIDTH, height, _GREY if part == 0 else _RULE))
        lines.append(_text(_LEFT - 5, height + 2.5, f"{value:,}", "end"))
    return lines


def _marker(x: float, plot: int) -> str:
    return (
        f'<line x1="{x:.2f}" y1="{_TOP:.2f}" x2="{x:.2f}" y2="{_TOP + plot:.2f}" stroke="{INK}" '
        'stroke-width="1" stroke-dasharray="3 2"/>'
    )


def _legend(series: tuple[Series, ...], top: float) -> tuple[list[str], int]:
    pieces, left = [], float(_LEFT)
    for item in series:
        pieces.append(_segment(item.pattern, left, top, 9, 7))
        pieces.append(_text(left + 13, top + 6, item.name, "start"))
        left += 26 + 4.0 * len(item.name)
    return pieces, int(top) + 12


def _bars(chart: Chart, values: list[list[int]]) -> tuple[list[str], int]:
    top = max(max(values[0], default=0), 1)
    left, room = 130, _WIDTH - 130 - 40
    body = []
    for row, (label, value) in enumerate(zip(chart.labels, values[0], strict=True)):
        y = 4 + row * _BAR
        width = room * value / top
        body.append(_text(left - 6, y + 8, _cut(label), "end"))
        body.append(_segment(chart.series[0].pattern, left, y, max(width, 0.5), _BAR - 5))
        body.append(_text(left + width + 5, y + 8, f"{value:,}", "start"))
    height = 8 + _BAR * len(chart.labels)
    body.append(_line(left, 1, left, height - 3, _GREY))
    return body, height


def _cut(label: str) -> str:
    return label if len(label) <= 30 else label[:29] + "…"


def _ceiling(most: int) -> int:
    """The top of the scale: divisible by four, so that every grid line is a whole number."""
    if most <= 4:
        return 4
    size = int("1" + "0" * (len(str(most)) - 1))
    for factor in (1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10):
        top = round(factor * size)
        if top >= most and top % 4 == 0:
            return top
    return -(-most // 4) * 4


def _segment(pattern: str, x: float, y: float, width: float, height: float) -> str:
    fill = {"solid": INK, "light": _LIGHT}.get(pattern, "#ffffff")
    box = (
        f'<rect x="{x:.2f}" y="{y:.2f}" width="{width:.2f}" height="{height:.2f}" fill="{fill}" '
        f'stroke="{INK}" stroke-width="0.6"/>'
    )
    strokes = _PATTERNS.get(pattern)
    return box + strokes(x, y, width, height) if strokes else box


def _horizontal(x: float, y: float, width: float, height: float) -> str:
    count = int(height / 2.2)
    return "".join(_line(x, y + 2.2 * (n + 0.5), x + width, y + 2.2 * (n + 0.5), INK) for n in range(count))


def _vertical(x: float, y: float, width: float, height: float) -> str:
    count = int(width / 2.2)
    return "".join(_line(x + 2.2 * (n + 0.5), y, x + 2.2 * (n + 0.5), y + height, INK) for n in range(count))


_PATTERNS: Mapping[str, Callable[[float, float, float, float], str]] = {
    "horizontal": _horizontal,
    "vertical": _vertical,
}


def _line(x: float, y: float, to_x: float, to_y: float, colour: str) -> str:
    ends = f'x1="{x:.2f}" y1="{y:.2f}" x2="{to_x:.2f}" y2="{to_y:.2f}"'
    return f'<line {ends} stroke="{colour}" stroke-width="0.5"/>'


def _text(x: float, y: float, text: str, anchor: str, colour: str = _GREY) -> str:
    return f'<text x="{x:.2f}" y="{y:.2f}" text-anchor="{anchor}" fill="{colour}">{escape(text)}</text>'
