"""The lattice of outcomes: a roll-up that order, grouping and repetition cannot change."""

from hypothesis import given
from hypothesis import strategies as st

from attest.model.finding import Outcome, roll_up

outcomes = st.sampled_from(list(Outcome))


def test_the_order_is_the_one_that_is_documented() -> None:
    """Not applicable, met, needs review, indeterminate, deviation."""
    assert [item.word for item in sorted(Outcome)] == [
        "not_applicable",
        "met",
        "needs_review",
        "indeterminate",
        "deviation",
    ]


@given(outcomes, outcomes, outcomes)
def test_grouping_does_not_matter(first: Outcome, second: Outcome, third: Outcome) -> None:
    """Associative: parts may be rolled up first."""
    assert roll_up([roll_up([first, second]), third]) is roll_up([first, roll_up([second, third])])


@given(outcomes, outcomes)
def test_order_does_not_matter(first: Outcome, second: Outcome) -> None:
    """Commutative."""
    assert roll_up([first, second]) is roll_up([second, first])


@given(outcomes)
def test_repetition_does_not_matter(item: Outcome) -> None:
    """Idempotent."""
    assert roll_up([item, item]) is item


@given(outcomes)
def test_what_is_not_applicable_changes_nothing(item: Outcome) -> None:
    """`not_applicable` is the identity."""
    assert roll_up([item, Outcome.NOT_APPLICABLE]) is item


@given(outcomes)
def test_a_deviation_is_never_rolled_away(item: Outcome) -> None:
    """`deviation` absorbs."""
    assert roll_up([item, Outcome.DEVIATION]) is Outcome.DEVIATION


def test_nothing_rolls_up_to_not_applicable_and_never_to_met() -> None:
    """The roll-up of nothing."""
    assert roll_up([]) is Outcome.NOT_APPLICABLE


@given(st.lists(outcomes), st.lists(outcomes))
def test_more_results_never_make_it_better(some: list[Outcome], more: list[Outcome]) -> None:
    """Monotone: adding results can only keep or raise the outcome."""
    assert roll_up([*some, *more]) >= roll_up(some)
