"""What messages say of a review, change by change, as the report counts it."""

import pytest

from attest.evaluate.facts import Facts
from attest.evaluate.namings import namings
from attest.model.change import Change, Review
from attest.model.control import Catalog
from attest.model.identity import Actor
from attest.model.naming import Naming
from tests.support.records import (
    ADA,
    BEN,
    CLAUDE,
    CYD,
    GONE,
    evaluated,
    named,
    pull,
    review,
    run_of,
    sha,
    undetermined,
)


def of(change: Change, *reviews: Review) -> Naming:
    """What the messages of one change say."""
    (found,) = namings(tuple(Facts(run_of(change, reviews=reviews)).changes()))
    return found


def test_where_no_message_says_anything_there_is_nothing() -> None:
    """Nothing is repeated for every change of a run that has none of it."""
    change = pull()

    assert namings(tuple(Facts(run_of(change, reviews=[review(change)])).changes())) == ()


def test_every_change_is_there_once_one_says_something() -> None:
    """The denominator is the population."""
    first, second = undetermined(1), undetermined(2)
    found = namings(tuple(Facts(run_of(first, second, reviews=[named(first)])).changes()))

    assert [(item.id, item.evidence) for item in found] == [(first.id, "other"), (second.id, "none")]


@pytest.mark.parametrize(
    ("reviewer", "standing", "evidence"),
    [
        (BEN, "other", "other"),
        (GONE, "undecidable", "undecidable"),
        (ADA, "author", "none"),
        (CLAUDE, "machine", "none"),
    ],
)
def test_how_whoever_is_named_stands_to_the_authors(reviewer: Actor, standing: str, evidence: str) -> None:
    """Only another person is evidence; who cannot be told apart stays open."""
    change = undetermined()
    found = of(change, named(change, reviewer))

    assert (found.review, found.reviewed_by, found.evidence) == (standing, standing, evidence)


def test_the_best_of_several_counts() -> None:
    """An author among the named takes nothing away."""
    change = undetermined()
    found = of(change, named(change, ADA), named(change, GONE), named(change, CYD, "approved-by"))

    assert (found.reviewed_by, found.approved_by, found.review) == ("undecidable", "other", "other")
    assert found.reviewers == 1


def test_an_acknowledgement_is_told_apart() -> None:
    """It is no review, and not nothing."""
    change = undetermined()

    assert (of(change, named(change, BEN, "acked-by")).evidence) == "acknowledged"
    assert (of(change, named(change, ADA, "acked-by")).evidence) == "none"


def test_a_line_of_a_part_is_no_line_of_the_whole() -> None:
    """What was brought in was reviewed; the merge names nobody."""
    change = undetermined()
    found = of(change, named(change, commit=sha("part")))

    assert (found.evidence, found.parts) == ("none", True)


@pytest.mark.parametrize(
    ("method", "merger", "expected"), [("merge", BEN, True), ("merge", ADA, False), ("squash", BEN, False)]
)
def test_a_merge_by_another_person_is_told_and_is_no_review(
    method: str, merger: Actor, expected: bool
) -> None:
    """A peer takes it for a review; here it is a mark beside."""
    change = undetermined(method=method, merger=merger, references=("pr-url",))
    found = of(change)

    assert (found.merged_by_other, found.evidence, found.references) == (expected, "none", ("pr-url",))


def test_declared_reviews_are_no_reviews_of_the_forge(catalog: Catalog) -> None:
    """Neither the approvals of REV-02 nor the acts of an agent are read from a message."""
    change = pull()
    by_agent = evaluated(catalog, "AGT-01", run_of(change, reviews=[named(change, CLAUDE)]))
    facts = next(iter(Facts(run_of(change, reviews=[named(change), review(change, CYD)])).changes()))

    assert [item.reviewer for item in facts.reviews] == [CYD]
    assert by_agent.principals == ()
