"""Sentences of agents' instructions that forbid attribution. What they mean is for a person to judge.

A file that forbids one form and asks for another (`use Assisted-by instead`) keeps no trace away, and a
sentence that forbids leaving attribution out asks for it: neither is told.
"""

import re
from collections.abc import Iterator, Sequence

from attest.detect.coverage.reading import Found, Reader, Reading, quoted
from attest.detect.coverage.rules import places
from attest.model.coverage import CoverageBasis, Sought, TipFile

RULE = "instruction"
_LINE_LIMIT = 2000
_JOINED = 3
_FOLLOWING = 200
_CASELESS = re.IGNORECASE
_HINT = re.compile(
    r"co-?author|attribut|generated[ -](?:with|by)|byline|signature|credit|mention|footer|trailer"
    r"|\bsign\w{0,4}\b",
    _CASELESS,
)
_SENTENCE_END = re.compile(r"(?<=[.!?;])[ \t]|[ \t](?:--|[\u2013\u2014])[ \t]")
_AGENT = re.compile(
    r"\b(?:claude|copilot|cursor|codex|gemini|chatgpt|openai|anthropic|aider|devin|windsurf|llms?\b|ai\b|agents?\b"
    r"|assistants?\b|yourself\b)",
    _CASELESS,
)
_NOUN = r"(?:footer|line|banner|notice|tag|signature|byline|marker|trailer|attribution|credit)s?\b"
_TRAILER = re.compile(r"co-?authored-?by|\bco-?author(?:s|ed|ship)?\b", _CASELESS)
_FOOTER = re.compile(r"[\"'\u201c`*_\[(\U0001F916] ?generated (?:with|by)\b", _CASELESS)
_OWN_FOOTER = re.compile(
    r"[\"'\u201c`*_\[(\U0001F916] ?generated (?:with|by) \[?"
    r"(?:claude|copilot|cursor|codex|gemini|chatgpt|aider|devin|windsurf|amp|opencode|ai)\b",
    _CASELESS,
)
"""What a tool writes into commits and pull requests and nowhere else, unless a sentence speaks of files."""
_ADD = re.compile(r"\b(?:add|append|insert|includ|writ|put|us|emit|leav|output)\w{0,4}\b|\bno\b", _CASELESS)
_IN_FILES = re.compile(r"\b(?:files?|headers?|comments?|modules?|docs?|documentation)\b", _CASELESS)
_GENERATED = re.compile(r"\bgenerated[ -](?:with|by)\b", _CASELESS)
_ATTRIBUTION = re.compile(r"\battributions?\b", _CASELESS)
_LABEL = re.compile(
    r"\b(?:claude(?: code)?|copilot|cursor|codex|gemini|llm|ai|agent|assistant)"
    rf"(?:['\u2019]s)?[ -](?:tool[ -])?{_NOUN}",
    _CASELESS,
)
_A_NOUN = re.compile(rf"\b{_NOUN}", _CASELESS)
_NOT = re.compile(
    r"\bno\b|\bnever\b|\bnot\b|\bdon['\u2019]?t\b|\bavoid\b|\bwithout\b|\bcannot\b|\bexclud\w{1,5}", _CASELESS
)
_REMOVE = re.compile(r"\b(?:remov|strip|omit|delet|drop|suppress|disabl|skip|eras)\w{0,5}\b", _CASELESS)
_LOSE = re.compile(
    r"\b(?:remov|strip|omit|delet|drop|suppress|disabl|skip|eras|forget|lack|miss)|\bwithout\b|\bleave out\b",
    _CASELESS,
)
_BANNED = re.compile(r"\b(?:not allowed|forbidden|prohibited|banned|must not|should not|never)\b", _CASELESS)
_TELL = re.compile(r"\b(?:mention|referenc|credit|attribut|disclos)\w{0,5}\b", _CASELESS)
_ABOUT_COMMITS = re.compile(
    r"\b(?:commits?|committing|messages?|PRs?|pull requests?|trailers?|authors?|history|co-?author\w{0,8})\b",
    _CASELESS,
)
_REFUSED = re.compile(r"\b(?:reject|fail|block|refus|invalid|not be |will be )", _CASELESS)
_INSTEAD = re.compile(r"\b(?:always|but|instead|only|just|limited|optional)\b", _CASELESS)
_OTHER_KEY = re.compile(
    r"\b(?:assisted|generated|developed|helped)-(?:by|with)[ \t]?:|\bassisted-by\b"
    r"|\bai-(?:assisted|tools?)[ \t]?:|\bagent-(?:signature|session|id)[ \t]?:|\bco-developed-by\b",
    _CASELESS,
)
_ALONE = re.compile(
    r"\W{0,6}(?:(?:no|avoid|without|omit|skip|drop|never add|never use|do not add|don['\u2019]?t add)"
    r" (?:any |the |an? )?(?:claude(?: code)?|copilot|cursor|codex|gemini|chatgpt|llm|ai)(?:['\u2019]s)?"
    r" (?:code )?(?:attributions?|footers?|trailers?|bylines?|signatures?|co-?authors?(?:hip)?)"
    r"|(?:no|without|never (?:add|use)|do not (?:add|use)|don['\u2019]?t (?:add|use)) (?:any )?(?:bot|agent) "
    r"(?:trailers?|co-?authors?|attributions?))(?: (?:lines?|anywhere|at all|please))?\W{0,4}$",
    _CASELESS,
)
"""A sentence that is nothing but the ban: it need not say of what."""
_SIGN_AS = re.compile(
    r"\b(?:never|not|don['\u2019]?t)\b.{0,20}\bsign\b.{0,40}\b(?:as|with|by) (?:claude|copilot|cursor"
    r"|codex|gemini|an? ai\b|ai\b|yourself|the assistant|an? agent)",
    _CASELESS,
)
_UNQUOTED_FOOTER = re.compile(
    r"\b(?:attribution|generated)?[ -]?(?:footer|banner|line|notice)s?\b.{0,30}?generated (?:with|by) \[?"
    r"(?:claude|copilot|cursor|codex|gemini|chatgpt|aider|devin|windsurf|amp|opencode|ai)\b",
    _CASELESS,
)
_DEMAND = re.compile(r"\b(?:must|always|shall|required?|include|add|append|use|end)\b", _CASELESS)
_CLOSE = 60
_CLOSER = 40


def reader() -> Reader:
    """The reader of instructions."""
    return Reader((Sought(RULE, places().instructions, read=True),), _read)


def _read(file: TipFile) -> Reading:
    if RULE not in file.sought or file.data is None:
        return Reading()
    text = file.data.decode("utf-8", "replace")
    if not _HINT.search(text) or _redirects(text):
        return Reading()
    return Reading(
        tuple(
            Found(RULE, "", file.path, number, quoted(sentence), CoverageBasis.SENTENCE)
            for number, sentence in _forbidding(text)
        )
    )


def forbids(sentence: str) -> bool:
    """Whether a sentence forbids that commits or pull requests tell of an agent's part."""
    if _ALONE.match(sentence):
        return True
    if _SIGN_AS.search(sentence) and _ABOUT_COMMITS.search(sentence):
        return True
    if not _ABOUT_COMMITS.search(sentence) and not _is_about_footer(sentence):
        return False
    denials, removals = _places(_NOT, sentence), _places(_REMOVE, sentence)
    marks = _marks(sentence)
    if _is_before([*denials, *removals], marks, _CLOSE):
        return not _asks(sentence, denials, marks)
    if _is_before(marks, _places(_BANNED, sentence), _CLOSE):
        return not _asks(sentence, denials, marks)
    agents = _places(_AGENT, sentence)
    told = [one for one in _places(_TELL, sentence) if _is_before([one], agents, _CLOSER)] if agents else []
    return _is_before(denials, told, _CLOSER) and not _asks(sentence, denials, marks)


def _is_about_footer(sentence: str) -> bool:
    """Whether it speaks of adding or removing a tool's own footer, of which it does not say where to."""
    verbs = (*_places(_ADD, sentence), *_places(_REMOVE, sentence))
    footers = (*_places(_OWN_FOOTER, sentence), *_places(_UNQUOTED_FOOTER, sentence))
    return _is_before(verbs, footers, _CLOSER) and not _IN_FILES.search(sentence)


_Place = tuple[int, int]


def _places(pattern: re.Pattern[str], sentence: str) -> list[_Place]:
    return [found.span() for found in pattern.finditer(sentence)]


def _is_before(first: Sequence[_Place], then: Sequence[_Place], distance: int) -> bool:
    """Whether one of the first ends a little before one of the others begins. Both are few, or sorted."""
    ends = sorted(end for _, end in first)
    starts = sorted(start for start, _ in then)
    at = 0
    for start in starts:
        while at < len(ends) and ends[at] < start - distance:
            at += 1
        if at < len(ends) and ends[at] <= start:
            return True
    return False


def _marks(sentence: str) -> list[_Place]:
    """Where a sentence speaks of a trailer, footer or other attribution."""
    marks = [*_places(_TRAILER, sentence), *_places(_FOOTER, sentence), *_places(_LABEL, sentence)]
    marks += _places(_UNQUOTED_FOOTER, sentence)
    generated = _places(_GENERATED, sentence)
    if _AGENT.search(sentence) and _is_before(generated, _places(_A_NOUN, sentence), _CLOSER):
        marks += generated
    without = _ATTRIBUTION.sub("", sentence)
    if _AGENT.search(without) or _ABOUT_COMMITS.search(without):
        marks += _places(_ATTRIBUTION, sentence)
    return marks


def _asks(sentence: str, denials: Sequence[_Place], marks: Sequence[_Place]) -> bool:
    """Whether what is denied is leaving attribution out, or something else beside what is asked for."""
    instead = _places(_INSTEAD, sentence)
    return (
        _is_before(denials, _places(_LOSE, sentence), _CLOSER)
        or (_is_before(denials, instead, _CLOSE) and _is_before(instead, marks, _CLOSE))
        or ("without" in sentence.lower() and _REFUSED.search(sentence) is not None)
    )


def _forbidding(text: str) -> Iterator[tuple[int, str]]:
    """Line and sentence; a line that ends in a colon is read with the list that follows it."""
    lines = [line[:_LINE_LIMIT] for line in text.split("\n")]
    told = 0
    for number, line in enumerate(lines, 1):
        if number <= told:
            continue
        one = next((sentence for sentence in _sentences(line) if forbids(sentence)), None)
        if one is None and line.rstrip().endswith(":") and _NOT.search(line):
            following = " ".join(part.strip()[:_FOLLOWING] for part in lines[number : number + _JOINED])
            one = f"{line.strip()[-_FOLLOWING:]} {following}"
            one = one if _HINT.search(one) and forbids(one) else None
            told = number + _JOINED if one else told
        if one is not None:
            yield number, one.strip(" \t\r-*>#")


def _sentences(line: str) -> Iterator[str]:
    """Those of a line that may speak of attribution."""
    if _HINT.search(line):
        yield from (part for part in _SENTENCE_END.split(line) if _HINT.search(part))


def _redirects(text: str) -> bool:
    """Whether the file asks for attribution of some form: it then moves the trace."""
    return any(
        _demands(sentence, _OTHER_KEY) or (_DEMAND.search(sentence) and _demands(sentence, _TRAILER, _DEMAND))
        for line in text.split("\n")
        for sentence in _SENTENCE_END.split(line[:_LINE_LIMIT])
    )


def _demands(sentence: str, mark: re.Pattern[str], verb: re.Pattern[str] | None = None) -> bool:
    """Whether a mark stands in a sentence, close after a verb that asks for it, without a denial before."""
    found = mark.search(sentence)
    if found is None or _NOT.search(sentence[: found.end()]) or _REMOVE.search(sentence[: found.end()]):
        return False
    return verb is None or _is_before(_places(verb, sentence), [found.span()], 2 * _CLOSER)
