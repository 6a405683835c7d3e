"""The same input gives the same bytes of every file, whatever the machine's mood."""

import hashlib
from pathlib import Path

import pytest

from tests.support.history import History
from tests.support.program import attest

CLAUDE = "Co-Authored-By: Claude <noreply@anthropic.com>"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small history with a merge, a squash and AI co-authors."""
    history = History(tmp_path_factory.mktemp("story") / "shop")
    history.commit("start", files={"app.py": "def one():\n    return 1\n"}, at="2024-12-20T10:00:00Z")
    history.commit(
        "add pay (#2)\n\n" + CLAUDE, files={"pay.py": "def pay(x):\n    if x:\n        return x\n"}
    )
    history.commit("work", files={"app.py": "def one():\n    return 2\n"}, branch="work")
    history.merge("work", "Merge pull request #3 from ada/work")
    history.commit("naïve fix, ünïcode", files={"b.py": "x = 1\n"})
    return history.path


def digests(folder: Path) -> dict[str, str]:
    """SHA-256 of every file but the receipts, which hold this machine's clock, by path."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "receipts" not in path.parts
    }


def test_two_runs_give_the_same_bytes(shop: Path, tmp_path: Path) -> None:
    """Other hash seed, time zone, locale, working directory and day: the same PDF, package and zip."""
    one, two, elsewhere = tmp_path / "one", tmp_path / "two" / "deeper", tmp_path / "elsewhere"
    elsewhere.mkdir()

    first = attest("run", shop, "--period", "2025", "--out", one, PYTHONHASHSEED="1", TZ="UTC")
    second = attest(
        "run",
        shop,
        "--period",
        "2025",
        "--out",
        two,
        folder=elsewhere,
        PYTHONHASHSEED="77",
        TZ="Asia/Tokyo",
        LC_ALL="C",
        SOURCE_DATE_EPOCH="1999999999",
    )

    assert (first.code, second.code) == (0, 0), first.err + second.err
    assert digests(one) == digests(two)
    assert {"report.pdf", "report.html", "evidence.zip", "figures.json"} <= set(digests(one))
