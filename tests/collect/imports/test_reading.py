"""A file that is handed in: what a table is, what a row is, and what becomes of those that are neither."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attest.collect.imports.reading import Handed, kind_named, read
from attest.errors import ConfigError, UsageError
from attest.model.imports import KINDS

HEADER = "person,course,completed\n"
ADA = "ada@example.org,Secure coding,2025-01-20\n"


def handed(data: str | bytes, kind: str = "training") -> Handed:
    """A file of that kind."""
    raw = data.encode() if isinstance(data, str) else data
    return read(kind_named(kind), raw, "courses.csv", "courses.csv")


def cells(data: str | bytes, kind: str = "training") -> list[dict[str, str]]:
    """What its rows hold."""
    return [row.cells for row in handed(data, kind).rows]


def test_a_table_of_commas_gives_its_rows() -> None:
    """A row is numbered as a spreadsheet does, the header being the first."""
    [row] = handed(HEADER + ADA).rows

    assert (row.row, row.cells) == (
        2, {"person": "ada@example.org", "course": "Secure coding", "completed": "2025-01-20"},
    )  # fmt: skip


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("\ufeff" + HEADER + ADA, id="byte order mark"),
        pytest.param((HEADER + ADA).replace(",", ";"), id="semicolons"),
        pytest.param((HEADER + ADA).replace("\n", "\r\n"), id="line ends of Windows"),
        pytest.param("Person,COURSE,Completed\n" + ADA, id="names in capitals"),
        pytest.param(
            'person,course,completed\n"ada@example.org","Secure coding","2025-01-20"\n', id="quoted"
        ),
        pytest.param("completed,person,course\n2025-01-20,ada@example.org,Secure coding\n", id="order"),
        pytest.param(HEADER + "\n,,\n" + ADA, id="empty rows"),
    ],
)
def test_ways_to_write_a_table_that_say_the_same(data: str) -> None:
    """Spreadsheets differ in how they save."""
    assert cells(data) == cells(HEADER + ADA)


def test_json_says_the_same() -> None:
    """Objects in an array; lists of texts, numbers and truth have their places."""
    row = {"Person": "ada@example.org", "course": 7, "completed": "2025-01-20", "topic": ["b", "A x"]}

    assert cells(json.dumps([row])) == [
        {"person": "ada@example.org", "course": "7", "completed": "2025-01-20", "topic": "a-x b"}
    ]


def test_a_semicolon_inside_a_cell_separates_nothing() -> None:
    """The character that separates is the one that gives the known columns."""
    [row] = cells("person,course,completed,topic\nada@example.org,One,2025-01-20,secure-coding;ai-tools\n")

    assert row["topic"] == "ai-tools secure-coding"


def test_columns_that_nobody_asked_for_are_counted_and_not_kept() -> None:
    """What an export holds beside stays out of the evidence."""
    found = handed("person,course,completed,salary,\nada@example.org,One,2025-01-20,90000,x\n")

    assert (found.ignored, "90000" in str(found.rows)) == (2, False)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("ada@example.org,One\n", "it has 2 cells and the header 3"),
        ("ada@example.org,One,20.1.2025\n", "completed is no day as 2026-01-31"),
        ("ada@example.org,One,2025-02-30\n", "completed is no day as 2026-01-31"),
        ("ada@example.org,,2025-01-20\n", "course is empty"),
        (
            "Ada Lovelace,One,2025-01-20\n",
            "person is neither an address nor github: with a login or a number",
        ),
    ],
)
def test_a_row_that_cannot_be_read_is_told_and_costs_itself_alone(row: str, problem: str) -> None:
    """With its number and why; the other row counts, and no word of the cell is repeated."""
    found = handed(HEADER + row + ADA)

    assert [(one.row, one.problem) for one in found.unreadable] == [(2, problem)]
    assert [one.row for one in found.rows] == [3]


@pytest.mark.parametrize(
    ("data", "what"),
    [
        ("", "the file has no columns"),
        ("person,course\nada@example.org,One\n", "the file of kind training lacks the column completed"),
        ("course\nOne\n", "the file of kind training lacks the columns person, completed"),
        ("person,course,completed,Person\n", "the column 'person' stands twice"),
        ('[{"person": "a@b.c", "PERSON": "d@e.f"}]', "the column 'person' stands twice in a row"),
        ('{"person": "ada@example.org"}', "the file is not a JSON array"),
        ("[" * 100_000, "the file is not valid JSON"),
        ("[NaN]", "the file is not valid JSON"),
        ("[1]", "the file has no columns"),
        (HEADER + '"open', "the file cannot be read: unexpected end of data"),
        (b"person\xff", "the file is not UTF-8"),
        (",".join(f"c{number}" for number in range(201)), "the file has more than 200 columns"),
        (HEADER + ADA * 50_001, "the file has more than 50,000 rows"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_such_table_is_refused(data: str | bytes, what: str) -> None:
    """One clear fault with its place and a remedy, exit code 2."""
    with pytest.raises(ConfigError) as fault:
        handed(data)

    assert fault.value.what == what
    assert fault.value.where.startswith("courses.csv")
    assert fault.value.hint
    assert fault.value.exit_code == 2


def test_a_json_file_without_rows_was_handed_in_and_is_empty() -> None:
    """No incident is an answer, too."""
    assert (handed("[]", "incidents").rows, handed(HEADER).rows) == ((), ())


def test_a_kind_that_is_not_known_is_named_with_those_that_are() -> None:
    """Nothing is guessed."""
    with pytest.raises(UsageError, match="there is no kind of file called 'trainings'") as fault:
        kind_named("trainings")

    assert "tickets, tools, training" in fault.value.hint


def test_a_formula_is_a_text_and_its_guard_is_no_part_of_it() -> None:
    """What a spreadsheet would run is never run here."""
    [row] = cells(HEADER + "ada@example.org,'=HYPERLINK(1),2025-01-20\n")

    assert row["course"] == "=HYPERLINK(1)"


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.binary(max_size=400))
def test_no_bytes_are_worse_than_a_fault(kind: str, data: bytes) -> None:
    """Whatever is handed in: rows, rows that cannot be read, or one fault."""
    try:
        found = handed(data, kind)
    except ConfigError:
        return
    numbers = [*(row.row for row in found.rows), *(row.row for row in found.unreadable)]
    assert len(set(numbers)) == len(numbers)


@given(
    rows=st.lists(
        st.fixed_dictionaries({name: st.text(max_size=20) for name in ("person", "course", "completed")}),
        max_size=8,
    )
)
def test_every_row_of_json_is_read_or_told(rows: list[dict[str, str]]) -> None:
    """None is lost."""
    found = handed(json.dumps(rows)) if rows else handed("[]")

    assert len(found.rows) + len(found.unreadable) == len(rows)
