"""Lint tells every fault of every file at once, from top to bottom."""

import pytest

from attest.catalog import KnownCheck, PackFile, lint, pack_files
from attest.evaluate import registry
from tests.catalog.test_faults import ASSERTION, EXTERNAL, FRAMEWORK, replaced

CHECKS = {"reviewed": KnownCheck(frozenset({"least", "level"}), frozenset({"level"}), ("all",))}
INVENTORY = replaced(FRAMEWORK, "  note: Note.\n", "  note: Note.\n  expected: [own-1, own-2, own-3]\n")


def found(**texts: str) -> list[tuple[str, int, str]]:
    """Rule, line and fact of every fault, under checks of which one is known."""
    files = [PackFile(f"{name}.yaml", text.encode()) for name, text in texts.items()]
    return [
        (f"{fault.file.name}:{fault.line}", fault.line, f"{fault.rule}: {fault.what}")
        for fault in lint(files, CHECKS)
    ]


def told(**texts: str) -> list[tuple[str, str]]:
    """Place and fact of every fault."""
    return [(place, what) for place, _, what in found(**texts)]


def test_the_bundled_packs_have_no_fault() -> None:
    """Held against the checks that are registered."""
    checks = {
        check.id: KnownCheck(
            frozenset(check.parameters), frozenset(check.optional), registry.populations(check)
        )
        for check in registry.CHECKS
    }

    assert [fault.error.what for fault in lint(pack_files(), checks)] == []


def test_a_lawful_pair_of_files_has_no_fault() -> None:
    """So that each fault below is of what was changed."""
    assert told(a=ASSERTION, b=FRAMEWORK, c=EXTERNAL) == []


def test_every_fault_of_a_file_is_told_in_order() -> None:
    """Not the first alone: keys that stand twice, an unknown check, a default beyond its bounds."""
    pack = replaced(ASSERTION, "    kind: preventive\n", "    kind: preventive\n    kind: detective\n")
    pack = replaced(pack, "check: reviewed", "check: unknown\n    check: twice")
    pack = replaced(pack, "default: 1", "default: 0")

    assert told(a=pack, b=FRAMEWORK) == [
        ("a.yaml:6", "check: assertion REV-01 names an unknown check 'unknown'"),
        ("a.yaml:7", "yaml: the key 'check' stands twice"),
        ("a.yaml:10", "yaml: the key 'kind' stands twice"),
        ("a.yaml:12", "default: the default of parameter least is not one that may be given"),
    ]


def test_every_fault_of_shape_is_told() -> None:
    """With what other files refer to left alone: it may stand in the file that cannot be read."""
    pack = replaced(replaced(ASSERTION, "    limits: Limits.\n", ""), "kind: preventive", "kind: odd")

    assert told(a=pack, b=FRAMEWORK) == [
        ("a.yaml:3", "shape: assertions.0.limits: field required"),
        ("a.yaml:8", "shape: assertions.0.kind: input should be 'preventive' or 'detective'"),
    ]


def test_a_file_that_is_no_yaml_does_not_hide_the_faults_of_others() -> None:
    """Each file is read for itself."""
    assert told(a=ASSERTION, b=replaced(FRAMEWORK, "strength: direct", "strength: odd"), c="a: [") == [
        (
            "b.yaml:17",
            "shape: criteria.0.mappings.0.strength: input should be 'direct', 'supporting' or 'context'",
        ),
        ("c.yaml:1", "yaml: not valid YAML: expected the node content, but found '<stream end>'"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "what", "line"),
    [
        (
            "{name: least, default: 1, minimum: 1, why: Because.}",
            "{name: dead, default: 1, why: Because.}",
            [
                "dead-parameter: check reviewed of assertion REV-01 does not read parameter dead",
                "missing-parameter: assertion REV-01 lacks parameter least, which its check reviewed reads",
            ],
            [10, 9],
        ),
        (
            "applies_to: all",
            "applies_to: population",
            ["applies-to: assertion REV-01 applies to 'population', its check does not"],
            [7],
        ),
        ("id: REV-01", "id: REV-02", ["unmapped-assertion: no criterion maps to assertion REV-02"], [3]),
    ],
)
def test_a_fault_of_an_assertion_that_loads(old: str, new: str, what: list[str], line: list[int]) -> None:
    """Settings that nobody reads, settings that are missing, the wrong subjects, nothing to bear on."""
    pack = replaced(ASSERTION, old, new)
    faults = [item for item in found(a=pack, b=FRAMEWORK) if not item[0].startswith("b")]

    assert sorted(item[2] for item in faults) == sorted(what)
    assert sorted(item[1] for item in faults) == sorted(line)


@pytest.mark.parametrize(
    ("old", "new", "what", "line"),
    [
        (
            "summary: Summary.",
            "summary: Summary.\n    designation: addressable",
            "alternative: criterion own-2 is addressable and does not say what documents an alternative",
            7,
        ),
        (
            "summary: Summary.",
            "summary: Summary.\n    status: superseded",
            "superseded: criterion own-2 is superseded and does not say since when",
            7,
        ),
        (
            "summary: Summary.",
            "summary: Summary.\n    superseded_by: own-9",
            "unknown: criterion own-2 is superseded by own-9, which is not there",
            7,
        ),
        (
            "attach: a letter",
            "attach: a letter\n    mappings: [{assertion: REV-01, strength: direct, limits: Limits.}]",
            "external: criterion own-2 is external: it takes `attach` and no mappings",
            7,
        ),
    ],
)
def test_a_fault_of_a_criterion(old: str, new: str, what: str, line: int) -> None:
    """What a reader of the matrix would miss, or would find said twice."""
    assert told(a=ASSERTION, b=FRAMEWORK, c=replaced(EXTERNAL, old, new)) == [(f"c.yaml:{line}", what)]


def test_a_criterion_that_says_why_nothing_is_mapped_takes_no_mapping() -> None:
    """One of the two is wrong."""
    pack = replaced(
        FRAMEWORK, "    limits: Limits.\n", "    limits: Limits.\n    unmapped: It is about walls.\n"
    )

    assert told(a=ASSERTION, b=pack) == [
        ("b.yaml:16", "external: criterion own-1 says why nothing is mapped, and has mappings")
    ]


def test_an_item_that_the_inventory_lists_and_no_file_holds_is_a_fault() -> None:
    """An item that is left out would be passed over in silence."""
    assert told(a=ASSERTION, b=INVENTORY, c=EXTERNAL) == [
        ("b.yaml:10", "expected: framework own has no criterion own-3, which its `expected` lists")
    ]
