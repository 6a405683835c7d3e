"""Which rows of a message belong to another message, for its trailers alone. Pure.

Stricter than `quoted`: a reviewer whom a message took over from another one has not seen this commit, so
here a row is left out as soon as another message begins above it and nothing shows where that one ends.
"""

import re
from collections.abc import Iterator, Sequence

_PASTED = 6
"""Rows within which the headers of a pasted commit or mail stand together."""
_TITLE = 120
"""Characters of a paragraph of one line that still looks like the subject of a commit."""
_REVERTS = re.compile(
    r"(?:this |also )?(?:reverts|backs out|rolls back) (?:commits? |changeset |merge )?"
    r"[\w./-]{0,100}[0-9a-f]{7,64}\b"
    r"|(?:this )?reverts (?:pull request |merge request )?[\w./-]{0,200}[#!]\d"
    r"|backed out (?:changeset |commit )?[0-9a-f]{7,64}\b",
    re.IGNORECASE,
)
_REVERT = re.compile(r"revert(?:\([^)]{1,100}\))?!?: (?P<title>.{1,1000})$", re.IGNORECASE)
_GIT_REVERT = re.compile(r"(?:Revert|Reapply) \"")
_NUMBER = re.compile(r"\s{1,3}\([#!]\d{1,9}\)$")
_ORIGINAL = re.compile(
    r"[*_# -]{0,10}(?:the )?(?:original|upstream) (?:commit |change'?s? |pr |pull request )?"
    r"(?:message|description|commit|change|text|log)s?\b(?:.{0,100}:|)[*_ -]{0,10}$",
    re.IGNORECASE,
)
_WROTE = re.compile(r"(?:On .{1,300}|.{0,200}@.{1,200}) (?:wrote|writes) ?:$", re.IGNORECASE)
_COMMIT = re.compile(r"commit [0-9a-f]{40}(?:[0-9a-f]{24})?(?: \([^)]{1,300}\))?$")
_ABBREVIATED = re.compile(r"commit [0-9a-f]{7,64}\b")
_MAILED = re.compile(r"From [0-9a-f]{40}(?:[0-9a-f]{24})? ")
_SENDER = re.compile(r"From: \S")
_AUTHOR = re.compile(r"(?:Author|Merge): ")
_HEADER = re.compile(r"(?:Date|Sent|To|Subject): \S")
_BACKPORTED = re.compile(r"\(?back-?ported from (?:commit )?[0-9a-f]{7,64}\b", re.IGNORECASE)
_UPSTREAM = re.compile(
    r"\[ ?upstream commit [0-9a-f]{7,64} ?\]$|(?:upstream )?commit [0-9a-f]{7,64} upstream\W{0,3}$"
    r"|upstream commit [0-9a-f]{7,64}\.?$",
    re.IGNORECASE,
)
_SQUASHED = re.compile(r"\([#!]\d{1,9}\)\s*$")


def borrowed(rows: Sequence[str]) -> set[int]:
    """Indexes of the rows that are another message's."""
    subject = next((index for index, row in enumerate(rows) if row.strip()), 0)
    found: set[int] = set()
    for index in range(subject + 1, len(rows)):
        found.update(_above(rows, index))
        if index not in found and _begins(rows, index):
            found.update(range(index, len(rows)))
            break
    found.update(_reverted(rows, subject))
    found.update(_single(rows, subject))
    return found


def _above(rows: Sequence[str], index: int) -> Iterator[int]:
    """What a marker says of the rows above it, or of the whole message when it stands by itself."""
    row = rows[index].strip()
    if _REVERTS.match(row) or _BACKPORTED.match(row):
        yield from range(index)
    elif _UPSTREAM.match(row):
        end = next((place for place in range(index, len(rows)) if not rows[place].strip()), len(rows))
        yield from range(index)
        yield from range(end, len(rows))


def _begins(rows: Sequence[str], index: int) -> bool:
    """Whether another message begins here. One that is marked row by row is left to its marks."""
    row = rows[index].rstrip()
    if _MAILED.match(row) or _is_logged(rows, index) or _is_mail(rows, index):
        return not _is_marked(_after_paragraph(rows, index))
    return bool(_ORIGINAL.match(row) or _WROTE.match(row)) and not _is_marked(rows[index + 1 :])


def _is_logged(rows: Sequence[str], index: int) -> bool:
    """As git prints a commit. A sentence that names one may run over the end of a row too."""
    if rows[index - 1].strip():
        return False
    following = rows[index + 1] if index + 1 < len(rows) else ""
    if _ABBREVIATED.match(rows[index]) and _AUTHOR.match(following):
        return True
    return _COMMIT.match(rows[index].rstrip()) is not None


def _is_mail(rows: Sequence[str], index: int) -> bool:
    if not _SENDER.match(rows[index]):
        return False
    return any(_HEADER.match(row) for row in rows[index + 1 : index + _PASTED])


def _after_paragraph(rows: Sequence[str], index: int) -> Sequence[str]:
    end = next((place for place in range(index, len(rows)) if not rows[place].strip()), len(rows))
    return rows[end:]


def _is_marked(rows: Sequence[str]) -> bool:
    first = next((row for row in rows if row.strip()), "")
    return first.startswith((">", "    ", "\t"))


def _reverted(rows: Sequence[str], subject: int) -> Iterator[int]:
    """The original below the row that names what is reverted: from where its title stands.

    Where the subject does not say the title, a paragraph that looks like one is taken for it.
    """
    told = next((index for index in range(subject + 1, len(rows)) if _REVERTS.match(rows[index])), -1)
    if told < 0 or _GIT_REVERT.match(rows[subject]):
        return
    match = _REVERT.match(rows[subject])
    titles = {match["title"], _NUMBER.sub("", match["title"])} if match else set()
    for index in range(told + 1, len(rows)):
        if rows[index].strip() in titles:
            yield from range(index, len(rows))
            return
    first = next((index for index in range(told + 1, len(rows)) if rows[index].strip()), len(rows))
    if not match and told + 1 < first < len(rows) and _is_title(rows, first):
        yield from range(first, len(rows))


def _is_title(rows: Sequence[str], index: int) -> bool:
    """A paragraph of one row that ends as no sentence does, and is no trailer."""
    row = rows[index].rstrip()
    alone = index + 1 < len(rows) and not rows[index + 1].strip()
    words = row.split(" ")
    return (
        alone
        and len(row) <= _TITLE
        and len(words) > 1
        and row[-1] not in ".!?:;"
        and "-by:" not in row.lower()
    )


def _single(rows: Sequence[str], subject: int) -> Iterator[int]:
    """What a forge's squash lists as its only item: there is no end of the list that speaks for all."""
    listed = [index for index in range(subject + 1, len(rows)) if rows[index].startswith("* ")]
    if len(listed) != 1 or not _SQUASHED.search(rows[subject]):
        return
    (item,) = listed
    before = any(row.strip() for row in rows[subject + 1 : item])
    if not before and item + 1 < len(rows) and not rows[item + 1].strip():
        end = next((place for place in range(item, len(rows)) if rows[place].startswith("-----")), len(rows))
        yield from range(item, end)
