"""docs/formats/imports.md says of each kind what the code reads."""

import re
from pathlib import Path

import pytest

from attest.collect.imports.reading import read
from attest.model.imported import Form
from attest.model.imports import KINDS

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "formats" / "imports.md").read_text()


def section(kind: str) -> str:
    """What the page says of a kind."""
    return PAGE.partition(f"\n### {kind}\n")[2].partition("\n### ")[0]


def test_the_page_has_the_kinds_and_no_other() -> None:
    """In the order of their names."""
    assert re.findall(r"^### (.+)$", PAGE, re.MULTILINE) == list(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_the_columns_are_those_of_the_page(kind: str) -> None:
    """Name, form, whether it is required, and meaning with its choices."""
    expected = [
        f"| `{one.name}` | `{one.form}` | {'yes' if one.required else ''} | {one.meaning}"
        + (": " + ", ".join(f"`{choice}`" for choice in one.choices) if one.choices else "") + " |"
        for one in KINDS[kind].columns
    ]  # fmt: skip

    assert re.findall(r"^\| `.*$", section(kind), re.MULTILINE) == expected


@pytest.mark.parametrize("kind", KINDS)
def test_the_example_of_the_page_is_read_whole(kind: str) -> None:
    """Every column that is required and every form of the example fits, and no column is passed over."""
    [example] = re.findall(r"```(?:csv|json)\n(.*?)```", section(kind), re.DOTALL)
    found = read(KINDS[kind], example.encode(), "example", "example")

    assert (found.unreadable, found.ignored, len(found.rows) > 0) == ((), 0, True)


def test_the_page_explains_every_form() -> None:
    """And no other."""
    explained = re.findall(r"^\| `([a-z-]+)` \| ", PAGE.partition("## Kinds")[0], re.MULTILINE)
    assert sorted(explained) == sorted(form.value for form in Form)


def test_names_of_kinds_and_columns_are_fit_for_a_record() -> None:
    """Kinds are slugs, columns compare as they are written, and each stands once."""
    for name, kind in KINDS.items():
        columns = [column.name for column in kind.columns]
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name)
        assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", column) for column in columns)
        assert len(set(columns)) == len(columns)
        assert any(column.required for column in kind.columns)
        assert all(bool(column.choices) == (column.form is Form.CHOICE) for column in kind.columns)
