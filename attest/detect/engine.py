"""Finds traces of AI involvement in commits and pull requests. Pure; built once, then asked often.

Most commits have no trace, so the first question is cheap: does the message hold any literal that a rule
needs? Only then is it read line by line.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from attest.detect import message as messages
from attest.detect.context import Found, Text
from attest.detect.display import shown
from attest.detect.gate import Gate
from attest.detect.identities import Identities
from attest.detect.initiators import InitiatorRules
from attest.detect.lines.traces import LineRules
from attest.detect.loader import Overridden, RuleSet, read
from attest.detect.registry import TEXT_READERS
from attest.detect.signals import branch, identity, label
from attest.detect.trailers import trailers
from attest.detect.vocabulary import Vocabulary
from attest.detect.window import Window, begun
from attest.model.collected import PullText, Trace
from attest.model.commit import Ident, RawCommit
from attest.model.evidence import RuleOverridden, RuleRan
from attest.model.identity import ActorKind
from attest.model.signal import Grade

_CACHE_LIMIT = 200_000
_PULL_BODY = "pull-request-body"
_AUTHOR = "author"


class Engine:
    """The rules, ready to be asked."""

    __slots__ = (
        "_authors",
        "_branches",
        "_first_days",
        "_gate",
        "_identities",
        "_kinds",
        "_labels",
        "_readers",
        "_windows",
        "initiators",
        "lines",
        "overridden",
        "rules",
    )

    def __init__(self, loaded: RuleSet) -> None:
        vocabulary = Vocabulary(loaded.tools, loaded.models)
        self._identities = Identities(loaded.rules, vocabulary)
        self._readers = tuple(kind(loaded.rules, self._identities, vocabulary) for kind in TEXT_READERS)
        self._branches = branch.Reader(loaded.rules, self._identities, vocabulary)
        self._labels = label.Reader(loaded.rules, vocabulary)
        self.initiators = InitiatorRules(loaded.rules, vocabulary)
        """The rules of lines that name who set an agent to work; asked of agents' texts alone."""
        self.lines = LineRules(loaded.rules, vocabulary)
        """The rules of line records, which are asked of attachments and not of text."""
        self._gate = Gate(hint for reader in (*self._readers, self._branches) for hint in reader.hints)
        self._windows = {
            one.rule.id: window for one in loaded.rules if (window := Window.of(one.rule)) is not None
        }
        self._first_days = vocabulary.first_days
        self._kinds: dict[tuple[str, str], tuple[ActorKind, str]] = {}
        self._authors: dict[tuple[str, str, str, str], tuple[Found, ...]] = {}
        self.rules: tuple[RuleRan, ...] = tuple(
            RuleRan(id=one.rule.id, version=one.rule.version, origin=one.origin)
            for one in sorted(loaded.rules, key=lambda one: one.rule.id)
        )
        self.overridden: tuple[RuleOverridden, ...] = tuple(map(_overridden, loaded.overridden))
        """Built-in rules that a given file replaced or switched off."""

    def classify(self, name: str, email: str) -> tuple[ActorKind, str]:
        """What stands behind a commit identity, and the slug of the agent or robot; cached."""
        key = (name, email)
        known = self._kinds.get(key)
        if known is None:
            known = self._identities.classify(name, email)
            if len(self._kinds) < _CACHE_LIMIT:
                self._kinds[key] = known
        return known

    def classify_login(self, login: str) -> tuple[ActorKind, str]:
        """The same for an account of the forge."""
        return self._identities.classify_login(login)

    def own_lines(self, message: str, name: str, email: str) -> str:
        """The lines with a key that are an author's own, one below the other, keys in lower case.

        Of a robot that pastes text those of the trailer block alone, as in `scan`.
        """
        author = Ident(name, email, 0, "")
        pasted = any(one.rule.pastes_text for one in self._identity(author, author))
        kept = (
            line
            for line in messages.read(message).lines
            if line.key and not (pasted and line.where != messages.TRAILER)
        )
        return "\n".join(f"{line.key}: {line.value}" for line in kept)

    def is_silent(self, message: str) -> bool:
        """Whether a message holds nothing of which any rule could make a trace."""
        return not self._gate.opens(message)

    def knows(self, author: Ident, committer: Ident) -> bool:
        """Whether the identity lines of a commit are a trace by themselves."""
        return bool(self._identity(author, committer))

    def own_trailers(self, message: str, name: str, email: str) -> str:
        """The trailers that are an author's own, one below the other, keys in lower case.

        Of a robot that pastes text those alone that end the message.
        """
        author = Ident(name, email, 0, "")
        pasted = any(one.rule.pastes_text for one in self._identity(author, author))
        return "\n".join(f"{key}: {value}" for key, value in trailers(message, closing=pasted))

    def scan(self, raw: RawCommit) -> tuple[Trace, ...]:
        """Every trace in a commit: author, committer, and the message line by line."""
        found = self._identity(raw.author, raw.committer)
        if self._gate.opens(raw.message):
            pasted = any(one.rule.pastes_text for one in found)
            text = Text(messages.read(raw.message), pasted)
            found = (*found, *self._text(text), *self._branches.read(text))
        if not found:
            return ()
        return tuple(self._traces(found, (raw.author.when, raw.committer.when), raw.sha))

    def scan_pull(self, pull: PullText, source: str, when: int | None = None) -> tuple[Trace, ...]:
        """Every trace in a pull request: who opened it, its branch, its labels, its text line by line.

        `when` is its opening in epoch seconds; without it, rules of any time hold.
        """
        opener = identity.read_login(self._identities, pull.author_login)
        pasted = any(one.rule.pastes_text for one in opener)
        named = (*self._branches.read_name(pull.branch), *self._labels.read(pull.labels))
        # A robot that pastes release notes signs its commits; in its pull requests nothing is its own.
        body = "" if pasted else pull.body
        placed = (replace(one, where=_PULL_BODY) for one in self._text(Text(messages.read(body))))
        times = None if when is None else (when, when)
        return tuple(self._traces((*opener, *named, *placed), times, source))

    def explain(self, text: str) -> tuple[tuple[int, Trace], ...]:
        """The traces in any message with the number of their line, for somebody who tries the rules."""
        read = Text(messages.read(text))
        found = (*self._text(read), *self._branches.read(read))
        traces = ((one.line, _trace(one, one.grade or one.rule.grade, "")) for one in found)
        named = dict.fromkeys((one.line, one.trace) for one in self.initiators.read(text, ""))
        record = self.lines.explain(text)
        return (*traces, *named, *([(1, record)] if record is not None else []))

    def _identity(self, author: Ident, committer: Ident) -> tuple[Found, ...]:
        key = (author.name, author.email, committer.name, committer.email)
        known = self._authors.get(key)
        if known is None:
            known = identity.read(self._identities, author, committer)
            if len(self._authors) < _CACHE_LIMIT:
                self._authors[key] = known
        return known

    def _text(self, text: Text) -> Iterator[Found]:
        """The traces of every kind. A line names a tool once, for the first kind that reads it."""
        told: set[tuple[int, str]] = set()
        for reader in self._readers:
            for found in reader.read(text):
                if (found.line, found.tool) not in told:
                    told.add((found.line, found.tool))
                    yield found

    def _holds(self, found: Found, when: int, made: int) -> bool:
        """Whether a rule holds for what was written and made into a commit then, and its tool was there."""
        window = self._windows.get(found.rule.id)
        if window is not None and not window.is_open(when, made):
            return False
        # Names are people's words; an address or a session's id is nothing that was there before its tool.
        named = found.rule.grade in (Grade.C, Grade.D) and not found.rule.identities
        return not named or begun(self._first_days.get(found.tool, made), made)

    def _traces(self, found: Iterable[Found], times: tuple[int, int] | None, source: str) -> Iterator[Trace]:
        """Those that hold then, written and made; the same trace twice in a text is told once."""
        seen: set[tuple[str, str, str]] = set()
        for one in found:
            if times is not None and not self._holds(one, *times):
                continue
            window = self._windows.get(one.rule.id)
            period = window.period(times[0]) if window is not None and times is not None else None
            if period is not None and period.role is not None and one.where != _AUTHOR:
                one = replace(one, role=period.role)
            grade = one.grade or (period.grade if period is not None else one.rule.grade)
            trace = _trace(one, grade, source)
            key = (trace.rule, trace.matched.casefold(), trace.role)
            if key not in seen:
                seen.add(key)
                yield trace


def _trace(found: Found, grade: Grade, source: str) -> Trace:
    return Trace(
        found.rule.id,
        found.rule.version,
        grade.value,
        found.role.value,
        found.tool,
        found.model,
        found.where,
        shown(found.matched),
        source,
        found.rule.kind.value,
    )


def _overridden(one: Overridden) -> RuleOverridden:
    return RuleOverridden(
        id=one.rule.id,
        version=one.rule.version,
        title=one.rule.title,
        grade=one.rule.grade.value,
        effect="replaced" if one.replaced else "switched-off",
        origin=one.origin,
    )


def load(extra: Sequence[tuple[str, bytes]] = (), declared: bytes = b"") -> Engine:
    """An engine with the built-in rules, those of the given files (name, bytes), and declared ones.

    Raises:
        CatalogError: A rule file is not valid; names file and line.
    """
    return Engine(read(extra, declared))
