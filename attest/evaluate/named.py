"""Reviewers whom commit messages name: what that is worth, and what it says where a control operates by it.

A line in a message is typed by whoever writes the commit. It stands in the commit before that lands, so
its time needs no clock; that the person named looked, or agreed to be named, it does not show.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from attest.evaluate.approval import Standing, authors_known
from attest.evaluate.check import Reason, Settings, Verdict
from attest.evaluate.facts import ChangeFacts
from attest.model.change import Change, Review, ReviewState
from attest.model.finding import Outcome
from attest.model.identity import ActorKind

EVIDENCE = "review_evidence"
"""The parameter by which management says what its control leaves behind: `forge` or `trailers`."""
TRAILERS = "trailers"
_UNREAD = ("oversize-message", "commit-", "too-many-reviewers")
"""Beginnings of the kinds of gaps after which a landed message is not known."""

REASONS: Mapping[str, Reason] = {
    "acknowledged-only": Reason(
        Outcome.NEEDS_REVIEW,
        "The landed message holds an acknowledgement alone, which may be of a part of the change.",
    ),
    "parts-named": Reason(
        Outcome.NEEDS_REVIEW,
        "Messages of commits that the change brought in name a reviewer; that of what landed names none.",
    ),
    "message-unread": Reason(
        Outcome.INDETERMINATE,
        "The message of the landed commit was not read to its end, so whom it names is open.",
    ),
}
"""What both checks of reviews can say where trailers are the evidence."""

BY_TRAILERS = (
    "Where `review_evidence` is `trailers` and the forge's reviews were not connected, read the landed "
    "commit's message instead (git show -s --format=%B <commit>). `Reviewed-by` and `Approved-by` count in a "
    "paragraph of nothing but trailers, in the author's own words; the person named must be none of the "
    "authors. `Acked-by` alone, or a line in commits that the change brought in, needs a person's judgement; "
    "`Signed-off-by` changes nothing. All of it is declared by whoever wrote the commit."
)
"""The step of the procedure that checks of reviews share."""


def by_trailers(settings: Settings) -> bool:
    """Whether management says that its control leaves its evidence in commit messages."""
    return settings.get(EVIDENCE) == TRAILERS


def named_standing(change: Change, review: Review) -> Standing:
    """How a named reviewer stands to the authors.

    An address that no account claims is taken for a person of its own, unless it bears the name of an
    author or somebody among the authors is not known: then it is undecidable.
    """
    reviewer = review.reviewer
    if reviewer.kind in (ActorKind.AGENT, ActorKind.ROBOT):
        return Standing.MACHINE
    if any(author.is_same(reviewer) for author in change.authors) and reviewer.kind is ActorKind.PERSON:
        return Standing.AUTHOR
    if reviewer.kind is ActorKind.UNKNOWN or review.namesake or not authors_known(change, linked=False):
        return Standing.UNDECIDABLE
    return Standing.INDEPENDENT


@dataclass(frozen=True, slots=True)
class NamedWords:
    """Declared reviews of one change by what they are worth. Those of `parts` are of no other list."""

    independent: tuple[Review, ...] = ()
    undecidable: tuple[Review, ...] = ()
    by_author: tuple[Review, ...] = ()
    by_machine: tuple[Review, ...] = ()
    acknowledged: tuple[Review, ...] = ()
    """By another person, or somebody who may be one, and no approval."""
    parts: tuple[Review, ...] = ()
    """Of commits that the change brought in, by another person or somebody who may be one."""

    @property
    def persons(self) -> int:
        """How many other persons are named."""
        return len({review.reviewer.joined for review in self.independent})


_LISTS = {
    Standing.INDEPENDENT: "independent",
    Standing.UNDECIDABLE: "undecidable",
    Standing.AUTHOR: "by_author",
    Standing.MACHINE: "by_machine",
}


def named_words(facts: ChangeFacts) -> NamedWords:
    """Sort what the messages of a change declare."""
    lists: dict[str, list[Review]] = {name: [] for name in NamedWords.__slots__}
    for review in facts.named:
        how = named_standing(facts.change, review)
        is_other = how in (Standing.INDEPENDENT, Standing.UNDECIDABLE)
        if review.commit != facts.change.landed_sha:
            lists["parts"] += [review] if is_other and review.state is ReviewState.APPROVED else []
        elif review.state is not ReviewState.APPROVED:
            lists["acknowledged"] += [review] if is_other else []
        else:
            lists[_LISTS[how]].append(review)
    return NamedWords(**{name: tuple(found) for name, found in lists.items()})


def judge(facts: ChangeFacts, needed: int, met: str, shortfall: Callable[[NamedWords], Verdict]) -> Verdict:
    """The verdict where trailers are the evidence: `met`, what leaves it open, or a check's own shortfall."""
    words = named_words(facts)
    if words.persons >= needed:
        message = f"Persons beside the authors whom the landed message names: {words.persons}."
        return Verdict(met, message, _ids(words.independent))
    unread = tuple(gap.id for gap in facts.gaps if gap.kind.startswith(_UNREAD))
    if unread:
        return Verdict("message-unread", "The message of the landed commit was not read to its end.", unread)
    if words.persons + len(words.undecidable) >= needed:
        message = "The landed message names a reviewer who may be one of the authors."
        return Verdict("independence-undecidable", message, _ids((*words.independent, *words.undecidable)))
    if words.independent:
        return shortfall(words)
    if words.parts:
        message = (
            "Messages of commits that were brought in name a reviewer, and that of what landed does not."
        )
        return Verdict("parts-named", message, _ids(words.parts))
    if words.acknowledged:
        message = "The landed message holds an acknowledgement, and names nobody who reviewed or approved."
        return Verdict("acknowledged-only", message, _ids(words.acknowledged))
    return shortfall(words)


def aside(facts: ChangeFacts) -> Verdict | None:
    """What the landed message declares, for a finding that it does not decide; `None` without anything."""
    words = named_words(facts)
    found = (*words.independent, *words.undecidable, *words.acknowledged)
    if not found:
        return None
    message = "The landed message names a reviewer, which whoever wrote it declares: weaker evidence."
    return Verdict("source-not-connected", message, _ids(found))


def _ids(reviews: Iterable[Review]) -> tuple[str, ...]:
    return tuple(review.id for review in reviews)
