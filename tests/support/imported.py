"""Builders of rows of imported files for tests of evaluation and report.

A training of Ada's: `run_of(change, imported=[row("training", person=ADA, completed="2025-01-20")])`.
"""

from attest.model.identity import Actor
from attest.model.imported import Form, Imported, ImportedFile
from attest.model.imports import KINDS
from tests.support.records import DIGEST


def row(kind: str, /, place: int = 2, **cells: str | Actor) -> Imported:
    """A row with these cells, in the form in which a record keeps them; unlike a file's, it may lack any.

    Raises:
        KeyError: The kind has no such column.
    """
    columns = {column.name: column for column in KINDS[kind].columns}
    people = {
        name: cell.id if isinstance(cell, Actor) else cell
        for name, cell in cells.items()
        if columns[name].form is Form.PERSON
    }
    values = {name: str(cell) for name, cell in cells.items() if name not in people}
    return Imported(
        id=f"imported:{kind}:{DIGEST[:12]}:{place:06}",
        kind=kind,
        row=place,
        people=people,
        values=values,
        commitment="",
    )


def file_of(kind: str, rows: int = 0, unreadable: int = 0) -> ImportedFile:
    """A file that was handed in."""
    return ImportedFile(kind=kind, name=f"{kind}.csv", sha256=DIGEST, rows=rows, unreadable=unreadable)
