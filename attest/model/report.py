"""The report before it has a form: sections of blocks, made of spans. Renderers add looks, never facts.

Every number that counts evidence is a `Figure`, and a span can print one only by its id. Foreign
text (titles, names, matched text) is a span of its own kind, so that it is set as a quotation.
"""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from attest.model.base import Digest, Record, UtcTime
from attest.model.commit import Commit
from attest.model.evidence import FileEntry
from attest.model.finding import Evaluation


class CoverageWords(Record):
    """What the coverage basis is told in: titles by slug, and what holds of every repository."""

    always: tuple[str, ...] = ()
    """What no trace covers, whichever tool is used."""
    tools: dict[str, str] = Field(default_factory=dict)
    rules: dict[str, str] = Field(default_factory=dict)
    """By rule: what it found, in words."""
    silent: tuple[tuple[str, str], ...] = ()
    """Tools that leave no trace by default, and why."""


class Presentation(Record):
    """What a report needs beside the evidence: texts and files that other stages hold."""

    procedures: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """By assertion: the numbered steps of its check."""
    reasons: dict[str, dict[str, str]] = Field(default_factory=dict)
    """By assertion: what each reason of its findings means, by slug."""
    commits: tuple[Commit, ...] = ()
    """Commits of the change that is walked through, as `attest.report.build.walked_change` names it."""
    subjects: dict[str, str] = Field(default_factory=dict)
    """Their subject lines, by sha."""
    manifest: bytes = b""
    """The run's manifest.json as stored; empty for the canonical form of the model."""
    entries: tuple[FileEntry, ...] = ()
    """Files beside the run that the integrity page lists too."""
    own_packs: bool = False
    """Whether control packs that ship with no tool took part."""
    own_dispositions: bool = False
    """Whether management's answers were handed in for the report, and lie in no run."""
    coverage: CoverageWords = CoverageWords()


class Query(Record):
    """How a figure was counted: a reader with the records can repeat it.

    `records` names a kind of the run, or `findings`, `tallies`, `deviations` of findings.json.
    `where` are conditions that all hold: field, operator, value. Operators: `is`, `is not`; `in` (one of
    several, separated by `|`); `has` (a list holds it); `begins`, `before`, `from` (compared as text);
    `known` (not null). A field that begins with `change.` belongs to the change of the record;
    `change.touches` lists the classes of its records of `touches`.
    `measure` is `records`, `distinct <field>`, `sum <field>`, or `beyond <n>`: records after the first n.
    """

    records: str
    where: tuple[tuple[str, str, str], ...] = ()
    measure: str = "records"


class Figure(Record):
    """A number that the report prints, what it is a part of, and how it was counted."""

    id: str
    value: int
    denominator: int | None
    query: Query
    denominator_query: Query | None


class SpanKind(StrEnum):
    """What a piece of running text is."""

    PLAIN = "plain"
    STRONG = "strong"
    FIGURE = "figure"
    """`text` is how the number is written: `count`, `of` (12 of 60) or `share` (20.0 %)."""
    FOREIGN = "foreign"
    """Sentences of somebody else, set as a quotation."""
    NAME = "name"
    """A name that somebody else chose: a person, a repository, a system."""
    CODE = "code"
    """Ids, digests and commands."""
    EVIDENCE = "evidence"
    """A reference such as EV-0012, linked to the index."""
    LINK = "link"
    ANCHOR = "anchor"
    """A place that references lead to; `target` is its name."""


class Span(Record):
    """A piece of running text; `target` is a figure's id, an anchor, or empty."""

    kind: SpanKind
    text: str
    target: str = ""


Text = tuple[Span, ...]


class Paragraph(Record):
    """Running text; `role` is `body`, `lead`, `note`, or `keep` (stays with what follows)."""

    kind: Literal["paragraph"] = "paragraph"
    text: Text
    role: str = "body"


class Heading(Record):
    """A heading inside a section; level 2 stands in the contents, level 3 does not."""

    kind: Literal["heading"] = "heading"
    level: int
    number: str
    title: Text
    anchor: str


class Bullets(Record):
    """A list, numbered when the order matters."""

    kind: Literal["bullets"] = "bullets"
    items: tuple[Text, ...]
    numbered: bool = False


class Facts(Record):
    """Labels and what stands for them."""

    kind: Literal["facts"] = "facts"
    rows: tuple[tuple[str, Text], ...]


class Column(Record):
    """A column: its width in parts of a hundred, and how it is set: `text`, `number`, `code`, `blank`."""

    title: str
    width: int
    style: str = "text"


class Table(Record):
    """A table of bounded length; `more` tells what was left out, `empty` what an empty one means.

    A row of one cell is the heading of the rows that follow it.
    """

    kind: Literal["table"] = "table"
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Text, ...], ...]
    total: tuple[Text, ...] = ()
    more: Text = ()
    empty: str = "None."
    dense: bool = False
    """Rows close together, for long lists of short entries."""


class Tile(Record):
    """A number of the summary with its label."""

    figure: str
    form: str
    label: str
    note: Text = ()


class Tiles(Record):
    """The numbers of the summary, side by side."""

    kind: Literal["tiles"] = "tiles"
    tiles: tuple[Tile, ...]


class Series(Record):
    """One row of numbers of a chart; `pattern` tells it apart without colour."""

    name: str
    pattern: str
    figures: tuple[str, ...]


class Chart(Record):
    """A chart, `columns` (stacked, over time) or `bars`; the numbers are figures."""

    kind: Literal["chart"] = "chart"
    form: str
    title: str
    alternative: str
    """The text that stands for the picture."""
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    mark: str = ""
    """Label of the column behind which a line is drawn; `alternative` says what it marks."""


class Quote(Record):
    """Text of somebody else, set apart, with where it was read."""

    kind: Literal["quote"] = "quote"
    text: Text
    source: Text


class Callout(Record):
    """A statement that must not be overlooked."""

    kind: Literal["callout"] = "callout"
    title: str
    text: Text


class AuditorBox(Record):
    """Room for the auditor; always blank."""

    kind: Literal["auditor"] = "auditor"
    title: str
    lines: tuple[str, ...]


Block = Annotated[
    Paragraph | Heading | Bullets | Facts | Table | Tiles | Chart | Quote | Callout | AuditorBox,
    Field(discriminator="kind"),
]


class Section(Record):
    """A chapter (`1`) or an appendix (`A`)."""

    anchor: str
    number: str
    title: str
    blocks: tuple[Block, ...]
    appendix: bool = False


class Cover(Record):
    """The first page, and what the running headers repeat."""

    title: str
    entity: str
    system: str
    period: str
    run_id: str
    draft: bool
    prepared_by: str
    facts: tuple[tuple[str, Text], ...]
    statement: Text


class Sheet(Record):
    """A document of a few pages without cover and contents: what stands at its head, and its sections."""

    title: str
    subtitle: str
    entity: str
    reference: str
    """What its running foot says it is."""
    author: str
    as_of: UtcTime
    sections: tuple[Section, ...]


class Report(Record):
    """A whole report: what is printed, and what is attached to it."""

    cover: Cover
    sections: tuple[Section, ...]
    figures: dict[str, Figure]
    language: str
    as_of: UtcTime
    population: tuple[tuple[str, ...], ...]
    """The listing: header first, one row a change."""
    evaluation: Evaluation
    manifest: bytes
    manifest_digest: Digest
    pulls: dict[str, int] = Field(default_factory=dict)
    """By review, of those that findings cite, the pull request that it is of where several landed as its
    change."""
