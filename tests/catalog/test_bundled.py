"""The packs that ship: what they hold, and what they must never say."""

import re
from pathlib import Path

import pytest

from attest.catalog import load, pack_files
from attest.document import parse
from attest.model.control import Criterion, Framework, Strength

POINTS_OF_FOCUS = 18
PCI_ITEMS = (
    "6.1.1", "6.1.2", "6.2.1", "6.2.2", "6.2.3", "6.2.3.1", "6.2.4", "6.3.1", "6.3.2", "6.3.3", "6.4.1",
    "6.4.2", "6.4.3", "6.5.1", "6.5.2", "6.5.3", "6.5.4", "6.5.5", "6.5.6",
)  # fmt: skip
PCI_NEIGHBOURS = (
    "7.2.4", "7.2.5", "7.2.5.1", "8.2.1", "8.6.2", "10.5.1", "11.3.1.3", "12.2.1", "12.5.2", "12.6.1",
    "12.6.2", "12.6.3", "12.6.3.1", "12.6.3.2",
)  # fmt: skip
SOC2_NEIGHBOURS = (
    "CC1.3", "CC1.4", "CC1.5", "CC2.1", "CC3.4", "CC4.1", "CC4.2", "CC5.1", "CC5.2", "CC5.3", "CC6.1",
    "CC6.2", "CC6.3", "CC6.8", "CC7.1", "CC7.5", "CC9.2",
)  # fmt: skip
PROVISIONS = (
    "308(a)(1)(i)", "308(a)(1)(ii)(A)", "308(a)(1)(ii)(B)", "308(a)(1)(ii)(C)", "308(a)(1)(ii)(D)",
    "308(a)(2)", "308(a)(3)(ii)(A)", "308(a)(4)(ii)(B)", "308(a)(4)(ii)(C)", "308(a)(5)(i)",
    "308(a)(5)(ii)(B)", "308(a)(6)(ii)", "308(a)(7)(ii)(E)", "308(a)(8)", "308(b)(1)", "310(a)(2)(iii)",
    "310(a)(2)(iv)", "312(a)(1)", "312(a)(2)(i)", "312(b)", "312(c)(1)", "312(c)(2)", "312(d)", "314(a)(1)",
    "316(a)", "316(b)(1)", "316(b)(2)(i)", "316(b)(2)(ii)", "316(b)(2)(iii)",
)  # fmt: skip
ADDRESSABLE = (
    "308(a)(3)(ii)(A)", "308(a)(4)(ii)(B)", "308(a)(4)(ii)(C)", "308(a)(5)(ii)(B)", "308(a)(7)(ii)(E)",
    "310(a)(2)(iii)", "310(a)(2)(iv)", "312(c)(2)",
)  # fmt: skip
CATALOG = load(["hipaa", "hipaa-nprm-2025", "pci", "soc2"])
CRITERIA = [criterion for framework in CATALOG.frameworks for criterion in framework.criteria]
LAW = " ".join((Path(__file__).parent / "subpart_c.txt").read_text().split())
"""The provisions in question as the Code of Federal Regulations has them, which is public law."""


def framework(name: str) -> Framework:
    """One of the bundled frameworks."""
    return next(item for item in CATALOG.frameworks if item.id == name)


def criterion(name: str) -> Criterion:
    """One of the bundled criteria."""
    return next(item for item in CRITERIA if item.id == name)


def test_three_frameworks_are_in_force() -> None:
    """In the order of ids, so that no option changes a byte of a report."""
    assert [item.id for item in load().frameworks] == ["hipaa", "pci", "soc2"]


def test_assertions_come_in_the_order_of_print() -> None:
    """The population first: every other count stands on it."""
    families = list(dict.fromkeys(item.id.split("-")[0] for item in CATALOG.assertions))
    known = ("POP", "CHG", "REV", "CMP", "TST", "AGT", "DEP", "CFG", "EMG", "EXC", "INC")

    assert families[: len(known)] == [family for family in known if family in families]
    assert families[len(known) :] == sorted(families[len(known) :])


def test_every_point_of_focus_of_change_management_is_a_criterion() -> None:
    """Eighteen, those that git cannot show included."""
    points = [item for item in framework("soc2").criteria if item.display.startswith("CC8.1 (")]

    assert len(points) == POINTS_OF_FOCUS
    assert len({item.id for item in points}) == POINTS_OF_FOCUS


def test_every_neighbour_of_change_management_is_a_criterion() -> None:
    """After the points of focus, in the order of the criteria."""
    displays = tuple(item.display for item in framework("soc2").criteria)

    assert displays[POINTS_OF_FOCUS:] == SOC2_NEIGHBOURS


def test_every_item_of_requirement_six_is_there() -> None:
    """6.1.1 to 6.5.6, in the standard's order; after them the items beside it that something bears on."""
    assert tuple(item.display for item in framework("pci").criteria) == (*PCI_ITEMS, *PCI_NEIGHBOURS)


def test_every_item_of_the_standard_names_its_testing_procedures() -> None:
    """Under its own number: 6.2.3.1 is tested by 6.2.3.1.a and 6.2.3.1.b."""
    items = framework("pci").criteria
    wrong = [
        item.display
        for item in items
        if not item.testing
        or any(not re.fullmatch(rf"{re.escape(item.display)}(\.[a-d])?", name) for name in item.testing)
    ]

    assert wrong == []
    assert criterion("pci-6.2.3.1").testing == ("6.2.3.1.a", "6.2.3.1.b")


def test_what_was_superseded_says_since_when_and_by_what() -> None:
    """6.4.1 gave way to 6.4.2; nothing is mapped to it."""
    old = criterion("pci-6.4.1")
    later = criterion(old.superseded_by)

    assert (old.status, old.effective_to, old.mappings) == ("superseded", "2025-03-31", ())
    assert (later.display, later.effective_from) == ("6.4.2", "2025-03-31")


def test_every_hipaa_provision_is_there() -> None:
    """With the version of the regulation in its reference: a proposal would number them anew."""
    assert [item.reference for item in framework("hipaa").criteria] == [
        f"hipaa/2013/164.{provision}" for provision in PROVISIONS
    ]


def test_every_hipaa_provision_says_how_it_binds() -> None:
    """Required, addressable or standard; addressable ones say what documents an alternative."""
    criteria = framework("hipaa").criteria
    addressable = [item for item in criteria if item.designation == "addressable"]

    assert {item.designation for item in criteria} == {"required", "addressable", "standard"}
    assert [item.reference.removeprefix("hipaa/2013/164.") for item in addressable] == list(ADDRESSABLE)
    assert [item.id for item in criteria if bool(item.alternative) != (item in addressable)] == []


def test_maintenance_records_of_a_facility_are_left_alone() -> None:
    """They are about walls and locks; the pack says why nothing is mapped."""
    records = criterion("hipaa-164.310-a-2-iv")

    assert records.mappings == ()
    assert "physical facility" in records.unmapped


def test_every_quotation_of_the_law_is_exact() -> None:
    """Word for word as in the regulation, and each long enough to be told from chance."""
    quoted = [item for item in CRITERIA if item.verbatim]

    assert [item.id for item in quoted if item.summary not in LAW or len(item.summary) < 50] == []
    assert len(quoted) == len(PROVISIONS)


def test_only_public_law_is_quoted() -> None:
    """Copyrighted standards are paraphrased."""
    quoting = {item.id for item in CATALOG.frameworks if any(part.verbatim for part in item.criteria)}

    assert quoting == {"hipaa"}


def test_a_proposed_rule_is_proposed_in_each_part() -> None:
    """So that no part can be taken for law when it stands alone."""
    proposal = framework("hipaa-nprm-2025")

    assert {proposal.status, *(item.status for item in proposal.criteria)} == {"proposed"}
    assert Strength.DIRECT not in {
        mapping.strength for item in proposal.criteria for mapping in item.mappings
    }


@pytest.mark.parametrize("name", ["hipaa", "hipaa-nprm-2025", "pci", "soc2"])
def test_the_inventory_of_a_framework_lists_every_criterion(name: str) -> None:
    """In the same order: what is left out is then found by lint."""
    found = framework(name)

    assert found.expected == tuple(item.id for item in found.criteria)


@pytest.mark.parametrize("criterion", CRITERIA, ids=lambda item: item.id)
def test_every_criterion_is_reached_or_says_what_to_attach(criterion: Criterion) -> None:
    """Nothing is unmapped and unexplained, and criterion and mappings have limits."""
    assert bool(criterion.mappings) or criterion.evidence == "external"
    assert criterion.attach
    assert [
        text for text in (criterion.limits, *(item.limits for item in criterion.mappings)) if len(text) < 20
    ] == []


@pytest.mark.parametrize("criterion", CRITERIA, ids=lambda item: item.id)
def test_every_id_is_an_oscal_token(criterion: Criterion) -> None:
    """Starts with a letter; letters, digits, points, hyphens and underscores."""
    assert re.fullmatch(r"[a-z][a-z0-9._-]*", criterion.id)


def test_no_two_criteria_have_one_reference() -> None:
    """Framework, version and citation lead to one item."""
    assert len({item.reference for item in CRITERIA}) == len(CRITERIA)


def test_comprehension_is_never_said_to_be_asked_for() -> None:
    """No criterion asks for it: no mapping is direct, and those under change management say so."""
    mappings = [
        (item.id, mapping) for item in CRITERIA for mapping in item.mappings if mapping.assertion == "CMP-01"
    ]
    approves = next(mapping for name, mapping in mappings if name == "soc2-cc8.1-approves")

    assert Strength.DIRECT not in {mapping.strength for _, mapping in mappings}
    assert "does not ask for comprehension" in approves.limits


def test_no_pack_says_a_word_that_the_product_never_says() -> None:
    """They would be a conclusion, which is the auditor's."""
    words = re.compile(r"compliant|certified|understood|human-written|no exceptions noted", re.IGNORECASE)
    found = [
        (file.name, match.group())
        for file in pack_files()
        for match in [words.search(str(parse(file.data, file.name).value))]
        if match
    ]

    assert found == []


def test_a_framework_can_be_chosen_alone() -> None:
    """Its assertions are those that it maps to; the digest is of all files."""
    alone = load(["pci"])

    assert [item.id for item in alone.frameworks] == ["pci"]
    assert {item.id for item in alone.assertions} <= {item.id for item in CATALOG.assertions}
    assert alone.digest == CATALOG.digest


def test_the_order_and_repetition_of_frameworks_changes_nothing() -> None:
    """As options come from a command line."""
    assert load(["soc2", "pci", "soc2"]) == load(["pci", "soc2"])


def test_what_ships_changes_nothing_of_what_ships() -> None:
    """Only a pack of the user's own overrides or tightens."""
    assert CATALOG.changes == ()
