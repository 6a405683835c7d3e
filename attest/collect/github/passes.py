"""Lists pull requests over and over, until a pass finds nothing that changed since it was listed before.

Newest update first: whatever changes while it is being read comes to the front, and the next pass sees
it. Each pull request that a pass lists is followed to the end of its lists in that pass.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from attest.collect.github import listed, queries
from attest.collect.github.asking import MOST_FURTHER, MOST_PAGES, Asking, batches
from attest.collect.github.listed import Pull
from attest.collect.github.spool import quoted

MOST_PASSES = 4
"""Of one sitting, before all else is asked and after it."""
_TRY_LARGER = 10
"""So many pages are asked for in smaller parts before larger ones are tried again."""
_MOST_BLANK = 20
"""So many pages that show nobody's pull request are gone through, one after the other."""
_SHARES = (1, 4, 25, 100)
_SIZES = ((25, 1), (12, 1), (6, 1), (3, 1), (1, 1), (1, 4), (1, 25), (1, 100))
"""Pull requests in one answer, and what part of each of their lists: what is asked for, then ever less."""


@dataclass(slots=True)
class Found:
    """What the passes saw, as far as the rest of a fetch needs it."""

    updated: dict[int, str] = field(default_factory=dict)
    """By number: when it was last updated."""
    agents: dict[int, bool] = field(default_factory=dict)
    """Those that the platform's agent opened, or wrote a part of, and whether each was merged."""
    heads: dict[int, tuple[str, str, str]] = field(default_factory=dict)
    """Of those merged from a branch of the repository: branch, last revision, when it was opened."""
    merges: set[str] = field(default_factory=set)
    commits: dict[str, str] = field(default_factory=dict)
    """Node id by object id, in the order seen."""


class Passes:
    """Passes over the pull requests of a branch: since an instant, then since the fetch began."""

    def __init__(self, asking: Asking, branch: str, since: str, started_at: str) -> None:
        self.found = Found()
        self._asking = asking
        self._branch = branch
        self._since = since
        self._started_at = started_at
        self._number = 0

    def settle(self, *, fresh: bool = False) -> bool:
        """List until a pass finds nothing that changed; says whether there was anything.

        With `fresh`, that pass must be of now: what an earlier sitting listed may be overtaken. Passes that
        lie there from one do not count towards the bound.

        Raises:
            CollectionError: There is no answer to be had.
        """
        anything, own = False, 0
        while own < MOST_PASSES:
            self._number += 1
            one = _Pass(self._asking, self._number, self._branch, self._since)
            was_there = self._asking.spool.value(one.place(1)) is not None
            changed = one.read(self._since if self._number == 1 else self._started_at, self.found)
            one.follow(self.found)
            anything |= changed
            own += not was_there
            if self._number > 1 and not changed and not (fresh and was_there):
                break
        return anything


@dataclass(slots=True)
class _Pass:
    asking: Asking
    number: int
    branch: str
    since: str
    pulls: list[Pull] = field(default_factory=list)
    """Those that are to be followed."""

    def read(self, bound: str, found: Found) -> bool:
        """List until every one of a page is older than the bound; says whether anything was new."""
        texts = [queries.pulls(*size) for size in _SIZES]
        seen: set[int] = set()
        changed, level, cursor, blank = False, 0, None, 0
        for number in range(1, MOST_PAGES + 1):
            variables = {**self._repository(), "base": self.branch, "after": cursor}
            start = max(level - (number % _TRY_LARGER == 0), 0)
            answer, level = self.asking.answered(self.place(number), texts, variables, start=start)
            page, state = listed.page(answer)
            changed |= any(found.updated.get(pull.number) != pull.updated_at for pull in page)
            self._note(page, found)
            self.asking.client.budget.pulls = len(found.updated)
            self.asking.progress(_stage(self.number), len(found.updated), None)
            blank = 0 if page else blank + 1
            repeated = blank > _MOST_BLANK or (bool(page) and seen >= {pull.number for pull in page})
            seen.update(pull.number for pull in page)
            past = bool(page) and all(pull.updated_at < bound for pull in page)
            if not state.on or past or repeated or state.cursor == cursor:
                break
            cursor = state.cursor
        return changed

    def place(self, page: int) -> str:
        """Where a page of the list lies."""
        return f"graphql/pulls.pass{self.number}.page{page}.json"

    def follow(self, found: Found) -> None:
        """Read every list of what was listed to its end, and the comments of its reviews."""
        total = len(self.pulls)
        reviews: list[str] = []
        for done, pull in enumerate(self.pulls, start=1):
            self.asking.progress("reading long lists of pull requests", done, total)
            reviews += pull.reviews
            for name, cursor in pull.further:
                for connection in self._further(pull.number, name, cursor):
                    if name == "reviews":
                        reviews += listed.review_ids(connection)
                    if name == "commits":
                        found.commits.update(listed.commit_ids(connection))
        self._comments(reviews)

    def _note(self, page: list[Pull], found: Found) -> None:
        for pull in page:
            found.updated[pull.number] = pull.updated_at
            if pull.is_agents:
                found.agents[pull.number] = bool(pull.merge_sha)
            if pull.merge_sha and not pull.queued:
                found.merges.add(pull.merge_sha)
            if pull.head[1]:
                found.heads[pull.number] = (*pull.head, pull.created_at)
            if pull.updated_at >= self.since:
                self.pulls.append(pull)
                found.commits.update(pull.commits)

    def _further(self, number: int, name: str, cursor: str) -> Iterator[object]:
        texts = [queries.further(name, share) for share in _SHARES]
        before: object = None
        for page in range(2, MOST_FURTHER + 1):
            place = f"graphql/pulls/{number}/{name}.pass{self.number}.page{page}.json"
            variables = {**self._repository(), "number": number, "after": cursor}
            connection = listed.selection(self.asking.graphql(place, texts, variables), name)
            yield connection
            state, rows = listed.goes(connection), listed.rows(connection)
            if not state.on or state.cursor == cursor or rows == before:
                return
            cursor, before = state.cursor, rows

    def _comments(self, reviews: list[str]) -> None:
        stem, total = f"comments.pass{self.number}", len(reviews)
        query = queries.review_comments()
        answers = batches(
            self.asking, stem, reviews, queries.IDS_AT_ONCE, lambda ids: (query, {"ids": list(ids)})
        )
        for done, review in enumerate(chain.from_iterable(map(listed.nodes, answers)), start=1):
            self.asking.progress("reading comments of reviews", done, total)
            state = listed.goes(listed.at(review, "comments"))
            if state.on and (review_id := listed.string(review, "id")):
                self._further_comments(review_id, state.cursor)

    def _further_comments(self, review_id: str, cursor: str) -> None:
        before: object = None
        for page in range(2, MOST_FURTHER + 1):
            place = f"graphql/comments/{quoted(review_id)}.pass{self.number}.page{page}.json"
            answer = self.asking.graphql(
                place, (queries.further_comments(),), {"id": review_id, "after": cursor}
            )
            connection = listed.at(answer, "data", "node", "comments")
            state, rows = listed.goes(connection), listed.rows(connection)
            if not state.on or state.cursor == cursor or rows == before:
                return
            cursor, before = state.cursor, rows

    def _repository(self) -> Mapping[str, object]:
        return {"owner": self.asking.owner, "name": self.asking.name}


def _stage(number: int) -> str:
    return "listing pull requests" if number == 1 else "listing what changed meanwhile"
