"""Answers that are had once: from the spool where they lie there, else from the forge and into the spool."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from attest.collect.github import listed
from attest.collect.github.client import Client, Rest, TooMuch
from attest.collect.github.spool import Spool
from attest.model.progress import Progress

MOST_PAGES = 10_000
"""Of the list of pull requests."""
MOST_FURTHER = 100
"""Pages of a list that hangs on one pull request or review."""
MOST_LISTED = 200
"""Pages of a list of the REST API."""


@dataclass(frozen=True, slots=True)
class Asking:
    """What every part of a fetch works with. `base` is the path of the repository in the API."""

    client: Client
    spool: Spool
    owner: str
    name: str
    progress: Progress

    @property
    def base(self) -> str:
        """The path of the repository in the API."""
        return f"/repos/{self.owner}/{self.name}"

    def graphql(self, place: str, queries: Sequence[str], variables: Mapping[str, object]) -> Any:
        """The answer in a place, asked for where it is not there yet.

        Raises:
            CollectionError: There is none to be had.
        """
        return self.answered(place, queries, variables)[0]

    def answered(
        self,
        place: str,
        queries: Sequence[str],
        variables: Mapping[str, object],
        *,
        start: int = 0,
        split: bool = False,
    ) -> tuple[Any, int]:
        """As `graphql`, with the place of the query that was answered.

        Raises:
            CollectionError: There is none to be had.
            TooMuch: With `split`, where the question is too large whatever is asked of each.
        """
        had = self.spool.value(place)
        if had is not None:
            return had, start
        found = self.client.graphql(queries, variables, start=start, split=split)
        self.spool.write(place, found.body)
        return found.value, found.used

    def rest(self, place: str, path: str, parameters: Mapping[str, str] | None = None) -> Any:
        """The body of the REST answer in a place, asked for where it is not there; `None` if refused.

        Raises:
            CollectionError: There is no answer to be had.
        """
        return _body(self._rest(place, path, parameters or {}))

    def rest_list(
        self,
        stem: str,
        path: str,
        parameters: Mapping[str, str] | None = None,
        *,
        enough: Callable[[Any], bool] = lambda body: False,
        paged: bool = True,
        most: int = MOST_LISTED,
    ) -> Iterator[Any]:
        """The pages of a REST list, as `<stem>.page1.json` and so on; `enough` ends it early.

        Without `paged`, a list of one page is `<stem>.json`.

        Raises:
            CollectionError: There is no answer to be had.
        """
        asked = {"per_page": "100", **(parameters or {})}
        seen, before = {_key(asked)}, None
        single = f"{stem}.json"
        had = self.spool.value(single) if not paged else None
        for number in range(1, most + 1):
            place = f"{stem}.page{number}.json"
            envelope = had or self.spool.value(place)
            if envelope is None:
                sent = self.client.rest(path, asked)
                more = _next(sent.headers.get("link", "")) is not None
                place = place if paged or number > 1 or more else single
                self.spool.write_rest(place, sent.status, sent.headers, sent.body)
                envelope = _envelope(sent)
            body = _body(envelope)
            yield body
            following = _next(listed.string(listed.at(envelope, "headers"), "link"))
            if body is None or enough(body) or following is None:
                return
            if body == before or _key(following) in seen:
                return  # it goes in circles, which its last page says to whoever reads it
            asked, before = following, body
            seen.add(_key(asked))

    def _rest(self, place: str, path: str, parameters: Mapping[str, str]) -> Any:
        had = self.spool.value(place)
        if had is not None:
            return had
        sent = self.client.rest(path, parameters)
        self.spool.write_rest(place, sent.status, sent.headers, sent.body)
        return _envelope(sent)


def batches(
    asking: Asking,
    stem: str,
    ids: Sequence[str],
    size: int,
    question: Callable[[tuple[str, ...]], tuple[str, Mapping[str, object]]],
) -> Iterator[Any]:
    """Answers about ids, so many at once, as `graphql/<stem>.page1.json` and so on.

    What was asked for is written down before it is asked, so that a later run asks for the same, and
    for what has come to be wanted since.

    Raises:
        CollectionError: There is no answer to be had.
    """
    plan = f"asked/{stem}.json"
    asked = _planned(asking.spool.value(plan))
    known = {one for batch in asked for one in batch}
    more = [one for one in dict.fromkeys(ids) if one not in known]
    asked += [tuple(more[at : at + size]) for at in range(0, len(more), size)]
    if more:
        asking.spool.write_json(plan, {"batches": asked})
    number = 0
    while number < len(asked):
        batch = asked[number]
        query, variables = question(batch)
        place = f"graphql/{stem}.page{number + 1}.json"
        try:
            yield asking.answered(place, (query,), variables, split=len(batch) > 1)[0]
        except TooMuch:
            half = len(batch) // 2
            asked[number : number + 1] = [batch[:half], batch[half:]]
            asking.spool.write_json(plan, {"batches": asked})
            continue
        number += 1


def _planned(plan: Any) -> list[tuple[str, ...]]:
    found = listed.at(plan, "batches")
    groups = found if isinstance(found, list) else []
    return [
        tuple(one for one in group if isinstance(one, str)) for group in groups if isinstance(group, list)
    ]


def _envelope(sent: Rest) -> dict[str, Any]:
    return {"status": sent.status, "headers": dict(sent.headers), "body": sent.value}


def _body(envelope: Any) -> Any:
    """The body of an answer that was given; `None` where it was refused."""
    return listed.at(envelope, "body") if listed.at(envelope, "status") == 200 else None


def _next(link: str) -> dict[str, str] | None:
    """The parameters of the next page that a `link` header names."""
    for part in link.split(","):
        address, _, relation = part.partition(";")
        if 'rel="next"' in relation:
            return dict(parse_qsl(urlsplit(address.strip().strip("<>")).query))
    return None


def _key(parameters: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(parameters.items()))
