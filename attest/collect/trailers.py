"""Finds what trailers of a commit message say of its review: who is named, and where the review lies.

All of it is what whoever wrote the commit typed. A sign-off is no review and is not looked at.
"""

import re
from itertools import pairwise
from typing import NamedTuple

MOST = 100
"""People that the messages of one commit name as reviewers, and that are read."""
REVIEWED, APPROVED, ACKNOWLEDGED = "reviewed-by", "approved-by", "acked-by"
_NAMING = (REVIEWED, APPROVED, ACKNOWLEDGED)
_REFERENCES = {
    "change-id": re.compile(r"I[0-9a-f]{40}\Z"),
    "pr-url": re.compile(r"https?://\S{1,500}\Z"),
    "reviewed-on": re.compile(r"https?://\S{1,500}\Z"),
}
"""Keys whose value leads to a review elsewhere, and what it looks like."""
_LINE = re.compile(r"^([A-Za-z-]{1,40}): ([^\r\n]{1,2000})$", re.MULTILINE)
_SEPARATORS = re.compile(r"[<>,;]")
_BARE = re.compile(r"[^\s@<>]{1,100}@[^\s@<>]{1,200}\Z")
_NOBODY = re.compile(
    r"(?:todo|tbd|tba|fixme|xxx|none|n/a|nobody|no[ -]?one|somebody|someone|anyone|pending|placeholder"
    r"|your[ -]?(?:name|e-?mail)|reviewer|unknown|change-?me)(?: (?:yet|here|needed|required|assigned))?\Z",
    re.IGNORECASE,
)
"""Words that hold the place of a reviewer who is not there yet."""


class Named(NamedTuple):
    """Somebody whom a trailer names, as it stands there; `text` is the whole trailer."""

    kind: str
    name: str
    email: str
    text: str


class Trailers(NamedTuple):
    """What a message says of its review."""

    named: tuple[Named, ...] = ()
    references: tuple[str, ...] = ()
    """Kinds of references to a review elsewhere, sorted: `change-id`, `pr-url`, `reviewed-on`."""
    cut: bool = False
    """More people are named than are read."""


def may_hold(message: str) -> bool:
    """Whether it is worth while to look closer; nearly every message of most histories is not."""
    lowered = message.lower()
    # Spelled out: a loop over five words takes twice as long, and this is asked of every message.
    return (
        "reviewed" in lowered
        or "approved" in lowered
        or "acked" in lowered
        or "change-id" in lowered
        or "pr-url" in lowered
    )


def read(lines: str) -> Trailers:
    """What lines `key: value` say of a review; each person once for each kind."""
    named: dict[tuple[str, str, str], Named] = {}
    references: set[str] = set()
    for match in _LINE.finditer(lines):
        key, value = match[1].lower(), match[2].strip()
        if key in _REFERENCES and _REFERENCES[key].match(value):
            references.add(key)
        for name, email in _people(value) if key in _NAMING else ():
            if len(named) == MOST:
                return Trailers(tuple(named.values()), tuple(sorted(references)), cut=True)
            named.setdefault((key, name, email.lower()), Named(key, name, email, match[0]))
    return Trailers(tuple(named.values()), tuple(sorted(references)))


def _people(value: str) -> list[tuple[str, str]]:
    """Names and addresses; a name alone stays one, for nobody is known by a display name.

    So does the whole line where it is more than names and addresses: a remark can take back what the key
    says ("did not approve"), and no list of words tells which remarks do. A word in the place of a person
    leads to nobody, whatever address stands beside it.
    """
    if value.rpartition(">")[2].strip(" \t.,;") and "<" in value:
        return [(value, "")]
    return [(value, "") if _holds_a_place(*person) else person for person in _listed(value)]


def _holds_a_place(name: str, email: str) -> bool:
    return any(_NOBODY.match(text) for text in (name, email.partition("@")[0]) if text)


def _listed(value: str) -> list[tuple[str, str]]:
    pieces = value.split("<")
    found = [
        (_SEPARATORS.split(before)[-1].strip(), after.partition(">")[0].strip())
        for before, after in pairwise(pieces)
        if ">" in after
    ]
    words = value.split()
    if not found and words and _BARE.match(words[-1]):
        found = [(" ".join(words[:-1]), words[-1])]
    return found or [(value, "")]
