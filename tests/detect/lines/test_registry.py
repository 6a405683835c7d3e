import json
import re
from pathlib import Path

import pytest

from attest.detect.lines.registry import FORMATS, read
from attest.detect.rule import LineFormat
from tests.detect.lines.notes import ENTRY, attachment, git_ai, stated, trace, whogitit

ROOT = Path(__file__).parents[3]


def test_every_format_has_its_file_its_rule_and_its_row() -> None:
    """A new one is added in four places, of which none can be forgotten."""
    page = (ROOT / "docs" / "signals.md").read_text()
    rules = (ROOT / "attest" / "detect" / "rules" / "line-records.yaml").read_text()
    files = {path.stem.replace("_", "-") for path in (ROOT / "attest" / "detect" / "lines").glob("*.py")}

    assert re.findall(r"^\| `([a-z-]+)` \| .* \| (?:line|file|session)", page, re.MULTILINE) == list(FORMATS)
    assert re.findall(r"^    format: (\S+)$", rules, re.MULTILINE) == list(FORMATS)
    assert [one.value for one in LineFormat] == list(FORMATS)
    assert set(FORMATS) <= files


@pytest.mark.parametrize(
    ("data", "slug"),
    [(git_ai(f"a\n  {ENTRY} 1\n"), "git-ai"), (whogitit((1, "AI", "x")), "whogitit")],
)
@pytest.mark.parametrize("source", ["refs/notes/ai", "refs/notes/commits", ".agent-trace/traces.jsonl", ""])
def test_the_content_decides_and_never_the_ref(data: str, slug: str, source: str) -> None:
    """Tools write each other's forms, and refs are shared."""
    found = read(attachment(data, source))

    assert found is not None
    assert found.format == slug


@pytest.mark.parametrize(
    "data",
    [
        None,
        b"",
        b"\x00" * 100,
        b"\xff\xfe{\x00}\x00",
        b"{}",
        b"[]",
        b'{"version":1}',
        b"Acked-by: Ada Example <ada@mail.example>",
        b"7",
    ],
)
def test_what_no_format_knows_is_nothing(data: bytes | None) -> None:
    """Notes hold anything, and some cannot be had."""
    assert read(attachment(data)) is None


@pytest.mark.parametrize("data", ['{"a":', '{"a":1,"a":2}', "{" * 100, '{"a":NaN}', "{}x"])
def test_broken_json_is_of_no_format_and_says_why(data: str) -> None:
    """Which tool wrote it cannot be told any more."""
    found = stated(data)

    assert (found.format, bool(found.fault)) == ("", True)


def test_a_note_beyond_the_bound_is_not_read() -> None:
    """Whatever it is."""
    assert "4 MiB" in stated(b"x" * ((4 << 20) + 1)).fault


def test_a_document_of_two_formats_is_read_as_the_first() -> None:
    """It takes malice to write one; the order is fixed."""
    both = {**trace((1, 2)), "schema_version": "authorship/0.0.1"}

    assert stated(json.dumps(both)).format == "ai-authorship"
