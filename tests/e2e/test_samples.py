"""The whole way on the samples: repository and recorded forge in, findings out, against what is expected."""

from collections import Counter
from typing import Any

import pytest

from attest.model.progress import silent
from attest.model.touch import OWN_RULES
from attest.pipeline.collecting import collect
from attest.pipeline.reporting import Evaluated, evaluate
from attest.pipeline.scope import Request
from attest.samples import build, forge, names
from tests.sample_repos.expected import CHANGE_ASSERTIONS, Expected, expected

Audit = tuple[Evaluated, Expected]


@pytest.fixture(scope="module", params=names())
def audit(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Audit:
    """One sample, collected and evaluated once."""
    name = str(request.param)
    place = tmp_path_factory.mktemp(name)
    wanted = expected(name)
    run = collect(
        Request(
            repositories=(build(name, place),),
            period=wanted.period,
            store=place / "store",
            now="2026-01-05T00:00:00Z",
            forge=forge(name),
        ),
        silent,
    )
    return evaluate(run, ()), wanted


def _by_name(audit: Audit, field: str) -> dict[str, Any]:
    evaluated, wanted = audit
    return {wanted.named(change.landed_sha): getattr(change, field) for change in evaluated.view.changes}


def test_the_population_is_what_the_story_landed(audit: Audit) -> None:
    """Every change of the period, each once, and none beside."""
    evaluated, wanted = audit
    found = Counter(wanted.named(change.landed_sha) for change in evaluated.view.changes)
    assert Counter(wanted.changes.keys()) == found


@pytest.mark.parametrize("field", ["type", "method", "binding"])
def test_how_each_change_landed(audit: Audit, field: str) -> None:
    """Type, method, and the binding of what landed to the last revision."""
    _, wanted = audit
    told = {key: change[field] for key, change in wanted.changes.items() if change["type"] == "pull-request"}
    found = {key: str(value) for key, value in _by_name(audit, field).items() if key in told}
    assert told == found


def test_direct_pushes_are_known_for_what_they_are(audit: Audit) -> None:
    """A complete list of pull requests tells a push from a pull request."""
    _, wanted = audit
    pushed = {key for key, change in wanted.changes.items() if change["type"] == "direct-push"}
    assert pushed == {key for key, value in _by_name(audit, "type").items() if value == "direct-push"}


def test_ai_involvement_of_each_change(audit: Audit) -> None:
    """State, extent, tools, whether a squash had lost the evidence; more of it where that is told."""
    evaluated, wanted = audit
    names_by_id = {change.id: wanted.named(change.landed_sha) for change in evaluated.view.changes}
    found = {
        names_by_id[item.id]: {
            "state": item.state.value,
            "extent": item.extent,
            "tools": list(item.tools),
            "recovered": item.recovered,
            "grade": item.grade.value if item.grade else None,
            "ai_lines": item.ai_lines,
            "added_lines": item.added_lines,
            "corroborated": item.corroborated,
        }
        for item in evaluated.view.involvements
    }
    told = {key: change["ai"] for key, change in wanted.changes.items()}
    assert told == {key: {name: found[key][name] for name in fields} for key, fields in told.items()}
    assert set(told) == set(found)


def test_what_is_made_of_each_note(audit: Audit) -> None:
    """Verdict and lines of every note that a change of the period has; none of any other commit."""
    evaluated, wanted = audit
    counts = ("attested", "confirmed", "people", "added", "transcripts")
    found = [
        {"on": wanted.named(record.commit), "ref": record.source, "verdict": record.verdict.value}
        | {name: getattr(record, name) for name in counts}
        for record in evaluated.view.line_records
    ]
    assert [{"transcripts": 0} | told for told in wanted.line_records] == found


def test_no_chat_is_kept(audit: Audit) -> None:
    """A chat in a note is counted and digested; not one word of it is in the run."""
    evaluated, wanted = audit
    chatty = [told for told in wanted.line_records if told.get("transcripts")]
    digests = [record for record in evaluated.view.line_records if record.transcript_digest]
    assert len(chatty) == len(digests)
    assert [
        path for path in evaluated.run.rglob("*") if path.is_file() and b"the gate code" in path.read_bytes()
    ] == []


@pytest.mark.parametrize("assertion", CHANGE_ASSERTIONS)
def test_findings_of_each_change(audit: Audit, assertion: str) -> None:
    """Outcome and reason of one assertion for every change."""
    evaluated, wanted = audit
    names_by_id = {change.id: wanted.named(change.landed_sha) for change in evaluated.view.changes}
    found = {
        names_by_id[finding.subject]: [finding.outcome.word, finding.reason]
        for finding in evaluated.evaluation.findings
        if finding.assertion == assertion
    }
    assert {key: change["findings"][assertion] for key, change in wanted.changes.items()} == found


@pytest.mark.parametrize("assertion", ["POP-01", "POP-05"])
def test_findings_of_the_population(audit: Audit, assertion: str) -> None:
    """Outcome and reason of one assertion for the repository."""
    evaluated, wanted = audit
    found = [
        [finding.outcome.word, finding.reason]
        for finding in evaluated.evaluation.findings
        if finding.assertion == assertion
    ]
    assert [wanted.repository[assertion]] == found


def test_the_deviation_register_holds_declared_controls_only(audit: Audit) -> None:
    """Deviations and open results of operated controls, each once; design gaps are left out."""
    evaluated, wanted = audit
    names_by_id = {change.id: wanted.named(change.landed_sha) for change in evaluated.view.changes}
    told = sorted(
        (assertion, key)
        for key, change in wanted.changes.items()
        for assertion, (outcome, _) in change["findings"].items()
        if outcome in ("deviation", "indeterminate") and assertion not in change["undeclared_controls"]
    )
    if wanted.agents:
        fallen = [
            key for key in wanted.changes if wanted.agent_finding(key)[0] in ("deviation", "indeterminate")
        ]
        told = sorted([*told, *(("AGT-01", key) for key in fallen)])
    found = sorted(
        (item.assertion, names_by_id[item.subject])
        for item in evaluated.evaluation.deviations
        if item.subject in names_by_id
    )
    assert told == found


def test_counts_have_the_whole_population_as_denominator(audit: Audit) -> None:
    """No change leaves a count, whatever its outcome."""
    evaluated, wanted = audit
    totals = {tally.assertion: tally.total for tally in evaluated.evaluation.tallies}
    assert {name: len(wanted.changes) for name in CHANGE_ASSERTIONS} == {
        name: totals[name] for name in CHANGE_ASSERTIONS
    }


def test_a_commit_of_two_pull_requests_counts_once(audit: Audit) -> None:
    """It belongs to the change that landed it; the other membership is listed."""
    evaluated, wanted = audit
    names_by_id = {change.id: wanted.named(change.landed_sha) for change in evaluated.view.changes}
    told = {key: change["also_in"] for key, change in wanted.changes.items() if "also_in" in change}
    found = {
        names_by_id[change.id]: [names_by_id[other] for other in change.also_in]
        for change in evaluated.view.changes
        if change.also_in
    }
    assert told == found


def test_changes_to_the_audit_s_own_rules_are_told(audit: Audit) -> None:
    """Which change touched which file of them, and no other change did."""
    evaluated, wanted = audit
    names_by_id = {change.id: wanted.named(change.landed_sha) for change in evaluated.view.changes}
    told = {key: change["touches"] for key, change in wanted.changes.items() if "touches" in change}
    found: dict[str, list[list[str]]] = {}
    for touch in evaluated.view.touches:
        if touch.path_class == OWN_RULES:
            listed = found.setdefault(names_by_id[touch.change], [])
            listed.append([touch.path, touch.kind, touch.effect.value])
    assert told == found


def test_what_the_landed_message_shows_of_a_reviewer(audit: Audit) -> None:
    """One word for each change where the story tells it, and how it landed as far as git alone knows."""
    evaluated, wanted = audit
    told = {key: change["named"] for key, change in wanted.changes.items() if "named" in change}
    found = {wanted.named(item.id.rpartition(":")[2]): item.evidence for item in evaluated.evaluation.namings}
    if told:
        assert told == found
        assert {key: (change["type"], change["method"]) for key, change in wanted.changes.items()} == {
            key: (str(kind), _by_name(audit, "method")[key]) for key, kind in _by_name(audit, "type").items()
        }


def test_what_else_messages_hold_of_a_review(audit: Audit) -> None:
    """Marks of Gerrit and of Node lead to a review; a merge by another person is told, and is none."""
    evaluated, wanted = audit
    if wanted.name == "ledger-gerrit":
        rows = {
            wanted.named(item.id.rpartition(":")[2]): (item.references, item.reviewers, item.merged_by_other)
            for item in evaluated.evaluation.namings
        }
        gerrit = ("change-id", "reviewed-on")

        assert rows["two"] == (gerrit, 2, False)
        assert rows["url"] == (("pr-url",), 1, False)
        assert rows["revert"] == (("change-id",), 0, False)
        assert rows["picked"] == ((), 0, False)
        assert rows["merge"] == ((), 0, True)
