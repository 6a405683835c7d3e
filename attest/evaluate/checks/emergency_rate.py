"""EMG-02: how often was the fast path taken? An indicator: nobody fails by it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from attest.evaluate.check import ItemCheck, Reason, Settings, Verdict, number
from attest.evaluate.dispositions import day_of
from attest.evaluate.emergency import BYPASSES, REVIEWS, TICKETS, fast_path
from attest.evaluate.run_facts import ORGANISATION, Item, RunFacts
from attest.model.finding import Outcome

_REASONS = {
    "within": Reason(
        Outcome.MET, "The share of changes that took the fast path is no greater than the ceiling."
    ),
    "beyond": Reason(
        Outcome.NEEDS_REVIEW,
        "The share is greater than the ceiling; management's explanation is to be judged.",
    ),
    "open": Reason(
        Outcome.INDETERMINATE,
        "Of so many changes the path is open that the share may lie on either side of the ceiling.",
    ),
    "no-changes-at-all": Reason(Outcome.NOT_APPLICABLE, "The run has no change, and so no share."),
}


@dataclass(frozen=True, slots=True)
class _Counts:
    """Changes of the run by the path that they took."""

    every: int
    fast: int
    unknown: int
    months: Sequence[tuple[str, int, int]]
    """Month, how many took the fast path, and of how many; in the order of time."""
    evidence: tuple[str, ...]


def _items(whole: RunFacts) -> Iterator[Item]:
    del whole
    yield Item(ORGANISATION, "the organisation")


def _run(item: Item, whole: RunFacts, settings: Settings) -> Verdict:
    counts = _count(whole)
    if not counts.every:
        return Verdict("no-changes-at-all", "Changes: 0.", (item.subject,))
    ceiling = number(settings, "ceiling_percent")
    months = ", ".join(f"{month} {fast} of {every}" for month, fast, every in counts.months)
    message = (
        f"Fast path: {counts.fast} of {counts.every} changes; open: {counts.unknown}; "
        f"ceiling: {ceiling} in 100. By month: {months or 'no dates'}."
    )
    evidence = counts.evidence or (item.subject,)
    if counts.fast * 100 > ceiling * counts.every:
        return Verdict("beyond", message, evidence)
    if (counts.fast + counts.unknown) * 100 > ceiling * counts.every:
        return Verdict("open", message, evidence)
    return Verdict("within", message, evidence)


def _count(whole: RunFacts) -> _Counts:
    fast, every = Counter[str](), Counter[str]()
    evidence: list[str] = []
    unknown = 0
    for facts in whole.changes:
        path = fast_path(facts)
        landed = facts.change.landed_at
        month = day_of(landed, whole.view.manifest.period)[:7] if landed is not None else ""
        every[month] += 1
        if path.taken:
            fast[month] += 1
            evidence.append(facts.change.id)
        unknown += path.taken is None
    months = [(month, fast[month], every[month]) for month in sorted(every) if month]
    return _Counts(len(whole.changes), sum(fast.values()), unknown, months, tuple(evidence))


CHECK = ItemCheck(
    id="emergency_rate",
    version=1,
    question="Is the share of changes that took the fast path no greater than management's ceiling?",
    procedure=(
        "Count the changes of the run, and those that took the fast path: by a label of emergencies, a push "
        "without a pull request, a bypass of the branch's rules or a ticket of that kind, as in EMG-01.",
        "Compare the share with `ceiling_percent`. Where changes of which the path is open could take it "
        "over the ceiling, the result is open.",
        "List the counts by month of landing, in the period's time zone. A share over the ceiling is for a "
        "person to look at; nobody fails by this test.",
    ),
    reasons=_REASONS,
    parameters=("ceiling_percent",),
    sources=("pull-requests",),
    consulted=(BYPASSES, REVIEWS, TICKETS),
    population="organisation",
    items=_items,
    run=_run,
)
