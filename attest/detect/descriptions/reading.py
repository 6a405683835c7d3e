"""From the text of a pull request to the record of what it says by its headings."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from attest.detect.descriptions import Vocabulary, words_of
from attest.detect.descriptions.lines import LONGEST, TAG, Line, Section, read
from attest.model.collected import PullText
from attest.model.description import Description, Topic, TopicFound, TopicState

_BOX = re.compile(r"\s{0,20}(?:[-*+]|[0-9]{1,3}[.)])[ \t]{1,9}\[([ xX])\][ \t]*(.*)\Z")
_MARKS = re.compile(r"[\s>]{0,40}(?:[-*+]|[0-9]{1,3}[.)])?\s{0,20}")
_ENCLOSED = re.compile(
    r"(?:\[[^\[\]]{1,300}\]|<[^<>]{1,300}>|\{\{?[^{}]{1,300}\}\}?|\*\[[^\[\]]{1,300}\]\*)\s*\Z"
)
_PICTURE = re.compile(r"<(?:img|video)\b", re.IGNORECASE)
_NONE = re.compile(
    r"(?:none|n\s?/\s?a|not (?:applicable|needed|required)|nothing)\b(.*)\Z|"
    r"no(?:\s{0,5}[:;,.(\u2013\u2014-]|\s{1,5}(?:because|as|since)\b)(.*)\Z",
    re.IGNORECASE,
)
_LEAST = 2
"""Words that make a reason out of a bare none."""
_MOST_WORDS = 1_000_000


@dataclass(slots=True)
class _Sums:
    words: int = 0
    ticked: int = 0
    unticked: int = 0


def describe(text: PullText, vocabulary: Vocabulary, *, change: str, number: int | None) -> Description:
    """The record of a change's pull request; of a very long text the beginning is read."""
    found: dict[Topic, TopicState] = {}
    untitled = TopicState.EMPTY
    sums = _Sums()
    for part in read(text.body, vocabulary):
        if isinstance(part, Section):
            for topic in part.topics:
                found.setdefault(topic, TopicState.EMPTY)
            continue
        state = _weigh(part.text, vocabulary, sums)
        if not part.topics:
            untitled = _higher(untitled, state)
        for topic in part.topics:
            found[topic] = _higher(found[topic], _answered(topic, state, part, vocabulary))
    return Description(
        id=f"{change}:description",
        change=change,
        pull=number,
        topics=tuple(TopicFound(topic=topic, state=found[topic]) for topic in Topic if topic in found),
        untitled=untitled,
        words=min(sums.words, _MOST_WORDS),
        ticked=sums.ticked,
        unticked=sums.unticked,
        edited_at=text.edited_at,
        edits_known=text.edits_known,
        cut=len(text.body) > LONGEST,
    )


def _weigh(line: str, vocabulary: Vocabulary, sums: _Sums) -> TopicState:
    """What one line of content is worth; its words are added where it is worth something."""
    box = _BOX.match(line)
    if box is not None:
        ticked = box[1] != " "
        sums.ticked += ticked
        sums.unticked += not ticked
        if not ticked:
            return TopicState.PLACEHOLDER
        line = box[2]
        words = words_of(line)
        # A ticked box is the author's, though its text is the template's.
        state = TopicState.FILLED if words else TopicState.PLACEHOLDER
    else:
        words = words_of(TAG.sub(" ", line))
        state = _plain(line, words, vocabulary)
    if state.rank >= TopicState.NONE_STATED.rank:
        sums.words += len(words)
    return state


def _plain(line: str, words: tuple[str, ...], vocabulary: Vocabulary) -> TopicState:
    if not line.strip():
        return TopicState.EMPTY
    if words_of(line) in vocabulary.template or words in vocabulary.placeholders:
        return TopicState.PLACEHOLDER
    if _PICTURE.search(line):
        return TopicState.FILLED
    bare = line[_end_of_marks(line) :].strip().strip("*_`~ ")
    if not words or _ENCLOSED.match(bare):
        return TopicState.PLACEHOLDER
    none = _NONE.match(bare)
    if none is not None:
        rest = words_of(none[1] or none[2] or "")
        if rest in vocabulary.placeholders or len(rest) < _LEAST:
            return TopicState.PLACEHOLDER
        return TopicState.NONE_STATED
    return TopicState.FILLED


def _answered(topic: Topic, state: TopicState, part: Line, vocabulary: Vocabulary) -> TopicState:
    """A bare none is an answer where the question is whether."""
    bare = words_of(part.text)
    if topic in vocabulary.answered and bare in _NAYS and state is TopicState.PLACEHOLDER:
        return TopicState.NONE_STATED
    return state


_NAYS = frozenset({("none",), ("no",), ("nothing",), ("not", "used"), ("no", "ai")})


def _end_of_marks(line: str) -> int:
    match = _MARKS.match(line)
    return match.end() if match else 0


def _higher(*states: TopicState) -> TopicState:
    return max(states, key=lambda state: state.rank)


def template_lines(texts: Iterable[bytes | None]) -> tuple[str, ...]:
    """The lines of a repository's templates; one that is not text has none."""
    found: list[str] = []
    for data in texts:
        if data is not None:
            found += data[:LONGEST].decode("utf-8", "replace").splitlines()
    return tuple(found)
