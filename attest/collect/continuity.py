"""Where a period begins when the run before it is known: at the tip at which that run ended.

Then no commit of the branch is in both runs or in neither, whatever dates say. A tip that is not on the
branch any more cannot serve; why it cannot is a Gap, and the period begins where it would have without.
"""

from collections.abc import Sequence

from attest.collect.gitdir import CleanRepository
from attest.collect.walk import Dated, count_commits
from attest.errors import CollectionError

_EFFECT = (
    "the start of the period is found as if there were no previous run: a change near it may be in both "
    "runs, or in neither"
)


def usable_tip(
    repository: CleanRepository, line: Sequence[Dated], tip: str, previous: str | None
) -> str | None:
    """The tip of the previous run, if it is on the first-parent line of the branch; else `None`.

    `None` and an empty tip, which says that the branch held no commit then, are given back as they are.
    """
    if not previous or any(sha == previous for sha, _ in line):
        return previous
    kind, what = _why(repository, tip, previous)
    repository.gaps.note(
        "git", kind, what=f"the tip at which the previous run ended, {previous}, {what}", effect=_EFFECT
    )
    return None


def _why(repository: CleanRepository, tip: str, previous: str) -> tuple[str, str]:
    """Kind and wording of the Gap for a tip that is not on the line."""
    try:
        held = repository.resolve(previous) == previous
    except CollectionError:
        held = False
    if not held:
        return "previous-tip-unknown", "is not in this clone"
    try:
        if count_commits(repository, previous, tip) == 0:
            return "previous-tip-merged", "was merged into the branch and is no longer one of its own commits"
    except CollectionError:
        return "previous-tip-unknown", "is in this clone without its whole history"
    return "previous-tip-rewritten", "is not in the history of the branch any more, which was rewritten"
