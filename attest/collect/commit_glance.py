"""Looks at a commit object that is as nearly all are: who made it and what it says, nothing taken apart.

A scan asks no more of most commits than whether they hold any trace. What is unusual in any way is left to
`commit_object`, which accounts for every byte.
"""

import re

People = tuple[str, str]
"""Author and committer as the object writes them: name and address in one, up to the last bracket. Whatever
they hold, `commit_object` reads the same name and address from the same text."""

# Tree, parents, the two, a signature, a blank line; what each line holds is not asked.
_USUAL = re.compile(
    r"tree .+\n(?:parent .+\n)*author (.*>).*\ncommitter (.*>).*\n(?:gpgsig.*\n(?: .*\n)*)?\n"
)


def glance(raw: bytes) -> tuple[People, str] | None:
    """Its people and its whole message, or `None` for what must be read with more care."""
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return None
    match = _USUAL.match(text)
    return None if match is None else ((match[1], match[2]), text[match.end() :])
