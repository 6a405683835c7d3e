"""From a request to an answer: REST or GraphQL, with the headers that the forge sends."""

import hashlib
import json
from dataclasses import dataclass, replace
from email.utils import format_datetime
from typing import Any

from tests.simulator import graphql_api, router
from tests.simulator.budget import Budget
from tests.simulator.calls import Call, Refusal, Reply, error_body
from tests.simulator.clock import moment
from tests.simulator.exchange import Asked, Draft
from tests.simulator.rest_service import TOKEN
from tests.simulator.world import World

_FREE = frozenset({"/rate_limit"})


@dataclass(slots=True)
class Forge:
    """A world with a budget and a token."""

    world: World
    budget: Budget
    token: str | None = None
    public_links: bool = False
    """Links lead to the public address, whatever address was asked: what a client must not follow."""
    simulated_date: bool = False
    """Answers are dated by the world's clock, not by the wall's."""
    count: int = 0

    def answer(self, asked: Asked, api: str, token: str) -> tuple[Draft, int]:
        """The answer to a request, and its price in points."""
        with self.world.lock:
            self.budget.roll()
            draft, points = self._answered(asked, api, token)
            self._dress(asked, draft)
        return draft, points

    def link_base(self, api: str) -> str:
        """The address that links in answers begin with."""
        return "https://api.github.com" if self.public_links else api

    def _answered(self, asked: Asked, api: str, token: str) -> tuple[Draft, int]:
        as_app = asked.path.startswith("/app") and token.count(".") == 2
        if self.token is not None and token not in (self.token, TOKEN) and not as_app:
            told = "Bad credentials" if token else "Requires authentication"
            return Draft(401, error_body(401, told), {}), 0
        if asked.path == "/graphql":
            answered = graphql_api.answer(self.world, self.budget, asked.text, asked.variables)
            return Draft(200, answered.body, {}), answered.points
        if asked.path not in _FREE and self.budget.left == 0:
            return Draft(403, error_body(403, "API rate limit exceeded for user ID 1."), {}), 0
        reply = self._rest(asked, api, token)
        return self._unchanged(asked, Draft(reply.status, reply.body, dict(reply.headers))), 0

    def _rest(self, asked: Asked, api: str, token: str) -> Reply:
        path = asked.path
        numbered = f"/repositories/{self.world.id}"
        if path == numbered or path.startswith(f"{numbered}/"):
            path = f"/repos/{self.world.full_name}{path.removeprefix(numbered)}"
        found = router.find(asked.method, path)
        try:
            if found is None:
                raise Refusal(404, "Not Found")
            route, parameters = found
            self._permit(route.path, parameters, token)
            shown = path.replace(f"/repos/{parameters.get('owner')}", f"/repos/{self.world.owner}")
            return route.answer(
                Call(self.world, self.link_base(api), shown, parameters, asked.query, self.budget)
            )
        except Refusal as refusal:
            return refusal.reply

    def _permit(self, route: str, parameters: dict[str, str], token: str) -> None:
        """Refuses what is another repository's, or not for this caller.

        Raises:
            Refusal: It is.
        """
        asked = f"{parameters.get('owner')}/{parameters.get('repo')}".lower()
        if "repo" in parameters and asked != self.world.full_name.lower():
            raise Refusal(404, "Not Found")
        if route in self.world.refused:
            raise Refusal(*self.world.refused[route])
        if route.startswith("/agents") and token == TOKEN:
            raise Refusal(403, "Resource not accessible by integration")

    def _unchanged(self, asked: Asked, draft: Draft) -> Draft:
        """The answer with its tag, or 304 where the caller has it: that one is free."""
        if draft.status != 200:
            self.budget.used += asked.path not in _FREE
            return draft
        tag = f'W/"{hashlib.sha256(written(draft.json)).hexdigest()}"'
        if asked.headers.get("if-none-match") == tag:
            return Draft(304, None, {"ETag": tag}, b"")
        self.budget.used += asked.path not in _FREE
        draft.headers["ETag"] = tag
        return draft

    def _dress(self, asked: Asked, draft: Draft) -> None:
        self.count += 1
        graphql = asked.path == "/graphql"
        used = self.budget.points if graphql else self.budget.used
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "X-GitHub-Request-Id": f"F00D:{self.count:04X}",
            "X-RateLimit-Limit": str(self.budget.hourly),
            "X-RateLimit-Used": str(used),
            "X-RateLimit-Remaining": str(max(0, self.budget.hourly - used)),
            "X-RateLimit-Reset": str(self.budget.reset),
            "X-RateLimit-Resource": "graphql" if graphql else "core",
        }
        if self.simulated_date:
            headers["Date"] = format_datetime(moment(self.world.clock.now), usegmt=True)
        if asked.base:
            headers["X-GitHub-Enterprise-Version"] = "3.19.0"
        draft.headers = headers | draft.headers

    def dressed(self, asked: Asked, draft: Draft) -> Draft:
        """An answer that a fault made, with the headers that every answer has."""
        with self.world.lock:
            self._dress(asked, draft)
        return draft

    def again(self, asked: Asked, api: str, token: str, changes: dict[str, Any]) -> Draft:
        """The answer to the request with changes, at no price."""
        kept = replace(self.budget)
        draft, _ = self.answer(replace(asked, **changes), api, token)
        self.budget.used, self.budget.points = kept.used, kept.points
        return draft


def written(value: Any) -> bytes:
    """A JSON value as bytes; surrogates that stand alone are escaped."""
    return json.dumps(value, separators=(",", ":")).encode("ascii")
