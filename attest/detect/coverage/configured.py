"""Tools that a repository is set up for, as files at the branch's tip show."""

from collections.abc import Sequence
from typing import NamedTuple

from attest.detect.coverage.rules import ToolEntry, tools
from attest.model.coverage import Sought, TipFile

_PREFIX = "tool-"


class Configured(NamedTuple):
    """A tool with files of its own at the tip."""

    tool: ToolEntry
    path: str
    """The file that has been there longest; where none is dated, the one nearest to the root."""
    since: str | None
    files: int


def sought() -> tuple[Sought, ...]:
    """The files of every tool; since when they are there is asked, their content is not."""
    return tuple(
        Sought(f"{_PREFIX}{tool.slug}", tool.configuration, read=False, dated=True)
        for tool in tools().tools
        if tool.configuration
    )


def configured(files: Sequence[TipFile]) -> tuple[Configured, ...]:
    """The tools that have files, in the order of the registry."""
    found = []
    for tool in tools().tools:
        own = [file for file in files if f"{_PREFIX}{tool.slug}" in file.sought]
        if own:
            first = min(own, key=_rank)
            found.append(Configured(tool, first.path, first.since, len(own)))
    return tuple(found)


def _rank(file: TipFile) -> tuple[str, int, str]:
    return file.since or "~", file.path.count("/"), file.path
