"""Finds co-authors in a commit message: any line that begins with the trailer's key, in any paragraph.

Git's own trailer parser reads the last paragraph only, and a squash merge joins several messages.
"""

import re

MOST = 1000
"""Co-authors of one commit that are read; the longest list seen in public histories has 102."""
_LINE = re.compile(
    r"^[ \t]{0,8}co-?authored[- ]by[ \t]{0,8}:[ \t]{0,8}([^\r\n]{1,2000})", re.IGNORECASE | re.MULTILINE
)
_PERSON = re.compile(r"(.*)<([^<>]*)>")


def coauthors(message: str) -> tuple[tuple[str, str], ...]:
    """Name and address of each co-author, as first written, each pair once.

    A line without an address gives a name alone. One more than `MOST` says that there are more.
    """
    found: dict[tuple[str, str], None] = {}
    for match in _LINE.finditer(message):
        person = _PERSON.match(match[1])
        name, email = (person[1], person[2]) if person else (match[1], "")
        found.setdefault((name.strip(), email.strip()))
        if len(found) > MOST:
            break
    return tuple(found)
