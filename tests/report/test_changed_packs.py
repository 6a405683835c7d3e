"""A pack that changed what ships cannot do so in silence, and an item tells all that the pack says of it."""

from dataclasses import replace

from attest.model.control import Criterion, PackChange
from attest.model.report import Bullets, Callout, Paragraph, Report, Table
from attest.report.text import words
from tests.support import report_inputs
from tests.support.report_inputs import Inputs

FILE = "ab" * 32
OVERRIDDEN = PackChange(
    kind="assertion",
    id="REV-02",
    effect="overridden",
    detail="differs in: statement, limits",
    file="own.yaml",
    sha256=FILE,
)
TIGHTENED = OVERRIDDEN.model_copy(
    update={
        "kind": "parameter",
        "id": "REV-02 approvals",
        "effect": "tightened",
        "detail": "from 1 to 2: Our policy.",
    }
)


def test_page_two_names_what_was_changed() -> None:
    """Before the gaps of sources."""
    report = _report(OVERRIDDEN, TIGHTENED)
    said = [
        words(item) for block in _of(report, "summary") if isinstance(block, Bullets) for item in block.items
    ]
    first = next(text for text in said if "control packs that ship" in text)

    assert report.figures["packs.changed"].value == 2
    assert "REV-02 (overridden), REV-02 approvals (tightened)" in first


def test_of_many_the_rest_is_counted_on_page_two() -> None:
    """The page stays one page."""
    many = [OVERRIDDEN.model_copy(update={"id": f"OWN-0{number}"}) for number in range(9)]
    report = _report(*many)
    said = " ".join(
        words(item) for block in _of(report, "summary") if isinstance(block, Bullets) for item in block.items
    )

    assert "OWN-03 (overridden) and " in said
    assert report.figures["packs.changed.beyond"].value == 5
    assert "OWN-04" not in said


def test_chapter_five_says_how_and_by_which_file() -> None:
    """With the digest, so that the copy in the package can be found."""
    blocks = _of(_report(TIGHTENED), "frameworks")
    table = next(block for block in blocks if isinstance(block, Table))

    assert [block.title for block in blocks if isinstance(block, Callout)] == [
        "Tests that are not those that ship"
    ]
    assert [words(cell) for cell in table.rows[0]] == [
        "parameter REV-02 approvals",
        "tightened",
        "from 1 to 2: Our policy.",
        f"own.yaml ({FILE})",
    ]


def test_where_the_packs_are_those_that_ship_nothing_is_said(year: Report) -> None:
    """A report without such a file has no word of it."""
    titles = [
        block.title for section in year.sections for block in section.blocks if isinstance(block, Callout)
    ]

    assert "Tests that are not those that ship" not in titles


def test_an_item_tells_how_it_binds_and_is_tested() -> None:
    """Designation, dates, engagements, testing procedures, and why nothing is mapped."""
    said = _external(
        designation="addressable",
        status="superseded",
        effective_from="2025-03-31",
        effective_to="2026-01-01",
        scope="engagements with the privacy category",
        testing=("6.4.1.a", "6.4.1.b"),
        unmapped="It is about walls.",
        alternative="why not, and what instead",
    )

    assert (
        "(addressable; superseded; from 2025-03-31; until 2026-01-01; engagements with the privacy category; "
        "tested by 6.4.1.a, 6.4.1.b)"
    ) in said
    assert "Not mapped on purpose: It is about walls." in said
    assert "Or, for an alternative: why not, and what instead." in said


def test_what_to_attach_beside_tests_is_listed() -> None:
    """A criterion that a test reaches is reached in part."""
    inputs = report_inputs.year(3)
    first = inputs.catalog.frameworks[0].criteria[0].model_copy(update={"attach": "the list of tickets"})
    table = _tables(_with_criterion(inputs, first), "external")[1]

    assert [words(cell) for cell in table.rows[1]] == [first.display, "the list of tickets"]


def test_a_proposal_is_said_to_be_one() -> None:
    """Nothing under it is a statement about a requirement in force."""
    inputs = report_inputs.year(3)
    proposal = inputs.catalog.frameworks[0].model_copy(update={"status": "proposed"})
    catalog = inputs.catalog.model_copy(update={"frameworks": (proposal,)})
    report = replace(inputs, catalog=catalog).report()
    said = [words(block.text) for block in _of(report, "frameworks") if isinstance(block, Paragraph)]

    assert [text for text in said if text.startswith("This framework is a proposal.")] != []


def _external(**update: object) -> str:
    inputs = report_inputs.year(3)
    criterion = next(
        item
        for framework in inputs.catalog.frameworks
        for item in framework.criteria
        if item.evidence == "external"
    )
    changed = _with_criterion(inputs, criterion.model_copy(update=update))
    return " ".join(words(cell) for row in _tables(changed, "external")[0].rows for cell in row)


def _with_criterion(inputs: Inputs, criterion: Criterion) -> Report:
    frameworks = tuple(
        framework.model_copy(
            update={
                "criteria": tuple(
                    criterion if item.id == criterion.id else item for item in framework.criteria
                )
            }
        )
        for framework in inputs.catalog.frameworks
    )
    catalog = inputs.catalog.model_copy(update={"frameworks": frameworks})
    return replace(inputs, catalog=catalog).report()


def _report(*changes: PackChange) -> Report:
    inputs = report_inputs.year(3)
    return replace(inputs, catalog=inputs.catalog.model_copy(update={"changes": changes})).report()


def _of(report: Report, anchor: str) -> tuple[object, ...]:
    return next(section.blocks for section in report.sections if section.anchor == anchor)


def _tables(report: Report, anchor: str) -> list[Table]:
    return [block for block in _of(report, anchor) if isinstance(block, Table)]
