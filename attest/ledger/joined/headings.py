"""The manifest of several runs read as one: what each states, brought together, and what does not agree."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from attest.ledger.joined.opening import Opened
from attest.ledger.joined.populating import Population
from attest.ledger.joined.scopes import Part, join_scope, unwatched
from attest.ledger.joined.ties import join_ties
from attest.model.evidence import FORMAT_VERSION, FileEntry, Manifest, RuleOverridden, RuleRan
from attest.model.imported import ImportedFile
from attest.model.joined import Chain, Hole, Selection
from attest.model.population import Gap, Reconciliation, RepositoryScope

_NAMED = 6
_CONFIG = "config/attest.yaml"


def parts_of(chain: Chain, runs: Mapping[str, Opened]) -> tuple[Part, ...]:
    """What each run of a chain says of its branch, in order."""
    return tuple(_part(runs[run], chain.repository) for run in chain.parts)


def _part(run: Opened, repository: str) -> Part:
    manifest = run.manifest
    scope = next(item for item in manifest.repositories if item.name == repository)
    tie = next((item for item in manifest.reconciliations if item.repository == repository), None)
    if tie is None:
        tie = Reconciliation(
            repository=repository,
            first_source="git",
            second_source="",
            counts=(),
            difference=0,
            unmatched_here=(),
            unmatched_there=(),
        )
    return Part(run.run_id, manifest.period, scope, tie)


def join_branch(
    chain: Chain, runs: Mapping[str, Opened], population: Population, commits: int
) -> tuple[RepositoryScope, Reconciliation]:
    """Scope and reconciliation of one branch over the whole period."""
    parts, changes = parts_of(chain, runs), population.of(chain.repository)
    scope = join_scope(parts, changes, commits)
    return scope, join_ties(parts, changes, population.owners, scope)


def join_manifest(
    selection: Selection,
    runs: Sequence[Opened],
    branches: Sequence[tuple[RepositoryScope, Reconciliation]],
    counts: Mapping[str, int],
) -> Manifest:
    """The manifest that stands for all of them; `runs` are those that give changes, the last one last.

    What steered the last run steers the whole: its configuration is that of the end of the period.
    """
    manifests = [run.manifest for run in runs]
    last = manifests[-1]
    unread = [manifest.not_connected for manifest in manifests]
    forges = dict.fromkeys(manifest.forge for manifest in manifests)
    return Manifest(
        format_version=FORMAT_VERSION,
        tool_version=_joined(manifest.tool_version for manifest in manifests),
        git_version=_joined(manifest.git_version for manifest in manifests),
        entity=last.entity,
        system=last.system,
        operator=_joined(manifest.operator for manifest in manifests),
        period=selection.period,
        as_of=last.as_of,
        as_of_basis=last.as_of_basis,
        forge="+".join(forges),
        repositories=tuple(scope for scope, _ in branches),
        reconciliations=tuple(tie for _, tie in branches),
        sources=tuple(sorted({source for manifest in manifests for source in manifest.sources})),
        not_connected=tuple(source for source in last.not_connected if all(source in one for one in unread)),
        config_origin=last.config_origin,
        rules=_rules(manifests),
        overridden=_overridden(manifests),
        counts=dict(counts),
        files=tuple(_files(runs)),
        previous_run=manifests[0].previous_run if len(selection.chains) == 1 else None,
        imports=tuple(_imports(manifests)),
    )


def _imports(manifests: Iterable[Manifest]) -> Iterator[ImportedFile]:
    """Every file that any run was handed, once, under the name that it had first."""
    found: dict[tuple[str, str], ImportedFile] = {}
    for one in (one for manifest in manifests for one in manifest.imports):
        found.setdefault((one.kind, one.sha256), one)
    yield from found.values()


def _joined(texts: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(text for text in texts if text))


def _rules(manifests: Iterable[Manifest]) -> tuple[RuleRan, ...]:
    """Every rule that ran in any run, as first named."""
    return tuple(dict.fromkeys(rule for manifest in manifests for rule in manifest.rules))


def _overridden(manifests: Iterable[Manifest]) -> tuple[RuleOverridden, ...]:
    """Every built-in rule that did not run as it stands in any run."""
    found = dict.fromkeys(rule for manifest in manifests for rule in manifest.overridden)
    return tuple(sorted(found, key=lambda rule: (rule.id, rule.origin)))


def _files(runs: Sequence[Opened]) -> Iterator[FileEntry]:
    for run in runs:
        for entry in run.manifest.files:
            yield entry.model_copy(update={"path": f"{run.run_id}/{entry.path}"})


def shortcomings(selection: Selection, runs: Mapping[str, Opened]) -> Iterator[Gap]:
    """What stands between these runs and one run of the whole period."""
    for chain in selection.chains:
        for number, hole in enumerate(chain.holes, 1):
            yield _not_covered(hole, number)
        yield from _broken(chain, runs)
        parts = parts_of(chain, runs)
        if parts and (kinds := unwatched(parts)):
            yield _gap(
                "watched-in-part",
                chain.repository,
                f"not every run looked for all of these kinds of files: {_named(kinds)}",
                "what a run that did not look may hold is not listed, and tests that rest on it stay open",
            )
    yield from _unlike(selection, runs)


def _not_covered(hole: Hole, number: int) -> Gap:
    return _gap(
        "period-not-covered",
        hole.repository,
        f"no run covers {hole.since} <= t < {hole.until} on the branch {hole.branch!a}",
        "no change that landed then is in this population",
        number,
    )


def _broken(chain: Chain, runs: Mapping[str, Opened]) -> Iterator[Gap]:
    parts = parts_of(chain, runs)
    number = 0
    for before, after in pairwise(parts):
        ended, begins = before.scope.end.sha, after.scope.start.sha
        if before.period.until == after.period.since and ended != begins:
            number += 1
            yield _gap(
                "runs-not-contiguous",
                chain.repository,
                f"run {before.run} ended at the tip {_tip(ended)} and run {after.run}, which comes next, "
                f"begins at {_tip(begins)}",
                "history was rewritten between the two, or was read from another copy: a change near that "
                "instant may be in both runs under two ids, or in neither",
                number,
            )


def _tip(sha: str | None) -> str:
    return sha[:12] if sha else "before the first commit"


def _unlike(selection: Selection, runs: Mapping[str, Opened]) -> Iterator[Gap]:
    """What the runs of one period do not agree on, where it can show in the figures."""
    used = [runs[run] for run in dict.fromkeys(run for chain in selection.chains for run in chain.parts)]
    if not used:
        return
    sources = sorted({source for run in used for source in run.manifest.not_connected})
    for number, source in enumerate(sources, 1):
        without = [run.run_id for run in used if source in run.manifest.not_connected]
        if len(without) < len(used):
            yield _gap(
                "source-connected-in-part",
                "",
                f"{source}: not connected when {len(without)} of {len(used)} runs were collected: "
                f"{_named(without)}",
                "for the changes of these runs, tests that need it are indeterminate",
                number,
            ).model_copy(update={"not_connected": True})
    if len({_digest(run) for run in used}) > 1:
        yield _gap(
            "configuration-changed",
            "",
            "the runs were collected under different versions of attest.yaml",
            "the last version is held against the whole period; who counts as whom, and which files an agent "
            "may touch, was decided under the version of each run",
        )
    if len({frozenset(run.manifest.rules) for run in used}) > 1:
        yield _gap(
            "rules-changed",
            "",
            "the runs were collected with different detection rules or versions of them",
            "a trace that only later rules find is not in the earlier runs; collect those again to have it",
        )


def _digest(run: Opened) -> str:
    return next((entry.sha256 for entry in run.manifest.files if entry.path == _CONFIG), "")


def _named(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _gap(kind: str, repository: str, what: str, effect: str, number: int = 1) -> Gap:
    stem = f"gap:{repository}:store:{kind}"
    return Gap(
        id=stem if number == 1 else f"{stem}:{number}",
        source="store",
        kind=kind,
        repository=repository,
        what=what,
        effect=effect,
    )
