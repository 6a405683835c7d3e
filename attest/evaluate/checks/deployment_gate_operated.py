"""DEP-03: did somebody else than whoever set a deployment off approve it at the environment's gate?"""

from attest.evaluate.check import ItemCheck, Reason, Settings, Verdict, words
from attest.evaluate.deployed import (
    DEPLOYMENTS,
    Deployed,
    deployment,
    deployments,
    is_among,
    is_asked_for,
    kind_of,
    origin,
)
from attest.evaluate.roster import slug
from attest.evaluate.run_facts import Item, RunFacts
from attest.model.finding import Outcome
from attest.model.identity import ActorKind
from attest.model.imported import Imported

_REASONS = {
    "operated": Reason(
        Outcome.MET, "A person approved before it, who neither set it off nor made what was deployed."
    ),
    "no-gate": Reason(Outcome.NEEDS_REVIEW, "By the forge nobody has to approve for this environment."),
    "no-approver": Reason(Outcome.NEEDS_REVIEW, "The file names nobody who approved the deployment."),
    "approved-by-machine": Reason(Outcome.NEEDS_REVIEW, "The approver is an agent or robot."),
    "approved-alone": Reason(
        Outcome.NEEDS_REVIEW, "The approver set the deployment off, or is an author of the deployed change."
    ),
    "approved-late": Reason(Outcome.NEEDS_REVIEW, "The approval came after the deployment."),
    "approver-unknown": Reason(
        Outcome.INDETERMINATE, "Who approved is not on record: the forge's list does not say."
    ),
    "actor-unknown": Reason(
        Outcome.INDETERMINATE,
        "Who set the deployment off, or who made what was deployed, is not known, and may be the approver.",
    ),
    "time-unknown": Reason(Outcome.INDETERMINATE, "When it was approved or deployed is not on record."),
    "other-environment": Reason(
        Outcome.NOT_APPLICABLE, "The deployment is to an environment that the control does not name."
    ),
}


def _run(item: Item, whole: RunFacts, settings: Settings) -> Verdict:
    one = deployment(item, whole)
    if not is_asked_for(one, words(settings, "environments")):
        return Verdict("other-environment", "The deployment is to another environment.", (one.id,))
    row = one.row or _twin(one, whole)
    if row is None:
        gateless = one.forge is not None and one.forge.reviewers == 0
        told = "The environment has no approvers." if gateless else "No approver is on record."
        return Verdict("no-gate" if gateless else "approver-unknown", told, (one.id,))
    evidence = tuple(dict.fromkeys((one.id, row.id)))
    return Verdict(_reason(one, row, whole), "The approver is from the file of deployments.", evidence)


def _reason(one: Deployed, row: Imported, whole: RunFacts) -> str:
    approver, approved_at = row.people.get("approver", ""), row.values.get("approved_at", "")
    kind = kind_of(approver)
    if not approver:
        return "approver-unknown" if approved_at else "no-approver"
    if kind in (ActorKind.AGENT, ActorKind.ROBOT):
        return "approved-by-machine"
    if kind is ActorKind.UNKNOWN:
        return "approver-unknown"
    change = origin(one, whole).change
    authors = change.change.authors if change is not None else ()
    if approver == one.deployer or is_among(approver, authors):
        return "approved-alone"
    if one.at is not None and approved_at > one.at:
        return "approved-late"
    unknown = [author for author in authors if author.kind is ActorKind.UNKNOWN]
    complete = change is not None and change.change.authors_complete and not unknown
    if kind_of(one.deployer) is ActorKind.UNKNOWN or not complete:
        return "actor-unknown"
    return "operated" if approved_at and one.at is not None else "time-unknown"


def _twin(one: Deployed, whole: RunFacts) -> Imported | None:
    """The file's row of a deployment of the forge's: by commit, environment and the forge's number."""
    number = one.id.rpartition(":")[2].lstrip("0")
    rows = whole.handed.by(DEPLOYMENTS, "sha", one.sha)
    same = (
        row
        for row in rows
        if slug(row.values["environment"]) == one.environment and row.values["id"].lstrip("0") == number
    )
    return next(same, None)


CHECK = ItemCheck(
    id="deployment_gate_operated",
    version=1,
    question="Did somebody else than whoever set the deployment off approve it at the environment's gate?",
    procedure=(
        "List the deployments of the period: records/deployments.jsonl, and rows of that kind in "
        "records/imported.jsonl. Keep those to an environment of `environments`.",
        "Take approver and time of approval from the file's row; for a deployment of the forge's, from the "
        "row with its number, commit and environment. The forge's own list names no approver.",
        "See that the approver is a person who neither set the deployment off nor is an author of the change "
        "whose landed commit it is.",
        "Compare the time of the approval with that of the deployment. The same second counts.",
        "Nothing here is a deviation: the test is an indicator, and what it flags is to be judged.",
    ),
    reasons=_REASONS,
    parameters=("environments",),
    sources=(DEPLOYMENTS,),
    population=DEPLOYMENTS,
    items=deployments,
    run=_run,
    listed_from=(DEPLOYMENTS,),
)
