"""Files about changes on their way: tickets, deployments, releases, incidents, restores."""

from typing import Final

from attest.model.imported import Column, Form, ImportKind

TICKETS: Final = ImportKind(
    "tickets",
    "Tickets that ask for changes",
    (
        Column("ticket", Form.TEXT, "its id, as SHOP-12", required=True),
        Column("change", Form.CHANGE, "the change that it asks for; a row for each", required=True),
        Column("created_at", Form.TIME, "when it was opened", required=True),
        Column("state", Form.SLUG, "its state: open, accepted, rejected, done or others"),
        Column("requester", Form.PERSON, "who asked"),
        Column("accepted_by", Form.PERSON, "who accepted the work"),
        Column("accepted_at", Form.TIME, "when"),
        Column("kind", Form.SLUG, "standard, emergency, incident, bypass, waiver or others"),
    ),
)
DEPLOYMENTS: Final = ImportKind(
    "deployments",
    "What was deployed",
    (
        Column("id", Form.TEXT, "the deployment's id", required=True),
        Column("repository", Form.REPOSITORY, "the repository; may be empty where there is only one"),
        Column("environment", Form.SLUG, "the environment, as production", required=True),
        Column("sha", Form.SHA, "the commit that was deployed", required=True),
        Column("previous_sha", Form.SHA, "the commit that ran there before"),
        Column("at", Form.TIME, "when", required=True),
        Column("actor", Form.PERSON, "who or what deployed"),
        Column("approver", Form.PERSON, "who approved the deployment"),
        Column("approved_at", Form.TIME, "when"),
        Column("artifact_digest", Form.DIGEST, "SHA-256 of what was deployed"),
        Column("provenance", Form.YES_NO, "whether signed provenance ties it to the commit"),
    ),
    of_forge=True,
)
RELEASES: Final = ImportKind(
    "releases",
    "What was released",
    (
        Column("id", Form.TEXT, "the release's name, as v1.2.0", required=True),
        Column("repository", Form.REPOSITORY, "the repository; may be empty where there is only one"),
        Column("sha", Form.SHA, "the commit that was released", required=True),
        Column("at", Form.TIME, "when", required=True),
        Column("sbom_digest", Form.DIGEST, "SHA-256 of its bill of materials"),
        Column("approver", Form.PERSON, "who approved the release"),
        Column("approved_at", Form.TIME, "when"),
    ),
)
INCIDENTS: Final = ImportKind(
    "incidents",
    "Incidents",
    (
        Column("id", Form.TEXT, "the incident's id", required=True),
        Column("opened_at", Form.TIME, "when it was opened", required=True),
        Column("closed_at", Form.TIME, "when it was closed"),
        Column("change", Form.CHANGE, "the change that mends it, or was made in the emergency"),
        Column("code_cause", Form.YES_NO, "whether code was the cause"),
        Column("authorised_by", Form.PERSON, "who authorised the fast path"),
        Column("reviewed_at", Form.TIME, "when the change was reviewed afterwards"),
        Column("reviewed_by", Form.PERSON, "by whom"),
    ),
)
RESTORES: Final = ImportKind(
    "restores",
    "Tests that evidence can be restored",
    (
        Column("run", Form.TEXT, "the run id of the evidence that was restored", required=True),
        Column("at", Form.MOMENT, "when", required=True),
        Column("verified", Form.YES_NO, "whether the restored copy verified", required=True),
        Column("by", Form.PERSON, "who restored it"),
        Column("retain_until", Form.DAY, "the day until which it is kept"),
    ),
)
KINDS: Final = (TICKETS, DEPLOYMENTS, RELEASES, INCIDENTS, RESTORES)
