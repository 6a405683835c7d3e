"""A pack of the user's own adds, overrides, tightens, and leaves a record of it."""

import pytest

from attest.catalog import PackFile, assemble
from attest.errors import CatalogError
from attest.model.control import Catalog
from tests.catalog.test_faults import ASSERTION, EXTERNAL, FRAMEWORK, replaced

BOUNDED = replaced(ASSERTION, "minimum: 1,", "minimum: 1, stricter: higher,")
BOUNDED = replaced(BOUNDED, "choices: [C2, C3],", "choices: [C2, C3], stricter: last,")
OVERRIDING = replaced(
    replaced(ASSERTION, "statement: Statement.", "statement: Stricter statement."),
    "    limits: Limits.\n",
    "    limits: Limits.\n    overrides: REV-01\n",
)
TIGHTEN = """\
format: attest-controls/1
tighten:
  - {assertion: REV-01, parameter: least, to: 2, why: Our policy asks for two.}
"""


def catalog(**texts: str) -> Catalog:
    """The catalog that files make; those whose name begins with z come from the user's folder."""
    return assemble(
        [
            PackFile(f"{'extra' if name[0] == 'z' else 'controls'}/{name}.yaml", text.encode())
            for name, text in texts.items()
        ]
    )


def refused(**texts: str) -> tuple[str, str]:
    """Place and fact of the fault that files have."""
    with pytest.raises(CatalogError) as caught:
        catalog(**texts)
    return caught.value.where, caught.value.what


def test_an_assertion_can_be_overridden_on_purpose() -> None:
    """The later one counts, and the catalog says what differs and which file did so."""
    found = catalog(a=ASSERTION, b=FRAMEWORK, z=OVERRIDING)
    change = found.changes[0]

    assert [item.statement for item in found.assertions] == ["Stricter statement."]
    assert (change.kind, change.id, change.effect) == ("assertion", "REV-01", "overridden")
    assert (change.detail, change.file) == ("differs in: statement", "z.yaml")
    assert len(found.changes) == 1


def test_an_assertion_is_not_overridden_by_mistake() -> None:
    """The same id without the word is a fault, whose remedy names the word."""
    assert refused(a=ASSERTION, b=FRAMEWORK, z=ASSERTION) == (
        "extra/z.yaml:3",
        "assertion REV-01 stands twice, first in controls/a.yaml",
    )


def test_a_criterion_can_be_overridden_at_its_place() -> None:
    """The order of print stays."""
    own = replaced(EXTERNAL, "    limits: Limits.\n", "    limits: Limits.\n    overrides: own-1\n")
    own = replaced(own, "id: own-2", "id: own-1")
    found = catalog(a=ASSERTION, b=FRAMEWORK, c=EXTERNAL, z=own)

    assert [(item.id, item.evidence) for item in found.frameworks[0].criteria] == [
        ("own-1", "external"),
        ("own-2", "external"),
    ]
    assert [(item.kind, item.id) for item in found.changes] == [("criterion", "own-1")]


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("overrides: REV-01", "overrides: REV-02", "overrides REV-02, whose id it does not have"),
        ("id: REV-01", "id: REV-02", "overrides REV-01, whose id it does not have"),
    ],
)
def test_an_override_names_its_own_id(old: str, new: str, what: str) -> None:
    """So that the entry says in one place what it stands in for."""
    place, found = refused(a=ASSERTION, b=FRAMEWORK, z=replaced(OVERRIDING, old, new))

    assert found.endswith(what)
    assert place == "extra/z.yaml:14"


def test_what_is_not_there_cannot_be_overridden() -> None:
    """Else a slip of the pen would add a test."""
    own = OVERRIDING.replace("REV-01", "REV-07")

    assert refused(a=ASSERTION, b=FRAMEWORK, z=own)[1] == "there is no assertion REV-07 to override"


def test_nothing_is_overridden_twice() -> None:
    """Which of two would count would be a matter of file names."""
    assert refused(a=ASSERTION, b=FRAMEWORK, z1=OVERRIDING, z2=OVERRIDING) == (
        "extra/z2.yaml:14",
        "assertion REV-01 is overridden twice, first in extra/z1.yaml",
    )


def test_a_criterion_is_overridden_in_its_own_framework() -> None:
    """An item of one framework is none of another."""
    other = FRAMEWORK.replace("own", "other")
    own = replaced(EXTERNAL, "    limits: Limits.\n", "    limits: Limits.\n    overrides: other-1\n")
    own = replaced(own, "id: own-2", "id: other-1")

    assert refused(a=ASSERTION, b=FRAMEWORK, c=other, z=own)[1] == (
        "criterion other-1 is one of framework 'other'"
    )


@pytest.mark.parametrize(
    ("parameter", "to", "bounds"),
    [
        ("least", "2", {"default": 2, "minimum": 2}),
        ("level", "C3", {"default": "C3", "choices": ("C3",)}),
    ],
)
def test_a_parameter_can_be_tightened(parameter: str, to: str, bounds: dict[str, object]) -> None:
    """Default and bound move together: attest.yaml cannot fall back behind it."""
    own = replaced(TIGHTEN, "parameter: least, to: 2", f"parameter: {parameter}, to: {to}")
    found = catalog(a=BOUNDED, b=FRAMEWORK, z=own)
    tightened = next(item for item in found.assertions[0].parameters if item.name == parameter)

    assert {name: getattr(tightened, name) for name in bounds} == bounds
    assert [(item.kind, item.id, item.effect) for item in found.changes] == [
        ("parameter", f"REV-01 {parameter}", "tightened")
    ]


def test_a_lower_number_can_be_the_stricter_one() -> None:
    """As with days in which something has to happen."""
    days = replaced(BOUNDED, "default: 1, minimum: 1, stricter: higher", "default: 30, stricter: lower")
    found = catalog(a=days, b=FRAMEWORK, z=replaced(TIGHTEN, "to: 2", "to: 14")).assertions[0].parameters[0]

    assert (found.default, found.maximum) == (14, 14)


def test_the_record_of_a_tightening_tells_both_values_and_why() -> None:
    """And the digest of the file that did so."""
    change = catalog(a=BOUNDED, b=FRAMEWORK, z=TIGHTEN).changes[0]

    assert change.detail == "from 1 to 2: Our policy asks for two."
    assert len(change.sha256) == 64


def test_what_overrides_can_be_tightened_as_well() -> None:
    """The parameters are then those of the entry that counts."""
    own = replaced(OVERRIDING, "minimum: 1,", "minimum: 1, stricter: higher,")
    found = catalog(a=BOUNDED, b=FRAMEWORK, z1=own, z2=TIGHTEN)

    assert found.assertions[0].parameters[0].default == 2
    assert [item.effect for item in found.changes] == ["overridden", "tightened"]


@pytest.mark.parametrize(
    ("base", "old", "new", "what"),
    [
        (BOUNDED, "to: 2", "to: 1", "is not tightened by 1: the default is 1"),
        (BOUNDED, "to: 2", "to: two", "is not tightened by 'two': the default is 1"),
        (BOUNDED, "least, to: 2", "level, to: C9", "is not tightened by 'C9': the default is 'C2'"),
        (BOUNDED, "parameter: least", "parameter: most", "is not there"),
        (BOUNDED, "assertion: REV-01", "assertion: REV-07", "is not there"),
        (ASSERTION, "to: 2", "to: 2", "says of no value that it is stricter"),
    ],
)
def test_what_is_no_tightening_is_refused(base: str, old: str, new: str, what: str) -> None:
    """A looser value needs an override, which a report names."""
    place, found = refused(a=base, b=FRAMEWORK, z=replaced(TIGHTEN, old, new))

    assert found.endswith(what)
    assert place == "extra/z.yaml:3"


def test_a_parameter_is_tightened_once() -> None:
    """Which of two would count would be a matter of file names."""
    assert refused(a=BOUNDED, b=FRAMEWORK, z1=TIGHTEN, z2=TIGHTEN) == (
        "extra/z2.yaml:3",
        "parameter least of REV-01 is tightened twice",
    )
