"""The spool: a folder of the forge's answers as received, that a fetch fills and goes on with.

A file that is there is an answer that was had: each is written beside its place, brought to the disk and
then named. What a killed fetch leaves is therefore whole, and the next one skips it. The format is that
of docs/formats/recorded-forge.md.
"""

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from attest.canonical import sha256
from attest.collect.forge_files import LARGEST_FILE, strict
from attest.collect.github.place import Place
from attest.collect.quiet_files import read_small
from attest.errors import CollectionError

FORMAT = 2
FOLDER = ".forge"
_ABOUT = "recorded.json"
_PART = ".part"
_GONE = ".gone"
_LONGEST_NAME = 120
_LONGEST_FOLDER = 255
SOURCES = (
    "pull-requests",
    "reviews",
    "review-comments",
    "timeline",
    "checks",
    "comprehension",
    "pushes",
    "rules",
    "bypasses",
    "deployments",
    "permissions",
    "agent-tasks",
)
"""What a fetch asks for."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a fetch is of: a branch of a repository, and the half-open bounds of a period."""

    place: Place
    branch: str
    since: str
    until: str

    def folder(self, store: Path) -> Path:
        """The spool's place in a store."""
        days = f"{self.since[:10]}..{self.until[:10]}"
        branch = quote(self.branch.encode("utf-8", "surrogateescape"), safe="")
        if len(branch) > _LONGEST_NAME:
            branch = f"{branch[:80]}~{sha256(branch.encode())[:16]}"
        host = self.place.host.replace(":", "+")
        return store / FOLDER / host / f"{self.place.owner}+{self.place.name}" / f"{branch}@{days}"

    def fields(self) -> dict[str, Any]:
        """What the spool's description says of it."""
        return {
            "format": FORMAT,
            "api": "github",
            "base_url": self.place.base_url,
            "repository": self.place.full_name,
            "branch": self.branch,
            "since": self.since,
            "until": self.until,
        }


class Spool:
    """A folder of answers, by their places in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, place: str) -> bytes | None:
        """An answer that was had, or `None`."""
        return read_small(self.folder / place, LARGEST_FILE, follow=False)

    def value(self, place: str) -> Any:
        """An answer that was had, parsed; `None` where there is none, or none that can be used."""
        data = self.read(place)
        try:
            return None if data is None else json.loads(data)
        except (ValueError, RecursionError):
            return None

    def write(self, place: str, data: bytes) -> None:
        """Put an answer in its place, all of it or nothing."""
        path = self.folder / place
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = path.with_name(path.name + _PART)
        with part.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
        _to_disk(path.parent)

    def write_json(self, place: str, value: Any) -> None:
        """Put something of ours in its place."""
        self.write(place, json.dumps(value, separators=(",", ":")).encode())

    def write_rest(self, place: str, status: int, headers: Mapping[str, str], body: bytes) -> None:
        """Put an answer of the REST API in its place, its body as received; no body where it is no JSON."""
        head = f'{{"status":{status},"headers":{json.dumps(dict(headers), separators=(",", ":"))},"body":'
        self.write(place, head.encode() + (body if _is_json(body) else b"null") + b"}")


class Session:
    """A spool while a fetch works on it, with its description."""

    def __init__(self, spool: Spool, asked: Asked) -> None:
        self.spool = spool
        self._asked = asked
        self._about = _description(spool, asked)

    @property
    def started_at(self) -> str:
        """When the first answer came, or empty."""
        return _text(self._about, "started_at")

    @property
    def finished_at(self) -> str:
        """When everything had been asked, or empty."""
        return _text(self._about, "finished_at")

    def start(self, at: str) -> None:
        """Describe the spool, before its first list."""
        self._describe(started_at=at, finished_at=None)

    def finish(self, at: str) -> None:
        """Say that everything was asked."""
        self._describe(started_at=self.started_at, finished_at=at)

    def begin_anew(self) -> None:
        """Throw away what was had."""
        _throw_away(self.spool.folder)
        self.spool.folder.mkdir(mode=0o700)
        self._about = {}

    def _describe(self, **times: str | None) -> None:
        self._about = {**self._asked.fields(), **times, "connected": list(SOURCES), "per_page": 100}
        self.spool.write_json(_ABOUT, self._about)


@contextmanager
def open_spool(store: Path, asked: Asked) -> Iterator[Session]:
    """The spool of a fetch, its own until the end of the block.

    Raises:
        CollectionError: Another run works on it, or what lies there is of another fetch.
    """
    folder = asked.folder(store)
    _refuse_links(store, folder)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _locked(folder):
        folder.mkdir(exist_ok=True, mode=0o700)  # a run that has just ended may have removed it
        for part in folder.rglob(f"*{_PART}"):
            if not part.is_dir():  # as of a branch of that name
                part.unlink()
        for gone in folder.parent.glob(f"*{_GONE}"):
            shutil.rmtree(gone, ignore_errors=True)
        yield Session(Spool(folder), asked)
    with suppress(OSError):  # what is not empty stays
        for above in folder.relative_to(store).parents[:-1]:
            (store / above).rmdir()


def remove(folder: Path) -> None:
    """Remove a spool whose answers have been taken into a run."""
    with suppress(OSError):  # what stays is whole
        _throw_away(folder)


def _throw_away(folder: Path) -> None:
    """Remove a folder under a name that no fetch takes for a spool: half of one would be gone on with."""
    gone = folder.with_name(folder.name + _GONE)
    shutil.rmtree(gone, ignore_errors=True)
    folder.rename(gone)
    _to_disk(folder.parent)
    shutil.rmtree(gone, ignore_errors=True)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the lock of a spool; the system lets it go when its process ends, however that is."""
    import fcntl

    path = folder.with_name(folder.name + ".lock")
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            raise CollectionError(
                "another run is fetching the same answers",
                where=str(folder),
                hint="let it end, or end it; what it has fetched is kept",
            ) from None
        if _is_same(path, descriptor):
            break
        os.close(descriptor)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
        os.close(descriptor)


def _is_same(path: Path, descriptor: int) -> bool:
    """Whether the lock that is held is still the one that others find."""
    try:
        return os.path.samestat(path.lstat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _refuse_links(store: Path, folder: Path) -> None:
    for place in (folder, *folder.parents):
        if place == store:
            return
        if place.is_symlink():
            raise CollectionError(
                "a link stands in the place of the spool, and is not followed",
                where=str(place),
                hint="remove it, or name another store",
            )


def _description(spool: Spool, asked: Asked) -> dict[str, Any]:
    """What the spool says of itself: nothing yet, or that it is of this fetch.

    Raises:
        CollectionError: It is of another, or cannot be read.
    """
    data = spool.read(_ABOUT)
    if data is None and not any(spool.folder.iterdir()):
        return {}
    about = spool.value(_ABOUT)
    wanted = asked.fields()
    found = {name: about.get(name) for name in wanted} if isinstance(about, dict) else {}
    different = [name for name, value in wanted.items() if found.get(name) != value]
    if different:
        raise CollectionError(
            f"the answers that lie here are of another fetch: they differ in {', '.join(different)}",
            where=str(spool.folder / _ABOUT),
            hint=f"remove the folder {spool.folder} to fetch anew",
        )
    return about if isinstance(about, dict) else {}


def _text(about: Mapping[str, Any], name: str) -> str:
    value = about.get(name)
    return value if isinstance(value, str) else ""


def _is_json(body: bytes) -> bool:
    """As whoever reads the spool judges: else one body would leave its envelope unread."""
    try:
        strict(body)
    except (ValueError, RecursionError):
        return False
    return True


def _to_disk(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def branch_part(branch: str) -> str:
    """A branch as a folder below `branches`: percent-encoded, as long as that can be a folder's name."""
    return quoted(branch, _LONGEST_FOLDER)


def quoted(text: str, longest: int = _LONGEST_NAME) -> str:
    """A text of others as one part of a path, which leads nowhere else."""
    part = quote(text.encode("utf-8", "surrogatepass"), safe="")
    if len(part) > longest or not part.strip("."):
        return f"{part[:80]}~{sha256(part.encode())[:16]}"
    return part
