"""The forms that a report takes, by name."""

from collections.abc import Callable

from attest.errors import UsageError
from attest.model.report import Report
from attest.report.renderers import csv, html, json, pdf

_RENDERERS: dict[str, Callable[[Report], bytes]] = {
    "pdf": pdf.render,
    "html": html.render,
    "json": json.render,
    "csv": csv.render,
}
FORMATS: tuple[str, ...] = tuple(_RENDERERS)


def render(report: Report, form: str) -> bytes:
    """The report in one form.

    Raises:
        UsageError: There is no such form.
        RenderError: The form cannot be produced on this machine.
    """
    if form not in _RENDERERS:
        raise UsageError(f"no report is written as {form!r}", hint=f"use one of {', '.join(FORMATS)}")
    return _RENDERERS[form](report)


def companions(report: Report) -> dict[str, bytes]:
    """The files that belong beside a report, by name; the same bytes are embedded in the PDF."""
    return pdf.attachments(report)
