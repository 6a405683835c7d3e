"""YAML documents from people we do not know: safe, bounded, without duplicates, errors with their line.

YAML 1.2, and less of it: no tags, no anchors or aliases, no floats and no dates; such scalars stay
text. What is left is text, whole numbers, booleans, null, lists and maps with text keys.
"""

import re
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from attest.errors import AttestError, ConfigError

Model = TypeVar("Model", bound=BaseModel)
Path = tuple[str | int, ...]

SIZE_LIMIT = 1 << 20
_DEPTH_LIMIT = 50
_INT = re.compile(r"[-+]?[0-9]{1,15}\Z")
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed document: its plain value, and the line that each of its parts stands on."""

    value: Any
    where: str
    lines: dict[Path, int]

    def line(self, path: Path) -> int:
        """The line of a part, or of the nearest part around it. Lines count from 1."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def parse(data: bytes, where: str, error: type[AttestError] = ConfigError) -> Document:
    """Read one YAML document.

    Args:
        data: UTF-8 text, at most 1 MiB.
        where: What to call it in messages, a path as a rule.
        error: The kind of fault to raise.

    Raises:
        AttestError: Of the given kind, with file and line.
    """
    if len(data) > SIZE_LIMIT:
        raise error("the file is larger than 1 MiB", where=where, hint="split it")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as cause:
        line = data[: cause.start].count(b"\n") + 1
        raise error("the file is not UTF-8", where=f"{where}:{line}", hint="save it as UTF-8") from cause
    try:
        node = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as cause:
        mark = cause.problem_mark or cause.context_mark
        line = mark.line + 1 if mark else 1
        problem = " ".join(str(cause.problem or cause.context or "cannot be read").split())
        raise error(f"not valid YAML: {problem}", where=f"{where}:{line}", hint="mend the file") from cause
    except (YAMLError, ValueError, RecursionError) as cause:
        raise error("not valid YAML", where=where, hint="mend the file") from cause
    lines: dict[Path, int] = {}
    seen: set[int] = set()

    def fail(problem: str, at: Node, hint: str) -> AttestError:
        return error(problem, where=f"{where}:{at.start_mark.line + 1}", hint=hint)

    def scalar(at: ScalarNode) -> str | int | bool | None:
        if at.style is not None:
            return str(at.value)
        if at.value.lower() in _WORDS:
            return _WORDS[at.value.lower()]
        return int(at.value) if _INT.match(at.value) else str(at.value)

    def build(at: Node, path: Path) -> Any:
        if id(at) in seen or at.anchor is not None:
            raise fail("anchors and aliases are not read", at, "write the value out")
        if len(path) > _DEPTH_LIMIT:
            raise fail("the document is nested too deeply", at, "flatten it")
        if at.tag is not None and not str(at.tag).startswith("tag:yaml.org,2002:"):
            raise fail("tags are not read", at, "write a plain value")
        if str(at.tag).startswith("tag:yaml.org,2002:python"):
            raise fail("tags are not read", at, "write a plain value")
        seen.add(id(at))
        lines[path] = at.start_mark.line + 1
        if isinstance(at, ScalarNode):
            return scalar(at)
        if isinstance(at, SequenceNode):
            return [build(item, (*path, index)) for index, item in enumerate(at.value)]
        assert isinstance(at, MappingNode)  # noqa: S101 - the three kinds of node there are
        result: dict[str, Any] = {}
        for key, item in at.value:
            if not isinstance(key, ScalarNode):
                raise fail("a key must be text", key, "write a plain key")
            name = str(key.value)
            if name in result:
                raise fail(f"the key {name!r} stands twice", key, "keep one of them")
            result[name] = build(item, (*path, name))
            lines[(*path, name)] = key.start_mark.line + 1
        return result

    return Document(build(node, ()) if node is not None else None, where, lines)


def validate(model: type[Model], document: Document, error: type[AttestError] = ConfigError) -> Model:
    """The document as a model.

    Raises:
        AttestError: Of the given kind, naming file, line and key of the first fault.
    """
    try:
        return model.model_validate(document.value)
    except ValidationError as cause:
        first = cause.errors()[0]
        path = tuple(first["loc"])
        key = ".".join(str(part) for part in path) or "the document"
        raise error(
            f"{key}: {first['msg'][:1].lower()}{first['msg'][1:]}",
            where=f"{document.where}:{document.line(path)}",
            hint="see docs/configuration.md for what this file may hold",
        ) from cause
