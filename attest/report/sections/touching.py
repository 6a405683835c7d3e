"""Changes that touch files of a class of paths: one list with author, approver and tests of review."""

from collections.abc import Sequence
from typing import NamedTuple

from attest.model.change import Change, ReviewState
from attest.model.report import Column, Span, Table, Text
from attest.model.touch import Effect, Touch, TouchBasis, Watched
from attest.report.context import LISTED, Context, fact, outcome
from attest.report.figures import Condition, Counted
from attest.report.text import code, join, link, named, plain, say

APPROVAL = "independent_approval"
REVIEW_CHECKS = ("reviewed_before_merge", APPROVAL, "approval_covers_landed_revision")
_FILES = 3
_PEOPLE = 3
_EFFECTS = {
    Effect.ADDED: "added",
    Effect.CHANGED: "changed",
    Effect.DELETED: "deleted",
    Effect.NONE: "touched on the way, the same before and after",
}
_BASES = {
    TouchBasis.PLACE: "",
    TouchBasis.CONTENT: "",
    TouchBasis.NAMED: "; named in attest.yaml",
    TouchBasis.CONTENT_UNREAD: "; content not read",
}


class Listed(NamedTuple):
    """A class of paths whose changes are listed: its id, the stem of its figures, and what it is called."""

    path_class: str
    stem: str
    noun: str
    shown: int = LISTED
    """Changes that the list holds; the rest is counted."""

    @property
    def condition(self) -> Condition:
        """What makes a change, or a finding on one, belong to the list."""
        return ("change.touches", "has", self.path_class)


def watched(context: Context, listed: Listed) -> tuple[Watched, ...]:
    """The kinds of files of the class that were looked for, repository after repository."""
    scopes = context.view.manifest.repositories
    return tuple(item for scope in scopes for item in scope.watched if item.path_class == listed.path_class)


def kind_counts(
    context: Context, stem: str, repository: str, item: Watched
) -> tuple[Text, tuple[Span], tuple[Span]]:
    """A kind of file, how often one was touched at its places, and how many of these are listed.

    Its title names the repository where there are several.
    """
    where = (
        ("repository", "is", repository),
        ("path_class", "is", item.path_class),
        ("kind", "is", item.kind),
    )
    name = f"{stem}.{repository}.{item.kind}"
    touched = context.figures.count(f"{name}.touched", "watched", *where, measure="sum touched")
    listed = context.figures.count(f"{name}.listed", "watched", *where, measure="sum listed", of=touched)
    kind: Text = (plain(item.title),)
    if len(context.view.manifest.repositories) > 1:
        kind = say("{kind} of {name}", kind=kind, name=named(repository, 60))
    return kind, (touched.count,), (listed.count,)


def touching(context: Context, listed: Listed) -> Counted:
    """The number of changes that touch the class."""
    return context.figures.count(f"{listed.stem}.touching", "changes", listed.condition, of=context.total)


def unapproved(context: Context, listed: Listed, total: Counted) -> tuple[str, Counted] | None:
    """The test of independent approval, and for how many of them its statement does not hold."""
    test = next((item.id for item in context.catalog.assertions if item.check == APPROVAL), None)
    if test is None:
        return None
    where = (("assertion", "is", test), ("outcome", "is", "deviation"))
    return test, context.figures.count(
        f"{listed.stem}.unapproved", "findings", *where, listed.condition, of=total
    )


def changes(context: Context, listed: Listed) -> Table:
    """The list, in landing order."""
    grouped: dict[str, list[Touch]] = {}
    for touch in context.view.touches:
        if touch.path_class == listed.path_class:
            grouped.setdefault(touch.change, []).append(touch)
    titles = {item.kind: item.title for item in watched(context, listed)}
    rows = [
        _row(context, context.changes[change], touches, titles)
        for change, touches in list(grouped.items())[: listed.shown]
    ]
    return Table(
        caption=f"Changes to {listed.noun}, in landing order",
        columns=(
            Column(title="Change", width=24),
            Column(title="Landed (UTC)", width=10),
            Column(title="Files", width=24),
            Column(title="Author", width=16),
            Column(title="Approver", width=12),
            Column(title="Tests of review", width=14),
        ),
        rows=tuple(rows),
        more=context.more(f"{listed.stem}.touching.beyond", "changes", listed.condition, shown=listed.shown),
        empty="None in the period.",
    )


def _row(
    context: Context, change: Change, touches: Sequence[Touch], titles: dict[str, str]
) -> tuple[Text, ...]:
    reference = context.evidence.cite("changes", change.id)
    return (
        say("{ref} {change}", ref=reference, change=context.subject(change.id)),
        (code(change.landed_at[:10]),) if change.landed_at else (plain("unknown"),),
        _files(touches, titles),
        _authors(context, change),
        _approvers(context, change),
        _tests(context, change),
    )


def _files(touches: Sequence[Touch], titles: dict[str, str]) -> Text:
    parts = [
        say(
            "{path} ({kind}, {effect}{basis})",
            path=code(touch.path, 100),
            kind=plain(titles.get(touch.kind, touch.kind)),
            effect=plain(_EFFECTS[touch.effect]),
            basis=plain(_BASES[touch.basis]),
        )
        for touch in touches[:_FILES]
    ]
    if len(touches) > _FILES:
        parts.append(say("others, in {file}", file=code("records/touches.jsonl")))
    return join(parts, "; ")


def _authors(context: Context, change: Change) -> Text:
    parts = [context.person(actor) for actor in change.authors[:_PEOPLE]]
    if len(change.authors) > _PEOPLE:
        parts.append((plain("others"),))
    if not change.authors_complete:
        parts.append((plain("not all known"),))
    return join(parts) if parts else (plain("not recorded"),)


def _approvers(context: Context, change: Change) -> Text:
    if "reviews" in context.view.not_connected(change.id):
        return (plain("not available: forge not connected"),)
    found = {
        review.reviewer.id: review.reviewer
        for review in context.reviews.get(change.id, ())
        if review.state is ReviewState.APPROVED
    }
    names = [context.person(actor) for actor in list(found.values())[:_PEOPLE]]
    if len(found) > _PEOPLE:
        names.append((plain("others"),))
    return join(names) if names else (plain("none on record"),)


def _tests(context: Context, change: Change) -> Text:
    """The tests of review by their outcome, in the order of the catalog."""
    tests = {item.id for item in context.catalog.assertions if item.check in REVIEW_CHECKS}
    grouped: dict[str, list[Span]] = {}
    for finding in context.findings.get(change.id, ()):
        if finding.assertion in tests:
            said = outcome(finding.outcome) if finding.declared else fact(finding.outcome)
            anchor = f"control-{finding.assertion.lower()}"
            grouped.setdefault(said, []).append(link(finding.assertion, anchor))
    parts = [
        say("{tests}: {outcome}", tests=join(links), outcome=plain(said)) for said, links in grouped.items()
    ]
    return join(parts, "; ") if parts else (plain("not evaluated"),)
