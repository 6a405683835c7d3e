"""The people whom a line names, as it writes them: an account, an address, a name. Pure.

Who is read as one too few would pass for independent. What a line says of somebody further, and not
clearly whom, is therefore told too: as somebody of whom nothing is known.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_LIMIT: Final = 300
_ADDRESS = re.compile(r"[\w.+-]{1,64}(?:\[bot\])?@[\w-]{1,60}(?:\.[\w-]{1,60}){1,5}")
_LOGIN = re.compile(
    r"(?:(?<![\w./@-])@|github\.com/)(?P<login>[A-Za-z0-9][A-Za-z0-9-]{0,38}(?:\[bot\])?)(?![\w/])"
)
_NAME = re.compile(
    r"(?!https?:)(?P<name>[^\W_][^*_`<>\[\]()@|,;:!?]{0,80}?)[*_`\]]{0,4}"
    r"(?=\s{1,4}(?:via|in|on|from|through|at|for|to|using|with|and|of)\b|(?<!\s\w)\.|[,;:!?(<|\[]|\s{0,9}\W{0,4}$)"
)
_OPENING = " *_`\"'[("
_BETWEEN = re.compile(
    r"\([^()]{0,300}\)|<[^<>]{0,300}>"
    r"|(?P<joint>\s{0,4}(?:/(?=@)|[,;&+](?:(?=@)|\s{1,4}|$))(?:(?:and|or|plus|&)(?:\s{1,4}|$))?"
    r"|\s{1,4}(?:and|or|plus|as well as|together with|/)(?:\s{1,4}|$))"
    r"|(?P<end>\s{1,4}(?:via|in|on|from|through|at|for|to|using|with|of|by|who)\b"
    r"|(?<!\s\w)[.!?](?=[\s*_`\"')\]]|$)|:\s)",
    re.IGNORECASE,
)
"""What stands between two people of a list, and what ends it; what brackets hold is the one before them."""


class Said(NamedTuple):
    """A person as a line writes them; what it does not say is empty."""

    login: str = ""
    name: str = ""
    email: str = ""


SOMEBODY: Final = Said()
"""Of whom a line says that they are, and nothing more."""


def people(text: str) -> tuple[Said, ...]:
    """Everybody of the list that a text begins with; `SOMEBODY` last where these may not be all."""
    parts, rest = _parts(text[:_LIMIT])
    found = tuple(dict.fromkeys(person(part) for part in parts))
    if not any(found[0]):
        return ()
    named = tuple(said for said in found if said != SOMEBODY)
    known = {mark.lower() for said in named for mark in (said.login, said.email) if mark}
    further = set(_marks(text[:_LIMIT])) - known
    is_cut = len(text) > _LIMIT and not rest
    return (*named, SOMEBODY) if further or is_cut or SOMEBODY in found else named


def person(text: str) -> Said:
    """The person that a text begins with: an account before an address, a name beside them or alone."""
    text = text[:_LIMIT].lstrip(_OPENING)
    address, login = _ADDRESS.search(text), _LOGIN.search(text)
    first = min((match.start() for match in (address, login) if match), default=len(text))
    name = _NAME.match(text[:first] if first < len(text) else text)
    return Said(
        login["login"] if login else "",
        " ".join(name["name"].split()) if name else "",
        address.group() if address else "",
    )


def _parts(text: str) -> tuple[list[str], str]:
    """The members of a list, and what follows it."""
    parts: list[str] = []
    start = 0
    for match in _BETWEEN.finditer(text):
        if match["end"]:
            return [*parts, text[start : match.start()]], text[match.start() :]
        if match["joint"]:
            parts.append(text[start : match.start()])
            start = match.end()
    return [*parts, text[start:]], ""


def _marks(text: str) -> Iterator[str]:
    """Every account and address, in lower case."""
    yield from (match["login"].lower() for match in _LOGIN.finditer(text))
    yield from (match.group().lower() for match in _ADDRESS.finditer(text))
