"""REV-06, by what could make it wrong."""

from collections.abc import Iterable
from typing import Any

import pytest

from attest.model.change import ReviewState
from attest.model.control import Catalog
from attest.model.evidence import RunView
from attest.model.finding import Outcome
from attest.model.identity import Actor
from attest.model.imported import Imported
from tests.support.imported import file_of, row
from tests.support.placing import CARDS, CLAIMS, placed_findings, placed_outcome, placed_run, touched
from tests.support.records import (
    ADA,
    BEN,
    CLAUDE,
    CYD,
    DEPENDABOT,
    GONE,
    MERGED,
    NOT_CONNECTED,
    PERIOD,
    STRANGER,
    gap,
    outcome,
    pull,
    review,
    run_of,
    sha,
)

APPROVED, RELEASED = "2025-03-10T13:00:00Z", "2025-03-10T14:00:00Z"
JOINED = Actor(id="P-dan000000000", kind=CYD.kind, linked=True, also=CYD.id)


def release(place: int = 1, number: int = 2, kind: str = "releases", **more: Any) -> Imported:
    """A release of the change that landed at a place, which Cyd approved an hour before."""
    cells: dict[str, Any] = {"sha": sha(f"landed {place}"), "at": RELEASED, "id": f"v{number}"}
    cells |= {"approver": CYD, "approved_at": APPROVED, **more}
    return row(kind, number, **{name: cell for name, cell in cells.items() if cell is not None})


def deployment(place: int = 1, number: int = 2, environment: str = "production", **more: Any) -> Imported:
    """The same as a deployment."""
    return release(place, number, "deployments", environment=environment, **more)


def may_release(person: Actor = CYD, **more: Any) -> Imported:
    """A row of the roster that entitles to release."""
    return row("roster", person=person, **{"role": "release-approver", "since": "2025-01-01", **more})


def run(rows: Iterable[Imported], roster: Iterable[Imported] = (may_release(),), **more: Any) -> RunView:
    """A run of a change that touches card data, reviewed by Ben, with releases and a roster."""
    change = pull()
    given, roles = tuple(rows), tuple(roster)
    kinds = {one.kind for one in given} | ({"roster"} if roles else set())
    fields: dict[str, Any] = {
        "touches": [touched(change, CARDS)],
        "reviews": [review(change)],
        "imports": tuple(file_of(kind) for kind in sorted(kinds)),
    }
    changes = more.pop("changes", (change,))
    return placed_run(*changes, imported=(*given, *roles), **{**fields, **more})


def of(catalog: Catalog, *rows: Imported, **more: Any) -> tuple[Outcome, str]:
    """Outcome of REV-06 for the first release."""
    return placed_outcome(catalog, "REV-06", run(rows, **more))


@pytest.mark.parametrize(
    "told",
    [may_release(), may_release(role="cto", authority="approve release"), may_release(until="2025-03-10")],
)
def test_met_by_a_third_person_who_may_release(catalog: Catalog, told: Imported) -> None:
    """By role, by authority, and on the last day."""
    assert of(catalog, release(), roster=(told,)) == (Outcome.MET, "approved")


@pytest.mark.parametrize("environment", ["production", "prod"])
def test_met_by_a_deployment(catalog: Catalog, environment: str) -> None:
    """Deployments that were handed in are as good."""
    assert of(catalog, deployment(environment=environment)) == (Outcome.MET, "approved")


def test_met_at_the_seconds_of_merge_and_release(catalog: Catalog) -> None:
    """Neither is early or late."""
    found = {of(catalog, release(approved_at=RELEASED)), of(catalog, release(approved_at=MERGED))}

    assert found == {(Outcome.MET, "approved")}


def test_met_where_the_part_was_in_another_release(catalog: Catalog) -> None:
    """Cyd made the first change; Ada's, which the second release brings alone, is none of Cyd's."""
    first, second = pull(1, authors=(CYD,)), pull(2)
    rows = (release(1, 2, approver=BEN, at=APPROVED), release(2, 3))
    touches = [touched(first, CARDS), touched(second, CARDS)]
    view = run(
        rows, (may_release(), may_release(BEN, place=9)), changes=(first, second), touches=touches, reviews=()
    )

    assert [item.reason for item in placed_findings(catalog, "REV-06", view)] == ["approved", "approved"]


def test_deviation_without_an_approver(catalog: Catalog) -> None:
    """Nobody approved the release."""
    assert of(catalog, release(approver=None, approved_at=None)) == (Outcome.DEVIATION, "not-approved")


@pytest.mark.parametrize("machine", [CLAUDE, DEPENDABOT])
def test_deviation_of_a_machine(catalog: Catalog, machine: Actor) -> None:
    """A pipeline that approves itself is nobody's approval."""
    assert of(catalog, release(approver=machine)) == (Outcome.DEVIATION, "approved-by-machine")


@pytest.mark.parametrize("person", [ADA, BEN])
def test_deviation_of_an_author_or_reviewer(catalog: Catalog, person: Actor) -> None:
    """Ada made the change and Ben reviewed it; the roster entitles both."""
    assert of(catalog, release(approver=person), roster=(may_release(person),)) == (
        Outcome.DEVIATION,
        "had-a-part",
    )


def test_deviation_of_a_late_approval(catalog: Catalog) -> None:
    """A second after the release."""
    assert of(catalog, release(approved_at="2025-03-10T14:00:01Z")) == (Outcome.DEVIATION, "approved-late")


def test_deviation_of_an_approval_before_the_change_landed(catalog: Catalog) -> None:
    """What was approved a second before the merge was something else."""
    assert of(catalog, release(approved_at="2025-03-10T11:59:59Z")) == (Outcome.DEVIATION, "approved-early")


@pytest.mark.parametrize(
    "told",
    [
        may_release(BEN),
        may_release(role="developer"),
        may_release(until="2025-03-09"),
        may_release(since="2025-03-11"),
        may_release(role="maintainer", authority="approve"),
    ],
)
def test_deviation_of_somebody_who_may_not_release(catalog: Catalog, told: Imported) -> None:
    """Another person may, in another role, on other days, or something else."""
    assert of(catalog, release(), roster=(told,)) == (Outcome.DEVIATION, "not-entitled")


def test_indeterminate_when_the_approver_is_not_known(catalog: Catalog) -> None:
    """It was approved at a time, by a cell that leads to nobody."""
    assert of(catalog, release(approver=None)) == (Outcome.INDETERMINATE, "approver-unknown")


@pytest.mark.parametrize("author", [GONE, STRANGER])
def test_indeterminate_when_the_authors_are_not_known(catalog: Catalog, author: Actor) -> None:
    """Whoever made the change may be the approver; and so may a reviewer whom nobody looked for."""
    change = pull(authors=(author,))
    unreviewed = run([release()], reviews=(), not_connected=NOT_CONNECTED)
    found = {
        of(catalog, release(), changes=(change,)),
        placed_outcome(catalog, "REV-06", unreviewed),
    }

    assert found == {(Outcome.INDETERMINATE, "independence-undecidable")}


def test_indeterminate_without_the_time_of_approval(catalog: Catalog) -> None:
    """It may have come after the release."""
    assert of(catalog, release(approved_at=None)) == (Outcome.INDETERMINATE, "time-unknown")


def test_indeterminate_without_a_roster(catalog: Catalog) -> None:
    """Nobody states who may release."""
    assert of(catalog, release(), roster=()) == (Outcome.INDETERMINATE, "grant-not-stated")


def test_indeterminate_when_rows_of_the_roster_could_not_be_read(catalog: Catalog) -> None:
    """One of them may entitle."""
    unread = gap("", source="import", kind="roster-unreadable", affected_count=1)

    assert of(catalog, release(), roster=(may_release(BEN),), gaps=[unread]) == (
        Outcome.INDETERMINATE,
        "evidence-missing",
    )


def test_indeterminate_when_what_was_released_is_not_in_the_period(catalog: Catalog) -> None:
    """A commit of a branch, or of another year."""
    assert of(catalog, release(9)) == (Outcome.INDETERMINATE, "revision-unknown")


def test_indeterminate_where_the_files_could_not_be_read(catalog: Catalog) -> None:
    """Card data may be among them."""
    hidden = gap(source="git", kind="touches-unknown", affects=(pull().id,), affected_count=1)

    assert of(catalog, release(), touches=[], gaps=[hidden]) == (Outcome.INDETERMINATE, "scope-unknown")


def test_indeterminate_without_an_inventory(catalog: Catalog) -> None:
    """Nobody says which changes reach card data, so none is shown not to."""
    view = run([release()], touches=[])

    assert outcome(catalog, "REV-06", view) == (Outcome.INDETERMINATE, "scope-unknown")


def test_indeterminate_where_nothing_was_handed_in(catalog: Catalog) -> None:
    """Nobody looked for releases; without any in a file that was, there is none."""
    assert placed_outcome(catalog, "REV-06", run_of(pull())) == (
        Outcome.INDETERMINATE,
        "releases-not-connected",
    )


def test_not_applicable_to_releases_without_card_data(catalog: Catalog) -> None:
    """Health data is another standard's, and a second release of the same commit brings nothing."""
    again = run([release(), release(1, 3, at="2025-03-10T15:00:00Z")])
    found = placed_findings(catalog, "REV-06", again)

    assert of(catalog, release(), touches=[touched(pull(), CLAIMS)]) == (
        Outcome.NOT_APPLICABLE,
        "no-card-data",
    )
    assert [item.reason for item in found] == ["approved", "no-card-data"]


def test_not_applicable_to_other_environments(catalog: Catalog) -> None:
    """Staging is not where card data is at stake, unless the control says so or names none."""
    row_of = deployment(environment="staging", approver=ADA)
    view = run([row_of], (may_release(ADA),))

    assert placed_outcome(catalog, "REV-06", view) == (Outcome.NOT_APPLICABLE, "other-environment")
    for named in (("staging",), ()):
        found = placed_outcome(catalog, "REV-06", view, environments=named)
        assert found == (Outcome.DEVIATION, "had-a-part")


def test_not_applicable_where_the_file_has_no_release(catalog: Catalog) -> None:
    """The list was handed in and is empty."""
    view = placed_run(pull(), imports=(file_of("releases"),))

    assert placed_outcome(catalog, "REV-06", view) == (Outcome.NOT_APPLICABLE, "no-items")


def test_tempting_author_of_an_earlier_change_of_the_release(catalog: Catalog) -> None:
    """The release is of Ada's change and brings Cyd's as well."""
    first, second = pull(1, authors=(CYD,)), pull(2)
    touches = [touched(first, CARDS), touched(second, CARDS)]
    found = of(catalog, release(2), changes=(first, second), touches=touches, reviews=())

    assert found == (Outcome.DEVIATION, "had-a-part")


def test_tempting_reviewer_who_only_commented(catalog: Catalog) -> None:
    """A comment is a part in the review; one that was begun and not submitted is none."""
    comment, begun = (
        [review(pull(), CYD, state=state)] for state in (ReviewState.COMMENTED, ReviewState.PENDING)
    )

    assert of(catalog, release(), reviews=comment) == (Outcome.DEVIATION, "had-a-part")
    assert of(catalog, release(), reviews=begun) == (Outcome.MET, "approved")


def test_tempting_second_account_of_an_author(catalog: Catalog) -> None:
    """The mail map joins Dan, who made the change, with Cyd."""
    change = pull(authors=(JOINED,))

    assert of(catalog, release(), changes=(change,)) == (Outcome.DEVIATION, "had-a-part")


def test_tempting_day_in_another_time_zone(catalog: Catalog) -> None:
    """Entitled to the tenth in Berlin, and approved there on the eleventh."""
    period = PERIOD.model_copy(update={"timezone": "Europe/Berlin"})
    late = release(approved_at="2025-03-10T23:30:00Z", at="2025-03-10T23:40:00Z")

    assert of(catalog, late, roster=(may_release(until="2025-03-10"),), period=period) == (
        Outcome.DEVIATION,
        "not-entitled",
    )
