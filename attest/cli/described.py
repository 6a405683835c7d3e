"""What a pull request's text says by its headings, in lines for a terminal."""

from collections.abc import Iterator
from typing import Any


def lines(description: dict[str, Any] | None) -> Iterator[str]:
    """Topics with what stands under them, boxes, and the last edit; nothing without a text."""
    if description is None:
        return
    topics = ", ".join(f"{item['topic']} {item['state']}" for item in description["topics"])
    boxes = description["ticked"] + description["unticked"]
    ticked = f", {description['ticked']} of {boxes} boxes ticked" if boxes else ""
    yield f"its text: {description['words']} words{ticked}; {topics or 'no topic has a heading'}"
    if description["edited_at"]:
        yield f"  last edited {description['edited_at']}"
    elif not description["edits_known"]:
        yield "  when it was last edited is not known"
    if description["cut"]:
        yield "  longer than what was read of it"
