"""Trailers of a message: lines `key: value` in a paragraph of nothing else, in the author's own words. Pure.

Evidence of review rests on them, so a line amid prose is none, nor one that is indented, quoted, fenced,
or that a revert, a cherry-pick or a list of joined commits took over from another message. Sign-offs are
taken out first: whether there are any changes nothing.
"""

import re
from collections.abc import Sequence

from attest.detect import message as messages
from attest.detect.borrowed import borrowed
from attest.detect.comments import uncommented
from attest.detect.quoted import quoted

_SIGNED = re.compile(r"signed-off-by[ \t]{0,10}:", re.IGNORECASE)
_TRAILER = re.compile(r"([A-Za-z][A-Za-z0-9_-]{1,40}(?: [Bb]y)?)[ \t]{0,10}:(?!//)[ \t]*(?=\S)")
_REMARK = re.compile(r"\[[^\]]{1,500}\]$")
_JOINED = "Squashed commit of the following:"


def trailers(message: str, *, closing: bool = False) -> tuple[tuple[str, str], ...]:
    """Keys, lower-case with hyphens, and values, in the order of the lines.

    With `closing`, those alone that end the message with nothing but trailers after them.
    """
    rows = [row for row in uncommented(messages.split(message))[0] if not _SIGNED.match(row)]
    paragraphs = _paragraphs(rows)
    kept = [span for span in paragraphs[1:] if _is_block(rows, span)]
    if closing or _is_list(rows):
        kept = _at_the_end(paragraphs, kept)
    others = quoted(rows, messages.SPACE, messages.trailer_block(rows)) | borrowed(rows)
    taken_over = max((index for index, row in enumerate(rows) if messages.PICKED.match(row)), default=-1)
    read = (
        (row, _TRAILER.match(row))
        for start, end in kept
        for index, row in enumerate(rows[start:end], start)
        if index > taken_over and index not in others
    )
    return tuple(
        (match[1].lower().replace(" ", "-"), row[match.end() :].strip(messages.SPACE))
        for row, match in read
        if match is not None
    )


def _paragraphs(rows: Sequence[str]) -> list[tuple[int, int]]:
    """Where rows that are not blank stand together, as half-open ranges; the first is the subject's."""
    found: list[tuple[int, int]] = []
    for index, row in enumerate(rows):
        if row.strip(messages.SPACE):
            if found and found[-1][1] == index:
                found[-1] = (found[-1][0], index + 1)
            else:
                found.append((index, index + 1))
    return found


def _is_block(rows: Sequence[str], span: tuple[int, int]) -> bool:
    start, end = span
    return rows[start][0] not in " \t" and all(_may_stand(row) for row in rows[start:end])


def _may_stand(row: str) -> bool:
    """A trailer, what goes on with one (and is not read), and what maintainers put between them."""
    return (
        row[0] in " \t"
        or _TRAILER.match(row) is not None
        or messages.PICKED.match(row) is not None
        or _REMARK.match(row) is not None
    )


def _is_list(rows: Sequence[str]) -> bool:
    """Whether several commits were joined: then a trailer amid the message is one of them's."""
    listed = sum(1 for row in rows[1:] if row.startswith(("* ", "- ", "-----")))
    return listed > 1 or _JOINED in rows


def _at_the_end(
    paragraphs: Sequence[tuple[int, int]], blocks: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    count = 0
    for paragraph, block in zip(reversed(paragraphs), reversed(blocks), strict=False):
        if paragraph != block:
            break
        count += 1
    return list(blocks[len(blocks) - count :])
