"""A month collected as it ended, and again a year later: what was dismissed in between changes no result."""

from pathlib import Path

from attest.pipeline.choosing import choose
from attest.pipeline.reporting import evaluate
from tests.simulator import WorldBuilder
from tests.simulator.world import World
from tests.support.history import Files, History
from tests.support.monthly import collect_at

TESTS = ("REV-02", "REV-03", "REV-07")
AUTHOR = "Ada <ada@example.org>"


def shop(folder: Path) -> World:
    """Two changes of March: over an objection, and with one approval; both are dismissed in June."""
    history = History(folder)
    history.commit("start", files={"a": "1\n"}, at="2024-12-01T00:00:00Z", author=AUTHOR, committer=AUTHOR)
    made = []
    for number in (1, 2):
        day = f"2025-03-0{number}"
        base = history.tip()
        files: Files = {f"f{number}": "1\n"}
        head = history.commit(
            "work", files=files, branch=f"work-{number}", parents=[base], author=AUTHOR, committer=AUTHOR,
            at=f"{day}T09:00:00Z",
        )  # fmt: skip
        landed = history.commit(
            f"Thing (#{number})", files=files, author=AUTHOR, committer="GitHub <noreply@github.com>",
            at=f"{day}T12:00:00Z",
        )  # fmt: skip
        history.ref(f"refs/pull/{number}/head", head)
        made.append((number, day, base, head, landed))
    builder = WorldBuilder("octo", "shop")
    for name in ("ada", "ben", "cyd"):
        builder.person(name, email=f"{name}@example.org")
    builder.git(history.path)
    for number, day, base, head, landed in made:
        pull = builder.pull(
            number, by="ada", at=f"{day}T09:30:00Z", head=head, base=base, ref=f"work-{number}",
            title="Thing", body="",
        )  # fmt: skip
        last = pull.review("ben", "APPROVED", at=f"{day}T10:30:00Z", commit=head)
        if number == 1:
            last = pull.review("cyd", "CHANGES_REQUESTED", at=f"{day}T11:00:00Z", commit=head)
        pull.merged("ada", at=f"{day}T12:00:00Z", sha=landed)
        builder.pushed("ada", before=base, after=landed, at=f"{day}T12:00:00Z")
        pull.dismissed(last, "ada", at="2025-06-01T15:00:00Z", message="tidy up")
    return builder.build()


def results(store: Path, period: str) -> set[tuple[str, str, str]]:
    """What the tests of review say of each subject."""
    found = evaluate(choose(store, period=period), ()).evaluation.findings
    return {(one.assertion, one.subject, one.reason) for one in found if one.assertion in TESTS}


def test_a_late_collection_says_what_the_month_said(tmp_path: Path) -> None:
    """The objection was open when its change landed, and the approval stood when its own did."""
    world = shop(tmp_path / "shop")
    for store, at in (("month", "2025-04-01T02:00:00Z"), ("late", "2026-01-01T02:00:00Z")):
        collect_at(world, tmp_path / "shop", tmp_path / store, "2025-03", at)
    month, late = (results(tmp_path / store, "2025-03") for store in ("month", "late"))

    assert month == late
    assert {(name, reason) for name, _, reason in late} == {
        ("REV-02", "objection-open"), ("REV-02", "approved"), ("REV-03", "covered"), ("REV-07", "by-person"),
    }  # fmt: skip
