"""The facts of a run laid out by subject: what a check may look at, in an order that input cannot change."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from attest.evaluate.authority import UNWATCHED, Authorities, Authority
from attest.evaluate.handed import NOTHING, SOURCE, Handed, handed_in
from attest.evaluate.placement import UNPLACED, Placement, Placements
from attest.model.agent import AGENT_PATHS, RegisteredAgent
from attest.model.branch import Deployment, Push, RuleSuite, SuiteResult
from attest.model.change import Basis, Change, Review, StatusCheck
from attest.model.comprehension import ComprehensionRecord
from attest.model.description import Description
from attest.model.event import Comment, Event
from attest.model.evidence import RuleRan, RunView
from attest.model.joined import Difference
from attest.model.placement import PlacementRules
from attest.model.population import BoundaryBasis, Gap, Reconciliation, RepositoryScope
from attest.model.signal import Involvement, Signal, SignalRole
from attest.model.touch import Touch

Item = TypeVar("Item")

EVIDENCING = (SignalRole.AUTHOR, SignalRole.COAUTHOR, SignalRole.ASSISTANT)
"""Roles of a signal that say AI had a part in making the change."""

Register = tuple[RegisteredAgent, ...]
"""What management declares of agents, in the order of attest.yaml."""

_PROVEN = (BoundaryBasis.PREVIOUS_RUN, BoundaryBasis.SERVER, BoundaryBasis.BRANCH_START)


@dataclass(frozen=True, slots=True)
class ChangeFacts:
    """One change with every record of it; reviews, checks and comprehension by time, then id."""

    change: Change
    involvement: Involvement | None
    signals: tuple[Signal, ...]
    reviews: tuple[Review, ...]
    checks: tuple[StatusCheck, ...]
    comprehension: tuple[ComprehensionRecord, ...]
    gaps: tuple[Gap, ...]
    """What could not be read of this change, or of its repository as a whole."""
    not_connected: frozenset[str]
    register: Register | None = None
    """The register of agents; `None` where management declares none."""
    timezone: str = "UTC"
    """Zone of the register's days."""
    outside: tuple[Touch, ...] = ()
    """Files that agents' commits touched outside the paths of an entry, whose id is the touch's kind."""
    placed: frozenset[str] = frozenset()
    """Entries of the register for whose paths the change's repository was read."""
    authority: Authority = UNWATCHED
    """Its files that decide what agents may do."""
    named: tuple[Review, ...] = ()
    """Reviews that commit messages declare; they are none of `reviews`, which the forge recorded."""
    placement: Placement = UNPLACED
    """Its risk tier, the data and systems that it reaches, and its strata."""
    description: Description | None = None
    """What its pull request's text says by its headings; `None` where none was read."""
    events: tuple[Event, ...] = ()
    """Entries of its pull request's timeline, by time, then id."""
    comments: tuple[Comment, ...] = ()
    """Comments on its lines, by the time they were published, then id."""
    handed: Handed = NOTHING
    """Rows of every file that was handed in; `handed.about(change.id)` are those that name the change."""
    bypasses: tuple[RuleSuite, ...] = ()
    """Pushes past the branch's rules that left its landed commit as the tip, by time, then id."""
    as_of: str = ""
    """The instant that the evaluation speaks for: what was not due by then is not overdue."""
    ordinals: Mapping[str, int] = field(default_factory=dict)
    """The places of all changes of the run, by id."""
    deployments: tuple[Deployment, ...] = ()
    """The forge's deployments of its landed commit, by time, then id."""


@dataclass(frozen=True, slots=True)
class RepositoryFacts:
    """One repository's population; `scope` and `reconciliation` are `None` when the run lacks them."""

    name: str
    scope: RepositoryScope | None
    reconciliation: Reconciliation | None
    changes: tuple[Change, ...]
    involvements: dict[str, Involvement]
    signals: tuple[Signal, ...]
    gaps: tuple[Gap, ...]
    rules: tuple[RuleRan, ...]
    not_connected: frozenset[str]
    pushes: tuple[Push, ...] = ()
    """What moved the branch in the period, as far as the forge remembers."""
    suites: tuple[RuleSuite, ...] = ()
    """How pushes to it fared by its rules, as far as the forge remembers."""
    differences: tuple[Difference, ...] = ()
    """Where two observations of its records do not agree."""
    observed_again: bool | None = False
    """Whether another run saw days of the period as well; `None` where one did, and of which of several
    repositories is not on record."""
    answers: int = 0
    """How many answers of sources about it were kept as received."""

    @property
    def subject(self) -> str:
        """How findings name this repository."""
        return f"repository:{self.name}"

    @property
    def tips_proven(self) -> bool:
        """Whether the tips at both bounds rest on more than dates that whoever commits can set."""
        return (
            self.scope is not None and self.scope.start.basis in _PROVEN and self.scope.end.basis in _PROVEN
        )


class Facts:
    """A run's records, indexed once."""

    def __init__(
        self,
        view: RunView,
        register: Register | None = None,
        rules: PlacementRules | None = None,
        as_of: str = "",
    ) -> None:
        """Without `as_of` the run's own holds."""
        self._as_of = as_of or view.manifest.as_of
        self._register = register
        self._placements = Placements(view, rules or PlacementRules())
        self._descriptions = {item.change: item for item in view.descriptions}
        self._timezone = view.manifest.period.timezone
        outside = (touch for touch in view.touches if touch.path_class == AGENT_PATHS)
        self._outside = _group(outside, lambda touch: touch.change, lambda touch: touch.id)
        self._placed = {
            scope.name: frozenset(item.kind for item in scope.watched if item.path_class == AGENT_PATHS)
            for scope in view.manifest.repositories
        }
        self._authorities = Authorities(view)
        self.handed = handed_in(view)
        """Rows of the files that were handed in."""
        self.not_connected = self.handed.unconnected(view.manifest.not_connected)
        """Sources that were connected for no part of the run."""
        self._view = view
        self._rules = tuple(sorted(view.manifest.rules, key=lambda rule: (rule.id, rule.version)))
        self._changes = tuple(sorted(view.changes, key=lambda change: (change.ordinal, change.id)))
        self._ordinals = {change.id: change.ordinal for change in self._changes}
        self._involvements = {item.id: item for item in view.involvements}
        self._scopes = {scope.name: scope for scope in view.manifest.repositories}
        self._reconciliations = {item.repository: item for item in view.manifest.reconciliations}
        self._signals = _group(view.signals, _by_change, lambda item: item.id)
        recorded = (item for item in view.reviews if item.basis is not Basis.DECLARED)
        declared = (item for item in view.reviews if item.basis is Basis.DECLARED)
        self._reviews = _group(recorded, _by_change, lambda item: (item.submitted_at or "", item.id))
        self._named = _group(declared, _by_change, lambda item: item.id)
        self._checks = _group(view.checks, _by_change, lambda item: (item.completed_at or "", item.id))
        self._comprehension = _group(
            view.comprehension, _by_change, lambda item: (item.recorded_at or "", item.id)
        )
        self._events = _group(view.events, _by_change, lambda item: (item.at or "", item.id))
        self._comments = _group(view.comments, _by_change, lambda item: (item.published_at or "", item.id))
        bypassed = (suite for suite in view.rule_suites if suite.result is SuiteResult.BYPASS)
        self._bypasses = _group(
            bypassed, lambda suite: suite.landed_change, lambda suite: (suite.at or "", suite.id)
        )
        self._pushes = _group(view.pushes, lambda push: push.repository, lambda push: push.id)
        self._suites = _group(view.rule_suites, lambda suite: suite.repository, lambda suite: suite.id)
        self._deployments = _group(
            view.deployments, lambda one: one.landed_change, lambda one: (one.created_at or "", one.id)
        )
        self._differences = _group(view.differences, _repository_of, lambda one: one.id)
        self._answers = Counter(one.repository for one in view.manifest.answers)
        failed = [gap for gap in view.gaps if not gap.not_connected]
        self._gaps = _group(failed, lambda gap: gap.repository, lambda gap: gap.id)
        self._gaps_by_item = _group(
            ((item, gap) for gap in failed for item in gap.affects),
            lambda pair: pair[0],
            lambda pair: pair[1].id,
        )

    @property
    def names(self) -> tuple[str, ...]:
        """Repositories in scope or with changes, in the order of the manifest, unknown ones last."""
        known = [*self._scopes, *sorted({change.repository for change in self._changes} - set(self._scopes))]
        return tuple(known)

    def changes(self) -> Iterator[ChangeFacts]:
        """Every change, oldest first within its repository."""
        wide = {name: tuple(gap for gap in gaps if not _listed(gap)) for name, gaps in self._gaps.items()}
        rows = tuple(gap for gap in self._gaps.get("", ()) if gap.source == SOURCE)
        for change in self._changes:
            named = tuple(gap for _, gap in self._gaps_by_item.get(change.id, ()))
            authority, involvement = self._authorities.of(change), self._involvements.get(change.id)
            not_connected = self._unconnected(change.id)
            yield ChangeFacts(
                change=change,
                involvement=involvement,
                signals=self._signals.get(change.id, ()),
                reviews=self._reviews.get(change.id, ()),
                checks=self._checks.get(change.id, ()),
                comprehension=self._comprehension.get(change.id, ()),
                gaps=(*named, *wide.get(change.repository, ()), *rows),
                not_connected=not_connected,
                register=self._register,
                timezone=self._timezone,
                outside=self._outside.get(change.id, ()),
                placed=self._placed.get(change.repository, frozenset()),
                authority=authority,
                handed=self.handed,
                named=self._named.get(change.id, ()),
                events=self._events.get(change.id, ()),
                comments=self._comments.get(change.id, ()),
                placement=self._placements.of(change, involvement, authority, not_connected),
                description=self._descriptions.get(change.id),
                bypasses=self._bypasses.get(change.id, ()),
                as_of=self._as_of,
                ordinals=self._ordinals,
                deployments=self._deployments.get(change.id, ()),
            )

    def _unconnected(self, change: str) -> frozenset[str]:
        if change not in self._view.unconnected:
            return self.not_connected
        return self.handed.unconnected(self._view.not_connected(change))

    def repositories(self) -> Iterator[RepositoryFacts]:
        """Every repository, in the order of `names`."""
        by_repository = _group(self._changes, lambda change: change.repository, lambda change: change.ordinal)
        for name in self.names:
            changes = by_repository.get(name, ())
            yield RepositoryFacts(
                name=name,
                scope=self._scopes.get(name),
                reconciliation=self._reconciliations.get(name),
                changes=changes,
                involvements={
                    change.id: self._involvements[change.id]
                    for change in changes
                    if change.id in self._involvements
                },
                signals=tuple(signal for change in changes for signal in self._signals.get(change.id, ())),
                gaps=self._gaps.get(name, ()),
                rules=self._rules,
                not_connected=self.not_connected.union(*(self._unconnected(one.id) for one in changes)),
                pushes=self._pushes.get(name, ()),
                suites=self._suites.get(name, ()),
                differences=self._differences.get(name, ()),
                observed_again=self._observed_again(),
                answers=self._answers[name],
            )

    def _observed_again(self) -> bool | None:
        """A run that gives no repository's population was read beside the others to be compared."""
        compared = any(not one.repositories for one in self._view.runs)
        return None if compared and len(self._scopes) > 1 else compared


def _by_change(record: Signal | Review | StatusCheck | ComprehensionRecord | Event | Comment) -> str:
    return record.change


def _repository_of(difference: Difference) -> str:
    """The start of a record's id is its repository's name, as that of a change's."""
    return (difference.change or difference.record).partition(":")[0]


def _listed(gap: Gap) -> bool:
    """Whether a gap names everything it concerns; one with more than it lists concerns its repository."""
    return bool(gap.affects) and gap.affected_count <= len(gap.affects)


def _group(
    items: Iterable[Item], key: Callable[[Item], str], order: Callable[[Item], object]
) -> dict[str, tuple[Item, ...]]:
    groups: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return {name: tuple(sorted(group, key=order)) for name, group in groups.items()}  # type: ignore[arg-type]
