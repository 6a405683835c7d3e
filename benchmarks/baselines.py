"""What simple detectors say of a commit, to be held against ours on the same rows. None of them is ours."""

import re
from collections.abc import Callable

from attest.model.commit import RawCommit

_WORDS = (
    r"claude|copilot|codex|cursor|devin|gemini|aider|chatgpt|gpt-?\d|openhands|jules|\bamp\b|roo ?code"
    r"|roomote|windsurf|cline|opencode|crush|factory-droid|anthropic|openai|\bllm\b|\bai\b|seer"
)
_WORD = re.compile(_WORDS, re.IGNORECASE)
_CREDIT = re.compile(
    rf"^[^\n]*(?:co-authored-by|assisted-by|generated (?:with|by))[^\n]*(?:{_WORDS})",
    re.IGNORECASE | re.MULTILINE,
)
_NAIVE = (
    re.compile(r"claude|copilot|codex|devin|cursor ?agent|openhands|aider", re.IGNORECASE),
    re.compile(
        r"generated (?:with|by) \[?(?:claude|copilot|codex|gemini|cursor|chatgpt|ai\b)", re.IGNORECASE
    ),
    re.compile(
        r"co-authored-by:[^\n]*(?:claude|copilot|codex|cursor|aider|gemini|\bai\b|bot)", re.IGNORECASE
    ),
    re.compile(r"\bassisted-by:", re.IGNORECASE),
)

Detector = Callable[[RawCommit], bool]


def any_word(raw: RawCommit) -> bool:
    """A tool's name anywhere: in the message, or in author or committer."""
    return _WORD.search(f"{_people(raw)}\n{raw.message}") is not None


def credited_word(raw: RawCommit) -> bool:
    """A line of credit (co-author, assisted, generated) that holds a tool's name."""
    return _CREDIT.search(raw.message) is not None


def naive(raw: RawCommit) -> bool:
    """What published lists of patterns do: names of people, any co-author line, any `Assisted-by`."""
    people, *message = _NAIVE
    return people.search(_people(raw)) is not None or any(one.search(raw.message) for one in message)


def _people(raw: RawCommit) -> str:
    author, committer = raw.author, raw.committer
    return f"{author.name} <{author.email}> {committer.name} <{committer.email}>"


BASELINES: dict[str, Detector] = {
    "any tool's name": any_word,
    "credit with a name": credited_word,
    "naive patterns": naive,
}
