"""Names in line records: what is one, and what only stands where one would."""

import pytest

from attest.detect.lines import fields


@pytest.mark.parametrize("value", ["", "unknown", "Unknown", "<synthetic>", " <Synthetic> ", "<none>", "<>"])
def test_a_placeholder_is_no_name(value: str) -> None:
    """What a tool writes of messages that no model made stands in angle brackets."""
    assert fields.name(value) == ""


@pytest.mark.parametrize("value", ["gpt-5", "claude-opus-4-6", "a < b", "<fast> gpt-5"])
def test_a_name_stays_as_written(value: str) -> None:
    """Brackets that are not all of it are the name's own."""
    assert fields.name(value) == value
