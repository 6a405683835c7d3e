"""The dispositions file: what management may answer, and how its faults are told."""

import pytest

from attest.config.dispositions import load_dispositions
from attest.errors import ConfigError
from attest.model.disposition import Cause, Compensation, Disposition, Response, Waiver

HEAD = "format: attest-dispositions/1\ndispositions:\n"
ONE = "DEV-0123456789"
TWO = "DEV-abcdef0123"
FIELDS = {
    "deviations": f"[{ONE}]",
    "response": "accepted",
    "cause": "{kind: random}",
    "owner": "CTO",
    "reason": "small",
    "period": "'2025'",
    "opened": "2025-04-01",
}


def entry(**changed: str) -> str:
    """An entry in one line with some keys other than the lawful ones; an empty value leaves a key out."""
    fields = {**FIELDS, **changed}
    return "  - {" + ", ".join(f"{key}: {value}" for key, value in fields.items() if value) + "}\n"


def read(*entries: str) -> tuple[Disposition, ...]:
    """The answers of a file with these entries."""
    return load_dispositions((HEAD + "".join(entries)).encode(), "dispositions.yaml")


def test_an_entry_answers_each_deviation_that_it_names() -> None:
    """One cause, one answer, as many lines of the register as it had."""
    said = {
        "deviations": f"[{ONE}, {TWO}]",
        "response": "compensated",
        "cause": "{kind: systematic, text: no reviewer on duty}",
        "affected": "changes of August",
        "due": "2025-05-01",
        "closed": "2025-04-20",
        "compensation": "{control: review after the merge, evidence: [TICKET-7, 'docs/august.md']}",
    }
    common = Disposition(
        entry=1,
        deviation=ONE,
        response=Response.COMPENSATED,
        cause=Cause.SYSTEMATIC,
        explanation="no reviewer on duty",
        affected="changes of August",
        owner="CTO",
        reason="small",
        period="2025",
        opened="2025-04-01",
        due="2025-05-01",
        closed="2025-04-20",
        compensation=Compensation(control="review after the merge", evidence=("TICKET-7", "docs/august.md")),
    )
    assert read(entry(**said)) == (common, common.model_copy(update={"deviation": TWO}))


def test_a_waiver_names_who_granted_it_and_until_when() -> None:
    """Nothing is waived for ever, or by nobody."""
    (found,) = read(
        entry(response="waived", waiver="{approver: board, granted: 2025-04-01, expires: 2025-04-30}")
    )
    assert found.waiver == Waiver(approver="board", granted="2025-04-01", expires="2025-04-30")


def test_a_line_of_another_period_is_another_line() -> None:
    """A test of a repository has the same id in each period, and each is answered by itself."""
    assert [one.period for one in read(entry(), entry(period="'2024'"))] == ["2025", "2024"]


@pytest.mark.parametrize(
    ("changed", "line", "said"),
    [
        ({"deviations": "[DEV-0123]"}, 3, "dispositions.0.deviations.0: string should match pattern"),
        ({"deviations": "[]"}, 3, "dispositions.0.deviations: tuple should have at least 1 item"),
        ({"deviations": f"[{ONE}, {ONE}]"}, 3, f"'{ONE}' of 2025 is already answered by the entry 0"),
        ({"response": "ignored"}, 3, "dispositions.0.response: input should be 'accepted', 'remediated'"),
        ({"cause": "{kind: fate}"}, 3, "dispositions.0.cause.kind: input should be 'random', 'systematic'"),
        ({"cause": ""}, 3, "dispositions.0.cause: field required"),
        ({"owner": "''"}, 3, "dispositions.0.owner: value should have at least 1 item"),
        ({"owner": '"a\\u0007b"'}, 3, "dispositions.0.owner: holds the control character U+0007"),
        ({"reason": "''"}, 3, "dispositions.0.reason: value should have at least 1 item"),
        ({"reason": "x" * 4001}, 3, "dispositions.0.reason: string should have at most 4000 characters"),
        ({"period": ""}, 3, "dispositions.0.period: field required"),
        ({"opened": "2025-02-30"}, 3, "dispositions.0.opened: '2025-02-30' is not a day"),
        ({"opened": ""}, 3, "dispositions.0.opened: field required"),
        ({"due": "2025-03-31"}, 3, "dispositions.0.due: 2025-03-31 is before `opened`, 2025-04-01"),
        ({"closed": "2025-03-31"}, 3, "dispositions.0.closed: 2025-03-31 is before `opened`, 2025-04-01"),
        ({"due": "soon"}, 3, "dispositions.0.due"),
        ({"severity": "low"}, 3, "dispositions.0.severity: this key is not known"),
        ({"response": "compensated"}, 3, "dispositions.0.response: 'compensated' asks for `compensation`"),
        ({"response": "waived"}, 3, "dispositions.0.response: 'waived' asks for `waiver`"),
        (
            {"compensation": "{control: c, evidence: [e]}"},
            3,
            "dispositions.0.compensation: stands with the response 'accepted'",
        ),
        (
            {"response": "compensated", "compensation": "{control: c, evidence: []}"},
            3,
            "dispositions.0.compensation.evidence: tuple should have at least 1 item",
        ),
        (
            {"waiver": "{approver: a, granted: 2025-04-01, expires: 2025-04-30}"},
            3,
            "dispositions.0.waiver: stands with the response 'accepted'",
        ),
        (
            {"response": "waived", "waiver": "{approver: a, granted: 2025-04-02, expires: 2025-04-01}"},
            3,
            "dispositions.0.waiver.expires: 2025-04-01 is before `granted`, 2025-04-02",
        ),
        (
            {"response": "waived", "waiver": "{approver: a, granted: 2025-04-02, expires: 2025-04-31}"},
            3,
            "dispositions.0.waiver.expires: '2025-04-31' is not a day",
        ),
    ],
)
def test_a_fault_is_told_with_file_line_and_key(changed: dict[str, str], line: int, said: str) -> None:
    """The first one ends the reading: half an answer is none."""
    with pytest.raises(ConfigError) as fault:
        read(entry(**changed))
    assert said in fault.value.what
    assert fault.value.where == f"dispositions.yaml:{line}"
    assert fault.value.hint


def test_two_entries_do_not_answer_one_line() -> None:
    """Which of them counts would be anybody's guess."""
    with pytest.raises(ConfigError, match=r"dispositions\.1\.deviations\.0: .* by the entry 0") as fault:
        read(entry(), entry(owner="somebody else"))
    assert fault.value.where == "dispositions.yaml:4"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("format: attest-dispositions/1\ndispositions: []\ndispositions: []\n", "stands twice"),
        ("format: attest-dispositions/2\ndispositions: []\n", "format: input should be"),
        ("format: attest-dispositions/1\n", "dispositions: field required"),
        ("- a\n", "the document: must be a map"),
    ],
)
def test_what_is_no_dispositions_file_is_refused(text: str, said: str) -> None:
    """Duplicate keys, another format, another document."""
    with pytest.raises(ConfigError) as fault:
        load_dispositions(text.encode(), "dispositions.yaml")
    assert said in fault.value.what
