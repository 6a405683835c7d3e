"""Gaps: one for each kind of limitation, with everything it affects."""

from hypothesis import given
from hypothesis import strategies as st

from attest.collect import gaps
from attest.collect.gaps import GapLog


def test_notes_of_one_wording_become_one_gap() -> None:
    """Ids are sorted and counted, and the record's id tells source and kind."""
    log = GapLog("shop")
    for sha in ("b", "a"):
        log.note("git", "missing-blob", what="w", effect="e", affects=f"shop:{sha}")
    log.note("forge", "null-user", what="w", effect="e", not_connected=True)
    read = [(gap.id, gap.affects, gap.affected_count, gap.not_connected) for gap in log.records()]

    assert read == [
        ("gap:shop:forge:null-user", (), 0, True),
        ("gap:shop:git:missing-blob", ("shop:a", "shop:b"), 2, False),
    ]


def test_two_wordings_of_a_kind_are_two_gaps() -> None:
    """Neither hides the other."""
    log = GapLog("shop")
    log.note("git", "k", what="one", effect="e")
    log.note("git", "k", what="two", effect="e")

    assert [(gap.id, gap.what) for gap in log.records()] == [
        ("gap:shop:git:k", "one"),
        ("gap:shop:git:k:2", "two"),
    ]


def test_beyond_a_number_ids_are_only_counted() -> None:
    """A Gap of a million commits is still one readable record."""
    log = GapLog("shop")
    for n in range(gaps.LISTED + 5):
        log.note("git", "k", what="w", effect="e", affects=f"{n}")
    (record,) = log.records()

    assert (len(record.affects), record.affected_count) == (gaps.LISTED, gaps.LISTED + 5)


@given(st.permutations([("git", "a"), ("git", "b"), ("forge", "a"), ("git", "a")]))
def test_the_order_of_notes_does_not_show(notes: list[tuple[str, str]]) -> None:
    """The same limitations give the same records."""
    log, ordered = GapLog("shop"), GapLog("shop")
    for one, other in zip(notes, sorted(notes), strict=True):
        log.note(*one, what="w", effect="e", affects="x")
        ordered.note(*other, what="w", effect="e", affects="x")

    assert log.records() == ordered.records()
