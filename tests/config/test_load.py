"""attest.yaml: what is read, and how what cannot be used is refused."""

import pytest

from attest.catalog import known_assertions
from attest.config import Config, load
from attest.errors import ConfigError
from attest.model.control import Declaration, Operation

FULL = """\
format: attest/1
entity: Example Clinic, Inc.
system:
  name: Patient portal
timezone: Europe/Berlin
repositories:
  - {name: portal, branch: main, remote: example/portal}
  - name: api
controls:
  - id: CM-03
    assertion: REV-02
    operation: operated
    wording: A second engineer approves every change.
    owner: Head of Engineering
    since: 2025-01-01
    until: 2025-06-30
    repositories: [portal]
    parameters: {approvals: 2}
  - id: CM-04
    assertion: TST-01
    operation: planned
    wording: Checks pass.
    owner: Head of Engineering
  - id: CM-05
    assertion: CMP-07
    operation: not-operated
    wording: Authors declare AI use.
    owner: Head of Engineering
persons:
  - id: "1"
    addresses: [sam@clinic.example, sam@home.example]
    accounts: ["github:12345"]
required_checks:
  - {name: "ci / test", app: github-actions}
  - name: scan
ai:
  declaration_labels: {ai-assisted: assisted, ai-free: none}
"""
MINIMAL = "format: attest/1\n"
ASSERTIONS = known_assertions()


def read(text: str) -> Config:
    """The configuration of a text, held against the bundled assertions."""
    return load(text.encode(), "attest.yaml", assertions=ASSERTIONS)


def fault(text: str) -> tuple[str, str, str]:
    """What, where and remedy of the fault of a text."""
    with pytest.raises(ConfigError) as caught:
        read(text)
    return caught.value.what, caught.value.where, caught.value.hint


def changed(old: str, new: str) -> str:
    """The full example with one part changed, which must be there."""
    assert old in FULL
    return FULL.replace(old, new, 1)


def test_a_full_file_is_read() -> None:
    """Every key that there is."""
    config = read(FULL)
    portal = config.repository("portal")

    assert (config.entity, config.system.name, config.timezone) == (
        "Example Clinic, Inc.",
        "Patient portal",
        "Europe/Berlin",
    )
    assert portal is not None
    assert (portal.branch, portal.remote) == ("main", "example/portal")
    assert config.repository("other") is None
    assert config.persons[0].addresses == ("sam@clinic.example", "sam@home.example")
    assert config.repository("elsewhere", "Example/Portal") is portal


def test_a_declaration_is_managements_statement() -> None:
    """As evaluation reads it."""
    assert read(FULL).declarations[0] == Declaration(
        control="CM-03",
        assertion="REV-02",
        operation=Operation.OPERATED,
        wording="A second engineer approves every change.",
        owner="Head of Engineering",
        since="2025-01-01",
        until="2025-06-30",
        repositories=("portal",),
        parameters={"approvals": 2},
    )


def test_settings_under_keys_of_their_own_reach_their_control() -> None:
    """Required checks and declaration labels."""
    declared = {item.assertion: item.parameters for item in read(FULL).declarations}

    assert declared["TST-01"] == {"required_checks": ("ci / test by github-actions", "scan by any")}
    assert declared["CMP-07"] == {"declaration_labels": ("ai-assisted=assisted", "ai-free=none")}


def test_a_file_may_say_nothing_but_its_format() -> None:
    """Nothing is declared then."""
    config = read(MINIMAL)

    assert (config.declarations, config.timezone, config.entity) == ((), "UTC", "")


def test_without_a_file_nothing_is_declared() -> None:
    """The repositories are those of the command."""
    config = Config.empty(("portal",))

    assert config.declarations == ()
    assert [item.name for item in config.repositories] == ["portal"]


@pytest.mark.parametrize(
    ("old", "new", "what", "line"),
    [
        ("REV-02", "REV-20", "controls.0.assertion: no assertion is called 'REV-20'", 11),
        ("since: 2025-01-01", "since: 2025-07-01", "controls.0.since: 2025-07-01 is after `until`", 15),
        ("until: 2025-06-30", "until: 2025-06-31", "controls.0.until: '2025-06-31' is not a day", 16),
        ("until: 2025-06-30", "until: 30.6.2025", "controls.0.until: string should match pattern", 16),
        ("[portal]", "[portla]", "controls.0.repositories.0: no repository is called 'portla'", 17),
        ("approvals: 2", "approvals: 0", "controls.0.parameters.approvals: must be at least 1", 18),
        ("approvals: 2", "approvals: true", "controls.0.parameters.approvals: must be a whole number", 18),
        ("approvals: 2", "aprovals: 2", "controls.0.parameters.aprovals: REV-02 has no such parameter", 18),
        ("operation: operated", "operation: yes", "controls.0.operation: input should be", 12),
        ("id: CM-04", "id: CM-03", "controls.1.id: 'CM-03' stands twice", 19),
        ("    owner: Head of Engineering\n", "", "controls.0.owner: field required", 10),
        ("Europe/Berlin", "Europe/Paradise", "timezone: 'Europe/Paradise' is not a time zone", 5),
        ("Europe/Berlin", "../../etc/passwd", "timezone: '../../etc/passwd' is not a time zone", 5),
        ("Europe/Berlin", "Europe", "timezone: 'Europe' is not a time zone", 5),
        ("name: api", "name: portal", "repositories.1.name: 'portal' stands twice", 8),
        ("entity:", "entty:", "entty: this key is not known", 2),
        ("entity: Example Clinic, Inc.", "entity: [a]", "entity: input should be a valid string", 2),
        ("Example Clinic, Inc.", '"a\\u0000b"', "entity: holds the control character U+0000", 2),
        ("Example Clinic, Inc.", '"a\\ud800b"', "entity: input should be a valid string, unable to parse", 2),
        ("Example Clinic, Inc.", '"a\\nb"', "entity: must be one line", 2),
        (
            "name: api",
            "name: api\n    remote: Example/Portal",
            "repositories.1.remote: 'example/portal' stands twice",
            9,
        ),
        ("ai-free: none", "ai-free: never", "ai.declaration_labels.ai-free: input should be", 37),
        ("app: github-actions", "app: a b", "required_checks.0.app: string should match pattern", 34),
        ("github:12345", "sam", "persons.0.accounts.0: string should match pattern", 32),
        ("format: attest/1", "format: attest/9", "format: input should be 'attest/1'", 1),
        ("format: attest/1\n", "", "format: field required", 1),
        ("timezone:", "entity: twice\ntimezone:", "the key 'entity' stands twice", 5),
        ("timezone: Europe/Berlin", "timezone: [", "not valid YAML", 7),
    ],
)
def test_a_fault_is_told_with_file_line_key_and_remedy(old: str, new: str, what: str, line: int) -> None:
    """The first fault of the file."""
    found = fault(changed(old, new))

    assert found[0].startswith(what)
    assert found[1] == f"attest.yaml:{line}"
    assert found[2] != ""


def test_an_address_belongs_to_one_person() -> None:
    """Independence rests on it; case does not make another address."""
    second = 'persons:\n  - {id: "0", addresses: [SAM@clinic.example]}\n'

    assert fault(changed("persons:\n", second))[0] == (
        "persons.1.addresses.0: 'sam@clinic.example' is already '0'"
    )


def test_a_setting_that_no_control_reads_is_refused() -> None:
    """Silence about it would look like an effect."""
    checks = fault(MINIMAL + "required_checks: [{name: build}]\n")
    labels = fault(MINIMAL + "ai: {declaration_labels: {ai: assisted}}\n")

    assert checks[0] == "required_checks: no control declares TST-01, which would read them"
    assert labels[0] == "ai.declaration_labels: no control declares CMP-07, which would read them"


CONTROL = """\
  - id: {name}
    assertion: REV-02
    operation: {operation}
    wording: We approve.
    owner: Somebody
    since: "{since}"
    until: "{until}"
    repositories: [{repositories}]
"""


def pair(**second: str) -> str:
    """Two controls on one assertion; the first operated everywhere in the first half of 2025."""
    first = {"operation": "operated", "since": "2025-01-01", "until": "2025-06-30", "repositories": "a"}
    texts = [CONTROL.format(name="A", **first), CONTROL.format(name="B", **{**first, **second})]
    return MINIMAL + "controls:\n" + "".join(texts)


@pytest.mark.parametrize(
    "second", [{}, {"since": "2025-06-30", "until": ""}, {"repositories": ""}, {"since": "", "until": ""}]
)
def test_two_operated_controls_may_not_meet(second: dict[str, str]) -> None:
    """One repository, one day, one assertion: whose settings would hold?"""
    assert fault(pair(**second))[0].startswith("controls.1: B and A both operate REV-02")


@pytest.mark.parametrize(
    "second",
    [
        {"since": "2025-07-01", "until": ""},
        {"since": "", "until": "2024-12-31"},
        {"repositories": "b"},
        {"operation": "planned"},
    ],
)
def test_controls_apart_in_time_place_or_operation_may_share_an_assertion(second: dict[str, str]) -> None:
    """A control that replaced another, or is operated elsewhere."""
    assert len(read(pair(**second)).declarations) == 2


@pytest.mark.parametrize(
    "data", [b"\xff\xfe", b"a: !!python/object:os.system x", b"- 1", b"{}", b"\0", b"a: *x"]
)
def test_hostile_bytes_are_refused_and_never_crash(data: bytes) -> None:
    """Whatever stands at the tip of an audited branch."""
    with pytest.raises(ConfigError):
        load(data, "attest.yaml")


def test_without_a_list_of_assertions_ids_are_not_examined() -> None:
    """A run's own copy is read as it was, whatever ships today."""
    text = changed("REV-02", "OLD-77")

    assert load(text.encode(), "attest.yaml").declarations[0].assertion == "OLD-77"
