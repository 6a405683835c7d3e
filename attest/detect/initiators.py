"""Who set an agent to work, as texts and line records say it. Pure.

Whoever did is an author of what the agent made: approving it would be approving one's own work. Texts are
asked only where an agent wrote or opened, since people request things of people too. A name alone is
nobody: it stays in the matched text, and the set of authors incomplete; so does somebody further of whom
a line does not say clearly who it is.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Final, NamedTuple

from attest.detect import message as messages
from attest.detect.display import shown
from attest.detect.loader import LoadedRule
from attest.detect.message import Line
from attest.detect.rule import Kind, Rule
from attest.detect.said import SOMEBODY, Said, people
from attest.detect.vocabulary import UNNAMED, Vocabulary
from attest.model.change import Change
from attest.model.collected import Authorship, CollectedChange, Trace
from attest.model.identity import Actor, ActorKind
from attest.model.line_record import LineRecord

AUDITED: Final = "audit-log"
STATED: Final = "stated"
RECORDED: Final = "line-record"
_PULL_BODY = "pull-request-body"

Resolve = Callable[[Said], Actor | None]
"""Who that is, by account or address; nobody for a name alone."""


class Named(NamedTuple):
    """A line that names who set an agent to work."""

    said: Said
    trace: Trace
    line: int


class Initiator(NamedTuple):
    """Somebody who set agents to work, and by what they are known."""

    actor: Actor | None
    """`None` for a name that resolves to nobody."""
    basis: str
    agents: frozenset[str] = frozenset()
    """Ids of the agents; none for somebody who wrote by hand beside one."""
    trace: Trace | None = None
    repeats: bool = False
    """A name alone that a commit of the agent's gives to a person with an address."""
    partly: bool = False
    """Somebody else may have set the agents to work before: nothing says that they are all."""


class InitiatorRules:
    """The rules of the kind `initiator`, ready to be asked."""

    def __init__(self, rules: Sequence[LoadedRule], vocabulary: Vocabulary) -> None:
        self._rules = tuple(
            _Compiled(one.rule, vocabulary) for one in rules if one.rule.kind is Kind.INITIATOR
        )

    def read(self, text: str, source: str, where: str = "") -> tuple[Named, ...]:
        """Each line that names somebody, once; `where` stands in place of the part of the message."""
        lower = text.lower()
        rules = [one for one in self._rules if any(hint in lower for hint in one.rule.contains)]
        found: dict[tuple[str, Said], Named] = {}
        for line in messages.read(text).lines if rules else ():
            for named in next(filter(None, (one.read(line, source, where) for one in rules)), ()):
                found.setdefault((named.trace.tool, named.said), named)
        return tuple(found.values())


class _Compiled:
    """One rule with its pattern, compiled when a text first comes near it."""

    def __init__(self, rule: Rule, vocabulary: Vocabulary) -> None:
        self.rule = rule
        self._vocabulary = vocabulary

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(self._vocabulary.expand(self.rule.pattern), re.IGNORECASE)

    def read(self, line: Line, source: str, where: str) -> tuple[Named, ...]:
        """Everybody of whom a line says so."""
        match = self._pattern.match(line.text)
        if match is None or match["person"] is None:
            return ()
        rule = self.rule
        tool = rule.tool or self._vocabulary.tool(match.group())
        matched = shown(match.group())
        trace = Trace(
            rule.id, rule.version, rule.grade.value, rule.role.value, tool, None, where or line.where,
            matched, source, rule.kind.value,
        )  # fmt: skip
        # A group may end with the first of several people.
        return tuple(Named(said, trace, line.number) for said in people(line.text[match.start("person") :]))


def find(
    collected: CollectedChange, rules: InitiatorRules, records: Iterable[LineRecord], resolve: Resolve
) -> tuple[Initiator, ...]:
    """Everybody whom line records, agents' commits and the text of an agent's pull request name."""
    return (*_of_records(collected, records), *_of_texts(collected, rules, resolve))


def of_records(collected: CollectedChange, records: Iterable[LineRecord]) -> tuple[Initiator, ...]:
    """The people whom line records name."""
    return tuple(_of_records(collected, records))


def is_agent_authored(collected: CollectedChange, initiators: Iterable[Initiator] = ()) -> bool:
    """Whether an agent wrote one of its commits, or opened its pull request, as the audit log may say."""
    return bool(agents_of(collected)) or any(one.agents and one.basis == AUDITED for one in initiators)


def join(change: Change, authorship: Authorship, initiators: Sequence[Initiator]) -> Change:
    """The change with those who are named among its authors.

    The set becomes complete where all it lacked was who set agents to work, and each of these is named.
    A name that resolves to nobody leaves it incomplete.
    """
    if not initiators:
        return change
    known = {actor.id: actor for actor in change.authors}
    for one in initiators:
        if one.actor is not None and not (one.actor.id in known and known[one.actor.id].linked):
            known[one.actor.id] = one.actor
    whole = [one.agents for one in initiators if one.actor is not None and not one.partly]
    prompted = frozenset().union(*whole)
    lacked = authorship.known and bool(authorship.unprompted)
    complete = change.authors_complete or (lacked and prompted.issuperset(authorship.unprompted))
    nameless = any(one.actor is None and not one.repeats for one in initiators)
    return change.model_copy(
        update={
            "authors": tuple(actor for _, actor in sorted(known.items())),
            "authors_complete": complete and not nameless,
        }
    )


def agents_of(collected: CollectedChange) -> frozenset[str]:
    """Ids of the agents that wrote or opened."""
    opener = collected.change.opener
    writers = [commit.author for commit in collected.commits] + ([opener] if opener else [])
    found = {actor.id for actor in writers if actor.kind is ActorKind.AGENT}
    return frozenset(found.union(collected.authorship.unprompted))


def _of_records(collected: CollectedChange, records: Iterable[LineRecord]) -> Iterator[Initiator]:
    authors = {commit.sha: commit.author for commit in collected.commits}
    for record in records:
        author = authors.get(record.commit)
        wrote = author is not None and author.kind is ActorKind.AGENT
        for actor in record.initiators:
            if actor.kind is ActorKind.PERSON:
                yield Initiator(actor, RECORDED, frozenset({author.id}) if author and wrote else frozenset())


def _of_texts(collected: CollectedChange, rules: InitiatorRules, resolve: Resolve) -> Iterator[Initiator]:
    agents = agents_of(collected)
    if not agents:
        return
    credited: set[str] = set()
    for commit, raw in zip(collected.commits, collected.raw, strict=True):
        if commit.author.kind is not ActorKind.AGENT:
            continue
        credited.update(name.casefold() for name, _ in messages.coauthors(raw.message))
        for named in rules.read(raw.message, raw.sha):
            yield _initiator(named, frozenset({commit.author.id}), credited, resolve)
    body = collected.pull.body if collected.pull else ""
    for named in rules.read(body, collected.change.id, _PULL_BODY) if body else ():
        asked = _asked(collected.change, named.trace.tool, agents)
        if asked:
            yield _initiator(named, asked, credited, resolve)


def _initiator(named: Named, agents: frozenset[str], credited: set[str], resolve: Resolve) -> Initiator:
    found = resolve(named.said) if named.said != SOMEBODY else None
    actor = found if found is not None and found.kind is ActorKind.PERSON else None
    name = named.said.name.casefold() if not named.said.login else ""
    repeats = actor is None and bool(name) and name in credited
    return Initiator(actor, STATED, agents, named.trace, repeats)


def _asked(change: Change, tool: str, agents: frozenset[str]) -> frozenset[str]:
    """The agents that a line of the pull request's text speaks of."""
    opener = change.opener
    if opener is not None and opener.kind is ActorKind.AGENT:
        return frozenset({opener.id})
    if tool != UNNAMED and f"agent:{tool}" in agents:
        return frozenset({f"agent:{tool}"})
    return agents if len(agents) == 1 else frozenset()
