"""Pages of GraphQL answers in a spool: read strictly, a bounded number of them held, errors by their path.

An answer may have both data and errors: a field that may not be seen is null, and an error names its path.
"""

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from attest.collect.forge_files import Recording

MOST_HELD = 16 << 20
"""Bytes of files whose contents are held at once; as Python objects they take about six times as much."""
_LONGEST_MESSAGE = 200

Path = tuple[str | int, ...]


class Page(NamedTuple):
    """One answer. `hidden` are the paths of the fields that errors speak of, below `data`."""

    data: dict[str, Any]
    hidden: tuple[Path, ...] = ()
    problem: str = ""
    """Why nothing can be used of it, or empty."""

    def at(self, *path: str | int) -> Any:
        """What lies at a path; `None` where the path ends early."""
        found: Any = self.data
        for part in path:
            if isinstance(part, int):
                found = found[part] if isinstance(found, list) and part < len(found) else None
            else:
                found = found.get(part) if isinstance(found, dict) else None
        return found

    def hidden_below(self, *path: str | int) -> Iterator[Path]:
        """Paths of hidden fields at or below a path, without it."""
        for hidden in self.hidden:
            if hidden[: len(path)] == path:
                yield hidden[len(path) :]


class Pages:
    """The pages of a spool."""

    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self._held: OrderedDict[str, tuple[Page, int]] = OrderedDict()
        self._bytes = 0

    def read(self, origin: str, request: str, per_page: int | None = None) -> Page:
        """The answer in a file; the same again while it is held."""
        if origin in self._held:
            self._held.move_to_end(origin)
            return self._held[origin][0]
        page = _page(self._recording.read_file(origin, request, per_page))
        self._hold(origin, page, self._recording.size(origin))
        return page

    def _hold(self, origin: str, page: Page, size: int) -> None:
        self._held[origin] = (page, size)
        self._bytes += size
        while self._bytes > MOST_HELD and len(self._held) > 1:
            _, (_, freed) = self._held.popitem(last=False)
            self._bytes -= freed


def _page(response: Any) -> Page:
    if response.problem:
        return Page({}, problem=response.problem)
    body = response.body
    if not isinstance(body, dict):
        return Page({}, problem="the answer is not an object")
    errors = body.get("errors")
    listed = errors if isinstance(errors, list) else [] if errors is None else [errors]
    data = body.get("data")
    if not isinstance(data, dict) or not data:
        return Page({}, problem=_first_message(listed) or "the answer holds no data")
    paths = [_path(error) for error in listed]
    hidden = tuple(path for path in paths if path)
    unplaced = [error for error, path in zip(listed, paths, strict=True) if not path]
    return Page(data, (*hidden, *([()] if unplaced else [])))


def _path(error: Any) -> Path:
    found = error.get("path") if isinstance(error, dict) else None
    if not isinstance(found, list) or not all(isinstance(part, str | int) for part in found):
        return ()
    return tuple(found)


def _first_message(errors: Sequence[Any]) -> str:
    for error in errors:
        message = error.get("message") if isinstance(error, dict) else None
        if isinstance(message, str):
            shown = ascii(message)[1:-1][:_LONGEST_MESSAGE]
            return f"the forge answered with an error: {shown}"
    return ""
