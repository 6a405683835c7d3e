"""The files of a sample: the supplement as PDF, the matrix as CSV."""

from attest.model.sample import Workpaper
from attest.report.renderers.csv import table
from attest.report.renderers.pdf import Attached, render_sheet
from attest.report.sampled import build
from attest.report.sampled_results import sample_rows


def matrix(paper: Workpaper) -> bytes:
    """sample.csv, as population.csv of a report is written."""
    letters = list(dict.fromkeys(item.letter for item in paper.attributes))
    return table(sample_rows(paper.changes, letters))


def supplement(paper: Workpaper, files: dict[str, bytes]) -> bytes:
    """workpaper.pdf, with the other files attached to it.

    Raises:
        RenderError: The PDF cannot be produced on this machine.
    """
    described = {
        "draw.json": ("The plan, the seed and every item drawn", "Data"),
        "population.csv": ("The population that was drawn from", "Source"),
        "sample.csv": ("The attribute matrix", "Data"),
    }
    attached = [Attached(name, files[name], *described[name]) for name in sorted(files)]
    return render_sheet(build(paper), attached)
