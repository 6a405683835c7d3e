"""Monthly runs read as one: what is covered, what is missing, what changed between two observations."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from attest.errors import UsageError
from attest.ledger.read import load, manifest_of
from attest.ledger.store import write_receipt
from attest.model.joined import DifferenceKind
from attest.model.progress import silent
from attest.pipeline.choosing import choose
from attest.pipeline.collecting import collect
from attest.pipeline.evidence import Evidence, OneRun
from attest.pipeline.reporting import Evaluated, evaluate, report_of
from attest.pipeline.scope import Request
from attest.report.registry import companions
from tests.collect.stories import BEN, Answers, review, user
from tests.support.history import ADA, History

NOW = "2026-06-01T00:00:00Z"
MONTHS = ("2025-01", "2025-02", "2025-03")
CONTROLS = """\
format: attest/1
entity: Shop Ltd
controls:
  - {id: C-1, assertion: REV-01, operation: operated, since: 2024-01-01, owner: Ada, wording: Reviewed.}
  - {id: C-2, assertion: REV-02, operation: operated, since: 2024-01-01, owner: Ada, wording: Approved.}
"""
PERSONS = """\
persons:
  - {id: eve, addresses: [eve@home.example], accounts: ['github:3', 'github:eve']}
"""


class Shop:
    """A repository with one pull request a month, its recorded forge, and a store."""

    def __init__(self, folder: Path) -> None:
        self.history = History(folder / "shop")
        self.answers = Answers(folder / "forge", self.history)
        self.store = folder / "store"
        self.history.commit("start", files={"attest.yaml": CONTROLS}, at="2024-12-01T00:00:00Z")

    def pull(self, number: int, day: str, **more: Any) -> str:
        """A merged pull request of a day, approved by Ben, with a check."""
        branch = f"work-{number}"
        work = self.history.commit(
            f"work {number}", files={f"{number}.py": "1\n"}, branch=branch, at=f"{day}T10:00:00Z",
            author=more.pop("author", ADA),
        )  # fmt: skip
        landed = self.history.merge(
            branch, f"Merge pull request #{number} from ada/{branch}", at=f"{day}T12:00:00Z"
        )
        by = more.pop("by", BEN)
        told: dict[str, Any] = {
            "reviews": [review(number, by, submitted_at=f"{day}T11:00:00Z", commit_id=work)],
            "checks": [run_of(number, day)],
            "merged_at": f"{day}T12:00:00Z",
        }
        self.answers.pull(number, landed, [work], **{**told, **more})
        return landed

    def collect(
        self, period: str, *, at: str = "", forge: str = "", store: str = "", key: bytes = b""
    ) -> Path:
        """A run of a period, with a receipt of when it was made."""
        place = self.store.with_name(store) if store else self.store
        asked = Request(
            repositories=(self.history.path,), period=period, store=place, now=NOW, statistics=False,
            forge=forge or f"recorded:{self.answers.folder}", key=key,
        )  # fmt: skip
        run = collect(asked, silent)
        if at:
            write_receipt(place, run.name, at)
        return run

    def choose(self, period: str = "2025-Q1", **more: Any) -> Evidence:
        """What the period is read from."""
        return choose(self.store, period=period, **more)


def run_of(number: int, day: str) -> dict[str, Any]:
    """A check run in the forge's shape."""
    return {
        "id": 100 + number, "name": "tests", "status": "completed", "conclusion": "success",
        "completed_at": f"{day}T11:30:00Z", "app": {"slug": "actions"},
    }  # fmt: skip


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """Three months, a pull request in each."""
    found = Shop(tmp_path)
    for number, day in enumerate(("2025-01-15", "2025-02-15", "2025-03-15"), 1):
        found.pull(number, day)
    return found


def figures(evaluated: Evaluated) -> dict[str, Any]:
    """Every figure but those about runs and files."""
    rows = json.loads(companions(report_of(evaluated))["figures.json"])["figures"]
    apart = ("file.", "files.", "run.", "runs.", "observations.")
    return {row["id"]: row for row in rows if not row["id"].startswith(apart)}


def told(evidence: Evidence) -> list[tuple[str, str, str]]:
    """What changed between observations."""
    return [(item.what.value, item.kind, item.record) for item in evidence.view.differences]


def gaps(evidence: Evidence) -> list[str]:
    """Kinds of the Gaps."""
    return [gap.kind for gap in evidence.view.gaps]


def outcomes(evidence: Evidence, assertion: str) -> list[str]:
    """Outcomes of one assertion, change by change."""
    found = evaluate(evidence, ()).evaluation.findings
    return [item.outcome.word for item in found if item.assertion == assertion]


def test_months_give_the_figures_of_the_quarter(shop: Shop) -> None:
    """Each collected when it was over, under a key of its own, from a clone that had just so much."""
    late = Shop(shop.store.parent / "late")
    for number, (month, day) in enumerate(
        zip(MONTHS, ("2025-01-15", "2025-02-15", "2025-03-15"), strict=True), 1
    ):
        late.pull(number, day)
        late.collect(month)
    full = evaluate(shop.collect("2025-Q1", store="full"), ())
    joined = evaluate(late.choose(), ())
    found = joined.view

    assert figures(joined) == figures(full)
    assert [change.id for change in found.changes] == [change.id for change in full.view.changes]
    assert sorted(found.people.values()) == sorted(full.view.people.values())
    assert [run.period.label for run in found.runs] == list(MONTHS)
    assert found.differences == ()


def test_a_quarter_mixes_with_months_and_a_half_with_quarters(shop: Shop) -> None:
    """Whatever lies end to end."""
    for period in (
        "2025-Q1",
        "2025-04",
        "2025-05..2025-06".replace("05..", "05-01..").replace("-06", "-06-30"),
    ):
        shop.collect(period)
    shop.collect("2025-H2")
    joined = shop.choose("2025").view
    assert [run.period.label for run in joined.runs] == [
        "2025-Q1",
        "2025-04",
        "2025-05-01..2025-06-30",
        "2025-H2",
    ]
    assert len(joined.changes) == 3


def test_one_run_stands_for_itself(shop: Shop) -> None:
    """And so does the newer of two that saw the same: nothing is joined."""
    run = shop.collect("2025-Q1", at="2025-04-02T00:00:00Z")
    assert isinstance(shop.choose(), OneRun)
    shop.history.commit("later", at="2025-05-01T00:00:00Z")
    again = shop.collect("2025-Q1", at="2025-05-02T00:00:00Z")
    assert again != run
    assert shop.choose().folders == (again,)


def test_a_missing_month_is_named_with_what_collects_it(shop: Shop) -> None:
    """The exact command; with `partial` it is a Gap, and the other months are reported on."""
    for month in ("2025-01", "2025-03"):
        shop.collect(month)
    with pytest.raises(UsageError, match="do not cover the period") as fault:
        shop.choose()

    command = f"attest collect shop --period 2025-02 --branch main --forge recorded:DIR --store {shop.store}"
    assert command in fault.value.hint
    assert "shop 2025-02-01T00:00:00Z <= t < 2025-03-01T00:00:00Z" in fault.value.where

    partial = shop.choose(partial=True)
    assert "period-not-covered" in gaps(partial)
    assert [change.label for change in partial.view.changes] == ["#1", "#3"]


def test_the_month_that_was_missing_fills_the_hole(shop: Shop) -> None:
    """Though it was collected after the one that follows it."""
    for month in ("2025-01", "2025-03", "2025-02"):
        shop.collect(month)
    joined = shop.choose()
    assert len(joined.view.changes) == 3
    assert "runs-not-contiguous" not in gaps(joined)


def test_days_that_are_no_month_are_named_as_days(shop: Shop) -> None:
    """What is left before and after whole months."""
    shop.collect("2025-01-10..2025-01-31")
    with pytest.raises(UsageError) as fault:
        shop.choose()
    periods = [part.split()[0] for part in fault.value.hint.split("--period ")[1:]]
    assert periods == ["2025-01-01..2025-01-09", "2025-02", "2025-03"]


def test_runs_that_overlap_are_named(shop: Shop) -> None:
    """Both of them, and what would make them lie end to end."""
    one = shop.collect("2025-01-01..2025-02-10")
    other = shop.collect("2025-02-01..2025-03-31")
    with pytest.raises(UsageError, match="overlap") as fault:
        shop.choose()
    assert one.name in fault.value.what
    assert other.name in fault.value.what
    assert "--period 2025-01 " in fault.value.hint


def test_a_period_of_which_there_is_nothing_says_what_there_is(shop: Shop) -> None:
    """As for a run that is named by its period."""
    shop.collect("2025-01")
    with pytest.raises(UsageError, match="no run of the store fits") as fault:
        shop.choose("2024")
    assert "2025-01" in fault.value.hint


def test_facts_that_expired_count_as_they_were_seen_first(shop: Shop) -> None:
    """A check run that the forge deleted, and an approval that was dismissed a year after the merge.

    The late run alone has no timeline, so it cannot tell when that was.
    """
    first = shop.collect("2025-Q1", at="2025-04-02T00:00:00Z")
    work = load(first).changes[0].head_sha
    shop.answers.write(f"commits/{work}/check-runs.json", {"total_count": 0, "check_runs": []})
    later = review(
        2, BEN, "DISMISSED", submitted_at="2025-02-15T11:00:00Z", commit_id=load(first).changes[1].head_sha
    )
    shop.answers.write("pulls/2/reviews.json", [later])
    second = shop.collect("2025-Q1", at="2026-04-02T00:00:00Z")
    joined = shop.choose()

    assert outcomes(OneRun(first), "REV-02") == outcomes(joined, "REV-02") == ["met"] * 3
    assert outcomes(OneRun(second), "REV-02") == ["met", "indeterminate", "met"]
    assert joined.view.checks == load(first).checks
    assert told(joined) == [
        (DifferenceKind.GONE.value, "checks", "shop:pull-1:check:101"),
        (DifferenceKind.GONE.value, "comprehension", "shop:pull-2:comprehension:2"),
        (DifferenceKind.CHANGED.value, "reviews", "shop:pull-2:review:2"),
    ]
    changed = joined.view.differences[-1]
    assert changed.fields == ("state: approved, then dismissed",)
    assert (changed.earlier, changed.later) == (first.name, second.name)


def test_months_saw_what_a_year_collected_late_could_not(shop: Shop) -> None:
    """The run of the whole period gives the changes; what it could not see any more comes from the months."""
    for number, month in enumerate(MONTHS, 1):
        shop.collect(month, at=f"2025-{number + 1:02}-02T00:00:00Z")
    for change in load(shop.store / shop.choose().folders[0].name).changes:
        nothing = {"total_count": 0, "check_runs": []}
        shop.answers.write(f"commits/{change.head_sha}/check-runs.json", nothing)
    year = shop.collect("2025-Q1", at="2026-04-02T00:00:00Z")
    joined = shop.choose()

    assert [run.run_id for run in joined.view.runs if run.repositories] == [year.name]
    assert len(joined.view.runs) == 4
    assert len(joined.view.checks) == 3
    assert {what for what, _, _ in told(joined)} == {DifferenceKind.GONE.value}


def test_an_approval_that_a_late_collection_alone_saw_counts_and_is_told(shop: Shop) -> None:
    """Nothing that any observation holds is left out."""
    shop.answers.write("pulls/3/reviews.json", [])
    shop.collect("2025-Q1", at="2025-04-02T00:00:00Z")
    head = load(shop.collect("2025-Q1", store="other")).changes[2].head_sha
    shop.answers.write(
        "pulls/3/reviews.json", [review(3, BEN, submitted_at="2025-03-15T11:00:00Z", commit_id=head)]
    )
    shop.collect("2025-Q1", at="2025-05-02T00:00:00Z")
    joined = shop.choose()
    assert len(joined.view.reviews) == 3
    assert (DifferenceKind.NEW.value, "reviews", "shop:pull-3:review:3") in told(joined)


def test_history_that_was_rewritten_between_two_months_is_a_gap(shop: Shop) -> None:
    """Named by the run that found it, and by the joint that does not meet."""
    shop.collect("2025-01", forge="git")
    root = shop.history.git("rev-list", "--max-parents=0", "main")
    shop.history.ref("refs/heads/main", root)
    shop.history.commit("other january", at="2025-01-20T00:00:00Z")
    shop.history.commit("february", at="2025-02-20T00:00:00Z")
    shop.collect("2025-02", forge="git")
    shop.collect("2025-03", forge="git")
    joined = shop.choose()

    assert [kind for kind in gaps(joined) if kind.startswith(("previous", "runs"))] == [
        "previous-tip-rewritten",
        "runs-not-contiguous",
    ]
    assert len({change.id for change in joined.view.changes}) == len(joined.view.changes)


def test_one_person_is_one_person_in_every_month(shop: Shop) -> None:
    """Two runs under two keys name Ada by two pseudonyms; the joined view has one, and joins nobody else."""
    one = load(shop.collect("2025-01", key=b"a" * 16))
    other = load(shop.collect("2025-02", key=b"b" * 16))
    shop.collect("2025-03", key=b"c" * 16)
    joined = shop.choose().view

    assert one.changes[0].opener != other.changes[0].opener
    assert {change.opener.id for change in joined.changes if change.opener} == {one.changes[0].opener.id}  # type: ignore[union-attr]
    assert sorted(joined.people.values()) == sorted(one.people.values())


def test_an_approver_who_turns_out_to_be_the_author_is_not_independent(tmp_path: Path) -> None:
    """The address of January's author is tied to the account of its reviewer only in February."""
    shop = Shop(tmp_path)
    eve = user("eve", 3)
    mail = "Eve <eve@home.example>"
    opener = user("mallory", 4)
    shop.pull(1, "2025-01-15", author=mail, by=eve, user=opener)
    january = shop.collect("2025-01")
    shop.pull(2, "2025-02-15", author="Eve <3+eve@users.noreply.github.com>", user=opener)
    shop.collect("2025-02")
    assert outcomes(OneRun(january), "REV-02") == ["indeterminate"]

    shop.history.commit(
        "who is who", files={"attest.yaml": CONTROLS + PERSONS}, at="2025-03-15T00:00:00Z",
    )  # fmt: skip
    shop.collect("2025-03")
    assert outcomes(shop.choose(), "REV-02")[0] == "deviation"


def test_the_persons_file_of_the_last_run_joins_people_of_all(shop: Shop) -> None:
    """Two addresses of one person, of which every month saw one."""
    for month in ("2025-01", "2025-02"):
        shop.collect(month, forge="git")
    shop.history.commit("march", author="Ada <ada@home.example>", at="2025-03-15T00:00:00Z")
    shop.collect("2025-03", forge="git")
    apart = shop.choose().view
    persons = (
        "format: attest-persons/1\npersons:\n  - {id: ada, addresses: [ada@example.org, ada@home.example]}\n"
    )
    shop.history.commit("who", files={".attest/persons.yaml": persons}, at="2025-03-16T00:00:00Z")
    shop.collect("2025-03", forge="git", at="2026-01-01T00:00:00Z")
    joined = shop.choose().view

    assert len(joined.people) == len(apart.people) - 1
    assert len({change.authors[0].id for change in joined.changes}) == 1


def test_without_names_and_a_common_key_people_are_not_joined(shop: Shop) -> None:
    """And the report says so, and what to do."""
    for number, month in enumerate(MONTHS):
        shutil.rmtree(shop.collect(month, key=bytes([number]) * 16) / "personal")
    joined = shop.choose()
    assert "people-not-joined" in gaps(joined)
    assert len({change.opener.id for change in joined.view.changes if change.opener}) == 3


def test_a_source_that_was_connected_for_some_months_is_used_for_these(shop: Shop) -> None:
    """The tests of the other months are indeterminate, and a Gap says why."""
    shop.collect("2025-01", forge="git")
    for month in MONTHS[1:]:
        shop.collect(month)
    joined = shop.choose()
    assert outcomes(joined, "REV-01") == ["indeterminate", "met", "met"]
    assert "source-connected-in-part" in gaps(joined)


def test_two_repositories_have_a_chain_each(tmp_path: Path) -> None:
    """In one run or in runs of their own; what differs in attest.yaml must be chosen between."""
    histories = [History(tmp_path / name) for name in ("api", "web")]
    for history in histories:
        for month in (1, 2, 3):
            history.commit(f"month {month}", files={"a.py": f"{month}\n"}, at=f"2025-{month:02}-10T00:00:00Z")

    def run(period: str, *which: int) -> None:
        paths = tuple(histories[number].path for number in which)
        asked = Request(
            repositories=paths, period=period, store=tmp_path / "store", now=NOW, statistics=False
        )
        collect(asked, silent)

    run("2025-01", 0, 1)
    run("2025-02", 0, 1)
    run("2025-03", 0)
    with pytest.raises(UsageError, match="do not cover") as fault:
        choose(tmp_path / "store", period="2025-Q1")
    assert "attest collect web --period 2025-03" in fault.value.hint
    assert len(choose(tmp_path / "store", period="2025-Q1", repositories=("api",)).view.changes) == 3

    run("2025-03", 1)
    joined = choose(tmp_path / "store", period="2025-Q1").view
    assert [(scope.name, scope.change_count) for scope in joined.manifest.repositories] == [
        ("api", 3),
        ("web", 3),
    ]
    assert [change.ordinal for change in joined.changes] == [0, 1, 2, 0, 1, 2]

    histories[1].commit("rules", files={"attest.yaml": CONTROLS}, at="2025-03-20T00:00:00Z")
    run("2025-03", 1)
    with pytest.raises(UsageError, match="files that differ"):
        choose(tmp_path / "store", period="2025-Q1")


def test_the_rows_of_a_joined_view_keep_their_place(shop: Shop) -> None:
    """Ordinals run from nought without a gap, for commits as for changes, and involvements follow."""
    for month in MONTHS:
        shop.collect(month)
    joined = shop.choose()
    full = OneRun(shop.collect("2025-Q1", store="full"))

    assert list(joined.commits()) == list(full.commits())
    assert [item.ordinal for item in joined.view.involvements] == [0, 1, 2]
    assert joined.view.manifest.counts == full.view.manifest.counts
    assert (
        manifest_of(full.place).repositories[0].change_count
        == joined.view.manifest.repositories[0].change_count
    )
