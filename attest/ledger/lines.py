"""Records as lines: the canonical bytes of a record, and the strict way back.

A line is the RFC 8785 form of its record and one line feed. Going back, a line is accepted only when
the record it states has exactly these bytes, so no two texts stand for one record.
"""

from collections.abc import Callable
from functools import cache
from types import UnionType
from typing import Any, Generic, TypeVar, Union, get_args, get_origin

from pydantic import ConfigDict, Field, ValidationError, create_model

from attest import canonical
from attest.model.base import Record
from attest.model.collected import PersonalEntry
from attest.proof.commitment import printable_unicode

AnyRecord = TypeVar("AnyRecord", bound=Record)

LINE_LIMIT = 64 << 20
"""Bytes in one line; a commit message has no bound of its own, but memory has."""


class PersonalLine(Record):
    """A line of a personal file; `attest.model.collected.PersonalEntry` in checked form."""

    fields: dict[str, str]
    id: str
    salt: str = Field(pattern=r"^[0-9a-f]{32}$")


class Fault(Exception):
    """A line that is not what it must be; `schema` tells a wrong record from wrong bytes."""

    def __init__(self, message: str, *, schema: bool = False) -> None:
        super().__init__(message)
        self.message = message
        self.schema = schema


def encode(record: Record) -> bytes:
    """A record's line without its line feed. Lone surrogates become visible escapes."""
    try:
        return canonical.dumps_record(record)
    except ValueError:
        return canonical.dumps_record(_visible(record.model_dump(mode="json")))


def encode_personal(entry: PersonalEntry) -> bytes:
    """A personal entry's line without its line feed."""
    return canonical.dumps_record({"fields": entry.fields, "id": entry.id, "salt": entry.salt})


def _visible(value: Any) -> Any:
    match value:
        case str():
            return printable_unicode(value)
        case dict():
            return {name: _visible(item) for name, item in value.items()}
        case list():
            return [_visible(item) for item in value]
        case _:
            return value


@cache
def _sorted_twin(model: type[Record]) -> type[Record]:
    """The same model with its fields in the order of their names.

    A model writes JSON in the order of its fields, so the twin writes sorted JSON without a detour
    through dictionaries: reading and writing back costs half of what the general way costs.
    `tests/laws/test_canonical.py` holds its bytes against the general way.
    """
    fields: dict[str, Any] = {
        name: (_twins(model.model_fields[name].annotation), model.model_fields[name])
        for name in sorted(model.model_fields)
    }
    # No base with fields: inherited fields would come first.
    return create_model(model.__name__, __base__=_Sorted, **fields)


def _twins(annotation: Any) -> Any:
    """A type with the twin of each record in it, but for those whose fields are in order as they stand."""
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return annotation if _is_sorted(annotation) else _sorted_twin(annotation)
    parts = get_args(annotation)
    inner = tuple(_twins(part) for part in parts)
    if inner == parts:
        return annotation
    origin = get_origin(annotation)
    return Union[inner] if origin in (Union, UnionType) else origin[inner]  # noqa: UP007  made of a tuple


def _is_sorted(model: type[Record]) -> bool:
    names = list(model.model_fields)
    return names == sorted(names) and all(
        _twins(field.annotation) == field.annotation for field in model.model_fields.values()
    )


class _Sorted(Record):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Decoder(Generic[AnyRecord]):
    """Reads lines of one kind strictly; the records it gives have the fields of the model."""

    def __init__(self, model: type[AnyRecord]) -> None:
        twin = _sorted_twin(model)
        self._validate: Callable[[bytes], Any] = twin.__pydantic_validator__.validate_json
        self._dump: Callable[[Any], bytes] = twin.__pydantic_serializer__.to_json

    def __call__(self, line: bytes) -> AnyRecord:
        """The record of a line, given without its line feed.

        Raises:
            Fault: It is not JSON, not canonical, or not such a record.
        """
        try:
            record: AnyRecord = self._validate(line)
        except ValidationError as cause:
            raise _explained(cause) from cause
        if self._dump(record) != line:
            raise Fault("the line is not in canonical form")
        return record


def _explained(cause: ValidationError) -> Fault:
    first = cause.errors(include_url=False, include_context=False, include_input=False)[0]
    if first["type"] == "json_invalid":
        return Fault("the line is not valid JSON")
    place = ".".join(str(part) for part in first["loc"]) or "the line"
    return Fault(f"{place}: {first['msg'][:1].lower()}{first['msg'][1:]}", schema=True)


def decode_personal(decoder: Decoder[PersonalLine], line: bytes) -> PersonalLine:
    """The personal entry of a line.

    Raises:
        Fault: As `Decoder`.
    """
    entry = decoder(line)
    if list(entry.fields) != sorted(entry.fields):
        raise Fault("the line is not in canonical form")
    return entry
