"""The facts of a run as a whole, for checks whose subjects are neither changes nor repositories."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from attest.evaluate.facts import ChangeFacts, Register, RepositoryFacts
from attest.evaluate.handed import NOTHING, Handed
from attest.model.disposition import Answer
from attest.model.evidence import RunView
from attest.model.finding import Deviation, Outcome
from attest.model.population import Gap

Made = TypeVar("Made")

Results = Mapping[tuple[str, str], Outcome]
"""Outcomes by assertion and subject, of the assertions that a check builds on; what was not evaluated is
missing."""

RUN = "run"
"""The subject of a finding about a test's whole population."""
ORGANISATION = "organisation"
"""The one subject of a test of what the entity itself does."""


@dataclass(frozen=True, slots=True)
class Item:
    """One subject of a test that lists its own population."""

    subject: str
    """Id of a record, or `person:<pseudonym>`, `agent:<slug>`, `organisation`."""
    label: str
    """What a register prints for it: no name of a person and no text of a repository."""
    repository: str = ""
    """Where it is; empty for what concerns the run as a whole."""
    at: str | None = None
    """When it took place, in UTC; its day says which of management's declarations hold for it."""
    change: str = ""
    """The change that it belongs to, where it belongs to one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFacts:
    """Everything that was recorded, with changes and repositories laid out as their own checks get them."""

    view: RunView
    changes: tuple[ChangeFacts, ...]
    repositories: tuple[RepositoryFacts, ...]
    by_change: Mapping[str, ChangeFacts]
    not_connected: frozenset[str]
    """Sources that were connected for no part of the run."""
    gaps: tuple[Gap, ...]
    """What could not be read, of anything."""
    as_of: str
    register: Register | None = None
    handed: Handed = NOTHING
    """Rows of the files that were handed in."""
    results: Results = field(default_factory=dict)
    lines: tuple[Deviation, ...] = ()
    """The register of every other test, for a test of the register alone."""
    answers: Mapping[str, Answer] = field(default_factory=dict)
    """Management's answers to them, as `attest.evaluate.dispositions.by_line`, for the same."""
    _made: dict[Callable[..., Any], Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, make: Callable[["RunFacts"], Made]) -> Made:
        """What a pure function makes of the run: made on the first call, so that no subject pays for all."""
        if make not in self._made:
            self._made[make] = make(self)
        made: Made = self._made[make]
        return made
