"""The view of several runs: what evaluation and report read, as if one run had covered the period."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from attest import canonical
from attest.ledger.joined.gaps import merge_gaps
from attest.ledger.joined.headings import join_branch, join_manifest, parts_of, shortcomings
from attest.ledger.joined.joining import Joiner
from attest.ledger.joined.losing import loss_gaps
from attest.ledger.joined.opening import Opened, open_run
from attest.ledger.joined.people import People, Tie
from attest.ledger.joined.populating import populate
from attest.ledger.layout import KINDS
from attest.ledger.read import printed_names
from attest.ledger.source import Source
from attest.model.collected import PersonalEntry
from attest.model.commit import Commit
from attest.model.coverage import Coverage, CoverageKind, SeenChange
from attest.model.evidence import Manifest, RunView
from attest.model.joined import Difference, JoinedRun, Selection
from attest.model.population import Gap
from attest.model.signal import AiState
from attest.proof import checkpoint, merkle

Recount = Callable[[Sequence[Coverage], Sequence[SeenChange]], tuple[Coverage, ...]]
"""Holds the coverage basis of one repository against more changes than it was made with."""

_APART = ("changes", "commits", "coverage", "gaps")
_OF_THE_JOINT = frozenset({"previous-run-early", "previous-run-several", "stored-run-unreadable"})
"""Doubts about where a run begins, which the run before settles when it is here and its tip is the same."""


class JoinedRuns:
    """Several runs as one. Every file that is read is held against its manifest.

    Raises:
        CollectionError: A run cannot be read.
        IntegrityError: A run is not what it claims to be.
    """

    def __init__(
        self,
        selection: Selection,
        sources: Mapping[str, Source],
        *,
        ties: Callable[[Callable[[str], bytes | None]], Sequence[Tie]],
        recount: Recount,
    ) -> None:
        self.selection = selection
        self._runs = {run: open_run(sources[run]) for run in selection.order}
        self._recount = recount
        giving = [run for run in self._by_period() if self._is_part(run)]
        self._last = self._runs[giving[-1]]
        self._people = People([self._runs[run] for run in self._by_period()], ties(self.config))
        self._population = populate(selection, self._runs, self._people)
        self._joiner = Joiner(selection, self._runs, self._people, self._population)
        self._giving = [self._runs[run] for run in giving]

    def config(self, name: str) -> bytes | None:
        """A file that steered the last run of the period."""
        return self._last.config(name)

    def commits(self, holding: Sequence[bytes] = ()) -> Iterator[Commit]:
        """The commits, one at a time."""
        return self._joiner.commits(holding)

    def personal(self, kind: str) -> Iterator[PersonalEntry]:
        """The personal entries of a kind, run after run."""
        return self._joiner.personal(kind)

    @cached_property
    def manifest(self) -> bytes:
        """The manifest that stands for all runs, in canonical form."""
        return canonical.dumps(self.view.manifest.model_dump(mode="json"))

    @cached_property
    def view(self) -> RunView:
        """What may be read of them."""
        fields: dict[str, Any] = {"changes": self._population.changes}
        for name, kind in KINDS.items():
            if name not in _APART and name.replace("-", "_") in RunView.model_fields:
                fields[name.replace("-", "_")] = self._joiner.records(kind)
        fields["coverage"] = self._coverage(fields["involvements"])
        fields["gaps"] = self._gaps()
        return self._viewed(fields)

    def _viewed(self, fields: dict[str, Any]) -> RunView:
        manifest = self._manifest(fields)
        digest = canonical.sha256(canonical.dumps(manifest.model_dump(mode="json")))
        differences: dict[str, Difference] = {item.id: item for item in self._joiner.differences}
        return RunView(
            run_id=checkpoint.run_id(digest),
            manifest=manifest,
            manifest_digest=digest,
            root=self._root(),
            signed=False,
            people=printed_names(self._people.people),
            titles=self._texts("changes", "title"),
            matched=self._texts("signals", "matched"),
            runs=tuple(map(self._listed, self._by_period())),
            differences=tuple(differences.values()),
            unconnected=self._unconnected(manifest),
            **fields,
        )

    def _manifest(self, fields: Mapping[str, Sequence[object]]) -> Manifest:
        counts = {name: len(fields.get(name.replace("-", "_"), ())) for name in KINDS}
        counts["commits"] = sum(1 for _ in self.commits())
        commits = self._commit_counts()
        branches = [
            join_branch(chain, self._runs, self._population, commits[chain.repository])
            for chain in self.selection.chains
        ]
        return join_manifest(self.selection, self._giving, branches, counts)

    def _commit_counts(self) -> dict[str, int]:
        """Landed and brought-in commits by repository, as the changes state them."""
        found = {chain.repository: 0 for chain in self.selection.chains}
        for change in self._population.changes:
            found[change.repository] += change.commit_count
        return found

    def _gaps(self) -> tuple[Gap, ...]:
        own = [gap for run in self._giving for gap in run.records("gaps", Gap) if self._holds(gap, run)]
        lost = loss_gaps(self._population.losses)
        return merge_gaps([*own, *shortcomings(self.selection, self._runs), *self._people.gaps(), *lost])

    def _holds(self, gap: Gap, run: Opened) -> bool:
        """Whether a Gap of one run is one of the whole period, too."""
        chains = [chain for chain in self.selection.chains if run.run_id in chain.parts]
        names = {chain.repository for chain in chains}
        if gap.repository and gap.repository not in names:
            return False
        if gap.source == "coverage":
            # The basis is read at the end of the period: what an earlier month could not read is past.
            return any(
                chain.parts[-1] == run.run_id for chain in chains if chain.repository == gap.repository
            )
        if gap.kind in _OF_THE_JOINT:
            return not all(self._meets(chain.parts, run) for chain in chains)
        return True

    def _meets(self, parts: Sequence[str], run: Opened) -> bool:
        """Whether a run follows one that is here, and begins at the tip at which that one ended."""
        place = parts.index(run.run_id)
        return place > 0 and run.manifest.previous_run == self._runs[parts[place - 1]].digest

    def _coverage(self, involvements: Sequence[Any]) -> tuple[Coverage, ...]:
        """What the last run of each branch found, held against all changes; and all that was handed in."""
        tools = {item.id: item.tools for item in involvements if item.state is AiState.AI_EVIDENCED}
        found: list[Coverage] = []
        for chain in self.selection.chains:
            last = parts_of(chain, self._runs)[-1].run
            own = [
                record
                for record in self._runs[last].records("coverage", Coverage)
                if record.repository == chain.repository
            ]
            changes = [
                SeenChange(change.landed_at, tools.get(change.id, ()))
                for change in self._population.of(chain.repository)
            ]
            found += self._recount(own, changes)
        handed_in = [
            record
            for run in self._giving
            for record in run.records("coverage", Coverage)
            if not record.repository
        ]
        return tuple(sorted((*found, *_numbered(_imports_once(handed_in))), key=lambda record: record.id))

    def _unconnected(self, manifest: Manifest) -> dict[str, tuple[str, ...]]:
        partly = sorted(
            {source for run in self._giving for source in run.manifest.not_connected}
            - set(manifest.not_connected)
        )
        found = {
            change.id: tuple(source for source in partly if not self._joiner.connected(source, change.id))
            for change in (self._population.changes if partly else ())
        }
        return {change: sources for change, sources in found.items() if sources}

    def _texts(self, kind: str, field: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for entry in self.personal(kind):
            if field in entry.fields:
                found.setdefault(entry.id, entry.fields[field])
        return found

    def _listed(self, run: str) -> JoinedRun:
        opened = self._runs[run]
        return JoinedRun(
            run_id=run,
            manifest_digest=opened.digest,
            root=opened.checkpoint.root,
            size=opened.checkpoint.size,
            period=opened.manifest.period,
            as_of=opened.manifest.as_of,
            tool_version=opened.manifest.tool_version,
            repositories=tuple(
                sorted(chain.repository for chain in self.selection.chains if run in chain.parts)
            ),
            redacted=opened.redacted,
        )

    def _root(self) -> str:
        """The RFC 6962 root over the checkpoints, in the order in which the runs are listed."""
        return merkle.root(checkpoint.write(self._runs[run].checkpoint) for run in self._by_period()).hex()

    def _is_part(self, run: str) -> bool:
        return any(run in chain.parts for chain in self.selection.chains)

    def _by_period(self) -> list[str]:
        """Every run by its period, those that give changes before those that were only compared."""
        manifests = {run: opened.manifest for run, opened in self._runs.items()}
        return sorted(
            manifests,
            key=lambda run: (
                not self._is_part(run),
                manifests[run].period.until,
                manifests[run].as_of,
                run,
            ),
        )


def _imports_once(records: Iterable[Coverage]) -> Iterator[Coverage]:
    """The records without those of an imported file that another run was handed as well."""
    seen: set[tuple[str, str]] = set()
    for record in records:
        place = (record.rule, record.setting)
        if record.kind is not CoverageKind.IMPORT or place not in seen:
            yield record
        seen.add(place)


def _numbered(records: Iterable[Coverage]) -> Iterator[Coverage]:
    """The records, each with an id of its own: every run numbers what it was handed from nought."""
    seen: set[str] = set()
    for record in records:
        stem, _, digits = record.id.rpartition(":")
        number = int(digits) if digits.isdigit() else 0
        while f"{stem}:{number:02}" in seen:
            number += 1
        seen.add(f"{stem}:{number:02}")
        yield record.model_copy(update={"id": f"{stem}:{number:02}"})
