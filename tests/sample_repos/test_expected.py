"""Expected results cover the whole story, and agree with its README and with themselves."""

import re

import pytest

from attest.config import load
from attest.model.line_record import LineVerdict
from attest.samples import names
from attest.samples.bundled import tell
from attest.samples.history import History
from tests.sample_repos.expected import CHANGE_ASSERTIONS, STORIES, expected


@pytest.mark.parametrize("name", names())
def test_every_pull_request_is_in_the_population_or_said_not_to_be(name: str) -> None:
    """Nothing of a story is forgotten."""
    told = {f"#{pull.step.number}" for pull in tell(name).pulls}
    wanted = expected(name)
    assert told == {key for key in (*wanted.changes, *wanted.outside) if key.startswith("#")}


@pytest.mark.parametrize("name", names())
def test_expected_changes_are_the_first_parents_of_the_period(name: str) -> None:
    """The population is what landed on main in 2025, no more and no less."""
    history = tell(name)
    by_id = {node.id: node for node in history.nodes}
    line, node = [], by_id.get(history.find("main").id)
    while node is not None:
        line.append(node)
        node = by_id[node.parents[0]] if node.parents else None
    year = [node.id for node in line if 1_735_689_600 <= node.committer.when < 1_767_225_600]
    wanted = expected(name)
    assert set(year) == {wanted.landed[key] for key in wanted.changes}
    assert wanted.repository["changes"] == len(year)


@pytest.mark.parametrize("name", names())
def test_every_change_has_every_finding_and_a_reason_in_words(name: str) -> None:
    """An oracle with holes would let the tool fill them."""
    for key, change in expected(name).changes.items():
        assert (key, CHANGE_ASSERTIONS) == (key, tuple(change["findings"]))
        assert change["why"].endswith(".")


@pytest.mark.parametrize("name", ["odd", "people-and-bots"])
def test_every_commit_is_expected_by_itself(name: str) -> None:
    """Each commit with a name, wherever it lies: on main, on a deleted branch, behind a replacement."""
    history = tell(name)
    named = {key for key in history.names if not key.endswith("/head")}
    unnamed = {node.id for node in history.nodes} - {node.id for node in history.names.values()}
    beside = {
        sha
        for ref, node in history.other_refs.items()
        if ref.startswith(("refs/notes/", "refs/pull/"))
        for sha in _line_of(history, node.id)
    }
    assert named == set(expected(name).commits)
    assert unnamed <= beside


def _line_of(history: History, sha: str) -> list[str]:
    line = [sha]
    while parents := history.known[line[-1]].parents[:1]:
        line += parents
    return line


def test_nothing_of_people_and_bots_is_evidence() -> None:
    """The story holds negatives only; the one commit of an agent came before the period."""
    wanted = expected("people-and-bots")
    states = {change["ai"]["state"] for change in wanted.changes.values()}
    evidenced = [name for name, commit in wanted.commits.items() if commit["state"] == "ai_evidenced"]
    assert states == {"no_evidence", "automation", "human_declared"}
    assert evidenced == ["#1/1", "#1"]
    assert "#1" in wanted.outside


def test_odd_holds_every_verdict_on_notes() -> None:
    """Taking a note out of the story must show."""
    verdicts = {record["verdict"] for record in expected("odd").line_records}
    assert verdicts == {verdict.value for verdict in LineVerdict}


@pytest.mark.parametrize("name", names())
def test_a_control_that_is_not_operated_is_expected_as_a_design_gap(name: str) -> None:
    """Which findings are design gaps follows from attest.yaml and the day of landing."""
    controls = load((STORIES / name / "attest.yaml").read_bytes(), f"{name}/attest.yaml").declarations
    history = tell(name)
    merged = {f"#{pull.step.number}": pull.step.merged.at for pull in history.pulls if pull.step.merged}
    for key, change in expected(name).changes.items():
        pushed = [entry.push.at for entry in history.story.history if entry.push and entry.push.key == key]
        day = [*pushed, merged.get(key, "")][0][:10]
        operated = {
            control.assertion
            for control in controls
            if control.operation.value == "operated" and control.since <= day <= (control.until or day)
        }
        declared = dict.fromkeys(control.assertion for control in controls)
        gaps = [name for name in declared if name in CHANGE_ASSERTIONS and name not in operated]
        assert (key, gaps) == (key, change["undeclared_controls"])


@pytest.mark.parametrize("name", names())
def test_the_readme_has_ten_points_and_names_only_what_is_there(name: str) -> None:
    """The page for auditors stays ten lines, and its numbers are pull requests of the story."""
    text = (STORIES / name / "README.md").read_text(encoding="utf-8")
    told = {f"#{pull.step.number}" for pull in tell(name).pulls}
    points = [line for line in text.splitlines() if re.match(r"\d+\. ", line)]
    assert len(points) == 10
    assert set(re.findall(r"#\d+", text)) <= told


def test_every_reason_that_the_stories_were_made_for_is_expected() -> None:
    """Taking a case out of a story must show."""
    reasons = {
        reason
        for name in names()
        for change in expected(name).changes.values()
        for _, reason in change["findings"].values()
    }
    assert reasons >= {
        "approval-of-older-revision",
        "approved-after-merge",
        "approved-by-author",
        "approved-by-machine",
        "blank",
        "detected-but-undisclosed",
        "direct-push",
        "independence-undecidable",
        "landed-content-differs",
        "level-below",
        "missing",
        "no-approval",
        "no-record",
        "not-success",
        "objection-open",
        "recorded",
        "recorded-by-author",
        "reviewed-after-merge",
        "trace-in-squash-only",
    }
