"""AI involvement of one change in lines, for `attest explain`: the evidence, and what it adds up to."""

from collections.abc import Callable, Iterator
from typing import Any

ActorName = Callable[[dict[str, Any]], str]
_RECOVERED = "recovered: the commits on the branch lost the evidence that the pull request's own commits hold"


def lines(data: dict[str, Any], name: ActorName) -> Iterator[str]:
    """Of the data that `attest.pipeline.explaining` gives; nothing where no involvement is on record."""
    seen = data["involvement"]
    if seen is None:
        return
    yield f"AI: {_summed(seen)}"
    yield from (f"  {line}" for line in _weighed(seen, data["change"]["declaration"]))
    yield f"accountable: {_accountable(seen, name)}"
    for signal in data["signals"]:
        quoted = f": {signal['matched']!r}" if signal["matched"] else ""
        how = f"grade {signal['grade']}, {signal['role']}"
        yield f"  {signal['rule']} v{signal['version']} ({signal['where']}; {how}){quoted}"
    yield from (f"  {_line_record(record)}" for record in data["line_records"])


def _summed(seen: dict[str, Any]) -> str:
    state = seen["state"]
    if seen["unknown_reason"]:
        state += f" ({_spaced(seen['unknown_reason'])})"
    extent = f", extent {seen['extent']}" if seen["extent"] else ""
    tools = ", ".join(seen["tools"]) or "no tool"
    count = f"{seen['commits_evidenced']} of {seen['commits_seen']} commits"
    return f"{state}{extent}, grade {seen['grade'] or 'none'}, {tools}; {count}"


def _weighed(seen: dict[str, Any], declaration: str) -> Iterator[str]:
    """What the evidence rests on, and what was said beside it."""
    if seen["sources"]:
        witnesses = "two independent sources" if seen["corroborated"] else "no two independent sources"
        yield f"rests on: {', '.join(seen['sources'])}; {witnesses}"
    if seen["recovered"]:
        yield _RECOVERED
    if seen["ai_lines"] is not None:
        added = "not known how many" if seen["added_lines"] is None else f"{seen['added_lines']:,}"
        yield f"lines that records give to an AI: {seen['ai_lines']:,} of {added} added"
    declared = f"; the author declared: {declaration}" if declaration else ""
    yield f"disclosure: {_spaced(seen['disclosure'])}{declared}"


def _accountable(seen: dict[str, Any], name: ActorName) -> str:
    if seen["accountable"] is None:
        return "nobody could be named"
    return f"{name(seen['accountable'])} ({_spaced(seen['accountable_basis'])})"


def _line_record(record: dict[str, Any]) -> str:
    what = f"{record['format'] or 'unknown'} record of {record['commit'][:12]} ({record['source']})"
    stated = (
        f"its own count: {record['stated_ai']:,} of {record['stated_total']:,}" if _states(record) else ""
    )
    found = "; ".join(part for part in (record["reason"], stated, *record["problems"]) if part)
    return f"{what}: {record['verdict']}{', ' + found if found else ''}"


def _states(record: dict[str, Any]) -> bool:
    return record["stated_ai"] is not None and record["stated_total"] is not None


def _spaced(word: str) -> str:
    return word.replace("-", " ")
