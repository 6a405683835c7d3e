import json
from typing import Any

import pytest

from attest.detect.lines.git_ai import RANGE_LIMIT
from attest.detect.lines.registry import read
from attest.detect.lines.stated import Claim
from tests.detect.lines.notes import ENTRY, HUMAN, PROMPT, SESSION, SHA, agent, attachment, git_ai, stated

UUID = "019faf61-5373-7c6d-87c2-3460c1e5723d"


def entry(key: str, **metadata: Any) -> tuple[str, str, int]:
    """By whom the line of an entry with that key is, with which tool, and how many keys lead nowhere."""
    found = stated(git_ai(f"dose.py\n  {key} 4\n", **metadata))
    (claim,) = found.claims
    assert claim.lines == ((4, 4),)
    return claim.by, claim.tool, found.unresolved


def test_a_note_is_read_whole() -> None:
    """Every field of the form that all tools read from."""
    found = stated(git_ai(f"src/dose.py\n  {ENTRY} 1-4,9,12-14\nREADME\n  {ENTRY} 7\n"))

    assert found.format == "git-ai"
    assert found.version == "authorship/3.0.0"
    assert found.base_commit == SHA
    assert found.initiators == (("Ada Example", "ada@mail.example"),)
    assert found.claims == (
        Claim("src/dose.py", ((1, 4), (9, 9), (12, 14)), "ai", "claude", "claude-opus-4-6"),
        Claim("README", ((7, 7),), "ai", "claude", "claude-opus-4-6"),
    )
    assert (found.unresolved, found.transcripts, found.transcript_digest, found.problems) == (0, 0, "", ())


@pytest.mark.parametrize(
    ("key", "metadata", "wanted"),
    [
        (ENTRY, {}, ("ai", "claude", 0)),
        (SESSION, {}, ("ai", "claude", 0)),
        (PROMPT, {"prompts": {PROMPT: agent("cursor")}}, ("ai", "cursor", 0)),
        ("abcd123", {"prompts": {"abcd123": agent("cursor")}}, ("ai", "cursor", 0)),
        (UUID, {"prompts": {UUID: agent("codex")}}, ("ai", "codex", 0)),
        (HUMAN, {"humans": {HUMAN: {"author": "Bo"}}}, ("person", "", 0)),
        (HUMAN, {}, ("person", "", 1)),
        ("human", {}, ("person", "", 0)),
        ("ai_agent", {}, ("ai", "", 1)),
        (f"{SESSION[:-1]}0::t_1", {}, ("ai", "", 1)),
        (PROMPT, {}, ("ai", "", 1)),
        ("abcd123", {}, ("ai", "", 1)),
        (UUID, {}, ("unknown", "", 1)),
        ("ABCD1234ABCD1234", {}, ("unknown", "", 1)),
        ("x", {}, ("unknown", "", 1)),
        (PROMPT, {"prompts": {PROMPT: agent("mock_ai")}}, ("unknown", "mock_ai", 0)),
        (PROMPT, {"prompts": {PROMPT: agent("test-agent")}}, ("unknown", "test-agent", 0)),
        (PROMPT, {"prompts": {PROMPT: agent("human")}}, ("person", "human", 0)),
        (PROMPT, {"prompts": {PROMPT: agent("unknown")}}, ("ai", "", 0)),
        (PROMPT, {"prompts": {PROMPT: "none"}}, ("ai", "", 1)),
        (PROMPT, {"prompts": [], "sessions": None, "humans": 4}, ("ai", "", 1)),
    ],
)
def test_a_key_is_told_by_its_shape_and_by_where_it_leads(
    key: str, metadata: dict[str, Any], wanted: tuple[str, str, int]
) -> None:
    """Every shape of key that was seen in the field."""
    assert entry(key, **metadata) == wanted


@pytest.mark.parametrize("model", ["unknown", "default", "", "None", " Unknown "])
def test_a_word_for_no_model_is_no_model(model: str) -> None:
    """Tools write one where they know none."""
    (claim,) = stated(git_ai(f"a\n  {ENTRY} 1\n", sessions={SESSION: agent(model=model)})).claims

    assert claim.model == ""


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("src/dose.py", "src/dose.py"),
        ('"src/my dose.py"', "src/my dose.py"),
        ('"caf\\303\\251.py"', "café.py"),
        ('"a\\"b\\\\c\\t.py"', 'a"b\\c\t.py'),
        ('"a\\377.py"', "a\\xff.py"),
        ('"Grüße \\n.py"', "Grüße \n.py"),
        ('"', '"'),
        ("café.py", "café.py"),
    ],
)
def test_a_path_is_the_one_that_git_has(written: str, path: str) -> None:
    """In quotes where it has spaces, with git's escapes where a tool copied them."""
    assert [claim.path for claim in stated(git_ai(f"{written}\n  {ENTRY} 1\n")).claims] == [path]


def test_an_older_note_keyed_by_prompts_is_read() -> None:
    """Before sessions there were prompts, with figures that are not needed and chats that are not kept."""
    said = [{"type": "user", "text": "my password is hunter2"}, {"type": "assistant", "text": "done"}]
    prompt = {**agent("cursor", "gpt-5"), "messages": said, "total_additions": 60, "overriden_lines": 1}
    note = git_ai(f"dose.py\n  {PROMPT} 1-3\n", prompts={PROMPT: prompt}, sessions={})
    found = stated(note)

    assert found.claims == (Claim("dose.py", ((1, 3),), "ai", "cursor", "gpt-5"),)
    assert found.transcripts == 2
    assert len(found.transcript_digest) == 64
    assert "hunter2" not in repr(found)


def test_chats_are_counted_wherever_versions_keep_them() -> None:
    """Of prompts, of sessions, and of the history that a later version adds."""
    history = [{"kind": "ai_agent", "prompt_text": "Halve it"}, {"kind": "human"}, 4]
    note = git_ai("", sessions={SESSION: {**agent(), "messages": ["a", "b"]}}, change_history=history)

    assert stated(note).transcripts == 3


@pytest.mark.parametrize(
    ("human", "wanted"),
    [
        ("Ada Example <ada@mail.example>", (("Ada Example", "ada@mail.example"),)),
        ("ada@mail.example", (("", "ada@mail.example"),)),
        ("ada", (("ada", ""),)),
        ("<ada@mail.example>", (("", "ada@mail.example"),)),
        ("Ada <x> <ada@mail.example>", (("Ada <x> <ada@mail.example>", ""),)),
        (None, ()),
        ("", ()),
        ("unknown", ()),
        (7, ()),
    ],
)
def test_whoever_set_the_agent_to_work_is_named(human: Any, wanted: tuple[tuple[str, str], ...]) -> None:
    """As name and address, as either alone, or not at all."""
    assert stated(git_ai(f"a\n  {ENTRY} 1\n", sessions={SESSION: agent(human=human)})).initiators == wanted


def test_only_sessions_that_wrote_lines_name_their_initiator() -> None:
    """Sessions that planned and changed nothing stand in the metadata too."""
    sessions = {SESSION: agent(human="Ada <ada@mail.example>"), "s_0": agent(human="Bo <bo@mail.example>")}

    found = stated(git_ai(f"a\n  {ENTRY} 1\n", sessions=sessions))

    assert found.initiators == (("Ada", "ada@mail.example"),)


def test_a_note_cannot_name_any_number_of_people() -> None:
    """Each would become somebody that the run knows."""
    keys = {f"s_{number:014x}": agent(human=f"P{number} <p{number}@mail.example>") for number in range(500)}
    entries = "".join(f"  {key}::t_1 {number}\n" for number, key in enumerate(keys, start=1))

    assert len(stated(git_ai(f"a\n{entries}", sessions=keys)).initiators) == 20


def test_an_empty_note_makes_no_claim() -> None:
    """Notes are written for commits of people too."""
    assert stated(git_ai("")).claims == ()
    assert stated('---\n{"schema_version":"authorship/3.0.0","base_commit_sha":"","prompts":{}}').claims == ()


def test_the_same_form_under_another_ref_is_the_same() -> None:
    """Another tool writes it under `refs/notes/ai-attribution`, without a base commit."""
    note = git_ai(f"dose.py\n  {PROMPT} 1\n", prompts={PROMPT: agent("claude", human="alice")})
    found = read(attachment(note, "refs/notes/ai-attribution"))

    assert found is not None
    assert (found.format, found.initiators) == ("git-ai", (("alice", ""),))


def test_a_later_version_of_the_form_is_read() -> None:
    """Readers of the fourth version take any that begins with its word, and so does this one."""
    assert (
        stated(git_ai(f"a\n  {ENTRY} 1\n", schema_version="authorship/4.0.0")).version == "authorship/4.0.0"
    )


def test_line_ends_of_another_system_are_line_ends() -> None:
    """A note written by an editor of Windows."""
    note = git_ai(f"dose.py\n  {ENTRY} 1-2\n").replace("\n", "\r\n")

    assert stated(note).claims[0][:2] == ("dose.py", ((1, 2),))


@pytest.mark.parametrize(
    ("entries", "why"),
    [
        (f"  {ENTRY} 1\n", "line 1 is no entry"),
        (f"a\n  {ENTRY}\n", "line 2 is no entry"),
        (f"a\n  {ENTRY} 4-1\n", "backwards"),
        (f"a\n  {ENTRY} 0\n", "backwards or beyond"),
        (f"a\n  {ENTRY} 0-3\n", "backwards or beyond"),
        (f"a\n  {ENTRY} 1,,2\n", "cannot be read"),
        (f"a\n  {ENTRY} 1, 2\n", "cannot be read"),
        (f"a\n  {ENTRY} -1\n", "cannot be read"),
        (f"a\n  {ENTRY} \u0661-\u0662\n", "cannot be read"),
        (f"a\n  {ENTRY} 1-x\n", "cannot be read"),
        (f"a\n  {ENTRY} 1-999999999999\n", "cannot be read"),
        (f"a\n  {ENTRY} 1-2147483648\n", "beyond"),
        (f"a\n  {ENTRY} 1-{'9' * 100_000}\n", "cannot be read"),
        (f"a\n  {ENTRY} 1{',1' * RANGE_LIMIT}\n\n", "more than 200,000 ranges"),
    ],
)
def test_one_broken_entry_makes_the_note_unreadable(entries: str, why: str) -> None:
    """What was left out could make the rest look valid."""
    found = stated(git_ai(entries))

    assert (found.format, found.claims) == ("git-ai", ())
    assert why in found.fault


@pytest.mark.parametrize(
    ("tail", "why"),
    [
        ("}{", "not valid JSON"),
        ("\n\nb.py\n  s_1 1\n---\n{}", "not valid JSON"),
    ],
)
def test_a_note_that_broke_or_was_joined_to_another_is_unreadable(tail: str, why: str) -> None:
    """As some ways of merging notes leave them."""
    assert why in stated(git_ai(f"a\n  {ENTRY} 1\n") + tail).fault


@pytest.mark.parametrize(
    "text",
    [
        "Reviewed on Tuesday",
        "---\ntitle: authorship/3 is a schema\n---\ntext",
        '---\n{"schema_version":"release/1"}',
        'a\n  s_1 1\n---\n{"about":"authorship/"}',
        'a\n----\n{"schema_version":"authorship/3.0.0"}',
        "",
    ],
)
def test_other_texts_are_no_notes_of_this_form(text: str) -> None:
    """Notes hold anything."""
    assert read(attachment(text)) is None


def test_metadata_with_a_key_twice_is_unreadable() -> None:
    """Readers differ on which of the two counts."""
    note = git_ai(f"a\n  {ENTRY} 1\n").replace('"prompts"', '"sessions": {},\n  "prompts"')

    assert "twice" in stated(note).fault


def test_a_note_of_three_megabytes_of_chat_takes_little_time_and_leaves_none_behind() -> None:
    """The largest seen has 2.7 MB."""
    messages = [{"type": "assistant", "text": 'x "quoted" \\ text ' * 90} for _ in range(1_600)]
    note = git_ai(f"a\n  {PROMPT} 1\n", prompts={PROMPT: {**agent(), "messages": messages}})
    assert len(note) > 3_000_000

    found = stated(note)

    assert (found.transcripts, len(found.claims)) == (1_600, 1)
    assert len(repr(found)) < 2_000


def test_shown_names_hold_no_control_characters() -> None:
    """Tools, models and people of a note are printed."""
    sessions = {SESSION: agent("cl\x1b[31maude", "m\u202eodel\n2", "A\x00da <a@mail.example>")}
    found = stated(git_ai(f"a\n  {ENTRY} 1\n", sessions=sessions))
    printed = json.dumps([found.claims[0].tool, found.claims[0].model, found.initiators], ensure_ascii=False)

    assert printed.isprintable()
