"""YAML documents from people we do not know: safe, bounded, without duplicates, errors with their line.

YAML 1.2, and less of it: no tags, no anchors or aliases, no floats and no dates; such scalars stay
text. What is left is text, whole numbers, booleans, null, lists and maps with text keys.
"""

from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import Node, ScalarNode, SequenceNode

from attest.document import plain
from attest.document.plain import DEPTH_LIMIT, Path, Scalar, scalar
from attest.errors import AttestError, ConfigError

Model = TypeVar("Model", bound=BaseModel)

SIZE_LIMIT = 1 << 20
_PROBLEMS = {
    "extra_forbidden": "this key is not known",
    "model_type": "must be a map of keys to values",
    "tuple_type": "must be a list",
}


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
    text = _text(data, where, error)
    found = plain.read(text)
    value, lines = found if found is not None else whole(text, where, error)
    return Document(value, where, lines)


def examine(
    data: bytes, where: str, error: type[AttestError] = ConfigError
) -> tuple[Document | None, tuple[AttestError, ...]]:
    """Read one YAML document and go on after keys that stand twice: for a list of all faults.

    Returns:
        The document, in which the first of such keys counts, and the faults; no document where one of
        the faults leaves nothing to read.
    """
    try:
        text = _text(data, where, error)
        found = plain.read(text)
        if found is not None:
            return Document(found[0], where, found[1]), ()
        builder = _Builder(where, error, collecting=True)
        node = _compose(text, where, error)
        value = builder.build(node, ()) if node is not None else None
    except AttestError as fault:
        return None, (fault,)
    return Document(value, where, builder.lines), tuple(builder.repeated)


def whole(text: str, where: str, error: type[AttestError] = ConfigError) -> tuple[Any, dict[Path, int]]:
    """The value of any text and the line of each part: of what `plain` declines, and of the rest the same.

    Raises:
        AttestError: Of the given kind, with file and line.
    """
    builder = _Builder(where, error)
    node = _compose(text, where, error)
    return builder.build(node, ()) if node is not None else None, builder.lines


def _text(data: bytes, where: str, error: type[AttestError]) -> str:
    if len(data) > SIZE_LIMIT:
        raise error("the file is larger than 1 MiB", where=where, hint="split it")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as cause:
        line = data[: cause.start].count(b"\n") + 1
        raise error("the file is not UTF-8", where=f"{where}:{line}", hint="save it as UTF-8") from cause


def _compose(text: str, where: str, error: type[AttestError]) -> Node | None:
    try:
        found: Node | None = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as cause:
        mark = cause.problem_mark or cause.context_mark
        line = mark.line + 1 if mark else 1
        problem = " ".join(str(cause.problem or cause.context or "cannot be read").split())
        raise error(f"not valid YAML: {problem}", where=f"{where}:{line}", hint="mend the file") from cause
    except (YAMLError, ValueError, RecursionError) as cause:
        raise error("not valid YAML", where=where, hint="mend the file") from cause
    return found


class _Builder:
    """Plain values from a tree of nodes, and the line of each."""

    def __init__(self, where: str, error: type[AttestError], *, collecting: bool = False) -> None:
        self.lines: dict[Path, int] = {}
        self.repeated: list[AttestError] = []
        """Keys that stand twice, where they are collected instead of raised."""
        self._collecting = collecting
        self._where = where
        self._error = error
        self._seen: set[int] = set()

    def build(self, node: Node, path: Path) -> Any:
        """The value of a node, refusing what this reader does not read."""
        self._admit(node, path)
        self.lines[path] = node.start_mark.line + 1
        if isinstance(node, ScalarNode):
            return _scalar(node)
        if isinstance(node, SequenceNode):
            return [self.build(item, (*path, index)) for index, item in enumerate(node.value)]
        result: dict[str, Any] = {}
        for key, item in node.value:
            name = self._key(key, result)
            if name in result:
                continue
            result[name] = self.build(item, (*path, name))
            self.lines[(*path, name)] = key.start_mark.line + 1
        return result

    def _admit(self, node: Node, path: Path) -> None:
        if id(node) in self._seen or node.anchor is not None:
            raise self._fault("anchors and aliases are not read", node, "write the value out")
        if len(path) > DEPTH_LIMIT:
            raise self._fault("the document is nested too deeply", node, "flatten it")
        tag = str(node.tag or "")
        if tag.startswith("tag:yaml.org,2002:python") or not tag.startswith("tag:yaml.org,2002:"):
            raise self._fault("tags are not read", node, "write a plain value")
        self._seen.add(id(node))

    def _key(self, key: Node, taken: dict[str, Any]) -> str:
        if not isinstance(key, ScalarNode):
            raise self._fault("a key must be text", key, "write a plain key")
        if key.value in taken:
            fault = self._fault(f"the key {key.value!r} stands twice", key, "keep one of them")
            if not self._collecting:
                raise fault
            self.repeated.append(fault)
        return str(key.value)

    def _fault(self, problem: str, node: Node, hint: str) -> AttestError:
        return self._error(problem, where=f"{self._where}:{node.start_mark.line + 1}", hint=hint)


def _scalar(node: ScalarNode) -> Scalar:
    return scalar(str(node.value)) if node.style is None else str(node.value)


def validate(model: type[Model], document: Document, error: type[AttestError] = ConfigError) -> Model:
    """The document as a model.

    Raises:
        AttestError: Of the given kind, naming file, line and key of the first fault.
    """
    found, faults = problems(model, document, error)
    if found is None:
        raise faults[0]
    return found


def problems(
    model: type[Model], document: Document, error: type[AttestError] = ConfigError
) -> tuple[Model | None, tuple[AttestError, ...]]:
    """The document as a model, or every fault that keeps it from being one."""
    try:
        return model.model_validate(document.value), ()
    except ValidationError as cause:
        return None, tuple(_problem(one, document, error) for one in cause.errors())


def _problem(found: ErrorDetails, document: Document, error: type[AttestError]) -> AttestError:
    path = tuple(found["loc"])
    key = ".".join(str(part) for part in path) or "the document"
    problem = _PROBLEMS.get(found["type"]) or found["msg"].removeprefix("Value error, ")
    return error(
        f"{key}: {problem[:1].lower()}{problem[1:]}",
        where=f"{document.where}:{document.line(path)}",
        hint="see docs/configuration.md for what this file may hold",
    )
