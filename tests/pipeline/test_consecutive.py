"""Runs of consecutive periods in one store: linked, complete, and the same bytes each time."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from attest.ledger.read import iter_records, load, manifest_of
from attest.ledger.verify import verify
from attest.model.change import Change
from attest.model.evidence import Manifest
from attest.model.population import BoundaryBasis, Gap
from attest.model.progress import silent
from attest.pipeline.collecting import collect
from attest.pipeline.scope import Request
from tests.collect.stories import Answers
from tests.support.history import History

NOW = "2026-06-01T00:00:00Z"
CLOCKS = (
    "2024-12-30T00:00:00Z", "2025-01-05T00:00:00Z", "2025-03-20T00:00:00Z", "2025-04-02T00:00:00Z",
    "2025-03-31T00:00:00Z", "2025-04-01T00:00:00Z", "2025-03-28T00:00:00Z", "2025-05-05T00:00:00Z",
    "2025-06-29T00:00:00Z", "2025-07-03T00:00:00Z", "2025-06-30T00:00:00Z", "2025-08-01T00:00:00Z",
)  # fmt: skip
"""Committer dates along the branch: they run backwards at the ends of both quarters."""


@pytest.fixture
def shop(tmp_path: Path) -> History:
    """A branch whose dates run backwards where quarters end."""
    history = History(tmp_path / "shop")
    for number, clock in enumerate(CLOCKS):
        history.commit(f"change {number}", files={"app.py": f"{number}\n"}, at=clock)
    return history


def collected(history: History, store: Path, period: str, forge: str = "git") -> Path:
    """A run of a period in a store."""
    asked = Request(
        repositories=(history.path,), period=period, store=store, now=NOW, forge=forge, statistics=False
    )
    return collect(asked, silent)


def landed(run: Path) -> list[str]:
    """The landed commits of a run."""
    return [change.landed_sha for change in iter_records(run, "changes", Change)]


def kinds(run: Path) -> list[str]:
    """Kinds of a run's gaps about the store and the tip of the run before."""
    found = [gap.kind for gap in iter_records(run, "gaps", Gap)]
    return [kind for kind in found if kind.startswith(("previous", "stored"))]


def started(run: Path) -> tuple[str | None, BoundaryBasis]:
    """Where a run begins, and on what that rests."""
    start = manifest_of(run).repositories[0].start
    return start.sha, start.basis


def files(run: Path) -> dict[str, bytes]:
    """Every file of a run."""
    return {path.relative_to(run).as_posix(): path.read_bytes() for path in run.rglob("*") if path.is_file()}


def test_quarters_share_out_the_half_year(shop: History, tmp_path: Path) -> None:
    """Each first-parent commit is in exactly one of the runs, and the store verifies as a chain."""
    first, second, third = (
        collected(shop, tmp_path / "store", period) for period in ("2025-Q1", "2025-Q2", "2025-Q3")
    )
    half = collected(shop, tmp_path / "other", "2025-H1")
    begin = started(first)[0]
    found = verify(tmp_path / "store")

    assert landed(first) + landed(second) == landed(half)
    assert [
        *landed(first), *landed(second), *landed(third)
    ] == shop.git("rev-list", "--first-parent", "--reverse", f"{begin}..main").split()  # fmt: skip
    assert started(second) == (manifest_of(first).repositories[0].end.sha, BoundaryBasis.PREVIOUS_RUN)
    assert manifest_of(second).previous_run == load(first).manifest_digest
    assert manifest_of(third).previous_run == load(second).manifest_digest
    assert found.ok
    assert [step.detail for step in found.packages] == ["2 of 3 runs follow a run that is here"]


def test_what_is_pushed_between_two_collections_is_in_the_second(shop: History, tmp_path: Path) -> None:
    """Also where it was dated into the first period: dates alone would lose it."""
    first = collected(shop, tmp_path / "store", "2025-Q3")
    late = shop.commit("late", files={"late.py": "1\n"}, at="2025-09-01T00:00:00Z")
    second = collected(shop, tmp_path / "store", "2025-Q4")

    assert landed(second) == [late]
    assert manifest_of(second).repositories[0].start.out_of_order == (late,)
    assert late not in landed(first)


def test_equal_stores_give_equal_runs(shop: History, tmp_path: Path) -> None:
    """And a store without the run before gives the run that it always gave."""
    for store in ("a", "b"):
        collected(shop, tmp_path / store, "2025-Q1")
    one, other = (collected(shop, tmp_path / store, "2025-Q2") for store in ("a", "b"))
    alone = collected(shop, tmp_path / "empty", "2025-Q2")

    assert files(one) == files(other)
    assert one == collected(shop, tmp_path / "a", "2025-Q2")
    assert manifest_of(alone).previous_run is None
    assert started(alone)[1] is BoundaryBasis.DECLARED


def test_runs_of_another_scope_are_not_followed(shop: History, tmp_path: Path) -> None:
    """Another branch of the same repository is another population."""
    collected(shop, tmp_path / "store", "2025-Q1")
    shop.ref("refs/heads/stable", shop.tip())
    (shop.git_dir / "HEAD").write_text("ref: refs/heads/stable\n")

    assert manifest_of(collected(shop, tmp_path / "store", "2025-Q2")).previous_run is None


def test_a_rewritten_branch_is_linked_with_a_gap(shop: History, tmp_path: Path) -> None:
    """The run names the one before, says that its tip is gone, and begins where dates say."""
    first = collected(shop, tmp_path / "store", "2025-Q1")
    root = shop.git("rev-list", "--max-parents=0", "main")
    shop.ref("refs/heads/main", root)
    april = shop.commit("april", at="2025-04-15T00:00:00Z")
    second = collected(shop, tmp_path / "store", "2025-Q2")

    assert landed(second) == [april]
    assert kinds(second) == ["previous-tip-rewritten"]
    assert started(second)[1] is BoundaryBasis.DECLARED
    assert manifest_of(second).previous_run == load(first).manifest_digest
    assert verify(tmp_path / "store").ok


def _cut(run: Path) -> None:
    (run / "manifest.json").write_bytes((run / "manifest.json").read_bytes()[:-9])


def _move(run: Path) -> None:
    run.rename(run.parent.parent / "moved")
    run.symlink_to(run.parent.parent / "moved")


def _empty(run: Path) -> None:
    shutil.rmtree(run)
    run.mkdir()


@pytest.mark.parametrize("damage", [_cut, _move, _empty])
def test_a_damaged_predecessor_is_a_gap(
    shop: History, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    """The period is collected as without it, and says which folder could not be read."""
    first = collected(shop, tmp_path / "store", "2025-Q1")
    damage(first)
    second = collected(shop, tmp_path / "store", "2025-Q2")

    assert kinds(second) == ["stored-run-unreadable"]
    assert started(second)[1] is BoundaryBasis.DECLARED


@pytest.fixture
def recorded(shop: History, tmp_path: Path) -> Path:
    """Recorded answers about one pull request of the branch."""
    answers = Answers(tmp_path / "forge", shop)
    answers.pull(1, shop.tip(), [shop.tip()])
    return answers.folder


def asked_for(manifest: Manifest) -> list[str]:
    """The requests that a manifest names."""
    return [answer.request for answer in manifest.answers]


def test_a_run_keeps_what_the_forge_answered(shop: History, recorded: Path, tmp_path: Path) -> None:
    """Byte for byte under its digest; the manifest names request, page size, file and digest."""
    run = collected(shop, tmp_path / "store", "2025-Q3", f"recorded:{recorded}")
    manifest = manifest_of(run)
    tip = shop.tip()

    assert asked_for(manifest) == [
        "branches/main/protection", f"commits/{tip}/check-runs", "pulls", "pulls/1", "pulls/1/commits",
        "pulls/1/reviews", "repository",
    ]  # fmt: skip
    assert [one.per_page for one in manifest.answers] == [None, 100, 100, None, 100, 100, None]
    for answer in manifest.answers:
        for page in answer.pages:
            assert (run / "raw" / page.sha256).read_bytes() == (recorded / page.origin).read_bytes()
    assert verify(run).ok


def test_what_was_not_read_is_not_kept(shop: History, recorded: Path, tmp_path: Path) -> None:
    """Pull requests of other periods stay in the recording; a run on git alone keeps nothing."""
    run = collected(shop, tmp_path / "store", "2025-Q2", f"recorded:{recorded}")
    alone = collected(shop, tmp_path / "other", "2025-Q2")

    assert asked_for(manifest_of(run)) == ["branches/main/protection", "pulls", "repository"]
    assert not (alone / "raw").exists()


def test_no_link_of_a_recording_gets_into_a_run(shop: History, recorded: Path, tmp_path: Path) -> None:
    """A file of this machine that a recording points at is neither read nor kept."""
    secret = tmp_path / "secret"
    secret.write_text('{"number": 1, "token": "s3cret"}')
    (recorded / "pulls" / "1.json").unlink()
    (recorded / "pulls" / "1.json").symlink_to(secret)
    run = collected(shop, tmp_path / "store", "2025-Q3", f"recorded:{recorded}")

    assert not any(b"s3cret" in data for data in files(run).values())
    assert "pull-incomplete" in [gap.kind for gap in iter_records(run, "gaps", Gap)]
