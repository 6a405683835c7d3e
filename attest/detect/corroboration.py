"""What the evidence of a change rests on, and whether what people said agrees with it. Pure.

Two traces corroborate each other only where they are of different families and of different origins. A
trailer and a footer were written by one tool in one go; so, often enough, was a trailer that policy asks
for, and a sentence in a text that bears the tool's mark, unless a person speaks of themselves in it. A
capture tool's trailer points at its own record. What an agent's account writes is the account.
"""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from attest.detect.message import BODY, TRAILER
from attest.detect.rule import Kind
from attest.model.agent import RECORDERS
from attest.model.collected import CollectedChange, Trace
from attest.model.commit import Commit
from attest.model.identity import ActorKind
from attest.model.signal import Disclosure, Grade

COMMIT: Final = "commit"
PULL_REQUEST: Final = "pull-request"
DISCLOSURE: Final = "disclosure"
LINE_RECORD: Final = "line-record"
EXPORT: Final = "export"
AUDIT_LOG: Final = "audit-log"

_MARKS, _WORDS, _ACCOUNT = "marks", "words", "account"
_WITHIN = frozenset({TRAILER, BODY, "pull-request-body"})
_OWN = re.compile(r"(?:\[x\] )?(?:i|we|my|our)\b", re.IGNORECASE)
"""Words in which a person speaks of themselves, or a ticked box that does."""
AFFIRMING = frozenset({"assisted", "generated", "autonomous"})
DENYING = "none"


class Place(NamedTuple):
    """A trace that speaks for an AI, with the commit it stands on; `None` for the pull request's."""

    trace: Trace
    commit: Commit | None


class Support(NamedTuple):
    """What a trace rests on."""

    family: str
    origin: str
    """The text, account or record that a trace comes from."""


def supports(collected: CollectedChange, evidence: Iterable[Place]) -> frozenset[Support]:
    """What the evidence of a change rests on, the author's own declaration of use among it."""
    opener = collected.change.opener
    by_agent = opener is not None and opener.kind is ActorKind.AGENT
    places = tuple(evidence)
    marked = frozenset(_text(place) for place in places if _is_mark(place.trace))
    # A squash, or a pull request's text, can repeat the sentence and lose the mark.
    beside = {place.trace.matched for place in places if _text(place) in marked}
    by_tool = {text for text in beside if not _OWN.match(text)}
    found = {_support(place, by_agent=by_agent, by_tool=place.trace.matched in by_tool) for place in places}
    if collected.change.declaration in AFFIRMING:
        found.add(Support(DISCLOSURE, _WORDS))
    return frozenset(found)


def is_corroborated(found: Iterable[Support]) -> bool:
    """Whether two of them differ in both."""
    known = tuple(found)
    return any(_are_independent(one, other) for one in known for other in known)


def disclosed_against(declaration: str, found: Iterable[Support], *, evidenced: bool) -> Disclosure:
    """The cell of the matrix of disclosure and detection that a change is in."""
    known = tuple(found)
    said = [one for one in known if one.family == DISCLOSURE]
    if declaration == DENYING:
        return Disclosure.CONTRADICTED if evidenced else Disclosure.NONE
    if said:
        borne_out = any(_are_independent(one, other) for one in said for other in known)
        return Disclosure.CORROBORATED if borne_out else Disclosure.DISCLOSED_ONLY
    return Disclosure.UNDISCLOSED if evidenced else Disclosure.NONE


def _are_independent(one: Support, other: Support) -> bool:
    return one.family != other.family and one.origin != other.origin


def _text(place: Place) -> str:
    """The message in which a trace stands, by its commit; the pull request's text is the one without."""
    return place.commit.sha if place.commit is not None else ""


def _is_mark(trace: Trace) -> bool:
    """Whether a tool left it in a text: whoever did may have written the text."""
    return trace.where in _WITHIN and trace.grade != Grade.C


def _support(place: Place, *, by_agent: bool, by_tool: bool) -> Support:
    trace, commit = place
    if trace.kind == Kind.LINE_RECORD or trace.where == LINE_RECORD:
        return Support(LINE_RECORD, LINE_RECORD)
    if trace.where == EXPORT:
        return Support(EXPORT, EXPORT)
    if trace.where == AUDIT_LOG:
        return Support(PULL_REQUEST, _ACCOUNT)
    if trace.kind == Kind.TOOL_TRAILER and trace.tool in RECORDERS:
        # A pointer to the record.
        return Support(COMMIT if commit else PULL_REQUEST, LINE_RECORD)
    if commit is None:
        return _of_pull_request(trace, by_agent=by_agent, by_tool=by_tool)
    if trace.grade != Grade.C:
        return Support(COMMIT, _MARKS)
    own_words = trace.kind == Kind.DISCLOSURE and commit.author.kind is not ActorKind.AGENT and not by_tool
    return Support(DISCLOSURE, _WORDS if own_words else _MARKS)


def _of_pull_request(trace: Trace, *, by_agent: bool, by_tool: bool) -> Support:
    if trace.where == "author":
        return Support(PULL_REQUEST, _ACCOUNT)
    family = DISCLOSURE if trace.grade == Grade.C else PULL_REQUEST
    if by_agent:
        return Support(family, _ACCOUNT)
    own_words = family == DISCLOSURE and trace.kind not in (Kind.FOOTER, Kind.LABEL) and not by_tool
    return Support(family, _WORDS if own_words else _MARKS)
