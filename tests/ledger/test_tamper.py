"""Tampering: whatever is done to a run, the right step says so and names the file."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attest import canonical
from attest.ledger.run import RunWriter
from attest.ledger.verification import RunVerification, Status, Step
from attest.ledger.verify import verify_run
from attest.model.evidence import Answered, Page
from attest.model.population import BoundaryBasis
from tests.support.memory import MemoryRun
from tests.support.runs import Story, fill, manifest_fields, write_run

ANSWER = b'[{"number": 12}]'
PAGE = Page(origin="pulls.page1.json", sha256=canonical.sha256(ANSWER))
ONE = Answered(repository="clinic", source="forge:recorded", request="pulls", per_page=100, pages=(PAGE,))


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> MemoryRun:
    """A lawful run of two changes."""
    return MemoryRun.of(write_run(tmp_path_factory.mktemp("store")))


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> MemoryRun:
    """A lawful run of one change."""
    return MemoryRun.of(write_run(tmp_path_factory.mktemp("store"), Story(changes=1)))


def failures(source: MemoryRun) -> dict[str, set[str]]:
    """The steps that failed, each with the files that it names."""
    return {
        step.id: {problem.file for problem in step.problems}
        for step in verify_run(source).steps
        if step.status is Status.FAILED
    }


def text(found: RunVerification, step: str) -> str:
    """The first problem of a step."""
    return next(str(item.problems[0]) for item in found.steps if item.id == step)


def test_a_lawful_run_passes_every_step(run: MemoryRun) -> None:
    """No step fails, and only answers and signature have nothing to check."""
    found = verify_run(run)

    assert found.ok
    assert [step.id for step in found.steps if step.status is not Status.PASSED] == ["answers", "signature"]
    assert [step.number for step in found.steps] == list(range(1, 13))


def test_every_single_byte_counts(tiny: MemoryRun) -> None:
    """Changing any one byte of any file fails, in a step that names that file."""
    unnoticed = []
    for path, data in sorted(tiny.files.items()):
        for place in range(len(data)):
            changed = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
            named = set().union(*failures(tiny.but(**{path: changed})).values())
            if path not in named:
                unnoticed.append((path, place))

    assert unnoticed == []


@given(st.data())
@settings(max_examples=200)
def test_any_edit_of_a_file_is_noticed(tiny: MemoryRun, data: st.DataObject) -> None:
    """Bytes put in, taken out or replaced anywhere fail, in a step that names that file."""
    path = data.draw(st.sampled_from(sorted(tiny.files)))
    before = tiny.files[path]
    start = data.draw(st.integers(0, len(before)))
    end = data.draw(st.integers(start, min(len(before), start + 40)))
    after = before[:start] + data.draw(st.binary(max_size=40)) + before[end:]
    named = set().union(*failures(tiny.but(**{path: after})).values())

    assert (path in named) == (after != before)


@pytest.mark.parametrize("path", ["records/gaps.jsonl", "config/attest.yaml", "personal/people.jsonl"])
def test_a_removed_file_is_named(run: MemoryRun, path: str) -> None:
    """A missing file fails the step on files; a personal part that lost one file is not a redacted one."""
    assert failures(run.but(**{path: None}))["files"] == {path}


@pytest.mark.parametrize("path", ["records/more.jsonl", "notes.txt", "personal/x/y", "config/z", "raw/0"])
def test_an_added_file_is_named(run: MemoryRun, path: str) -> None:
    """A file that the manifest does not list fails the step on files, wherever it lies."""
    assert failures(run.but(**{path: b"{}\n"})) == {"files": {path}}


@pytest.mark.parametrize("path", ["manifest.json", "checkpoint"])
def test_a_run_without_its_ends_is_none(run: MemoryRun, path: str) -> None:
    """Manifest and checkpoint must be there; what can be checked without them still is."""
    found = verify_run(run.but(**{path: None}))

    assert text(found, "layout").startswith(path)
    assert not found.ok


def test_swapped_files_are_told_apart(run: MemoryRun) -> None:
    """Two files with each other's content are named, each with what it holds."""
    first, second = "config/attest.yaml", "config/packs/soc2/pack.yaml"
    swapped = run.but(**{first: run.files[second], second: run.files[first]})

    assert failures(swapped) == {"digests": {first, second}}
    assert text(verify_run(swapped), "digests") == f"{first}: it holds the content of {second}"


def edited(edit: Callable[[list[bytes]], list[bytes]]) -> Callable[[MemoryRun, str], MemoryRun]:
    """A tampering of the lines of a file."""

    def tamper(run: MemoryRun, path: str) -> MemoryRun:
        lines = run.files[path].splitlines(keepends=True)
        return run.but(**{path: b"".join(edit(lines))})

    return tamper


RECORDS = ("changes", "commits", "involvements", "signals", "reviews", "metrics")


@pytest.mark.parametrize("kind", RECORDS)
def test_swapped_lines_are_out_of_order(run: MemoryRun, kind: str) -> None:
    """Two lines in each other's place fail the digest, the order, and the Merkle root."""
    path = f"records/{kind}.jsonl"
    found = failures(edited(lambda lines: [lines[1], lines[0], *lines[2:]])(run, path))

    assert {"digests", "lines", "checkpoint"} <= set(found)
    assert path in found["digests"] & found["lines"]


@pytest.mark.parametrize("kind", RECORDS)
def test_a_doubled_line_is_named(run: MemoryRun, kind: str) -> None:
    """A record that stands twice fails the step on lines, at its second line."""
    path = f"records/{kind}.jsonl"
    found = verify_run(edited(lambda lines: [lines[0], *lines])(run, path))

    assert text(found, "lines").startswith(f"{path}, line 2 ")


@pytest.mark.parametrize("kind", RECORDS)
def test_a_dropped_line_is_missed(run: MemoryRun, kind: str) -> None:
    """A record that is gone is missing in the counts."""
    path = f"records/{kind}.jsonl"
    found = failures(edited(lambda lines: lines[:-1])(run, path))

    assert path in found["digests"] & found["lines"]


@pytest.mark.parametrize("kind", RECORDS)
def test_a_truncated_file_is_named(run: MemoryRun, kind: str) -> None:
    """A last line without its end fails the step on lines."""
    path = f"records/{kind}.jsonl"
    found = failures(run.but(**{path: run.files[path][:-1]}))

    assert path in found["digests"] & found["lines"]


@pytest.mark.parametrize(
    "rewrite",
    [
        lambda line: json.dumps(json.loads(line)).encode() + b"\n",
        lambda line: line.replace(b'"', b' "', 1),
        lambda line: line.replace(b"\n", b"\r\n"),
        lambda line: line.replace(b'"via"', b'"\\u0076ia"'),
        lambda line: line.replace(b'"ordinal":', b'"ordinal":9,"ordinal":'),
        lambda line: line.replace(b'"files":1', b'"files":1.0'),
        lambda line: line.replace(b'"files":1', b'"files":"1"'),
        lambda line: line.replace(b'"linked":true', b'"linked":1'),
    ],
)
def test_another_form_of_the_same_record_is_not_canonical(
    run: MemoryRun, rewrite: Callable[[bytes], bytes]
) -> None:
    """A line that states the same record in other bytes fails the step on lines, and no schema."""
    path = "records/commits.jsonl"
    changed = edited(lambda lines: [rewrite(lines[0]), *lines[1:]])(run, path)
    found = verify_run(changed)

    assert text(found, "lines") == f"{path}, line 1: the line is not in canonical form"
    assert "schema" not in failures(changed)


@pytest.mark.parametrize(
    ("before", "after"),
    [(b'"via":', b'"vja":'), (b'"files":1', b'"files":{}'), (b'"sha":"0', b'"sha":"g')],
)
def test_a_line_of_another_shape_is_no_record(run: MemoryRun, before: bytes, after: bytes) -> None:
    """A wrong field, type or digit fails the step on schema and names file and line."""
    path = "records/commits.jsonl"
    found = verify_run(run.but(**{path: run.files[path].replace(before, after, 1)}))

    assert text(found, "schema").startswith(f"{path}, line 1: ")


def test_changed_personal_text_does_not_open_its_commitment(run: MemoryRun) -> None:
    """Another message under the same commitment fails the personal step and names the record."""
    path = "personal/commits.jsonl"
    found = verify_run(run.but(**{path: run.files[path].replace(b"Fix the dose", b"Fix the hose", 1)}))

    assert text(found, "personal").startswith(f"{path}, line 1 (clinic:")


def test_exchanged_personal_entries_are_noticed(run: MemoryRun) -> None:
    """Entries in each other's place fail the personal step."""
    path = "personal/changes.jsonl"

    assert path in failures(edited(lambda lines: lines[::-1])(run, path))["personal"]


def test_a_redacted_run_still_verifies(run: MemoryRun) -> None:
    """A run that lost its personal part as a whole passes, and the step says what cannot be opened."""
    kept = {path: data for path, data in run.files.items() if not path.startswith("personal/")}
    found = verify_run(MemoryRun(kept, run.name))

    assert found.ok
    assert found.redacted
    assert next(step.status for step in found.steps if step.id == "personal") is Status.ABSENT


def test_a_redacted_run_is_still_guarded(run: MemoryRun) -> None:
    """Redaction opens no door: a changed record still fails."""
    kept = {path: data for path, data in run.files.items() if not path.startswith("personal/")}
    path = "records/changes.jsonl"
    kept[path] = kept[path].replace(b"fix", b"fax")
    kept[path] = kept[path].replace(b"merge", b"marge")

    assert "digests" in failures(MemoryRun(kept, run.name))


def test_a_folder_with_another_runs_name_is_named(run: MemoryRun) -> None:
    """The folder's name must be the run's id."""
    assert failures(MemoryRun(run.files, "0123456789abcdef")) == {"identity": {"manifest.json"}}


def resealed(run: MemoryRun, **changed: bytes) -> MemoryRun:
    """The run with files replaced and the manifest's entries for them made to fit, but nothing more."""
    manifest = json.loads(run.files["manifest.json"])
    for entry in manifest["files"]:
        if entry["path"] in changed:
            data = changed[entry["path"]]
            entry |= {"size": len(data), "sha256": canonical.sha256(data)}
    return run.but(**changed, **{"manifest.json": canonical.dumps(manifest)})


def test_a_manifest_made_to_fit_gives_another_run(run: MemoryRun) -> None:
    """Who mends the manifest after an edit has made another run: id and checkpoint show it."""
    path = "config/attest.yaml"
    found = failures(resealed(run, **{path: b"version: 2\n"}))

    assert found == {"identity": {"manifest.json", "checkpoint"}, "checkpoint": {"checkpoint"}}


RAW = f"raw/{canonical.sha256(ANSWER)}"


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> MemoryRun:
    """A lawful run that keeps one answer as received."""
    return MemoryRun.of(write_run(tmp_path_factory.mktemp("store"), Story(changes=1, raw=ANSWER)))


def step(source: MemoryRun, name: str) -> Step:
    """One step of the verification."""
    return next(item for item in verify_run(source).steps if item.id == name)


def test_an_answer_that_was_kept_passes(answered: MemoryRun) -> None:
    """The step says how many pages answer how many requests."""
    assert verify_run(answered).ok
    assert step(answered, "answers").detail == "1 pages that answer 1 requests, in 1 files, 16 bytes"


def test_answers_that_were_left_out_are_named(answered: MemoryRun) -> None:
    """A run without its raw folder passes, and the step says what is not there."""
    left = step(answered.but(**{RAW: None}), "answers")

    assert verify_run(answered.but(**{RAW: None})).ok
    assert left.status is Status.ABSENT
    assert left.detail.startswith("raw/ is not present, left out: ")
    assert left.detail.endswith(": pulls.page1.json")


def test_an_answer_that_was_altered_fails(answered: MemoryRun) -> None:
    """What is there must be what was received."""
    assert failures(answered.but(**{RAW: b"[]"})) == {"digests": {RAW}}


def test_an_answer_that_was_added_fails(answered: MemoryRun) -> None:
    """Beside those that are there, and in place of those that were left out."""
    other = f"raw/{canonical.sha256(b'[1]')}"

    assert failures(answered.but(**{other: b"[1]"})) == {"files": {other}}
    assert failures(answered.but(**{RAW: None, other: b"[1]"})) == {"files": {RAW, other}}


def test_one_of_several_answers_that_was_removed_fails(tmp_path: Path) -> None:
    """Only the folder as a whole may be left out."""
    story = Story(changes=1, raw=ANSWER)
    with RunWriter(tmp_path) as writer:
        fill(writer, story)
        second = Page(origin="pulls.page2.json", sha256=writer.add_raw(b"[2]"))
        fields = manifest_fields(story)
        (first,) = fields["answers"]
        both = first.model_copy(update={"pages": (*first.pages, second)})
        run = MemoryRun.of(writer.seal(**{**fields, "answers": (both,)}))

    assert verify_run(run).ok
    assert failures(run.but(**{RAW: None})) == {"files": {RAW}}


def test_a_redacted_run_that_keeps_answers_says_so(answered: MemoryRun) -> None:
    """Answers name people: who redacts must leave them out too."""
    kept = {path: data for path, data in answered.files.items() if not path.startswith("personal/")}

    assert "raw/ is here and may name people" in step(MemoryRun(kept, answered.name), "files").detail


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ((), f"{RAW}: the manifest names no request that it answers"),
        ((ONE, ONE), "manifest.json: its answers are not sorted"),
        ((ONE.model_copy(update={"repository": "x"}),), "manifest.json: it names answers about x"),
        (
            (ONE, ONE.model_copy(update={"request": "z", "pages": ()})),
            "manifest.json: it names the request z",
        ),
        (
            (ONE.model_copy(update={"pages": (PAGE, PAGE.model_copy(update={"sha256": "f" * 64}))}),),
            f"raw/{'f' * 64}: it answers a request, and the manifest does not list it",
        ),
    ],
)
def test_answers_and_files_must_agree(tmp_path: Path, answers: tuple[Answered, ...], said: str) -> None:
    """A manifest whose answers and files are not each other's fails the step."""
    run = MemoryRun.of(write_run(tmp_path, Story(changes=1, raw=ANSWER, manifest={"answers": answers})))

    assert str(step(run, "answers").problems[0]).startswith(said)


def test_another_previous_run_is_another_run(tmp_path: Path) -> None:
    """The run before is part of what the run id stands for."""
    run = MemoryRun.of(write_run(tmp_path, Story(manifest={"previous_run": "e" * 64})))
    manifest = run.files["manifest.json"].replace(b"e" * 64, b"f" * 64)
    found = failures(run.but(**{"manifest.json": manifest}))

    assert found == {"identity": {"manifest.json", "checkpoint"}, "checkpoint": {"checkpoint"}}


def test_a_bound_that_rests_on_no_named_run_is_noticed(tmp_path: Path) -> None:
    """A run cannot begin at the tip of a previous run that it does not name."""
    scope = manifest_fields(Story())["repositories"][0]
    start = scope.start.model_copy(update={"basis": BoundaryBasis.PREVIOUS_RUN})
    changed = {"repositories": (scope.model_copy(update={"start": start}),)}
    run = MemoryRun.of(write_run(tmp_path, Story(manifest=changed)))

    assert "and none is named" in text(verify_run(run), "references")


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b"null", b'{"format_version":1}', b"\xff", b"[" * 100_000]
)
def test_a_manifest_that_is_none_stops_only_what_needs_it(run: MemoryRun, data: bytes) -> None:
    """Garbage instead of a manifest fails the layout; steps that need it say that they did not run."""
    found = verify_run(run.but(**{"manifest.json": data}))

    assert not found.ok
    assert {step.id for step in found.steps if step.status is Status.NOT_RUN} >= {"files", "population"}


def test_a_manifest_of_a_later_format_is_refused_by_its_version(run: MemoryRun) -> None:
    """A format that this version does not know is named as such, not as damage."""
    manifest = run.files["manifest.json"].replace(b'"format_version":1', b'"format_version":2')

    assert "format version 2" in text(verify_run(run.but(**{"manifest.json": manifest})), "layout")
