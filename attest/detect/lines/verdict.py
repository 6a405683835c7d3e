"""Holds what a line record says against the lines that the commit added, and says how the two stand."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain

from attest.detect.lines.contents import LINE_LIMIT, Contents
from attest.detect.lines.intervals import Coverage, common, count, merged, without
from attest.detect.lines.stated import AI, PERSON, Claim, Stated
from attest.model.attached import AddedLines, Lines
from attest.model.line_record import LineVerdict

_SHORTEST_ID = 7


@dataclass(frozen=True, slots=True)
class JudgedPath:
    """One file of a record."""

    path: str
    in_diff: bool
    attested: Lines
    """Lines that the record gives to an AI."""
    confirmed: Lines
    """Those of them that the commit added, with the content that the record says where it says any."""
    people: Lines
    """Added lines that it gives to people and not to an AI."""
    whole: bool = False
    """It gives the file as a whole to an AI."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A line record beside its commit."""

    verdict: LineVerdict
    reason: str
    attested: int = 0
    confirmed: int = 0
    people: int = 0
    added: int | None = None
    tools: tuple[str, ...] = ()
    """As the record spells them, sorted; of an AI's claims alone."""
    models: tuple[str, ...] = ()
    by_path: tuple[JudgedPath, ...] = ()
    by_tool: tuple[tuple[str, str, int], ...] = ()
    """Tool, model and confirmed lines, most lines first; a line that two name counts for both."""
    problems: tuple[str, ...] = ()


def judge(
    stated: Stated | None,
    added: AddedLines | None,
    sha: str,
    *,
    parents: tuple[str, ...] = (),
    followed_from: str = "",
) -> Judged:
    """How a record stands to a commit. Counts each line once, however many claims name it.

    Args:
        stated: The record; `None` where no format knows it.
        added: What the commit added; `None` where that could not be read.
        sha: The commit.
        parents: Its parents: where records of edits say what stood there at the time.
        followed_from: The commit that the record was written for, where its patch moved.
    """
    size = None if added is None else sum(count(lines) for lines in added.files.values())
    if stated is None:
        return Judged(LineVerdict.UNREADABLE, "no known format of line records", added=size)
    if stated.fault:
        return Judged(LineVerdict.UNREADABLE, stated.fault, added=size)
    claims = _of_commit(stated.claims, (sha, followed_from, *parents))
    if added is None:
        reason = "the commit's diff could not be had"
        return Judged(LineVerdict.UNREADABLE, reason, problems=stated.problems)
    other = _other_commit(stated, (sha, followed_from)) or (stated.claims and not claims)
    if other:
        return _stale(stated, size)
    return _compared(stated, claims, added, size or 0)


def _other_commit(stated: Stated, own: Iterable[str]) -> bool:
    """Whether the record names commits, and none of them is this one."""
    named = [name for name in (stated.base_commit, *stated.commits) if _is_id(name)]
    return bool(named) and not any(_is_same(name, sha) for name in named for sha in own)


def _of_commit(claims: tuple[Claim, ...], own: Iterable[str]) -> tuple[Claim, ...]:
    """The claims that are of this commit, or that do not say of which."""
    ids = tuple(sha for sha in own if sha)
    fits = {
        revision: not _is_id(revision) or any(_is_same(revision, sha) for sha in ids)
        for revision in {claim.revision for claim in claims}
    }
    return tuple(claim for claim in claims if fits[claim.revision])


def _is_id(name: str) -> bool:
    return len(name) >= _SHORTEST_ID and all(digit in "0123456789abcdef" for digit in name)


def _is_same(name: str, sha: str) -> bool:
    return bool(sha) and sha.startswith(name)


def _stale(stated: Stated, size: int | None) -> Judged:
    lines = {path: file.ai for path, file in _by_path(stated.claims).items()}
    return Judged(
        LineVerdict.STALE,
        "it describes another commit",
        attested=sum(count(each) for each in lines.values()),
        added=size,
        problems=stated.problems,
    )


@dataclass(slots=True)
class _File:
    """The claims on one file, while they are gathered."""

    claims: list[Claim] = field(default_factory=list)
    whole: bool = False
    ai: Lines = ()
    people: Lines = ()


def _by_path(claims: Iterable[Claim]) -> dict[str, _File]:
    files: dict[str, _File] = {}
    for claim in claims:
        file = files.setdefault(claim.path, _File())
        file.claims.append(claim)
        file.whole = file.whole or (claim.by == AI and claim.lines is None)
    for file in files.values():
        file.ai = _lines(file.claims, AI)
        file.people = _lines(file.claims, PERSON)
    return files


def _lines(claims: Iterable[Claim], by: str) -> Lines:
    return merged(chain.from_iterable(claim.lines or () for claim in claims if claim.by == by))


def _compared(stated: Stated, claims: tuple[Claim, ...], added: AddedLines, size: int) -> Judged:
    files = _by_path(claims)
    contents = Contents(added)
    paths = tuple(_path(path, files[path], added, contents) for path in sorted(files))
    attested = sum(count(path.attested) for path in paths)
    confirmed = sum(count(path.confirmed) for path in paths)
    people = sum(count(path.people) for path in paths)
    verdict, reason = _verdict(stated, paths, attested, confirmed)
    return Judged(
        verdict,
        reason,
        attested,
        confirmed,
        people,
        size,
        tuple(sorted({claim.tool for claim in claims if claim.by == AI and claim.tool})),
        tuple(sorted({claim.model for claim in claims if claim.by == AI and claim.model})),
        paths,
        _by_tool(files, paths),
        (*stated.problems, *_problems(files, paths, contents)),
    )


def _path(path: str, file: _File, added: AddedLines, contents: Contents) -> JudgedPath:
    there = added.files.get(path, ())
    differing = merged(chain.from_iterable(contents.differs(one) for one in file.claims if one.by == AI))
    return JudgedPath(
        path=path,
        in_diff=path in added.files,
        attested=file.ai,
        confirmed=without(common(file.ai, there), differing),
        people=without(common(file.people, there), file.ai),
        whole=file.whole,
    )


def _verdict(
    stated: Stated, paths: tuple[JudgedPath, ...], attested: int, confirmed: int
) -> tuple[LineVerdict, str]:
    whole = [path for path in paths if path.whole]
    found = sum(path.in_diff for path in whole)
    if not attested and not whole:
        return LineVerdict.EMPTY, _nothing(stated, paths)
    reasons = [f"{confirmed:,} of {attested:,} lines that it gives to an AI were added"] if attested else []
    if whole:
        reasons.append(f"{found:,} of {len(whole):,} files that it gives to an AI are in the diff")
    reason = "; ".join(reasons)
    if confirmed == attested and found == len(whole):
        return LineVerdict.VALID, reason
    return (LineVerdict.PARTIAL if confirmed or found else LineVerdict.INCONSISTENT), reason


def _nothing(stated: Stated, paths: tuple[JudgedPath, ...]) -> str:
    if stated.share is not None and stated.share.ai == 0:
        return "it counts no line as an AI's"
    if not paths:
        return "it says nothing of any line or file"
    if any(path.people for path in paths):
        return "it gives lines to people alone"
    return "it gives nothing to an AI"


def _by_tool(files: dict[str, _File], paths: tuple[JudgedPath, ...]) -> tuple[tuple[str, str, int], ...]:
    found: dict[tuple[str, str], int] = {}
    for path in paths:
        claimed: dict[tuple[str, str], list[Claim]] = {}
        for claim in files[path.path].claims:
            if claim.by == AI:
                claimed.setdefault((claim.tool, claim.model), []).append(claim)
        confirmed = Coverage(path.confirmed)
        for key, claims in claimed.items():
            found[key] = found.get(key, 0) + confirmed.count(_lines(claims, AI))
    ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return tuple((tool, model, lines) for (tool, model), lines in ranked)


def _problems(files: dict[str, _File], paths: tuple[JudgedPath, ...], contents: Contents) -> Iterable[str]:
    both = sum(count(common(file.ai, file.people)) for file in files.values())
    if both:
        yield f"lines given to an AI and to a person, counted as the AI's: {both:,}"
    absent = [path for path in paths if not path.in_diff and (path.attested or path.whole)]
    if absent:
        yield f"files that it gives to an AI and that are not in the diff: {len(absent):,}"
    if any(_escapes(path) for path in files):
        yield "it names a path outside the repository"
    if contents.differing:
        what = f"{contents.differing:,} of {contents.compared:,} compared"
        yield f"contents that are not what it says, whose lines are not confirmed: {what}"
    if contents.exhausted:
        yield f"contents beyond {LINE_LIMIT:,} lines were not compared"


def _escapes(path: str) -> bool:
    return path.startswith(("/", "\\")) or ".." in path.split("/") or path[1:2] == ":" or "\0" in path
