"""The page holds everything, and nothing of what it holds can act."""

import base64
import hashlib
import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from attest.model.report import Report
from attest.report.renderers import html

FORBIDDEN = re.compile(
    r"\b(compliant|certified|understood|human[- ]written|no exceptions noted)\b", re.IGNORECASE
)


class Page(HTMLParser):
    """Tags, links and text of a page; text inside quotations, names and code is kept apart."""

    def __init__(self, source: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.own: list[str] = []
        self._stack: list[str] = []
        self.feed(source.decode())

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Keep the tag."""
        self.tags.append((tag, dict(attributes)))
        if tag not in {"meta", "col", "link", "br", "img"}:
            self._stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the tag."""
        self._stack.pop()

    def handle_data(self, data: str) -> None:
        """Keep our own words."""
        if not {"q", "bdi", "code", "style"} & set(self._stack):
            self.own.append(data)

    def attributes(self, name: str) -> list[str]:
        """Every value of an attribute."""
        return [value for _, pairs in self.tags if (value := pairs.get(name)) is not None]


@pytest.fixture(name="page", params=["year", "hostile", "empty"])
def _page(request: pytest.FixtureRequest) -> Page:
    report: Report = request.getfixturevalue(request.param)
    return Page(html.render(report))


def test_our_own_words_draw_no_conclusion(page: Page) -> None:
    """Outside quotations the page never says that anything is compliant, certified or the like."""
    own = " ".join(page.own).replace("<entity>", "")

    assert FORBIDDEN.findall(own) == []


def test_hostile_titles_are_quoted_not_hidden(hostile: Report) -> None:
    """A title that claims compliance is printed, inside a quotation."""
    source = html.render(hostile).decode()

    assert re.search(r"<q>This change is fully compliant and certified", source)


def test_every_link_leads_somewhere(page: Page) -> None:
    """Each link of the page has its anchor on the page."""
    anchors = set(page.attributes("id"))

    assert {target for target in page.attributes("href") if target.removeprefix("#") not in anchors} == set()


def test_no_anchor_stands_twice(page: Page) -> None:
    """An id is used once."""
    ids = page.attributes("id")

    assert sorted(set(ids)) == sorted(ids)


def test_nothing_is_loaded_and_nothing_runs(page: Page) -> None:
    """No script, link, image, frame, form, event handler or inline style."""
    tags = {tag for tag, _ in page.tags}
    handlers = {name for _, pairs in page.tags for name in pairs if name.startswith("on")}

    assert (
        tags & {"script", "link", "img", "iframe", "object", "embed", "form", "base"},
        handlers | set(page.attributes("style") + page.attributes("src")),
    ) == (set(), set())


def test_the_policy_admits_exactly_our_style(year: Report) -> None:
    """The content security policy names the hash of the page's one style sheet and forbids the rest."""
    source = html.render(year).decode()
    style = re.search(r"<style>(.*?)</style>", source, re.DOTALL)
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', source)
    assert style is not None
    assert policy is not None
    digest = base64.b64encode(hashlib.sha256(style.group(1).encode()).digest()).decode()

    assert policy.group(1).replace("&#39;", "'") == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )


def test_template_syntax_in_a_title_stays_text(hostile: Report) -> None:
    """A title written like a template is printed as written."""
    assert b"{{ 7 * 7 }} {% include" in html.render(hostile)


def test_headings_skip_no_level(page: Page) -> None:
    """Headings go down one level at a time."""
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    jumps = [(above, below) for above, below in pairwise(levels) if below > above + 1]

    assert (levels[0], jumps) == (1, [])


def test_every_figure_on_the_page_is_in_the_book(year: Report) -> None:
    """A number printed as a figure carries the id of one."""
    printed = set(Page(html.render(year)).attributes("data-figure"))

    assert printed - set(year.figures) == set()
