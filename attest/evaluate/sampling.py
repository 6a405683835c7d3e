"""Draws samples that anyone can draw again: a frozen population, a rank for each item, the first of them.

Nothing here looks at a finding: a plan rests on the population and on what is asked of it.
`docs/sampling.md` says the rules in words, with a script of ten lines that shares no code with this.
"""

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from attest import canonical
from attest.errors import UsageError
from attest.evaluate.facts import ChangeFacts
from attest.evaluate.statistics import finite_sample_size, sample_size
from attest.model.placement import Stratum
from attest.model.sample import (
    Allocation,
    Draw,
    Drawn,
    Method,
    Plan,
    Replacement,
    SampleStratum,
    SizeBasis,
    Wanted,
)

WHOLE = "all"
"""The name of the one stratum where there are no strata."""

STRATA: Mapping[str, Callable[[ChangeFacts], str]] = {
    "repository": lambda facts: facts.change.repository,
    "month": lambda facts: (facts.change.landed_at or "unknown")[:7],
    "type": lambda facts: facts.change.type.value,
    "ai_state": lambda facts: facts.involvement.state.value if facts.involvement else "unknown",
    "tier": lambda facts: facts.placement.tier.value,
    "stratum": lambda facts: "+".join(one.value for one in Stratum if one in facts.placement.strata),
}
"""What a population can be divided by: each is a column of its file."""

_FIXED = ("change_key", "label", "landed_at")
COLUMNS = ("repository", *_FIXED, *(name for name in STRATA if name != "repository"))
_ACTIVE = ("=", "+", "-", "@", "'")


@dataclass(frozen=True)
class Population:
    """The population file, and its rows as they stand in it."""

    data: bytes

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the file."""
        return canonical.sha256(self.data)

    @cached_property
    def rows(self) -> tuple[dict[str, str], ...]:
        """Its rows by column."""
        return tuple(csv.DictReader(io.StringIO(self.data.decode(), newline="")))

    def strata(self, by: str) -> dict[str, int]:
        """Names of the strata, sorted, with their number of items.

        Raises:
            UsageError: The population has no such column.
        """
        return dict(sorted(Counter(self.stratum(row, by) for row in self.rows).items()))

    def stratum(self, row: Mapping[str, str], by: str) -> str:
        """The stratum of a row.

        Raises:
            UsageError: The population has no such column.
        """
        if not by:
            return WHOLE
        if by not in STRATA:
            raise UsageError(
                f"the population is not divided by {by!r}", where="--by", hint=f"use {', '.join(STRATA)}"
            )
        return row[by]


def freeze(changes: Iterable[ChangeFacts]) -> Population:
    """The population file: UTF-8, line feeds, fixed columns, sorted by repository and change key."""
    rows = sorted(_row(facts) for facts in changes)
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows)
    return Population(output.getvalue().encode())


def cell(text: str) -> str:
    """A text as the population file has it: on one line, and no formula to a spreadsheet.

    Distinct texts stay distinct.
    """
    shown = "".join(
        ascii(character)[1:-1] if character == "\\" or not character.isprintable() else character
        for character in text
    )
    return "'" + shown if shown.startswith(_ACTIVE) else shown


def _row(facts: ChangeFacts) -> tuple[str, ...]:
    change = facts.change
    values = {name: of(facts) for name, of in STRATA.items()}
    values |= {"change_key": change.id, "label": change.label, "landed_at": change.landed_at or ""}
    return tuple(cell(values[name]) for name in COLUMNS)


def make_plan(population: Population, wanted: Wanted) -> Plan:
    """The size of a sample and its allocation.

    Raises:
        UsageError: The population is empty, the size is not one of it, or no sample would support what is
            wanted.
    """
    total = len(population.rows)
    if not total:
        raise UsageError(
            "the population holds no change: there is nothing to draw from",
            where="the run",
            hint="name a run or a period with changes",
        )
    strata = population.strata(wanted.by)
    if wanted.size is not None and not 1 <= wanted.size <= total:
        raise UsageError(
            f"a sample of {wanted.size:,} cannot be drawn from {total:,} changes",
            where="--size",
            hint=f"give a number from 1 to {total:,}",
        )
    if wanted.allocation is Allocation.EACH:
        sizes = {name: _size(wanted, count) for name, count in strata.items()}
    else:
        sizes = allocate(strata, _size(wanted, total))
    return Plan(
        wanted=wanted,
        basis=SizeBasis.STATED if wanted.size is not None else wanted.basis,
        endless=_endless(wanted),
        finite=finite_sample_size(total, *_terms(wanted)),
        strata=tuple(SampleStratum(name=name, population=strata[name], size=sizes[name]) for name in strata),
    )


def allocate(strata: Mapping[str, int], size: int) -> dict[str, int]:
    """A size spread over strata in proportion: by largest remainder, of equal ones the larger stratum first.

    A small stratum may get none.
    """
    total = sum(strata.values())
    sizes = {name: count * size // total for name, count in strata.items()}
    left = size - sum(sizes.values())
    order = sorted(strata, key=lambda name: (-(strata[name] * size % total), -strata[name], name))
    for name in order[:left]:
        sizes[name] += 1
    return sizes


def _terms(wanted: Wanted) -> tuple[Fraction, Fraction, int]:
    return Fraction(wanted.confidence) / 100, Fraction(wanted.tolerable) / 100, wanted.accepted


def _endless(wanted: Wanted) -> int | None:
    try:
        return sample_size(*_terms(wanted))
    except ValueError:
        return None


def _size(wanted: Wanted, population: int) -> int:
    if wanted.size is not None:
        return min(wanted.size, population)
    if wanted.basis is SizeBasis.ENDLESS:
        return min(_endless(wanted) or population, population)
    size = finite_sample_size(population, *_terms(wanted))
    if size is None:
        raise UsageError(
            f"no sample of {population:,} changes supports a rate below {wanted.tolerable} % "
            f"when {wanted.accepted:,} may deviate",
            where="--expected, --tolerable",
            hint="accept fewer deviations, tolerate a higher rate, or take every change with --size",
        )
    return size


def rank(seed: str, digest: str, stratum: str, key: str) -> str:
    """What orders the items of a stratum: a SHA-256 in hexadecimal."""
    return canonical.sha256("|".join((seed, digest, stratum, key)).encode())


def draw(
    population: Population,
    plan: Plan,
    seed: str,
    seed_source: str,
    replacements: Sequence[Replacement] = (),
) -> Draw:
    """The first items of each stratum in the order of their ranks.

    An item that was proven outside the population stays in the list with the reason, and the next one
    of its stratum takes its place.

    Raises:
        UsageError: A replacement is of an item that was not drawn, or the stratum holds no further item.
    """
    by = plan.wanted.by
    ranked: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in population.rows:
        stratum, key = population.stratum(row, by), row["change_key"]
        ranked[stratum].append((rank(seed, population.digest, stratum, key), key))
    reasons = {item.key: item.reason for item in replacements}
    items = [
        item for stratum in plan.strata for item in _take(stratum, sorted(ranked[stratum.name]), reasons)
    ]
    drawn = {item.key for item in items}
    for replacement in replacements:
        if replacement.key not in drawn:
            raise UsageError(
                f"not an item of this sample: {replacement.key!r}",
                where="--replace",
                hint="name an item by its change_key, as sample.csv has it",
            )
    return Draw(
        method=Method.RANDOM,
        population=population.digest,
        population_size=len(population.rows),
        seed=seed,
        seed_source=seed_source,
        plan=plan,
        items=tuple(items),
    )


def _take(
    stratum: SampleStratum, ranked: Sequence[tuple[str, str]], reasons: Mapping[str, str]
) -> list[Drawn]:
    taken: list[Drawn] = []
    kept = 0
    for place, (order, key) in enumerate(ranked, 1):
        if kept == stratum.size:
            return taken
        out = reasons.get(key, "")
        taken.append(Drawn(stratum=stratum.name, place=place, rank=order, key=key, out=out))
        kept += not out
    if kept < stratum.size:
        raise UsageError(
            f"the stratum {stratum.name!r} holds no further item to take the place of another",
            where="--replace",
            hint="draw a smaller sample, or collect again without what is outside the population",
        )
    return taken


def pick(population: Population, names: Sequence[str], why: str) -> Draw:
    """Items named one by one: by change key, by label, or by the start of the landed commit's id.

    Raises:
        UsageError: A name fits no change or several, or there is none.
    """
    keys = tuple(dict.fromkeys(_named(population, name) for name in names))
    if not keys:
        raise UsageError("no change is named", where="--pick", hint="name one on each line")
    return Draw(
        method=Method.SELECTED,
        population=population.digest,
        population_size=len(population.rows),
        seed="",
        seed_source=why,
        plan=None,
        items=tuple(Drawn(stratum=WHOLE, place=place, rank="", key=key) for place, key in enumerate(keys, 1)),
    )


def _named(population: Population, name: str) -> str:
    found = [
        row["change_key"]
        for row in population.rows
        if name in (row["change_key"], row["label"])
        or (len(name) >= 7 and row["change_key"].rpartition(":")[2].startswith(name))
    ]
    if len(found) == 1:
        return found[0]
    fits = "no change of the population" if not found else f"{len(found):,} changes"
    raise UsageError(
        f"{name[:80]!r} fits {fits}",
        where="--pick",
        hint="name each change by its change_key in population.csv",
    )
