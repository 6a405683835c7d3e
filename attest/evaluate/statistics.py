"""The arithmetic of attribute sampling: sizes and upper limits of endless and of finite populations.

Every decision is exact. Rates and confidences are fractions, cumulative probabilities are compared as
whole numbers, or in decimals of 60 digits where whole numbers would be long and the result is not close.
No float takes part. The conventions are those of `docs/sampling.md`.
"""

from decimal import Context, Decimal, localcontext
from fractions import Fraction
from math import comb

PLACES = 9
"""Decimals of an upper limit, which is rounded up at the last."""
MOST = 10_000_000
"""Items beyond which no size is looked for: a tolerable rate near nothing has no sample."""

_EXACT_ENOUGH = Context(prec=60, Emin=-999_999_999, Emax=999_999_999)
_CLOSE = Decimal("1e-40")
"""Relative distance below which decimals do not decide. Their own error is below 1e-50: all terms are
positive, and there are at most some ten million steps of 60 digits each."""


def probability(deviations: int, size: int, rate: Fraction) -> Fraction:
    """That at most so many of a sample deviate, in a population without end that deviates at a rate."""
    if deviations >= size:
        return Fraction(1)
    hit, whole = rate.as_integer_ratio()
    missed = whole - hit
    total = sum(comb(size, k) * hit**k * missed ** (size - k) for k in range(deviations + 1))
    return Fraction(total, whole**size)


def finite_probability(deviations: int, size: int, population: int, deviating: int) -> Fraction:
    """That at most so many of a sample deviate, in a population of which so many items do."""
    total = _ways(deviations, size, population, deviating)
    return Fraction(total, comb(population, size))


def sample_size(confidence: Fraction, tolerable: Fraction, accepted: int = 0) -> int:
    """Smallest sample of a population without end that supports a rate below the tolerable one.

    Args:
        confidence: Of the statement, between 0 and 1.
        tolerable: Rate of deviation that may not be reached, between 0 and 1.
        accepted: Deviations in the sample with which the statement still holds.

    Raises:
        ValueError: An argument is out of bounds, or no sample of up to `MOST` items would do.
    """
    _check_plan(confidence, tolerable, accepted)
    risk = 1 - confidence
    low = high = accepted + 1
    while not _at_most(accepted, high, tolerable, risk):
        if high > MOST:
            raise ValueError("no sample is that large")
        low, high = high + 1, high * 2
    while low < high:
        middle = (low + high) // 2
        if _at_most(accepted, middle, tolerable, risk):
            high = middle
        else:
            low = middle + 1
    return high


def finite_sample_size(
    population: int, confidence: Fraction, tolerable: Fraction, accepted: int = 0
) -> int | None:
    """Smallest sample of a population of known size that supports a rate below the tolerable one.

    The tolerable number of deviating items is the tolerable rate of the population, rounded up.

    Returns:
        `None` where no sample would do, not even of every item: as many deviations are accepted as the
        population may hold.

    Raises:
        ValueError: An argument is out of bounds.
    """
    _check_plan(confidence, tolerable, accepted)
    if population < 1:
        raise ValueError("a population holds one item at least")
    deviating = -(-tolerable.numerator * population // tolerable.denominator)
    if deviating <= accepted:
        return None
    risk = 1 - confidence
    low = high = accepted + 1
    while not _finite_at_most(accepted, high, population, deviating, risk):
        low, high = high + 1, min(high * 2, population)
    while low < high:
        middle = (low + high) // 2
        if _finite_at_most(accepted, middle, population, deviating, risk):
            high = middle
        else:
            low = middle + 1
    return high


def upper_limit(deviations: int, size: int, confidence: Fraction) -> Fraction:
    """Upper limit of the rate of deviation of a population without end: Clopper and Pearson, one-sided.

    The smallest rate, in steps of `PLACES` decimals, at which so few deviations have a probability of at
    most 1 - confidence.

    Raises:
        ValueError: An argument is out of bounds.
    """
    _check_result(deviations, size, confidence)
    steps = 10**PLACES
    risk = 1 - confidence
    low, high = 1, steps
    while low < high:
        middle = (low + high) // 2
        if _at_most(deviations, size, Fraction(middle, steps), risk):
            high = middle
        else:
            low = middle + 1
    return Fraction(high, steps)


def finite_upper_limit(deviations: int, size: int, population: int, confidence: Fraction) -> int:
    """Upper limit of the number of deviating items of a population of known size.

    The largest number at which so few deviations in the sample still have a probability above
    1 - confidence. A sample of every item gives the number that was found.

    Raises:
        ValueError: An argument is out of bounds.
    """
    _check_result(deviations, size, confidence)
    if size > population:
        raise ValueError("a sample holds no more than its population")
    risk = 1 - confidence
    low, most = deviations, population - (size - deviations)
    high = min(most, 2 * deviations + 1)
    while high < most and not _finite_at_most(deviations, size, population, high, risk):
        low, high = high, min(2 * high, most)
    while low < high:
        middle = (low + high + 1) // 2
        if _finite_at_most(deviations, size, population, middle, risk):
            high = middle - 1
        else:
            low = middle
    return low


def _check_plan(confidence: Fraction, tolerable: Fraction, accepted: int) -> None:
    if not 0 < confidence < 1:
        raise ValueError("a confidence lies between 0 and 1")
    if not 0 < tolerable < 1:
        raise ValueError("a tolerable rate lies between 0 and 1")
    if accepted < 0:
        raise ValueError("a number of deviations is not negative")


def _check_result(deviations: int, size: int, confidence: Fraction) -> None:
    if not 0 < confidence < 1:
        raise ValueError("a confidence lies between 0 and 1")
    if not 0 <= deviations <= size or size < 1:
        raise ValueError("a sample holds one item at least, and no more deviations than items")


def _at_most(deviations: int, size: int, rate: Fraction, risk: Fraction) -> bool:
    """Whether so few deviations have a probability of at most the risk."""
    if deviations >= size or rate == 0:
        return False
    if rate == 1:
        return True
    with localcontext(_EXACT_ENOUGH):
        hit = Decimal(rate.numerator) / rate.denominator
        missed = Decimal(rate.denominator - rate.numerator) / rate.denominator
        odds = hit / missed
        term = total = missed**size
        for k in range(deviations):
            term = term * (size - k) / (k + 1) * odds
            total += term
        bound = Decimal(risk.numerator) / risk.denominator
        if abs(total - bound) > bound * _CLOSE:
            return total < bound
    return probability(deviations, size, rate) <= risk


def _finite_at_most(deviations: int, size: int, population: int, deviating: int, risk: Fraction) -> bool:
    # Drawn and deviating may change places: the number in both is counted, and small numbers are short.
    size, deviating = min(size, deviating), max(size, deviating)
    if deviations >= size:
        return False
    sound = population - deviating
    first = max(0, size - sound)
    if first > deviations:
        return True
    with localcontext(_EXACT_ENOUGH):
        term = total = _divided(comb(deviating, first) * comb(sound, size - first), comb(population, size))
        for k in range(first, deviations):
            term = term * ((deviating - k) * (size - k)) / ((k + 1) * (sound - size + k + 1))
            total += term
        bound = Decimal(risk.numerator) / risk.denominator
        if abs(total - bound) > bound * _CLOSE:
            return total < bound
    return finite_probability(deviations, size, population, deviating) <= risk


def _divided(number: int, by: int) -> Decimal:
    """A quotient of long whole numbers, to more digits than are kept."""
    shift = max(0, 256 + by.bit_length() - number.bit_length())
    return Decimal((number << shift) // by) / Decimal(2) ** shift


def _ways(deviations: int, size: int, population: int, deviating: int) -> int:
    """In how many ways a sample can hold at most so many of the deviating items."""
    sound = population - deviating
    first = max(0, size - sound)
    if first > deviations:
        return 0
    term = total = comb(deviating, first) * comb(sound, size - first)
    for k in range(first, min(deviations, size, deviating)):
        term = term * (deviating - k) * (size - k) // ((k + 1) * (sound - size + k + 1))
        total += term
    return total
