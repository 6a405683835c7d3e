"""The changes of several runs in the order of one: each once, renumbered, and which run gives it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from attest.ledger.joined.losing import Loss, losses
from attest.ledger.joined.observing import told
from attest.ledger.joined.opening import Opened
from attest.ledger.joined.people import People
from attest.ledger.joined.rewriting import with_actors
from attest.model.change import Change
from attest.model.joined import Chain, Difference, DifferenceKind, Selection


@dataclass
class Population:
    """The changes of all branches, in order."""

    changes: tuple[Change, ...] = ()
    owners: dict[str, str] = field(default_factory=dict)
    """By change: the run that gives it, with all that is not a source's memory."""
    differences: list[Difference] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    """Changes that runs of the same days do not both hold."""

    def of(self, repository: str) -> tuple[Change, ...]:
        """Those of one repository, oldest first."""
        return tuple(change for change in self.changes if change.repository == repository)


def populate(selection: Selection, runs: Mapping[str, Opened], people: People) -> Population:
    """The changes of each chain's parts. One that two parts hold counts in the first.

    A change whose last revision a part could not read any more, and an earlier observer could, is given by
    the observer.
    """
    found = Population()
    changes: list[Change] = []
    for chain in selection.chains:
        own = _parts(chain, runs, found)
        _recover(chain, selection.order, runs, own, found)
        if chain.parts:
            found.losses += losses(chain, selection.order, runs, own, found.owners)
        changes += [
            with_actors(change.model_copy(update={"ordinal": ordinal}), people.actor)
            for ordinal, change in enumerate(own.values())
        ]
    found.changes = tuple(changes)
    found.differences += (loss.difference for loss in found.losses)
    return found


def _parts(chain: Chain, runs: Mapping[str, Opened], found: Population) -> dict[str, Change]:
    own: dict[str, Change] = {}
    for run in chain.parts:
        for change in runs[run].records("changes", Change):
            if change.repository != chain.repository:
                continue
            if change.id in own:
                holders = (found.owners[change.id], run)
                found.differences.append(told("changes", change, DifferenceKind.REPEATED, holders))
                continue
            own[change.id] = change
            found.owners[change.id] = run
    return own


def _recover(
    chain: Chain,
    order: tuple[str, ...],
    runs: Mapping[str, Opened],
    own: dict[str, Change],
    found: Population,
) -> None:
    """Take from observers what could not be read any more when the parts were collected."""
    places = {run: place for place, run in enumerate(order)}
    for run in chain.observers:
        for change in runs[run].records("changes", Change):
            mine = own.get(change.id)
            if mine is None or mine.head_tree is not None or change.head_tree is None:
                continue
            owner = found.owners[change.id]
            if places[run] < places[owner]:
                fields = (f"head_tree: {change.head_tree[:12]}, then not recorded",)
                found.differences.append(told("changes", change, DifferenceKind.GONE, (run, owner), fields))
                own[change.id] = change
                found.owners[change.id] = run
