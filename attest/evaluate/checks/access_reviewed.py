"""CFG-03: was access to each repository reviewed as often as asked for, and acted on?"""

import re
from collections.abc import Iterator, Mapping, Sequence

from attest.evaluate.check import ItemCheck, Reason, Settings, Verdict, number
from attest.evaluate.days import day_after, last_day, months_after
from attest.evaluate.run_facts import Item, RunFacts
from attest.model.branch import Permission
from attest.model.finding import Outcome
from attest.model.imported import Imported
from attest.model.population import RepositoryScope

REVIEWS = "access-reviews"
PERMISSIONS = "permissions"
_REASONS = {
    "reviewed": Reason(
        Outcome.MET,
        "On every day of the period a review by a person was no older than asked for, each with the digest "
        "of what was reviewed and with everything removed that was to be.",
    ),
    "not-reviewed": Reason(Outcome.DEVIATION, "No review by a person names the repository.", absence=True),
    "lapsed": Reason(
        Outcome.DEVIATION, "On a day of the period the last review was older than asked for.", absence=True
    ),
    "not-removed": Reason(
        Outcome.DEVIATION, "Of the accesses that a review wanted removed, fewer were removed."
    ),
    "removal-open": Reason(
        Outcome.INDETERMINATE, "A review wanted accesses removed, and does not say how many were."
    ),
    "scope-open": Reason(
        Outcome.INDETERMINATE,
        "No review names the repository, and one names none of the run, so what it was of is open.",
    ),
    "outcome-not-stated": Reason(
        Outcome.NEEDS_REVIEW,
        "A review does not state what was to be removed, or keeps no digest of what was reviewed.",
    ),
    "not-begun": Reason(
        Outcome.NOT_APPLICABLE, "The period had not begun on the day that the report speaks for."
    ),
}
_EVERYTHING = frozenset({"all", "all repositories", "*"})
_MACHINES = ("agent:", "robot:", "unknown")


def _items(whole: RunFacts) -> Iterator[Item]:
    for scope in whole.view.manifest.repositories:
        yield Item(f"repository:{scope.name}", scope.name, scope.name)


def _run(item: Item, whole: RunFacts, settings: Settings) -> Verdict:
    period = whole.view.manifest.period
    end = last_day(period, whole.as_of)
    if end < period.first_day:
        return Verdict("not-begun", f"The report speaks for {end}.", (item.subject,))
    rows = whole.once(_by_repository)
    mine = [row for row in rows.get(item.repository, ()) if row.day("at") <= end]
    if not mine:
        unclear = [row.id for row in rows.get("", ())]
        if unclear:
            message = f"Reviews that name the repository: 0; that name none of the run: {len(unclear)}."
            return Verdict("scope-open", message, (item.subject, *unclear))
        return Verdict("not-reviewed", "Reviews that name the repository: 0.", (item.subject,))
    months = number(settings, "months")
    counted, gap = _cover(mine, period.first_day, end, months)
    ids = tuple(row.id for row in counted or mine)
    if gap:
        return Verdict("lapsed", f"On {gap} no review was {months} months old or less.", ids)
    return _acted(item, whole, counted)


def _acted(item: Item, whole: RunFacts, counted: Sequence[Imported]) -> Verdict:
    """What became of the reviews that count."""
    known = whole.once(_permissions).get(item.repository, ())
    may_push = sum(bool(one.may_push) for one in known)
    told = "not read" if PERMISSIONS in whole.not_connected else str(may_push)
    ids = (*(row.id for row in counted), *(one.id for one in known))
    left = sum(_left(row) or 0 for row in counted)
    message = f"Reviews that count: {len(counted)}; accounts that may push on the day of collection: {told}."
    if left:
        return Verdict("not-removed", f"{message} Accesses that were not removed: {left}.", ids)
    if any(_left(row) is None for row in counted):
        return Verdict("removal-open", message, ids)
    if not all("removals" in row.values and "listing_digest" in row.values for row in counted):
        return Verdict("outcome-not-stated", message, ids)
    return Verdict("reviewed", message, ids)


def _left(row: Imported) -> int | None:
    """How many accesses were to be removed and were not; `None` where that is not said."""
    wanted, done = int(row.values.get("removals", "0")), row.values.get("actioned")
    if not wanted:
        return 0
    return max(wanted - int(done), 0) if done is not None else None


def _cover(rows: Sequence[Imported], first: str, last: str, months: int) -> tuple[Sequence[Imported], str]:
    """The reviews that are in force in the period, and the first day on which none is."""
    needed = first
    counted = []
    for row in sorted(rows, key=lambda row: (row.day("at"), row.id)):
        if row.day("at") > needed:
            break
        until = months_after(row.day("at"), months)
        if until >= first:
            counted.append(row)
        needed = max(needed, day_after(until))
    return counted, needed if needed <= last else ""


def _by_repository(whole: RunFacts) -> Mapping[str, Sequence[Imported]]:
    """Reviews by persons, by the repository that they name; by an empty name those that name none."""
    found: dict[str, list[Imported]] = {}
    scopes = whole.view.manifest.repositories
    for row in whole.handed.of(REVIEWS):
        if row.people.get("reviewer", "unknown").startswith(_MACHINES):
            continue
        scope = row.values.get("scope", "").casefold()
        names = [one.name for one in scopes if scope in _EVERYTHING or _names(scope, one)]
        for name in names or [""]:
            found.setdefault(name, []).append(row)
    return found


def _names(scope: str, repository: RepositoryScope) -> bool:
    """Whether a text names a repository, as a word of its own."""
    named = {repository.name.casefold(), repository.remote.casefold()} - {""}
    return any(re.search(rf"(?<![\w./-]){re.escape(name)}(?![\w./-])", scope) for name in named)


def _permissions(whole: RunFacts) -> Mapping[str, Sequence[Permission]]:
    found: dict[str, list[Permission]] = {}
    for one in sorted(whole.view.permissions, key=lambda one: one.id):
        found.setdefault(one.repository, []).append(one)
    return found


CHECK = ItemCheck(
    id="access_reviewed",
    version=1,
    question="Was access to the repository reviewed as often as asked for, and acted on?",
    procedure=(
        "Take the reviews of access by a person (records/imported.jsonl, kind access-reviews) whose scope "
        "names the repository as a word of its own, by its name in the run or by that of the forge; `all` "
        "names every one. Those of after the day that the report speaks for do not count.",
        "Go through the days of the period that had passed by then: on each the last review must be no older "
        "than `months` months. The day on which it gets that old is itself in time.",
        "Where a review wanted accesses removed, as many must have been.",
        "Each review must state how many accesses were to be removed, be it none, and keep the digest of the "
        "listing that was reviewed; where it does not, a person has to judge.",
        "State beside it how many accounts may push on the day of collection, where the forge said so.",
    ),
    reasons=_REASONS,
    parameters=("months",),
    sources=(REVIEWS,),
    population="branches",
    items=_items,
    run=_run,
)
