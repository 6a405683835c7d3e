"""A scan: what is seen at a glance is what the whole reading of each commit gives."""

from pathlib import Path

import pytest

from attest.collect.gitdir import open_clean
from attest.detect.accountable import of_commit
from attest.detect.engine import load
from attest.detect.involvement import assess_commit
from attest.errors import CatalogError, CollectionError
from attest.model.commit import RawCommit
from attest.model.progress import silent
from attest.pipeline.scanning import Scanned, open_scan
from tests.collect.scans import scan as every_commit
from tests.support.history import ADA, BEN, History

CLAUDE = "Claude <noreply@anthropic.com>"
RENOVATE = "renovate[bot] <29139614+renovate[bot]@users.noreply.github.com>"
COPILOT = "Copilot <198982749+Copilot@users.noreply.github.com>"
GITHUB = "GitHub <noreply@github.com>"
MESSAGES = (
    "mend the dose",
    f"mend\n\nCo-authored-by: {CLAUDE}",
    f"mend\n\nCo-authored-by: {BEN}",
    "Generated with Claude Code",
    "say what ai means",
    "mend\0\n\nGenerated with Claude Code",
)


@pytest.fixture
def shop(tmp_path: Path) -> History:
    """Every message by every pair of author and committer, twice, so that each pair has been seen before."""
    history = History(tmp_path / "shop")
    for author in (ADA, BEN, CLAUDE, RENOVATE, COPILOT):
        for committer in (ADA, GITHUB, CLAUDE):
            for message in (*MESSAGES, *MESSAGES):
                history.commit(message, author=author, committer=committer)
    tree = history.tree({}).encode()
    for extra in (b"", b"encoding latin1\n", b"gpgsig -----BEGIN\n abc\n"):
        parent = history.tip().encode()
        person = b"%s 1735725600 +0000\n" % ADA.encode()
        head = b"tree %s\nparent %s\nauthor %scommitter %s" % (tree, parent, person, person)
        history.raw_commit(head + extra + b"\nJos\xe9 mends\n")
    return history


def test_every_commit_is_as_its_whole_reading(shop: History) -> None:
    """State, traces, person and message, whether a glance was enough or not."""
    engine = load()
    with open_clean(shop.path) as repository:
        read = [raw for raw in every_commit(repository, None) if isinstance(raw, RawCommit)]
    traces = [engine.scan(raw) for raw in read]
    expected = [
        Scanned(
            raw.sha,
            raw.message,
            assess_commit(raw, found),
            of_commit(raw, engine.classify, engine.initiators),
            found,
        )
        for raw, found in zip(read, traces, strict=True)
    ]

    with open_scan(shop.path) as scan:
        found = list(scan.commits(silent))

    assert found == expected
    assert len(found) == 183
    assert len({commit.involvement.state for commit in found}) == 3


def test_a_fault_in_a_rule_file_ends_the_walk_that_has_begun(shop: History, tmp_path: Path) -> None:
    """The rules are read while git walks; their fault is told as ever, and nothing is left behind."""
    rules = tmp_path / "own.yaml"
    rules.write_text("format_version: 1\nrules: 3\n")

    with pytest.raises(CatalogError) as caught, open_scan(shop.path, None, (rules,)):
        pass

    assert caught.value.where == f"{rules}:2"


def test_a_range_that_is_not_there_is_told_before_anything_is_read(shop: History) -> None:
    """The range is resolved when the scan is opened."""
    with pytest.raises(CollectionError, match="there is no commit"), open_scan(shop.path, "nowhere"):
        pass
