"""Keeps what forges answered, byte for byte, in the run that is made of it; and says what it was asked."""

from collections.abc import Callable

from attest import canonical
from attest.collect.forge import Keep, Received
from attest.errors import CollectionError
from attest.model.evidence import Answered, Page
from attest.model.population import Gap

MOST_FILES = 50_000
MOST_BYTES = 4 << 30
"""Of distinct pages in one run; a run is verified and packed as at most 100,000 files."""

_Key = tuple[str, str, str]
"""Repository, source and request."""


class Answers:
    """The answers of one run. `write` takes the bytes of a page, once for each content."""

    def __init__(
        self, write: Callable[[bytes], object], *, most_files: int = MOST_FILES, most_bytes: int = MOST_BYTES
    ) -> None:
        self._write = write
        self._most_files = most_files
        self._most_bytes = most_bytes
        self._digests: dict[tuple[str, str], str] = {}
        """By repository and origin, of all that was received, kept or not."""
        self._pages: dict[_Key, list[Page]] = {}
        self._sizes: dict[_Key, int | None] = {}
        self._kept: set[str] = set()
        self._bytes = 0
        self._left_out: dict[str, int] = {}

    def keeper(self, repository: str) -> Keep:
        """What the forge of a repository hands its pages to."""

        def keep(received: Received) -> None:
            self._receive(repository, received)

        return keep

    def _receive(self, repository: str, received: Received) -> None:
        digest = canonical.sha256(received.data)
        place = (repository, received.origin)
        if place in self._digests and self._digests[place] == digest:
            return
        if self._digests.setdefault(place, digest) != digest:
            raise CollectionError(
                "an answer changed while it was being read",
                where=received.origin,
                hint="collect again when nothing writes the recording",
            )
        if not self._is_kept(digest, received.data):
            self._left_out[repository] = self._left_out.get(repository, 0) + 1
            return
        key = (repository, received.source, received.request)
        self._pages.setdefault(key, []).append(Page(origin=received.origin, sha256=digest))
        self._sizes[key] = received.per_page

    def _is_kept(self, digest: str, data: bytes) -> bool:
        """Keep a page, unless there is no room for it."""
        if digest in self._kept:
            return True
        if len(self._kept) >= self._most_files or self._bytes + len(data) > self._most_bytes:
            return False
        self._write(data)
        self._kept.add(digest)
        self._bytes += len(data)
        return True

    def answered(self) -> tuple[Answered, ...]:
        """What was asked and kept, sorted by repository, source and request."""
        return tuple(
            Answered(
                repository=key[0],
                source=key[1],
                request=key[2],
                per_page=self._sizes[key],
                pages=tuple(pages),
            )
            for key, pages in sorted(self._pages.items())
        )

    def gaps(self) -> tuple[Gap, ...]:
        """What there was no room for, by repository."""
        return tuple(
            Gap(
                id=f"gap:{repository}:raw:answers-not-kept",
                source="raw",
                kind="answers-not-kept",
                repository=repository,
                what=f"{count:,} pages of answers were not kept as received: there was no room for more "
                f"than {self._most_files:,} files and {self._most_bytes:,} bytes",
                effect="what was read of them is in the records; the pages themselves cannot be shown",
                affected_count=count,
            )
            for repository, count in sorted(self._left_out.items())
        )
