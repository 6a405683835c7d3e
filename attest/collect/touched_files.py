"""The files at watched places that each commit of a range touched.

A commit whose files were listed is read again only where one of them may lie at a watched place. A
merge that landed is held against the branch before it, so that what it took from neither side, or
from the older one, shows as well.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from attest.collect.ancestry import Range
from attest.collect.gitdir import CleanRepository
from attest.collect.path_globs import is_rooted, pathspec, pattern
from attest.collect.process import ChildError
from attest.collect.tree_changes import Match, TreeChange, tree_changes
from attest.collect.walk import Link
from attest.collect.watch import Lookout

Ends = tuple[str | None, str | None]
"""The commit before a range, where there is one, and the branch's tip on the day of collection."""

_MOST_LITERAL = 500
"""Paths that git is given one by one; beyond them it lists every file, which takes longer."""


@dataclass(slots=True)
class TouchedFiles:
    """Reads a range place by place; `by_commit` leaves out commits that touched none."""

    repository: CleanRepository
    within: Range
    ends: Ends
    by_commit: dict[str, tuple[TreeChange, ...]] = field(default_factory=dict)
    _unknown: set[str] = field(default_factory=set)

    def read(self, globs: Sequence[str], lookout: Lookout | None) -> None:
        """Add what touched these places; without a lookout every commit is asked."""
        match = pattern(globs).match
        rooted = all(is_rooted(glob) for glob in globs)
        # Git takes far longer to match a name in any folder than to list every file.
        specs = [pathspec(glob) for glob in globs] if rooted else []
        self._take(tree_changes(self.repository, self._plain(lookout), specs, match))
        if not rooted:
            specs = self._literal(globs, match)
        self._take(tree_changes(self.repository, self._merges(), specs, match))

    def _plain(self, lookout: Lookout | None) -> Iterator[Link]:
        """Commits that may touch a place, or may for all we know."""
        for share in self.within.members:
            for sha in share:
                parents = self.within.graph[sha]
                if len(parents) < 2 and (lookout is None or lookout.may_touch(sha)):
                    yield Link(sha, parents)

    def _merges(self) -> Iterator[Link]:
        """Merges that landed, beside the branch before them."""
        for sha in self.within.line:
            parents = self.within.graph[sha]
            if len(parents) > 1:
                yield Link(sha, parents[:1])

    def _literal(self, globs: Sequence[str], match: Match) -> list[str]:
        """Every path that these places can mean: at both ends, and where a commit touched one."""
        paths = {item.path for items in self.by_commit.values() for item in items if match(item.path)}
        for sha in self.ends:
            paths.update(path for path in self._tree(sha) if match(path))
        if len(paths) > _MOST_LITERAL:
            return []
        wide = [pathspec(glob) for glob in globs if is_rooted(glob)]
        return [*wide, *(f":(top,literal){os.fsdecode(path)}" for path in sorted(paths))] or [":(top)/"]

    def _tree(self, sha: str | None) -> Iterator[bytes]:
        if sha is None:
            return
        try:
            with self.repository.git("ls-tree", "-r", "-z", "--name-only", "--full-tree", sha) as child:
                while not child.at_end():
                    yield child.until(b"\0", 1 << 16)
                child.finish()
        except ChildError:
            self._note(sha)

    def _take(self, answers: Iterable[tuple[str, tuple[TreeChange, ...] | None]]) -> None:
        for sha, changes in answers:
            if changes is None:
                self._note(sha)
            elif changes:
                joined = {*self.by_commit.get(sha, ()), *changes}
                self.by_commit[sha] = tuple(sorted(joined, key=lambda item: item.path))

    def _note(self, sha: str) -> None:
        if sha in self._unknown:
            return
        self._unknown.add(sha)
        self.repository.gaps.note(
            "git",
            "touches-unknown",
            what="the files of a commit could not be listed: trees are missing or damaged here",
            effect="whether these commits touch watched files, as the audit's own rules, is not known",
            affects=f"{self.repository.name}:{sha}",
        )
