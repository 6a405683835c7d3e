import json
from dataclasses import replace
from typing import Any

import pytest

from attest.canonical import sha256
from attest.detect.engine import Engine, load
from attest.detect.lines.traces import Examined
from attest.model.attached import Attachment
from attest.model.collected import Trace
from attest.model.identity import Actor, ActorKind
from attest.model.line_record import LineRecord, LineVerdict
from tests.detect.commits import engine
from tests.detect.lines.notes import (
    ENTRY,
    HUMAN,
    OTHER,
    PARENT,
    PROMPT,
    SESSION,
    SHA,
    added,
    agent,
    attachment,
    git_ai,
    trace,
)  # fmt: skip

NOTE = git_ai(f"dose.py\n  {ENTRY} 1-2\n")
ADA = Actor(id="P-0123456789ab", kind=ActorKind.PERSON)
OFF = b"""
format_version: 1
rules:
  - id: line-record.git-ai
    version: 2
    title: Notes that we do not rely on
    kind: line-record
    grade: A
    role: coauthor
    format: git-ai
    enabled: false
    source: https://wiki.example/notes
    examples:
      match: ['none']
"""


def examined(
    note: Attachment | str = NOTE, by: Engine | None = None, lines: tuple[tuple[int, int], ...] = ((1, 2),)
) -> Examined:
    """A note beside a commit that added lines to `dose.py`."""
    one = attachment(note) if isinstance(note, str) else note
    found = (by or engine()).lines.examine(one, {SHA: added(dose=lines)}, (PARENT,))
    assert found is not None
    return found


def traces(note: str = NOTE, **settings: Any) -> tuple[Trace, ...]:
    """The traces of a note."""
    return engine().lines.traces(examined(note, **settings))


def test_a_trace_tells_what_where_and_by_which_rule() -> None:
    """Every field, for a note that the diff bears out."""
    assert traces() == (
        Trace(
            "line-record.git-ai", 1, "A", "coauthor", "claude-code", "claude-opus-4-6", "line-record",
            "refs/notes/ai: 2 of 2 lines that it gives to an AI were added", SHA,
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "grades"), [(((1, 2),), ["A"]), (((1, 1),), ["B"]), (((5, 5),), []), ((), [])]
)
def test_the_verdict_decides_what_a_note_is_worth(lines: Any, grades: list[str]) -> None:
    """Valid is worth the rule's grade, a part less, and anything else nothing."""
    assert [one.grade for one in traces(lines=lines)] == grades


@pytest.mark.parametrize(
    "note",
    [
        git_ai(""),
        git_ai(f"dose.py\n  {HUMAN} 1-2\n"),
        git_ai(f"dose.py\n  {ENTRY} 1-2\n", base_commit_sha=OTHER),
        git_ai(f"dose.py\n  {ENTRY} 2-1\n"),
        "a note in words",
    ],
)
def test_other_verdicts_leave_no_trace(note: str) -> None:
    """Empty, of people, stale, broken, of no format."""
    assert traces(note) == ()


def test_each_tool_leaves_a_trace_and_one_only() -> None:
    """With the model of most lines; a tool whose lines were not added leaves none."""
    sessions = {"s_1": agent(model="m1"), "s_2": agent("claude_code", "m2"), "s_3": agent("Cursor", "m3"),
                "s_4": agent("codex")}  # fmt: skip
    note = git_ai("dose.py\n  s_1 1\n  s_2 2-4\n  s_3 5\n  s_4 9\n", sessions=sessions)

    assert [(one.tool, one.model) for one in traces(note, lines=((1, 5),))] == [
        ("claude-code", "m2"),
        ("cursor", "m3"),
    ]


def test_an_agent_without_a_name_is_worth_less() -> None:
    """Nothing else can speak for it."""
    (one,) = traces(git_ai(f"dose.py\n  {PROMPT} 1-2\n"))

    assert (one.tool, one.model, one.grade) == ("unnamed-ai", None, "B")


@pytest.mark.parametrize(
    ("name", "grade"),
    [
        ("claude_code", "A"),
        ("Cursor", "A"),
        ("cursor-agent", "A"),
        ("pi", "A"),
        ("droid", "A"),
        ("rovodev", "A"),
        ("continue-cli", "A"),
        ("quill", "B"),
        ("dependabot", "B"),
        ("<script>alert(1)</script>", "B"),
    ],
)
def test_a_tool_that_no_rule_knows_is_worth_less(name: str, grade: str) -> None:
    """A record can name anything, and the lines that it gives to it prove the name nothing."""
    note = git_ai("dose.py\n  s_1 1-2\n", sessions={"s_1": agent(name)})

    assert [one.grade for one in traces(note)] == [grade]


def test_a_record_names_a_tool_by_a_word_that_a_text_must_complete() -> None:
    """A droid amid prose is anything; in a record it is the tool, and the same one as in the rules."""
    note = git_ai("dose.py\n  s_1 1-2\n", sessions={"s_1": agent("droid")})

    assert [one.tool for one in traces(note)] == ["factory-droid"]


def test_a_record_of_files_makes_an_assistant_and_one_that_counts_lines_a_co_author() -> None:
    """What an AI did to a file cannot be told from the file's name."""
    named = {"version": 1, "generator": "Qwen-Coder", "files": {"dose.py": {"aiChars": 9}}, "summary": {}}
    counted = {"checkpoint_id": "1", "session_id": "1", "strategy": "x", "agent": "Gemini CLI",
               "files_touched": ["dose.py"], "initial_attribution": {"agent_lines": 2}}  # fmt: skip

    assert [
        (one.tool, one.grade, one.role) for note in (named, counted) for one in traces(json.dumps(note))
    ] == [("qwen-code", "B", "assistant"), ("gemini", "B", "coauthor")]


def test_a_hostile_note_leaves_few_traces() -> None:
    """Twenty tools are more than any commit has."""
    sessions = {f"s_{number}": agent(f"tool {number}", f"m{number}") for number in range(300)}
    entries = "".join(f"  s_{number} {number + 1}\n" for number in range(300))
    found = examined(git_ai(f"dose.py\n{entries}", sessions=sessions), lines=((1, 300),))
    record = engine().lines.record(found, "clinic:1", 1)

    assert len(engine().lines.traces(found)) == 20
    assert (len(record.tools), len(record.models)) == (20, 20)
    assert record.problems[-1] == "it names 300 tools or models; the first 20 are listed"


def test_matched_text_holds_nothing_of_the_note() -> None:
    """The ref is somebody else's text too."""
    note = attachment(NOTE, "refs/notes/a\x1b[31m\u202e")
    (one,) = engine().lines.traces(examined(note))

    assert one.matched.isprintable()
    assert len(one.matched) <= 200


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("claude", "claude-code"),
        ("claudeCode", "claude-code"),
        ("copilot_cli", "copilot"),
        ("github-copilot", "copilot"),
        ("Gemini CLI", "gemini"),
        ("firebender", "firebender"),
        ("Our Own / Agent", "our-own-agent"),
        ("", "unnamed-ai"),
        ("\u202e", "unnamed-ai"),
        ("_x", "x"),
        ("---", "unnamed-ai"),
        ("x" * 500, "x" * 100),
        (f"{'x' * 99}-y", "x" * 99),
    ],
)
def test_a_tool_is_named_as_everywhere_else(name: str, slug: str) -> None:
    """By the slug of the vocabulary, or its own name made one."""
    assert engine().lines.tool(name) == slug


def test_a_record_is_stored_without_what_it_holds() -> None:
    """Every field."""
    sessions = {SESSION: {**agent(), "messages": ["my password is hunter2"]}}
    note = attachment(git_ai(f"dose.py\n  {ENTRY} 1-3\n  {HUMAN} 4\n", sessions=sessions))
    found = engine().lines.record(examined(note, lines=((1, 2), (4, 5))), "clinic:1", 7, (ADA,))

    assert found == LineRecord(
        id="clinic:1/lines/7", change="clinic:1", commit=SHA, source="refs/notes/ai", object_id="4" * 40,
        digest=sha256(note.data or b""), size=note.size, format="git-ai", verdict=LineVerdict.PARTIAL,
        reason="2 of 3 lines that it gives to an AI were added", tools=("claude-code",),
        models=("claude-opus-4-6",), attested=3, confirmed=2, people=1, added=4, unresolved=1, transcripts=1,
        transcript_digest=found.transcript_digest, followed_from="", initiators=(ADA,), problems=(),
    )  # fmt: skip
    assert "hunter2" not in found.model_dump_json()


def test_what_could_not_be_had_is_stored_as_such() -> None:
    """Its size is known, its bytes are not."""
    note = attachment(None)._replace(size=5 << 20)
    found = engine().lines.record(examined(note), "clinic:1", 1)

    assert (found.verdict, found.digest, found.size) == ("unreadable", None, 5 << 20)
    assert found.reason == "its content could not be had, or is too large"


@pytest.mark.parametrize(
    ("source", "data", "known"),
    [
        ("refs/notes/ai", "words", True),
        ("refs/notes/ai-attribution", '{"a":', True),
        ("refs/notes/whogitit", "", True),
        (".agent-trace/traces.jsonl", "words", True),
        ("entire/checkpoints/v1:ab/cdef/0/metadata.json", "{}", True),
        ("refs/notes/commits", "words", False),
        ("refs/notes/review", '{"a":', False),
        ("refs/notes/airplanes", "words", False),
        ("refs/notes/agentblame-analytics", '{"v":3}', False),
        ("refs/notes/commits", NOTE, True),
    ],
)
def test_notes_of_other_kinds_are_no_line_records(source: str, data: str, known: bool) -> None:
    """People annotate commits with anything; only where a tool keeps records is an unknown form told."""
    found = engine().lines.examine(attachment(data, source), {SHA: added(dose=((1, 2),))})

    assert (found is not None) == known


def test_a_record_that_followed_its_patch_is_held_against_the_commit_it_was_written_for() -> None:
    """There its lines are counted."""
    note = attachment(git_ai(f"dose.py\n  {ENTRY} 1-2\n", base_commit_sha=OTHER), followed_from=OTHER)
    lines = {SHA: added(dose=((8, 9),)), OTHER: added(dose=((1, 2),))}
    found = engine().lines.examine(note, lines)

    assert found is not None
    assert (found.judged.verdict, found.judged.confirmed) == ("valid", 2)


def test_a_format_can_be_switched_off() -> None:
    """It is read no further than to its name, and says nothing."""
    own = load([("own.yaml", OFF)])
    found = examined(by=own)

    assert (found.judged.verdict, own.lines.traces(found)) == ("empty", ())
    assert found.judged.problems == ("the rule of this format is switched off",)
    assert "line-record.git-ai" not in {ran.id for ran in own.rules}


def test_a_rule_can_be_replaced() -> None:
    """With a grade, a version, a tool and a time of the team's own."""
    text = OFF.replace(b"enabled: false", b"tool: quill\n    since: 2026-01-02").replace(
        b"grade: A", b"grade: C"
    )
    own = load([("own.yaml", text)])
    (one,) = own.lines.traces(examined(by=own), 1_767_312_000)

    assert (one.version, one.grade, one.tool) == (2, "C", "quill")
    assert own.lines.traces(examined(by=own), 1_767_311_999) == ()
    assert own.lines.traces(examined(by=own)) == (one,)


def test_a_note_can_be_tried_like_a_message() -> None:
    """Whoever writes rules sees what a payload counts as."""
    found = engine().explain(json.dumps(trace((1, 2), (4, 4))))

    assert [(line, one.rule, one.matched) for line, one in found] == [
        (1, "line-record.agent-trace", "claims of an AI: 2; files: 1")
    ]


def test_an_examined_note_can_be_changed_by_nobody() -> None:
    """Its parts are frozen."""
    found = examined()

    assert replace(found.judged, confirmed=1) != found.judged
    with pytest.raises(AttributeError):
        found.judged.confirmed = 1  # type: ignore[misc]
