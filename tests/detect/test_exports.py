"""Exports of vendors: what a row says of a commit, and how a fault is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attest.detect import exports
from attest.detect.exports import Export, read
from attest.errors import ConfigError

ONE, TWO = "a" * 40, "b" * 64
CURSOR = "commit_hash,user_email,total_lines_added,tab_lines_added,composer_lines_added,non_ai_lines_added\n"


def parse(text: str | bytes) -> Export:
    """An export from its text."""
    return read(text.encode() if isinstance(text, str) else text, "own.csv", "own.csv")


def told(export: Export, sha: str) -> list[tuple[str, str, str | None, str, str, str]]:
    """Grade, role, model, tool, place and text of each trace."""
    return [(one.grade, one.role, one.model, one.tool, one.where, one.matched) for one in export.traces(sha)]


def test_a_row_with_lines_of_an_agent_is_a_declared_trace() -> None:
    """Grade C: nothing in git can check it. The one vendor with such columns needs no name."""
    export = parse(f"{CURSOR}{ONE},ada@shop.example,40,3,12,25\n")

    assert told(export, ONE) == [
        (
            "C", "coauthor", None, "cursor", "export",
            "composer_lines_added=12, tab_lines_added=3, non_ai_lines_added=25, total_lines_added=40",
        )
    ]  # fmt: skip
    assert export.traces(ONE)[0].source == f"export:{export.digest}:2"


def test_completion_alone_is_assistance() -> None:
    """It leaves no other trace."""
    export = parse(f"{CURSOR}{ONE},,5,5,0,0\n")

    assert [(one[1], one[3]) for one in told(export, ONE)] == [("assistant", "cursor")]


def test_a_row_without_lines_of_an_ai_is_none() -> None:
    """It says nothing of a person either: the vendor sees its own editor only."""
    export = parse(f"{CURSOR}{ONE},,5,0,0,5\n{TWO},,,,,\n")

    assert export.traces(ONE) == export.traces(TWO) == ()


def test_tool_and_model_are_taken_as_named() -> None:
    """The tool as its slug; without one it is not named."""
    header = "commit_hash,ai_lines_added,tool,model\n"
    export = parse(f"{header}{ONE},4,Claude Code,claude-opus-4-6\n{TWO},4,,\n")

    assert [(one[2], one[3]) for one in told(export, ONE)] == [("claude-opus-4-6", "claude-code")]
    assert [(one[2], one[3]) for one in told(export, TWO)] == [(None, "unnamed-ai")]


def test_nothing_of_a_person_gets_into_what_is_read() -> None:
    """Whatever else the file has."""
    export = parse(f"user_email,{CURSOR.strip()},author\nx@y.example,{ONE},ada@shop.example,1,1,1,1,Ada\n")

    assert "example" not in repr(export.rows)
    assert "Ada" not in repr(export.traces(ONE))
    assert export.columns == (
        "commit_hash", "total_lines_added", "tab_lines_added", "composer_lines_added", "non_ai_lines_added",
    )  # fmt: skip
    assert export.ignored == 3


def test_a_commit_is_known_by_its_full_id_alone() -> None:
    """In any case; another that begins alike is another."""
    export = parse(f"{CURSOR}{ONE.upper()},,1,0,1,0\n")

    assert len(export.traces(ONE)) == 1
    assert export.traces(ONE[:12]) == export.traces("a" * 64) == ()
    assert export.unknown({ONE}.__contains__) == ()
    assert export.unknown(set[str]().__contains__) == (ONE,)


def test_rows_of_one_commit_stay_apart_unless_they_are_the_same() -> None:
    """Two tools are two traces, one row twice is one."""
    header = "commit_hash,ai_lines_added,tool\n"
    export = parse(f"{header}{ONE},4,cursor\n{ONE},4,cursor\n{ONE},4,copilot\n")

    assert [(one.tool, one.source.rpartition(":")[2]) for one in export.traces(ONE)] == [
        ("cursor", "2"),
        ("copilot", "4"),
    ]


def test_rows_that_differ_in_their_counts_alone_are_told() -> None:
    """Another tool or model says something else; the same row twice says nothing new."""
    header = "commit_hash,ai_lines_added,tool,model\n"
    same = parse(f"{header}{ONE},4,cursor,\n{ONE},4,cursor,\n{ONE},5,copilot,\n{ONE},6,cursor,gpt-5\n")
    other = parse(f"{header}{ONE},4,cursor,\n{ONE},7,cursor,\n{TWO},1,cursor,\n")

    assert (same.differing, other.differing) == ((), (ONE,))


def test_quotes_line_ends_and_a_mark_at_the_start_are_read() -> None:
    """As spreadsheets write them; an empty line is none."""
    export = parse(f'\ufeffCommit_Hash , ai_lines_added\r\n\r\n"{ONE}"," 7 "\r\n')

    assert [(row.line, row.written) for row in export.rows] == [(3, 7)]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", 1, "no column commit_hash"),
        ("a,b\n1,2\n", 1, "no column commit_hash"),
        ("commit_hash,total_lines_added\n", 1, "no column of lines by an AI"),
        ("commit_hash,tab_lines_added,tab_lines_added\n", 1, "stands twice"),
        (f"{CURSOR}{ONE},x,1,1,1,1\n{ONE[:12]},x,1,1,1,1\n", 3, "no full commit id: 'aaaaaaaaaaaa'"),
        (f"{CURSOR}{ONE},x,1,1\n", 2, "the row has 4 cells and the header 6"),
        (f"{CURSOR}{ONE},x,1,-1,1,1\n", 2, "tab_lines_added is no number of lines: '-1'"),
        (f"{CURSOR}{ONE},x,1,1.5,1,1\n", 2, "tab_lines_added is no number"),
        (f"{CURSOR}{ONE},x,1,1,9999999999,1\n", 2, "composer_lines_added is no number"),
        (f"commit_hash,ai_lines_added,tool\n{ONE},1,\x1b[31m\n", 2, r"tool is no name: '\x1b[31m'"),
        (f"{CURSOR}{ONE},x,1,'\u202e,1,1\n", 2, r"is no number of lines: ''\u202e'"),
        (f'{CURSOR}"{ONE}"x,1,1,1,1,1\n', 2, "cannot be read"),
        (CURSOR.encode() + b"\xff\n", 2, "not UTF-8"),
    ],
)
def test_a_fault_is_told_with_line_and_remedy(text: str | bytes, line: int, said: str) -> None:
    """The first one, and nothing of the file is used."""
    with pytest.raises(ConfigError) as fault:
        parse(text)

    assert said in fault.value.what
    assert fault.value.where == f"own.csv:{line}"
    assert fault.value.hint
    assert fault.value.what.isprintable()


@given(st.binary(max_size=200))
def test_no_bytes_crash_it(data: bytes) -> None:
    """What is no export is a fault with a line."""
    try:
        parse(CURSOR.encode() + data)
    except ConfigError as fault:
        text = fault.where
        assert text.startswith("own.csv:")


def test_the_rows_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """More are a fault with a remedy."""
    monkeypatch.setattr(exports, "MOST_ROWS", 1)
    with pytest.raises(ConfigError, match="more than 1 rows"):
        parse(f"{CURSOR}{ONE},,1,1,1,1\n{ONE},,1,1,1,1\n")
