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
DEPARTURES = {
    "$[N].head.repo: None is not of type 'object'": "a fork that was deleted",
    "$[N].line: None is not of type 'integer'": "a comment on a file, or on a line that is gone",
    "$[N].original_line: None is not of type 'integer'": "a comment on a file",
    "$[N].account is not described so": "an installation is of a user or of an enterprise, not of both",
}
"""Faults where the description is not what the forge does."""


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


@pytest.mark.parametrize(
    ("written", "instead", "found"),
    [
        ("mergedAt: DateTime\n", "mergedAt: DateTime!\n", "PullRequest.mergedAt: DateTime! is DateTime"),
        ("mergedBy: Actor\n", "mergedBy: [Actor]\n", "PullRequest.mergedBy: [Actor] is Actor"),
        ("isDraft: Boolean!", "draft: Boolean!", "PullRequest.draft: Boolean! is not there"),
        ("headRefName: String\n", "headRef: String\n", "Repository.pullRequests(headRef)"),
        ("  MERGED\n", "  LANDED\n", "PullRequestState.LANDED"),
        ("RequestedReviewer = Bot |", "RequestedReviewer = Bot | App |", "RequestedReviewer | App"),
        ("type App implements Node", "type App implements Node & Actor", "App & Actor"),
    ],
)
def test_a_schema_that_is_no_part_of_it_is_found(
    theirs: GraphQLSchema, written: str, instead: str, found: str
) -> None:
    """The judgement above can fail."""
    text = graphql_api.SCHEMA.read_text(encoding="utf-8")
    assert written in text
    ours = build_schema(text.replace(written, instead), assume_valid=True)

    faults = [
        one
        for name, each in ours.type_map.items()
        if not name.startswith("__")
        for one in _differences(each, theirs.type_map.get(name))
    ]
    assert faults == [found]


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
    faults = [(one, fault) for one in asked for fault in _faults(descriptions, one)]

    assert [f"{one.asked} {one.status}: {fault}" for one, fault in faults if fault not in DEPARTURES] == []
    assert {fault for _, fault in faults if fault in DEPARTURES} == DEPARTURES.keys()
    assert {one.status for one in asked} == {200, 201, 404, 422}


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
    yield from _shape_faults(described, schema, visit.body)


def _resolved(described: Json, value: Any) -> Any:
    while "$ref" in value:
        here: Any = described
        for step in value["$ref"].removeprefix("#/").split("/"):
            here = here[step]
        value = here
    return value


def _shape_faults(described: Json, schema: Json, body: Any) -> Iterator[str]:
    """Each fault with its place, places in lists written `[N]`."""
    whole = {**schema, "components": described["components"]}
    for fault in Draft202012Validator(whole).iter_errors(body):
        place = re.sub(r"\[\d+\]", "[N]", fault.json_path)
        yield f"{place} is not described so" if fault.context else f"{place}: {fault.message[-300:]}"
