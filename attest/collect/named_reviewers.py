"""Makes records of the reviewers whom commit messages name: declared by whoever wrote the commit."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from attest.collect.gaps import GapLog
from attest.collect.people import UNKNOWN
from attest.collect.records import Recorder
from attest.collect.trailers import ACKNOWLEDGED, MOST, Named
from attest.model.change import Basis, Review, ReviewState
from attest.model.collected import PersonalEntry
from attest.model.commit import RawCommit
from attest.model.identity import ActorKind

Made = tuple[Review, PersonalEntry]

_TOOL = re.compile(
    r"(?:(?:the )?(?:anthropic |github |google |openai |microsoft )?(?:"
    r"claude(?: code| ai| bot| opus| sonnet| haiku| v?\d)|claude\Z|opus \d|sonnet \d|haiku \d"
    r"|copilot|chatgpt|gpt-?\d|codex\b|gemini(?: pro| flash| code| cli| ai| bot| v?\d)|gemini\Z"
    r"|code ?rabbit|devin(?: ai)\b|cursor(?: agent| bot| ai|\Z)|bug ?bot|sourcery|greptile|qodo|codium"
    r"|graphite agent|amazon q\b|grok\b|aider\b|windsurf|llama[ -]?\d|deepseek|qwen|mistral ai)"
    r"|.{0,200}(?:\[bot\]|[ -]bot|\bai (?:agent|assistant|review(?:er)?))\Z)",
    re.IGNORECASE,
)
"""Names that tools go by, whatever address stands beside them. What people are called too, with more only."""
_NO_PERSON = re.compile(r"(?:no-?reply|do-?not-?reply|assistant|support)\Z", re.IGNORECASE)
_NUMBERED = "users.noreply.github.com"
_DOTLESS = frozenset({"gmail.com", "googlemail.com"})


class _Author(NamedTuple):
    """Somebody who wrote a part: as they are named, where mail reaches them, and their actor's id."""

    name: str
    mailbox: str
    id: str


def named_reviewers(
    raws: Sequence[RawCommit], change: str, recorder: Recorder, gaps: GapLog
) -> tuple[Made, ...]:
    """A record for each person and kind of trailer, of each commit that is on the branch.

    A reviewer of a brought-in commit is named for that commit alone, which the record says. Messages of
    commits that a squash left behind are not read: they are not on the branch.
    """
    found: list[Made] = []
    authors: frozenset[_Author] | None = None
    for raw in raws:
        read = recorder.directory.trailers(raw)
        if read.named and authors is None:
            authors = frozenset(_authors(raws, recorder))
        found += (
            _record(raw.sha, place, named, change, recorder, authors or frozenset())
            for place, named in enumerate(read.named, 1)
        )
        if read.cut:
            gaps.note(
                "messages",
                "too-many-reviewers",
                what=f"a commit message names more than {MOST} reviewers; the others were not read",
                effect="a reviewer whom it names is not on record",
                affects=change,
            )
    return tuple(found)


def _authors(raws: Sequence[RawCommit], recorder: Recorder) -> Iterator[_Author]:
    """Everybody who wrote a part."""
    directory = recorder.directory
    for raw in raws:
        author = raw.author
        people = (author[:2], *directory.credited(raw.message, author.name, author.email))
        for name, email in people:
            yield _Author(_plain(name), _mailbox(email), directory.actor(name, email).id)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _mailbox(email: str) -> str:
    """Where mail to an address arrives: what follows a plus sign leads to the same place."""
    local, _, domain = email.strip().lower().rpartition("@")
    if not local or domain == _NUMBERED:
        return ""
    local = local.partition("+")[0]
    return f"{local.replace('.', '') if domain in _DOTLESS else local}@{domain}"


def _may_be_a_tool(named: Named) -> bool:
    return bool(_TOOL.match(named.name.strip()) or _NO_PERSON.match(named.email.strip().partition("@")[0]))


def _record(
    sha: str, place: int, named: Named, change: str, recorder: Recorder, authors: frozenset[_Author]
) -> Made:
    name = f"{recorder.repository}:{sha}:{named.kind}:{place}"
    reviewer = recorder.directory.actor(named.name, named.email)
    if reviewer.kind is ActorKind.PERSON and _may_be_a_tool(named):
        # It stands under an address that no rule knows, and is no other person for that.
        reviewer = UNKNOWN
    own_name, own_mailbox = _plain(named.name), _mailbox(named.email)
    alike = {
        author.id
        for author in authors
        if (author.name and author.name == own_name) or (author.mailbox and author.mailbox == own_mailbox)
    }
    commitment, entry = recorder.seal(name, body=named.text)
    review = Review(
        id=name,
        change=change,
        reviewer=reviewer,
        state=ReviewState.COMMENTED if named.kind == ACKNOWLEDGED else ReviewState.APPROVED,
        submitted_at=None,
        sha=None,
        tree=None,
        commitment=commitment,
        basis=Basis.DECLARED,
        trailer=named.kind,
        commit=sha,
        namesake=bool(alike - {reviewer.id}),
    )
    return review, entry
