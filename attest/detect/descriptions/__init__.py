"""Topics of pull requests' texts: which headings announce them is data, one YAML file beside this one."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from attest.document import parse, validate
from attest.errors import CatalogError
from attest.model.base import Record
from attest.model.description import Topic

_WORD = re.compile(r"[^\W_]+")
_MOST_WORDS = 12
"""Of a heading; a longer line is a sentence."""

Phrase = tuple[str, ...]


class _File(Record):
    format: Literal["attest-headings/1"]
    headings: dict[Topic, tuple[str, ...]]
    answered_by_a_word: tuple[Topic, ...]
    placeholders: tuple[str, ...]


def words_of(text: str) -> Phrase:
    """The words of a text as they are compared: in small letters, without marks between them."""
    return tuple(_WORD.findall(text.casefold()))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Which words announce which topic, and which say nothing."""

    topics: Mapping[Phrase, frozenset[Topic]]
    answered: frozenset[Topic]
    placeholders: frozenset[Phrase]
    template: frozenset[Phrase] = frozenset()
    """Lines of the repository's own template: they are not the author's."""

    def within(self, heading: str) -> frozenset[Topic]:
        """The topics whose words stand in a heading side by side."""
        words = words_of(heading)
        if len(words) > _MOST_WORDS:
            return frozenset()
        parts = (words[start:end] for start in range(len(words)) for end in range(start + 1, len(words) + 1))
        return frozenset(topic for part in parts for topic in self.topics.get(part, ()))

    def named(self, key: str) -> frozenset[Topic]:
        """The topics that a text names and nothing else, as the key of `Rollback: revert it`."""
        return self.topics.get(words_of(key), frozenset())


@cache
def _shipped() -> _File:
    name = "topics.yaml"
    data = (files("attest.detect.descriptions") / name).read_bytes()
    return validate(_File, parse(data, name, CatalogError), CatalogError)


def vocabulary(more: Mapping[Topic, Sequence[str]] | None = None, template: Iterable[str] = ()) -> Vocabulary:
    """The words that ship, with a user's own headings and the lines of the repository's template."""
    shipped = _shipped()
    found: dict[Phrase, set[Topic]] = {}
    for headings in (shipped.headings, more or {}):
        for topic, texts in headings.items():
            for text in texts:
                found.setdefault(words_of(text), set()).add(topic)
    found.pop((), None)
    return Vocabulary(
        {phrase: frozenset(topics) for phrase, topics in found.items()},
        frozenset(shipped.answered_by_a_word),
        frozenset(map(words_of, shipped.placeholders)),
        frozenset(words for line in template if (words := words_of(line))),
    )
