"""The tools and models that people name in free text, as patterns, and the tool behind a match."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import groupby

from attest.detect.rule import Tool

_END = r"(?![^\W_])"
UNNAMED = "unnamed-ai"
"""The slug of a tool that a disclosure does not name."""

# What may follow a name that people also bear (Claude, Devin, Jules) for it to mean the tool.
_MEANT = (
    r"(?=[\W_]{0,3}$|\s{0,3}(?:[(\[\]:,;&+|!*]|[.\u2013\u2014-](?:\s|$))|\s{1,3}(?:v?\d|code\b|cli\b|agent\b|ai\b|opus\b|sonnet\b|haiku\b"
    r"|fable\b|pro\b|flash\b|max\b|desktop\b|web\b|app\b|chat\b|via\b|and\b|with\b|for\b|to\b|as\b|in\b"
    r"|session\b|assist|help|suggest|generat|wrote\b|produced\b|implement|did\b|made\b|make\b|created\b"
    r"|write\b|fix|add\b|refactor|rewrite\b|rewrote\b|do\b|update|remove\b|port\b))"
)
_ANY_AI = (
    r"(?<!\w)(?:an? |some |generic )?"
    r"(?:ai coding (?:assistant|agent|tool)s?|generative ai|gen ?ai|ai|llm|llms)"
    r"(?=[\W_]{0,3}$|\s?[.,;:(\[](?!\w)|\s[\u2013\u2014&+-]\s"
    r"|\s(?:assistance|assistants?|help|support|tools?|agents?|chatbots?|coding|and|with|for|to|in|as)\b)"
)
_PARTS = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]])*\]|[()|]|\{(?:tool|ai|model)\}", re.DOTALL)
_AI_HINTS = (" ai", "ai ", "ai-", "llm")


class Vocabulary:
    """Every tool's names. Longer names are tried first, so that `copilot cli` is not `copilot`."""

    def __init__(self, tools: tuple[Tool, ...], models: tuple[str, ...]) -> None:
        names = [(name, _END, tool.slug) for tool in tools for name in tool.names]
        names += [(name, _END + _MEANT, tool.slug) for tool in tools for name in tool.ambiguous]
        names.sort(key=lambda entry: (-len(entry[0]), entry[0]))
        self._spelled = tuple((rf"(?<!\w)(?:{name}){end}", slug) for name, end, slug in names)
        self._tool = rf"(?<!\w)(?:{'|'.join(_runs(names))})" if names else "(?!)"
        self._model = f"(?P<model>{'|'.join(models)})" if models else "(?P<model>(?!))"
        self.hints = (*_AI_HINTS, *(hint for tool in tools for hint in tool.contains))

    @cached_property
    def _each(self) -> tuple[tuple[re.Pattern[str], str], ...]:
        return tuple((re.compile(pattern, re.IGNORECASE), slug) for pattern, slug in self._spelled)

    def expand(self, pattern: str) -> str:
        """A rule's pattern with `{tool}`, `{ai}` and `{model}` written out."""
        pattern = pattern.replace("{tool}", self._tool).replace("{ai}", _ANY_AI)
        return pattern.replace("{model}", self._model)

    def tool(self, text: str) -> str:
        """The tool that a text names first; `unnamed-ai` when it names none."""
        places = ((pattern.search(text), slug) for pattern, slug in self._each)
        found = [(match.start(), -match.end(), slug) for match, slug in places if match is not None]
        return min(found)[2] if found else UNNAMED


def _runs(names: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    """Names that end alike and follow each other, with their end once: it is long, and compiled often."""
    for end, run in groupby(names, key=lambda entry: entry[1]):
        yield f"(?:{'|'.join(f'(?:{name})' for name, _, _ in run)}){end}"


def opening(pattern: str) -> str:
    """What every match of a rule's pattern begins with, before anything that a placeholder is a part of.

    The names of tools make a long pattern; a text that does not even begin so need not be asked with it.
    """
    depth = start = 0
    end: int | None = None
    for part in _PARTS.finditer(pattern):
        mark = part.group()
        if mark == "|" and not depth:
            return ""
        if mark == "(":
            start = start if depth else part.start()
            depth += 1
        elif mark == ")":
            depth -= 1
        elif mark[0] == "{" and end is None:
            end = start if depth else part.start()
    return pattern[: end or 0]
