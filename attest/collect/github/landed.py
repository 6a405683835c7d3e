"""What the platform ties landed commits to: asked of those that no listed pull request explains."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from attest.collect.fields import ShapeError
from attest.collect.forge import Landed
from attest.collect.github import graphql_shapes
from attest.collect.github.pages import Page, Pages

_FILES = re.compile(r"landed[A-Za-z0-9._-]{0,60}\.json")
REQUEST = "graphql/landed"


@dataclass(slots=True)
class LandedAnswers:
    """What was said of landed commits."""

    tied: dict[str, int] = field(default_factory=dict)
    untied: frozenset[str] = frozenset()
    pulls: tuple[Landed, ...] = ()
    """The pull requests that commits are tied to, by number."""
    problems: list[str] = field(default_factory=list)


def read_landed(pages: Pages, names: Sequence[str], branch: str) -> LandedAnswers:
    """All that was said; a commit of which something is hidden or left out is not said to be untied."""
    answers = LandedAnswers()
    untied: set[str] = set()
    pulls: dict[int, Landed] = {}
    for origin in landed_pages(names):
        page = pages.read(origin, REQUEST)
        if page.problem:
            answers.problems.append(f"what commits are tied to: {page.problem}")
        for row, is_hidden in _rows(page):
            try:
                sha, tied, whole = graphql_shapes.associated(row, branch)
            except ShapeError:
                answers.problems.append("what a commit is tied to is malformed or hidden")
                continue
            for one in tied:
                pulls.setdefault(one.number, one)
            named = [one.number for one in tied if one.merge_sha == sha] or [one.number for one in tied]
            if named:
                answers.tied[sha] = min(named)
            elif whole and not is_hidden:
                untied.add(sha)
    answers.untied = frozenset(untied - answers.tied.keys())
    answers.pulls = tuple(pulls[number] for number in sorted(pulls))
    return answers


def _rows(page: Page) -> Iterator[tuple[Any, bool]]:
    """Each commit that the platform has, and whether a part of what it is tied to is hidden."""
    found = page.data.get("repository")
    for alias, row in found.items() if isinstance(found, dict) else ():
        if row is not None:
            below = page.hidden_below("repository", alias)
            hidden = any(not path or path[0] != "statusCheckRollup" for path in below)
            yield row, hidden or () in page.hidden


def landed_pages(names: Sequence[str]) -> Iterator[str]:
    """The answers about landed commits, of the files of these names in `graphql/`."""
    return (f"graphql/{name}" for name in names if _FILES.fullmatch(name))
