"""The report as a PDF that is archivable (PDF/A-3a) and accessible in structure (PDF/UA-1).

WeasyPrint is imported when a PDF is asked for, so that everything else works without Pango. Nothing
is fetched: fonts come from the bundled folder by name, and any other address ends the rendering.
"""

import re
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from attest.errors import RenderError
from attest.model.report import Report, Sheet
from attest.report.renderers import csv, json
from attest.report.renderers.glyphs import FONTS, drawable
from attest.report.renderers.html import Page, compose, compose_sheet, stylesheet
from attest.resources import folder

_REMEDY = (
    "install Pango: apt-get install --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 "
    "libharfbuzz-subset0 (macOS: brew install pango; Fedora, Arch, Alpine: the package pango)"
)
_ASSET = "asset:"
_VARIANT = "pdf/a-3a"
_DESCRIPTIONS = {
    "figures.json": ("Every printed number with the query that counts it", "Data"),
    "population.csv": ("One row for each change of the population", "Source"),
    "findings.json": ("Every result of every test", "Data"),
    "manifest.json": ("The manifest of the evidence run", "Source"),
}
_UA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of PDF/UA that the document follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that travels inside a PDF. `relationship` is PDF/A-3's: `Data`, `Source`."""

    name: str
    content: bytes
    description: str
    relationship: str


def render(report: Report) -> bytes:
    """The PDF with its attachments. Dates come from the report's `as_of`; no clock is read.

    Raises:
        RenderError: Pango is missing, or the page asks for something that is not bundled.
    """
    files = [Attached(name, content, *_DESCRIPTIONS[name]) for name, content in attachments(report).items()]
    return _set(lambda: page(report), files, report.as_of)


def render_sheet(sheet: Sheet, files: Sequence[Attached]) -> bytes:
    """The PDF of a document without cover and contents, with what is attached to it.

    Raises:
        RenderError: As `render`.
    """
    return _set(lambda: _drawn(compose_sheet(sheet, _style("sheet.css"))), files, sheet.as_of)


def _set(content: Callable[[], str], files: Sequence[Attached], as_of: str) -> bytes:
    weasyprint = _engine()
    from weasyprint.urls import FatalURLFetchingError

    try:
        document = weasyprint.HTML(string=content(), url_fetcher=_fetcher(), base_url="asset:/").render(
            pdf_variant=_VARIANT
        )
        document.metadata.attachments = _attached(weasyprint, files, as_of)
        _claim_accessible(document.metadata)
        with warnings.catch_warnings():
            # WeasyPrint leaves its own colour profile to be closed by the interpreter.
            warnings.simplefilter("ignore", ResourceWarning)
            result: bytes = document.write_pdf(pdf_variant=_VARIANT)
    except FatalURLFetchingError as cause:
        hint = "report it: the templates must refer to nothing else"
        raise RenderError("the page asks for what is not bundled", where=str(cause), hint=hint) from cause
    return result


def _attached(weasyprint: Any, files: Sequence[Attached], as_of: str) -> list[Any]:
    moment = datetime.strptime(as_of, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    return [
        weasyprint.Attachment(
            string=file.content,
            name=file.name,
            description=file.description,
            relationship=file.relationship,
            created=moment,
            modified=moment,
        )
        for file in files
    ]


def attachments(report: Report) -> dict[str, bytes]:
    """The files that travel inside the PDF, by name."""
    return {
        "figures.json": json.figures(report),
        "population.csv": csv.render(report),
        "findings.json": json.findings(report),
        "manifest.json": report.manifest,
    }


def page(report: Report) -> str:
    """The page that the engine sets: every character drawable, replacements counted on it."""
    return _drawn(compose(report, Page(style=_style("print.css"), printed=True)))


def _style(sheet: str) -> str:
    return "\n".join((*(_face(name) for name in FONTS), stylesheet("report.css", sheet)))


def _drawn(markup: str) -> str:
    composed = drawable(markup)
    return composed.text.replace("<!--replaced-->", f"{composed.replaced:,}")


def _face(file: str) -> str:
    family, slant, weight = FONTS[file]
    return (
        f'@font-face{{font-family:"{family}";font-style:{slant};font-weight:{weight};'
        f'src:url("{_ASSET}{file}")}}'
    )


def _engine() -> Any:
    try:
        import weasyprint
    except OSError as cause:
        raise RenderError("the PDF engine cannot load Pango", where=str(cause)[:200], hint=_REMEDY) from cause
    except ImportError as cause:
        hint = "install attest again with its dependencies"
        raise RenderError(
            "the PDF engine WeasyPrint is not installed", where=str(cause), hint=hint
        ) from cause
    return weasyprint


def _fetcher() -> Any:
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class Sealed(URLFetcher):  # type: ignore[misc]
        """Gives bundled fonts by name; anything else ends the rendering."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            del headers
            name = url.removeprefix(_ASSET)
            if not url.startswith(_ASSET) or name not in FONTS:
                raise FatalURLFetchingError(f"not a bundled asset: {url[:200]!r}")
            content = (folder("templates") / "fonts" / name).read_bytes()
            return URLFetcherResponse(url, content, {"Content-Type": "font/otf"})

    return Sealed()


def _claim_accessible(metadata: Any) -> None:
    """Add the PDF/UA identification inside the one RDF block that validators read."""
    generate = metadata.generate_rdf_metadata

    def with_claim(*arguments: Any) -> bytes:
        packet: bytes = generate(*arguments)
        return re.sub(rb"</rdf:RDF>\s*$", lambda end: _UA + end.group(0), packet)

    metadata.generate_rdf_metadata = with_claim
