"""Classes of paths are data: what ships loads, and faults are named."""

from pathlib import Path

import pytest

from attest.detect import path_classes
from attest.errors import CatalogError
from attest.model.touch import OWN_RULES

FILE = """\
format: attest-paths/1
id: x
title: x
kinds:
  - {id: a, title: a, globs: [a], mentions: '%s'}
"""


def test_the_class_of_the_audit_s_own_rules_ships() -> None:
    """Its kinds are those that attest.yaml can name further places of, and three more."""
    own = next(item for item in path_classes.load() if item.id == OWN_RULES)

    assert {kind.id for kind in own.kinds} == {
        "configuration", "persons", "mailmap", "packs", "rules", "dispositions", "other", "workflow",
    }  # fmt: skip
    assert [kind.id for kind in own.kinds if bool(kind.mentions) != bool(kind.meaning)] == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (FILE % "(", "mentions is no pattern"),
        (FILE.replace("attest-paths/1", "attest-paths/2") % "x", "format"),
        (FILE % "x" + "more: 1\n", "more"),
    ],
)
def test_a_fault_is_named(text: str, said: str) -> None:
    """With the file that it is in."""
    with pytest.raises(CatalogError, match=said) as fault:
        path_classes.read(text.encode(), "x.yaml")
    assert fault.value.where.startswith("x.yaml")


def test_the_places_of_the_audit_s_own_rules_are_documented() -> None:
    """The table of docs/configuration.md has a line for each kind with each of its places."""
    page = (Path(__file__).resolve().parents[2] / "docs" / "configuration.md").read_text()
    own = next(item for item in path_classes.load() if item.id == OWN_RULES)
    lines = {
        line.split(" | ")[0].removeprefix("| "): line for line in page.splitlines() if line.startswith("| ")
    }
    missing = [
        glob
        for kind in own.kinds
        for glob in kind.globs
        if f"`{glob}`" not in lines[kind.title] and f"`{glob.rpartition('/')[2]}`" not in lines[kind.title]
    ]

    assert missing == []
