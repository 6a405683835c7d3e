"""The report as one HTML page that needs nothing else: no script, no font, no outside resource."""

import base64
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateNotFound
from markupsafe import Markup

from attest.model.report import Chart, Figure, Report, Sheet, Span
from attest.report.charts import draw
from attest.report.figures import printed
from attest.resources import folder


class _Bundled(BaseLoader):
    """Templates by name from the bundled folder, and nothing else."""

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str | None, Callable[[], bool] | None]:
        """The text of one template."""
        del environment
        if not template.endswith(".html") or ".." in template:
            raise TemplateNotFound(template)
        place = folder("templates")
        for part in template.split("/"):
            place = place / part
        if not place.is_file():
            raise TemplateNotFound(template)
        return place.read_text(encoding="utf-8"), None, None


@dataclass(frozen=True, slots=True)
class Page:
    """What one form of the page needs: its style sheet, and whether it is printed."""

    style: str
    printed: bool


def stylesheet(*names: str) -> str:
    """Bundled style sheets, joined, with one class for each width of a column in hundredths."""
    sheets = [(folder("templates") / name).read_text(encoding="utf-8") for name in names]
    widths = "".join(f".w{width}{{width:{width}%}}" for width in range(1, 101))
    return "\n".join((*sheets, widths))


def compose(report: Report, page: Page) -> str:
    """The report as HTML, for the screen or for the PDF engine."""
    digest = base64.b64encode(hashlib.sha256(page.style.encode()).digest()).decode()
    return (
        _environment(report.figures)
        .get_template("report.html")
        .render(
            report=report,
            cover=report.cover,
            style=Markup(page.style),  # noqa: S704 - bundled, holds nothing foreign
            policy=f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'",
            printed=page.printed,
        )
    )


def compose_sheet(sheet: Sheet, style: str) -> str:
    """A document without cover and contents as HTML, for the PDF engine."""
    return (
        _environment({})
        .get_template("sheet.html")
        .render(
            sheet=sheet,
            style=Markup(style),  # noqa: S704 - bundled, holds nothing foreign
        )
    )


def _environment(figures: Mapping[str, Figure]) -> Environment:
    environment = Environment(
        loader=_Bundled(),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    def number(span: Span) -> str:
        return printed(figures[span.target], span.text)

    def figure(name: str, form: str) -> str:
        return printed(figures[name], form)

    def picture(chart: Chart) -> Markup:
        return Markup(draw(chart, figures))  # noqa: S704 - drawn by us, its text escaped

    environment.globals.update(number=number, figure=figure, picture=picture)
    return environment


def render(report: Report) -> bytes:
    """The page for a browser, UTF-8."""
    page = Page(style=stylesheet("report.css", "screen.css"), printed=False)
    return compose(report, page).encode()
