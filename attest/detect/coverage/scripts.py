"""Hooks and workflows that delete or reject an agent's trailer. What they do is for a person to judge.

A script that asks for a trailer rejects what lacks it: it reads like one that forbids it and for one word,
so a line with a negated test is never told.
"""

import re
from collections.abc import Iterator

from attest.detect.coverage.reading import Found, Reader, Reading, quoted
from attest.detect.coverage.rules import places
from attest.model.coverage import CoverageBasis, Sought, TipFile

DELETES = "script-deletes"
REJECTS = "script-rejects"
OPTION = "script-option"
_LINE_LIMIT = 2000
_AHEAD = 8
_MOST = 50
_CASELESS = re.IGNORECASE
_HINT = re.compile(
    r"c\]?o.{0,6}a\]?uthor|anthropic|generated with|attribut|claude-session|--no-attribute|include_?co",
    _CASELESS,
)
_TRAILER = re.compile(r"c\]?o.{0,6}a\]?uthor.{0,6}b\]?y", _CASELESS)
_AGENT = re.compile(
    r"c\]?o.{0,6}a\]?uthor.{0,60}?(?:claude|anthropic|copilot|cursor|codex|openai|gemini|devin|aider|\bai\b|\bbot\b|agent)"
    r"|no-?reply@anthropic|generated with|claude-session|\U0001F916|\bai.attribution",
    _CASELESS,
)
_DELETION = re.compile(
    r"\bsed\b.{0,300}?/[gi]{0,3}d\b|\bsed\b.{0,300}?\bs[/|#,].{0,300}?[/|#,]{2}|\bgrep\s[^|;\'\"]{0,40}?-\w{0,9}v"
    r"|\bgrep\s{1,9}--invert|\bperl\b.{0,200}?\bs[/|#{]|\.(?:replace|replaceAll|sub|gsub)\(|\bre\.sub\(|\bawk\b.{0,40}?!",
    _CASELESS,
)
_TEST = re.compile(
    r"\b(?:rip)?grep\b|\brg\b|=~|\.(?:test|match|includes|search)\(|\bre\.(?:search|match)\(|\bcase\b|\bin\s{1,4}\w|pattern",
    _CASELESS,
)
_NEGATED = re.compile(
    r"!\s{0,4}(?:grep|git|rg|/|\w+\.|\()|\bnot\b|\|\||-z\s|\bunless\b|\bmissing\b|\brequired?\b", _CASELESS
)
_STEP = re.compile(r"\s{0,40}(?:- )?run:\s{0,4}[\"']?!\s")
"""A step of a workflow that is one negated search: it fails where the search finds something."""
_REJECTION = re.compile(
    r"\bexit\s{1,4}[1-9]|process\.exit\([1-9]|setFailed\(|::error|sys\.exit\([1-9\"']|\braise\b|\bfail\(|\bdie\b",
    _CASELESS,
)
_OPTION = re.compile(
    r"--no-attribute-(?:author|committer|co-authored-by)\b|includeCoAuthoredBy\W{1,6}false\b", _CASELESS
)


def reader() -> Reader:
    """The reader of hooks and workflows."""
    where = places()
    return Reader(
        (Sought(DELETES, where.hooks, read=True), Sought(REJECTS, where.workflows, read=True)), _read
    )


def _read(file: TipFile) -> Reading:
    if file.data is None or not {DELETES, REJECTS} & set(file.sought):
        return Reading()
    lines = [line[:_LINE_LIMIT] for line in file.data.decode("utf-8", "replace").split("\n")]
    found: list[Found] = []
    for number, line in enumerate(lines, 1):
        rule = _rule(lines, number, is_hook=DELETES in file.sought) if _HINT.search(line) else ""
        if rule and len(found) < _MOST:
            found.append(Found(rule, "", file.path, number, quoted(line), CoverageBasis.SCRIPT))
    return Reading(tuple(found))


def _rule(lines: list[str], number: int, *, is_hook: bool) -> str:
    """What a line does, or nothing. Only a hook holds the message in its hands, to delete from."""
    line = lines[number - 1]
    if line.lstrip().startswith(("#", "//")):
        return ""
    if _OPTION.search(line):
        return OPTION
    marked = _AGENT.search(line) is not None
    if is_hook and (marked or _TRAILER.search(line)) and _DELETION.search(line):
        return DELETES
    if marked and not is_hook and _STEP.match(line) and _TEST.search(line):
        return REJECTS
    if marked and _TEST.search(line) and not _NEGATED.search(line) and any(_ends(lines, number)):
        return REJECTS
    return ""


def _ends(lines: list[str], number: int) -> Iterator[bool]:
    """Whether this line or one of the next ends in failure, up to where another branch begins."""
    for place, line in enumerate(lines[number - 1 : number - 1 + _AHEAD]):
        if place and re.match(r"\s{0,200}(?:else|elif|fi\b|\}|esac|done\b)", line):
            return
        yield _REJECTION.search(line) is not None
