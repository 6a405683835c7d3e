"""The population as CSV that a spreadsheet opens without executing anything."""

import csv
import io
from collections.abc import Iterable, Sequence

from attest.model.report import Report

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render(report: Report) -> bytes:
    """population.csv: one row a change."""
    return table(report.population)


def table(rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with a byte order mark (spreadsheets ask for it), CRLF.

    A cell that a spreadsheet would take for a formula is preceded by an apostrophe.
    """
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\r\n")
    for row in rows:
        writer.writerow([_inert(cell) for cell in row])
    return b"\xef\xbb\xbf" + output.getvalue().encode()


def _inert(cell: str) -> str:
    return "'" + cell if cell.startswith(_FORMULA) else cell
