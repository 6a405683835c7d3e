"""The PDF is whole, sealed, tagged and the same every time."""

import builtins
import io
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from attest.errors import RenderError
from attest.model.report import Report
from attest.report.registry import companions
from attest.report.renderers import pdf
from tests.support import report_inputs


def _run(*command: str | Path) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _text(path: Path) -> str:
    return _run("pdftotext", "-layout", path, "-")


def test_only_shipped_fonts_are_embedded(year_pdf: Path, hostile_pdf: Path) -> None:
    """Every font is a subset of a shipped one, whatever characters were asked for."""
    names = {
        line.split()[0].partition("+")[2]
        for path in (year_pdf, hostile_pdf)
        for line in _run("pdffonts", path).splitlines()[2:]
    }

    assert {
        name for name in names if not name.startswith(("Attest-Sans", "Attest-Mono", "Attest-Fallback"))
    } == set()


def test_the_claims_of_the_file(year_pdf: Path) -> None:
    """The file says PDF/A-3a and PDF/UA-1, is tagged, has a title and a language."""
    with pikepdf.open(year_pdf) as document:
        with document.open_metadata() as metadata:
            claims = (metadata["pdfaid:part"], metadata["pdfaid:conformance"], metadata["pdfuaid:part"])
        root = document.Root
        marks = (bool(root.MarkInfo.Marked), str(root.Lang), bool(root.ViewerPreferences.DisplayDocTitle))

    assert (claims, marks) == (("3", "A", "1"), (True, "en", True))


def test_every_drawing_has_an_alternative(year_pdf: Path) -> None:
    """Each figure of the structure carries alternative text."""
    with pikepdf.open(year_pdf) as document:
        drawings = [
            item
            for item in document.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/S") == pikepdf.Name.Figure
        ]

        assert ([str(item.get("/Alt", ""))[:7] for item in drawings]) == ["Changes", "Changes"]


def test_attachments_are_the_companions(year: Report, year_pdf: Path) -> None:
    """The four companions are embedded byte for byte, dated as of the report."""
    with pikepdf.open(year_pdf) as document:
        embedded = {name: document.attachments[name].get_file() for name in document.attachments}
        content = {name: file.read_bytes() for name, file in embedded.items()}
        dates = {str(file.mod_date) for file in embedded.values()}

    assert (content, dates) == (companions(year), {"2026-01-15 09:00:00+00:00"})


def test_pages_are_numbered_and_marked_as_draft(year_pdf: Path) -> None:
    """Each page after the cover says draft, its run and its number."""
    pages = _text(year_pdf).split("\f")[1:-1]
    count = len(pages) + 1
    marked = [
        place
        for place, page in enumerate(pages, 2)
        if "DRAFT, UNSIGNED" in page
        and "Evidence run 9f3c51d2a4e07b68" in page
        and f"Page {place} of {count}" in page
    ]

    assert marked == list(range(2, count + 1))


def test_the_summary_is_page_two(year_pdf: Path, hostile_pdf: Path) -> None:
    """The summary fills one page, the second, even when every text is long."""
    pages = [_text(path).split("\f") for path in (year_pdf, hostile_pdf)]
    places = [("Deviations first" in page[1], "Contents" in page[2]) for page in pages]

    assert places == [(True, True), (True, True)]


def test_text_is_extracted_in_the_order_of_reading(year_pdf: Path) -> None:
    """The parts of a workpaper come out in the order in which they are read."""
    text = _run("pdftotext", year_pdf, "-")
    paper = text[text.index("REV-02 Independent human approval", text.index("Tests of controls", 9000)) :]
    places = [paper.index(part) for part in ("Purpose", "Procedure", "Results", "Limits", "For the auditor")]

    assert places == sorted(places)


def test_bookmarks_lead_to_every_chapter(year: Report, year_pdf: Path) -> None:
    """The outline holds the contents and each chapter."""
    with pikepdf.open(year_pdf) as document, document.open_outline() as outline:
        titles = [str(item.title) for item in outline.root]

    missing = [item.title for item in year.sections if not any(item.title in title for title in titles)]

    assert missing == []


def test_replaced_characters_are_counted_on_the_page(hostile_pdf: Path, year_pdf: Path) -> None:
    """The integrity page says how many characters were printed as codes."""
    counts = [
        int(match.group(1))
        for path in (year_pdf, hostile_pdf)
        if (match := re.search(r"U\+4E2D⟩:\s+(\d+) of", _run("pdftotext", path, "-")))
    ]

    assert (counts[0], counts[1] > 20) == (0, True)


def test_ink_is_really_drawn(year_pdf: Path, tmp_path: Path) -> None:
    """The chart's columns are dark on the rendered page and the cover is mostly white."""
    pages = _text(year_pdf).split("\f")
    place = next(
        n for n, page in enumerate(pages, 1) if "Over the period" in page and "A lower bound" in page
    )
    cover, chart = (_darkness(year_pdf, number, tmp_path) for number in (1, place))

    assert (0.002 < cover < 0.06, 0.015 < chart < 0.12, chart > cover) == (True, True, True)


def _darkness(path: Path, number: int, folder: Path) -> float:
    """The share of dark points on a page, from a grey picture of 40 points an inch."""
    stem = folder / f"page-{number}"
    _run("pdftoppm", "-r", "40", "-gray", "-singlefile", "-f", str(number), "-l", str(number), path, stem)
    picture = stem.with_suffix(".pgm").read_bytes()
    points = picture.split(b"\n", 3)[3]
    return sum(1 for point in points if point < 110) / len(points)


def test_the_same_report_gives_the_same_bytes(tmp_path: Path) -> None:
    """Two processes with other hash seeds, time zones, locales and directories write the same file."""
    script = (
        "import hashlib, sys; sys.path.insert(0, sys.argv[1]);"
        "from tests.support import report_inputs; from attest.report.registry import render;"
        "print(hashlib.sha256(render(report_inputs.empty().report(), 'pdf')).hexdigest())"
    )
    root = str(Path(__file__).resolve().parents[3])
    digests = {
        subprocess.run(
            [sys.executable, "-c", script, root],
            check=True,
            capture_output=True,
            text=True,
            cwd=folder,
            env={"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C", "PATH": "/usr/bin:/bin"},
        ).stdout
        for folder, seed, zone in ((tmp_path, "1", "Asia/Tokyo"), (Path("/"), "7", "America/New_York"))
    }

    assert len(digests) == 1


@pytest.mark.parametrize(
    "reference",
    [
        '<img src="http://127.0.0.1:9/x.png" alt="x">',
        '<style>@font-face{font-family:x;src:url("asset:../report.html")} p{font-family:x}</style>',
        '<img src="data:image/svg+xml,%3Csvg/%3E" alt="x">',
    ],
)
def test_anything_but_a_bundled_font_ends_the_rendering(
    reference: str, empty: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page that asks for a file, an address or an unknown asset is never rendered."""
    monkeypatch.setattr(pdf, "page", lambda _: f'<html lang="en"><title>t</title>{reference}<h1>x</h1>')

    with pytest.raises(RenderError, match="not bundled"):
        pdf.render(empty)


def test_a_page_cannot_attach_a_file(empty: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    """An attachment that markup asks for is not embedded: the file holds the companions alone."""
    markup = '<html lang="en"><title>t</title><link rel="attachment" href="file:///etc/passwd"><h1>x</h1>'
    monkeypatch.setattr(pdf, "page", lambda _: markup)

    with pikepdf.open(io.BytesIO(pdf.render(empty))) as document:
        assert sorted(document.attachments) == sorted(companions(empty))


def test_without_pango_the_remedy_is_named(empty: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without Pango gets the exact command to install it."""

    def lack(name: str, *arguments: Any, **named: Any) -> Any:
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return imported(name, *arguments, **named)

    imported = builtins.__import__
    monkeypatch.setattr(builtins, "__import__", lack)

    with pytest.raises(RenderError) as fault:
        pdf.render(empty)

    assert (
        "apt-get install --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
        in fault.value.hint
    )


def test_importing_the_forms_does_not_load_the_engine() -> None:
    """WeasyPrint is imported when a PDF is asked for and not before."""
    script = "import sys, attest.report.registry; print('weasyprint' in sys.modules)"

    assert _run(sys.executable, "-c", script).strip() == "False"


def test_a_signed_run_carries_no_draft_mark() -> None:
    """The mark is on no page of a signed run."""
    page = pdf.page(report_inputs.signed(report_inputs.empty()).report())

    assert ('class="stamp"' in page, '<body class="signed">' in page) == (False, True)


def test_the_manifest_is_attached_as_stored() -> None:
    """The bytes that the digest was taken of are the bytes that are attached."""
    stored = b'{"as":"stored"}\n'
    inputs = report_inputs.empty()
    presentation = inputs.presentation.model_copy(update={"manifest": stored})
    report = replace(inputs, presentation=presentation).report()

    assert pdf.attachments(report)["manifest.json"] == stored
