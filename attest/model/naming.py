"""What the message of a landed commit says of its review, weighed against the authors of the change."""

from attest.model.base import Record


class Naming(Record):
    """What messages on the branch say of the review of one change.

    How whoever is named stands to the authors is `other`, `undecidable`, `author` or `machine`, the first
    of these where several are named, and empty where nobody is. All of it is declared by whoever wrote
    the commit; that a person was named does not show that they looked.
    """

    id: str
    """The change's id."""
    evidence: str
    """One word for the change: `other` or `undecidable` as of `review`; else `acknowledged`, where another
    person acknowledged it; else `none`."""
    review: str
    """The best of `reviewed_by` and `approved_by`."""
    reviewed_by: str
    approved_by: str
    acked_by: str
    reviewers: int
    """Persons beside the authors whom `Reviewed-by` and `Approved-by` name, each once."""
    parts: bool
    """Whether messages of commits that the change brought in name a reviewer who is no author."""
    references: tuple[str, ...]
    """As of the change: `change-id`, `pr-url`, `reviewed-on`."""
    merged_by_other: bool
    """A person who is none of the authors made the merge commit. Merging is not a review."""
