"""Reads recorded answers of a forge from files: bounded, strict JSON, pages in order, errors told apart.

Nothing here raises for what a file holds: an answer that cannot be used comes back with the reason. A
link inside the folder is not followed: what is read is kept, and must be of the recording.
"""

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from attest.collect.forge import Keep, Received, forget
from attest.collect.quiet_files import read_small

LARGEST_FILE = 8 << 20
MOST_PAGES = 10_000
_ENVELOPE = {"status", "headers", "body"}
_NEXT = re.compile(r'rel="?next\b')
_PAGE = re.compile(r"\.page([1-9][0-9]{0,5})\.json")
NOT_RECORDED = "no answer was recorded"
GOES_ON = (
    "the list goes on after the last recorded page",
    "the last recorded page is full, so the list may go on",
)
_SOURCE = "forge:recorded"


@dataclass(frozen=True, slots=True)
class Response:
    """One answer. `problem` is empty for status 200, else the reason in words; `body` is `None` then.

    `more` says whether a `link` header names a next page; `None` when there is no such header.
    """

    status: int
    body: Any
    problem: str = ""
    more: bool | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """The items of a list, and why it is not whole; `problem` is empty when it is.

    `none_read` is true when nothing at all was answered.
    """

    items: tuple[Any, ...]
    problem: str = ""
    none_read: bool = False


class Recording:
    """A folder of recorded answers. `keep` is given every page that is read, whatever is in it."""

    def __init__(self, folder: Path, keep: Keep = forget, source: str = _SOURCE) -> None:
        self.folder = folder
        self._keep = keep
        self._source = source

    def read(self, *parts: str) -> Response:
        """The answer in `<parts>.json`."""
        stem = "/".join(parts)
        return self._page(f"{stem}.json", request_of(parts), None)

    def read_file(self, origin: str, request: str, per_page: int | None = None) -> Response:
        """The answer in a file, whatever it is called."""
        return self._page(origin, request, per_page)

    def pass_on(self, origin: str, request: str, per_page: int | None) -> None:
        """Hand an answer on as it stands, whatever is in it."""
        data = None
        if not _is_linked(self.folder, origin):
            data = read_small(self.folder / origin, LARGEST_FILE, follow=False)
        if data is not None:
            self._keep(Received(self._source, request, per_page, origin, data))

    def size(self, origin: str) -> int:
        """Bytes of a file, nought where there is none."""
        try:
            return (self.folder / origin).lstat().st_size
        except (OSError, ValueError):
            return 0

    def files(self, *parts: str) -> tuple[str, ...]:
        """Names in a folder of the recording, sorted; none where there is no such folder."""
        try:
            return tuple(sorted(path.name for path in self.folder.joinpath(*parts).iterdir()))
        except (OSError, ValueError):
            return ()

    def read_list(self, *parts: str, per_page: int, key: str = "") -> Listed:
        """All pages of a list: `<parts>.json`, or `<parts>.page1.json` and so on.

        With `key`, each page is an object that holds the list under it, and `total_count`.
        """
        items: list[Any] = []
        problems: list[str] = []
        total, answered, more, full = 0, False, None, False
        for number, origin in self._pages("/".join(parts), problems):
            page = self._page(origin, request_of(parts), per_page)
            if page.problem:
                problems.append(f"page {number}: {page.problem}" if number > 1 else page.problem)
                continue
            rows = page.body.get(key) if key and isinstance(page.body, dict) else page.body
            if not isinstance(rows, list):
                problems.append(f"page {number} is not a list")
                continue
            total = max(total, _total(page.body))
            answered, more, full = True, page.more, len(rows) >= per_page
            items.extend(rows)
        if more:
            problems.append(GOES_ON[0])
        if answered and more is None and full and not total:
            problems.append(GOES_ON[1])
        if total > len(items):
            problems.append(f"{total} items exist and {len(items)} were recorded")
        return Listed(tuple(items), "; ".join(problems), not answered)

    def _page(self, origin: str, request: str, per_page: int | None) -> Response:
        path = self.folder / origin
        if _is_linked(self.folder, origin):
            return Response(0, None, "a link stands in the place of the file, and is not followed")
        data = read_small(path, LARGEST_FILE, follow=False)
        if data is None:
            if not path.exists():
                return Response(0, None, NOT_RECORDED)
            return Response(0, None, f"the file cannot be read, or is larger than {LARGEST_FILE >> 20} MiB")
        self._keep(Received(self._source, request, per_page, origin, data))
        return _parsed(data)

    def _pages(self, stem: str, problems: list[str]) -> Iterator[tuple[int, str]]:
        """The files of a list with their page numbers; a number left out is a problem."""
        if os.path.lexists(self.folder / f"{stem}.json"):
            yield 1, f"{stem}.json"
            return
        numbers = sorted(_numbers(self.folder / stem))[:MOST_PAGES]
        if not numbers:
            problems.append(NOT_RECORDED)
        expected = next((at for at, number in enumerate(numbers, start=1) if number != at), None)
        if expected is not None:
            problems.append(f"page {expected} was not recorded")
        for number in numbers:
            yield number, f"{stem}.page{number}.json"


def request_of(parts: tuple[str, ...]) -> str:
    """The path of a request below the repository's: the file's, but for a branch's rules."""
    match parts:
        case ("branches", branch, "rules"):
            return f"rules/branches/{branch}"
        case _:
            return "/".join(parts)


def _is_linked(folder: Path, origin: str) -> bool:
    """Whether a file, or a folder on the way to it, is a link."""
    place = folder
    for part in origin.split("/"):
        place = place / part
        if place.is_symlink():
            return True
    return False


def _parsed(data: bytes) -> Response:
    try:
        value = strict(data)
    except (ValueError, RecursionError):
        return Response(0, None, "the file is not strict JSON")
    return _opened(value)


def strict(data: bytes) -> Any:
    """A JSON value in UTF-8 without a byte order mark, each key once.

    Raises:
        ValueError: It is none.
        RecursionError: It is nested too deep.
    """
    return json.loads(data.decode("utf-8"), object_pairs_hook=_object, parse_constant=_refuse)


def _total(body: Any) -> int:
    total = body.get("total_count") if isinstance(body, dict) else 0
    return total if isinstance(total, int) else 0


def _numbers(stem: Path) -> Iterator[int]:
    if stem.parent.is_dir():
        for path in stem.parent.iterdir():
            found = _PAGE.fullmatch(path.name.removeprefix(stem.name))
            if found and path.name.startswith(stem.name):
                yield int(found[1])


def _opened(value: Any) -> Response:
    """A bare body, or one in an envelope of status and headers."""
    if not isinstance(value, dict) or not value.keys() <= _ENVELOPE or type(value.get("status")) is not int:
        return _bare(value)
    status, headers, body = value["status"], value.get("headers", {}), value.get("body")
    if not isinstance(headers, dict) or not all(isinstance(text, str) for text in headers.values()):
        return Response(0, None, "the headers of the answer are not an object of texts")
    names = {name.lower(): text for name, text in headers.items()}
    if status != 200:
        return Response(status, None, _reason(status, _message(body), names))
    link = names.get("link")
    return Response(status, body, "", None if link is None else bool(_NEXT.search(link)))


def _bare(value: Any) -> Response:
    if isinstance(value, dict) and "message" in value and str(value.get("status", "")).isdigit():
        status = int(str(value["status"])[:3])
        return Response(status, None, _reason(status, _message(value), {}))
    return Response(200, value)


def _message(body: Any) -> str:
    message = body.get("message") if isinstance(body, dict) else ""
    return message if isinstance(message, str) else ""


def _reason(status: int, message: str, headers: dict[str, str]) -> str:
    if status in (403, 429) and (
        "rate limit" in message.lower() or headers.get("x-ratelimit-remaining") == "0" or status == 429
    ):
        return f"the forge's rate limit was reached (status {status})"
    if status == 404 and message == NOT_PROTECTED:
        return NOT_PROTECTED
    known = {
        304: "the forge said that nothing changed, and no earlier answer was recorded (status 304)",
        401: "the token was not accepted (status 401)",
        403: "the token has no permission (status 403)",
        404: "there is no such thing, or the token may not see it (status 404)",
    }
    return known.get(status, f"the forge answered with status {status}")


NOT_PROTECTED = "Branch not protected"
"""GitHub's own words for a branch without protection, as against one that may not be seen."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is not JSON")
