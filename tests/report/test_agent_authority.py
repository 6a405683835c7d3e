"""The list of changes to what agents may do: who, approved by whom, in which files."""

from dataclasses import replace

from attest.model.report import Block, Heading, Paragraph, Report, Table
from attest.model.touch import AGENT_AUTHORITY, Effect, Touch, TouchBasis, Watched
from attest.report.text import words
from tests.support import report_inputs
from tests.support.report_inputs import Inputs

KIND = Watched(
    path_class=AGENT_AUTHORITY, kind="instructions", title="agent instructions", globs=("**/CLAUDE.md",),
    named=(), meaning="", touched=3, listed=3,
)  # fmt: skip
CONTENT = Watched(
    path_class=AGENT_AUTHORITY, kind="credentials", title="workflow with permissions or secrets",
    globs=(".github/workflows/*.yml",), named=(), meaning="it sets permissions", touched=9, listed=2,
)  # fmt: skip


def inputs(count: int, *watched: Watched) -> Inputs:
    """The year, its first changes each with a file of the class."""
    year = report_inputs.year()
    touches = tuple(
        Touch(
            id=f"{change.id}:touch:9", change=change.id, path_class=AGENT_AUTHORITY, kind="instructions",
            path="deep/CLAUDE.md", effect=Effect.CHANGED, before=None, after=None,
            commits=(change.landed_sha,), basis=TouchBasis.PLACE,
        )
        for change in year.view.changes[:count]
    )  # fmt: skip
    manifest = year.view.manifest
    scopes = tuple(
        scope.model_copy(update={"watched": (*scope.watched, *watched)}) for scope in manifest.repositories
    )
    update = {
        "touches": (*year.view.touches, *touches),
        "manifest": manifest.model_copy(update={"repositories": scopes}),
    }
    return replace(year, view=year.view.model_copy(update=update))


def part(report: Report) -> list[Block]:
    """The blocks from its heading on."""
    section = next(item for item in report.sections if item.anchor == "involvement")
    start = next(
        place
        for place, block in enumerate(section.blocks)
        if isinstance(block, Heading) and block.anchor == "involvement-authority"
    )
    return list(section.blocks[start:])


def tables(report: Report) -> list[Table]:
    """The list, and the kinds."""
    return [block for block in part(report) if isinstance(block, Table)]


def test_each_change_is_a_row_with_author_and_approver() -> None:
    """Like the changes of the audit's own rules, of which none is taken in."""
    year = inputs(3, KIND)
    report = year.report()
    rows = tables(report)[0].rows

    assert [words(row[0]).split(" ")[1] for row in rows] == [item.label for item in year.view.changes[:3]]
    assert {words(row[2]) for row in rows} == {"deep/CLAUDE.md (agent instructions, changed)"}
    assert all(words(row[3]) and words(row[4]) for row in rows)
    assert (report.figures["authority.touching"].value, report.figures["rules.touching"].value) == (3, 3)
    assert report.figures["authority.touching"].denominator == 60


def test_the_list_is_short_and_counts_the_rest() -> None:
    """Agents' instructions change often."""
    report = inputs(20, KIND).report()

    assert len(tables(report)[0].rows) == 12
    assert report.figures["authority.touching.beyond"].value == 8


def test_kinds_say_what_is_asked_of_content() -> None:
    """Beside how many files lay there, and how many of these were of the kind."""
    report = inputs(1, KIND, CONTENT).report()
    repository = report_inputs.year().view.manifest.repositories[0].name

    assert [(words(row[0]), words(row[1])) for row in tables(report)[1].rows] == [
        ("agent instructions", "it lies at one of the places of this kind"),
        ("workflow with permissions or secrets", "it sets permissions"),
    ]
    listed = report.figures[f"authority.{repository}.credentials.listed"]
    assert (listed.value, listed.denominator) == (2, 9)


def test_none_is_said_with_the_population() -> None:
    """The kinds show what that rests on."""
    report = inputs(0, KIND).report()
    said = [words(block.text) for block in part(report) if isinstance(block, Paragraph)]

    assert any(text.startswith("None of the") for text in said)
    assert tables(report)[0].rows == ()


def test_where_nobody_looked_nothing_is_claimed() -> None:
    """No list, and the reason."""
    report = inputs(0).report()
    said = [words(block.text) for block in part(report) if isinstance(block, Paragraph)]

    assert tables(report) == []
    assert "was not recorded" in said[-1]
