"""The list of changes to the audit's own rules: who, approved by whom, and what the list rests on."""

from dataclasses import replace
from typing import Any

import pytest

from attest.model.control import Catalog
from attest.model.evidence import RuleRan
from attest.model.finding import Outcome
from attest.model.population import Gap
from attest.model.report import Block, Bullets, Callout, Heading, Paragraph, Report, Table
from attest.model.touch import Touch
from attest.report.text import words
from tests.support import report_inputs, report_records
from tests.support.report_inputs import Inputs


def test_each_change_of_the_rules_is_a_row(year: Report) -> None:
    """In landing order, once each, however many files it touched."""
    inputs = report_inputs.year()
    touching = list(dict.fromkeys(touch.change for touch in inputs.view.touches))
    labels = {change.id: change.label for change in inputs.view.changes}

    assert len(touching) == 3
    assert [words(row[0]).split(" ")[1] for row in _list(year).rows] == [
        labels[change] for change in touching
    ]


def test_the_number_has_the_population_as_denominator(year: Report) -> None:
    """A query over the records counts it again."""
    figure = year.figures["rules.touching"]

    assert (figure.value, figure.denominator) == (3, 60)
    assert figure.query.where == (("change.touches", "has", "attest-rules"),)


def test_a_row_says_what_happened_to_which_kind_of_file(year: Report) -> None:
    """The first three files; the others are in the records."""
    files = [words(row[2]) for row in _list(year).rows]

    assert files[0] == "attest.yaml (configuration, changed)"
    assert files[1] == (
        "attest.yaml (configuration, changed); "
        ".github/workflows/audit.yml (workflow that runs attest, added); "
        "audit/packs/own.yaml (control pack, deleted; named in attest.yaml)"
    )
    assert files[2] == f"{files[1]}; others, in records/touches.jsonl"


def test_effects_and_bases_are_said_in_words() -> None:
    """Also that a file was touched and put back, and that a content was not read."""
    inputs = report_inputs.year()
    rest = report_records.touches(inputs.view.changes[0], 5)[3:]
    files = words(_list(_with(inputs, touches=rest).report()).rows[0][2])

    assert files == (
        ".attest/rules/agents.yaml (detection rules, touched on the way, the same before and after); "
        ".github/workflows/large.yml (workflow that runs attest, changed; content not read)"
    )


def test_author_and_approver_are_named(year: Report) -> None:
    """By the names that the run holds for them."""
    inputs = report_inputs.year()
    change = next(item for item in inputs.view.changes if item.id == inputs.view.touches[0].change)
    review = next(item for item in inputs.view.reviews if item.change == change.id)
    row = _list(year).rows[0]

    assert words(row[3]).startswith(inputs.view.people[change.authors[0].id])
    assert words(row[4]) == inputs.view.people[review.reviewer.id]


def test_no_approval_is_said() -> None:
    """Reviews were read and there is none."""
    row = _list(_with(report_inputs.year(), reviews=()).report()).rows[0]

    assert words(row[4]) == "none on record"


def test_a_forge_that_is_not_connected_is_no_missing_approval(hostile: Report) -> None:
    """Nobody looked: that is told apart from an approval that is not there."""
    assert {words(row[4]) for row in _list(hostile).rows} == {"not available: forge not connected"}


def test_authors_who_are_not_known_are_said_to_be_missing() -> None:
    """An agent's prompter who is not on record is an author all the same."""
    inputs = report_inputs.year()
    first = inputs.view.touches[0].change
    changes = tuple(
        item.model_copy(update={"authors_complete": False}) if item.id == first else item
        for item in inputs.view.changes
    )

    assert words(_list(_with(inputs, changes=changes).report()).rows[0][3]).endswith(", not all known")


def test_the_tests_of_review_stand_beside_it(year: Report) -> None:
    """Under a declared control by the outcome, beside a design gap by whether the statement holds."""
    text = words(_list(year).rows[1][5])

    assert text == "REV-01: holds; REV-02, REV-03: met"


def test_without_tests_of_review_it_says_not_evaluated() -> None:
    """A report on a framework without such a test does not leave the cell empty."""
    inputs = report_inputs.year()
    kept = tuple(item for item in inputs.catalog.assertions if not item.id.startswith("REV"))
    catalog: Catalog = inputs.catalog.model_copy(update={"assertions": kept})
    found = inputs.evaluation
    cut = found.model_copy(
        update={
            "findings": tuple(item for item in found.findings if not item.assertion.startswith("REV")),
            "tallies": tuple(item for item in found.tallies if not item.assertion.startswith("REV")),
            "deviations": tuple(item for item in found.deviations if not item.assertion.startswith("REV")),
        }
    )

    assert (
        words(_list(replace(inputs, catalog=catalog, evaluation=cut).report()).rows[0][5]) == "not evaluated"
    )


def test_rules_changed_without_approval_must_not_be_overlooked() -> None:
    """The finding is that of the approval test: it is said before the list, with its denominator."""
    inputs = report_inputs.year()
    first = inputs.view.touches[0].change
    findings = tuple(
        item.model_copy(update={"outcome": Outcome.DEVIATION})
        if (item.assertion, item.subject) == ("REV-02", first)
        else item
        for item in inputs.evaluation.findings
    )
    report = replace(inputs, evaluation=inputs.evaluation.model_copy(update={"findings": findings})).report()
    callout = next(block for block in _blocks(report) if isinstance(block, Callout))
    figure = report.figures["rules.unapproved"]

    assert callout.title == "Rules changed without an independent approval on record"
    assert (figure.value, figure.denominator) == (1, 3)


def test_approved_rules_need_no_warning(year: Report) -> None:
    """Each of the three changes is approved."""
    assert [block for block in _blocks(year) if isinstance(block, Callout)] == []


def test_none_in_the_period_is_said_with_its_basis(empty: Report) -> None:
    """The list is there, says none, and the places that were looked at stand beneath it."""
    tables = [block for block in _blocks(empty) if isinstance(block, Table)]

    assert (tables[0].rows, tables[0].empty) == ((), "None in the period.")
    assert "touches one of them" in _text(empty)
    assert words(tables[1].rows[0][0]) == "configuration"


def test_a_run_that_did_not_look_does_not_say_none() -> None:
    """An empty list without a basis would be taken for one with a basis."""
    inputs = _with(report_inputs.year(), touches=())
    scope = inputs.view.manifest.repositories[0].model_copy(update={"watched": ()})
    report = _manifest(inputs, repositories=(scope,)).report()

    assert "no statement that there was none" in _text(report)
    assert [block for block in _blocks(report) if isinstance(block, Table)] == []


def test_places_are_counted_before_and_after_their_content_was_asked(year: Report) -> None:
    """A workflow that does not run attest was touched, and is not listed."""
    table = next(
        block for block in _blocks(year) if isinstance(block, Table) and "looked for" in block.caption
    )
    row = next(row for row in table.rows if words(row[0]).startswith("workflow"))

    assert [year.figures[cell[0].target].value for cell in row[2:]] == [3, 2]
    assert words(row[1]) == ".github/workflows/*.yml, where the word attest stands in it"


def test_named_places_are_told_from_default_ones(year: Report) -> None:
    """What attest.yaml names was somebody's choice."""
    table = next(
        block for block in _blocks(year) if isinstance(block, Table) and "looked for" in block.caption
    )

    assert ".attest/packs/**; named in attest.yaml: audit/packs" in [words(row[1]) for row in table.rows]


@pytest.mark.parametrize(
    ("origin", "said"),
    [
        ("none", "No attest.yaml lay on the release branch"),
        ("a file given by the operator", "changes to that file are not those listed here"),
        ("ledger-api@{end}:attest.yaml", "the tip of the branch at the period's end."),
        ("ledger-api@0123456789ab:attest.yaml", "a change to the rules in between decides findings here"),
        ("other@{end}:attest.yaml", "changes to that file are not those listed here"),
    ],
)
def test_where_attest_yaml_was_read_is_held_against_the_period(origin: str, said: str) -> None:
    """Rules of after the period, or from outside the branch, judge the period too."""
    inputs = report_inputs.year(3)
    end = (inputs.view.manifest.repositories[0].end.sha or "")[:12]

    assert said in _text(_manifest(inputs, config_origin=origin.format(end=end)).report())


def test_rules_from_the_command_line_are_named() -> None:
    """Nobody can see who changed a file that lies on somebody's disk."""
    inputs = report_inputs.year(3)
    own = RuleRan(id="own-rule", version=1, origin="0" * 64)
    given = _manifest(inputs, rules=(*inputs.view.manifest.rules, own)).report()
    packs = replace(inputs, presentation=inputs.presentation.model_copy(update={"own_packs": True})).report()

    assert "came from files given on the command line" in _text(given)
    assert "Control packs were given on the command line" in _text(packs)
    assert "command line" not in _text(inputs.report())


@pytest.mark.parametrize("kind", ["touches-unknown", "version-unreadable"])
def test_what_could_not_be_read_is_named_beside_the_list(kind: str) -> None:
    """With a reference to its record."""
    inputs = report_inputs.year(3)
    gap = Gap(id="gap:x", source="git", kind=kind, repository="r", what="Not read", effect="may be missing")
    report = _with(inputs, gaps=(*inputs.view.gaps, gap)).report()

    assert "Not read; may be missing EV-" in _text(report)


def test_the_list_is_bounded_and_the_rest_is_counted() -> None:
    """With hundreds of such changes."""
    inputs = report_inputs.year(300)
    many: tuple[Touch, ...] = tuple(
        touch for change in inputs.view.changes for touch in report_records.touches(change, 1)
    )
    report = _with(inputs, touches=many).report()

    assert (len(_list(report).rows), report.figures["rules.touching.beyond"].value) == (25, 275)


def test_the_listing_names_the_class(year: Report) -> None:
    """A filter of population.csv gives the changes to the audit's own rules."""
    header, *rows = year.population
    listed = [row[header.index("id")] for row in rows if row[header.index("touches")] == "attest-rules"]

    assert listed == list(dict.fromkeys(touch.change for touch in report_inputs.year().view.touches))


def test_hostile_paths_are_shown_and_steer_nothing(hostile: Report) -> None:
    """Controls are visible codes, and nothing of a path is our own words."""
    files = words(_list(hostile).rows[0][2])

    assert "\u202e" not in files
    assert "⟨U+202E⟩" in files


def _with(inputs: Inputs, **records: Any) -> Inputs:
    return replace(inputs, view=inputs.view.model_copy(update=records))


def _manifest(inputs: Inputs, **fields: Any) -> Inputs:
    return _with(inputs, manifest=inputs.view.manifest.model_copy(update=fields))


def _blocks(report: Report) -> list[Block]:
    """The part from its heading on."""
    blocks = next(section.blocks for section in report.sections if section.anchor == "scope")
    start = next(
        place
        for place, block in enumerate(blocks)
        if isinstance(block, Heading) and block.anchor == "scope-own-rules"
    )
    return list(blocks[start:])


def _list(report: Report) -> Table:
    return next(block for block in _blocks(report) if isinstance(block, Table))


def _text(report: Report) -> str:
    texts = []
    for block in _blocks(report):
        if isinstance(block, Paragraph):
            texts.append(block.text)
        elif isinstance(block, Bullets):
            texts += block.items
    return " ".join(words(text) for text in texts)
