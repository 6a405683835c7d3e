"""What several tables of AI involvement share: a condition and a shape."""

from attest.model.report import Column
from attest.report.figures import Condition

EVIDENCED: Condition = ("state", "is", "ai_evidenced")
"""Changes whose record shows AI involvement."""


def share_columns(title: str, noun: str = "Changes") -> tuple[Column, ...]:
    """Columns for counts with a meaning and a share."""
    return (
        Column(title=title, width=24),
        Column(title="Meaning", width=50),
        Column(title=noun, width=13, style="number"),
        Column(title="Share", width=13, style="number"),
    )
