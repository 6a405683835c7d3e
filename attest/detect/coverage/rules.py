"""The data of the coverage basis: tools and how they are configured, settings that keep traces away."""

from functools import cache
from importlib.resources import files
from typing import Annotated, Literal, TypeVar

from pydantic import Field

from attest.document import parse, validate
from attest.errors import CatalogError
from attest.model.base import Record, Slug

Value = str | bool
"""What a setting is held against; numbers are text."""
Key = Annotated[tuple[str, ...], Field(min_length=1)]
_File = TypeVar("_File", bound=Record)


class ToolEntry(Record):
    """A tool, the files that configure it, and whether it leaves a trace unless told not to."""

    slug: Slug
    title: str
    configuration: tuple[str, ...] = ()
    """Globs; none where nothing of it lies in a repository."""
    evidence: tuple[Slug, ...] = ()
    """Slugs of tools whose traces count as its own, beside `slug`."""
    any_tool: bool = False
    """Whether files like these are read by many tools, so that a trace of any counts."""
    silent: str = ""
    """Why it leaves no trace by default; empty where it does."""
    source: str


class Unless(Record):
    """A second setting under which the first keeps nothing away, as the trace is left elsewhere."""

    keys: tuple[Key, ...]
    values: tuple[Value, ...]


class Examples(Record):
    """Contents of a file that the setting must and must not be found in: its tests."""

    match: Annotated[tuple[str, ...], Field(min_length=1)]
    no_match: tuple[str, ...]


class SettingRule(Record):
    """A setting that keeps a tool from leaving its trace.

    `keys` are ways to write one setting, each a path of keys; `values` switch the trace off.
    """

    id: Slug
    title: str
    tool: Slug
    files: tuple[str, ...]
    syntax: Literal["json", "toml", "yaml"]
    keys: tuple[Key, ...]
    values: tuple[Value, ...]
    unless: Unless | None = None
    source: str
    examples: Examples


class ToolFile(Record):
    """`tools.yaml`."""

    format: Literal["attest-coverage-tools/1"]
    always: tuple[str, ...]
    """What no tool's trace covers, whichever is used: fixed statements."""
    tools: tuple[ToolEntry, ...]


class SettingFile(Record):
    """`settings.yaml`."""

    format: Literal["attest-coverage-settings/1"]
    settings: tuple[SettingRule, ...]


class PlaceFile(Record):
    """`files.yaml`."""

    format: Literal["attest-coverage-files/1"]
    instructions: tuple[str, ...]
    hooks: tuple[str, ...]
    workflows: tuple[str, ...]


@cache
def tools() -> ToolFile:
    """The tools that ship."""
    return read(ToolFile, "tools.yaml")


@cache
def settings() -> tuple[SettingRule, ...]:
    """The settings that ship."""
    return read(SettingFile, "settings.yaml").settings


@cache
def places() -> PlaceFile:
    """Where the texts lie that are read line by line."""
    return read(PlaceFile, "files.yaml")


def read(model: type[_File], name: str) -> _File:
    """A file of this folder.

    Raises:
        CatalogError: Naming file, line and key of a fault.
    """
    data = (files("attest.detect.coverage") / name).read_bytes()
    return validate(model, parse(data, name, CatalogError), CatalogError)
