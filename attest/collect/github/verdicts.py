"""What an answer means: keep it, ask again, wait first, ask for less, or stop. Pure."""

import json
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from attest.collect.github.sent import Sent

_SECONDARY_S = 60.0
_LONGEST_TEXT = 200
_PERMANENT = frozenset({"FORBIDDEN", "NOT_FOUND", "UNPROCESSABLE", "INSUFFICIENT_SCOPES"})
_TOO_MUCH = frozenset({"MAX_NODE_LIMIT_EXCEEDED", "RESOURCE_LIMITS_EXCEEDED", "TIMEOUT"})
_GAVE_UP = ("timeout", "timedout", "timed out", "something went wrong", "couldn't respond", "too complex")
PRIMARY = "the rate limit"
SECONDARY = "the secondary rate limit"


class Kind(Enum):
    """What to do with an answer."""

    KEEP = auto()
    AGAIN = auto()
    WAIT = auto()
    SMALLER = auto()
    STOP = auto()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do, and why in words; `wait_s` is how long to wait for a WAIT, or at least for an AGAIN."""

    kind: Kind
    why: str = ""
    wait_s: float = 0.0
    value: Any = None
    """The parsed body of an answer that is kept."""


def of_rest(sent: Sent, now: float) -> Verdict:
    """The verdict on a REST answer; one that refuses is kept as the answer it is."""
    parsed, is_json = _parse(sent.body)
    if sent.status == 200:
        return Verdict(Kind.KEEP, value=parsed) if is_json else Verdict(Kind.AGAIN, "the answer is no JSON")
    limited = _limited(sent, parsed, now)
    if limited is not None:
        return limited
    if sent.status >= 500:
        return Verdict(Kind.AGAIN, _status(sent), _retry_after(sent) or 0.0)
    if 400 < sent.status < 500 and sent.status != 401:
        return Verdict(Kind.KEEP, value=parsed)
    return Verdict(Kind.STOP, _status(sent, parsed))


def of_graphql(sent: Sent, now: float) -> Verdict:
    """The verdict on a GraphQL answer; one with data and errors for single fields may be kept."""
    parsed, is_json = _parse(sent.body)
    limited = _limited(sent, parsed, now)
    if limited is not None:
        return limited
    if sent.status in (502, 504):
        return Verdict(Kind.SMALLER, f"the platform gave up on the question (status {sent.status})")
    if sent.status >= 500:
        return Verdict(Kind.AGAIN, _status(sent), _retry_after(sent) or 0.0)
    if sent.status != 200:
        return Verdict(Kind.STOP, _status(sent, parsed))
    if not is_json or not isinstance(parsed, dict):
        return Verdict(Kind.AGAIN, "the answer is no JSON object")
    return _of_errors(parsed)


def _of_errors(body: dict[str, Any]) -> Verdict:
    errors = body.get("errors")
    data = body.get("data")
    if not errors:
        if isinstance(data, dict):
            return Verdict(Kind.KEEP, value=body)
        return Verdict(Kind.AGAIN, "the answer holds neither data nor errors")
    rows = [row for row in errors if isinstance(row, dict)] if isinstance(errors, list) else []
    types = {str(row.get("type", "")) for row in rows}
    texts = " ".join(str(row.get("message", "")) for row in rows)
    if "RATE_LIMITED" in types:
        return Verdict(Kind.WAIT, PRIMARY, 1.0)
    if types & _TOO_MUCH or any(word in texts.lower() for word in _GAVE_UP):
        return Verdict(Kind.SMALLER, f"the platform gave up on the question: {_short(texts)}", value=body)
    if types <= _PERMANENT and is_partial(body):
        return Verdict(Kind.KEEP, value=body)
    if types <= _PERMANENT and types:
        return Verdict(Kind.STOP, f"the forge refuses the question: {_short(texts)}")
    return Verdict(Kind.AGAIN, f"the forge answered with an error: {_short(texts)}", value=body)


def is_partial(body: Any) -> bool:
    """Whether a GraphQL answer holds something of what was asked for, or that a single node is not there."""
    data = body.get("data") if isinstance(body, dict) else None
    if not isinstance(data, dict):
        return False
    return "node" in data or any(value for name, value in data.items() if name != "rateLimit")


def _limited(sent: Sent, parsed: Any, now: float) -> Verdict | None:
    """The wait that a refusal asks for; `None` for one that is no matter of a rate."""
    errors = parsed.get("errors") if isinstance(parsed, dict) else None
    rated = isinstance(errors, list) and any(
        isinstance(row, dict) and row.get("type") == "RATE_LIMITED" for row in errors
    )
    if sent.status not in (403, 429) and not rated:
        return None
    text = _message(parsed).lower()
    after = _retry_after(sent)
    if after is not None:
        return Verdict(Kind.WAIT, SECONDARY if "secondary" in text else PRIMARY, after)
    if sent.headers.get("x-ratelimit-remaining") == "0" or "api rate limit exceeded" in text or rated:
        return Verdict(Kind.WAIT, PRIMARY, _until_reset(sent, now))
    if "secondary rate limit" in text or "abuse detection" in text or sent.status == 429:
        return Verdict(Kind.WAIT, SECONDARY, _SECONDARY_S)
    return None


def _until_reset(sent: Sent, now: float) -> float:
    reset = sent.headers.get("x-ratelimit-reset", "")
    if not reset.isdecimal() or len(reset) > 15:
        return _SECONDARY_S
    return max(int(reset) - now, 0.0) + 1.0  # nobody says when in that second the count begins anew


def _retry_after(sent: Sent) -> float | None:
    text = sent.headers.get("retry-after", "")
    return float(text) if text.isdecimal() and len(text) < 10 else None


def _parse(body: bytes) -> tuple[Any, bool]:
    try:
        return json.loads(body), True
    except (ValueError, RecursionError):
        return None, False


def _status(sent: Sent, parsed: Any = None) -> str:
    message = _message(parsed)
    return f"the forge answered with status {sent.status}" + (f": {_short(message)}" if message else "")


def _message(parsed: Any) -> str:
    message = parsed.get("message") if isinstance(parsed, dict) else ""
    return message if isinstance(message, str) else ""


def _short(text: str) -> str:
    """A text of the forge, cut and made visible."""
    return ascii(text[:_LONGEST_TEXT])
