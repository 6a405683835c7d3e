"""Reads the records of an Agent Trace file at the branch's tip, each with the revision that it was made at.

A record names the commit that was checked out while it was made. What came of it is in a commit made
upon that one, so it is attached to the revision itself and to each commit whose first parent that is.
"""

import json
from collections.abc import Iterator

from attest.collect.gitdir import CleanRepository
from attest.collect.pointers import Pointer
from attest.collect.process import ChildError
from attest.collect.small_objects import contents
from attest.collect.survey import is_id

PATH = ".agent-trace/traces.jsonl"
LARGEST_FILE = 16 << 20
LARGEST_RECORD = 1 << 20
MOST_RECORDS = 50_000


def read_traces(repository: CleanRepository, tip: str) -> dict[str, tuple[Pointer, ...]]:
    """The records of the file by the revision that they name; those that name none are counted in a Gap."""
    object_id = _blob(repository, tip)
    if not object_id:
        return {}
    data = next(contents(repository, [object_id], "blob", LARGEST_FILE))
    if data is None:
        _note(repository, "file-unreadable", f"the file cannot be read, or is over {LARGEST_FILE >> 20} MiB")
        return {}
    found: dict[str, list[Pointer]] = {}
    lost = 0
    for number, line in enumerate(_records(data)):
        revision = "" if number >= MOST_RECORDS or len(line) > LARGEST_RECORD else _revision(line)
        if revision:
            found.setdefault(revision, []).append(Pointer(PATH, object_id, line))
        else:
            lost += 1
    if lost:
        _note(repository, "records-not-attached", f"{lost} records name no revision, or are not readable")
    return {revision: tuple(pointers) for revision, pointers in found.items()}


def _records(data: bytes) -> Iterator[bytes]:
    return (line for line in data.split(b"\n") if line.strip())


def _revision(line: bytes) -> str:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return ""
    told = record.get("vcs") if isinstance(record, dict) else None
    revision = told.get("revision") if isinstance(told, dict) else None
    return revision if isinstance(revision, str) and is_id(revision) else ""


def _blob(repository: CleanRepository, tip: str) -> str:
    """The id of the file at the tip, or nothing."""
    question = f"{tip}:{PATH}"
    try:
        with repository.git("rev-parse", "--verify", "--quiet", "--end-of-options", question) as child:
            return next(child.lines(), b"").decode("ascii")
    except ChildError:
        return ""


def _note(repository: CleanRepository, kind: str, what: str) -> None:
    repository.gaps.note(
        "agent-trace",
        kind,
        what=f"{PATH} at the branch's tip: {what}",
        effect="what it says of the lines of commits is not counted",
    )
