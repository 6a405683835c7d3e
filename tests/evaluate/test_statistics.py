"""The arithmetic of attribute sampling against published tables, SciPy, and plain sums of fractions."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import ceil, comb, log
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta, binom, hypergeom

from attest.evaluate.statistics import (
    PLACES,
    finite_probability,
    finite_sample_size,
    finite_upper_limit,
    probability,
    sample_size,
    upper_limit,
)

LEVELS = {90: Fraction(9, 10), 95: Fraction(19, 20), 99: Fraction(99, 100)}
RATES = (2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 20)
ZERO_DEVIATIONS = {
    90: (114, 76, 57, 45, 38, 32, 28, 25, 22, 15, 11),
    95: (149, 99, 74, 59, 49, 42, 36, 32, 29, 19, 14),
    99: (228, 152, 113, 90, 75, 64, 56, 49, 44, 29, 21),
}
LADDERS = {
    (90, 5): (45, 77, 105, 132, 158),
    (95, 5): (59, 93, 124, 153, 181),
    (90, 10): (22, 38, 52, 65, 78),
    (95, 10): (29, 46, 61, 76, 89),
}
LIMITS = {
    (25, 90): "8.8 14.7 19.9 24.8",
    (25, 95): "11.3 17.6 23.1 28.2",
    (40, 90): "5.6 9.4 12.8 15.9",
    (40, 95): "7.2 11.3 14.9 18.3",
    (45, 90): "5.0 8.4 11.4 14.2",
    (45, 95): "6.4 10.1 13.3 16.3",
    (60, 90): "3.8 6.3 8.6 10.8",
    (60, 95): "4.9 7.7 10.1 12.4",
    (100, 90): "2.3 3.8 5.2 6.6",
    (100, 95): "3.0 4.7 6.2 7.6",
}
FINITE_SIZES = {
    5: {20: 19, 50: 31, 100: 45, 200: 51, 500: 56, 1000: 57, 5000: 59},
    10: {20: 16, 50: 22, 100: 25, 200: 27, 1000: 29},
}

confidences = st.sampled_from(tuple(LEVELS.values()))
rates = st.integers(5, 400).map(lambda thousandths: Fraction(thousandths, 1000))


def percent(rate: Fraction) -> str:
    """A rate in percent as tables print it: one decimal, rounded half up."""
    exact = Decimal(rate.numerator) * 100 / Decimal(rate.denominator)
    return str(exact.quantize(Decimal("0.1"), ROUND_HALF_UP))


def summed(deviations: int, size: int, rate: Fraction) -> Fraction:
    """The cumulative binomial probability, term by term in fractions."""
    return sum(
        (comb(size, k) * rate**k * (1 - rate) ** (size - k) for k in range(deviations + 1)), Fraction(0)
    )


def counted(deviations: int, size: int, population: int, deviating: int) -> Fraction:
    """The cumulative hypergeometric probability, term by term in fractions."""
    ways = sum(
        (comb(deviating, k) * comb(population - deviating, size - k) for k in range(deviations + 1)), 0
    )
    return Fraction(ways, comb(population, size))


@pytest.mark.parametrize("level", ZERO_DEVIATIONS)
def test_sizes_without_a_deviation_are_those_of_the_table(level: int) -> None:
    """Thirty-three sizes, which are also what the closed form of logarithms gives."""
    sizes = tuple(sample_size(LEVELS[level], Fraction(rate, 100)) for rate in RATES)
    closed = tuple(ceil(log(1 - level / 100) / log(1 - rate / 100)) for rate in RATES)

    assert sizes == ZERO_DEVIATIONS[level] == closed


@pytest.mark.parametrize(("level", "rate"), LADDERS)
def test_sizes_with_deviations_are_those_of_the_table(level: int, rate: int) -> None:
    """Zero to four accepted deviations."""
    sizes = tuple(sample_size(LEVELS[level], Fraction(rate, 100), accepted) for accepted in range(5))

    assert sizes == LADDERS[level, rate]


@pytest.mark.parametrize(("size", "level"), LIMITS)
def test_upper_limits_are_those_of_the_table(size: int, level: int) -> None:
    """Zero to three deviations, to the decimal that is printed, and SciPy's beta quantile to nine."""
    limits = [upper_limit(found, size, LEVELS[level]) for found in range(4)]
    quantiles = [beta.ppf(level / 100, found + 1, size - found) for found in range(4)]

    assert " ".join(map(percent, limits)) == LIMITS[size, level]
    assert [float(limit) for limit in limits] == pytest.approx(quantiles, abs=2e-9)


@pytest.mark.parametrize("rate", FINITE_SIZES)
def test_finite_sizes_are_those_of_the_table(rate: int) -> None:
    """Without a deviation, at 95 %."""
    sizes = {
        population: finite_sample_size(population, LEVELS[95], Fraction(rate, 100))
        for population in FINITE_SIZES[rate]
    }

    assert sizes == FINITE_SIZES[rate]


@pytest.mark.parametrize(
    ("population", "size", "found", "limit"), [(250, 25, 0, 26), (250, 40, 1, 26), (1000, 60, 0, 47)]
)
def test_finite_limits_are_those_of_the_table(population: int, size: int, found: int, limit: int) -> None:
    """At 95 %; SciPy's probabilities lie on both sides of the risk there."""
    assert finite_upper_limit(found, size, population, LEVELS[95]) == limit
    assert hypergeom.cdf(found, population, limit, size) > 0.05
    assert hypergeom.cdf(found, population, limit + 1, size) <= 0.05


def test_what_the_usual_sizes_without_a_deviation_buy() -> None:
    """Confidence that the rate is below ten and below five percent, for 25, 40 and 60 items."""
    bought = {
        rate: " ".join(percent(1 - probability(0, size, Fraction(rate, 100))) for size in (25, 40, 60))
        for rate in (10, 5)
    }

    assert bought == {10: "92.8 98.5 99.8", 5: "72.3 87.1 95.4"}


def test_taking_more_after_a_deviation_accepts_too_often() -> None:
    """45 without a deviation, else 78 with one: a process that deviates at 5 % passes 14.3 % of the time."""
    rate = Fraction(1, 20)
    passed_at_once = probability(0, 45, rate)
    one_of_45 = probability(1, 45, rate) - passed_at_once
    accepted = passed_at_once + one_of_45 * probability(0, 78 - 45, rate)

    assert (sample_size(LEVELS[90], rate), sample_size(LEVELS[90], rate, 1)) == (45, 77)
    assert percent(passed_at_once) == "9.9"
    assert percent(accepted) == "14.3"


@settings(deadline=None)
@given(
    confidence=confidences,
    tolerable=st.integers(10, 400).map(lambda thousandths: Fraction(thousandths, 1000)),
    accepted=st.integers(0, 12),
)
def test_a_size_is_the_smallest_that_will_do(
    confidence: Fraction, tolerable: Fraction, accepted: int
) -> None:
    """By fractions: it does, and one less does not; more accepted deviations or confidence take more."""
    size = sample_size(confidence, tolerable, accepted)

    assert summed(accepted, size, tolerable) <= 1 - confidence
    assert summed(accepted, size - 1, tolerable) > 1 - confidence
    assert sample_size(confidence, tolerable, accepted + 1) > size
    assert sample_size(LEVELS[99], tolerable, accepted) >= size


@settings(deadline=None)
@given(population=st.integers(1, 600), confidence=confidences, tolerable=rates, accepted=st.integers(0, 6))
def test_a_finite_size_is_the_smallest_that_will_do(
    population: int, confidence: Fraction, tolerable: Fraction, accepted: int
) -> None:
    """By fractions, with the tolerable items rounded up; `None` only where all items would not do."""
    deviating = ceil(tolerable * population)
    size = finite_sample_size(population, confidence, tolerable, accepted)

    if size is None:
        assert deviating <= accepted
        return
    assert counted(accepted, size, population, deviating) <= 1 - confidence
    assert counted(accepted, size - 1, population, deviating) > 1 - confidence
    assert size <= min(population, sample_size(confidence, tolerable, accepted))


@settings(deadline=None)
@given(st.data(), st.integers(1, 150), confidences)
def test_an_upper_limit_follows_its_sample(data: st.DataObject, size: int, confidence: Fraction) -> None:
    """It brackets the risk in fractions, rises with deviations, falls with size, and is SciPy's."""
    found = data.draw(st.integers(0, size))
    limit = upper_limit(found, size, confidence)
    expected = beta.ppf(float(confidence), found + 1, size - found) if found < size else 1.0

    assert summed(found, size, limit) <= 1 - confidence or found == size
    assert summed(found, size, limit - Fraction(1, 10**PLACES)) > 1 - confidence
    assert float(limit) == pytest.approx(expected, abs=2e-9)
    assert limit > Fraction(found, size) or limit == 1
    assert found == size or upper_limit(found + 1, size, confidence) > limit
    assert upper_limit(found, size + 1, confidence) < limit or found == size


@settings(deadline=None)
@given(st.data(), st.integers(1, 120), confidences)
def test_a_finite_limit_is_the_largest_that_is_possible(
    data: st.DataObject, population: int, confidence: Fraction
) -> None:
    """By fractions, number by number; it is never above the endless limit, and exact for all items."""
    size = data.draw(st.integers(1, population))
    found = data.draw(st.integers(0, size))
    limit = finite_upper_limit(found, size, population, confidence)
    possible = range(found, population - (size - found) + 1)
    risk = 1 - confidence

    assert limit == max(one for one in possible if counted(found, size, population, one) > risk)
    assert Fraction(limit, population) <= upper_limit(found, size, confidence)
    assert finite_upper_limit(found, population, population, confidence) == found


@settings(deadline=None)
@given(st.data(), st.integers(1, 1000), rates)
def test_probabilities_are_those_of_scipy(data: st.DataObject, size: int, rate: Fraction) -> None:
    """Binomial and hypergeometric, to what floats can hold."""
    found = data.draw(st.integers(0, min(size, 50)))
    population = data.draw(st.integers(size, 4000))
    deviating = data.draw(st.integers(0, population))

    endless, finite = (
        probability(found, size, rate),
        finite_probability(found, size, population, deviating),
    )
    assert float(endless) == pytest.approx(binom.cdf(found, size, float(rate)), rel=1e-8, abs=1e-12)
    assert float(finite) == pytest.approx(
        hypergeom.cdf(found, population, deviating, size), rel=1e-7, abs=1e-12
    )


def test_a_probability_that_equals_the_risk_counts_as_reached() -> None:
    """One item at a rate of a half, at a confidence of a half: no rounding may decide."""
    half = Fraction(1, 2)

    assert sample_size(half, half) == 1
    assert finite_sample_size(2, half, half) == 1
    assert upper_limit(0, 1, half) == half
    assert finite_upper_limit(0, 1, 2, half) == 0


@pytest.mark.parametrize(
    ("confidence", "tolerable", "accepted"),
    [(0, 5, 0), (100, 5, 0), (95, 0, 0), (95, 100, 0), (95, 5, -1), (95, -5, 0)],
)
def test_plans_without_a_meaning_are_refused(confidence: int, tolerable: int, accepted: int) -> None:
    """Confidence and rate lie between 0 and 1; deviations are counted from 0."""
    level, rate = Fraction(confidence, 100), Fraction(tolerable, 100)

    with pytest.raises(ValueError, match=r"between 0 and 1|not negative"):
        sample_size(level, rate, accepted)
    with pytest.raises(ValueError, match=r"between 0 and 1|not negative"):
        finite_sample_size(100, level, rate, accepted)


@pytest.mark.parametrize(
    ("found", "size", "population"), [(0, 0, 10), (-1, 5, 10), (6, 5, 10), (0, 11, 10), (0, 5, 0)]
)
def test_results_without_a_meaning_are_refused(found: int, size: int, population: int) -> None:
    """No limit is made of an empty sample, of more deviations than items, or more items than there are."""
    with pytest.raises(ValueError, match="a sample holds"):
        finite_upper_limit(found, size, population, LEVELS[95])


def test_an_empty_population_has_no_size() -> None:
    """Nothing can be drawn from nothing."""
    with pytest.raises(ValueError, match="one item at least"):
        finite_sample_size(0, LEVELS[95], Fraction(1, 20))


def test_a_rate_near_nothing_has_no_sample() -> None:
    """Sizes are looked for up to ten million items."""
    with pytest.raises(ValueError, match="that large"):
        sample_size(LEVELS[95], Fraction(1, 10**9))


@settings(deadline=None)
@given(found=st.integers(0, 20), size=st.integers(21, 3000))
def test_a_large_population_is_no_burden(found: int, size: int) -> None:
    """A hundred thousand items: a size and a limit take less than a second each on any machine."""
    begun = process_time()
    limit = finite_upper_limit(found, size, 100_000, LEVELS[95])
    finite_sample_size(100_000, LEVELS[95], Fraction(1, 1000), found)

    assert process_time() - begun < 2
    assert hypergeom.cdf(found, 100_000, limit + 1, size) <= 0.05 + 1e-9
    assert hypergeom.cdf(found, 100_000, limit, size) > 0.05 - 1e-9
