"""Every fault of a pack is refused with its file, its line and a remedy."""

from pathlib import Path

import pytest

from attest.catalog import PackFile, assemble, known_assertions, load
from attest.errors import CatalogError

ASSERTION = """\
format: attest-controls/1
assertions:
  - id: REV-01
    title: Title
    statement: Statement.
    check: reviewed
    applies_to: all
    kind: preventive
    parameters:
      - {name: least, default: 1, minimum: 1, why: Because.}
      - {name: level, default: C2, choices: [C2, C3], why: Because.}
    evidence: [one]
    limits: Limits.
"""
FRAMEWORK = """\
format: attest-controls/1
framework:
  id: own
  title: Own
  edition: first
  status: in_force
  effective_from: 2025-01-01
  source: https://example.org
  note: Note.
criteria:
  - id: own-1
    display: "1"
    summary: Summary.
    evidence: repository
    limits: Limits.
    mappings:
      - {assertion: REV-01, strength: direct, limits: Limits.}
"""
PROPOSED = FRAMEWORK.replace("own", "draft").replace("in_force", "proposed")
EXTERNAL = """\
format: attest-controls/1
part_of: own
criteria:
  - id: own-2
    display: "2"
    summary: Summary.
    evidence: external
    attach: a letter
    limits: Limits.
"""


def files(**texts: str) -> list[PackFile]:
    """Pack files by name."""
    return [PackFile(f"{name}.yaml", text.encode()) for name, text in texts.items()]


def fault(**texts: str) -> tuple[str, str, str]:
    """What, where and remedy of the fault that files have."""
    with pytest.raises(CatalogError) as caught:
        assemble(files(**texts), known_checks=frozenset({"reviewed"}))
    return caught.value.what, caught.value.where, caught.value.hint


def replaced(text: str, old: str, new: str) -> str:
    """A text with one part changed, which must be there."""
    assert old in text
    return text.replace(old, new, 1)


def test_a_lawful_pair_of_files_loads() -> None:
    """So that each fault below is the only one."""
    catalog = assemble(files(a=ASSERTION, b=FRAMEWORK, c=EXTERNAL), known_checks=frozenset({"reviewed"}))

    assert [item.id for item in catalog.frameworks[0].criteria] == ["own-1", "own-2"]
    assert [item.id for item in catalog.assertions] == ["REV-01"]


@pytest.mark.parametrize(
    ("old", "new", "what", "line"),
    [
        ("check: reviewed", "check: reveiwed", "assertion REV-01 names an unknown check 'reveiwed'", 6),
        ("    limits: Limits.\n", "", "assertions.0.limits: field required", 3),
        (
            "limits: Limits.",
            'limits: " "',
            "assertions.0.limits: string should have at least 1 character",
            13,
        ),
        ("applies_to: all", "applies_to: some", "assertions.0.applies_to: input should be", 7),
        ("kind: preventive", "kind: preventive\n    odd: 1", "assertions.0.odd: this key is not known", 9),
        ("kind: preventive", "kind: preventive\n    kind: detective", "the key 'kind' stands twice", 9),
        ("id: REV-01", "id: rev01", "assertions.0.id: string should match pattern", 3),
        ("default: 1", "default: 0", "the default of parameter least is not one that may be given", 10),
        ("default: C2", "default: C1", "the default of parameter level is not one that may be given", 11),
        ("name: level", "name: least", "parameter least stands twice", 11),
        ("evidence: [one]", "evidence: []", "assertions.0.evidence: tuple should have at least 1 item", 12),
        ("attest-controls/1", "attest-controls/2", "format: input should be 'attest-controls/1'", 1),
        ("assertions:", "assertions: &a", "anchors and aliases are not read", 2),
    ],
)
def test_a_fault_of_an_assertion(old: str, new: str, what: str, line: int) -> None:
    """File, line, and the fact."""
    found = fault(a=replaced(ASSERTION, old, new), b=FRAMEWORK)

    assert found[0].startswith(what)
    assert found[1] == f"a.yaml:{line}"
    assert found[2] != ""


@pytest.mark.parametrize(
    ("old", "new", "what", "line"),
    [
        ("REV-01", "REV-09", "criterion own-1 maps to an unknown assertion REV-09", 17),
        (", limits: Limits.}", "}", "criteria.0.mappings.0.limits: field required", 17),
        ("strength: direct", "strength: strong", "criteria.0.mappings.0.strength: input should be", 17),
        ("id: own-1", "id: 1.1", "criteria.0.id: string should match pattern", 11),
        ("evidence: repository", "evidence: external", "criterion own-1 is external", 14),
        ("evidence: repository", "evidence: repository\n    verbatim: true", "criterion own-1 quotes", 15),
        ("status: in_force", "status: expired", "framework.status: input should be", 6),
        ("effective_from: 2025-01-01", "effective_from: soon", "framework.effective_from: string should", 7),
        ("format:", "part_of: own\nformat:", "a file cannot both hold a framework and be part of one", 1),
        (
            "    mappings:\n      - {assertion: REV-01, strength: direct, limits: Limits.}\n",
            "",
            "criterion own-1 has no mapping",
            14,
        ),
        (
            "limits: Limits.}\n",
            "limits: Limits.}\n      - {assertion: REV-01, strength: context, limits: Limits.}\n",
            "criterion own-1 maps to REV-01 twice",
            18,
        ),
    ],
)
def test_a_fault_of_a_framework(old: str, new: str, what: str, line: int) -> None:
    """File, line, and the fact."""
    found = fault(a=ASSERTION, b=replaced(FRAMEWORK, old, new))

    assert found[0].startswith(what)
    assert found[1] == f"b.yaml:{line}"
    assert found[2] != ""


@pytest.mark.parametrize(
    ("third", "what", "line"),
    [
        (ASSERTION, "assertion REV-01 stands twice, first in a.yaml", 3),
        (FRAMEWORK, "framework own stands twice, first in b.yaml", 3),
        (replaced(EXTERNAL, "own-2", "own-1"), "criterion own-1 stands twice, first in b.yaml", 4),
        (replaced(EXTERNAL, "part_of: own", "part_of: other"), "unknown framework 'other'", 2),
        (replaced(EXTERNAL, "part_of: own\n", ""), "the criteria belong to no framework", 2),
        (replaced(EXTERNAL, "    attach: a letter\n", ""), "criterion own-2 is external", 7),
    ],
)
def test_a_fault_between_files(third: str, what: str, line: int) -> None:
    """Ids are unique over all files, and references lead somewhere."""
    found = fault(a=ASSERTION, b=FRAMEWORK, c=third)

    assert found[0].startswith(what)
    assert found[1] == f"c.yaml:{line}"


def test_an_unknown_check_lists_those_there_are() -> None:
    """The remedy can be copied."""
    assert (
        fault(a=replaced(ASSERTION, "check: reviewed", "check: x"), b=FRAMEWORK)[2] == "use one of: reviewed"
    )


def test_an_unknown_framework_lists_those_there_are() -> None:
    """The remedy can be copied."""
    with pytest.raises(CatalogError, match="unknown framework 'iso'") as caught:
        load(["iso"])

    assert caught.value.hint == "use one of: hipaa, hipaa-nprm-2025, pci, soc2"


def test_an_assertion_that_bears_on_nothing_loads() -> None:
    """It does no harm; its author hears of it from lint."""
    packs = files(a=ASSERTION, b=FRAMEWORK, c=replaced(ASSERTION, "REV-01", "REV-02"))

    assert [item.id for item in assemble(packs).assertions] == ["REV-01"]


def test_a_proposed_framework_must_be_named() -> None:
    """What is not in force is off by default."""
    packs = files(a=ASSERTION, b=FRAMEWORK, c=PROPOSED)

    assert [item.id for item in assemble(packs).frameworks] == ["own"]
    assert [item.id for item in assemble(packs, ["draft"]).frameworks] == ["draft"]


def test_the_digest_changes_with_any_byte_and_name() -> None:
    """And not with the order in which files were found."""
    first = assemble(files(a=ASSERTION, b=FRAMEWORK)).digest

    assert assemble(files(b=FRAMEWORK, a=ASSERTION)).digest == first
    assert assemble(files(a=ASSERTION, b=FRAMEWORK + "\n")).digest != first
    assert assemble(files(a=ASSERTION, z=FRAMEWORK)).digest != first


def test_a_folder_of_ones_own_stands_beside_the_bundled_packs(tmp_path: Path) -> None:
    """One folder deep; files that are no YAML are left alone."""
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack" / "own.yaml").write_text(FRAMEWORK)
    (tmp_path / "README.md").write_text("words")

    assert [item.id for item in load(["own", "pci"], tmp_path).frameworks] == ["own", "pci"]
    assert "REV-02" in {item.id for item in known_assertions(tmp_path)}


@pytest.mark.parametrize("made", [True, False])
def test_a_folder_without_packs_is_refused(tmp_path: Path, made: bool) -> None:
    """An empty or missing folder is a mistake of the command."""
    folder = tmp_path / "own"
    if made:
        folder.mkdir()

    with pytest.raises(CatalogError) as caught:
        load(None, folder)
    assert caught.value.where == str(folder)


def test_a_file_too_large_to_be_a_pack_is_refused(tmp_path: Path) -> None:
    """Bounded reading: one mebibyte."""
    (tmp_path / "big.yaml").write_bytes(b"#" * ((1 << 20) + 1))

    with pytest.raises(CatalogError, match="larger than 1 MiB"):
        load(None, tmp_path)


def test_a_fault_in_a_folder_of_ones_own_is_where_the_file_is(tmp_path: Path) -> None:
    """The place can be opened: it is the path as given, and the line."""
    (tmp_path / "pack").mkdir()
    (tmp_path / "pack" / "own.yaml").write_text("format: attest-controls/1\nformat: attest-controls/1\n")

    with pytest.raises(CatalogError) as caught:
        load(None, tmp_path)

    assert caught.value.where == f"{tmp_path}/pack/own.yaml:2"
