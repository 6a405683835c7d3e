"""What a reader should know of a clone: read as facts, obeyed by nobody."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from attest.collect.gaps import GapLog
from attest.collect.locate import Location, visible
from attest.collect.process import Child, ChildError, Start
from attest.collect.quiet_files import is_folder, read_small
from attest.collect.surroundings import find_git
from attest.errors import CollectionError

_ALTERNATES_DEPTH = 5
_ALTERNATES_MOST = 100
_GITHUB = re.compile(
    r"(?:https?://(?:[^/@\s]*@)?|ssh://git@|git@|git://)github\.com[:/]([\w.-]+)/([\w.-]+?)(?:\.git)?/?"
)
_ANY_HOST = re.compile(
    r"(?:(?:https?|ssh|git)://(?:[^/@\s]*@)?|[\w.-]+@)([\w.-]+)(?::\d+)?[:/]([\w.-]+)/([\w.-]+?)(?:\.git)?/?"
)


@dataclass(frozen=True, slots=True)
class Settings:
    """The few settings of the audited repository that say how its objects are to be read."""

    object_format: str
    ref_storage: str
    partial: bool
    remote: str
    """`owner/name` on GitHub of the remote `origin`, or empty."""
    origin: str = ""
    """`host/owner/name` of the remote `origin` on any host, or empty: a claim of the clone."""


def read_settings(location: Location, scratch: Path) -> Settings:
    """Parse the repository's configuration file as data, includes not followed.

    Raises:
        CollectionError: The file is not valid; git could not read the repository either.
    """
    path = location.common_dir / "config"
    data = read_small(path)
    if data is None and os.path.lexists(path):
        raise CollectionError("the repository's configuration cannot be read", where=visible(path))
    values = _parse(data or b"", path, scratch)
    promisors = any(
        key.startswith("remote.") and key.endswith((".promisor", ".partialclonefilter")) for key in values
    )
    url = _GITHUB.fullmatch(values.get("remote.origin.url", ""))
    anywhere = _ANY_HOST.fullmatch(values.get("remote.origin.url", ""))
    return Settings(
        object_format=values.get("extensions.objectformat", "sha1").lower(),
        ref_storage=values.get("extensions.refstorage", "files").lower(),
        partial=promisors or "extensions.partialclone" in values or _has_promised_packs(location),
        remote=f"{url[1]}/{url[2]}" if url else "",
        origin=f"{anywhere[1]}/{anywhere[2]}/{anywhere[3]}" if anywhere else "",
    )


def _parse(data: bytes, path: Path, scratch: Path) -> dict[str, str]:
    arguments = (find_git(), "config", "--file", "-", "--no-includes", "--null", "--list")
    values: dict[str, str] = {}
    try:
        with Child(Start(arguments, scratch, stall_s=30), feed=(data,)) as child:
            while not child.at_end():
                key, _, value = child.until(b"\0").decode("utf-8", "backslashreplace").partition("\n")
                values[key] = value
            child.finish()
    except ChildError as fault:
        raise fault.fault(
            "the repository's configuration is not valid",
            visible(path),
            "run `git config --list` in it to see",
        ) from fault
    return values


def _has_promised_packs(location: Location) -> bool:
    try:
        with os.scandir(location.common_dir / "objects" / "pack") as entries:
            return any(entry.name.endswith(".promisor") for entry in entries)
    except OSError:
        return False


def refuse_shallow(location: Location) -> None:
    """Stop at a shallow clone: where its history is cut, nothing says what reached the branch.

    A boundary older than the period would not help: which commits a change brought in, and whether a
    commit was on the branch before, both need the history behind the boundary.

    Raises:
        CollectionError: The clone is shallow.
    """
    path = location.common_dir / "shallow"
    data = read_small(path)
    if data or (data is None and os.path.lexists(path)):
        raise CollectionError(
            "this clone is shallow: its history is cut off, so its changes cannot be counted",
            where=visible(path),
            hint="fetch the rest with `git fetch --unshallow`, in CI check out with fetch-depth: 0",
        )


def object_stores(location: Location, gaps: GapLog) -> tuple[Path, ...]:
    """The audited object store and every store it borrows from, resolved, each once.

    Borrowed stores that are not there leave a Gap: objects may be missing.
    """
    stores: list[Path] = []
    pending = [(location.common_dir / "objects", 0)]
    while pending:
        store, depth = pending.pop(0)
        store = Path(os.path.realpath(store))
        if store in stores:
            continue
        if not is_folder(store) or depth > _ALTERNATES_DEPTH or len(stores) > _ALTERNATES_MOST:
            gaps.note(
                "git",
                "alternate-missing",
                what="an object store that this clone borrows from is not there",
                effect="commits or files may be unreadable; each such case is listed",
            )
            continue
        stores.append(store)
        pending += [(store / line, depth + 1) for line in _alternates(store)]
    return tuple(stores)


def _alternates(store: Path) -> list[Path]:
    data = read_small(store / "info" / "alternates") or b""
    lines = [line for line in data.split(b"\n") if line and not line.startswith(b"#") and b"\0" not in line]
    return [Path(os.fsdecode(line)) for line in lines]


def observe(location: Location, stores: tuple[Path, ...]) -> list[str]:
    """Slugs of what lies in the clone that could change what a reader of it sees; all of it is left out."""
    common, objects = location.common_dir, location.common_dir / "objects"
    looked_at = {
        "commit-graph": (objects / "info" / "commit-graph", objects / "info" / "commit-graphs"),
        "grafts": (common / "info" / "grafts",),
        "info-attributes": (common / "info" / "attributes",),
        "multi-pack-index": (objects / "pack" / "multi-pack-index",),
    }
    facts = [slug for slug, paths in looked_at.items() if any(os.path.lexists(path) for path in paths)]
    if len(stores) > 1:
        facts.append(f"alternates:{len(stores) - 1}")
    if location.git_dir != location.common_dir:
        facts.append("linked-work-tree")
    return facts
