"""Titles, branches and declarations as commit messages and pull requests hold them."""

import re
from itertools import islice

_MERGE = re.compile(r"Merge pull request #[0-9]{1,9} from [^\s/]{1,200}/(\S{1,250})")
_DECLARED = re.compile(
    r"^[ \t*_-]{0,8}AI[- ]assistance[*_ \t]{0,4}:[*_ \t]{0,8}(none|assisted|generated|autonomous)\b",
    re.IGNORECASE | re.MULTILINE,
)
_USING = r"(?:assisted|created|generated|written|used?|using|produced|made|any|the|help|with|by|or|of|from)"
_DENIED = re.compile(
    r"^[ \t*+-]{0,8}(?:\[x\][ \t*_]{1,8}(?:"
    r"no (?:generative )?(?:ai|llm)s?\b(?: tools?| assistance| help)? "
    r"(?:(?:was|were|has been|have been) )?(?:used|involved)\b"
    rf"|[^\n]{{0,60}}?\b(?:not|never|without)\b(?: been)?(?: in any way)? (?:{_USING} ){{1,6}}"
    r"(?:generative )?(?:ai|llms?)\b(?! without))"
    r"|ai[- ](?:assisted|generated|used|usage|disclosure)[*_]{0,2}[ \t]{0,4}:[*_ \t]{0,8}"
    r"(?:none|no|false)[.*_ \t]{0,8}\r?$)",
    re.IGNORECASE | re.MULTILINE,
)
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


def declaration(body: str, message: str = "") -> str:
    """What the author declares: none, assisted, generated or autonomous, or nothing.

    The first `AI-Assistance:` line of the pull request, else of the landed message. A pull request's box or
    line that says in other words that no AI was used is none; in a message it may speak of one commit.
    """
    for text in (body, message):
        found = _DECLARED.search(text)
        if found:
            return found[1].lower()
        if text is body and _DENIED.search(text):
            return "none"
    return ""
