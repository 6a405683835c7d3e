"""Holds the content hashes of claims against the lines that a commit added.

A hash is of the lines as they were captured. Tools merge neighbouring ranges and keep the first one's hash,
so that a single hash is right when any beginning of the range has it, with or without its white space.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Final

from attest.detect.lines.intervals import count
from attest.detect.lines.stated import Claim
from attest.model.attached import AddedLines, Lines

LINE_LIMIT: Final = 200_000
"""Lines hashed for one record; what lies beyond is not compared."""


class Contents:
    """The added lines of a commit by path and number. Counts what it compared, for one record."""

    def __init__(self, added: AddedLines) -> None:
        self._added = added
        self._left = LINE_LIMIT
        self._starts: dict[str, tuple[list[int], list[int]]] = {}
        self.compared = 0
        self.differing = 0

    @property
    def exhausted(self) -> bool:
        """Whether there was more to compare than is compared."""
        return self._left <= 0

    def differs(self, claim: Claim) -> Lines:
        """The lines of a claim whose content is not what it says; none where nothing can be compared."""
        texts = (self._added.texts or {}).get(claim.path)
        if not claim.hashes or not claim.lines or texts is None:
            return ()
        read = self._reader(claim.path, texts)
        if len(claim.hashes) == count(claim.lines):
            return tuple(self._each(claim, read))
        return self._beginning(claim, read)

    def _each(self, claim: Claim, read: Callable[[int], str | None]) -> Iterator[tuple[int, int]]:
        numbers = (number for start, end in claim.lines or () for number in range(start, end + 1))
        for number, wanted in zip(numbers, claim.hashes, strict=False):
            text = read(number)
            if text is None or self._left <= 0:
                continue
            self._left -= 1
            self.compared += 1
            if wanted not in _hashes(text):
                self.differing += 1
                yield number, number

    def _beginning(self, claim: Claim, read: Callable[[int], str | None]) -> Lines:
        exact, bare = sha256(), sha256()
        start, end = (claim.lines or ((1, 0),))[0]
        number = start
        while number <= end and self._left > 0 and (text := read(number)) is not None:
            self._left -= 1
            exact.update(_encoded(text if number == start else f"\n{text}"))
            bare.update(_encoded("".join(text.split())))
            if claim.hashes[0] in (exact.hexdigest(), bare.hexdigest()):
                self.compared += 1
                return ()
            number += 1
        if number <= end:  # Not all of it was added, or the bound was met: there is nothing to compare.
            return ()
        self.compared += 1
        self.differing += 1
        return claim.lines or ()

    def _reader(self, path: str, texts: tuple[str, ...]) -> Callable[[int], str | None]:
        ranges = self._added.files.get(path, ())
        if path not in self._starts:
            places, place = [], 0
            for start, end in ranges:
                places.append(place)
                place += end - start + 1
            self._starts[path] = ([start for start, _ in ranges], places)
        starts, places = self._starts[path]

        def read(number: int) -> str | None:
            index = bisect_right(starts, number) - 1
            if index < 0 or number > ranges[index][1]:
                return None
            place = places[index] + number - starts[index]
            return texts[place] if place < len(texts) else None

        return read


def _hashes(text: str) -> tuple[str, ...]:
    """Of a line as it stands, without a carriage return, and without its white space."""
    forms = {text, text.removesuffix("\r"), "".join(text.split())}
    return tuple(sha256(_encoded(form)).hexdigest() for form in forms)


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
