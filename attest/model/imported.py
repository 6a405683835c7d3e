"""Rows of files that were handed in: what other systems say of people, changes and releases."""

from enum import StrEnum
from typing import Annotated, NamedTuple

from pydantic import AfterValidator

from attest.model.base import Digest, Record, Slug


def _in_order(cells: dict[str, str]) -> dict[str, str]:
    return dict(sorted(cells.items()))


Cells = Annotated[dict[str, str], AfterValidator(_in_order)]
"""By column, sorted. An empty cell is not there."""


class Form(StrEnum):
    """What a column holds, and so how its cells are read and kept."""

    TEXT = "text"
    """One line, at most 200 characters; addresses are left out."""
    NOTE = "note"
    """Free text, which may name people: kept in the personal part alone; `given` stands in its place."""
    SLUG = "slug"
    """A lower-case name; spaces become dashes."""
    WORDS = "words"
    """Slugs, sorted, with a space between."""
    DAY = "day"
    TIME = "time"
    """An instant, as `attest.model.base.UtcTime`."""
    MOMENT = "moment"
    """An instant, or a day where the source knows no more."""
    SHA = "sha"
    """The full id of a commit."""
    DIGEST = "digest"
    """A SHA-256."""
    NUMBER = "number"
    YES_NO = "yes-no"
    CHOICE = "choice"
    PERSON = "person"
    """Kept in the personal part; the record has the pseudonym, as everywhere else in the run."""
    REPOSITORY = "repository"
    """A repository of the run by its name there; another one as given."""
    CHANGE = "change"
    """A change's id; `<repository>#12` where the number was given; what is of no repository as given."""


class Column(NamedTuple):
    """One column of a kind of file. A row without a required cell cannot be read."""

    name: str
    form: Form
    meaning: str
    required: bool = False
    choices: tuple[str, ...] = ()


class ImportKind(NamedTuple):
    """One kind of file: its name is also that of the source in checks."""

    name: str
    title: str
    columns: tuple[Column, ...]
    of_forge: bool = False
    """Whether a forge may tell the same, as a source of the same name."""

    def column(self, name: str) -> Column | None:
        """The column of a name."""
        return next((column for column in self.columns if column.name == name), None)


class Imported(Record):
    """One row of a file, its cells in one form whatever the file's; what is unknown is not there."""

    id: str
    """`imported:<kind>:<start of the file's SHA-256>:<row>`: the same row of the same file in every run."""
    kind: Slug
    row: int
    """As a spreadsheet counts, the header being row 1; in JSON from 1."""
    people: Cells
    """Column to the id of an actor: the pseudonym of a person, `robot:...` or `agent:...`."""
    values: Cells
    """Column to normalised text."""
    commitment: str
    """Salted commitment to the cells that name people, and to notes; empty where there are none."""

    def day(self, column: str) -> str:
        """The day of an instant or a day; empty where the cell is."""
        return self.values.get(column, "")[:10]

    def words(self, column: str) -> tuple[str, ...]:
        """The words of a list; none where the cell is empty."""
        return tuple(self.values.get(column, "").split())


class ImportedFile(Record):
    """A file that was handed in: what it is said to be, its digest, and how much of it could be read."""

    kind: Slug
    name: str
    sha256: Digest
    rows: int
    """All rows, those that could not be read among them."""
    unreadable: int
    ignored: int = 0
    """Columns that nobody asked for; nothing of them is kept."""


class Readable(NamedTuple):
    """A row before people and changes are known."""

    row: int
    cells: dict[str, str]
    """Column to normalised text; of people and notes the text as given."""


class Unreadable(NamedTuple):
    """A row that could not be read, and why, without a word of it."""

    row: int
    problem: str
