"""Pack files as they were read, and the faults that are found in them."""

from dataclasses import dataclass

from attest.catalog.schema import Pack
from attest.document import Document
from attest.errors import CatalogError

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class PackFile:
    """A pack file as it was read; `name` is its path below the folder it came from.

    `folder` is where the user's own folder is, for messages; it is no part of the pack.
    """

    name: str
    data: bytes
    folder: str = ""

    @property
    def where(self) -> str:
        """What to call the file in messages."""
        return f"{self.folder}/{self.name.partition('/')[2]}" if self.folder else self.name


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of a pack: the rule that it breaks, file and line, the fact, and what to do."""

    rule: str
    file: PackFile
    line: int
    what: str
    hint: str

    @property
    def error(self) -> CatalogError:
        """The fault as one that stops a command."""
        return CatalogError(self.what, where=f"{self.file.where}:{self.line}", hint=self.hint)

    @property
    def order(self) -> tuple[str, int, str]:
        """Of print: by file, then from top to bottom."""
        return (self.file.name, self.line, self.what)


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A pack file with the lines of its parts."""

    file: PackFile
    pack: Pack
    document: Document

    def fault(self, rule: str, what: str, place: Place, hint: str) -> Fault:
        """A fault at a part of the file."""
        return Fault(rule, self.file, self.document.line(place), what, hint)
