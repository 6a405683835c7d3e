"""Management's declarations, applied: is a control operated for this subject, and under which settings."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from attest.evaluate.check import Settings
from attest.evaluate.run_facts import Item
from attest.model.change import Change
from attest.model.control import Assertion, Declaration, Operation
from attest.model.population import Period


class Declared:
    """The declarations of one assertion.

    Where several fit a subject the first by control id counts; a configuration that is loaded from a
    file cannot hold two operated ones for one repository and day.
    """

    def __init__(self, assertion: Assertion, declarations: Iterable[Declaration], period: Period) -> None:
        own = [item for item in declarations if item.assertion == assertion.id]
        self._items = sorted(own, key=lambda item: (item.control, item.since, item.repositories))
        self._defaults: Settings = {item.name: item.default for item in assertion.parameters}
        self._period = period
        self._found: dict[tuple[str, str, str], tuple[Declaration | None, Settings]] = {}

    def for_change(self, change: Change) -> tuple[Declaration | None, Settings]:
        """The operated control on the day of landing, and the settings in force.

        A change whose day is not known counts under any control operated within the period: a missing
        date must not take it out of the test.
        """
        return self._on_day_of(change.landed_at, change.repository)

    def for_repository(self, name: str) -> tuple[Declaration | None, Settings]:
        """The operated control on any day of the period, and the settings in force."""
        return self._within(name, self._period.first_day, self._period.last_day)

    def for_item(self, item: Item) -> tuple[Declaration | None, Settings]:
        """The operated control on the day of a subject, or on any day of the period where it has none.

        For what concerns the run as a whole the control may be one of some repositories alone.
        """
        return self._on_day_of(item.at, item.repository)

    def _on_day_of(self, at: str | None, repository: str) -> tuple[Declaration | None, Settings]:
        if at is None:
            return self.for_repository(repository)
        day = _day(at, self._period.timezone)
        return self._within(repository, day, day)

    def _within(self, repository: str, first: str, last: str) -> tuple[Declaration | None, Settings]:
        """As `_decide`, decided once for each repository and day."""
        key = (repository, first, last)
        if key not in self._found:
            self._found[key] = self._decide(*key)
        return self._found[key]

    def _decide(self, repository: str, first: str, last: str) -> tuple[Declaration | None, Settings]:
        fitting = [
            item
            for item in self._items
            if not item.repositories or not repository or repository in item.repositories
        ]
        for item in fitting:
            if item.operation is Operation.OPERATED and _overlaps(item, first, last):
                return item, {**self._defaults, **item.parameters}
        # A planned control's settings say what would be asked: its facts are shown beside the design gap.
        settings = fitting[0].parameters if fitting else {}
        return None, {**self._defaults, **settings}


@lru_cache(maxsize=1 << 16)
def _day(at: str, timezone: str) -> str:
    """The day of an instant: every assertion asks for that of every change."""
    # `fromisoformat` of Python 3.11 reads the final Z.
    return datetime.fromisoformat(at).astimezone(ZoneInfo(timezone)).date().isoformat()


def _overlaps(item: Declaration, first: str, last: str) -> bool:
    return (not item.since or item.since <= last) and (not item.until or first <= item.until)
