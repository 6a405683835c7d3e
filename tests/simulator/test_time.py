"""The simulated time is moved by the test, and the forge forgets as it does."""

from attest.collect.github import queries
from tests.simulator import Simulator
from tests.simulator.client import ask, client, get
from tests.simulator.clock import Clock
from tests.simulator.telling import Told

REPOSITORY = "/repos/octo/shop"


def test_checks_are_gone_after_four_hundred_days(told: Told) -> None:
    """In both surfaces: no run, no status, no rollup."""
    pulls = {"owner": "octo", "name": "shop", "base": "main", "after": None}
    with Simulator(told.world) as forge, client(forge.url) as github:
        path = f"{REPOSITORY}/commits/{told.work}/check-runs"
        assert get(github, path)[1]["total_count"] == 2

        forge.world.clock.now = "2027-03-01T00:00:00Z"

        assert get(github, path)[1]["total_count"] == 0
        (first, *_) = ask(github, queries.pulls(), **pulls)["repository"]["pullRequests"]["nodes"]
        assert first["head"]["nodes"][0]["commit"]["statusCheckRollup"] is None


def test_what_hangs_on_the_repository_is_kept_for_its_own_time(told: Told) -> None:
    """Rule suites for thirty days, the audit log for a hundred and eighty, activity for a year."""
    paths = {
        "suites": f"{REPOSITORY}/rulesets/rule-suites?time_period=month",
        "audit": "/orgs/octo/audit-log",
        "activity": f"{REPOSITORY}/activity?time_period=year",
    }
    with Simulator(told.world) as forge, client(forge.url) as github:
        seen = []
        for days in (0, 40, 150, 200):
            forge.world.clock.advance(days=days)
            seen.append({name: len(get(github, path)[1]) for name, path in paths.items()})

        assert seen == [
            {"suites": 1, "audit": 1, "activity": 2},
            {"suites": 0, "audit": 1, "activity": 2},
            {"suites": 0, "audit": 0, "activity": 2},
            {"suites": 0, "audit": 0, "activity": 0},
        ]


def test_a_shorter_time_may_be_asked_for(told: Told) -> None:
    """By default a day of rule suites, which is less than is kept."""
    told.world.clock.now = "2026-01-13T00:00:00Z"
    with Simulator(told.world) as forge, client(forge.url) as github:
        suites = f"{REPOSITORY}/rulesets/rule-suites"

        assert [len(get(github, path)[1]) for path in (suites, f"{suites}?time_period=week")] == [0, 1]
        assert [
            len(get(github, f"{REPOSITORY}/activity?time_period={period}")[1])
            for period in ("day", "quarter")
        ] == [0, 2]


def test_a_renamed_account_keeps_its_id_and_a_deleted_one_is_gone(told: Told) -> None:
    """What they did is answered anew, with the login of today or with nobody."""
    with Simulator(told.world) as forge, client(forge.url) as github:
        path = f"{REPOSITORY}/pulls/1/reviews"
        before = get(github, path)[1][-1]["user"]

        forge.world.edit_account("ben", login="benjamin")
        renamed = get(github, path)[1][-1]["user"]
        forge.world.edit_account("ben", deleted=True)

        assert (before["id"], "benjamin") == (renamed["id"], renamed["login"])
        assert get(github, path)[1][-1]["user"] is None


def test_a_review_may_be_repointed_without_a_trace(told: Told) -> None:
    """Its commit is another, and the pull request does not count as updated."""
    before = told.world.pulls[1].updated

    told.world.edit_review(told.review, touch=False, commit=told.start)

    assert (told.start, before) == (told.world.index.reviews[told.review].commit, told.world.pulls[1].updated)


def test_answers_are_dated_by_the_wall_or_by_the_world(told: Told) -> None:
    """The simulated date is sent where a test asks for it."""
    for simulated in (True, False):
        with Simulator(told.world, simulated_date=simulated) as forge, client(forge.url) as github:
            date = get(github, REPOSITORY)[0]["date"]

            assert (date == "Thu, 15 Jan 2026 12:00:00 GMT") is simulated
            assert date.endswith(" GMT")


def test_the_audit_log_is_searched_by_repository_and_day(told: Told) -> None:
    """The words of a phrase all hold."""
    with Simulator(told.world) as forge, client(forge.url) as github:
        found = [
            len(get(github, "/orgs/octo/audit-log", phrase=phrase)[1])
            for phrase in (
                "repo:octo/shop created:2026-01-01..2026-01-31",
                "repo:octo/other",
                "created:2026-01-10",
                "created:2025-01-01..2025-12-31",
            )
        ]

        assert found == [1, 0, 1, 0]


def test_the_clock_stands_still_until_it_is_moved() -> None:
    """And goes as far as it is told."""
    clock = Clock("2026-01-31T23:59:59Z")
    clock.advance(seconds=1, days=1)

    assert clock.now == "2026-02-02T00:00:00Z"
