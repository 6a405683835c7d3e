"""A record with other actors, another place or another name: everything else of it stays as it was."""

from collections.abc import Callable
from typing import Any, TypeVar

from attest.model.base import Record
from attest.model.identity import Actor

AnyRecord = TypeVar("AnyRecord", bound=Record)
Renamed = Callable[[Actor], Actor]


def with_actors(record: AnyRecord, actor: Renamed) -> AnyRecord:
    """A record whose actors are given anew, however deep they stand in it; of a list, each once."""
    changed = {
        name: new for name, value in record.__dict__.items() if (new := _value(value, actor)) is not value
    }
    return record.model_copy(update=changed) if changed else record


def _value(value: Any, actor: Renamed) -> Any:
    if isinstance(value, Actor):
        return actor(value)
    if isinstance(value, Record):
        return with_actors(value, actor)
    if isinstance(value, tuple) and value and isinstance(value[0], Record):
        items = tuple(_value(item, actor) for item in value)
        if all(new is old for new, old in zip(items, value, strict=True)):
            return value
        return tuple({item.id: item for item in items}.values()) if isinstance(value[0], Actor) else items
    return value
