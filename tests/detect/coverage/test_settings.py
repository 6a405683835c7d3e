"""Settings that keep a tool from leaving its trace: found with file and line, whatever the file holds."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attest.detect.coverage import registry, switches, syntaxes
from attest.detect.coverage.loose_json import DEPTH_LIMIT, Unreadable, leaves
from attest.detect.coverage.rules import SettingRule, settings
from attest.model.coverage import TipFile

EXAMPLES = [(rule, text, True) for rule in settings() for text in rule.examples.match] + [
    (rule, text, False) for rule in settings() for text in rule.examples.no_match
]


def found(
    rules: tuple[str, ...], data: bytes, path: str = ".claude/settings.json"
) -> list[tuple[str, int, str]]:
    """Rule, line and setting of what is found."""
    reading = switches.reader().read(TipFile(path, rules, data))
    return [(one.rule, one.line, one.setting) for one in reading.found]


def problems(rule: str, data: bytes) -> list[str]:
    """Why a file could not be read."""
    return [one.what for one in switches.reader().read(TipFile("x", (rule,), data)).problems]


@pytest.mark.parametrize(("rule", "text", "matched"), EXAMPLES)
def test_every_setting_has_its_examples(rule: SettingRule, text: str, matched: bool) -> None:
    """They ship with the rule."""
    assert bool(found((rule.id,), text.encode())) is matched


def test_a_setting_is_told_with_its_line_and_value() -> None:
    """The line of the key, in a file with comments and trailing commas."""
    comments = '  // "includeCoAuthoredBy": false,\n  /* two\n lines */\n'
    text = f'\ufeff{{\n{comments}  "includeCoAuthoredBy":\n    false,\n}}\n'.encode()

    assert found(("claude-co-author",), text) == [("claude-co-author", 5, "includeCoAuthoredBy: false")]


def test_the_last_of_two_equal_keys_counts() -> None:
    """As it does for the tool that reads the file."""
    text = b'{"includeCoAuthoredBy": false, "includeCoAuthoredBy": true}'

    assert found(("claude-co-author",), text) == []


def test_a_text_is_not_a_switch() -> None:
    """Only the value that the tool takes."""
    assert found(("claude-co-author",), b'{"includeCoAuthoredBy": "false"}') == []


def test_toml_and_yaml_have_lines_too() -> None:
    """Those of the key."""
    assert found(("codex-commit-attribution",), b'a = 1\n\ncommit_attribution = ""\n') == [
        ("codex-commit-attribution", 3, 'commit_attribution: ""')
    ]
    assert found(("aider-committer",), b"a: 1\nattribute-committer: false\n") == [
        ("aider-committer", 2, "attribute-committer: false")
    ]


@pytest.mark.parametrize(
    ("rule", "data", "said"),
    [
        ("claude-co-author", b'{"a": ', "it ends before its end"),
        ("claude-co-author", b"", "it ends before its end"),
        ("claude-co-author", b'{"a" 1}', "a value stands where none can be, on line 1"),
        ("claude-co-author", b'{"a": 1}\n{}', "there is more after the end, on line 2"),
        ("claude-co-author", b'{"a", 1}', "',' stands where it cannot be, on line 1"),
        ("claude-co-author", b"{a: 1}", "a key is not in quotation marks, on line 1"),
        ("claude-co-author", b'{\n"a": \xff}', "it is not UTF-8, on line 2"),
        ("claude-co-author", b"[" * 1_000_000, "it is nested too deeply, on line 1"),
        ("claude-co-author", b'{"a": "\\u12"}', "a text cannot be read, on line 1"),
        ("claude-co-author", b"/* ", "a comment does not end, on line 1"),
        ("claude-co-author", b'{"a": "b\n"}', "it cannot be read on line 1"),
        ("codex-commit-attribution", b"a = 1\nb =\n", "it is no valid TOML, on line 2"),
        ("codex-commit-attribution", b"a = " + b"[" * 20_000, "it is no valid TOML"),
        ("codex-commit-attribution", b"#" * 70_000, "it is larger than 64 KiB"),
        ("aider-author", b"a: [\n", "not valid YAML"),
        ("aider-author", b"a: &x 1\n", "anchors and aliases are not read, on line 1"),
        ("aider-author", b"\x00", "not valid YAML"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_problem_and_no_crash(rule: str, data: bytes, said: str) -> None:
    """It says what is wrong and where."""
    (what,) = problems(rule, data)

    assert said in what


def test_a_file_without_content_gives_nothing() -> None:
    """Why it has none was told by whoever read it."""
    file = TipFile("x", ("claude-co-author",), None, "it is larger than 1 MiB")

    assert switches.reader().read(file).found == ()
    assert registry.read([file])[1] == (("x", "it is larger than 1 MiB"),)


def test_a_hostile_value_is_stored_as_it_reads() -> None:
    """Printable, bounded, and no address or token."""
    rule = settings()[0].model_copy(update={"values": ("\ud800\x1b[31m a@b.example " + "x" * 900,)})
    text = '{"includeCoAuthoredBy": "\\ud800\\u001b[31m a@b.example ' + "x" * 900 + '"}'
    (one,) = switches.reader([rule]).read(TipFile("x", (rule.id,), text.encode())).found

    assert one.setting.isprintable()
    assert len(one.setting) <= 200
    assert "b.example" not in one.setting


@given(st.binary(max_size=300))
def test_no_bytes_crash_a_reader(data: bytes) -> None:
    """What is no file of settings is unreadable, and nothing else."""
    for syntax in syntaxes.READERS:
        with suppress(Unreadable):
            assert isinstance(syntaxes.read(data, syntax), tuple)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
        max_leaves=20,
    )
)
def test_json_is_read_as_json_is(value: object) -> None:
    """Whatever the standard reader takes is taken, with the same scalars in the same order."""
    told = [leaf.value for leaf in leaves(json.dumps(value))]

    assert told == _scalars(value)


def _scalars(value: object, depth: int = 0) -> list[object]:
    if isinstance(value, dict):
        return [one for item in value.values() for one in _scalars(item, depth + 1)]
    if isinstance(value, list):
        return [one for item in value for one in _scalars(item, depth + 1)]
    if depth > 8:
        return []
    return [value if isinstance(value, bool | str | None) else str(value)]


def test_depth_is_bounded_where_no_setting_lies() -> None:
    """A hundred levels are read, more are refused."""
    assert list(leaves("[" * DEPTH_LIMIT + "]" * DEPTH_LIMIT)) == []
    with pytest.raises(Unreadable):
        list(leaves("[" * (DEPTH_LIMIT + 1) + "]" * (DEPTH_LIMIT + 1)))
