"""Finds the run that a new one follows: of the same scope, and ended where the new one begins.

Several may qualify, as when a period was collected again. The rule is fixed, so that equal stores give
equal runs: the newest as-of; of those the one with most changes; of those the highest digest.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from attest.errors import AttestError
from attest.ledger import layout
from attest.ledger.read import read_small
from attest.ledger.source import run_folder
from attest.ledger.store import StoredRun, read_store
from attest.model.population import Gap, RepositoryScope
from attest.proof import checkpoint

_NAMED = 10


class Branch(NamedTuple):
    """A release branch in scope; `remote` is the forge's `owner/name`, empty where it is not known."""

    repository: str
    remote: str
    branch: str


@dataclass(frozen=True, slots=True)
class Previous:
    """The run before, if the store holds one: its digest, and by repository the tips it ended at.

    A tip is empty where that run found no commit on the branch.
    """

    digest: str | None = None
    tips: Mapping[str, str] = field(default_factory=dict)
    gaps: tuple[Gap, ...] = ()


def find_previous(store: Path, scope: Sequence[Branch], since: str) -> Previous:
    """The run of exactly these branches whose period ended at an instant.

    A folder that is named like a run and cannot be read as one may have been it, and is a Gap.

    Raises:
        CollectionError: The store cannot be read.
    """
    if not store.is_dir():
        return Previous()
    runs, unreadable = read_store(store)
    faults = set(unreadable)
    found: list[StoredRun] = []
    for run in runs:
        if not _is_sealed(run):
            faults.add(run.run_id)
        elif run.manifest.period.until == since and _is_same(scope, run.manifest.repositories):
            found.append(run)
    gaps = [_unreadable(sorted(faults))] if faults else []
    if not found:
        return Previous(gaps=tuple(gaps))
    chosen = max(found, key=_rank)
    gaps.extend(_doubts(chosen, found))
    return Previous(chosen.digest, _tips(chosen), tuple(gaps))


def _is_sealed(run: StoredRun) -> bool:
    """Whether the manifest is the one that the folder's name and the checkpoint state."""
    try:
        stated = checkpoint.read(read_small(run_folder(Path(run.path)), layout.CHECKPOINT))
    except AttestError:
        return False
    return stated is not None and stated.manifest == run.digest and stated.run_id == run.run_id


def _is_same(scope: Sequence[Branch], repositories: Sequence[RepositoryScope]) -> bool:
    """Whether these are the same branches; a remote that only one side knows is no difference."""
    stated = {item.name: item for item in repositories}
    return len(scope) == len(stated) and all(
        item.repository in stated
        and stated[item.repository].branch == item.branch
        and _agree(stated[item.repository].remote, item.remote)
        for item in scope
    )


def _agree(one: str, other: str) -> bool:
    return not one or not other or one.casefold() == other.casefold()


def _rank(run: StoredRun) -> tuple[str, int, str]:
    changes = sum(scope.change_count for scope in run.manifest.repositories)
    return run.manifest.as_of, changes, run.digest


def _tips(run: StoredRun) -> dict[str, str]:
    return {scope.name: scope.end.sha or "" for scope in run.manifest.repositories}


def _doubts(chosen: StoredRun, found: Sequence[StoredRun]) -> Iterator[Gap]:
    """What a reader should know before relying on the run before."""
    manifest = chosen.manifest
    if manifest.as_of < manifest.period.until:
        yield _gap(
            "previous-run-early",
            f"the previous run, {chosen.run_id}, speaks for {manifest.as_of}, before its period ended",
            "what landed after it was collected and before this period began is counted in this run",
        )
    others = sorted(run.run_id for run in found if _tips(run) != _tips(chosen))
    if others:
        yield _gap(
            "previous-run-several",
            f"runs of the period before end at other tips than {chosen.run_id}, which this run follows: "
            + _listed(others),
            "a change near the start of the period may be in this run and in one of those",
        )


def _unreadable(names: Sequence[str]) -> Gap:
    return _gap(
        "stored-run-unreadable",
        f"the store holds what is named like runs and cannot be read as what was sealed: {_listed(names)}",
        "whether one of them is the run before this one is not known",
    )


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _gap(kind: str, what: str, effect: str) -> Gap:
    return Gap(id=f"gap::store:{kind}", source="store", kind=kind, repository="", what=what, effect=effect)
