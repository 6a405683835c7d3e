"""CMP-06: was a drawn sample of comprehension records tested again by somebody else, and what came of it?"""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from attest import canonical
from attest.evaluate.check import ItemCheck, Reason, Settings, Verdict, number, word
from attest.evaluate.comprehended import APPROVAL, LISTED_FROM, POPULATION, SOURCES, record_of, records
from attest.evaluate.named_people import after
from attest.evaluate.run_facts import Item, RunFacts
from attest.evaluate.sampling import rank
from attest.evaluate.statistics import upper_limit
from attest.model.comprehension import ComprehensionRecord
from attest.model.finding import Outcome
from attest.model.imported import Imported

RETESTS = "retests"
_CONFIDENCE = Fraction(95, 100)
_PERSON = "P-"
_REASONS = {
    "agreed": Reason(
        Outcome.MET, "Somebody else tested the record again, with the same result.", absence=True
    ),
    "disagreed": Reason(
        Outcome.NEEDS_REVIEW,
        "Somebody else tested the record again with another result; of those tested again no larger share "
        "than the control tolerates did so.",
    ),
    "systematic": Reason(
        Outcome.DEVIATION,
        "Tested again the record had another result, as had a larger share of the sample than the control "
        "tolerates.",
    ),
    "not-retested": Reason(
        Outcome.DEVIATION, "The record is in the sample, and nobody tested it again in time.", absence=True
    ),
    "by-reviewer": Reason(
        Outcome.DEVIATION, "Only the reviewer, or a machine, tested the record again.", absence=True
    ),
    "not-due": Reason(
        Outcome.INDETERMINATE, "The time for the test had not run out when the report was made."
    ),
    "time-unknown": Reason(
        Outcome.INDETERMINATE, "When the record was made is not known by a server's clock."
    ),
    "reviewer-unknown": Reason(
        Outcome.INDETERMINATE, "Whether whoever tested again is the reviewer is not known."
    ),
    "not-drawn": Reason(Outcome.NOT_APPLICABLE, "The record is not in the sample, and was not tested again."),
    "approval-only": Reason(
        Outcome.NOT_APPLICABLE, "The record holds an approval and nothing else.", absence=True
    ),
}


def _run(item: Item, whole: RunFacts, settings: Settings) -> Verdict:
    _, record = record_of(item, whole)
    if record.method == APPROVAL:
        return Verdict("approval-only", "The record holds an approval alone.", (record.id,))
    rows = _counting(record, whole)
    size, seed = number(settings, "sample_size"), word(settings, "seed")
    order = _sample(whole, seed)
    told = f"Records in the sample: {min(size, len(order))} of {len(order)}."
    if rows:
        return _tested(record, rows, whole, settings)
    if record.id not in order[:size]:
        return Verdict("not-drawn", told, (record.id,))
    named = whole.handed.by(RETESTS, "record", record.id)
    evidence = (record.id, *(row.id for row in named))
    if record.recorded_at is None:
        return Verdict("time-unknown", "The record has no time by a server's clock.", evidence)
    due = after(record.recorded_at, days=number(settings, "days"))
    if any(row.people["by"] == "unknown" for row in named) or (named and not record.reviewer.linked):
        return Verdict("reviewer-unknown", "Who tested again is not known.", evidence)
    if named and not all(_is_early(row, record) for row in named):
        return Verdict("by-reviewer", f"Tests by the reviewer or a machine: {len(named)}.", evidence)
    if whole.as_of <= due:
        return Verdict("not-due", f"A test is due by {due[:10]}.", evidence)
    return Verdict("not-retested", f"A test was due by {due[:10]}. {told}", evidence)


def _tested(
    record: ComprehensionRecord, rows: Sequence[Imported], whole: RunFacts, settings: Settings
) -> Verdict:
    """What tests of a record by others come to; one that disagrees goes before others."""
    evidence = (record.id, *(row.id for row in rows))
    tested, failed = whole.once(_tally)
    limit = upper_limit(failed, tested, _CONFIDENCE)
    message = (
        f"Records tested again: {tested}; with another result: {failed}; upper limit of the rate: "
        f"{-(-limit.numerator * 100 // limit.denominator)} in 100."
    )
    if all(row.values.get("agreed") == "yes" for row in rows):
        return Verdict("agreed", message, evidence)
    is_systematic = failed * 100 > number(settings, "tolerable_percent") * tested
    return Verdict("systematic" if is_systematic else "disagreed", message, evidence)


def _counting(record: ComprehensionRecord, whole: RunFacts) -> tuple[Imported, ...]:
    """Tests of a record by a person who is not its reviewer, on its day or after."""
    reviewer = record.reviewer
    return tuple(
        row
        for row in whole.handed.by(RETESTS, "record", record.id)
        if row.people["by"].startswith(_PERSON)
        and row.people["by"] not in (reviewer.id, reviewer.joined)
        and reviewer.linked
        and not _is_early(row, record)
    )


def _is_early(row: Imported, record: ComprehensionRecord) -> bool:
    """Whether a test is from before the day of the record, and so is of something else."""
    return record.recorded_at is not None and row.day("at") < record.recorded_at[:10]


def _evidencing(whole: RunFacts) -> tuple[ComprehensionRecord, ...]:
    return tuple(
        record for facts in whole.changes for record in facts.comprehension if record.method != APPROVAL
    )


def _ranks(whole: RunFacts) -> dict[str, tuple[str, ...]]:
    """Where the order for each seed is kept, once it was drawn."""
    del whole
    return {}


def _sample(whole: RunFacts, seed: str) -> tuple[str, ...]:
    """Ids of all records that hold evidence, in the order in which that seed draws them."""
    kept = whole.once(_ranks)
    if seed not in kept:
        names = sorted(record.id for record in _evidencing(whole))
        digest = canonical.sha256("\n".join(names).encode())
        kept[seed] = tuple(sorted(names, key=lambda name: rank(seed, digest, POPULATION, name)))
    return kept[seed]


def _tally(whole: RunFacts) -> tuple[int, int]:
    """How many records others tested again, and how many of those had another result."""
    found: Mapping[str, Sequence[Imported]] = {
        record.id: _counting(record, whole) for record in _evidencing(whole)
    }
    tested = [rows for rows in found.values() if rows]
    failed = [rows for rows in tested if any(row.values.get("agreed") != "yes" for row in rows)]
    return len(tested), len(failed)


CHECK = ItemCheck(
    id="comprehension_retested",
    version=1,
    question="Was a drawn sample of records tested again by somebody else, and with what result?",
    procedure=(
        "List every comprehension record. One that holds an approval and no more is left out.",
        "Draw the sample: sort the ids of the others, take the SHA-256 of them, one a line; the rank of a "
        "record is the SHA-256 of `seed|digest|comprehension|id`, and the first `sample_size` are the "
        "sample (docs/sampling.md).",
        "Take the tests that were handed in for a record (records/imported.jsonl, kind retests) by a person "
        "other than its reviewer, on the day of the record or after. A record of the sample without any is "
        "a deviation once `days` have passed, at once where the reviewer or a machine alone tested.",
        "Of all records that others tested count those with another result. Where they are more than "
        "`tolerable_percent` in 100, each of them is a deviation; else each is listed for a person.",
        "The message tells both numbers and the upper limit of the rate at a confidence of 95 in 100, as "
        "docs/sampling.md has it.",
    ),
    reasons=_REASONS,
    parameters=("sample_size", "seed", "days", "tolerable_percent"),
    sources=(*SOURCES, RETESTS),
    population=POPULATION,
    items=records,
    run=_run,
    listed_from=LISTED_FROM,
)
