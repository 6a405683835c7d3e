"""A detection rule as data: what a file of rules may say, and nothing about how it is matched."""

import re
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    model_validator,
)

from attest.detect.linear import fault
from attest.model.base import Record, Slug
from attest.model.signal import Grade, SignalRole

_PLACEHOLDER = re.compile(r"\{(?:tool|ai|model|product)\}")


class Kind(StrEnum):
    """The kind of trace that a rule describes; each is read by one file of `attest/detect/signals`."""

    AGENT_IDENTITY = "agent-identity"
    ROBOT_IDENTITY = "robot-identity"
    COAUTHOR_NAME = "coauthor-name"
    COAUTHOR_ADDRESS = "coauthor-address"
    ASSISTED_BY = "assisted-by"
    TOOL_TRAILER = "tool-trailer"
    FOOTER = "footer"
    SESSION_LINK = "session-link"
    DISCLOSURE = "disclosure"
    BRANCH = "branch"
    LABEL = "label"
    INITIATOR = "initiator"
    LINE_RECORD = "line-record"


class LineFormat(StrEnum):
    """The formats of line records; each is read by one file of `attest/detect/lines`."""

    GIT_AI = "git-ai"
    AI_AUTHORSHIP = "ai-authorship"
    WHOGITIT = "whogitit"
    AGENTBLAME = "agentblame"
    AI_ATTRIBUTION = "ai-attribution"
    ENTIRE = "entire"
    AGENT_TRACE = "agent-trace"
    CHAINLOOP = "chainloop"


IDENTITY_KINDS = frozenset({Kind.AGENT_IDENTITY, Kind.ROBOT_IDENTITY})
_WITHOUT_PATTERN = IDENTITY_KINDS | {Kind.LINE_RECORD}
_NAMED_OTHERWISE = _WITHOUT_PATTERN | {Kind.INITIATOR, Kind.COAUTHOR_ADDRESS}
_KEYED_KINDS = frozenset({Kind.ASSISTED_BY, Kind.TOOL_TRAILER, Kind.COAUTHOR_NAME})
_LINE_KINDS = frozenset(
    {Kind.FOOTER, Kind.SESSION_LINK, Kind.DISCLOSURE, Kind.BRANCH, Kind.INITIATOR, Kind.COAUTHOR_ADDRESS}
)


def plain(pattern: str) -> str:
    """A pattern with a letter in the place of every tool and model."""
    return _PLACEHOLDER.sub("x", pattern.replace("{model}", "(?P<model>x)"))


def _sound(pattern: str) -> str:
    """Refuse what cannot be read, or could take more than linear time on a line."""
    bare = plain(pattern)
    try:
        re.compile(bare)
    except re.error as cause:
        raise ValueError(f"not a regular expression: {cause}") from cause
    problem = fault(bare)
    if problem:
        raise ValueError(problem)
    return pattern


Pattern = Annotated[str, AfterValidator(_sound)]
Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$")]
Lower = Annotated[str, StringConstraints(pattern=r"^[^A-Z\n]{3,100}$")]


def names_tool(pattern: str) -> bool:
    """Whether a pattern asks for the name of a tool, or for AI unnamed."""
    return any(word in pattern for word in ("{tool}", "{ai}", "{model}", "{product}"))


def _in_order(since: str | None, until: str | None) -> None:
    if since and until and until < since:
        raise ValueError(f"since {since} is after until {until}: no day is left")


class Examples(Record):
    """Texts that the rule must and must not match: they are its tests.

    An example that starts with `author: `, `committer: `, `branch: ` or `label: ` is that part of a commit or
    pull request; any other is a commit message.
    """

    match: tuple[str, ...]
    no_match: tuple[str, ...] = ()


class Period(Record):
    """A time in which a trace is worth less, inclusive days of the author's date in UTC."""

    since: Day
    until: Day
    grade: Grade
    role: Literal[SignalRole.MENTION] | None = None
    """Set where the trace is no evidence then. The identity that authored a commit stays what it is."""
    why: str

    @model_validator(mode="after")
    def _has_days(self) -> Self:
        _in_order(self.since, self.until)
        return self


class Tool(Record):
    """A tool that people name in free text.

    `names` are phrases that mean nothing else; `ambiguous` ones are also common words, and count only where
    what follows shows that the tool is meant; `common` ones are words of everyday text besides, and count
    after `with`, `by` and `using` only where they are written as a name; `given` ones are also names of
    people, and count after words that credit a person (`written by`, `paired with`) only where what follows
    can be no person's.
    """

    slug: Slug
    title: str
    contains: tuple[Lower, ...]
    """Literals of which every name holds one."""
    names: tuple[Pattern, ...] = ()
    ambiguous: tuple[Pattern, ...] = ()
    common: tuple[Pattern, ...] = ()
    given: tuple[Pattern, ...] = ()
    since: Day | None = None
    """A day no later than its first public one: before it, its names are nothing of it."""
    source: str = ""
    """Where that day can be looked up."""

    @model_validator(mode="after")
    def _has_a_source(self) -> Self:
        if self.since and not self.source:
            raise ValueError("a tool with a first day needs source")
        return self


class Rule(Record):
    """One trace of a tool: how to know it, what it is worth, and where it is documented.

    `identities` are exact addresses (`agent@vendor.example`) or GitHub accounts by number and login
    (`12345+slug[bot]`); `@login` is the account of that login where the forge itself names it. `name` is
    asked for in addition, of the display name; alone, of name and address.

    `pattern` is matched from the start of a trailer's value, or of a line after leading decoration,
    without regard to case; `{tool}` in it stands for the tools' names, `{product}` for those that mean
    nothing else with whatever belongs to them, `{ai}` for AI unnamed, `{model}` for models. A line is looked
    at when it holds one of `contains`. `since` and `until` bound the author's date, inclusive.

    A line record has none of these: `format` names the reader, of which there is one for each form of
    note or file, and its examples are such payloads.
    """

    id: Slug
    version: Annotated[int, Field(ge=1)]
    """Counts up when a change of the rule can alter a result."""
    title: str
    kind: Kind
    grade: Grade
    role: SignalRole
    tool: Slug | None = None
    """`None`: the tool that the text names."""
    identities: tuple[str, ...] = ()
    name: Pattern = ""
    keys: tuple[Lower, ...] = ()
    pattern: Pattern = ""
    contains: tuple[Lower, ...] = ()
    model: Pattern = ""
    """Finds the model in the display name or the value: its group `model`."""
    subject: bool = False
    """Asked of the first line alone."""
    pastes_text: bool = False
    """Of a robot: its messages quote other projects' text, so that only its trailers count."""
    format: LineFormat | None = None
    """Of a line record: its reader's."""
    sources: tuple[str, ...] = ()
    """Of a line record: notes refs, branches and paths where its tool keeps it. What lies there and cannot
    be read is told; what lies elsewhere may be anything."""
    enabled: Literal[True] = True
    since: Day | None = None
    until: Day | None = None
    periods: tuple[Period, ...] = ()
    source: str
    examples: Examples

    @model_validator(mode="after")
    def _has_what_its_kind_reads(self) -> Self:
        needed = {
            "identities or name": self.kind not in IDENTITY_KINDS or self.identities or self.name,
            "keys": self.kind not in _KEYED_KINDS or self.keys,
            "contains": self.kind not in _LINE_KINDS or self.contains,
            "pattern": self.kind in _WITHOUT_PATTERN or self.pattern,
            "format": self.kind is not Kind.LINE_RECORD or self.format,
            "groups (?P<name>) and (?P<address>)": self.kind is not Kind.COAUTHOR_ADDRESS
            or ("(?P<name>" in self.pattern and "(?P<address>" in self.pattern),
            "a group (?P<person>)": self.kind is not Kind.INITIATOR or "(?P<person>" in self.pattern,
            "tool": not self.identities or self.tool,
            "examples.match": self.examples.match,
        }
        _in_order(self.since, self.until)
        for field, there in needed.items():
            if not there:
                raise ValueError(f"a rule of kind {self.kind.value} needs {field}")
        named = self.kind in _NAMED_OTHERWISE or bool(self.tool)
        if not named and not _PLACEHOLDER.search(self.pattern):
            raise ValueError("name the tool, or let the pattern find it with {tool}")
        return self


class SwitchedOff(Record):
    """An entry that switches a built-in rule off: its id is all that is read of it."""

    model_config = ConfigDict(extra="ignore")

    id: Slug
    enabled: Literal[False]


def _entry(value: object, handler: ValidatorFunctionWrapHandler) -> Rule | SwitchedOff:
    if isinstance(value, dict) and value.get("enabled") is False:
        return SwitchedOff.model_validate(value)
    return Rule.model_validate(value)


class RuleFile(Record):
    """One file of rules, and of the tools they speak of."""

    format_version: int
    tools: tuple[Tool, ...] = ()
    models: tuple[Pattern, ...] = ()
    """What models are called, for `{model}`."""
    rules: tuple[Annotated[Rule | SwitchedOff, WrapValidator(_entry)], ...] = ()

    @model_validator(mode="after")
    def _is_of_this_format(self) -> Self:
        if self.format_version != 1:
            raise ValueError("this version of attest reads format_version 1")
        return self
