"""Reads rule files: the ones in the package, and those a team adds. Every fault names file and line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files

from attest.canonical import sha256
from attest.detect.rule import Rule, RuleFile, Tool
from attest.document import parse, validate
from attest.errors import CatalogError

BUILT_IN = "built-in"
DECLARED = "attest.yaml"
"""The origin of rules that follow from the configuration of the run."""


@dataclass(frozen=True, slots=True)
class LoadedRule:
    """A rule and where it came from: `built-in`, `attest.yaml`, or the SHA-256 of a file."""

    rule: Rule
    origin: str


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Every rule of an engine, sorted by id, and every tool in the order of the files."""

    rules: tuple[LoadedRule, ...]
    tools: tuple[Tool, ...]
    models: tuple[str, ...]


def _read(data: bytes, where: str) -> tuple[RuleFile, dict[str, int]]:
    document = parse(data, where, CatalogError)
    content = validate(RuleFile, document, CatalogError)
    return content, {rule.id: document.line(("rules", n)) for n, rule in enumerate(content.rules)}


def _bundled() -> Iterable[tuple[str, bytes]]:
    folder = files("attest.detect") / "rules"
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".yaml"):
            yield f"attest/detect/rules/{entry.name}", entry.read_bytes()


def read(extra: Sequence[tuple[str, bytes]] = (), declared: bytes = b"") -> RuleSet:
    """The built-in rules, the given files' (name and bytes), and those that follow from the configuration.

    A rule of an added file replaces the built-in rule of its id, or switches it off; tools are joined.

    Raises:
        CatalogError: A file is not valid, or two files of one kind hold the same id.
    """
    chosen: dict[str, LoadedRule] = {}
    tools: list[Tool] = []
    models: list[str] = []
    sources = [(where, data, BUILT_IN) for where, data in _bundled()]
    sources += [(where, data, sha256(data)) for where, data in extra]
    sources += [(DECLARED, declared, DECLARED)] if declared else []
    for where, data, origin in sources:
        content, lines = _read(data, where)
        seen: set[str] = set()
        for rule in content.rules:
            earlier = chosen.get(rule.id)
            taken = earlier is not None and (earlier.origin != BUILT_IN or origin == BUILT_IN)
            if rule.id in seen or taken:
                raise CatalogError(
                    f"the rule {rule.id!r} stands twice", where=f"{where}:{lines[rule.id]}", hint="rename one"
                )
            seen.add(rule.id)
            chosen[rule.id] = LoadedRule(rule, origin)
        tools += content.tools
        models += content.models
    ran = tuple(chosen[key] for key in sorted(chosen) if chosen[key].rule.enabled)
    return RuleSet(ran, tuple(tools), tuple(models))
