"""The steps of `attest verify`, in order. Each looks at one thing and says what it looked at."""

import hashlib
from collections.abc import Callable
from typing import NamedTuple

from attest import canonical
from attest.ledger import layout
from attest.ledger.examined import Examined
from attest.ledger.kept import answers_step
from attest.ledger.opened import check_people, open_commitments
from attest.ledger.source import Source
from attest.ledger.verification import Problems, Said, Status
from attest.model.evidence import FORMAT_VERSION, FileEntry, Manifest
from attest.model.population import BoundaryBasis
from attest.proof import checkpoint

_CHUNK = 1 << 20


def layout_step(run: Examined) -> Said:
    """Manifest and checkpoint are there, the manifest in canonical form and of a known version."""
    problems = Problems()
    for path in run.source.odd():
        problems.add("it is neither a file nor a folder; a run holds no links", path)
    if run.manifest is None:
        problems.add(run.manifest_problem, layout.MANIFEST)
    else:
        # What a run of before does not state, as a field that was added since, is no part of its form.
        stated = run.manifest.model_dump(mode="json", exclude_unset=True)
        if canonical.dumps_record(stated) != run.manifest_bytes:
            problems.add("it is not in canonical form", layout.MANIFEST)
        _check_listing(run.manifest, problems)
    if run.checkpoint_bytes is None:
        problems.add("the file is missing or cannot be read", layout.CHECKPOINT)
    return Said(f"format version {FORMAT_VERSION}, manifest in canonical form", problems)


def _check_listing(manifest: Manifest, problems: Problems) -> None:
    names = [entry.path for entry in manifest.files]
    if names != sorted(set(names)):
        problems.add("its files are not sorted by path, or one is listed twice", layout.MANIFEST)
    for name in names:
        if not layout.is_listed_path(name):
            problems.add(f"it lists a file that a run cannot hold: {name!r}", layout.MANIFEST)
    for name in sorted(layout.fixed(manifest.counts) - set(names)):
        problems.add(f"it does not list {name}", layout.MANIFEST)
    counts = {entry.path: entry.records for entry in manifest.files}
    if not layout.FIRST_KINDS <= set(manifest.counts) <= set(layout.KINDS):
        problems.add("its counts do not name every kind of record", layout.MANIFEST)
    for kind in layout.KINDS.values():
        if kind.path in counts and counts[kind.path] != manifest.counts.get(kind.name):
            problems.add(f"it counts {kind.name} in two ways", layout.MANIFEST)


def identity_step(run: Examined) -> Said:
    """The run id is the start of the manifest's digest, in the folder's name and in the checkpoint."""
    problems = Problems()
    run_id = checkpoint.run_id(run.digest)
    name = run.source.name
    named = layout.RUN_ID.fullmatch(name) is not None
    if named and name != run_id:
        problems.add(f"the folder is called {name} and its manifest gives {run_id}", layout.MANIFEST)
    if run.stated is not None and run.stated.run_id != run_id:
        problems.add(f"the checkpoint is of run {run.stated.run_id}", layout.CHECKPOINT)
    return Said(f"run {run_id}" + ("" if named else f", in a folder called {name!r}"), problems)


def files_step(run: Examined) -> Said:
    """The files are those that the manifest lists: none missing, none more."""
    problems = Problems()
    listed = {entry.path for entry in run.files()}
    for entry in run.expected():
        if entry.path not in run.paths:
            problems.add("the file is missing", entry.path)
    for path in sorted(run.paths - listed - {layout.MANIFEST, layout.CHECKPOINT}):
        problems.add("the file is not part of the run: the manifest does not list it", path)
    said = f"{len(listed):,} files as listed"
    if layout.PERSONAL in run.removed:
        said += "; the personal part was removed (a redacted run)"
        if any(path.startswith(f"{layout.RAW}/") for path in run.paths):
            said += f", but {layout.RAW}/ is here and may name people"
    if layout.RAW in run.removed:
        said += "; the sources' answers were left out"
    return Said(said, problems)


def digests_step(run: Examined) -> Said:
    """Each file has the size and SHA-256 that the manifest states."""
    problems = Problems()
    owners = {entry.sha256: entry.path for entry in run.files() if entry.size}
    total = count = 0
    for entry in run.expected():
        if entry.path not in run.paths:
            continue
        try:
            size, digest = _measure(run.source, entry.path)
        except OSError as cause:
            problems.add(f"cannot be read: {cause.strerror or cause}", entry.path)
            continue
        total += size
        count += 1
        if digest != entry.sha256 or size != entry.size:
            problems.add(_difference(entry, size, owners.get(digest)), entry.path)
    return Said(f"{count:,} files, {total:,} bytes", problems)


def _measure(source: Source, path: str) -> tuple[int, str]:
    state = hashlib.sha256()
    size = 0
    with source.open(path) as stream:
        while chunk := stream.read(_CHUNK):
            state.update(chunk)
            size += len(chunk)
    return size, state.hexdigest()


def _difference(entry: FileEntry, size: int, owner: str | None) -> str:
    if owner is not None:
        return f"it holds the content of {owner}"
    if size != entry.size:
        return f"it has {size:,} bytes and the manifest states {entry.size:,}"
    return "its SHA-256 is not the one that the manifest states"


def lines_step(run: Examined) -> Said:
    """Each line is canonical, ids are unique, the order is the kind's, the counts are the manifest's."""
    counts = run.known.counts
    text = ", ".join(f"{counts[name]:,} {name}" for name in layout.KINDS if name in counts)
    return Said(text, run.scanned.lines)


def schema_step(run: Examined) -> Said:
    """Each line is a record of its kind."""
    return Said(f"{run.scanned.tree.size:,} records", run.scanned.schema)


def personal_step(run: Examined) -> Said:
    """Each record's commitment is that of the personal text beside it."""
    problems = Problems()
    if layout.PERSONAL in run.removed:
        count = sum(len(sealed) for sealed in run.scanned.sealed.values())
        said = f"removed as a whole: {count:,} commitments stand in the records and cannot be opened here"
        return Said(said, problems, Status.ABSENT)
    opened = open_commitments(run.source, run.scanned, problems)
    people = check_people(run.source, run.scanned.facts.people, problems)
    return Said(f"{opened:,} commitments opened, {people:,} people", problems)


def checkpoint_step(run: Examined) -> Said:
    """The checkpoint states this manifest and the Merkle root over these records."""
    problems = Problems()
    root, size = run.scanned.tree.root().hex(), run.scanned.tree.size
    if run.stated is None:
        problems.add("it is not the text of a checkpoint", layout.CHECKPOINT)
        return Said("", problems)
    if run.stated.manifest != run.digest:
        problems.add("it states another manifest", layout.CHECKPOINT)
    if run.stated.size != size:
        problems.add(f"it states {run.stated.size:,} records and there are {size:,}", layout.CHECKPOINT)
    if run.stated.root != root:
        problems.add("the Merkle root over the records is not the one it states", layout.CHECKPOINT)
    return Said(f"root {root} over {size:,} records", problems)


def references_step(run: Examined) -> Said:
    """What records say of each other leads somewhere."""
    problems = run.scanned.facts.references
    for scope in run.known.repositories:
        if scope.start.basis is BoundaryBasis.PREVIOUS_RUN and run.known.previous_run is None:
            said = f"{scope.name} begins at the tip of a previous run, and none is named"
            problems.add(said, layout.MANIFEST)
    return Said("changes, commits, sources of signals and repositories", problems)


def population_step(run: Examined) -> Said:
    """Each commit of the branch is in exactly one change, and the counts of the scope follow."""
    problems = run.scanned.facts.population
    changes = sum(scope.change_count for scope in run.known.repositories)
    commits = sum(scope.commit_count for scope in run.known.repositories)
    return Said(f"{changes:,} changes, {commits:,} commits of the branches", problems)


def signature_step(run: Examined) -> Said:
    """Who vouches for the run."""
    said = "not signed: this detects accident, not forgery"
    return Said(said, Problems(), Status.ABSENT)


class Check(NamedTuple):
    """A step before it runs: its name, its title, whether it needs a manifest, and what it does."""

    id: str
    title: str
    needs_manifest: bool
    run: Callable[[Examined], Said]


CHECKS = (
    Check("layout", "Manifest and checkpoint are there and well formed", False, layout_step),
    Check("identity", "The run id is the digest of the manifest", False, identity_step),
    Check("files", "The files are exactly those of the manifest", True, files_step),
    Check("digests", "Sizes and SHA-256 are those of the manifest", True, digests_step),
    Check("lines", "Lines are canonical, unique, in order and counted", True, lines_step),
    Check("schema", "Each line is a record of its kind", True, schema_step),
    Check("personal", "Commitments open to the personal part", True, personal_step),
    Check("checkpoint", "The checkpoint states this manifest and these records", True, checkpoint_step),
    Check("references", "Records refer to records that are there", True, references_step),
    Check("population", "Each commit is in exactly one change", True, population_step),
    Check("answers", "Answers kept as received are those that were asked for", True, answers_step),
    Check("signature", "Signature", False, signature_step),
)
