"""The log of samples: a folder beside the runs of a store, one file an entry, each naming the one before.

Runs are sealed and never written to. The log is kept beside them so that a sample that was tried and not
liked stays on record. It holds against accident and haste, not against whoever owns the disk: an auditor
who was told a population's digest, and who gave the seed, holds the other half.
"""

import os
import re
import secrets
from pathlib import Path

from pydantic import ValidationError

from attest import canonical
from attest.errors import IntegrityError, OutputError
from attest.ledger.source import open_plain, reading_faults
from attest.ledger.staging import output_faults
from attest.model.sample import LogEntry

FOLDER = "samples"
_NAME = re.compile(r"(\d{4,6})\.json", re.ASCII)
_LIMIT = 64 << 20
_HINT = "bring the folder back from a copy; what was tried cannot be told without it"


def read_log(store: Path) -> tuple[LogEntry, ...]:
    """Every entry, first to last; none where nothing was tried.

    Raises:
        IntegrityError: An entry is missing, damaged, or does not follow the one before.
    """
    place = store / FOLDER
    _refuse_link(place)
    if not place.is_dir():
        return ()
    with reading_faults(str(place)):
        names = sorted(entry.name for entry in place.iterdir() if _NAME.fullmatch(entry.name))
    entries: list[LogEntry] = []
    previous = ""
    for number, name in enumerate(names, 1):
        data = _read(place / name)
        entry = _entry(data, place / name)
        if (name, entry.number, entry.previous) != (_name(number), number, previous):
            raise IntegrityError(
                "the log of samples has a hole: an entry does not follow the one before",
                where=str(place / name),
                hint=_HINT,
            )
        entries.append(entry)
        previous = canonical.sha256(data)
    return tuple(entries)


def record(store: Path, entry: LogEntry) -> LogEntry:
    """Add an entry to the log, under the next number; one that says the same is given back instead.

    `number` and `previous` of what is given do not count, and neither does the time for being the same.

    Raises:
        IntegrityError: The log is damaged.
        OutputError: It cannot be written.
    """
    place = store / FOLDER
    while True:
        entries = read_log(store)
        for known in entries:
            if _same(known, entry):
                return known
        previous = canonical.sha256(_bytes(entries[-1])) if entries else ""
        new = entry.model_copy(update={"number": len(entries) + 1, "previous": previous})
        with output_faults(place):
            place.mkdir(exist_ok=True)
            if _create(place / _name(new.number), _bytes(new)):
                return new


def _same(one: LogEntry, other: LogEntry) -> bool:
    anew = {"number": 0, "previous": "", "at": other.at}
    return one.model_copy(update=anew) == other.model_copy(update=anew)


def _create(path: Path, data: bytes) -> bool:
    """Write a file whole under a name that nobody has taken; false when somebody was faster."""
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with part.open("xb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.link(part, path)
    except FileExistsError:
        return False
    finally:
        part.unlink(missing_ok=True)
    return True


def _name(number: int) -> str:
    return f"{number:04}.json"


def _bytes(entry: LogEntry) -> bytes:
    return canonical.dumps(entry.model_dump(mode="json")) + b"\n"


def _read(path: Path) -> bytes:
    with reading_faults(str(path)), open_plain(path) as stream:
        data = stream.read(_LIMIT + 1)
    if len(data) > _LIMIT:
        raise IntegrityError("an entry of the log of samples is too large", where=str(path), hint=_HINT)
    return data


def _entry(data: bytes, path: Path) -> LogEntry:
    try:
        entry = LogEntry.model_validate_json(data)
        if _bytes(entry) == data:
            return entry
    except ValidationError:
        pass
    raise IntegrityError("an entry of the log of samples is damaged", where=str(path), hint=_HINT)


def _refuse_link(place: Path) -> None:
    if place.is_symlink():
        raise OutputError(
            "a link stands in the place of the log of samples, and is not followed",
            where=str(place),
            hint="make it a folder of the store itself",
        )
