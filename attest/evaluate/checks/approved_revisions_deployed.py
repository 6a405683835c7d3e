"""DEP-01: was every change that a deployment brought approved and tested?"""

from collections.abc import Sequence

from attest.evaluate.approval import merge_time
from attest.evaluate.check import ItemCheck, Reason, Settings, Verdict, word, words
from attest.evaluate.deployed import (
    DEPLOYMENTS,
    Deployed,
    deployment,
    deployments,
    in_scope,
    is_asked_for,
    origin,
)
from attest.evaluate.emergency import fast_path
from attest.evaluate.facts import ChangeFacts
from attest.evaluate.order import is_before
from attest.evaluate.run_facts import Item, RunFacts
from attest.model.finding import Outcome

ASKED = ("REV-01", "REV-02", "REV-03", "TST-01")
EMERGENCY = "EMG-01"
_REASONS = {
    "approved": Reason(
        Outcome.MET,
        "Every change that it brought met the tests of review, approval and testing, or was an accepted "
        "emergency.",
    ),
    "unapproved-change": Reason(
        Outcome.DEVIATION,
        "A change that it brought deviates in a test of review, approval or testing, and is no accepted "
        "emergency.",
    ),
    "not-in-population": Reason(
        Outcome.DEVIATION, "What was deployed is no commit that landed, so nothing shows it approved."
    ),
    "deployed-before-merge": Reason(
        Outcome.DEVIATION, "It was deployed more than five minutes before the change was merged."
    ),
    "no-provenance": Reason(
        Outcome.DEVIATION, "By the file of deployments no provenance ties what was deployed to the commit."
    ),
    "change-to-review": Reason(
        Outcome.NEEDS_REVIEW, "A test of a change that it brought needs a person's judgement."
    ),
    "not-shown-deployed": Reason(
        Outcome.INDETERMINATE,
        "It would be a deviation; by its last state the deployment failed or waits, and whether any of it "
        "came to run is open.",
    ),
    "emergency-open": Reason(
        Outcome.INDETERMINATE,
        "A change that deviates is labelled or ticketed as an emergency; whether it is an accepted one is "
        "open or was not tested.",
    ),
    "change-open": Reason(Outcome.INDETERMINATE, "A test of a change that it brought is open."),
    "not-evaluated": Reason(
        Outcome.INDETERMINATE, "A test that this one builds on was not among those of the report."
    ),
    "provenance-unknown": Reason(
        Outcome.INDETERMINATE, "Whether provenance ties what was deployed to the commit is not on record."
    ),
    "revision-unknown": Reason(
        Outcome.INDETERMINATE, "What was deployed may be from before the period: its changes are not known."
    ),
    "repository-unknown": Reason(
        Outcome.INDETERMINATE, "Which of several repositories was deployed is not on record."
    ),
    "nothing-new": Reason(
        Outcome.NOT_APPLICABLE,
        "It brought no change that an earlier deployment to the same place had not, or the tip at which the "
        "period begins.",
    ),
    "other-repository": Reason(
        Outcome.NOT_APPLICABLE, "The deployment is of a repository that is not in the run."
    ),
    "other-environment": Reason(
        Outcome.NOT_APPLICABLE, "The deployment is to an environment that the control does not name."
    ),
}


def _run(item: Item, whole: RunFacts, settings: Settings) -> Verdict:
    one = deployment(item, whole)
    if not is_asked_for(one, words(settings, "environments")):
        return Verdict("other-environment", "The deployment is to another environment.", (one.id,))
    verdict = _judged(one, whole, settings)
    if one.is_shown or _REASONS[verdict.reason].outcome is not Outcome.DEVIATION:
        return verdict
    message = f"{verdict.message} Its last state is not that of a deployment that took place."
    return Verdict("not-shown-deployed", message, verdict.evidence)


def _judged(one: Deployed, whole: RunFacts, settings: Settings) -> Verdict:
    scoped = in_scope(one, whole)
    if scoped is None:
        return Verdict("repository-unknown", "The deployment names no repository.", (one.id,))
    if not scoped:
        return Verdict("other-repository", "The repository is not in the run.", (one.id,))
    found = origin(one, whole)
    if found.change is None and not found.is_start:
        message = "What was deployed is none of the landed commits on record."
        return Verdict("revision-unknown" if found.older else "not-in-population", message, (one.id,))
    early = [facts for facts in found.brought if is_before(one.at, merge_time(facts.change))]
    if early:
        message = f"Changes that were merged afterwards: {len(early)} of {len(found.brought)}."
        return Verdict("deployed-before-merge", message, (one.id, *(facts.change.id for facts in early)))
    changes = _changes(found.brought, whole)
    proven = _proven(one, settings)
    reason = _worst(changes, proven, found.brought)
    count, bad = len(found.brought), [facts for facts, why in changes if why == reason]
    message = f"Changes that it brought: {count}; of which decide the result: {len(bad) or count}."
    return Verdict(reason, message, (one.id, *(facts.change.id for facts in bad or found.brought)))


_ORDER = ("unapproved-change", "emergency-open", "not-evaluated", "change-open", "change-to-review")


def _worst(changes: Sequence[tuple[ChangeFacts, str]], proven: str, brought: Sequence[ChangeFacts]) -> str:
    reasons = {reason for _, reason in changes}
    if "unapproved-change" in reasons:
        return "unapproved-change"
    if proven == "no-provenance":
        return proven
    rest = next((reason for reason in _ORDER if reason in reasons), "")
    return rest or proven or ("approved" if brought else "nothing-new")


def _changes(brought: Sequence[ChangeFacts], whole: RunFacts) -> list[tuple[ChangeFacts, str]]:
    return [(facts, _of_change(facts, whole)) for facts in brought]


def _of_change(facts: ChangeFacts, whole: RunFacts) -> str:
    found = [whole.results.get((assertion, facts.change.id)) for assertion in ASKED]
    emergency = whole.results.get((EMERGENCY, facts.change.id))
    if Outcome.DEVIATION in found:
        if emergency is Outcome.MET:
            return ""
        claimed = {"label", "ticket"}.intersection(fast_path(facts).signs)
        return "emergency-open" if claimed and emergency is not Outcome.DEVIATION else "unapproved-change"
    if None in found:
        return "not-evaluated"
    if Outcome.INDETERMINATE in found:
        return "change-open"
    return "change-to-review" if Outcome.NEEDS_REVIEW in found else ""


def _proven(one: Deployed, settings: Settings) -> str:
    """What provenance comes to where it is asked for; empty where there is nothing to say."""
    if word(settings, "provenance") != "required":
        return ""
    said = one.row.values.get("provenance", "") if one.row is not None else ""
    return {"yes": "", "no": "no-provenance"}.get(said, "provenance-unknown")


CHECK = ItemCheck(
    id="approved_revisions_deployed",
    version=1,
    question="Was every change that a deployment brought reviewed, approved and tested before?",
    procedure=(
        "List the deployments of the period: records/deployments.jsonl, and rows of that kind in "
        "records/imported.jsonl. Keep those to an environment of `environments`.",
        "Find the change whose landed commit was deployed. The deployment brings the changes that landed "
        "since the one before it to the same environment, those that failed left out; the first brings all "
        "of the period up to it.",
        "Compare the time of the deployment with the merges: a deployment comes after them, five minutes of "
        "difference between clocks allowed.",
        "For each of these changes take the outcomes of REV-01, REV-02, REV-03 and TST-01. A deviation "
        "stands, unless EMG-01 is met for the same change.",
        "Where EMG-01 is open for a change that a label or a ticket calls an emergency, the result is open; "
        "a push or a bypass alone calls nothing so.",
        "Where `provenance` is required, see that the file of deployments states it.",
        "A deviation of a deployment whose last state is a failure, or waiting, is left open.",
    ),
    reasons=_REASONS,
    parameters=("environments", "provenance"),
    sources=(DEPLOYMENTS,),
    population=DEPLOYMENTS,
    items=deployments,
    run=_run,
    listed_from=(DEPLOYMENTS,),
    builds_on=(*ASKED, EMERGENCY),
)
