"""CHG-01, by what could make it wrong."""

from typing import Any

import pytest

from attest.model.change import Basis, Change
from attest.model.control import Catalog
from attest.model.event import EventKind
from attest.model.finding import Outcome
from attest.model.identity import Actor
from attest.model.imported import Imported
from tests.support.imported import row
from tests.support.records import (
    ADA,
    BEFORE,
    BEN,
    CLAUDE,
    CYD,
    DEPENDABOT,
    EARLIER,
    GONE,
    MERGED,
    NOT_CONNECTED,
    PERIOD,
    STRANGER,
    dismissal,
    finding,
    gap,
    outcome,
    pull,
    push,
    review,
    run_of,
    sha,
    status,
    undetermined,
)

OPENED = EARLIER
"""When the builder's pull request was opened."""
MET = (Outcome.MET, "authorised")


def ticket(
    change: Change, /, person: Actor | None = BEN, at: str = OPENED, place: int = 2, **more: Any
) -> Imported:
    """A ticket that Ben accepted in the second in which the pull request was opened."""
    cells: dict[str, str | Actor] = {
        "ticket": "SHOP-1", "change": change.id, "created_at": "2025-03-01T09:00:00Z", "accepted_at": at,
        "state": "done", "kind": "standard", **({} if person is None else {"accepted_by": person}), **more,
    }  # fmt: skip
    return row("tickets", place, **{name: cell for name, cell in cells.items() if cell != ""})


def entitles(person: Actor = BEN, **more: Any) -> Imported:
    """A row of the roster that lets somebody accept work from the first of March on."""
    return row("roster", **{"person": person, "role": "maintainer", "since": "2025-03-01", **more})


def of(
    catalog: Catalog, change: Change, *rows: Imported, run: dict[str, Any] | None = None, **more: Any
) -> tuple[Outcome, str]:
    """Outcome of CHG-01 for a change with these rows."""
    return outcome(catalog, "CHG-01", run_of(change, imported=rows, **(run or {})), **more)


def test_met_by_a_ticket_accepted_as_the_pull_request_was_opened(catalog: Catalog) -> None:
    """To the second; one of the finding's records is the ticket."""
    change = pull()
    first = finding(catalog, "CHG-01", run_of(change, imported=(ticket(change), entitles())))

    assert (first.outcome, first.reason, first.evidence) == (*MET, (change.id, ticket(change).id))


@pytest.mark.parametrize("name", ["shop#1", sha("landed 1"), sha("head")])
def test_met_by_any_name_of_the_change(catalog: Catalog, name: str) -> None:
    """Its number, the commit that landed, and the last one of its pull request."""
    change = pull()
    more: dict[str, Any] = {"change": name}
    assert of(catalog, change, ticket(change, **more), entitles()) == MET


@pytest.mark.parametrize(
    "entitling",
    [
        entitles(since="2025-03-10", until="2025-03-10"),
        entitles(role="developer", authority="authorise release"),
    ],
)
def test_met_by_first_and_last_day_and_by_authority(catalog: Catalog, entitling: Imported) -> None:
    """Both days are in; the authority entitles under any role."""
    change = pull()
    assert of(catalog, change, ticket(change), entitling) == MET


def test_met_by_one_of_several_authors(catalog: Catalog) -> None:
    """Cyd made part of it and accepted the work: somebody else was in it too."""
    change = pull(authors=(ADA, CYD))
    assert of(catalog, change, ticket(change, CYD), entitles(CYD)) == MET


def test_met_by_anyone_where_management_says_so(catalog: Catalog) -> None:
    """No roster is asked for then."""
    change = pull()
    assert of(catalog, change, ticket(change), entitled="anyone") == MET


def test_met_by_a_push_after_its_ticket(catalog: Catalog) -> None:
    """Of a push the landing is the first time at which the work shows."""
    change = push()
    assert of(catalog, change, ticket(change, at=MERGED), entitles()) == MET


def test_met_on_the_day_in_the_periods_time_zone(catalog: Catalog) -> None:
    """Late in the evening of the ninth in UTC is the tenth in Berlin."""
    change = pull()
    run = {"period": PERIOD.model_copy(update={"timezone": "Europe/Berlin"})}
    told = (ticket(change, at="2025-03-09T23:30:00Z"), entitles(since="2025-03-10"))
    assert of(catalog, change, *told, run=run) == MET
    assert of(catalog, change, *told) == (Outcome.DEVIATION, "not-entitled")


def test_deviation_without_a_ticket(catalog: Catalog) -> None:
    """The one that was handed in is of another change."""
    assert of(catalog, pull(), ticket(pull(2)), entitles()) == (Outcome.DEVIATION, "no-ticket")


@pytest.mark.parametrize("more", [{"kind": "waiver"}, {"kind": "bypass"}])
def test_deviation_by_a_ticket_that_asks_for_no_work(catalog: Catalog, more: dict[str, Any]) -> None:
    """Leave to depart from a rule is none to make a change."""
    change = pull()
    assert of(catalog, change, ticket(change, **more), entitles()) == (Outcome.DEVIATION, "no-ticket")


@pytest.mark.parametrize(
    "refused", [{"state": "rejected"}, {"person": None}, {"person": CLAUDE}, {"person": DEPENDABOT}]
)
def test_deviation_of_a_ticket_that_no_person_accepted(catalog: Catalog, refused: dict[str, Any]) -> None:
    """Refused, accepted by nobody, or by a machine."""
    change = pull()
    assert of(catalog, change, ticket(change, **refused), entitles()) == (Outcome.DEVIATION, "not-accepted")


@pytest.mark.parametrize(
    "late",
    [
        {"at": "2025-03-10T10:00:01Z"},
        {"created_at": "2025-03-10T10:00:01Z"},
        {"at": "", "created_at": BEFORE},
    ],
)
def test_deviation_a_second_after_the_opening(catalog: Catalog, late: dict[str, Any]) -> None:
    """Opened or accepted later; nothing is accepted before it is opened."""
    change = pull()
    assert of(catalog, change, ticket(change, **late), entitles()) == (Outcome.DEVIATION, "accepted-late")


def test_deviation_by_the_only_author(catalog: Catalog) -> None:
    """Also where an agent helped: it is nobody to share the decision with."""
    for authors in ((ADA,), (ADA, CLAUDE)):
        change = pull(authors=authors)
        found = of(catalog, change, ticket(change, ADA), entitles(ADA))
        assert found == (Outcome.DEVIATION, "self-authorised")


@pytest.mark.parametrize(
    "told",
    [
        entitles(CYD),
        entitles(role="developer"),
        entitles(authority="approve", role="reviewer"),
        entitles(until="2025-03-09"),
        entitles(since="2025-03-11"),
    ],
)
def test_deviation_by_somebody_not_entitled_that_day(catalog: Catalog, told: Imported) -> None:
    """Another person, another role, authority for something else, a day too early or late."""
    change = pull()
    assert of(catalog, change, ticket(change), told) == (Outcome.DEVIATION, "not-entitled")


def test_indeterminate_without_a_roster(catalog: Catalog) -> None:
    """Nobody says who may accept."""
    change = pull()
    assert of(catalog, change, ticket(change)) == (Outcome.INDETERMINATE, "entitlement-not-stated")


@pytest.mark.parametrize(
    ("change", "person"),
    [
        (pull(authors=(CLAUDE,), authors_complete=False), BEN),
        (pull(authors=(ADA,), authors_complete=False), ADA),
        (pull(authors=(ADA, STRANGER)), ADA),
        (pull(authors=(STRANGER,)), BEN),
        (pull(), GONE),
    ],
)
def test_indeterminate_when_the_author_may_be_the_same(
    catalog: Catalog, change: Change, person: Actor
) -> None:
    """The agent's prompter is missing, or an author is an address that no account claims."""
    if person is GONE:
        change = change.model_copy(update={"authors": (STRANGER,)})
    found = of(catalog, change, ticket(change, person), entitles(person))
    assert found == (Outcome.INDETERMINATE, "author-unknown")


@pytest.mark.parametrize(
    ("change", "at"),
    [
        (pull(created_at=None), OPENED),
        (pull(), ""),
        (push(landed_basis=Basis.DECLARED), OPENED),
    ],
)
def test_indeterminate_without_a_time(catalog: Catalog, change: Change, at: str) -> None:
    """Of the opening, of the acceptance, or of a push that only a committer dates."""
    assert of(catalog, change, ticket(change, at=at), entitles()) == (Outcome.INDETERMINATE, "time-unknown")


def test_indeterminate_where_the_arrival_is_not_known(catalog: Catalog) -> None:
    """What was the first sign of work is open."""
    change = undetermined()
    found = of(catalog, change, ticket(change), entitles())
    assert found == (Outcome.INDETERMINATE, "type-undetermined")


def test_indeterminate_without_tickets_or_forge(catalog: Catalog) -> None:
    """Nobody looked; without the forge no label of emergencies shows."""
    open_ = (Outcome.INDETERMINATE, "source-not-connected")
    change = pull()
    assert of(catalog, change, entitles()) == open_
    assert of(catalog, change, ticket(change), run={"not_connected": NOT_CONNECTED}) == open_


def test_indeterminate_where_a_row_of_tickets_could_not_be_read(catalog: Catalog) -> None:
    """It may be the ticket that is missing."""
    unread = gap("", source="import", kind="tickets-unreadable", affected_count=1)
    found = of(catalog, pull(), ticket(pull(2)), run={"gaps": [unread]})
    assert found == (Outcome.INDETERMINATE, "evidence-missing")


def test_not_applicable_to_emergencies(catalog: Catalog) -> None:
    """They have a test of their own."""
    change = pull(labels=("Hotfix",))
    assert of(catalog, change, ticket(pull(2))) == (Outcome.NOT_APPLICABLE, "emergency")


def test_not_applicable_to_a_robot_that_management_names(catalog: Catalog) -> None:
    """Its account opened the change, and nobody else made it; it may be the only one that is named."""
    change = pull(authors=(DEPENDABOT,), opener=DEPENDABOT)
    other = ticket(pull(2))
    assert of(catalog, change, other) == (Outcome.NOT_APPLICABLE, "named-robot")
    alone = of(catalog, change, other, standing_robots=("dependabot",))
    assert alone == (Outcome.NOT_APPLICABLE, "named-robot")
    assert of(catalog, change, other, standing_robots=()) == (Outcome.DEVIATION, "no-ticket")


@pytest.mark.parametrize(
    "more",
    [
        {"authors": (DEPENDABOT,), "opener": ADA},
        {"authors": (DEPENDABOT, ADA), "opener": DEPENDABOT},
        {"authors": (DEPENDABOT,), "opener": None},
        {"authors": (), "opener": DEPENDABOT},
        {"authors": (DEPENDABOT,), "opener": DEPENDABOT, "authors_complete": False},
    ],
)
def test_tempting_name_of_a_robot(catalog: Catalog, more: dict[str, Any]) -> None:
    """A commit bears whatever name is typed: the account that opened it decides, and who else was in it."""
    assert of(catalog, pull(**more), ticket(pull(2))) == (Outcome.DEVIATION, "no-ticket")


def test_tempting_ticket_written_for_work_that_shows_earlier(catalog: Catalog) -> None:
    """A check of its commits, or an agent's start, is older than pull request and acceptance."""
    change = pull()
    early = "2025-03-10T09:00:00Z"
    agent = dismissal(review(change)).model_copy(update={"kind": EventKind.AGENT_WORK, "at": early})
    for run in ({"checks": [status(change, completed_at=early)]}, {"events": (agent,)}):
        found = of(catalog, change, ticket(change), entitles(), run=run)
        assert found == (Outcome.DEVIATION, "accepted-late")


def test_tempting_second_ticket(catalog: Catalog) -> None:
    """The ticket that gets farthest decides, not the first: and a late one takes nothing from it."""
    change = pull()
    late = ticket(change, at=BEFORE)
    assert of(catalog, change, late, ticket(change, place=3), entitles()) == MET
    refused = ticket(change, state="rejected")
    assert of(catalog, change, refused, ticket(change, at=BEFORE, place=3), entitles()) == (
        Outcome.DEVIATION,
        "accepted-late",
    )
