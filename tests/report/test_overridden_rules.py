"""Detection cannot be switched off in silence: the report says so before any count of traces."""

from dataclasses import replace

from attest.model.evidence import RuleOverridden
from attest.model.report import Bullets, Callout, Report, Table
from attest.report.text import words
from tests.support import report_inputs
from tests.support.report_inputs import Inputs

FILE = "ab" * 32
OFF = RuleOverridden(
    id="agent.quill", version=3, title="Quill", grade="B", effect="switched-off", origin=FILE
)
WEAKER = OFF.model_copy(update={"id": "footer.quill", "effect": "replaced"})


def test_page_two_names_each_rule_that_does_not_run() -> None:
    """Among what could not be seen, before the gaps of sources."""
    report = _report(OFF, WEAKER)
    first = next(
        words(block.items[0])
        for block in _of(report, "summary")
        if isinstance(block, Bullets) and "built-in" in words(block.items[0])
    )

    assert report.figures["rules.overridden"].value == 2
    assert "agent.quill (switched off)" in first
    assert "footer.quill (replaced)" in first


def test_the_coverage_basis_says_so() -> None:
    """The lower bound is lower for it."""
    said = [words(block.text) for block in _of(_report(OFF), "involvement") if isinstance(block, Callout)]

    assert any("built-in detection rule did not run" in text for text in said)


def test_the_appendix_names_rule_and_file() -> None:
    """With the digest, so that the copy in the package can be found."""
    table = next(block for block in _of(_report(OFF), "rules") if isinstance(block, Table))

    assert [words(cell) for cell in table.rows[0]] == [
        "agent.quill, version 3",
        "B",
        "Quill",
        "switched off",
        f"a file ({FILE})",
    ]


def test_of_many_the_rest_is_counted_on_page_two() -> None:
    """The page stays one page."""
    many = [OFF.model_copy(update={"id": f"agent.quill-{number:02}"}) for number in range(9)]
    report = _report(*many)
    said = " ".join(
        words(item) for block in _of(report, "summary") if isinstance(block, Bullets) for item in block.items
    )

    assert "agent.quill-03 (switched off) and " in said
    assert report.figures["rules.overridden.beyond"].value == 5
    assert "agent.quill-04" not in said


def test_where_every_built_in_rule_ran_nothing_is_said(year: Report) -> None:
    """A report without such a file has no word of it."""
    texts = [
        words(item)
        for section in year.sections
        for block in section.blocks
        if isinstance(block, Bullets)
        for item in block.items
    ]

    assert not [text for text in texts if "did not run as" in text]


def _report(*rules: RuleOverridden) -> Report:
    inputs: Inputs = report_inputs.year(3)
    manifest = inputs.view.manifest.model_copy(update={"overridden": rules})
    return replace(inputs, view=inputs.view.model_copy(update={"manifest": manifest})).report()


def _of(report: Report, anchor: str) -> tuple[object, ...]:
    return next(section.blocks for section in report.sections if section.anchor == anchor)
