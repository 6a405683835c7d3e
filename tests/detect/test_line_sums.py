"""Lines that records give to an AI: never more than a commit added, never one twice."""

import pytest

from attest.detect.line_sums import LineSums, line_sums
from attest.model.line_record import LineRecord, LineVerdict
from tests.detect.line_records import record
from tests.detect.test_accountable import commit
from tests.support.records import sha

COMMITS = (commit("one", "pull-request"), commit("two", "pull-request"))


def test_confirmed_lines_are_summed_over_commits() -> None:
    """Attested lines that the commit did not add are nobody's."""
    records = (record("one", attested=9), record("two", confirmed=1, added=30), record("elsewhere"))

    assert line_sums(records, COMMITS) == LineSums(6, 40, frozenset({sha("one"), sha("two")}))


def test_two_tools_that_recorded_one_commit_count_once() -> None:
    """Their lines may be the same: the record with more of them stands for both, in either order."""
    records = (record("one", confirmed=3), record("one", confirmed=5, source="refs/notes/whogitit"))

    assert line_sums(records, COMMITS) == line_sums(records[::-1], COMMITS)
    assert line_sums(records, COMMITS)[:2] == (5, 10)


@pytest.mark.parametrize(
    "useless",
    [
        *(
            pytest.param(record("one", verdict=verdict), id=verdict.value)
            for verdict in (
                LineVerdict.EMPTY,
                LineVerdict.INCONSISTENT,
                LineVerdict.STALE,
                LineVerdict.UNREADABLE,
            )
        ),
        pytest.param(record("one", attested=0, confirmed=0), id="of files"),
    ],
)
def test_what_counts_for_nothing_gives_no_sum(useless: LineRecord) -> None:
    """Not nought of so many: nothing is known of its lines."""
    assert line_sums((useless,), COMMITS) == LineSums()


def test_without_a_diff_there_is_no_whole() -> None:
    """The lines of an AI are known, the others are not."""
    assert line_sums((record("one"), record("two", added=None)), COMMITS)[:2] == (10, None)
