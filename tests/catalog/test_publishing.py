"""The JSON Schema of packs is published, current, and describes the packs that ship."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from attest.catalog import PackFile, json_schema, pack_files
from attest.document import parse

COMMITTED = Path(__file__).resolve().parents[2] / "docs/formats/controls.schema.json"


def test_the_published_schema_is_current() -> None:
    """`make generated` renews it."""
    assert COMMITTED.read_text() == json_schema()


@pytest.mark.parametrize("file", pack_files(), ids=lambda file: file.name)
def test_every_bundled_pack_is_as_the_schema_says(file: PackFile) -> None:
    """By a reader of JSON Schema that is none of ours."""
    validator = Draft202012Validator(json.loads(COMMITTED.read_text()))

    assert [error.message for error in validator.iter_errors(parse(file.data, file.name).value)] == []


def test_the_schema_refuses_a_mapping_without_limits() -> None:
    """So that the test above can fail."""
    validator = Draft202012Validator(json.loads(json_schema()))
    pack = {
        "format": "attest-controls/1",
        "criteria": [
            {
                "id": "own-1",
                "display": "1",
                "summary": "Summary.",
                "evidence": "repository",
                "limits": "Limits.",
                "mappings": [{"assertion": "REV-01", "strength": "direct"}],
            }
        ],
    }

    assert [error.message for error in validator.iter_errors(pack)] == ["'limits' is a required property"]
