"""Asks until there is an answer to keep: waits, asks again, asks for less, and stops with a remedy."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from attest.collect.github import verdicts
from attest.collect.github.budget import Budget
from attest.collect.github.sent import Sent, Unanswered
from attest.collect.github.transport import Transport
from attest.collect.github.verdicts import Kind, Verdict
from attest.collect.github.waiting import AGAIN, Patience
from attest.errors import CollectionError

_MOST_ATTEMPTS = 8
_LONGEST_PAUSE_S = 60.0
_KEPT_HEADERS = ("etag", "link")
_NOTES = ("date", "x-accepted-github-permissions", "x-accepted-oauth-scopes", "x-oauth-scopes")
_REFUSED = "make a new token, as docs/github.md says; the answers so far are kept"


class TooMuch(Exception):
    """The platform cannot answer so large a question."""


class Rest(NamedTuple):
    """An answer of the REST API. `value` is its parsed body, `None` where that is no JSON.

    `headers` are those that say something of the answer; `notes` those of the token and the clock.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    value: Any
    notes: Mapping[str, str]


class Graph(NamedTuple):
    """An answer of the GraphQL API; `used` is the place of the query that was answered."""

    body: bytes
    value: Any
    used: int


class Client:
    """One API, asked with patience; what it costs is counted in `budget`."""

    def __init__(self, transport: Transport, patience: Patience, budget: Budget) -> None:
        self._transport = transport
        self._patience = patience
        self.budget = budget

    def rest(
        self,
        path: str,
        parameters: Mapping[str, str] | None = None,
        *,
        lacks: Callable[[Any], str] = lambda value: "",
    ) -> Rest:
        """A REST answer, a refusal among them. `lacks` says of a good answer's body why it is none.

        Raises:
            CollectionError: There is none to be had, or the token is not accepted.
        """

        def ask() -> tuple[Sent, Verdict]:
            self.budget.calls += 1
            sent = self._transport.get(path, parameters or {})
            verdict = verdicts.of_rest(sent, self._patience.now())
            why = lacks(verdict.value) if sent.status == 200 and verdict.kind is Kind.KEEP else ""
            return sent, Verdict(Kind.AGAIN, why) if why else verdict

        turns = _Turns(self._patience, self.budget, path)
        while True:
            sent, verdict = turns.take(ask)
            if verdict.kind is Kind.KEEP or (sent.status == 500 and turns.last):
                kept, notes = (
                    {name: sent.headers[name] for name in names if name in sent.headers}
                    for names in (_KEPT_HEADERS, _NOTES)
                )
                return Rest(sent.status, kept, sent.body, verdict.value, notes)
            turns.settle(sent, verdict)

    def graphql(
        self, queries: Sequence[str], variables: Mapping[str, object], *, start: int = 0, split: bool = False
    ) -> Graph:
        """The answer to the first of some queries that the platform can answer: largest first.

        `start` is the place of the query to begin with.

        Raises:
            CollectionError: There is no answer to be had, or the token is not accepted.
            TooMuch: The smallest query is too large, and `split` says that the variables can be fewer.
        """
        at = min(start, len(queries) - 1)

        def ask() -> tuple[Sent, Verdict]:
            self.budget.queries += 1
            sent = self._transport.post(queries[at], variables)
            return sent, verdicts.of_graphql(sent, self._patience.now())

        turns = _Turns(self._patience, self.budget, "GraphQL")
        while True:
            sent, verdict = turns.take(ask)
            if verdict.kind is Kind.KEEP or (turns.last and verdicts.is_partial(verdict.value)):
                self.budget.points += _cost(verdict.value)
                return Graph(sent.body, verdict.value, at)
            if verdict.kind is Kind.SMALLER and (at + 1 < len(queries) or split):
                if at + 1 == len(queries):
                    raise TooMuch
                at += 1
                self.budget.retries += 1
                continue
            turns.settle(sent, verdict)


class _Turns:
    """The attempts at one question."""

    def __init__(self, patience: Patience, budget: Budget, where: str) -> None:
        self._patience = patience
        self._budget = budget
        self._where = where
        self._attempts = 0
        self._waits = 0
        self.last = False
        """Whether no further attempt will follow a fault."""

    def take(self, ask: Callable[[], tuple[Sent, Verdict]]) -> tuple[Sent, Verdict]:
        """Ask once; what gave no answer is made a verdict too."""
        self.last = self._attempts + 1 >= _MOST_ATTEMPTS
        try:
            return ask()
        except Unanswered as fault:
            return Sent(0, {}, b""), self._of_fault(fault)

    def settle(self, sent: Sent, verdict: Verdict) -> None:
        """Wait as the verdict says, before the next attempt.

        Raises:
            CollectionError: There will be none.
        """
        if verdict.kind is Kind.STOP:
            raise _stopped(sent, verdict, self._where)
        if verdict.kind is Kind.WAIT:
            self._waits += 1
            self._wait(max(verdict.wait_s, _pause(self._waits - 1)), verdict.why)
            return
        self._attempts += 1
        if self._attempts >= _MOST_ATTEMPTS:
            raise CollectionError(
                f"the forge gives no answer that can be used: {verdict.why}",
                where=f"{self._where}, after {self._attempts} attempts",
                hint=f"when it works again, {AGAIN}",
            )
        self._budget.retries += 1
        self._wait(max(verdict.wait_s, _pause(self._attempts - 1)), "the forge to recover", verdict.why)

    def _wait(self, seconds: float, why: str, fault: str = "") -> None:
        self._budget.waits += 1
        self._patience.wait(seconds, why, fault)
        self._budget.waited_s = self._patience.waited_s

    def _of_fault(self, fault: Unanswered) -> Verdict:
        match fault.kind:
            case "unreachable" | "cut":
                return Verdict(Kind.AGAIN, fault.told)
            case "slow" | "too-large":
                return Verdict(Kind.SMALLER, fault.told)  # of REST, where nothing can be less: ask again
            case "tls":
                hint = f"see to this machine's clock and authorities (REQUESTS_CA_BUNDLE), then {AGAIN}"
            case "redirect":
                hint = f"name the repository or the API as they are called now, then {AGAIN}"
            case _:
                hint = f"see to the GitHub App and its installation, then {AGAIN}"
        raise CollectionError(fault.told, where=self._where, hint=hint)


def _stopped(sent: Sent, verdict: Verdict, where: str) -> CollectionError:
    if sent.status == 401:
        return CollectionError("the forge does not accept the token (status 401)", where=where, hint=_REFUSED)
    return CollectionError(verdict.why, where=where, hint=f"see to what the token may read, then {AGAIN}")


def _pause(turn: int) -> float:
    return float(min(2.0 ** min(turn, 10), _LONGEST_PAUSE_S))


def _cost(value: Any) -> int:
    data = value.get("data") if isinstance(value, dict) else None
    limit = data.get("rateLimit") if isinstance(data, dict) else None
    cost = limit.get("cost") if isinstance(limit, dict) else None
    return cost if isinstance(cost, int) else 0
