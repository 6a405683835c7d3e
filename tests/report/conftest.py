"""Reports that are built, and PDFs that are rendered, once for all tests of this folder."""

from pathlib import Path

import pytest

from attest.model.report import Report
from attest.report.renderers import pdf
from tests.support import report_inputs


@pytest.fixture(scope="session")
def year() -> Report:
    """A year of sixty changes."""
    return report_inputs.year().report()


@pytest.fixture(scope="session")
def hostile() -> Report:
    """A run on git alone, every text hostile, every result indeterminate."""
    return report_inputs.hostile().report()


@pytest.fixture(scope="session")
def empty() -> Report:
    """A run without a change."""
    return report_inputs.empty().report()


@pytest.fixture(scope="session")
def year_pdf(year: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The year as a PDF on disk."""
    path = tmp_path_factory.mktemp("year") / "report.pdf"
    path.write_bytes(pdf.render(year))
    return path


@pytest.fixture(scope="session")
def hostile_pdf(hostile: Report, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hostile run as a PDF on disk."""
    path = tmp_path_factory.mktemp("hostile") / "report.pdf"
    path.write_bytes(pdf.render(hostile))
    return path
