"""Files about tools and weaknesses: tools, scans, findings, advisories, components, risk assessments."""

from typing import Final

from attest.model.imported import Column, Form, ImportKind

SEVERITIES: Final = ("critical", "high", "medium", "low", "info")
TOOLS: Final = ImportKind(
    "tools",
    "Register of approved AI tools",
    (
        Column("tool", Form.SLUG, "the tool, as signals name it: claude-code, copilot, ...", required=True),
        Column("vendor", Form.TEXT, "who sells it"),
        Column("model", Form.TEXT, "the model that was approved"),
        Column("plan", Form.TEXT, "the plan that it is used under"),
        Column("data_terms", Form.TEXT, "what the vendor may do with what it is sent"),
        Column("approved_on", Form.DAY, "the day of approval; empty where it is not approved"),
        Column("reviewed_on", Form.DAY, "when the approval was last reviewed"),
        Column("until", Form.DAY, "the last day of the approval"),
        Column("baa", Form.YES_NO, "whether a business associate agreement is in force"),
        Column("risk_assessed_on", Form.DAY, "when its risks were assessed"),
    ),
)
SCANS: Final = ImportKind(
    "scans",
    "Security tests that ran",
    (
        Column("tool", Form.SLUG, "what tested", required=True),
        Column("tool_version", Form.TEXT, "its version"),
        Column("ruleset", Form.TEXT, "which rules, with their version"),
        Column(
            "kind",
            Form.CHOICE,
            "what kind of test it is",
            required=True,
            choices=("sast", "sca", "secret", "dast", "pan"),
        ),
        Column("repository", Form.REPOSITORY, "the repository; may be empty where there is only one"),
        Column("sha", Form.SHA, "the commit that was tested", required=True),
        Column("at", Form.TIME, "when", required=True),
        Column("report_digest", Form.DIGEST, "SHA-256 of the report"),
        Column("findings", Form.NUMBER, "how many findings it has"),
        Column("classes", Form.WORDS, "classes of attacks that its rules cover"),
    ),
)
FINDINGS: Final = ImportKind(
    "findings",
    "Findings of security tests",
    (
        Column("id", Form.TEXT, "the finding's id", required=True),
        Column("tool", Form.SLUG, "what found it", required=True),
        Column("tool_version", Form.TEXT, "its version"),
        Column("ruleset", Form.TEXT, "which rules, with their version"),
        Column("kind", Form.CHOICE, "what kind of test", choices=("sast", "sca", "secret", "dast", "pan")),
        Column("repository", Form.REPOSITORY, "the repository; may be empty where there is only one"),
        Column("sha", Form.SHA, "the commit in which it was found", required=True),
        Column("class", Form.SLUG, "the class of weakness"),
        Column("severity", Form.CHOICE, "how bad it is", required=True, choices=SEVERITIES),
        Column("opened_at", Form.TIME, "when it was found", required=True),
        Column("closed_at", Form.TIME, "when it was closed"),
        Column(
            "state",
            Form.CHOICE,
            "where it stands",
            required=True,
            choices=("open", "fixed", "accepted", "false-positive"),
        ),
        Column("accepted_by", Form.PERSON, "who accepted the risk"),
        Column("accepted_until", Form.DAY, "the last day of the acceptance"),
    ),
)
ADVISORIES: Final = ImportKind(
    "advisories",
    "Advisories on components in use",
    (
        Column("id", Form.TEXT, "the advisory's id", required=True),
        Column("component", Form.TEXT, "the component", required=True),
        Column("severity", Form.CHOICE, "how bad it is", required=True, choices=SEVERITIES),
        Column("published_at", Form.MOMENT, "when it was published", required=True),
        Column("fix_released_at", Form.MOMENT, "when a mended version was there"),
        Column("fixed_in_change", Form.CHANGE, "the change that brought it"),
        Column("deployed_at", Form.MOMENT, "when that was deployed"),
        Column("accepted_by", Form.PERSON, "who accepted the risk"),
        Column("accepted_until", Form.DAY, "the last day of the acceptance"),
    ),
)
COMPONENTS: Final = ImportKind(
    "components",
    "Components that changes brought in",
    (
        Column("change", Form.CHANGE, "the change that added it", required=True),
        Column("name", Form.TEXT, "the package", required=True),
        Column("ecosystem", Form.SLUG, "where it is from: pypi, npm, ...", required=True),
        Column("version", Form.TEXT, "its version"),
        Column("allowed", Form.YES_NO, "whether a list of allowed components has it"),
        Column("reviewed_by", Form.PERSON, "who reviewed it"),
        Column("existed_before", Form.YES_NO, "whether the registry had it before the change"),
    ),
)
RISK_ASSESSMENTS: Final = ImportKind(
    "risk-assessments",
    "Assessments of risks",
    (
        Column("id", Form.TEXT, "the assessment's id", required=True),
        Column("subject", Form.SLUG, "what was assessed: ai-tools, privacy, security, ... or a tool", True),
        Column("change", Form.CHANGE, "the change that it is of"),
        Column("at", Form.MOMENT, "when", required=True),
        Column("by", Form.PERSON, "who assessed"),
        Column("valid_until", Form.DAY, "the last day on which it counts"),
        Column("digest", Form.DIGEST, "SHA-256 of the document"),
    ),
)
KINDS: Final = (TOOLS, SCANS, FINDINGS, ADVISORIES, COMPONENTS, RISK_ASSESSMENTS)
