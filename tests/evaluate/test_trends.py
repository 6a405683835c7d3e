"""Controls over time: where they stopped, and which periods can be compared."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attest.evaluate.engine import evaluate
from attest.evaluate.trends import STOPPED_AFTER, earlier, stops
from attest.model.change import Change
from attest.model.control import Catalog, Declaration
from attest.model.finding import Finding, Outcome
from attest.model.population import Period
from attest.model.trend import PeriodTally, Stop
from tests.support.records import PERIOD, manifest, operated, pull, push, run_of

OUTCOMES = {
    "m": Outcome.MET,
    "d": Outcome.DEVIATION,
    "i": Outcome.INDETERMINATE,
    "n": Outcome.NOT_APPLICABLE,
    "r": Outcome.NEEDS_REVIEW,
}


def landed(count: int, **more: Any) -> tuple[Change, ...]:
    """Changes that landed on consecutive days."""
    return tuple(
        pull(place, landed_at=f"2025-03-{place:02}T12:00:00Z", **more) for place in range(1, count + 1)
    )


def findings(changes: tuple[Change, ...], story: str, **more: Any) -> list[Finding]:
    """What REV-01 found for each of them, by letters."""
    fields: dict[str, Any] = {
        "assertion": "REV-01",
        "reason": "r",
        "message": "m",
        "evidence": (),
        "declared": True,
    }
    return [
        Finding(id=f"REV-01:{one.id}", subject=one.id, outcome=OUTCOMES[letter], **{**fields, **more})
        for one, letter in zip(changes, story, strict=True)
    ]


def found(story: str, **more: Any) -> tuple[Stop, ...]:
    """Where a control of that story stopped."""
    changes = landed(len(story))
    return stops(findings(changes, story, **more), changes)


def test_a_control_stopped_after_the_last_change_that_met_it() -> None:
    """With its date, that of the first change after it, and what came after."""
    changes = landed(8)
    (stop,) = stops(findings(changes, "dmmddidd"), changes)

    assert stop == Stop(
        id="REV-01:shop",
        assertion="REV-01",
        repository="shop",
        last_met=changes[2].id,
        last_met_at="2025-03-03T12:00:00Z",
        since="2025-03-04T12:00:00Z",
        following=5,
        deviations=4,
        indeterminate=1,
    )


@pytest.mark.parametrize(
    ("story", "expected"),
    [
        ("m" + "d" * STOPPED_AFTER, 5),
        ("m" + "d" * (STOPPED_AFTER - 1), None),
        ("m" + "i" * STOPPED_AFTER, 5),
        ("d" * STOPPED_AFTER, 5),
        ("i" * STOPPED_AFTER, None),
        ("mddddm", None),
        ("mdddddm", None),
        ("mddnddnd", 5),
        ("mnnnnnnn", None),
        ("mdddddr", None),
        ("mrddddd", None),
        ("mdddd", None),
        ("", None),
    ],
)
def test_a_stop_is_told_from_chance_and_from_silence(story: str, expected: int | None) -> None:
    """Five misses in a row to the end; what does not apply, or is to be judged, is no miss."""
    assert [stop.following for stop in found(story)] == ([] if expected is None else [expected])


def test_what_is_not_declared_has_not_stopped() -> None:
    """It never was a control."""
    assert found("mddddd", declared=False) == ()


def test_each_repository_has_a_story_of_its_own() -> None:
    """One that goes on does not hide one where it stopped."""
    one, two = landed(6), landed(6, repository="api")
    given_ = [*findings(one, "mddddd"), *findings(two, "mmmmmm")]
    assert [stop.id for stop in stops(given_, (*one, *two))] == ["REV-01:shop"]


def test_the_number_is_a_parameter() -> None:
    """Two in a row, where management wants to look sooner."""
    changes = landed(3)
    assert [stop.following for stop in stops(findings(changes, "mdd"), changes, 2)] == [2]


@given(story=st.text("mdinr", max_size=12), data=st.data())
def test_the_order_of_records_changes_nothing(story: str, data: st.DataObject) -> None:
    """Landing decides, not the order in which findings are given."""
    changes = landed(len(story))
    rows = findings(changes, story)
    mixed = data.draw(st.permutations(rows))
    assert stops(mixed, changes) == stops(rows, changes)


@given(story=st.text("mdinr", max_size=14))
def test_a_stop_is_the_tail_without_a_met_result(story: str) -> None:
    """Held against the same told another way."""
    tail = story.rpartition("m")[2].replace("n", "")
    expected = set(tail) <= set("di") and len(tail) >= STOPPED_AFTER and ("m" in story or "d" in tail)
    assert bool(found(story)) == expected


BEFORE = Period(
    label="2024", first_day="2024-01-01", last_day="2024-12-31", timezone="UTC",
    since="2024-01-01T00:00:00Z", until="2025-01-01T00:00:00Z",
)  # fmt: skip


def row(catalog: Catalog, then: Declaration, now: Declaration, **more: Any) -> PeriodTally:
    """REV-01 in 2024, where a change was pushed, beside 2025."""
    changes = (push(1),)
    view = run_of(*changes, period=BEFORE, **more)
    tested = evaluate(catalog, (then,), view, BEFORE.until)
    rows = earlier(view, tested, (then,), manifest(changes), (now,))
    return next(item for item in rows if item.assertion == "REV-01")


def test_a_period_before_has_its_counts_with_their_denominator(catalog: Catalog) -> None:
    """Tested again with the checks of this report, so that nothing but the period differs."""
    found_ = row(catalog, operated("REV-01"), operated("REV-01", since="2020-01-01", wording="Others."))
    assert (found_.period, found_.tested, found_.deviation, found_.differs) == ("2024", 1, 1, ())


def test_what_differs_is_named(catalog: Catalog) -> None:
    """Another setting, other sources, other repositories: the counts are of something else."""
    plain, other = operated("REV-01"), operated("REV-01", parameters={"review_evidence": "trailers"})
    assert row(catalog, plain, other).differs == ("declaration",)
    assert row(catalog, plain, plain, not_connected=("checks",)).differs == ("sources",)
    elsewhere = manifest((push(1),)).repositories[0].model_copy(update={"branch": "release"})
    assert row(catalog, plain, plain, repositories=(elsewhere,)).differs == ("repositories",)


def test_a_period_that_overlaps_is_marked(catalog: Catalog) -> None:
    """Its changes would be compared with themselves."""
    view = run_of(push(1))
    tested = evaluate(catalog, (), view, PERIOD.until)
    assert {item.differs for item in earlier(view, tested, (), view.manifest, ())} == {("overlap",)}
