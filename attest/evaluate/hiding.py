"""Which gaps may hide a change of the population: of a kind that is not known to be harmless, every one."""

from attest.model.population import Gap

_HIDES_NO_CHANGE = frozenset(
    {
        "agent-paths-unknown", "diff-too-large", "git-too-old", "merge-not-recomputed", "metrics-unavailable",
        "missing-blob", "oversize-message", "partial-clone", "statistics-stopped", "too-many-files",
        "touches-unknown",
    }
)  # fmt: skip
"""Kinds of git gaps about contents and messages. Any other kind, a new one too, may hide a change."""

_OF_A_LISTED_PULL_REQUEST = frozenset(
    {
        "checks-incomplete", "edited-during-collection", "null-user", "pull-commits-incomplete",
        "pull-incomplete", "required-checks-unknown", "review-state-unknown", "reviews-incomplete",
        "several-pull-requests",
    }
)  # fmt: skip
"""Kinds of forge gaps within one pull request. Any other may hide one that was merged elsewhere."""


def may_hide_change(gap: Gap) -> bool:
    """Whether a change may be missing from the list for what a gap says was not read."""
    harmless = {"git": _HIDES_NO_CHANGE, "forge": _OF_A_LISTED_PULL_REQUEST}.get(gap.source)
    return harmless is not None and gap.kind not in harmless
