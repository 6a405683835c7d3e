"""VUL-01: was the fix of each critical advisory deployed within the set days after it was released?"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from attest.evaluate.approval import merge_time
from attest.evaluate.check import ItemCheck, Reason, Settings, Verdict, number, word
from attest.evaluate.deployed import deployment as deployment_of
from attest.evaluate.deployed import deployments, is_asked_for, origin
from attest.evaluate.dispositioned import AUTHORITY
from attest.evaluate.dispositions import day_of
from attest.evaluate.roster import ROSTER, entitles, in_force
from attest.evaluate.run_facts import Item, RunFacts
from attest.model.finding import Outcome
from attest.model.imported import Imported

ADVISORIES, DEPLOYMENTS = "advisories", "deployments"
_SEVERITIES = ("critical", "high", "medium", "low", "info")
_PERSON = "P-"
_REASONS = {
    "in-time": Reason(Outcome.MET, "The fix was deployed within the set days after it was released."),
    "accepted": Reason(
        Outcome.MET,
        "The fix was not deployed in time, and somebody who may has accepted the risk until now or longer.",
        absence=True,
    ),
    "late": Reason(Outcome.DEVIATION, "The fix was deployed later than the set days.", absence=True),
    "not-deployed": Reason(
        Outcome.DEVIATION,
        "The set days have passed, and no deployment of the fix is on record.",
        absence=True,
    ),
    "acceptance-invalid": Reason(
        Outcome.DEVIATION,
        "The fix was not deployed in time, and the acceptance is by a machine, by somebody who by the roster "
        "may not, or has run out.",
        absence=True,
    ),
    "grant-not-stated": Reason(
        Outcome.INDETERMINATE,
        "The risk was accepted; who may accept risks is not stated, as no roster was handed in.",
    ),
    "contradictory": Reason(
        Outcome.INDETERMINATE,
        "The deployment is from before the fix was released, or before the change that brought it landed.",
    ),
    "not-due": Reason(Outcome.INDETERMINATE, "The set days had not passed when the report was made."),
    "fix-undated": Reason(
        Outcome.INDETERMINATE, "When a mended version was there, or whether there is one, is not stated."
    ),
    "less-severe": Reason(Outcome.NOT_APPLICABLE, "The advisory is less severe than the control asks for."),
}


def _items(whole: RunFacts) -> Iterator[Item]:
    period = whole.view.manifest.period
    for row in whole.handed.of(ADVISORIES):
        published = row.values["published_at"]
        at = published if len(published) > len("2025-01-01") else f"{published}T00:00:00Z"
        # One from before the period concerns the period in which it is still open.
        yield Item(row.id, f"advisory, row {row.row}", at=at if at >= period.since else None)


def _run(item: Item, whole: RunFacts, settings: Settings) -> Verdict:
    row = whole.once(_by_id)[item.subject]
    asked = _SEVERITIES[: _SEVERITIES.index(word(settings, "from_severity")) + 1]
    severity = row.values["severity"]
    if severity not in asked:
        return Verdict("less-severe", f"The advisory is {severity}.", (row.id,))
    released = row.day("fix_released_at")
    if not released:
        return Verdict("fix-undated", "When a mended version was there is not stated.", (row.id,))
    due = (date.fromisoformat(released) + timedelta(days=number(settings, "days"))).isoformat()
    changes = whole.once(_fixing).get(row.id, ())
    deployed = row.day("deployed_at") or min(_deployed(changes, whole), default="")
    landed = min((day for one in changes if (day := _landed(one, whole))), default="")
    evidence = (row.id, *changes)
    message = f"Due by {due}; deployed: {deployed or 'not on record'}."
    if deployed and (deployed < released or (landed and deployed < landed)):
        return Verdict("contradictory", message, evidence)
    if deployed and deployed <= due:
        return Verdict("in-time", message, evidence)
    if row.people.get("accepted_by"):
        return Verdict(_acceptance(row, deployed, whole), message, evidence)
    if deployed:
        return Verdict("late", message, evidence)
    today = day_of(whole.as_of, whole.view.manifest.period)
    return Verdict("not-due" if today <= due else "not-deployed", message, evidence)


def _acceptance(row: Imported, deployed: str, whole: RunFacts) -> str:
    """What an acceptance is worth on the day of the deployment, or as of the report without one."""
    person = row.people["accepted_by"]
    day = deployed or day_of(whole.as_of, whole.view.manifest.period)
    if not person.startswith(_PERSON) or row.values.get("accepted_until", day) < day:
        return "acceptance-invalid"
    if not whole.handed.has(ROSTER):
        return "grant-not-stated"
    lines = whole.handed.by(ROSTER, "person", person)
    granted = any(in_force(line, day) and entitles(line, (), AUTHORITY) for line in lines)
    return "accepted" if granted else "acceptance-invalid"


def _landed(change: str, whole: RunFacts) -> str:
    return (merge_time(whole.by_change[change].change) or "")[:10]


def _deployed(changes: tuple[str, ...], whole: RunFacts) -> Iterator[str]:
    """Days of the deployments on record that brought one of the changes."""
    days = whole.once(_days)
    yield from (days[change] for change in changes if change in days)


def _days(whole: RunFacts) -> dict[str, str]:
    """By change, the day of the first deployment to production that brought it."""
    found: dict[str, str] = {}
    for item in deployments(whole):
        one = deployment_of(item, whole)
        if one.at is not None and one.is_shown and is_asked_for(one, ("production",)):
            for facts in origin(one, whole).brought:
                day = one.at[:10]
                found[facts.change.id] = min(day, found.get(facts.change.id, day))
    return found


def _by_id(whole: RunFacts) -> Mapping[str, Imported]:
    return {row.id: row for row in whole.handed.of(ADVISORIES)}


def _fixing(whole: RunFacts) -> Mapping[str, tuple[str, ...]]:
    """By advisory, the changes of the run that it names."""
    found: dict[str, list[str]] = {}
    for change in whole.by_change:
        for row in whole.handed.about(change):
            if row.kind == ADVISORIES:
                found.setdefault(row.id, []).append(change)
    return {row: tuple(changes) for row, changes in found.items()}


CHECK = ItemCheck(
    id="critical_patches_in_time",
    version=1,
    question="Was the fix of each critical advisory deployed within the set days after it was released?",
    procedure=(
        "List every advisory that was handed in (records/imported.jsonl, kind advisories). Those below "
        "`from_severity` are left out.",
        "Add `days` to the day on which a mended version was released. Days are those of UTC, and the last "
        "one is in time. Without that day the result is open.",
        "Take the day of deployment that the advisory states; where it states none, the first deployment to "
        "production on record that brought the change that it names. One from before the release of the "
        "fix, or before that change landed, contradicts them, and the result is open.",
        "A fix that was deployed later, or was not by the day that the report speaks for, is a deviation, "
        "but for a risk that a person accepted to whom the roster gives `accept-risk`, and whose acceptance "
        "had not run out on the day of the deployment, or of the report.",
    ),
    reasons=_REASONS,
    parameters=("from_severity", "days"),
    sources=(ADVISORIES,),
    consulted=(DEPLOYMENTS, ROSTER),
    population=ADVISORIES,
    items=_items,
    run=_run,
    listed_from=(ADVISORIES,),
)
