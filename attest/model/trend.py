"""A control over time: where it stopped inside a period, and how it did in periods before."""

from attest.model.base import Digest, Record, UtcTime


class Stop(Record):
    """No change of a repository meets a test any more, from one landing to the end of the period."""

    id: str
    """`<assertion>:<repository>`."""
    assertion: str
    repository: str
    last_met: str
    """The last change that met the test; empty where none of the period did."""
    last_met_at: UtcTime | None
    since: UtcTime | None
    """When the first change after it landed, as far as that is known."""
    following: int
    """Declared subjects after it that the test applies to: deviations and indeterminate results alone."""
    deviations: int
    indeterminate: int


class PeriodTally(Record):
    """The counts of one test in a period before, tested again with the checks of this report."""

    id: str
    """`<run>:<assertion>`."""
    run: str
    manifest_digest: Digest
    period: str
    first_day: str
    last_day: str
    assertion: str
    tested: int
    """Declared subjects that the test applies to."""
    met: int
    deviation: int
    indeterminate: int
    needs_review: int
    differs: tuple[str, ...]
    """What keeps the counts from being compared with those of this report; empty where nothing does:
    `repositories`, `sources`, `declaration`, `overlap`."""
