"""What an author declares of AI use, in their own words: no template's, no quotation, no revert's. Pure."""

import re

from attest.detect import message as messages
from attest.detect.denial import denies
from attest.detect.sentences import sentences

NONE = "none"
_WORDS = r"(?:none|assisted|generated|autonomous)"
_SPACE = r"[*_` \t]{0,8}"
_FIELD = re.compile(
    rf"AI[- ]assistance[*_ \t]{{0,4}}:{_SPACE}({_WORDS})\b(?!{_SPACE}(?:[|/,]|or\b){_SPACE}{_WORDS}\b)",
    re.IGNORECASE,
)
_NEAR = re.compile(r"ai\b|llm|artificial intelligence|language model", re.IGNORECASE)


def declaration(body: str, message: str = "") -> str:
    """None, assisted, generated or autonomous, or nothing.

    The first `AI-Assistance:` line of the pull request, else of the landed message. A pull request's box or
    sentence that says in other words that no AI was used is none; in a message it may speak of one commit.
    """
    for text in (body, message):
        if not _NEAR.search(text):
            continue
        lines = messages.read(text).lines
        found = next((match for line in lines if (match := _FIELD.match(line.text))), None)
        if found:
            return found[1].lower()
        if text is body and any(denies(line.text, ticked=line.ticked) for line in sentences(lines)):
            return NONE
    return ""
