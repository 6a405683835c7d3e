"""Periods before beside the one reported: read where they are named, and counted again with the package."""

import json
from pathlib import Path

import pytest

from attest.errors import UsageError
from attest.model.progress import silent
from attest.model.trend import PeriodTally
from attest.pipeline.choosing import choose
from attest.pipeline.comparing import periods_before
from attest.pipeline.repeating import earlier_file, read_earlier
from attest.pipeline.reporting import evaluate, write
from attest.pipeline.verifying import verify
from tests.pipeline.test_annual import Shop
from tests.support.answered import answers, entry

REST = "2025-02-01..2025-03-31"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """Three months in a store: a pull request in each, in January one that nobody reviewed."""
    found = Shop(tmp_path_factory.mktemp("compared"))
    found.pull(1, "2025-01-15", reviews=[])
    found.pull(2, "2025-02-15")
    found.pull(3, "2025-03-15")
    for month in ("2025-01", "2025-02", "2025-03"):
        found.collect(month)
    return found


def january(shop: Shop) -> str:
    """The run of January."""
    return choose(shop.store, period="2025-01").folders[0].name


def before(shop: Shop, *runs: str) -> tuple[PeriodTally, ...]:
    """What stands beside February and March."""
    return periods_before(choose(shop.store, period=REST), shop.store, runs, (), None)


def test_a_run_that_is_named_stands_beside(shop: Shop) -> None:
    """Under its own period, with the tests of this report; the same sources and settings: nothing differs."""
    (row,) = [row for row in before(shop, january(shop)) if row.assertion == "REV-01"]

    assert (row.period, row.tested, row.deviation, row.met) == ("2025-01", 1, 1, 0)
    assert row.differs == ()


def test_a_run_that_is_not_named_is_not_read(shop: Shop) -> None:
    """Whatever else lies in the store."""
    assert before(shop) == ()


def test_a_run_beside_itself_is_refused(shop: Shop) -> None:
    """Nor is one named twice: it would count for two."""
    march = choose(shop.store, period="2025-03").folders[0].name
    for runs in ((march,), (january(shop), january(shop))):
        with pytest.raises(UsageError, match="compared with itself or stands twice"):
            before(shop, *runs)


def test_the_report_of_several_runs_can_still_be_made_again(shop: Shop, tmp_path: Path) -> None:
    """With what was handed in for it: answers of management's, and the counts of January."""
    own = tmp_path / "own.yaml"
    own.write_text(answers(entry("DEV-0123456789", period="2025-01")))
    evidence = choose(shop.store, period=REST)
    earlier = before(shop, january(shop))
    evaluated = evaluate(evidence, (), dispositions=own, earlier=earlier)
    write(evaluated, tmp_path / "out", ("json",), silent)

    findings = json.loads((tmp_path / "out" / "findings.json").read_bytes())
    assert len(findings["earlier"]) == len(earlier)
    assert [row["place"] for row in findings["answers"]] == ["carried-forward"]
    found = verify(tmp_path / "out" / "evidence.zip")
    assert found.ok
    assert [one.status.value for one in found.packages if one.id == "figures"] == ["passed"]


def test_the_file_of_counts_says_what_it_was_given(shop: Shop) -> None:
    """And nothing where it is none."""
    rows = before(shop, january(shop))
    assert read_earlier(earlier_file(rows)) == rows
    for data in (b"", b"{}", b"[]", b'{"schema":"attest.earlier/1","earlier":[{}]}', b'{"schema":"other"}'):
        assert read_earlier(data) is None
