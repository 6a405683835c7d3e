"""`attest explain` on a change whose message names a reviewer."""

import json
from pathlib import Path

from attest.samples import build
from tests.sample_repos.expected import expected
from tests.support.program import attest


def test_a_named_reviewer_is_told_with_the_commit_that_names_them(tmp_path: Path) -> None:
    """Not as a review of the forge: who, by which line, in whose message, and what the test makes of it."""
    repository, store = build("ledger-gerrit", tmp_path), tmp_path / "store"
    landed = expected("ledger-gerrit").landed["approved"]
    collected = attest("collect", repository, "--period", "2025", "--store", store)
    told = attest("explain", landed, "--store", store)

    assert (collected.code, told.code) == (0, 0), (collected.err, told.err)
    assert f"  approved-by Nadia Brandt, declared in the message of {landed[:12]}\n" in told.out
    assert "  REV-01 met: Persons beside the authors whom the landed message names: 1." in told.out


def test_a_line_record_is_told_with_its_verdict(tmp_path: Path) -> None:
    """In the lines, and whole in the data."""
    repository, store = build("odd", tmp_path), tmp_path / "store"
    landed = expected("odd").landed["#14"]
    collected = attest("collect", repository, "--period", "2025", "--store", store)
    told = attest("explain", landed, "--store", store)
    data = json.loads(attest("explain", landed, "--store", store, "--json").out)

    assert (collected.code, told.code) == (0, 0), (collected.err, told.err)
    assert "(refs/notes/ai): partial, 4 of 6 lines that it gives to an AI were added\n" in told.out
    assert [(one["verdict"], one["confirmed"]) for one in data["line_records"]] == [("partial", 4)]
