"""What a terminal shows of an approval that is not of all that landed."""

from typing import Any

from attest.cli.bound import lines


def binding(**more: Any) -> dict[str, Any]:
    """A binding as it is stored: a residual of one file."""
    path = {"path": "late.py", "added": 2, "deleted": 1}
    return {
        "result": "residual", "reason": "content-differs", "basis": "declared", "paths": [path],
        "path_count": 1, "added": 2, "deleted": 1,
    } | more  # fmt: skip


def test_a_residual_names_the_files_that_nobody_approved() -> None:
    """Each with its lines."""
    assert list(lines(binding())) == [
        "held against what landed: residual (content-differs)",
        "not approved: 1 file, +2 -1",
        "  late.py  +2 -1",
    ]


def test_what_is_not_listed_is_counted() -> None:
    """A binary file has no lines, and a long list is cut."""
    binary = {"path": "logo.png", "added": None, "deleted": None}
    assert list(lines(binding(paths=[binary], path_count=30)))[1:] == [
        "not approved: 30 files, +2 -1",
        "  logo.png  no lines",
        "  and 29 more, which the record does not name",
    ]


def test_a_list_that_could_not_be_had_is_named() -> None:
    """Its absence is no empty list."""
    assert list(lines(binding(paths=[], path_count=None)))[1:] == [
        "not approved: files that could not be listed"
    ]


def test_a_doubtful_revision_is_said_to_be_one() -> None:
    """Nothing is shown of what follows from it."""
    doubtful = binding(result="unverifiable", reason="younger-than-approval", basis="absent", paths=[])
    assert list(lines(doubtful)) == [
        "held against what landed: unverifiable (younger-than-approval)",
        "the approved revision itself is in doubt",
    ]


def test_other_verdicts_have_nothing_to_show() -> None:
    """Only approvals are bound."""
    assert list(lines(None)) == []
