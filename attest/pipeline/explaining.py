"""Everything a run holds about one item, for `attest explain`."""

from typing import Any

from attest.errors import UsageError
from attest.model.change import Change
from attest.model.evidence import RunView
from attest.pipeline.evidence import Evidence
from attest.pipeline.reporting import Evaluated

_SHORTEST = 4


def explain(evaluated: Evaluated, item: str) -> dict[str, Any]:
    """Every record about a change, and about the commit where a commit was named, as plain data.

    Args:
        evaluated: The run.
        item: `#12`, a change's id, or the first digits (at least four) of any commit of the run.

    Raises:
        UsageError: Nothing, or more than one change, is meant.
    """
    change = _one(_meant(evaluated, item), item, evaluated)
    view = evaluated.view
    messages = _messages(evaluated.evidence, change.id)

    def of_change(records: tuple[Any, ...]) -> list[dict[str, Any]]:
        return [record.model_dump(mode="json") for record in records if record.change == change.id]

    def landing(records: tuple[Any, ...]) -> list[dict[str, Any]]:
        return [record.model_dump(mode="json") for record in records if record.landed_change == change.id]

    signals = of_change(view.signals)
    for signal in signals:
        signal["matched"] = view.matched.get(signal["id"])
    return {
        "schema": "attest.explain/1",
        "run": view.run_id,
        "title": view.titles.get(change.id),
        "change": change.model_dump(mode="json"),
        "commits": messages,
        "involvement": _of(change.id, view.involvements),
        "signals": signals,
        "line_records": of_change(view.line_records),
        "reviews": of_change(view.reviews),
        "checks": of_change(view.checks),
        "comprehension": of_change(view.comprehension),
        "events": of_change(view.events),
        "comments": of_change(view.comments),
        "pushes": landing(view.pushes),
        "rule_suites": landing(view.rule_suites),
        "deployments": landing(view.deployments),
        "agent_tasks": [
            task.model_dump(mode="json") for task in view.agent_tasks if change.id in task.changes
        ],
        "touches": of_change(view.touches),
        "description": next(iter(of_change(view.descriptions)), None),
        "placement": _of(change.id, evaluated.evaluation.placements),
        "metrics": of_change(view.metrics),
        "gaps": [
            gap.model_dump(mode="json")
            for gap in view.gaps
            if change.id in gap.affects or (not gap.affects and gap.repository == change.repository)
        ],
        "findings": [
            {**finding.model_dump(mode="json"), "outcome": finding.outcome.word}
            for finding in evaluated.evaluation.findings
            if finding.subject == change.id
        ],
        "people": {name: printed for name, printed in view.people.items() if name in _people(view, change)},
    }


def _of(change: str, records: tuple[Any, ...]) -> dict[str, Any] | None:
    """The one record of a kind whose id is the change's."""
    return next((record.model_dump(mode="json") for record in records if record.id == change), None)


def _meant(evaluated: Evaluated, item: str) -> list[Change]:
    changes = evaluated.view.changes
    exact = [change for change in changes if item in (change.id, change.label)]
    if exact or len(item) < _SHORTEST or not set(item) <= set("0123456789abcdef"):
        return exact
    landed = [change for change in changes if change.landed_sha.startswith(item)]
    if landed:
        return landed
    holders = {commit.change for commit in evaluated.evidence.commits() if commit.sha.startswith(item)}
    return [change for change in changes if change.id in holders]


def _one(found: list[Change], item: str, evaluated: Evaluated) -> Change:
    if len(found) == 1:
        return found[0]
    if not found:
        total = len(evaluated.view.changes)
        raise UsageError(
            f"nothing in the run is called {item!r}",
            where=f"run {evaluated.view.run_id}, {total:,} changes",
            hint="name a change as #12, or at least four digits of a commit of the period",
        )
    names = ", ".join(change.id for change in found[:5])
    raise UsageError(f"{item!r} means {len(found)} changes", where=names, hint="name one of them by its id")


def _messages(evidence: Evidence, change: str) -> list[dict[str, Any]]:
    commits = [commit for commit in evidence.commits() if commit.change == change]
    wanted = {commit.id for commit in commits}
    personal = {entry.id: entry.fields for entry in evidence.personal("commits") if entry.id in wanted}
    return [{**commit.model_dump(mode="json"), "personal": personal.get(commit.id)} for commit in commits]


def _people(view: RunView, change: Change) -> set[str]:
    reviewers = [review.reviewer for review in view.reviews if review.change == change.id]
    accountable = [record.accountable for record in view.involvements if record.id == change.id]
    events = [event for event in view.events if event.change == change.id]
    others = [actor for event in events for actor in (event.actor, event.subject)]
    others += [comment.author for comment in view.comments if comment.change == change.id]
    for acts in (view.pushes, view.rule_suites):
        others += [act.actor for act in acts if act.landed_change == change.id]
    others += [one.creator for one in view.deployments if one.landed_change == change.id]
    others += [task.creator for task in view.agent_tasks if change.id in task.changes]
    actors = [*change.authors, change.opener, change.merger, *reviewers, *accountable, *others]
    return {actor.id for actor in actors if actor is not None}
