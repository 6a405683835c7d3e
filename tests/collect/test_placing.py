"""Files of the inventory, of infrastructure and of dependencies are told like those of any class."""

from pathlib import Path

import pytest

from attest.collect.collector import open_repository
from attest.collect.forge import NoForge
from attest.collect.people import Identities
from attest.collect.period import parse
from attest.collect.watch import Watch
from attest.config import inventory_class, load, named_places
from attest.detect import path_classes
from attest.model.placement import DEPENDENCIES, INFRASTRUCTURE
from attest.model.touch import Touch, Watched
from attest.pipeline.collecting import watch_in
from attest.proof.commitment import Sealer
from tests.collect.stories import classify
from tests.support.history import Files, History

SHIPPED = tuple(item for item in path_classes.load() if item.id in (INFRASTRUCTURE, DEPENDENCIES))
CONFIG = """\
format: attest/1
inventory:
  - {id: claims, system: Portal, owner: Head, tier: T3, paths: [src/claims]}
  - {id: all-code, system: Portal, owner: Head, tier: T1, paths: [src/**]}
  - {id: elsewhere, system: Ledger, owner: Head, tier: T4, paths: ["**"], repositories: [ledger]}
strata:
  infrastructure_paths: [ops/**]
"""


def told(
    history: History, *, statistics: bool = True, config: str = CONFIG
) -> tuple[tuple[Touch, ...], tuple[Watched, ...]]:
    """Touches of 2025, and what was looked for."""
    read = load(config.encode(), "here")
    watch = watch_in(Watch(SHIPPED, "attest.yaml", named_places), read, "shop")
    with open_repository(history.path, name="shop") as opened:
        collection = opened.collect(
            parse("2025"),
            forge=NoForge(),
            identities=Identities(classify),
            sealer=Sealer(b"k"),
            statistics=statistics,
            watch=watch,
        )
        list(collection)
        return collection.touches, collection.scope.watched


@pytest.mark.parametrize("statistics", [True, False], ids=["listed", "no-statistics"])
def test_a_file_of_two_entries_is_told_of_both(tmp_path: Path, *, statistics: bool) -> None:
    """An entry of another repository is not looked for here."""
    history = History(tmp_path / "shop")
    history.commit("code", files={"src/claims/send.py": "1\n", "src/x.py": "1\n", "README": "1\n"})

    touches, watched = told(history, statistics=statistics)

    assert [(item.path_class, item.kind, item.path) for item in touches] == [
        ("inventory", "claims", "src/claims/send.py"),
        ("inventory", "all-code", "src/claims/send.py"),
        ("inventory", "all-code", "src/x.py"),
    ]
    assert [(item.kind, item.touched, item.listed) for item in watched if item.path_class == "inventory"] == [
        ("claims", 1, 1),
        ("all-code", 2, 2),
    ]


@pytest.mark.parametrize("statistics", [True, False], ids=["listed", "no-statistics"])
def test_infrastructure_and_dependencies_are_told(tmp_path: Path, *, statistics: bool) -> None:
    """By default places and by those that attest.yaml names, in any folder and beside names with a dot."""
    history = History(tmp_path / "shop")
    history.commit("infra", files={"live/main.tf": "1\n"})
    history.commit("own", files={"ops/x.sh": "1\n", ".x/y": "1\n"})
    history.commit("bump", files={"web/package-lock.json": "1\n", "web/package.json": "1\n"})
    history.commit("none", files={"package.jsonx": "1\n", "xDockerfile": "1\n"})

    touches, _ = told(history, statistics=statistics)

    assert [(item.path_class, item.kind, item.path) for item in touches] == [
        ("infrastructure", "provisioning", "live/main.tf"),
        ("infrastructure", "declared", "ops/x.sh"),
        ("dependencies", "lock", "web/package-lock.json"),
        ("dependencies", "manifest", "web/package.json"),
    ]


def test_the_files_of_one_change_are_recorded_up_to_a_bound(tmp_path: Path) -> None:
    """Twenty for an entry; the others are counted, change by change."""
    history = History(tmp_path / "shop")
    for number in range(2):
        files: Files = {f"src/claims/{name:02}.py": f"{number}\n" for name in range(30)}
        history.commit(f"{number}", files=files)

    touches, watched = told(history)

    assert [item.path for item in touches if item.kind == "claims"] == 2 * [
        f"src/claims/{name:02}.py" for name in range(20)
    ]
    claims = next(item for item in watched if item.kind == "claims")
    assert (claims.touched, claims.listed) == (60, 40)


def test_without_an_inventory_nothing_is_said_of_one() -> None:
    """The class is there only where an entry is of the repository."""
    read = load(b"format: attest/1\n", "here")

    assert watch_in(Watch(SHIPPED), read, "shop") == Watch(SHIPPED)
    assert inventory_class(()).kinds == ()
