"""Runs that are whole to the byte and still break a law between their records: verification says which."""

from pathlib import Path
from typing import Any

import pytest

from attest.ledger.run import RunWriter
from attest.ledger.verification import Status
from attest.ledger.verify import verify
from attest.model.base import Record
from attest.model.population import Count
from tests.support import forge_records, runs
from tests.support.runs import Story, write_run


def told(tmp_path: Path, **story: Any) -> tuple[list[str], str]:
    """The steps that fail for a story, and the first problem of the first of them."""
    found = verify(write_run(tmp_path, Story(**story))).runs[0]
    failed = [step for step in found.steps if step.status is Status.FAILED]
    return [step.id for step in failed], failed[0].problems[0].message if failed else ""


@pytest.mark.parametrize(
    ("story", "message"),
    [
        (
            {"commit": {"change": "clinic:" + "f" * 40}},
            "its change clinic:" + "f" * 40 + " is not in the run",
        ),
        ({"commit": {"via": "cherry-pick"}}, "via is 'cherry-pick'"),
        ({"commit": {"sha": "f" * 40}}, "its id is not repository and commit"),
        ({"signal": {"source": "f" * 40}}, "its source " + "f" * 40 + " is not in the run"),
        ({"signal": {"change": "clinic:x"}}, "its change clinic:x is not in the run"),
        ({"review": {"change": "clinic:x"}}, "its change clinic:x is not in the run"),
        ({"review": {"commit": "f" * 40}}, "its commit " + "f" * 40 + " is not in the run"),
        ({"change": {"also_in": ("clinic:x",)}}, "clinic:x is not in the run"),
        ({"change": {"landed_sha": "f" * 40}}, "its id is not repository and landed commit"),
        ({"involvement": {"ordinal": 7}}, "its ordinal is 7 and its change's is 0"),
        ({"manifest": {"reconciliations": (runs.tie(repository="other"),)}}, "it reconciles other"),
    ],
)
def test_a_reference_that_leads_nowhere_is_named(tmp_path: Path, story: dict[str, Any], message: str) -> None:
    """Each kind of reference is followed, and one that leads nowhere fails the step on references."""
    steps, said = told(tmp_path, **story)

    assert steps[0] == "references"
    assert said.startswith(message)


@pytest.mark.parametrize(
    ("story", "message"),
    [
        ({"commit": {"via": "landed"}}, "its change landed as another commit or tree"),
        ({"commit": {"via": "brought-in"}}, "0 commits landed it, not 1"),
        ({"commit": {"via": "pull-request"}}, "0 commits landed it, not 1"),
        ({"commit": {"sha": runs.sha(2)}}, "the commit is in the population twice"),
        ({"change": {"commit_count": 3}}, "it states 3 commits and has 2"),
        ({"change": {"landed_tree": "e" * 40}}, "its change landed as another commit or tree"),
    ],
)
def test_a_commit_outside_its_one_change_is_named(
    tmp_path: Path, story: dict[str, Any], message: str
) -> None:
    """Each change has exactly one landed commit, each commit exactly one change, and the numbers agree."""
    found = verify(write_run(tmp_path, Story(**story))).runs[0]
    step = next(step for step in found.steps if step.id == "population")

    assert step.status is Status.FAILED
    assert message in {problem.message for problem in step.problems}


@pytest.mark.parametrize("word", ["change_count", "commit_count"])
def test_the_scopes_counts_are_recounted(tmp_path: Path, word: str) -> None:
    """A scope that states another number than the records hold fails the step on the population."""
    scope = runs.manifest_fields(Story())["repositories"][0].model_copy(update={word: 9})
    steps, said = told(tmp_path, manifest={"repositories": (scope,)})

    assert steps == ["population"]
    assert said.startswith("the scope states 9")


DIRECT = {"type": "direct-push"}
LANDED = f"clinic:{runs.sha(2)}"
FORGE = {"second_source": "forge:recorded"}


@pytest.mark.parametrize(
    ("tie", "message"),
    [
        ({"difference": 1}, "it states a difference of 1 and its counts give 0"),
        (
            {**FORGE, "unmatched_there": ("#9",)},
            "it states a difference of 0 and its counts give 1",
        ),
        (
            {**FORGE, "unmatched_here": (LANDED,)},
            "it states a difference of 0 and its counts give 1",
        ),
        ({**FORGE, "difference": 1, "unmatched_here": ("clinic:x",)}, "clinic:x is not a change of the run"),
        (
            {"counts": (Count(what="changes in this run", how="", count=3),)},
            "it states 3 changes in this run and the records hold 2",
        ),
        (
            {"counts": (Count(what="direct pushes", how="", count=1),)},
            "it states 1 direct pushes and the records hold 0",
        ),
    ],
)
def test_a_reconciliation_is_recomputed(tmp_path: Path, tie: dict[str, Any], message: str) -> None:
    """Counts of the run and the difference follow from the records, whatever the manifest states."""
    steps, said = told(tmp_path, manifest={"reconciliations": (runs.tie(**tie),)})

    assert steps == ["population"]
    assert said == f"reconciliation of clinic: {message}"


def test_a_direct_push_unknown_to_the_forge_is_no_difference(tmp_path: Path) -> None:
    """The second source need not know direct pushes."""
    tie = runs.tie(second_source="forge:recorded", unmatched_here=(LANDED,))
    steps, _ = told(tmp_path, change={"type": "direct-push"}, manifest={"reconciliations": (tie,)})

    assert steps == []


def test_a_difference_that_is_stated_is_lawful(tmp_path: Path) -> None:
    """A difference is evidence, not damage: a run that states it verifies."""
    counts = (
        Count(what="changes on the branch", how="", count=5),
        Count(what="changes in this run", how="", count=2),
    )
    steps, _ = told(tmp_path, manifest={"reconciliations": (runs.tie(counts=counts, difference=3),)})

    assert steps == []


def test_several_repositories_follow_the_manifest(tmp_path: Path) -> None:
    """Records come one repository after another, in the manifest's order and in no other."""
    lawful = Story(repositories=("b", "a"))
    fields = runs.manifest_fields(lawful)
    turned = {"repositories": fields["repositories"][::-1]}

    assert told(tmp_path, repositories=("b", "a")) == ([], "")
    assert told(tmp_path, repositories=("b", "a"), manifest=turned)[0] == ["lines"]


BOB = runs.person("Bob")
DEPLOYED = forge_records.deployment("clinic", "9", "f" * 40, creator=BOB)


@pytest.mark.parametrize(
    ("kind", "record"),
    [
        ("events", forge_records.event("clinic:x", "9", actor=BOB)),
        ("comments", forge_records.comment("clinic:x", "9", author=BOB)),
        ("pushes", forge_records.push("clinic", "9", actor=BOB, landed_change="clinic:x")),
        ("rule-suites", forge_records.suite("clinic", "9", actor=BOB, landed_change="clinic:x")),
        (
            "deployments",
            forge_records.deployment("clinic", "9", "f" * 40, creator=BOB, landed_change="clinic:x"),
        ),
        ("agent-tasks", forge_records.task("clinic", "9", "clinic:x", creator=BOB)),
        ("permissions", forge_records.permission("other", "9", account=BOB)),
        ("branch-rules", forge_records.rule("other", "9")),
    ],
)
def test_what_the_forge_recorded_is_of_the_run(tmp_path: Path, kind: str, record: Record) -> None:
    """A change or a repository that is not in the run fails the step on references."""
    with RunWriter(tmp_path) as writer:
        runs.fill(writer, Story())
        writer.add(kind, record)
        run = writer.seal(**runs.manifest_fields(Story()))
    failed = [step for step in verify(run).runs[0].steps if step.status is Status.FAILED]

    assert [step.id for step in failed] == ["references"]


def test_a_push_of_no_change_of_the_run_is_lawful(tmp_path: Path) -> None:
    """Its tip may have landed in another period, or nowhere."""
    with RunWriter(tmp_path) as writer:
        runs.fill(writer, Story())
        writer.add("pushes", forge_records.push("clinic", "9", actor=BOB))
        run = writer.seal(**runs.manifest_fields(Story()))

    assert verify(run).ok


def test_people_whom_records_name_must_be_in_the_people_file(tmp_path: Path) -> None:
    """A pseudonym without its entry fails the personal step."""
    steps, said = told(tmp_path, review={"reviewer": runs.person("Zoe")})

    assert steps == ["personal"]
    assert said == f"records name {runs.person('Zoe').id}, who is not in the people file"
