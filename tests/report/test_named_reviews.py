"""The part on reviewers whom messages name: coverage over time, what it shows, and what it decides."""

import pytest

from attest.catalog import load
from attest.evaluate.engine import evaluate
from attest.model.change import Basis, Change, Review
from attest.model.control import Operation
from attest.model.report import Block, Callout, Chart, Heading, Paragraph, Presentation, Report, Table
from attest.report.build import build
from attest.report.figures import printed
from attest.report.text import words
from tests.support.records import (
    ADA,
    BEN,
    CYD,
    NOT_CONNECTED,
    PERIOD,
    named,
    operated,
    review,
    run_of,
    undetermined,
)

CATALOG = load()


def landed(place: int, month: int, **more: object) -> Change:
    """A change of a month."""
    return undetermined(place, landed_at=f"2025-{month:02}-10T12:00:00Z", **more)


CHANGES = tuple(landed(place, month) for place, month in enumerate((1, 1, 1, 2, 2, 3, 5), 1))
LINES = (
    named(CHANGES[0], BEN),
    named(CHANGES[0], CYD, "approved-by"),
    named(CHANGES[1], BEN, "approved-by"),
    named(CHANGES[2], ADA),
    named(CHANGES[3], BEN, "acked-by"),
    named(CHANGES[4], BEN, namesake=True),
)


def report(reviews: tuple[Review, ...] = LINES, *, declared: bool = False, **more: object) -> Report:
    """A report from git alone, in which a control may be declared to leave trailers."""
    fields = {"not_connected": NOT_CONNECTED, "forge": "git", **more}
    view = run_of(*CHANGES, reviews=reviews, **fields)
    declarations = (operated("REV-01", parameters={"review_evidence": "trailers"}),) if declared else ()
    found = evaluate(CATALOG, declarations, view, PERIOD.until)
    return build(view, CATALOG, declarations, found, Presentation())


def part(made: Report) -> list[Block]:
    """The blocks from its heading to the next one."""
    section = next(item for item in made.sections if item.anchor == "population")
    blocks = list(section.blocks)
    anchors = [block.anchor if isinstance(block, Heading) else "" for block in blocks]
    start = anchors.index("population-named-reviews")
    ends = [place for place in range(start + 1, len(blocks)) if anchors[place]]
    return blocks[start : ends[0] if ends else len(blocks)]


def value(made: Report, name: str) -> tuple[int, int | None]:
    """A figure and its denominator."""
    figure = made.figures[name]
    return figure.value, figure.denominator


def test_coverage_of_each_month_has_its_denominator() -> None:
    """Changes that name another person, of all changes of the month."""
    made = report()

    assert [value(made, f"named.other.2025-{month:02}") for month in range(1, 6)] == [
        (2, 3),
        (0, 2),
        (0, 1),
        (0, 0),
        (0, 1),
    ]
    assert value(made, "named.other.period") == (2, 7)
    assert (value(made, "named.reviewed_by.period"), value(made, "named.approved_by.period")) == (
        (1, 7),
        (2, 7),
    )


def test_the_parts_of_the_chart_add_up_to_the_changes() -> None:
    """Named, open, acknowledged and nobody: each change is in one of them."""
    made = report()
    (chart,) = [block for block in part(made) if isinstance(block, Chart)]
    columns = zip(*(item.figures for item in chart.series), strict=True)
    sums = [sum(made.figures[name].value for name in column) for column in columns]

    assert sums == [made.figures[f"landed.2025-{month:02}"].value for month in range(1, 13)]


@pytest.mark.parametrize(
    ("mark", "count"),
    [("other", 2), ("several", 1), ("undecidable", 1), ("author", 1), ("acknowledged", 1), ("machine", 0)],
)
def test_each_mark_is_counted(mark: str, count: int) -> None:
    """Of the whole population."""
    assert value(report(), f"marks.{mark}") == (count, 7)


def test_where_the_practice_ended_is_told() -> None:
    """The last change with a named reviewer, and how many landed later."""
    made = report()
    texts = [words(block.text) for block in part(made) if isinstance(block, Paragraph)]

    assert value(made, "named.after-last") == (4, 7)
    assert any("2025-01-10T12:00:00Z" in text for text in texts)


def test_what_it_shows_and_does_not_is_said() -> None:
    """Declared, weaker, and no sign-off."""
    texts = " ".join(words(block.text) for block in part(report()) if isinstance(block, Paragraph))

    assert "of basis declared, weaker than a review" in texts
    assert "Signed-off-by says who passes a patch on, and is not counted" in texts
    assert "No test is decided by these lines" in texts


def test_the_basis_stands_beside_the_figures_that_rest_on_it() -> None:
    """In the part itself, on page two, in the matrices and over the counts of the workpaper."""
    made = report(declared=True)
    callouts = [words(block.text) for block in part(made) if isinstance(block, Callout)]
    rows = {
        section.anchor: [
            words(cell)
            for block in section.blocks
            if isinstance(block, Table)
            for row in block.rows
            for cell in row[:2]
        ]
        for section in made.sections
    }
    captions = [
        block.caption for section in made.sections for block in section.blocks if isinstance(block, Table)
    ]

    assert [text for text in callouts if "REV-01 under CM-REV-01" in text] != []
    assert any("REV-01" in cell and cell.endswith("(basis: declared)") for cell in rows["summary"])
    assert any(cell.endswith("(basis: declared)") for cell in rows["frameworks"])
    assert [caption for caption in captions if caption.endswith("basis: declared in commit messages")] != []
    assert printed(made.figures["tally.REV-01.met"], "of") == "2 of 7"


def test_a_declared_control_that_is_not_operated_decides_nothing() -> None:
    """A plan to read trailers is no control that leaves them."""
    view = run_of(*CHANGES, reviews=LINES, not_connected=NOT_CONNECTED, forge="git")
    planned = operated("REV-01", operation=Operation.PLANNED, parameters={"review_evidence": "trailers"})
    found = evaluate(CATALOG, (planned,), view, PERIOD.until)
    made = build(view, CATALOG, (planned,), found, Presentation())

    assert not [block for block in part(made) if isinstance(block, Callout)]


def test_where_the_forge_was_read_messages_decide_nothing() -> None:
    """They stay on record beside its reviews, and count as none of them."""
    line, event = named(CHANGES[0], BEN), review(CHANGES[0], CYD)
    made = report((line, event), declared=True, not_connected=())
    row = dict(zip(made.population[0], made.population[1], strict=True))

    assert not [block for block in part(made) if isinstance(block, Callout)]
    assert any(
        words(block.text).startswith("The forge's reviews were read, and decide")
        for block in part(made)
        if isinstance(block, Paragraph)
    )
    assert (row["reviews"], row["approvals"], row["named_reviews"]) == ("1", "1", "1")
    assert [item.basis for item in (line, event)] == [Basis.DECLARED, Basis.SERVER]


def test_where_no_message_names_anybody_that_is_said() -> None:
    """Absence is named, with the number of messages that were read."""
    made = report(())
    (text,) = [block.text for block in part(made) if isinstance(block, Paragraph)]

    assert words(text).startswith("No message on the branch names a reviewer")
    assert not [block for block in part(made) if isinstance(block, Chart)]
