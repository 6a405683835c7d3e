"""From attachments to traces and records, by the rules of the kind `line-record`."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from attest.canonical import sha256
from attest.detect.display import shown
from attest.detect.lines import registry
from attest.detect.lines.stated import AI, Stated
from attest.detect.lines.verdict import Judged, judge
from attest.detect.loader import LoadedRule
from attest.detect.rule import Kind, Rule
from attest.detect.vocabulary import UNNAMED, Vocabulary
from attest.detect.window import Window
from attest.model.attached import AddedLines, Attachment
from attest.model.collected import Trace
from attest.model.identity import Actor
from attest.model.line_record import LineRecord, LineVerdict
from attest.model.signal import Grade, SignalRole

WHERE: Final = "line-record"
NAMES_LIMIT: Final = 20
"""Tools and models that a record lists; a note may name any number."""
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_COMPLETED = ("code", "cli", "agent")
_WORD = re.compile(r"\w{2,20}")
_LONGEST_SLUG = 100
_NO_SLUG = re.compile(r"[^a-z0-9._]{1,100}")
_EVIDENCE = (LineVerdict.VALID, LineVerdict.PARTIAL)


class Examined(NamedTuple):
    """One attachment, what it says, and how that stands to the commit."""

    attachment: Attachment
    stated: Stated | None
    judged: Judged


class LineRules:
    """The rules of line records, ready to be asked. A format without a rule that is on counts for nothing."""

    def __init__(self, rules: Sequence[LoadedRule], vocabulary: Vocabulary) -> None:
        self._rules: dict[str, Rule] = {
            one.rule.format: one.rule
            for one in rules
            if one.rule.kind is Kind.LINE_RECORD and one.rule.format
        }
        self._windows = {slug: Window(rule) for slug, rule in self._rules.items()}
        self._sources = tuple(source for rule in self._rules.values() for source in rule.sources)
        self._vocabulary = vocabulary
        agents = {one.rule.tool for one in rules if one.rule.kind is Kind.AGENT_IDENTITY}
        self._known = (agents | set(vocabulary.slugs)) - {UNNAMED, None}
        self._slugs: dict[str, str] = {}

    def read(self, attachment: Attachment) -> Stated | None:
        """As `registry.read`; of a format that is switched off, nothing but its name."""
        stated = registry.read(attachment)
        if stated is not None and stated.format and stated.format not in self._rules:
            return Stated(stated.format, problems=("the rule of this format is switched off",))
        return stated

    def examine(
        self, attachment: Attachment, added: Mapping[str, AddedLines], parents: tuple[str, ...] = ()
    ) -> Examined | None:
        """An attachment beside what its commit added; `None` for one that is no line record.

        Notes hold anything. What no format knows is told of only where a tool keeps its records. A record
        that followed its patch speaks of the lines of the commit that it was written for.
        """
        stated = self.read(attachment)
        is_known = stated is not None and stated.format
        if attachment.data is not None and not is_known and not self._is_expected(attachment.source):
            return None
        lines = added.get(attachment.followed_from or attachment.sha)
        judged = judge(stated, lines, attachment.sha, parents=parents, followed_from=attachment.followed_from)
        if attachment.data is None:
            judged = replace(judged, reason="its content could not be had, or is too large")
        return Examined(attachment, stated, judged)

    def traces(self, examined: Examined, when: int | None = None) -> tuple[Trace, ...]:
        """A trace for each tool whose lines or files the commit bears out; none for any other verdict.

        `when` is the author's date; without it, rules of any time hold.
        """
        stated, judged = examined.stated, examined.judged
        if stated is None or judged.verdict not in _EVIDENCE:
            return ()
        rule, window = self._rules[stated.format], self._windows[stated.format]
        if when is not None and not window.is_open(when):
            return ()
        period = window.period(when) if when is not None else None
        if period is not None and period.role is not None:
            rule = rule.model_copy(update={"role": period.role})
        return tuple(self._traces(examined, rule, period.grade if period is not None else rule.grade))

    def record(
        self, examined: Examined, change: str, number: int, initiators: tuple[Actor, ...] = ()
    ) -> LineRecord:
        """The stored form; `number` counts from 1 in the change."""
        attachment, stated, judged = examined
        stated = stated or Stated("")
        return LineRecord(
            id=f"{change}/lines/{number}",
            change=change,
            commit=attachment.sha,
            source=shown(attachment.source),
            object_id=attachment.object_id,
            digest=None if attachment.data is None else sha256(attachment.data),
            size=attachment.size,
            format=stated.format,
            verdict=judged.verdict,
            reason=judged.reason,
            tools=tuple(sorted({self.tool(name) for name in judged.tools}))[:NAMES_LIMIT],
            models=judged.models[:NAMES_LIMIT],
            attested=judged.attested,
            confirmed=judged.confirmed,
            people=judged.people,
            added=judged.added,
            unresolved=stated.unresolved,
            transcripts=stated.transcripts,
            transcript_digest=stated.transcript_digest or None,
            followed_from=attachment.followed_from,
            initiators=initiators,
            stated_ai=stated.share.ai if stated.share else None,
            stated_total=stated.share.total if stated.share else None,
            problems=(*judged.problems, *_cut(judged)),
        )

    def explain(self, text: str) -> Trace | None:
        """What a text would count as if it were attached to the right commit, for who tries the rules."""
        data = text.encode("utf-8", "surrogatepass")
        stated = self.read(Attachment("", "", "", len(data), data))
        claims = [claim for claim in stated.claims if claim.by == AI] if stated else []
        if stated is None or not claims:
            return None
        rule, first = self._rules[stated.format], claims[0]
        said = f"claims of an AI: {len(claims):,}; files: {len({one.path for one in claims}):,}"
        tool = rule.tool or self.tool(first.tool)
        return Trace(
            rule.id,
            rule.version,
            rule.grade.value,
            rule.role.value,
            tool,
            first.model or None,
            WHERE,
            said,
            "",
        )

    def tool(self, name: str) -> str:
        """The slug of a tool as a record spells it: a known tool's, else the name made one."""
        if name not in self._slugs:
            own = _NO_SLUG.sub("-", name.lower()).strip("-._")[:_LONGEST_SLUG].rstrip("-._")
            named = own if own in self._known else self._named(_spelt(name))
            self._slugs[name] = named if named != UNNAMED else own or UNNAMED
        return self._slugs[name]

    def _named(self, spelt: str) -> str:
        """The tool that a text would name so. Records name tools alone: what texts complete is whole here."""
        ways: tuple[str, ...] = (spelt, spelt.replace("-", " "))
        ways += tuple(f"{spelt} {word}" for word in _COMPLETED if _WORD.fullmatch(spelt))
        return next((slug for way in ways if (slug := self._vocabulary.tool(way)) != UNNAMED), UNNAMED)

    def _knows(self, name: str) -> bool:
        """Whether a record's spelling is that of a known tool: a record can name anything."""
        return self.tool(name) in self._known

    def _is_expected(self, source: str) -> bool:
        return any(source == one or source.startswith((f"{one}/", f"{one}:")) for one in self._sources)

    def _traces(self, examined: Examined, rule: Rule, grade: Grade) -> Iterator[Trace]:
        judged, told = examined.judged, set[str]()
        role = rule.role if _counts_lines(examined) else max(rule.role, SignalRole.ASSISTANT, key=_RANK)
        text = f"{examined.attachment.source}: {judged.reason}"
        for name, model, lines in judged.by_tool:
            tool = rule.tool or self.tool(name)
            if tool in told or len(told) == NAMES_LIMIT or (judged.confirmed and not lines):
                continue
            told.add(tool)
            sure = judged.verdict is LineVerdict.VALID and (rule.tool if rule.tool else self._knows(name))
            yield Trace(
                rule.id,
                rule.version,
                (grade if sure else max(grade, Grade.B)).value,
                role.value,
                tool,
                model or None,
                WHERE,
                shown(text),
                examined.attachment.sha,
            )


def _spelt(name: str) -> str:
    """A name as texts write it: records have `claudeCode` and `claude_code`."""
    return _CAMEL.sub(" ", name).replace("_", " ")


_RANK = {role: place for place, role in enumerate(SignalRole)}.__getitem__


def _counts_lines(examined: Examined) -> bool:
    """Whether some lines are an AI's: by the diff, or by the tool's own count."""
    share = examined.stated.share if examined.stated else None
    return bool(examined.judged.confirmed or (share is not None and share.ai))


def _cut(judged: Judged) -> Iterator[str]:
    longest = max(len(judged.tools), len(judged.models))
    if longest > NAMES_LIMIT:
        yield f"it names {longest:,} tools or models; the first {NAMES_LIMIT} are listed"
