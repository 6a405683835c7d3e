"""Deployments as subjects of tests: the forge's and those of a file, and which changes each brought."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from attest.evaluate.facts import ChangeFacts
from attest.evaluate.roster import slug
from attest.evaluate.run_facts import Item, RunFacts
from attest.model.branch import Deployment
from attest.model.identity import Actor, ActorKind
from attest.model.imported import Imported

DEPLOYMENTS = "deployments"
_FAILED = frozenset({"failure", "error", "waiting", "queued", "pending"})
_KINDS = {"P": ActorKind.PERSON, "robot": ActorKind.ROBOT, "agent": ActorKind.AGENT}


@dataclass(frozen=True, slots=True)
class Deployed:
    """One deployment, whoever tells of it."""

    id: str
    repository: str
    """Empty where the file names none and the run has several."""
    environment: str
    """As a slug."""
    sha: str
    at: str | None
    state: str
    deployer: str
    """Id of an actor, or empty."""
    row: Imported | None = None
    forge: Deployment | None = None

    @property
    def is_shown(self) -> bool:
        """Whether it is not shown to have failed, or to wait still."""
        return self.state not in _FAILED


@dataclass(frozen=True, slots=True)
class Origin:
    """Where what was deployed comes from."""

    known: bool
    """Whether it is a commit that landed in the period, or the same content after it had landed."""
    older: bool = False
    """Of what is not: whether it may be, or is, from before the period."""
    is_start: bool = False
    """Whether it is the tip at which the period begins."""
    brought: Sequence[ChangeFacts] = ()
    """The changes that landed since what was deployed before it to the same place, and this one."""
    change: ChangeFacts | None = None
    """The change whose landed commit it is."""


def deployments(whole: RunFacts) -> Iterator[Item]:
    """Those of the period, each by its id."""
    period = whole.view.manifest.period
    for one in whole.once(_all):
        if one.at is None or period.since <= one.at < period.until:
            yield Item(one.id, f"{one.environment}, {one.sha[:12]}", one.repository, one.at)


def deployment(item: Item, whole: RunFacts) -> Deployed:
    """The deployment that a subject is."""
    return whole.once(_by_id)[item.subject]


def is_asked_for(one: Deployed, environments: Iterable[str]) -> bool:
    """Whether a test of some environments asks for it; naming none names all."""
    named = frozenset(map(slug, environments))
    return not named or one.environment in named


def in_scope(one: Deployed, whole: RunFacts) -> bool | None:
    """Whether its repository is one of the run; `None` where it is not told."""
    return one.repository in {each.name for each in whole.repositories} if one.repository else None


def origin(one: Deployed, whole: RunFacts) -> Origin:
    """Where what was deployed comes from."""
    return whole.once(_origins)[one.id]


def kind_of(actor: str) -> ActorKind:
    """What kind of actor an id is of."""
    return _KINDS.get(actor.partition("-" if actor.startswith("P-") else ":")[0], ActorKind.UNKNOWN)


def is_among(person: str, actors: Iterable[Actor]) -> bool:
    """Whether an id is that of one of the actors, or of the person whom their accounts are joined to."""
    return any(person in (one.id, one.joined) for one in actors)


def _all(whole: RunFacts) -> Sequence[Deployed]:
    found = [
        Deployed(
            one.id, one.repository, slug(one.environment), one.sha, one.created_at, one.state,
            one.creator.joined, forge=one,
        )
        for one in whole.view.deployments
    ]  # fmt: skip
    only = whole.repositories[0].name if len(whole.repositories) == 1 else ""
    for row in whole.handed.of(DEPLOYMENTS):
        cells = row.values
        found.append(
            Deployed(
                row.id, cells.get("repository", only), slug(cells["environment"]), cells["sha"], cells["at"],
                "", row.people.get("actor", ""), row=row,
            )
        )  # fmt: skip
    return sorted(found, key=lambda one: (one.repository, one.at or "", one.id))


def _by_id(whole: RunFacts) -> Mapping[str, Deployed]:
    return {one.id: one for one in whole.once(_all)}


def _origins(whole: RunFacts) -> Mapping[str, Origin]:
    places: dict[tuple[bool, str, str], list[Deployed]] = {}
    for one in whole.once(_all):
        places.setdefault((one.row is None, one.repository, one.environment), []).append(one)
    changes: dict[str, list[ChangeFacts]] = {}
    for facts in whole.changes:
        changes.setdefault(facts.change.repository, []).append(facts)
    starts = {scope.name: scope.start.sha for scope in whole.view.manifest.repositories}
    found: dict[str, Origin] = {}
    for (_, repository, _), there in places.items():
        found.update(_of_place(there, changes.get(repository, []), starts.get(repository)))
    return found


def _of_place(
    there: Sequence[Deployed], changes: Sequence[ChangeFacts], start: str | None
) -> Iterator[tuple[str, Origin]]:
    """The deployments to one place in the order of time.

    A commit that nothing is known of may be from before the period where there was one, and it ran there
    before any commit of the period did. What failed brought nothing, so that the next try brings it.
    """
    number = {facts.change.landed_sha: place for place, facts in enumerate(changes, start=1)}
    heads = {facts.change.head_sha: place for place, facts in enumerate(changes, start=1)}
    done, old = 0, set[str]()
    for one in there:
        place = number.get(one.sha) or _landed_head(one, changes, heads.get(one.sha))
        if place is None:
            before = one.row.values.get("previous_sha", "") if one.row is not None else ""
            may_be_old = start is not None and not done and one.sha not in heads
            if may_be_old:
                old.add(one.sha)
            if start is not None and not done and before and before not in number:
                old.add(before)
            yield one.id, Origin(False, one.sha in old, start is not None and one.sha == start)
            continue
        if start is not None and not done and one.row is not None:
            old.update({one.row.values.get("previous_sha", "")} - {"", *number, *heads})
        yield one.id, Origin(True, brought=changes[done:place], change=changes[place - 1])
        if one.is_shown:
            done = max(done, place)


def _landed_head(one: Deployed, changes: Sequence[ChangeFacts], place: int | None) -> int | None:
    """The place of the change whose last revision it is, where the same content had landed by then."""
    if place is None:
        return None
    change = changes[place - 1].change
    same = change.head_tree is not None and change.head_tree == change.landed_tree
    landed = change.merged_at or change.landed_at
    return place if same and landed is not None and one.at is not None and landed <= one.at else None
