"""Matched text made fit to be shown and stored: cut, control characters visible, secrets removed."""

import re

LIMIT = 200
REMOVED = "[removed]"

_TOKENS = re.compile(
    r"\b(?:gh[pousr]_|github_pat_|glpat-|sk-|xox[abprs]-|AKIA|ASIA|ya29\.|npm_|pypi-|eyJ)[A-Za-z0-9_.\-]{8,1000}"
    r"|(?<![\w-])[0-9a-fA-F]{41,1000}(?![\w-])"
    r"|(?<![\w/+-])(?=[A-Za-z+/_-]{0,200}\d)(?=[a-z\d+/_-]{0,200}[A-Z])[A-Za-z0-9+/_]{40,1000}={0,2}(?![\w-])"
)
_CREDENTIALS = re.compile(r"(?<=://)[^\s/@]{1,200}:[^\s/@]{1,200}@")
_QUERY = re.compile(r"(https?://[^\s?#)>\]]{1,1000})\?[^\s)>\]]{1,1500}")
_NAMED = {"\t": "\\t", "\n": "\\n", "\r": "\\r"}


def _visible(character: str) -> str:
    code = ord(character)
    if character in _NAMED:
        return _NAMED[character]
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def _is_hidden(character: str) -> bool:
    code = ord(character)
    return (
        code < 0x20
        or 0x7F <= code < 0xA0
        or 0x200B <= code <= 0x200F
        or 0x2028 <= code <= 0x202E
        or 0x2060 <= code <= 0x206F
        or 0xD800 <= code <= 0xDFFF
        or code in (0xAD, 0x061C, 0xFEFF)
    )


def shown(text: str) -> str:
    """At most 200 characters that print as they read, without tokens, credentials or query strings.

    Session ids stay: they are the evidence.
    """
    text = text[:2_000]
    text = _QUERY.sub(rf"\1?{REMOVED}", text)
    text = _CREDENTIALS.sub(f"{REMOVED}@", text)
    text = _TOKENS.sub(REMOVED, text)
    if not text.isascii() or not text.isprintable():
        text = "".join(_visible(one) if _is_hidden(one) else one for one in text)
    return text if len(text) <= LIMIT else text[: LIMIT - 1] + "…"
