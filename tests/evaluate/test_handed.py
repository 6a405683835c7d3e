"""What was handed in, as checks ask for it: by kind, by person, by the change that it speaks of."""

from collections.abc import Callable

import pytest

from attest.evaluate.facts import Facts
from attest.evaluate.handed import Handed, handed_in, hides
from attest.model.change import Change
from attest.model.imports import KINDS
from tests.support.imported import file_of, row
from tests.support.records import ADA, BEN, gap, pull, run_of, sha


def test_rows_are_had_by_kind_and_by_a_value_of_a_column() -> None:
    """People by their pseudonyms, everything else by its normalised text."""
    one = row("training", 2, person=ADA, course="One", topic="ai-tools")
    two = row("training", 3, person=BEN, course="Two", topic="ai-tools")
    handed = Handed([two, one, row("roster", person=ADA, role="reviewer")])

    assert handed.of("training") == (one, two)
    assert handed.by("training", "person", BEN.id) == (two,)
    assert handed.by("training", "topic", "ai-tools") == (one, two)
    assert handed.by("training", "person", "nobody") == ()
    assert handed.of("tickets") == ()


@pytest.mark.parametrize(
    "named",
    [
        pytest.param(lambda change: change.id, id="its id"),
        pytest.param(lambda change: f"{change.repository}#{change.number}", id="its number"),
        pytest.param(lambda change: change.landed_sha, id="the commit that landed"),
        pytest.param(lambda change: change.head_sha, id="its last revision"),
    ],
)
def test_a_row_is_about_the_change_that_it_names(named: Callable[[Change], str]) -> None:
    """However it names it; and about no other."""
    change, other = pull(1), pull(2, head_sha=sha("another head"))
    ticket = row("tickets", ticket="SHOP-1", change=named(change))
    handed = Handed([ticket], changes=(change, other))

    assert handed.by("tickets", "change", change.id) == (ticket,)
    assert handed.about(change.id) == (ticket,)
    assert handed.about(other.id) == ()


def test_a_number_of_another_repository_is_another_change() -> None:
    """As is a commit that nobody knows."""
    change = pull(1)
    rows = [row("tickets", 2, ticket="A", change="acme/other#1"), row("tickets", 3, change=sha("elsewhere"))]

    assert Handed(rows, changes=(change,)).about(change.id) == ()


def test_a_text_that_reads_like_a_change_is_none() -> None:
    """Only columns of changes name them."""
    change = pull(1)

    assert Handed([row("tickets", ticket=change.id)], changes=(change,)).about(change.id) == ()


def test_rows_that_say_the_same_count_once() -> None:
    """As when a register is handed in again the next month, under another digest."""
    first = row("training", 2, person=ADA, course="One")
    again = row("training", 7, person=ADA, course="One")

    assert Handed([again, first]).of("training") == (first,)


def test_a_kind_that_nobody_handed_in_is_a_source_that_is_not_connected() -> None:
    """Under its own name, for changes, repositories and the run; one without a row is connected."""
    view = run_of(pull(1), imports=(file_of("incidents"),), not_connected=("checks",))
    facts = Facts(view)
    expected = {"checks", *KINDS} - {"incidents", "deployments"}

    assert facts.not_connected == expected
    assert [one.not_connected for one in facts.changes()] == [expected]
    assert [one.not_connected for one in facts.repositories()] == [expected]


@pytest.mark.parametrize(
    ("stated", "files", "missing"),
    [
        pytest.param(("deployments",), (), True, id="neither"),
        pytest.param((), (), False, id="the forge"),
        pytest.param(("deployments",), (file_of("deployments"),), False, id="the file"),
    ],
)
def test_a_source_of_forge_and_file_is_connected_by_either(
    stated: tuple[str, ...], files: tuple[object, ...], *, missing: bool
) -> None:
    """Deployments are told by both."""
    handed = handed_in(run_of(pull(1), imports=files, not_connected=stated))

    assert ("deployments" in handed.unconnected(stated)) is missing


def test_rows_that_could_not_be_read_hide_their_kind_alone() -> None:
    """Every change has the gap; a test that needs another kind does not mind it."""
    unread = gap("", source="import", kind="training-unreadable", id="gap::import:training-unreadable:00")
    [change] = Facts(run_of(pull(1), gaps=[unread])).changes()

    assert change.gaps == (unread,)
    assert hides(unread, {"training"})
    assert not hides(unread, {"roster", "reviews"})
    assert Handed(files=(file_of("training", 9, 2), file_of("training", 5, 1))).unread("training") == 3
