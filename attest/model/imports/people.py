"""Files about people, their duties and what management decided: training, roster, policies, sign-offs."""

from typing import Final

from attest.model.imported import Column, Form, ImportKind

TRAINING: Final = ImportKind(
    "training",
    "Register of trainings",
    (
        Column("person", Form.PERSON, "who took it", required=True),
        Column("course", Form.TEXT, "what the course is called", required=True),
        Column("topic", Form.WORDS, "secure-coding, secure-review, ai-tools, test-tools or others"),
        Column("language", Form.WORDS, "programming languages that it covers"),
        Column("completed", Form.DAY, "the day on which it was completed", required=True),
        Column("valid_until", Form.DAY, "the last day on which it counts"),
    ),
)
ROSTER: Final = ImportKind(
    "roster",
    "Who held which role",
    (
        Column("person", Form.PERSON, "who holds the role", required=True),
        Column("role", Form.SLUG, "developer, reviewer, release-approver, security-official or others", True),
        Column("since", Form.DAY, "its first day", required=True),
        Column("until", Form.DAY, "its last day; empty where it still holds"),
        Column("authority", Form.WORDS, "what it entitles to: authorise, approve, release, accept-risk, ..."),
    ),
)
POLICIES: Final = ImportKind(
    "policies",
    "Policies and their versions",
    (
        Column("id", Form.TEXT, "what the policy is called for short", required=True),
        Column("title", Form.TEXT, "its title"),
        Column("version", Form.TEXT, "its version", required=True),
        Column("effective_from", Form.DAY, "the first day on which the version holds", required=True),
        Column("effective_until", Form.DAY, "its last day; empty where it still holds"),
        Column("reviewed_on", Form.DAY, "when it was last reviewed"),
        Column("covers", Form.WORDS, "ai-development, secure-development, change-management or others"),
        Column("digest", Form.DIGEST, "SHA-256 of the document"),
    ),
)
SIGN_OFFS: Final = ImportKind(
    "sign-offs",
    "Who signed what off",
    (
        Column(
            "subject",
            Form.CHOICE,
            "what was looked at",
            required=True,
            choices=("report", "activity-review", "evaluation"),
        ),
        Column("person", Form.PERSON, "who signed", required=True),
        Column("role", Form.SLUG, "in which role, as security-official"),
        Column("at", Form.MOMENT, "when", required=True),
        Column("digest", Form.DIGEST, "SHA-256 of what was signed"),
        Column("change", Form.CHANGE, "the change that an evaluation is of"),
        Column(
            "decision",
            Form.CHOICE,
            "what was decided",
            choices=("accepted", "accepted-with-follow-up", "rejected"),
        ),
        Column("follow_up", Form.NOTE, "what is to follow"),
    ),
)
ACCESS_REVIEWS: Final = ImportKind(
    "access-reviews",
    "Reviews of who has access",
    (
        Column(
            "scope", Form.TEXT, "what access was reviewed to: a repository, an environment", required=True
        ),
        Column("reviewer", Form.PERSON, "who reviewed", required=True),
        Column("at", Form.MOMENT, "when", required=True),
        Column("listing_digest", Form.DIGEST, "SHA-256 of the listing that was reviewed"),
        Column("removals", Form.NUMBER, "how many accesses were to be removed"),
        Column("actioned", Form.NUMBER, "how many of them were removed"),
    ),
)
RETESTS: Final = ImportKind(
    "retests",
    "Comprehension asked for again by somebody else",
    (
        Column("record", Form.TEXT, "id of the comprehension record that was tested again", required=True),
        Column("by", Form.PERSON, "who asked again", required=True),
        Column("at", Form.MOMENT, "when", required=True),
        Column("agreed", Form.YES_NO, "whether the result was the same", required=True),
    ),
)
KINDS: Final = (TRAINING, ROSTER, POLICIES, SIGN_OFFS, ACCESS_REVIEWS, RETESTS)
