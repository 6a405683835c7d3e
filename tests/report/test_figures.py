"""A printed number is what its query counts."""

import json

import pytest

from attest.model.report import Figure, Query, Report, SpanKind
from attest.report.context import books
from attest.report.figures import Counted, FigureBook, printed
from attest.report.renderers import json as forms
from tests.support import report_inputs

YEAR = report_inputs.year()


@pytest.fixture(name="book")
def _book() -> FigureBook:
    return books(YEAR.view, YEAR.evaluation, YEAR.catalog)


@pytest.mark.parametrize(
    ("where", "measure", "expected"),
    [
        ((), "records", 60),
        ((("state", "is", "ai_evidenced"),), "records", 20),
        ((("state", "is not", "ai_evidenced"),), "records", 40),
        ((("state", "in", "unknown|automation"),), "records", 6),
        ((("grade", "known", ""),), "records", 20),
        ((("models", "has", "claude-opus-4-5"),), "records", 10),
        ((("change.type", "is", "direct-push"),), "records", 5),
        ((("change.landed_at", "from", "2025-07-01T00:00:00Z"),), "records", 29),
        ((("change.landed_at", "before", "2025-07-01T00:00:00Z"),), "records", 31),
        ((("change.landed_at", "begins", "2025-12"),), "records", 3),
        ((), "beyond 25", 35),
        ((), "beyond 60", 0),
        ((), "sum commits_seen", 150),
        ((), "distinct state", 5),
    ],
)
def test_queries_count(
    book: FigureBook, where: tuple[tuple[str, str, str], ...], measure: str, expected: int
) -> None:
    """Each operator and measure counts the year's records as a hand count does."""
    assert book.evaluate(Query(records="involvements", where=where, measure=measure)) == expected


def test_every_printed_figure_counts_again_to_its_value(year: Report) -> None:
    """Every value and denominator of figures.json is reached again through its own query."""
    book = books(YEAR.view, YEAR.evaluation, YEAR.catalog)
    again = {
        name: (
            book.evaluate(figure.query),
            book.evaluate(figure.denominator_query) if figure.denominator_query else None,
        )
        for name, figure in year.figures.items()
    }

    assert again == {name: (figure.value, figure.denominator) for name, figure in year.figures.items()}


def test_tallies_agree_with_the_findings(year: Report) -> None:
    """The counts of a test add up to its subjects."""
    totals = {
        test: sum(year.figures[f"tally.{test}.{part}"].value for part in _PARTS)
        for test in ("REV-02", "REV-03", "TST-01", "CMP-01")
    }

    assert totals == {test: year.figures[f"tally.{test}.total"].value for test in totals}


_PARTS = ("met", "deviation", "indeterminate", "needs_review", "not_applicable", "design_gap")


def test_one_name_cannot_stand_for_two_figures(book: FigureBook) -> None:
    """A second query under a taken name is refused."""
    book.count("n", "changes")

    with pytest.raises(ValueError, match="two figures"):
        book.count("n", "signals")


@pytest.mark.parametrize(
    ("value", "denominator", "share"),
    [
        (1, 3, "33.3 %"),
        (2, 3, "66.7 %"),
        (1, 16, "6.3 %"),
        (60, 60, "100.0 %"),
        (0, 0, "n/a"),
        (1, 2000, "0.1 %"),
    ],
)
def test_shares_round_half_up(value: int, denominator: int, share: str) -> None:
    """Shares are rounded half up to a tenth of a percent, and an empty whole has none."""
    whole = Query(records="changes")
    figure = Figure(id="f", value=value, denominator=denominator, query=whole, denominator_query=whole)

    assert printed(figure, "share") == share


def test_a_negative_difference_keeps_its_sign() -> None:
    """A reconciliation's difference below nought is printed with a minus sign."""
    figure = Figure(
        id="d", value=-1204, denominator=None, query=Query(records="changes"), denominator_query=None
    )

    assert printed(figure, "count") == "\N{MINUS SIGN}1,204"


def test_a_noun_follows_its_number(book: FigureBook) -> None:
    """One thing is singular, all other counts are plural."""
    one = Counted(book.count("one", "repositories").figure)
    many = book.count("many", "changes")

    assert (one.things("branch", "branches")[1].text, many.things("change")[1].text) == (
        " branch",
        " changes",
    )


def test_figures_json_holds_every_figure_of_the_page(year: Report) -> None:
    """Each id that a span or tile prints is in figures.json."""
    listed = {figure["id"] for figure in json.loads(forms.figures(year))["figures"]}

    assert _printed_ids(year) - listed == set()


def _printed_ids(report: Report) -> set[str]:
    found: set[str] = set()

    def visit(value: object) -> None:
        if isinstance(value, dict):
            if value.get("kind") == SpanKind.FIGURE.value:
                found.add(value["target"])
            if "figure" in value:
                found.add(value["figure"])
            found.update(value.get("figures", ()) if "pattern" in value else ())
            for part in value.values():
                visit(part)
        elif isinstance(value, list | tuple):
            for part in value:
                visit(part)

    visit(report.model_dump(mode="json", include={"cover", "sections"}))
    return found
