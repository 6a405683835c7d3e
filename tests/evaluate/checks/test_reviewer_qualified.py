"""REV-05, by what could make it wrong."""

from collections.abc import Iterable
from typing import Any

import pytest

from attest.model.change import Change, Review
from attest.model.control import Catalog
from attest.model.evidence import RunView
from attest.model.finding import Outcome
from attest.model.identity import Actor
from attest.model.imported import Imported
from attest.model.placement import InventoryEntry
from tests.support.imported import file_of, row
from tests.support.placing import (
    CARDS,
    CLAIMS,
    CORE,
    SITE,
    placed_findings,
    placed_outcome,
    placed_run,
    touched,
)
from tests.support.records import (
    ADA,
    AFTER,
    BEN,
    CLAUDE,
    CYD,
    GONE,
    NOT_CONNECTED,
    PERIOD,
    STRANGER,
    gap,
    outcome,
    pull,
    push,
    review,
    undetermined,
)

BOTH = "secure-coding secure-review"


def trained(person: Actor = BEN, place: int = 2, **more: Any) -> Imported:
    """A training of somebody's in both topics, for Python, without an end."""
    cells = {"course": "Secure review", "topic": BOTH, "language": "python", "completed": "2025-01-20"}
    return row("training", place, person=person, **{**cells, **more})


def of(
    catalog: Catalog,
    *rows: Imported,
    made: Review | None = None,
    entry: InventoryEntry = CARDS,
    file: str = "main.py",
    **parameters: Any,
) -> tuple[Outcome, str]:
    """Outcome of REV-05 for the approval of a change that touches one file of an entry."""
    change = pull()
    view = run(change, made or review(change), rows, touches=[touched(change, entry, file)])
    return placed_outcome(catalog, "REV-05", view, **parameters)


def run(change: Change, made: Review, rows: Iterable[Imported], **more: Any) -> RunView:
    """A run of that change, which touches cards, with a training register."""
    fields: dict[str, Any] = {"touches": [touched(change, CARDS)], "imports": (file_of("training", 3),)}
    return placed_run(change, reviews=[made], imported=tuple(rows), **{**fields, **more})


@pytest.mark.parametrize("entry", [CARDS, CLAIMS, CORE])
def test_met_by_a_valid_training(catalog: Catalog, entry: InventoryEntry) -> None:
    """Card data, health data, or the middle tier."""
    assert of(catalog, trained(), entry=entry) == (Outcome.MET, "qualified")


def test_met_on_the_first_and_last_day(catalog: Catalog) -> None:
    """Completed and run out on the day of the approval."""
    one_day = trained(completed="2025-03-10", valid_until="2025-03-10")

    assert of(catalog, one_day) == (Outcome.MET, "qualified")


def test_met_by_several_trainings_together(catalog: Catalog) -> None:
    """One covers coding in Python, one review in any language."""
    rows = (
        trained(topic="secure-coding"),
        row("training", 3, person=BEN, course="Review", topic="secure-review", completed="2024-01-01"),
    )

    assert of(catalog, *rows) == (Outcome.MET, "qualified")


@pytest.mark.parametrize(
    ("file", "language"),
    [("a.ts", "javascript"), ("a.js", "typescript"), ("a.GO", "golang"), ("a.cpp", "c++"), ("a.yaml", "go")],
)
def test_met_by_the_family_of_the_language(catalog: Catalog, file: str, language: str) -> None:
    """TypeScript is of JavaScript's family; a file in no language asks for none."""
    assert of(catalog, trained(language=language), file=file) == (Outcome.MET, "qualified")


def test_met_by_the_languages_that_are_named(catalog: Catalog) -> None:
    """Management names the stack; the files are not asked."""
    found = of(catalog, trained(language="ts go"), file="a.py", languages=("TypeScript", "Go"))

    assert found == (Outcome.MET, "qualified")


def test_met_whatever_the_scope_where_the_record_is_whole(catalog: Catalog) -> None:
    """Whether the change asks for a qualified reviewer is open, and it has one."""
    change = pull()
    hidden = gap(source="git", kind="touches-unknown", affects=(change.id,))
    view = run(change, review(change), [trained()], touches=[], gaps=[hidden])

    assert placed_outcome(catalog, "REV-05", view, languages=("python",)) == (Outcome.MET, "qualified")


def test_deviation_without_a_record(catalog: Catalog) -> None:
    """The register has trainings of others."""
    assert of(catalog, trained(CYD)) == (Outcome.DEVIATION, "no-record")


@pytest.mark.parametrize("more", [{"completed": "2025-03-11"}, {"valid_until": "2025-03-09"}])
def test_deviation_of_a_record_of_another_time(catalog: Catalog, more: dict[str, Any]) -> None:
    """One day too late, or run out the day before."""
    assert of(catalog, trained(**more)) == (Outcome.DEVIATION, "not-valid")


def test_deviation_of_a_topic_that_is_missing(catalog: Catalog) -> None:
    """Secure coding is not review."""
    assert of(catalog, trained(topic="secure-coding ai-tools")) == (Outcome.DEVIATION, "topic-missing")


def test_deviation_of_another_language(catalog: Catalog) -> None:
    """Trained for Java, and the change is in Python; or for one of two that are named."""
    assert of(catalog, trained(language="java")) == (Outcome.DEVIATION, "language-missing")
    assert of(catalog, trained(), languages=("python", "go")) == (Outcome.DEVIATION, "language-missing")


def test_deviation_from_the_tier_that_is_named(catalog: Catalog) -> None:
    """The rule may ask for more than the middle tier."""
    assert of(catalog, trained(CYD), entry=SITE, from_tier="T1") == (Outcome.DEVIATION, "no-record")


def test_needs_review_where_the_languages_are_not_known(catalog: Catalog) -> None:
    """Not every file of the inventory is listed, so there may be one in another language."""
    change = pull()
    view = run(change, review(change), [trained()], cut=1)

    assert placed_outcome(catalog, "REV-05", view) == (Outcome.NEEDS_REVIEW, "language-open")


def test_indeterminate_where_the_files_could_not_be_read(catalog: Catalog) -> None:
    """The tier is the highest for want of reading, which shows no scope."""
    change = pull()
    hidden = gap(source="git", kind="touches-unknown", affects=(change.id,))
    view = run(change, review(change), [trained(CYD)], touches=[], gaps=[hidden])

    assert placed_outcome(catalog, "REV-05", view) == (Outcome.INDETERMINATE, "scope-unknown")


def test_indeterminate_without_an_inventory(catalog: Catalog) -> None:
    """Nobody says which changes reach card data, so none is shown not to."""
    change = pull()
    view = run(change, review(change), [trained(CYD)], touches=[])

    assert outcome(catalog, "REV-05", view) == (Outcome.INDETERMINATE, "scope-unknown")


@pytest.mark.parametrize("approver", [GONE, STRANGER])
def test_indeterminate_when_the_account_is_not_known(catalog: Catalog, approver: Actor) -> None:
    """A deleted account may be somebody with every training."""
    assert of(catalog, trained(), made=review(pull(), approver)) == (
        Outcome.INDETERMINATE,
        "approver-unknown",
    )


def test_indeterminate_without_a_time(catalog: Catalog) -> None:
    """Records have days, and the approval has none."""
    assert of(catalog, trained(), made=review(pull(), submitted_at=None)) == (
        Outcome.INDETERMINATE,
        "time-unknown",
    )


@pytest.mark.parametrize("more", [{"topic": "ai-tools"}, {"language": "java"}, {"completed": "2025-04-01"}])
def test_indeterminate_when_rows_could_not_be_read(catalog: Catalog, more: dict[str, Any]) -> None:
    """One of them may be the training that is missing."""
    change = pull()
    unread = gap("", source="import", kind="training-unreadable", affected_count=1)
    view = run(change, review(change), [trained(**more)], gaps=[unread])

    assert placed_outcome(catalog, "REV-05", view) == (Outcome.INDETERMINATE, "evidence-missing")


def test_indeterminate_without_a_register(catalog: Catalog) -> None:
    """Nobody handed one in; or nobody connected the forge."""
    change = pull()
    alone = placed_run(change, touches=[touched(change, CARDS)], reviews=[review(change)])
    by_git = placed_run(undetermined(), imported=(trained(),), not_connected=NOT_CONNECTED)
    found = {placed_outcome(catalog, "REV-05", view) for view in (alone, by_git)}

    assert found == {(Outcome.INDETERMINATE, "source-not-connected")}


def test_not_applicable_out_of_scope(catalog: Catalog) -> None:
    """The site is a lower tier and holds no such data."""
    assert of(catalog, entry=SITE) == (Outcome.NOT_APPLICABLE, "out-of-scope")


@pytest.mark.parametrize(
    "made",
    [{"reviewer": CLAUDE}, {"reviewer": ADA}, {"submitted_at": AFTER}],
    ids=["agent", "author", "late"],
)
def test_not_applicable_to_approvals_that_carry_nothing(catalog: Catalog, made: dict[str, Any]) -> None:
    """Nobody relied on it."""
    assert of(catalog, made=review(pull(), **made)) == (Outcome.NOT_APPLICABLE, "not-counted")


def test_not_applicable_without_approvals(catalog: Catalog) -> None:
    """A push has none."""
    view = placed_run(push(), imports=(file_of("training"),))

    assert placed_outcome(catalog, "REV-05", view) == (Outcome.NOT_APPLICABLE, "no-items")


def test_tempting_approval_beside_one_that_is_qualified(catalog: Catalog) -> None:
    """Each approval stands for itself."""
    change = pull()
    view = placed_run(
        change,
        touches=[touched(change, CARDS)],
        reviews=[review(change, BEN), review(change, CYD)],
        imported=(trained(CYD),),
    )
    found = [item.reason for item in placed_findings(catalog, "REV-05", view)]

    assert found == ["no-record", "qualified"]


def test_tempting_rule_that_asks_for_nothing(catalog: Catalog) -> None:
    """Without topics some training must still be valid."""
    assert of(catalog, topics=()) == (Outcome.DEVIATION, "no-record")
    assert of(catalog, trained(topic="ai-tools"), topics=()) == (Outcome.MET, "qualified")


def test_tempting_day_in_another_time_zone(catalog: Catalog) -> None:
    """The record ran out on the tenth; in Berlin it was the eleventh already."""
    change = pull(merged_at="2025-03-11T12:00:00Z")
    period = PERIOD.model_copy(update={"timezone": "Europe/Berlin"})
    made = review(change, submitted_at="2025-03-10T23:30:00Z")
    view = run(change, made, [trained(valid_until="2025-03-10")], period=period)

    assert placed_outcome(catalog, "REV-05", view) == (Outcome.DEVIATION, "not-valid")


def test_tempting_language_of_another_file(catalog: Catalog) -> None:
    """The change touches Python and Go; the training is of one."""
    change = pull()
    touches = [touched(change, CARDS), touched(change, SITE, "main.go", 2)]
    view = run(change, review(change), [trained()], touches=touches)

    assert placed_outcome(catalog, "REV-05", view) == (Outcome.DEVIATION, "language-missing")
