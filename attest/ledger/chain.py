"""Holds runs against the runs that they say they follow: each must begin where that one ended."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from attest.ledger import layout
from attest.ledger.verification import Missing, Problems, Said, Status
from attest.model.evidence import Manifest
from attest.model.population import Boundary, BoundaryBasis
from attest.proof import checkpoint


class Link(NamedTuple):
    """What the chain needs of a run, of which there may be many."""

    where: str
    digest: str
    previous: str | None
    since: str
    until: str
    starts: Mapping[str, Boundary]
    """By repository, those that rest on the run before."""
    ends: Mapping[str, str | None]


def link(where: str, digest: str, manifest: Manifest) -> Link:
    """The link that a run is in a chain."""
    scopes = manifest.repositories
    starts = {item.name: item.start for item in scopes if item.start.basis is BoundaryBasis.PREVIOUS_RUN}
    ends = {item.name: item.end.sha for item in scopes}
    return Link(
        where, digest, manifest.previous_run, manifest.period.since, manifest.period.until, starts, ends
    )


def missing(links: Iterable[Link]) -> tuple[Missing, ...]:
    """The runs that follow a run which is not among these, sorted and each once."""
    every = list(links)
    held = {item.digest for item in every}
    found = {
        (checkpoint.run_id(item.digest), item.previous)
        for item in every
        if item.previous is not None and item.previous not in held
    }
    return tuple(Missing(run_id=run_id, previous_run=previous) for run_id, previous in sorted(found))


def check_chain(links: Sequence[Link]) -> Said:
    """Each run begins at the instant and at the tips at which the run before it ended."""
    problems = Problems()
    held = {item.digest: item for item in links}
    following = [item for item in links if item.previous is not None]
    seen = 0
    for item in following:
        before = held.get(item.previous or "")
        if before is not None:
            seen += 1
            _compare(item, before, problems)
    said = f"{seen:,} of {len(links):,} runs follow a run that is here"
    absent = [f"{one.run_id} follows {one.previous_run[:16]}" for one in missing(links)]
    if absent:
        said += f"; not here: {', '.join(absent)}"
    return Said(said, problems, None if seen else Status.ABSENT)


def _compare(item: Link, before: Link, problems: Problems) -> None:
    name, place = checkpoint.run_id(before.digest), f"{item.where}/{layout.MANIFEST}"
    if before.until != item.since:
        problems.add(
            f"it begins at {item.since}, and the run before it, {name}, ended at {before.until}", place
        )
    for repository, start in sorted(item.starts.items()):
        if before.ends.get(repository) != start.sha:
            problems.add(f"{repository} begins at another tip than the one at which {name} ended", place)
