"""Gaps of several runs as one list, numbered as one run would have numbered them."""

from hypothesis import given
from hypothesis import strategies as st

from attest.collect.gaps import GapLog
from attest.ledger.joined.gaps import merge_gaps
from attest.model.population import Gap

NOTES = st.lists(
    st.tuples(st.sampled_from(["null-user", "missing-blob"]), st.sampled_from("xyz"), st.sampled_from("abc")),
    max_size=8,
)


def logged(notes: list[tuple[str, str, str]]) -> tuple[Gap, ...]:
    """The Gaps of one run in which these were noted."""
    log = GapLog("shop")
    for kind, what, affected in notes:
        log.note("forge", kind, what=what, effect="", affects=affected)
    return log.records()


@given(st.lists(NOTES, max_size=4))
def test_the_runs_of_a_period_have_the_gaps_of_one_run(months: list[list[tuple[str, str, str]]]) -> None:
    """Ids, what is affected and how much, wherever the runs were cut."""
    whole = logged([note for month in months for note in month])
    assert merge_gaps(gap for month in months for gap in logged(month)) == whole


def test_what_names_nothing_and_counts_alike_is_one_and_no_more() -> None:
    """A log with two unreadable entries that was handed in every month has two."""
    once = Gap(
        id="gap::audit-log:entries-unreadable:00", source="audit-log", kind="entries-unreadable",
        repository="", what="2 entries", effect="", affected_count=2,
    )  # fmt: skip
    assert merge_gaps([once, once]) == (once,)


def test_gaps_that_differ_keep_ids_of_their_own() -> None:
    """Two runs can give one id to two shortcomings."""
    one = Gap(id="gap:shop:coverage:settings-unreadable:01", source="coverage", kind="settings-unreadable",
              repository="shop", what="a", effect="")  # fmt: skip
    other = one.model_copy(update={"what": "b"})
    assert [gap.id for gap in merge_gaps([other, one])] == [one.id, f"{one.id}:2"]
