"""Statements of AI use that are none: answered with no, asked, left as a choice; and plain denials. Pure."""

import re

_LOOKED_AT = 300
_WORD = r"(?:yes|no|true|false|none|assisted|generated|autonomous|partial|full|n/a)"
_NO = r"(?:no|none|false|never|nope|n/?a|not (?:used|applicable|at all))"
_WITHIN = r"(?:[^.:;!?\n\"\u201c]|[.:](?=\w)){0,160}?"
_ANSWERED = re.compile(
    rf"(?:[^.,;!?\n]|\.(?=\w)){{0,160}}?(?:[:=]|\s[\u2013\u2014-]{{1,2}}\s|\s[-=]>)[\W_]{{0,6}}{_NO}"
    r"(?=[*_`\s]{0,6}(?:$|[.,;!(\u2013\u2014]))",
    re.IGNORECASE,
)
_ASKED = re.compile(
    rf"{_WITHIN}\?(?=[\s)\]*_\"']|$)(?![\W_]{{0,8}}(?:yes|yep|yeah|y|true|partly|partially|mostly|some)\b)",
    re.IGNORECASE,
)
_CHOICE = re.compile(
    rf"(?:^|[:?=])[\W_]{{0,6}}{_WORD}(?:\s{{0,3}}[/|]\s{{0,3}}|\s{{1,3}}or\s{{1,3}}){_WORD}\b"
    rf"|[/|]\s{{0,3}}{_NO}(?=[\W_]{{0,6}}$|\s{{0,3}}[/|])|(?:^|[:?=/|])\s{{0,3}}{_NO}\s{{0,3}}[/|]",
    re.IGNORECASE,
)
NEGATED = re.compile(r"\b(?:not|never|no|none|nor|neither|without|cannot)\b|n['\u2019]t\b", re.IGNORECASE)
"""A word that can turn a statement round."""

_AI = (
    r"(?:generative |any )?(?:gen ?ai|ai|llm|artificial intelligence|large language model)s?"
    r"(?:[ -](?:coding )?(?:tool|assistant|agent|model|chatbot)s?|[ -](?:tooling|assistance|help|support))?"
)
_WHAT = (
    r"(?:this|these|it|the|my|our)(?: (?:whole|entire|new))?(?: (?:change|commit|code|patch|series|pr|mr"
    r"|pull request|merge request|contribution|implementation|feature|fix|work|submission|test)s?)?"
)
_BE = r"(?:was|were|is|are|has been|have been)"
_MADE = (
    r"(?:(?:co-?)?(?:written|generated|created|made|authored|developed|implemented|coded|produced|drafted"
    r"|built|assisted|prepared)(?: or | and |/)?){1,2}"
)
_WITH = r" ?(?:with|by|using|from)(?: (?:the |any )?(?:use|help|assistance|aid) (?:of|from))?"
_ASIDE = (
    rf"(?:,? (?:at all|in any way|whatsoever|anywhere|here|(?:in|for|on|during)(?: the)? (?:{_WHAT}"
    rf"|(?:making|writing|creation|preparation|development) of {_WHAT})"
    rf"|(?:to|when|while|in|for) (?:write|make|create|prepare|writing|making|creating|preparing) {_WHAT})"
    r"){0,2}"
)
_DENIED = re.compile(
    rf"(?:(?:absolutely )?no {_AI} (?:{_BE} )?(?:used|involved){_ASIDE}"
    rf"|(?:none of|no part of) {_WHAT} {_BE} (?:{_MADE}{_WITH} {_AI}|ai[ -](?:generated|written|assisted))"
    rf"|{_WHAT} (?:{_BE} (?:not|never)|(?:was|were|is|are)n['\u2019]t)(?: been)?(?: in any way)?"
    rf" (?:{_MADE}{_WITH} {_AI}|ai[ -](?:generated|written|assisted))"
    rf"|(?:{_WHAT} {_BE} )?(?:(?:entirely|completely|fully) )?{_MADE}(?: (?:entirely|completely))?"
    rf" ?without(?: using)?(?: (?:the |any )?(?:use|help|assistance|aid) (?:of|from))? {_AI}"
    rf"|(?:i|we)(?: have| did|['\u2019]ve)?(?: not|n['\u2019]t| never)? us(?:ed|e) no {_AI}"
    rf"|(?:i|we) (?:(?:did|have) (?:not|never)|(?:did|have)n['\u2019]t|never) us(?:ed|e) {_AI}"
    rf"){_ASIDE}[\W_]{{0,6}}$"
    rf"|(?:(?:was|were|is|has|have|did) )?(?:(?:{_WHAT} )?(?:been )?{_MADE}{_WITH} {_AI}"
    rf"|{_AI}(?:[ -](?:been )?(?:used|involved|usage|use|disclosure|assisted|generated|written))?){_ASIDE}"
    rf"[*_]{{0,2}}\s{{0,3}}[:=?][\W_]{{0,6}}(?:no|none|false|nope)[\W_]{{0,6}}$",
    re.IGNORECASE,
)
_USING = r"(?:assisted|created|generated|written|used?|using|produced|made|any|the|help|with|by|or|of|from)"
_TICKED = re.compile(
    rf"[^\n]{{0,60}}?\b(?:not|never|without)\b(?: been)?(?: in any way)? (?:{_USING} ){{1,6}}"
    r"(?:generative )?(?:ai|llms?)\b(?! without)"
    r"|no (?:generative )?(?:ai|llm)s?\b(?: tools?| assistance| help)? "
    r"(?:(?:was|were|has been|have been) )?(?:used|involved)\b",
    re.IGNORECASE,
)


def is_no_statement(text: str) -> bool:
    """Whether a text that begins as a statement of AI use is answered with no, asks, or leaves a choice."""
    head = text[:_LOOKED_AT]
    return any(pattern.match(head) for pattern in (_ANSWERED, _ASKED)) or _CHOICE.search(head) is not None


def denies(text: str, *, ticked: bool = False) -> bool:
    """Whether a sentence says, as a whole, that no AI was used; behind a tick, in looser words.

    Of one tool or one part it may be true while AI was used: that is no denial.
    """
    return _DENIED.match(text) is not None or (ticked and _TICKED.match(text) is not None)
