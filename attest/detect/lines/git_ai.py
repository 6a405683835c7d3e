"""git-ai notes, `refs/notes/ai`: lines of each file by key, then `---`, then who the keys are.

Other tools write the same form under other refs. Its keys, as seen: `s_…::t_…` and `s_…` are sessions of an
agent, `h_…` people whom an editor saw typing, bare hexadecimal ones prompts; beside them UUIDs and the words
`ai_agent` and `human`. A line that no entry covers is nobody's.
"""

import re
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from attest.detect.lines import fields
from attest.detect.lines.intervals import merged
from attest.detect.lines.payload import Payload, digest, parse
from attest.detect.lines.stated import AI, PERSON, UNKNOWN, Claim, Malformed, Stated
from attest.model.attached import Lines

FORMAT: Final = "git-ai"
RANGE_LIMIT: Final = 200_000
_DIVIDER = re.compile(r"^---\r?$", re.MULTILINE)
_RANGE = re.compile(r"([0-9]{1,10})(?:-([0-9]{1,10}))?", re.ASCII)
_PROMPT = re.compile(r"[0-9a-f]{7}|[0-9a-f]{16}", re.ASCII)
_ESCAPE = re.compile(r'((?:\\[0-7]{3})+)|\\(["\\abfnrtv])')
_ESCAPED = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


class Author(NamedTuple):
    """Whom a key stands for."""

    by: str
    tool: str = ""
    model: str = ""
    human: str = ""
    resolved: bool = True
    fake: bool = False
    """Stands for a test's stand-in."""


def read(payload: Payload) -> Stated | None:
    """What such a note says; `None` for any other text.

    Raises:
        Malformed: It is such a note, and broken.
    """
    divider = _DIVIDER.search(payload.text)
    if divider is None:
        return None
    rest = payload.text[divider.end() :]
    if "authorship/" not in rest or not rest.lstrip().startswith("{"):
        return None
    metadata = parse(rest)
    version = fields.text(metadata, "schema_version")
    if not version.startswith("authorship/"):
        return None
    keys = _Keys(metadata)
    claims = tuple(_claims(payload.text[: divider.start()], keys))
    messages = _messages(metadata)
    return Stated(
        format=FORMAT,
        version=fields.name(version),
        claims=claims,
        base_commit=fields.text(metadata, "base_commit_sha").strip().lower(),
        initiators=fields.people(author.human for author in keys.used.values() if author.by == AI),
        unresolved=sum(not keys.used[key].resolved for key in keys.entries),
        transcripts=len(messages),
        transcript_digest=digest(messages) if messages else "",
        problems=tuple(_problems(keys)),
    )


class _Keys:
    """The keys of a note, with those that its entries use."""

    def __init__(self, metadata: dict[str, Any]) -> None:
        self._sessions = fields.table(metadata, "sessions")
        self._prompts = fields.table(metadata, "prompts")
        self._humans = fields.table(metadata, "humans")
        self.used: dict[str, Author] = {}
        self.entries: list[str] = []

    def author(self, key: str) -> Author:
        """Whom an entry's key stands for."""
        self.entries.append(key)
        if key not in self.used:
            self.used[key] = self._author(key)
        return self.used[key]

    def _author(self, key: str) -> Author:
        session = key.split("::", 1)[0]
        for record in (self._sessions.get(key), self._sessions.get(session), self._prompts.get(key)):
            if isinstance(record, dict):
                return _agent(record)
        if key == "human" or key.startswith("h_"):
            return Author(PERSON, resolved=key == "human" or key in self._humans)
        is_agents = key == "ai_agent" or key.startswith("s_") or _PROMPT.fullmatch(key)
        return Author(AI if is_agents else UNKNOWN, resolved=False)


def _agent(record: dict[str, Any]) -> Author:
    agent = fields.table(record, "agent_id")
    tool = fields.name(fields.text(agent, "tool"))
    model = fields.name(fields.text(agent, "model"))
    human = fields.text(record, "human_author")
    if tool == "human" or fields.is_test_tool(tool):
        return Author(PERSON if tool == "human" else UNKNOWN, tool, model, human, fake=tool != "human")
    return Author(AI, tool, model, human)


def _claims(section: str, keys: _Keys) -> Iterator[Claim]:
    if section.count(",") + section.count("\n") > RANGE_LIMIT:
        raise Malformed(f"it has more than {RANGE_LIMIT:,} ranges")
    path = ""
    for number, line in enumerate(section.split("\n"), start=1):
        line = line.removesuffix("\r")
        if not line.strip():
            continue
        if not line.startswith(" "):
            path = _path(line)
            continue
        key, _, ranges = line.strip().partition(" ")
        if not path or not ranges:
            raise Malformed(f"its line {number} is no entry of a file")
        author = keys.author(key)
        yield Claim(path, _lines(ranges, number), author.by, author.tool, author.model)


def _lines(ranges: str, number: int) -> Lines:
    found: list[tuple[int, int]] = []
    for part in ranges.split(","):
        match = _RANGE.fullmatch(part)
        if match is None:
            raise Malformed(f"its line {number} has ranges that cannot be read")
        found.append(fields.span(int(match[1]), int(match[2] or match[1])))
    return merged(found)


def _path(line: str) -> str:
    """The path of a line: in quotes where it has spaces, at times with git's own escapes."""
    if len(line) < 2 or not (line.startswith('"') and line.endswith('"')):
        return line
    return _ESCAPE.sub(_unescaped, line[1:-1])


def _unescaped(match: re.Match[str]) -> str:
    if match[1] is None:
        return _ESCAPED.get(match[2], match[2])
    octets = bytes(int(code, 8) & 0xFF for code in match[1].split("\\")[1:])
    return octets.decode("utf-8", "backslashreplace")


def _messages(metadata: dict[str, Any]) -> list[Any]:
    """What was said in chats, from every place where versions of the format keep it."""
    found: list[Any] = []
    for kind in ("prompts", "sessions"):
        for record in fields.table(metadata, kind).values():
            found += fields.listed(record, "messages")
    for entry in fields.listed(metadata, "change_history"):
        said = fields.text(entry, "prompt_text")
        found += [said] if said else []
    return found


def _problems(keys: _Keys) -> Iterator[str]:
    authors = keys.used.values()
    if any(author.fake for author in authors):
        yield "some entries are of a test's stand-in for an agent; they count as nobody's"
    if any(author.by == AI and not author.resolved for author in authors):
        yield "some entries are of agents that it does not name"
    if any(author.by == UNKNOWN and not author.resolved for author in authors):
        yield "some entries have keys of no known kind; they count as nobody's"
