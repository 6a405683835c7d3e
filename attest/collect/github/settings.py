"""What a spool says of itself: the repository, the branch, the bounds of the list, and what was asked."""

from typing import Any, NamedTuple

from attest.collect.fields import ShapeError, instant, mapping, number, text
from attest.collect.forge import COMMENTS, COMPREHENSION, REVIEWS, SOURCES
from attest.collect.forge_files import Recording
from attest.collect.github.index import Bounds
from attest.errors import CollectionError

FORMAT = 2
_PER_PAGE = 100


class Settings(NamedTuple):
    """The description of a spool."""

    remote: str
    branch: str
    connected: frozenset[str]
    per_page: int
    until: str
    bounds: Bounds


def is_spool(recording: Recording) -> bool:
    """Whether a folder says that it is a spool."""
    body = recording.read("recorded").body
    return isinstance(body, dict) and body.get("format") == FORMAT


def read_settings(recording: Recording) -> Settings:
    """The description of a spool.

    Raises:
        CollectionError: It cannot be used.
    """
    response = recording.read("recorded")
    try:
        return _settings(mapping(response.body), recording)
    except ShapeError as fault:
        raise CollectionError(
            f"the description of the forge's answers cannot be used: {response.problem or fault}",
            where=str(recording.folder / "recorded.json"),
            hint="collect again; docs/formats/recorded-forge.md shows what it must hold",
        ) from fault


def _settings(row: dict[str, Any], recording: Recording) -> Settings:
    names, known = row.get("connected"), set(SOURCES)
    if row.get("format") != FORMAT or not isinstance(names, list) or not known.issuperset(map(str, names)):
        raise ShapeError(f"format is not {FORMAT}, or connected names a source that is not known")
    since, started_at = instant(row, "since"), instant(row, "started_at")
    if since is None or started_at is None:
        raise ShapeError("since or started_at is missing")
    connected = frozenset(map(str, names))
    if REVIEWS not in connected:
        connected -= {COMPREHENSION, COMMENTS}
    about = recording.read("repository").body
    full_name = about.get("full_name") if isinstance(about, dict) else None
    remote = full_name if isinstance(full_name, str) else text(row, "repository", "")
    finished = row.get("finished_at") is not None
    per_page = number(row, "per_page", _PER_PAGE) or _PER_PAGE
    until = instant(row, "until") or "~"
    return Settings(
        remote, text(row, "branch"), connected, per_page, until, Bounds(since, started_at, finished)
    )
