"""Files at the tip of a branch: found in one listing of the tree, read by one child, dated by the branch."""

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from attest.collect import walk
from attest.collect.gitdir import CleanRepository
from attest.collect.instants import instant
from attest.collect.objects import LARGEST_FILE
from attest.collect.path_globs import pattern
from attest.collect.process import ChildError
from attest.collect.small_objects import contents
from attest.collect.tree_changes import tree_changes
from attest.collect.tree_listing import Entry, list_tree
from attest.collect.walk import Link
from attest.model.coverage import Sought, TipFile

MOST_READ = 2000
"""Files whose content is read; a tree can hold any number of such names."""
MOST_BYTES = 16 << 20
"""Of all contents that are read of one repository."""
MOST_DATED = 20
"""Files of one kind that are dated: those with the shortest paths."""
_UNREAD = "it is missing from this clone, damaged, or larger than 1 MiB"
_TOO_MANY = f"such files are more than {MOST_READ:,}, or larger than {MOST_BYTES >> 20} MiB together"


class _Hit(NamedTuple):
    entry: Entry
    sought: tuple[Sought, ...]

    @property
    def is_read(self) -> bool:
        return self.entry.is_file and any(one.read for one in self.sought)


def tip_files(repository: CleanRepository, commit: str, sought: Sequence[Sought]) -> tuple[TipFile, ...]:
    """The files of a commit that are sought, sorted by path; a tree that cannot be listed leaves a Gap."""
    try:
        hits = sorted(_hits(repository, commit, sought), key=lambda hit: hit.entry.path)
    except ChildError:
        _note(repository)
        return ()
    read = _contents(repository, hits)
    since = _since(repository, commit, _to_date(hits))
    return tuple(_file(hit, read, since) for hit in hits)


def _hits(repository: CleanRepository, commit: str, sought: Sequence[Sought]) -> Iterator[_Hit]:
    every = pattern([glob for one in sought for glob in one.globs]).match
    single = [(one, pattern(one.globs).match) for one in sought]
    for entry in list_tree(repository, commit):
        if every(entry.path):
            yield _Hit(entry, tuple(one for one, match in single if match(entry.path)))


def _contents(repository: CleanRepository, hits: Sequence[_Hit]) -> Mapping[bytes, bytes | None]:
    """By path. The first so many files, in the order of their paths."""
    asked = [hit.entry for hit in hits if hit.is_read][:MOST_READ]
    answers = contents(repository, [entry.object_id for entry in asked], "blob", LARGEST_FILE)
    found: dict[bytes, bytes | None] = {}
    size = 0
    for entry, data in zip(asked, answers, strict=True):
        size += len(data or b"")
        if size > MOST_BYTES:
            break
        found[entry.path] = data
    return found


def _to_date(hits: Sequence[_Hit]) -> frozenset[bytes]:
    """Of each kind the files with the shortest paths: settings lie near the root, what they load deeper."""
    paths: dict[str, list[bytes]] = {}
    for hit in hits:
        for one in hit.sought:
            if one.dated:
                paths.setdefault(one.id, []).append(hit.entry.path)
    return frozenset(
        path
        for found in paths.values()
        for path in sorted(found, key=lambda path: (path.count(b"/"), len(path), path))[:MOST_DATED]
    )


def _since(repository: CleanRepository, commit: str, paths: frozenset[bytes]) -> Mapping[bytes, int]:
    """When each path last came to the first-parent line, by committer date; newest commits first."""
    missing, found = set(paths), dict[bytes, int]()
    if not missing:
        return found
    line = walk.first_parents(repository, commit)
    when = {dated.sha: dated.when for dated in line}
    shas = [dated.sha for dated in reversed(line)]
    links = (
        Link(sha, (parent,) if parent else ()) for sha, parent in zip(shas, [*shas[1:], ""], strict=True)
    )
    specs = [f":(top,literal){os.fsdecode(path)}" for path in sorted(paths)]
    for sha, changes in tree_changes(repository, links, specs, paths.__contains__):
        for change in changes or ():
            if change.before is None and change.path in missing:
                missing.discard(change.path)
                found[change.path] = when[sha]
        if not missing:
            break
    return found


def _file(hit: _Hit, read: Mapping[bytes, bytes | None], since: Mapping[bytes, int]) -> TipFile:
    path = hit.entry.path
    problem = ""
    if hit.is_read and read.get(path) is None:
        problem = _UNREAD if path in read else _TOO_MANY
    return TipFile(
        path.decode("utf-8", "backslashreplace"),
        tuple(one.id for one in hit.sought),
        read.get(path),
        problem,
        instant(since[path]) if path in since else None,
    )


def _note(repository: CleanRepository) -> None:
    repository.gaps.note(
        "coverage",
        "tree-unreadable",
        what="the files of the release branch at the end of the period could not be listed",
        effect="which settings keep AI tools from leaving traces, and which tools are set up, is not known",
    )
