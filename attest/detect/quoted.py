"""Which lines of a message are somebody else's words, and so no evidence about this change. Pure.

Closed code fences, the original that a revert repeats, release notes that a bump of a dependency pastes,
and what a squash lists under a merge of another branch: its content came by another change.
"""

import re
from collections.abc import Iterator, Sequence

_FENCE = re.compile(r"(`{3,}[^`]*|~{3,}.*)$")
_REVERTS = re.compile(r"(?:This reverts commit |This reverts |Reverts )")
_REVERT_SUBJECT = re.compile(r"(?:Revert|Reapply|Back(?:ed)? ?out) \"", re.IGNORECASE)
_REVERTED = re.compile(
    r"(?i:Revert|Reapply|Back(?:ed)? ?out) \"(?P<title>.{1,1000})\"(?: \([#!]\d{1,9}\))?\s*$"
)
_NUMBER = re.compile(r"\s{1,3}\([#!]\d{1,9}\)$")
_ORIGINAL = re.compile(
    r"[*_# ]{0,6}original (?:phabricator diff"
    r"|(?:commit |change'?s? |pr |pull request )?(?:message|description|commit|text))\b",
    re.IGNORECASE,
)
_BUMP = re.compile(
    r"\b(?:bump|update|upgrade)[sd]? .{1,200}?\bto [v^~<>=! ]{0,4}\d|\bbumps? the .{1,80} group"
    r"|\(deps(?:-\w{1,20})?\)|this pr contains the following updates"
    r"|\broll \S{1,100} from (?:(?=\S{0,80}\d)\S{1,80} to (?=\S{0,80}\d)"
    r"|\S{1,80} to \S{1,80} \(\d{1,6} commit)"
    r"|\b(?:bump|update|upgrade|sync)[sd]? vendored\b"
    r"|^(?:\w{2,12}(?:\([^)]{1,60}\))?!?: )?release v?\d{1,6}\.\d",
    re.IGNORECASE,
)
_VERSION = re.compile(r"#{1,4} {1,3}\[?v?\d{1,6}\.\d")
"""What release notes begin with, or a change log, under the subject of a bump."""
_SUBTREE = re.compile(r"Squashed '[^']{1,500}' (?:changes|content) from ")
"""What git's subtree writes above the commits of another repository."""
_NOTES = re.compile(
    r"(?:[#*_> -]|<details>|<summary>|<h\d>|<p>|<em>){0,12}"
    r"(?:(?:release notes|change ?log|commits|what'?s changed)\W{0,4}(?:</\w{1,8}>\W{0,2}){0,3}$"
    r"|sourced from\b)",
    re.IGNORECASE,
)
_MERGE = re.compile(r"\* Merge (?:branch|remote-tracking branch|pull request|tag|commit) ")
_MERGED_LOG = re.compile(r"\* \S.{0,200}:\s*$")
"""What heads the commits of one branch in the log that a merge takes over; they are set in below it."""
_RULE = re.compile(r"-{5,}\s*$")
_KEYED = re.compile(r"[A-Za-z][A-Za-z0-9-]{1,40}(?: [Bb]y)?[ \t]{0,10}:(?!//)")
_CLOSING = re.compile(
    r"[A-Za-z][A-Za-z0-9-]{1,40}(?: [Bb]y)?[ \t]{0,10}:(?!//)[ \t]*\S|-{5,}\s*$"
    r"|\W{0,6}(?:generated|created|made) (?:with|by) \[?[\w .-]{1,40}\]?(?:\(https?://[^)\s]{1,200}\))?[\W_]{0,6}$",
    re.IGNORECASE,
)
"""What an author's own tools put at the end of a message: trailers, and footers that stand alone."""


def quoted(rows: Sequence[str], space: str, block: int) -> set[int]:
    """Indexes of the rows that quote; `block` is where the trailer block begins, `space` what to strip."""
    bare = [row.strip(space) for row in rows]
    subject = next((row for row in bare if row), "")
    found = set(_fenced(bare))
    found.update(_reverted(bare, subject, found))
    found.update(_pasted(bare, subject, min(block, _closing(bare))))
    found.update(_merged(rows))
    found.update(_taken_over(rows, subject))
    found.update(_shown(bare))
    return found


def fenced(rows: Sequence[str]) -> set[int]:
    """Indexes of the rows of closed fences, the fences among them."""
    return set(_fenced([row.strip() for row in rows]))


def _fenced(rows: Sequence[str]) -> Iterator[int]:
    """Closed fences with what is in them. A fence that nothing closes is taken for a slip."""
    opened, mark = -1, ""
    for index, row in enumerate(rows):
        if not row.startswith(("```", "~~~")):
            continue
        if opened < 0 and _FENCE.match(row):
            opened, mark = index, row[: len(row) - len(row.lstrip(row[0]))]
        elif opened >= 0 and row.startswith(mark) and not row.strip(mark[0]):
            yield from range(opened, index + 1)
            opened = -1


def _reverted(rows: Sequence[str], subject: str, fenced: set[int]) -> Iterator[int]:
    """What a revert repeats of the message that it reverts.

    After a heading that says so; from where the reverted title stands again; and all that stands above
    the line in which git says what is reverted. What follows that line is the revert's own.
    """
    titled = _REVERT_SUBJECT.match(subject) is not None
    told = next((index for index, row in enumerate(rows) if _REVERTS.match(row)), -1)
    if told < 0 and not titled:
        return
    end = told if titled and told >= 0 else 0
    first = rows.index(subject) if subject in rows else 0
    yield from range(first + 1, end)
    match = _REVERTED.match(subject)
    titles = {match["title"], _NUMBER.sub("", match["title"])} if match else set()
    for index in range(max(first, end) + 1, len(rows)):
        if index in fenced:
            continue
        if _ORIGINAL.match(rows[index]) and _is_marked(rows[index + 1 :]):
            return
        if _ORIGINAL.match(rows[index]) or rows[index].lstrip("*# ") in titles:
            yield from range(index, len(rows))
            return


def _is_marked(rows: Sequence[str]) -> bool:
    """Whether what a heading announces is marked line by line: then it ends with the marks."""
    return next((row for row in rows if row), "").startswith(">")


def _pasted(rows: Sequence[str], subject: str, block: int) -> Iterator[int]:
    """Release notes of a bump up to the trailer block; elsewhere those in a folded part that is so called."""
    if _SUBTREE.match(subject):
        yield from range(rows.index(subject) + 1, block)
    bump = _BUMP.search(subject) is not None
    if bump:
        noted = _noted(rows[:block], subject)
        folded = next((index for index in range(block) if rows[index].startswith("<details")), block)
        yield from range(noted, folded)
    opened: list[int] = []
    for index, row in enumerate(rows):
        if row.startswith("<details") and (
            bump or opened or any(_NOTES.match(line) for line in rows[index : index + 2])
        ):
            opened.append(index)
        if opened and row.endswith("</details>"):
            yield from range(opened.pop(), index + 1)
    yield from range(opened[0] if opened else block, block)


def _noted(rows: Sequence[str], subject: str) -> int:
    """Where the notes begin: at their heading, or at a list that opens the body above older versions'."""
    heading = next(
        (index for index, row in enumerate(rows) if _NOTES.match(row) or _VERSION.match(row)), len(rows)
    )
    if heading < len(rows) and _VERSION.match(rows[heading]) and not _NUMBER.search(subject):
        first = next((index for index, row in enumerate(rows) if row and row != subject), heading)
        return first if rows[first].startswith(("* ", "- ")) else heading
    return heading


def _merged(rows: Sequence[str]) -> Iterator[int]:
    """What a squash lists under a merge of another branch, up to the next commit of the list."""
    inside = False
    for index, row in enumerate(rows):
        if row.startswith("* "):
            inside = index > 0 and _MERGE.match(row) is not None
        elif _RULE.match(row):
            inside = False
        if inside:
            yield index


def _taken_over(rows: Sequence[str], subject: str) -> Iterator[int]:
    """What a merge takes over from the log of what it merges."""
    inside = False
    for index, row in enumerate(rows if subject.startswith("Merge ") else ()):
        if row.strip() and row[0] not in " \t":
            inside = _MERGED_LOG.match(row) is not None
        elif inside:
            yield index


def _closing(rows: Sequence[str]) -> int:
    """Where the paragraphs begin that end a message with nothing but trailers and footers."""
    start = end = len(rows)
    for index in range(len(rows) - 1, -1, -1):
        if not rows[index]:
            start = end
        elif _CLOSING.match(rows[index]):
            end = index
        else:
            return start
    return len(rows)


def _shown(rows: Sequence[str]) -> Iterator[int]:
    """A paragraph that a colon announces and around which the sentence goes on: it is shown, not said."""
    spans = _paragraphs(rows)
    for above, (start, end), below in zip(spans, spans[1:], spans[2:], strict=False):
        if rows[above[1] - 1].endswith(":") and rows[below[0]][:1].islower() and _KEYED.match(rows[start]):
            yield from range(start, end)


def _paragraphs(rows: Sequence[str]) -> list[tuple[int, int]]:
    """Where rows that are not blank stand together, as half-open ranges."""
    ends = [index for index, row in enumerate((*rows, "")) if not row]
    starts = [0, *(end + 1 for end in ends)]
    return [(start, end) for start, end in zip(starts, ends, strict=False) if start < end]
