"""Titles, branches and reverts as commit messages hold them."""

import re
from itertools import islice

_MERGE = re.compile(r"Merge pull request #[0-9]{1,9} from [^\s/]{1,200}/(\S{1,250})")
_REVERTS = re.compile(r"^This reverts commit ([0-9a-f]{64}|[0-9a-f]{40})\b", re.MULTILINE)
_REVERTING = "This reverts commit "
_REVERTS_LIMIT = 100
_TITLE_LIMIT = 1000


def title(message: str) -> str:
    """The first line of a message; of a pull request's merge, the title of the pull request below it."""
    lines = [line for line in message[: 4 * _TITLE_LIMIT].split("\n") if line.strip()][:2]
    if len(lines) == 2 and _MERGE.match(lines[0]):
        return lines[1][:_TITLE_LIMIT]
    return lines[0][:_TITLE_LIMIT] if lines else ""


def branch(message: str) -> str:
    """The branch that a pull request's merge names, or nothing."""
    found = _MERGE.match(message)
    return found[1] if found else ""


def reverts(message: str) -> tuple[str, ...]:
    """The commits that lines of a message say it reverts, as `git revert` writes them; a hundred at most."""
    if _REVERTING not in message:
        return ()
    found = islice(_REVERTS.finditer(message), _REVERTS_LIMIT)
    return tuple(dict.fromkeys(match[1] for match in found))
