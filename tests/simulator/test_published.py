"""The simulator against GitHub's published GraphQL schema and OpenAPI description.

What the description itself gets wrong, or leaves out, is named here and nowhere else.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    build_schema,
    parse,
    validate,
)
from jsonschema import Draft202012Validator

from attest.collect.github import queries
from tests.simulator import graphql_api, published
from tests.simulator.records import Json
from tests.simulator.telling import tell
from tests.simulator.tour import Visit, visits

pytestmark = pytest.mark.slow

ENTERPRISE = frozenset({"/orgs/{org}/audit-log"})
"""Operations that only the Enterprise Cloud description has."""
REFUSALS = frozenset({404, 422})
"""Statuses that the forge answers with and that are not described everywhere: judged as errors in general."""
DEPARTURES = (
    ("/repos/{owner}/{repo}/pulls", r"\$\[\d+\]\.head\.repo"),
    ("/repos/{owner}/{repo}/commits/{commit_sha}/pulls", r"\$\[\d+\]\.head\.repo"),
    ("/repos/{owner}/{repo}/pulls/{pull_number}", r"\$\.head\.repo"),
    ("/repos/{owner}/{repo}/pulls/{pull_number}/comments", r"\$\[\d+\]\.(original_)?line"),
    ("/app/installations", r"\$\[\d+\]\.account"),
)
"""Where the description is not what the forge does, by operation and place: a fork that was deleted is null;
a comment on a file, or on a line that is gone, has no line; an installation's account is a user or an
enterprise and can not be both.
"""


@pytest.fixture(scope="module")
def folder(pytestconfig: pytest.Config) -> Path:
    """Where the packages are kept between runs."""
    assert pytestconfig.cache is not None
    return Path(pytestconfig.cache.mkdir("published"))


@pytest.fixture(scope="module")
def theirs(folder: Path) -> GraphQLSchema:
    """The published schema. It holds fields twice, so it is taken as it is and not checked for itself."""
    return build_schema(published.graphql_schema(folder), assume_valid=True, assume_valid_sdl=True)


@pytest.fixture(scope="module")
def descriptions(folder: Path) -> dict[str, Json]:
    """The descriptions by edition, as JSON Schema."""
    return {
        edition: published.as_json_schema(published.openapi(folder, edition))
        for edition in ("api.github.com", "ghec")
    }


def asked() -> Iterator[tuple[str, str]]:
    """Each query with a name."""
    yield "pulls", queries.pulls()
    for connection in (*queries.CONNECTIONS, "checks"):
        yield f"further {connection}", queries.further(connection)
    yield "review comments", queries.review_comments()
    yield "further comments", queries.further_comments()
    yield "commit parents", queries.commit_parents()
    yield "landed", queries.landed(("0" * 40, "1" * 40))


@pytest.mark.parametrize("query", [query for _, query in asked()], ids=[name for name, _ in asked()])
def test_a_query_is_valid_in_the_published_schema(theirs: GraphQLSchema, query: str) -> None:
    """What is asked of the simulator may be asked of the forge itself."""
    assert [fault.message for fault in validate(theirs, parse(query))] == []


def test_the_simulated_schema_is_a_part_of_the_published_one(theirs: GraphQLSchema) -> None:
    """Every type, field, argument and value is there and has the same type, null or not, list or not."""
    ours = graphql_api.schema()
    named = [one for name, one in sorted(ours.type_map.items()) if not name.startswith("__")]

    assert [fault for one in named for fault in _differences(one, theirs.type_map.get(one.name))] == []
    assert len(named) > 70


def _differences(ours: GraphQLNamedType, theirs: GraphQLNamedType | None) -> Iterator[str]:
    if type(ours) is not type(theirs):
        yield f"{ours.name} is another kind of type, or not there"
    elif isinstance(ours, GraphQLUnionType) and isinstance(theirs, GraphQLUnionType):
        more = {one.name for one in ours.types} - {one.name for one in theirs.types}
        yield from (f"{ours.name} | {name}" for name in sorted(more))
    elif isinstance(ours, GraphQLEnumType) and isinstance(theirs, GraphQLEnumType):
        yield from (f"{ours.name}.{name}" for name in sorted(ours.values.keys() - theirs.values.keys()))
    elif isinstance(ours, GraphQLInputObjectType) and isinstance(theirs, GraphQLInputObjectType):
        for name, one in ours.fields.items():
            if name not in theirs.fields or str(theirs.fields[name].type) != str(one.type):
                yield f"{ours.name}.{name}"
    elif isinstance(ours, GraphQLObjectType | GraphQLInterfaceType):
        assert isinstance(theirs, GraphQLObjectType | GraphQLInterfaceType)
        more = {one.name for one in ours.interfaces} - {one.name for one in theirs.interfaces}
        yield from (f"{ours.name} & {name}" for name in sorted(more))
        for name, field in ours.fields.items():
            yield from _field_differences(f"{ours.name}.{name}", field, theirs.fields.get(name))


def _field_differences(name: str, ours: GraphQLField, theirs: GraphQLField | None) -> Iterator[str]:
    if theirs is None or str(ours.type) != str(theirs.type):
        yield f"{name}: {ours.type} is {theirs.type if theirs else 'not there'}"
        return
    for argument, one in ours.args.items():
        other = theirs.args.get(argument)
        if other is None or str(one.type) != str(other.type) or one.default_value != other.default_value:
            yield f"{name}({argument})"
    required = {argument for argument, one in theirs.args.items() if str(one.type).endswith("!")}
    yield from (f"{name} lacks {argument}" for argument in sorted(required - ours.args.keys()))


def test_every_rest_answer_has_the_shape_that_is_published(
    descriptions: dict[str, Json], tmp_path: Path
) -> None:
    """Each operation's answers, also those that refuse, are what its description says for their status."""
    told = tell(tmp_path)

    asked = list(visits(told))
    faults = [f"{one.asked} {one.status}: {fault}" for one in asked for fault in _faults(descriptions, one)]

    assert faults == []
    assert {200, 201, 404, 422} == {one.status for one in asked}


@pytest.mark.parametrize("field", ["node_id", "owner", "default_branch"])
def test_an_answer_without_a_field_is_found(
    descriptions: dict[str, Json], tmp_path: Path, field: str
) -> None:
    """The judgement above can fail."""
    (repository,) = (
        one for one in visits(tell(tmp_path)) if one.path == "/repos/{owner}/{repo}" and one.status == 200
    )
    del repository.body[field]

    assert [f"$: '{field}' is a required property"] == list(_faults(descriptions, repository))


def _faults(descriptions: dict[str, Json], visit: Visit) -> Iterator[str]:
    edition = "ghec" if visit.path in ENTERPRISE else "api.github.com"
    described = descriptions[edition]
    operation = described["paths"].get(visit.path, {}).get(visit.method.lower())
    if operation is None:
        yield "there is no such operation"
        return
    response = operation["responses"].get(str(visit.status))
    if response is None and visit.status in REFUSALS:
        schema: Json = {"$ref": "#/components/schemas/basic-error"}
    elif response is None:
        yield f"no such status; described are {', '.join(operation['responses'])}"
        return
    else:
        schema = _resolved(described, response)["content"]["application/json"]["schema"]
    for place, fault in _shape_faults(described, schema, visit.body):
        if (visit.path, True) not in ((path, bool(re.fullmatch(where, place))) for path, where in DEPARTURES):
            yield f"{place}: {fault}"


def _resolved(described: Json, value: Any) -> Any:
    while "$ref" in value:
        here: Any = described
        for step in value["$ref"].removeprefix("#/").split("/"):
            here = here[step]
        value = here
    return value


def _shape_faults(described: Json, schema: Json, body: Any) -> Iterator[tuple[str, str]]:
    whole = {**schema, "components": described["components"]}
    for fault in Draft202012Validator(whole).iter_errors(body):
        yield fault.json_path, fault.message[-300:]
