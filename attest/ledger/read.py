"""Reads a run back: what evaluation and report may know, from files whose digests are right."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from attest import canonical
from attest.errors import CollectionError, IntegrityError
from attest.ledger import layout
from attest.ledger.layout import KINDS, PEOPLE
from attest.ledger.lines import LINE_LIMIT, PersonalLine
from attest.ledger.source import Source, reading_faults, run_folder
from attest.model.base import Record
from attest.model.branch import AgentTask, BranchRule, Deployment, Permission, Push, RuleSuite
from attest.model.change import Change, Review, StatusCheck
from attest.model.collected import PersonalEntry
from attest.model.commit import CodeMetrics
from attest.model.comprehension import ComprehensionRecord
from attest.model.coverage import Coverage
from attest.model.description import Description
from attest.model.event import Comment, Event
from attest.model.evidence import FORMAT_VERSION, FileEntry, Manifest, RunView
from attest.model.identity import Person
from attest.model.imported import Imported
from attest.model.line_record import LineRecord
from attest.model.population import Gap
from attest.model.signal import Involvement, Signal
from attest.model.touch import Touch
from attest.proof import checkpoint

AnyRecord = TypeVar("AnyRecord", bound=Record)

_VERIFY = "see with `attest verify` what is wrong, and use an intact copy"
_MANIFEST_LIMIT = 64 << 20


def load(path: Path) -> RunView:
    """The run in a folder, with names, titles and matched text where the personal part is present.

    Checks the digest of every file it reads, not the laws between them: that is `verify`.

    Raises:
        UsageError: There is no run there.
        CollectionError: It cannot be read, or has another format version.
        IntegrityError: A file is not what the manifest says.
    """
    source = run_folder(path)
    manifest, digest = read_manifest(source)
    stated = checkpoint.read(read_small(source, layout.CHECKPOINT))
    if stated is None or stated.manifest != digest:
        raise IntegrityError(
            "the checkpoint does not belong to the manifest",
            where=f"{source.where}/{layout.CHECKPOINT}",
            hint=_VERIFY,
        )
    people = lines_of(source, manifest, layout.personal_path(PEOPLE), Person)
    return RunView(
        run_id=stated.run_id,
        manifest=manifest,
        manifest_digest=digest,
        root=stated.root,
        signed=False,
        changes=_all(source, manifest, "changes", Change),
        involvements=_all(source, manifest, "involvements", Involvement),
        signals=_all(source, manifest, "signals", Signal),
        reviews=_all(source, manifest, "reviews", Review),
        checks=_all(source, manifest, "checks", StatusCheck),
        comprehension=_all(source, manifest, "comprehension", ComprehensionRecord),
        metrics=_all(source, manifest, "metrics", CodeMetrics),
        gaps=_all(source, manifest, "gaps", Gap),
        people=printed_names(tuple(people)),
        titles=_texts(source, manifest, "changes", "title"),
        matched=_texts(source, manifest, "signals", "matched"),
        events=_all(source, manifest, "events", Event),
        comments=_all(source, manifest, "comments", Comment),
        pushes=_all(source, manifest, "pushes", Push),
        branch_rules=_all(source, manifest, "branch-rules", BranchRule),
        rule_suites=_all(source, manifest, "rule-suites", RuleSuite),
        deployments=_all(source, manifest, "deployments", Deployment),
        permissions=_all(source, manifest, "permissions", Permission),
        agent_tasks=_all(source, manifest, "agent-tasks", AgentTask),
        touches=_all(source, manifest, "touches", Touch),
        line_records=_all(source, manifest, "line-records", LineRecord),
        coverage=_all(source, manifest, "coverage", Coverage),
        descriptions=_all(source, manifest, "descriptions", Description),
        imported=_all(source, manifest, "imported", Imported),
    )


def manifest_of(path: Path) -> Manifest:
    """The manifest of the run in a folder.

    Raises:
        AttestError: As `load`.
    """
    return read_manifest(run_folder(path))[0]


def iter_records(
    path: Path, kind: str, model: type[AnyRecord], holding: Sequence[bytes] = ()
) -> Iterator[AnyRecord]:
    """The records of one kind, in the run's order, one at a time.

    With `holding`, only those whose line holds one of these texts are read; the others pass by unexamined.

    Raises:
        AttestError: As `load`; a wrong digest is told after the last record.
    """
    source = run_folder(path)
    yield from lines_of(source, read_manifest(source)[0], KINDS[kind].path, model, holding)


def iter_personal(path: Path, kind: str) -> Iterator[PersonalEntry]:
    """The personal entries of one kind, in the run's order; none when the run is redacted.

    Raises:
        AttestError: As `iter_records`.
    """
    source = run_folder(path)
    for line in lines_of(source, read_manifest(source)[0], layout.personal_path(kind), PersonalLine):
        yield PersonalEntry(line.id, line.salt, line.fields)


def read_config(path: Path, name: str) -> bytes | None:
    """A file that steered the run, as the manifest lists it under `config/`; `None` when it lists none.

    Raises:
        AttestError: As `load`. A file that is there and not listed is refused too.
    """
    source = run_folder(path)
    return read_config_of(source, read_manifest(source)[0], name)


def read_config_of(source: Source, manifest: Manifest, name: str) -> bytes | None:
    """As `read_config`, of a run whose manifest was read.

    Raises:
        AttestError: As `read_config`.
    """
    place = f"{layout.CONFIG}/{name}"
    entry = _entry(manifest, place)
    if entry is None and place not in source.paths():
        return None
    data = read_small(source, place) if place in source.paths() else b""
    if entry is None or canonical.sha256(data) != entry.sha256:
        raise IntegrityError(
            "the file is not the one the manifest names", where=f"{source.where}/{place}", hint=_VERIFY
        )
    return data


def read_manifest(source: Source) -> tuple[Manifest, str]:
    """The manifest and its digest.

    Raises:
        CollectionError: It cannot be read, or has another format version.
        IntegrityError: It is not a manifest.
    """
    where = f"{source.where}/{layout.MANIFEST}"
    data = read_small(source, layout.MANIFEST)
    version = format_version(data)
    if version is not None and version != FORMAT_VERSION:
        raise CollectionError(
            f"the run has format version {version}; this attest reads version {FORMAT_VERSION}",
            where=where,
            hint="use the version of attest that the run names as tool_version, or a newer one",
        )
    try:
        return Manifest.model_validate_json(data), canonical.sha256(data)
    except ValidationError as cause:
        raise IntegrityError("this is not a manifest of a run", where=where, hint=_VERIFY) from cause


def format_version(data: bytes) -> int | None:
    """The format version that a manifest states, `None` when it states none."""
    try:
        stated = json.loads(data)
    except (ValueError, RecursionError):
        return None
    version = stated.get("format_version") if isinstance(stated, dict) else None
    return version if type(version) is int else None


def read_small(source: Source, path: str) -> bytes:
    """A file that belongs in memory: manifest, checkpoint or configuration.

    Raises:
        CollectionError: It cannot be read, or is far larger than such a file is.
    """
    where = f"{source.where}/{path}"
    with reading_faults(where), source.open(path) as stream:
        data = stream.read(_MANIFEST_LIMIT + 1)
    if len(data) > _MANIFEST_LIMIT:
        raise CollectionError("the file is far too large", where=where, hint=_VERIFY)
    return data


def printed_names(people: tuple[Person, ...]) -> dict[str, str]:
    """Pseudonym to the name that print uses: the first name, and what tells namesakes apart."""
    firsts = [_first(person.names, person.logins, person.addresses, (person.id,)) for person in people]
    bearers = Counter(firsts)
    return {
        person.id: name
        if bearers[name] == 1
        else f"{name} ({_first(person.logins, person.addresses, (person.id,))})"
        for person, name in zip(people, firsts, strict=True)
    }


def _first(*choices: tuple[str, ...]) -> str:
    return next(text for choice in choices for text in choice if text)


def _all(source: Source, manifest: Manifest, kind: str, model: type[AnyRecord]) -> tuple[AnyRecord, ...]:
    return tuple(lines_of(source, manifest, KINDS[kind].path, model))


def _texts(source: Source, manifest: Manifest, kind: str, field: str) -> dict[str, str]:
    entries = lines_of(source, manifest, layout.personal_path(kind), PersonalLine)
    return {entry.id: entry.fields[field] for entry in entries if field in entry.fields}


def lines_of(
    source: Source, manifest: Manifest, path: str, model: type[AnyRecord], holding: Sequence[bytes] = ()
) -> Iterator[AnyRecord]:
    """What the lines of one file state, one at a time.

    Nothing of a personal file of a redacted run, nor of a kind that came after the run.

    Raises:
        AttestError: As `load`; a wrong digest is told after the last line.
    """
    if path.startswith(f"{layout.PERSONAL}/") and is_redacted(source):
        return
    if path in layout.FIXED - layout.fixed(manifest.counts):
        return
    where = f"{source.where}/{path}"
    state = hashlib.sha256()
    with reading_faults(where), source.open(path) as stream:
        number = 0
        while line := stream.readline(LINE_LIMIT):
            number += 1
            state.update(line)
            if holding and not any(text in line for text in holding):
                continue
            try:
                yield model.model_validate_json(line)
            except ValidationError as cause:
                raise IntegrityError(
                    "this line is not a record of its kind", where=f"{where}:{number}", hint=_VERIFY
                ) from cause
    entry = _entry(manifest, path)
    if entry is None or entry.sha256 != state.hexdigest():
        raise IntegrityError("the file is not the one the manifest names", where=where, hint=_VERIFY)


def is_redacted(source: Source) -> bool:
    """Whether the personal part has been removed as a whole."""
    return not any(path.startswith(f"{layout.PERSONAL}/") for path in source.paths())


def _entry(manifest: Manifest, path: str) -> FileEntry | None:
    return next((entry for entry in manifest.files if entry.path == path), None)
