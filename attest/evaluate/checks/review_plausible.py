"""REV-10: size, pace and load of approvals, as signs for a person to look at: nobody passes or fails."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from attest.evaluate.approval import said
from attest.evaluate.approvals import LISTED_FROM, POPULATION, SOURCES, approval, approvals, aside
from attest.evaluate.check import ItemCheck, Reason, Settings, Verdict, number
from attest.evaluate.dispositions import day_of
from attest.evaluate.run_facts import Item, RunFacts
from attest.model.change import Change, Review, ReviewState
from attest.model.finding import Outcome
from attest.model.identity import ActorKind

_REASONS = {
    "within": Reason(Outcome.MET, "Size, pace and load lie within the thresholds."),
    "beyond": Reason(
        Outcome.NEEDS_REVIEW, "One of size, pace and load lies beyond its threshold: a sign, and no more."
    ),
    "size-unknown": Reason(
        Outcome.INDETERMINATE, "How many lines the change has was not read, and no other sign is beyond."
    ),
    "time-unknown": Reason(
        Outcome.INDETERMINATE,
        "How long the pull request had been open is not known by a server's clock, and no other sign is "
        "beyond.",
    ),
    "approver-unknown": Reason(
        Outcome.INDETERMINATE,
        "The approver's account is gone, so their load is not known, and no other sign is beyond.",
    ),
    "not-counted": Reason(
        Outcome.NOT_APPLICABLE,
        "The approval carries nothing at the merge: by a machine or an author, too late, replaced, or of "
        "another pull request.",
    ),
}
_SIZE, _PACE, _LOAD = "lines of the change", "lines in an hour", "changes approved in a day"


def _run(item: Item, whole: RunFacts, settings: Settings) -> Verdict:
    facts, review = approval(item, whole)
    why = aside(item, whole)
    if why:
        return Verdict("not-counted", why, (review.id,))
    beyond = tuple(_beyond(facts.change, review, whole, settings))
    evidence = (facts.change.id, review.id)
    if beyond:
        return Verdict("beyond", f"Beyond the threshold: {', '.join(beyond)}.", evidence)
    if _lines(facts.change) is None:
        return Verdict("size-unknown", "The lines of the change were not counted.", evidence)
    if _open_for(facts.change, review) is None:
        return Verdict("time-unknown", "Opening or approval has no time by a server's clock.", evidence)
    if review.reviewer.kind is ActorKind.UNKNOWN:
        return Verdict("approver-unknown", "No account tells who approved.", evidence)
    return Verdict("within", "Signs beyond their thresholds: 0 of 3.", evidence)


def _beyond(change: Change, review: Review, whole: RunFacts, settings: Settings) -> Iterator[str]:
    """The signs that are known to lie beyond their thresholds; what is not known is none."""
    lines, taken = _lines(change), _open_for(change, review)
    if lines is not None and lines > number(settings, "most_lines"):
        yield _SIZE
    if lines is not None and taken is not None and _is_fast(lines, taken, settings):
        yield _PACE
    if review.submitted_at is not None and review.reviewer.kind is ActorKind.PERSON:
        day = day_of(review.submitted_at, whole.view.manifest.period)
        if whole.once(_loads)[review.reviewer.id, day] > number(settings, "changes_a_day"):
            yield _LOAD


def _is_fast(lines: int, taken: timedelta, settings: Settings) -> bool:
    enough = lines >= number(settings, "pace_from")
    return enough and lines * timedelta(hours=1) > number(settings, "lines_an_hour") * taken


def _lines(change: Change) -> int | None:
    if change.added is None or change.deleted is None:
        return None
    return change.added + change.deleted


def _open_for(change: Change, review: Review) -> timedelta | None:
    """How long the pull request had been open when it was approved."""
    if change.created_at is None or review.submitted_at is None:
        return None
    # `fromisoformat` of Python 3.11 reads the final Z.
    return datetime.fromisoformat(review.submitted_at) - datetime.fromisoformat(change.created_at)


def _loads(whole: RunFacts) -> Mapping[tuple[str, str], int]:
    """By person and day, of how many changes they approved any revision, be it dismissed since."""
    period = whole.view.manifest.period
    found: dict[tuple[str, str], set[str]] = {}
    for facts in whole.changes:
        for review in facts.reviews:
            if said(review) is ReviewState.APPROVED and review.submitted_at is not None:
                day = day_of(review.submitted_at, period)
                found.setdefault((review.reviewer.id, day), set()).add(facts.change.id)
    return {key: len(changes) for key, changes in found.items()}


CHECK = ItemCheck(
    id="review_plausible",
    version=1,
    question="Do size, pace and load of any approval ask for a second look?",
    procedure=(
        "List every approval. Leave out those that carry nothing at the merge: by agents, robots and "
        "authors, after the merge, replaced by a later verdict, or of another pull request.",
        "Add the lines that the change adds and deletes, and compare with `most_lines`.",
        "Take the time from the opening of the pull request to the approval, both by the server's clock. "
        "From `pace_from` lines on, compare lines in an hour with `lines_an_hour`.",
        "Count the changes that the same person approved on that day, in the period's time zone, and compare "
        "with `changes_a_day`.",
        "An approval with a sign beyond its threshold is listed for a person to look at. The finding names "
        "the sign and no figure of a person. No approval fails by this test.",
    ),
    reasons=_REASONS,
    parameters=("most_lines", "lines_an_hour", "pace_from", "changes_a_day"),
    sources=SOURCES,
    population=POPULATION,
    items=approvals,
    run=_run,
    listed_from=LISTED_FROM,
)
