"""POP-02: does what was recorded agree with what the source says when it is asked again?"""

from attest.evaluate.check import Reason, RepositoryCheck, Settings, Verdict
from attest.evaluate.facts import RepositoryFacts
from attest.model.finding import Outcome
from attest.model.joined import Difference, DifferenceKind

PULLS = "pull-requests"
_REASONS = {
    "agrees": Reason(
        Outcome.MET, "Another run fetched the same days again, and every record that both hold is the same."
    ),
    "fields-differ": Reason(
        Outcome.DEVIATION,
        "A field that a source does not change by itself, as a person, a commit or a time, was something "
        "else when it was fetched again.",
    ),
    "record-gone": Reason(
        Outcome.DEVIATION, "The source held a record, and did not when it was asked again."
    ),
    "later-activity": Reason(
        Outcome.NEEDS_REVIEW,
        "The source says more or otherwise than it did, as happens when people go on working; what differs "
        "is to be looked at.",
    ),
    "not-fetched-again": Reason(
        Outcome.INDETERMINATE,
        "Nothing was fetched a second time. Collect the same days again, in another run, and read both "
        "together.",
    ),
    "which-not-known": Reason(
        Outcome.INDETERMINATE,
        "Another run saw a part of the period, and of which of several repositories is not on record. Read "
        "the runs of each repository by themselves.",
    ),
    "answers-not-kept": Reason(
        Outcome.INDETERMINATE, "The source's answers were not kept, so nobody can hold the records to them."
    ),
    "source-not-connected": Reason(Outcome.INDETERMINATE, "Source not connected: pull requests."),
    "no-changes": Reason(
        Outcome.NOT_APPLICABLE, "The branch has no change in the period, and both of its tips are proven."
    ),
}
_FIXED = frozenset(
    {
        "account", "actor", "after", "author", "authors", "base_sha", "before", "created_at", "creator",
        "environment", "head_sha", "landed_at", "landed_sha", "landed_tree", "merged_at", "merger", "number",
        "opener", "original_sha", "reviewer", "sha", "submitted_at", "tree",
    }
)  # fmt: skip
"""Fields of a record that no later work changes. What was not recorded at first may be told later."""


def _run(facts: RepositoryFacts, settings: Settings) -> Verdict:
    if PULLS in facts.not_connected:
        return Verdict("source-not-connected", "Source not connected: pull requests.", (facts.subject,))
    return _differing(facts) or _unproven(facts) or _agreed(facts)


def _differing(facts: RepositoryFacts) -> Verdict | None:
    changed = [one for one in facts.differences if _is_of_fixed_field(one)]
    if changed:
        message = f"Records of which a fixed field differs: {len(changed)}."
        return Verdict("fields-differ", message, _named(changed))
    gone = [one for one in facts.differences if one.what is DifferenceKind.GONE]
    if gone:
        message = f"Records that the source did not hold any more: {len(gone)}."
        return Verdict("record-gone", message, _named(gone))
    return None


def _is_of_fixed_field(one: Difference) -> bool:
    changed = (field.partition(": ") for field in one.fields)
    return one.what is DifferenceKind.CHANGED and any(
        name in _FIXED and not told.startswith("not recorded, then ") for name, _, told in changed
    )


def _unproven(facts: RepositoryFacts) -> Verdict | None:
    if facts.tips_proven and not facts.changes:
        return Verdict("no-changes", "The branch has no change in the period.", (facts.subject,))
    if facts.differences:
        message = f"Records that differ by what may be later work: {len(facts.differences)}."
        return Verdict("later-activity", message, _named(facts.differences))
    if facts.observed_again is None:
        message = "Which repository was seen again is not on record."
        return Verdict("which-not-known", message, (facts.subject,))
    if not facts.observed_again:
        return Verdict("not-fetched-again", "Answers fetched again: 0.", (facts.subject,))
    if not facts.answers:
        return Verdict("answers-not-kept", "Answers kept as received: 0.", (facts.subject,))
    return None


def _agreed(facts: RepositoryFacts) -> Verdict:
    message = f"Changes: {len(facts.changes)}; answers kept as received: {facts.answers}; differences: 0."
    return Verdict("agrees", message, (facts.subject,))


def _named(found: list[Difference] | tuple[Difference, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.record for one in found))


CHECK = RepositoryCheck(
    id="extract_agrees",
    version=1,
    question="Do the records agree with what the source said when it was asked a second time?",
    procedure=(
        "List the runs that the report is read from, and those that saw days of the period as well. One "
        "run's second look at a source is another run of the same days.",
        "Compare every record that both hold, field by field, and look in both directions for what only one "
        "of them holds. What each run works out itself from the clone is left out.",
        "A person, commit or time that became another one, or a record that is gone, is a deviation. What "
        "was not recorded at first and is told later is none.",
        "Anything else that differs, as a state or a label, may be later work, and is left to judgement.",
        "Count the answers that were kept as received (manifest.json, raw/): each has its SHA-256, and a "
        "reader can hold the records to them.",
        "Without a second look the result is open.",
    ),
    reasons=_REASONS,
    run=_run,
)
