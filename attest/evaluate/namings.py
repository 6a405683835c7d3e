"""What landed messages say of their review, change by change, for the report to count. Pure."""

from collections.abc import Iterable, Sequence

from attest.evaluate.approval import Standing
from attest.evaluate.facts import ChangeFacts
from attest.evaluate.named import named_standing, named_words
from attest.model.change import Change, Review, ReviewState
from attest.model.identity import ActorKind
from attest.model.naming import Naming

_ORDER = (Standing.INDEPENDENT, Standing.UNDECIDABLE, Standing.AUTHOR, Standing.MACHINE)
_WORDS = {Standing.INDEPENDENT: "other"}
_OPEN = ("other", "undecidable")


def namings(changes: Sequence[ChangeFacts]) -> tuple[Naming, ...]:
    """One for each change, in their order; none at all where no message says anything."""
    if not any(facts.named or facts.change.references for facts in changes):
        return ()
    return tuple(_naming(facts) for facts in changes)


def _naming(facts: ChangeFacts) -> Naming:
    change = facts.change
    landed = [review for review in facts.named if review.commit == change.landed_sha]
    words = named_words(facts)
    review = _best(change, (line for line in landed if line.state is ReviewState.APPROVED))
    acknowledged = _best(change, (line for line in landed if line.trailer == "acked-by"))
    evidence = review if review in _OPEN else "acknowledged" if acknowledged in _OPEN else "none"
    return Naming(
        id=change.id,
        evidence=evidence,
        review=review,
        reviewed_by=_best(change, (line for line in landed if line.trailer == "reviewed-by")),
        approved_by=_best(change, (line for line in landed if line.trailer == "approved-by")),
        acked_by=acknowledged,
        reviewers=words.persons,
        parts=any(named_standing(change, line) is Standing.INDEPENDENT for line in words.parts),
        references=change.references,
        merged_by_other=_is_merged_by_other(change),
    )


def _is_merged_by_other(change: Change) -> bool:
    merger = change.merger
    if merger is None or change.method != "merge" or merger.kind is not ActorKind.PERSON:
        return False
    return not any(author.is_same(merger) for author in change.authors)


def _best(change: Change, reviews: Iterable[Review]) -> str:
    standings = {named_standing(change, review) for review in reviews}
    best = next((how for how in _ORDER if how in standings), None)
    return "" if best is None else _WORDS.get(best, best.value)
