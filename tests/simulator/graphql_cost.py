"""The price of a GraphQL query by the forge's documented formula, and the bounds that it must keep.

Every connection is one request for each node of the connection above it, taken at the `first` or `last` that
it asks for; the sum by 100 is the price, at least 1. Nodes that are asked for by their ids count as many.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    get_named_type,
    value_from_ast_untyped,
)

LARGEST_PAGE = 100
MOST_NODES = 500_000


@dataclass(slots=True)
class Cost:
    """What a query asks for."""

    requests: int = 0
    nodes: int = 0
    refused: str = ""
    """Why it is not answered: kind and sentence."""

    @property
    def points(self) -> int:
        """The price."""
        return max(1, round(self.requests / 100))


def measure(schema: GraphQLSchema, document: DocumentNode, variables: Mapping[str, Any]) -> Cost:
    """The price of the only operation of a document that is valid."""
    fragments = {
        one.name.value: one for one in document.definitions if isinstance(one, FragmentDefinitionNode)
    }
    (operation,) = (one for one in document.definitions if isinstance(one, OperationDefinitionNode))
    walk = _Walk(schema, fragments, variables, Cost())
    assert schema.query_type is not None
    walk.selections(operation.selection_set, schema.query_type, 1)
    if walk.cost.nodes > MOST_NODES and not walk.cost.refused:
        asked = f"{walk.cost.nodes:,}"
        walk.cost.refused = f"MAX_NODE_LIMIT_EXCEEDED: This query requests up to {asked} possible nodes"
    return walk.cost


@dataclass(frozen=True, slots=True)
class _Walk:
    schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    variables: Mapping[str, Any]
    cost: Cost

    def selections(self, chosen: SelectionSetNode | None, parent: GraphQLNamedType, times: int) -> None:
        """Count what a set of selections asks for, so many times."""
        for selection in chosen.selections if chosen else ():
            if isinstance(selection, FieldNode):
                self._field(selection, parent, times)
            elif isinstance(selection, InlineFragmentNode):
                condition = selection.type_condition
                below = self.schema.type_map[condition.name.value] if condition else parent
                self.selections(selection.selection_set, below, times)
            elif isinstance(selection, FragmentSpreadNode):
                fragment = self.fragments[selection.name.value]
                below = self.schema.type_map[fragment.type_condition.name.value]
                self.selections(fragment.selection_set, below, times)

    def _field(self, field: FieldNode, parent: GraphQLNamedType, times: int) -> None:
        known = getattr(parent, "fields", {}).get(field.name.value)
        if known is None:
            return
        given = {
            one.name.value: value_from_ast_untyped(one.value, dict(self.variables))
            for one in field.arguments or ()
        }
        if "first" in known.args:
            self.cost.requests += times
            times *= self._size(field.name.value, given)
            self.cost.nodes += times
        elif isinstance(given.get("ids"), list):
            times *= max(1, len(given["ids"]))
            self.cost.nodes += times
        self.selections(field.selection_set, get_named_type(known.type), times)

    def _size(self, name: str, given: Mapping[str, Any]) -> int:
        size = given.get("first") or given.get("last")
        if not isinstance(size, int) or size < 1:
            self.cost.refused = (
                "MISSING_PAGINATION_BOUNDARIES: You must provide a `first` or `last` value to properly "
                f"paginate the `{name}` connection."
            )
            return 1
        if size > LARGEST_PAGE:
            self.cost.refused = (
                f"EXCESSIVE_PAGINATION: Requesting {size} records on the `{name}` connection exceeds the "
                f"`first` limit of {LARGEST_PAGE} records."
            )
        return size
