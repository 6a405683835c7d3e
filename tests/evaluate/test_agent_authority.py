"""Tests that apply to changes of what agents may do: which changes they take in, and which stay open."""

import pytest

from attest.evaluate.engine import evaluate
from attest.model.change import Change, ReviewState
from attest.model.control import Catalog
from attest.model.evidence import RunView
from attest.model.finding import Outcome
from attest.model.population import Gap
from attest.model.touch import AGENT_AUTHORITY, OWN_RULES, Effect, Touch, TouchBasis, Watched
from tests.support.records import PERIOD, gap, only, pull, review, run_of, scope


def asking(catalog: Catalog) -> Catalog:
    """An approval asked of such changes alone."""
    cut = only(catalog, "REV-02")
    assertion = cut.assertions[0].model_copy(update={"applies_to": "agent_authority"})
    return cut.model_copy(update={"assertions": (assertion,)})


def touch(change: Change, basis: TouchBasis = TouchBasis.PLACE, path_class: str = AGENT_AUTHORITY) -> Touch:
    """One file of a change."""
    return Touch(
        id=f"{change.id}:touch:1",
        change=change.id,
        path_class=path_class,
        kind="instructions",
        path="CLAUDE.md",
        effect=Effect.CHANGED,
        before=None,
        after=None,
        commits=(change.landed_sha,),
        basis=basis,
    )


def watched(path_class: str) -> Watched:
    """That files of a class were looked for."""
    return Watched(
        path_class=path_class, kind="instructions", title="x", globs=("CLAUDE.md",), named=(), meaning="",
        touched=0, listed=0,
    )  # fmt: skip


def run(
    change: Change, *touches: Touch, gaps: tuple[Gap, ...] = (), path_class: str = AGENT_AUTHORITY
) -> RunView:
    """A run of one approved change in a repository where files of a class were looked for."""
    approved = review(change, state=ReviewState.APPROVED)
    place = scope(watched=(watched(path_class),))
    return run_of(change, reviews=[approved], gaps=gaps, touches=touches, repositories=(place,))


def outcome(catalog: Catalog, view: RunView) -> tuple[Outcome, str]:
    """What the test gives for the change."""
    (found,) = evaluate(asking(catalog), (), view, PERIOD.until).findings
    return found.outcome, found.reason


def test_a_change_of_what_agents_may_do_is_tested(catalog: Catalog) -> None:
    """Like any other: approved it is met, else it is not."""
    change = pull()
    view = run(change, touch(change))

    assert outcome(catalog, view)[0] is Outcome.MET
    assert outcome(catalog, view.model_copy(update={"reviews": ()}))[0] is Outcome.DEVIATION


def test_any_other_change_is_outside(catalog: Catalog) -> None:
    """A file of another class does not bring it in."""
    change = pull()
    outside = (Outcome.NOT_APPLICABLE, "not-agent-authority")

    assert outcome(catalog, run(change)) == outside
    assert outcome(catalog, run(change, touch(change, path_class=OWN_RULES))) == outside


def test_where_nobody_looked_the_test_stays_open(catalog: Catalog) -> None:
    """The tempting false `not applicable`: no touch on record, as none could be."""
    assert outcome(catalog, run(pull(), path_class=OWN_RULES)) == (
        Outcome.INDETERMINATE,
        "agent-authority-unknown",
    )


def test_a_file_whose_content_was_not_read_leaves_it_open(catalog: Catalog) -> None:
    """It lies where such files lie; a second one that is sure brings the change in."""
    change = pull()
    unread = touch(change, TouchBasis.CONTENT_UNREAD)
    sure = touch(change).model_copy(update={"id": f"{change.id}:touch:2"})

    assert outcome(catalog, run(change, unread)) == (Outcome.INDETERMINATE, "agent-authority-unknown")
    assert outcome(catalog, run(change, unread, sure))[0] is Outcome.MET


@pytest.mark.parametrize(
    ("affects", "commits", "said"),
    [
        ("own", 1, "agent-authority-unknown"),
        ("other", 1, "not-agent-authority"),
        ("other", 2, "agent-authority-unknown"),
    ],
)
def test_commits_whose_files_are_unknown_may_be_of_the_change(
    catalog: Catalog, affects: str, commits: int, said: str
) -> None:
    """Its landed commit by name; any that it brought in, as the Gap does not say of which change they are."""
    change = pull(commit_count=commits)
    named = change.id if affects == "own" else "shop:" + "e" * 40
    hidden = gap(source="git", kind="touches-unknown", affects=(named,), affected_count=1)

    assert outcome(catalog, run(change, gaps=(hidden,)))[1] == said
