"""Takes a token out of what a server sends back: answers are kept and handed on, faults are printed. Pure."""

import re
from collections.abc import Mapping
from functools import lru_cache

from attest.collect.github.sent import Sent, Unanswered

MASK = "[token]"
_SHORTEST_TOKEN = 8
"""What is shorter is no token of GitHub's, and to mask it would blot out words of the answer."""
_ESCAPED = re.compile(rb"(?:\\u00|%)(?:3[0-9]|[46][0-9a-fA-F]|[57][0-9aA]|5[fF]|2[dDeE])")
"""An escape of what tokens consist of, which nobody needs: answers without one are the rule."""


def masked(sent: Sent, secret: str) -> Sent:
    """An answer without the token, as it is or with the escapes of JSON and of addresses in it."""
    if len(secret) < _SHORTEST_TOKEN:
        return sent
    headers = {name: _without(text.encode(), secret).decode() for name, text in sent.headers.items()}
    return Sent(sent.status, headers, _without(sent.body, secret))


def masked_fault(fault: Unanswered, sent_headers: Mapping[str, str]) -> Unanswered:
    """A fault whose words do not hold the token that went out; names of hosts come in lower case."""
    told = fault.told
    for secret in sent_headers.get("Authorization", "").split():
        if len(secret) >= _SHORTEST_TOKEN:
            told = re.sub(re.escape(secret), MASK, told, flags=re.IGNORECASE)
    return Unanswered(fault.kind, told)


def _without(data: bytes, secret: str) -> bytes:
    plain = data.replace(secret.encode(), MASK.encode())
    if _ESCAPED.search(plain) is None:
        return plain
    return _escaped(secret).sub(rb"\g<before>" + MASK.encode(), plain)


@lru_cache(maxsize=4)
def _escaped(secret: str) -> re.Pattern[bytes]:
    """The token with any of its characters escaped.

    Behind an even number of backslashes begins an escape, behind an odd one a text that looks like it.
    """
    first, *rest = (_spellings(character) for character in secret)
    literal, escaped = first
    start = rb"(?:(?P<before>(?<!\\)(?:\\\\)*)" + escaped + rb"|" + literal + rb")"
    return re.compile(start + b"".join(b"(?:" + b"|".join(each) + b")" for each in rest))


def _spellings(character: str) -> tuple[bytes, bytes]:
    """A character as it is or in an address, and as an escape of JSON."""
    digits = "".join(f"[{digit}{digit.upper()}]" for digit in f"{ord(character):02x}").encode()
    return re.escape(character.encode()) + rb"|%" + digits, rb"\\u00" + digits
