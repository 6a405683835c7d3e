"""One zip of one run or several and their documents, for transport: the same input gives the same bytes.

Entries are stored, not compressed: compressed bytes differ between builds of the compressor. Times,
modes and order are fixed. `SHA256SUMS` in it lists every other file, for `sha256sum --check`.
"""

import hashlib
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from attest.errors import UsageError
from attest.ledger import layout
from attest.ledger.source import Folder, Stream, run_folder
from attest.ledger.staging import output_faults

SUMS = "SHA256SUMS"
_TIME = (1980, 1, 1, 0, 0, 0)
_MODE = 0o100644 << 16
_UNIX = 3
_CHUNK = 1 << 20


def write_archive(
    target: Path, runs: Path | Sequence[Path], documents: Mapping[str, bytes], *, raw: bool = False
) -> Path:
    """Write the zip.

    Args:
        target: The file to write; replaced if there is one. Not there when writing failed.
        runs: The folder of the run, or of each run; its files go under its name.
        documents: Further files by name, beside the run: the report and its companions.
        raw: Whether the sources' answers as received go along; they may hold secrets.

    Raises:
        UsageError: There is no run there, or a document has a name that a zip should not hold.
        OutputError: The file cannot be written.
    """
    sources = [run_folder(run) for run in ((runs,) if isinstance(runs, Path) else runs)]
    taken = {SUMS, *(source.name for source in sources)}
    for name in documents:
        if not layout.is_safe(name) or name.split("/")[0] in taken:
            raise UsageError(f"a document cannot be called {name!r}", where=str(target), hint="rename it")
    with output_faults(target):
        try:
            _write(target, sources, documents, raw=raw)
        except BaseException:
            target.unlink(missing_ok=True)
            raise
    return target


def _write(target: Path, sources: Sequence[Folder], documents: Mapping[str, bytes], *, raw: bool) -> None:
    sums = {}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, data in sorted(documents.items()):
            archive.writestr(_entry(name), data)
            sums[name] = hashlib.sha256(data).hexdigest()
        for source in sources:
            sums |= _pack(archive, source, raw=raw)
        listing = "".join(f"{digest}  {name}\n" for name, digest in sorted(sums.items()))
        archive.writestr(_entry(SUMS), listing.encode())


def _pack(archive: zipfile.ZipFile, source: Folder, *, raw: bool) -> dict[str, str]:
    """Add the files of a run; gives the digest of each."""
    sums = {}
    for path in sorted(path for path in source.paths() if raw or not path.startswith(f"{layout.RAW}/")):
        name = f"{source.name}/{path}"
        entry = _entry(name)
        entry.file_size = source.size(path)
        with source.open(path) as stream, archive.open(entry, "w") as place:
            sums[name] = _copy(stream, place)
    return sums


def _copy(stream: Stream, place: IO[bytes]) -> str:
    state = hashlib.sha256()
    while chunk := stream.read(_CHUNK):
        state.update(chunk)
        place.write(chunk)
    return state.hexdigest()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _TIME)
    entry.create_system = _UNIX
    entry.external_attr = _MODE
    entry.compress_type = zipfile.ZIP_STORED
    return entry
