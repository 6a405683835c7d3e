"""What a collection looks out for: classes of paths, and the places that attest.yaml adds to them."""

from collections.abc import Callable
from dataclasses import dataclass

from attest.collect.diffs import Rows
from attest.collect.path_globs import Sieve
from attest.model.touch import NamedGlob, PathClass, PathKind

NameReader = Callable[[bytes], tuple[NamedGlob, ...]]
"""From a version of attest.yaml to the places it names; raises `AttestError` when it cannot be read."""


def _nothing(data: bytes) -> tuple[NamedGlob, ...]:
    del data
    return ()


@dataclass(frozen=True, slots=True)
class Watch:
    """The classes, and how a version of attest.yaml names further places of theirs."""

    classes: tuple[PathClass, ...] = ()
    config_file: str = ""
    named_in: NameReader = _nothing
    given: tuple[NamedGlob, ...] = ()
    """Places that a configuration from outside the repository names."""

    @property
    def globs(self) -> tuple[str, ...]:
        """The default places of every class."""
        return tuple(glob for one in self.classes for kind in one.kinds for glob in kind.globs)

    @property
    def kinds(self) -> tuple[tuple[PathClass, PathKind], ...]:
        """Every kind of every class."""
        return tuple((one, kind) for one in self.classes for kind in one.kinds)


class Lookout:
    """Sorts commits by their files as these go by: what may touch a watched place, what was not listed."""

    def __init__(self, watch: Watch) -> None:
        self.touching: set[str] = set()
        self.unlisted: set[str] = set()
        self._is_watched = Sieve(watch.globs).holds

    def may_touch(self, sha: str) -> bool:
        """Whether a commit touches a watched place as far as is known by now."""
        return sha in self.touching or sha in self.unlisted

    def look(self, sha: str, rows: Rows | None) -> None:
        """Take in the files of one commit; `None` where they were not listed. Called very often."""
        if rows is None:
            self.unlisted.add(sha)
        elif self._is_watched(rows):
            self.touching.add(sha)
