"""Pushes to the branches of pull requests: one list of the whole repository, which names who pushed what.

It is asked for until every pull request that was merged has been met, and the time when it was opened: what
was pushed before a clean merge of the base lies further back than the last push.
"""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

from attest.collect.fields import each
from attest.collect.forge import HeadPushes
from attest.collect.forge_files import NOT_RECORDED, Recording, Response
from attest.collect.forge_records import BranchPush
from attest.collect.github import listed, rest_shapes
from attest.collect.github.asking import Asking

STEM = "activity/repository"
_PER_PAGE = 100
_KEPT = timedelta(days=365)
_EARLIER = timedelta(days=30)
"""So long before a pull request was opened its branch is looked for."""
Head = tuple[str, str, str]
"""Branch, last revision, and when the pull request was opened."""


def ask_head_pushes(asking: Asking, since: str, heads: Iterable[Head], most: int) -> None:
    """Ask for as many pages as it takes, or as many as the budget has.

    Raises:
        CollectionError: There is no answer to be had, not even a refusal.
    """
    wanted = {(f"refs/heads/{branch}", sha): opened for branch, sha, opened in heads}
    if not wanted:
        return
    asking.progress("reading who pushed to pull requests", 0, None)
    path, asked = f"{asking.base}/activity", {"time_period": "year"}
    for _ in asking.rest_list(STEM, path, asked, enough=_until_all(since, wanted), most=most):
        pass


def _until_all(since: str, wanted: dict[tuple[str, str], str]) -> Callable[[Any], bool]:
    first = min((since, *filter(None, wanted.values())))
    left = set(wanted)

    def enough(body: Any) -> bool:
        rows = body if isinstance(body, list) else []
        left.difference_update((listed.string(row, "ref"), listed.string(row, "after")) for row in rows)
        last = listed.string(rows[-1], "timestamp") if rows else ""
        return bool(last) and last < (_before(first, _EARLIER) if left else first)

    return enough


class PushedHeads:
    """The pushes to each branch of a spool, newest first."""

    def __init__(self, recording: Recording, asked_at: str, branches: Collection[str]) -> None:
        self._by_ref: dict[str, list[BranchPush]] = {}
        self._reach = _before(asked_at, _KEPT)
        self._problem = ""
        refs = {f"refs/heads/{branch}" for branch in branches}
        more, number = True, 0
        while more and not self._problem:
            number += 1
            page = recording.read_file(f"{STEM}.page{number}.json", STEM, _PER_PAGE)
            if page.problem == NOT_RECORDED:
                self._problem = "" if number > 1 else "it was not asked for"
                return
            more = self._add(page, refs)

    def _add(self, page: Response, refs: Collection[str]) -> bool:
        """Take in a page; says whether there is another, and then how far the list goes back so far."""
        rows = page.body if isinstance(page.body, list) else []
        found, bad = each(rows, rest_shapes.push)
        if page.problem or not isinstance(page.body, list) or bad:
            self._problem = page.problem or "it is malformed"
        for ref, push in found:
            if ref in refs:
                self._by_ref.setdefault(ref, []).append(push)
        if not page.more:
            return False
        self._reach = min((push.at for _, push in found if push.at), default=self._reach)
        return True

    def of(self, branch: str) -> HeadPushes:
        """What is known of a branch."""
        pushes = tuple(self._by_ref.get(f"refs/heads/{branch}", ()))
        return HeadPushes(pushes, self._reach, self._problem)


def _before(instant: str, length: timedelta) -> str:
    try:
        return (datetime.fromisoformat(instant) - length).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError):
        return instant
