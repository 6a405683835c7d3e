"""Answers GraphQL queries by executing them on the schema of this folder."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    GraphQLSyntaxError,
    build_schema,
    execute_sync,
    parse,
    validate,
)

from tests.simulator.budget import Budget
from tests.simulator.graphql_cost import measure
from tests.simulator.graphql_nodes import Nodes
from tests.simulator.records import Json
from tests.simulator.world import World

SCHEMA = Path(__file__).with_name("schema.graphql")


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer and its price."""

    body: Json
    points: int


@cache
def schema() -> GraphQLSchema:
    """The simulated part of the forge's schema."""
    return build_schema(SCHEMA.read_text(encoding="utf-8"))


@lru_cache(maxsize=512)
def _read(query: str) -> tuple[DocumentNode | None, tuple[GraphQLError, ...]]:
    """The document, or why it is none."""
    try:
        document = parse(query)
    except GraphQLSyntaxError as fault:
        return None, (fault,)
    return document, tuple(validate(schema(), document))


def answer(world: World, budget: Budget, query: str, variables: Mapping[str, Any]) -> Answered:
    """What the forge says to a query: an answer, or a 200 with errors."""
    document, faults = _read(query)
    if document is None or faults:
        return Answered({"errors": [_shown(fault) for fault in faults]}, 0)
    cost = measure(schema(), document, variables)
    if cost.refused:
        kind, _, sentence = cost.refused.partition(": ")
        return Answered({"errors": [{"type": kind, "message": sentence}]}, 0)
    if budget.points + cost.points > budget.hourly:
        limited = {"type": "RATE_LIMITED", "message": "API rate limit exceeded for user ID 1."}
        return Answered({"errors": [limited]}, 0)
    budget.points += cost.points
    root = _root(world, budget, cost.points, cost.nodes)
    result = execute_sync(schema(), document, root, variable_values=dict(variables))
    body: Json = {"data": result.data}
    if result.errors:
        body["errors"] = [_shown(fault) for fault in result.errors]
    return Answered(body, cost.points)


def _root(world: World, budget: Budget, points: int, asked: int) -> Json:
    nodes = Nodes(world)
    limit = {
        "cost": points,
        "limit": budget.hourly,
        "nodeCount": asked,
        "remaining": budget.hourly - budget.points,
        "resetAt": budget.reset_at,
        "used": budget.points,
    }

    def by_ids(_: Any, ids: list[str]) -> list[Json | GraphQLError]:
        return [_node(nodes, one) for one in ids]

    return {
        "rateLimit": limit,
        "repository": lambda _, owner, name, **__: nodes.repository(owner, name),
        "node": lambda _, id: nodes.node(id),
        "nodes": by_ids,
    }


def _node(nodes: Nodes, node_id: str) -> Json | GraphQLError:
    """A node, or the error that stands in its place."""
    try:
        return nodes.node(node_id)
    except GraphQLError as fault:
        return fault


def _shown(fault: GraphQLError) -> Json:
    """An error as the forge writes it: its kind beside the message."""
    shown: Json = {"message": fault.message}
    kind = (fault.extensions or {}).get("type")
    if kind:
        shown["type"] = kind
    if fault.path:
        shown["path"] = list(fault.path)
    if fault.locations:
        shown["locations"] = [{"line": one.line, "column": one.column} for one in fault.locations]
    return shown
