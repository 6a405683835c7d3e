"""One fact seen several times: the first observation counts, later ones are told."""

from attest.ledger.joined.observing import Merged, Sight, merge_sights
from attest.model.base import Record
from attest.model.branch import Push
from attest.model.change import NEVER_RAN, StatusCheck
from attest.model.identity import Actor, ActorKind
from attest.model.joined import DifferenceKind

EVERY = frozenset({"one", "two", "three"})


def check(name: str = "tests", conclusion: str = "success", number: int = 1) -> StatusCheck:
    """A status check of one change."""
    absent = conclusion == NEVER_RAN
    return StatusCheck(
        id=f"shop:pull-1:{'absent' if absent else 'check'}:{name if absent else number}", change="shop:1",
        name=name, app="actions", sha="1" * 40, conclusion=conclusion, completed_at=None, required=True,
    )  # fmt: skip


def merged(*sights: list[Record], covers: frozenset[str] = EVERY) -> Merged:
    """The sights of three runs, in the order of observation."""
    runs = ("one", "two", "three")
    return merge_sights("checks", [Sight(run, seen, covers) for run, seen in zip(runs, sights, strict=False)])


def told(found: Merged) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """Differences in short."""
    return [(item.what.value, item.earlier, item.later, item.fields) for item in found.differences]


def test_a_fact_that_is_gone_counts_as_it_was_first_seen() -> None:
    """It is told once, with the first run that does not hold it any more."""
    found = merged([check()], [], [])
    assert [record for _, record in found.records] == [check()]
    assert told(found) == [(DifferenceKind.GONE.value, "one", "two", ())]


def test_a_fact_that_changed_counts_as_it_was_first_seen() -> None:
    """What a later run says of it is told, field by field."""
    found = merged([check()], [check(conclusion="failure")])
    assert [record for _, record in found.records] == [check()]
    assert told(found) == [
        (DifferenceKind.CHANGED.value, "one", "two", ("conclusion: success, then failure",))
    ]


def test_a_fact_that_was_first_seen_later_counts() -> None:
    """And is told."""
    late = check(name="lint", number=2)
    found = merged([check()], [check(), late])
    assert [(run, record) for run, record in found.records] == [("one", check()), ("two", late)]
    assert told(found) == [(DifferenceKind.NEW.value, "one", "two", ())]


def test_nothing_is_gone_where_the_source_was_not_read_to_its_end() -> None:
    """A run that a rate limit cut holds less, and says nothing by it."""
    found = merged([check()], [], covers=frozenset())
    assert (len(found.records), found.differences) == (1, ())


def test_a_check_whose_runs_expired_did_run() -> None:
    """When the forge has forgotten the run, a later collection says that it never ran."""
    found = merged([check()], [check(conclusion=NEVER_RAN)])
    assert [record for _, record in found.records] == [check()]
    assert told(found) == [(DifferenceKind.GONE.value, "one", "two", ())]


def test_a_check_that_ran_late_is_no_longer_absent() -> None:
    """A run that a later observation holds refutes the first one's word that there was none."""
    found = merged([check(conclusion=NEVER_RAN)], [check()])
    assert [record for _, record in found.records] == [check()]
    assert told(found) == [(DifferenceKind.NEW.value, "one", "two", ())]


def test_equal_sights_differ_in_nothing() -> None:
    """However often the source was asked."""
    assert merged([check()], [check()], [check()]).differences == ()


def push(landed_change: str, landed: int) -> Push:
    """A push of a day, as the run of some days records it."""
    return Push(
        id="shop:push-1", repository="shop", branch="main", landed_change=landed_change, landed=landed,
        kind="push", at="2025-01-31T23:59:59Z", actor=Actor(id="P-1", kind=ActorKind.PERSON), before=None,
        after=None,
    )  # fmt: skip


def test_every_run_adds_what_it_knows_of_its_own_days() -> None:
    """A push at midnight brings changes of two months, and that is no difference between them."""
    found = merged([push("", 1)], [push("shop:1", 2)], covers=frozenset())
    assert ([record for _, record in found.records], found.differences) == ([push("shop:1", 3)], ())


def test_what_two_runs_of_the_same_days_count_counts_once() -> None:
    """A month and the year in which it lies hold the same landed commits."""
    found = merged([push("shop:1", 2)], [push("shop:1", 3)])
    assert [record for _, record in found.records] == [push("shop:1", 3)]
