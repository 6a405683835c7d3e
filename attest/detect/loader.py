"""Reads rule files: the ones in the package, and those a team adds. Every fault names file and line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.resources import files

from attest.canonical import sha256
from attest.detect.linear import slow
from attest.detect.rule import Kind, Rule, RuleFile, SwitchedOff, Tool, plain
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
    where: str = ""
    """File and line."""


@dataclass(frozen=True, slots=True)
class Overridden:
    """A built-in rule that does not run, since the file of a digest replaces it or switches it off."""

    rule: Rule
    replaced: bool
    origin: str


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Every rule of an engine, and every tool in the order of the files.

    Rules are in the order in which they are asked: built-in ones first, so that a rule that somebody adds can
    find more and hide nothing. Robots come last: an identity that is also an agent's is the agent's.
    """

    rules: tuple[LoadedRule, ...]
    tools: tuple[Tool, ...]
    models: tuple[str, ...]
    overridden: tuple[Overridden, ...] = ()
    """Sorted by id."""


@dataclass(frozen=True, slots=True)
class _Source:
    """One file of rules as read."""

    where: str
    origin: str
    content: RuleFile
    lines: Sequence[int]
    """Of each entry of `rules`."""

    def line(self, place: int) -> str:
        """Where an entry stands."""
        return f"{self.where}:{self.lines[place]}"

    def fault(self, place: int, problem: str, hint: str) -> CatalogError:
        return CatalogError(problem, where=self.line(place), hint=hint)


def _read(where: str, data: bytes, origin: str) -> _Source:
    document = parse(data, where, CatalogError)
    content = validate(RuleFile, document, CatalogError)
    if origin != BUILT_IN:
        for path, pattern in _patterns(content):
            if problem := slow(plain(pattern)):
                place = f"{where}:{document.line(path)}"
                raise CatalogError(f"{path[-1]}: {problem}", where=place, hint="see docs/signals.md")
    return _Source(
        where, origin, content, [document.line(("rules", place)) for place in range(len(content.rules))]
    )


def _patterns(content: RuleFile) -> Iterable[tuple[tuple[str | int, ...], str]]:
    """Every pattern of a file, with its place in it."""
    for number, rule in enumerate(content.rules):
        if isinstance(rule, Rule):
            for field in ("pattern", "name", "model"):
                if pattern := getattr(rule, field):
                    yield ("rules", number, field), pattern
    for number, tool in enumerate(content.tools):
        for field in ("names", "ambiguous", "common", "given"):
            for pattern in getattr(tool, field):
                yield ("tools", number, field), pattern
    for pattern in content.models:
        yield ("models",), pattern


def _bundled() -> Iterable[tuple[str, bytes]]:
    folder = files("attest.detect") / "rules"
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".yaml"):
            yield f"attest/detect/rules/{entry.name}", entry.read_bytes()


def read(extra: Sequence[tuple[str, bytes]] = (), declared: bytes = b"") -> RuleSet:
    """The built-in rules, the given files' (name and bytes), and those that follow from the configuration.

    A rule of an added file replaces the built-in rule of its id, or switches it off; tools are joined.

    Raises:
        CatalogError: A file is not valid, two files of one kind hold the same id, or what is switched off is
            no built-in rule.
    """
    bundled = [_read(where, data, BUILT_IN) for where, data in _bundled()]
    added = [_read(where, data, sha256(data)) for where, data in extra]
    added += [_read(DECLARED, declared, DECLARED)] if declared else []
    built_in = _by_id(bundled)
    given = _by_id(added)
    overridden: list[Overridden] = []
    for key, (source, place, entry) in sorted(given.items()):
        replaced = isinstance(entry, Rule)
        _, _, own = built_in.get(key, (None, 0, None))
        if isinstance(own, Rule):
            overridden.append(Overridden(own, replaced, source.origin))
        elif not replaced:
            near = get_close_matches(key, built_in, 1)
            hint = f"did you mean {near[0]}?" if near else "`attest signals list` names them"
            raise source.fault(place, f"no built-in rule has the id {key!r}", hint)
    chosen = {**built_in, **given}
    ran = [
        LoadedRule(entry, source.origin, source.line(place))
        for source, place, entry in chosen.values()
        if isinstance(entry, Rule)
    ]
    sources = (*bundled, *added)
    return RuleSet(
        tuple(sorted(ran, key=_order)),
        tuple(tool for source in sources for tool in source.content.tools),
        tuple(model for source in sources for model in source.content.models),
        tuple(overridden),
    )


_Entry = tuple[_Source, int, Rule | SwitchedOff]


def _by_id(sources: Iterable[_Source]) -> dict[str, _Entry]:
    found: dict[str, _Entry] = {}
    for source in sources:
        for place, entry in enumerate(source.content.rules):
            if entry.id in found:
                raise source.fault(place, f"the rule {entry.id!r} stands twice", "rename one")
            found[entry.id] = (source, place, entry)
    return found


def _order(loaded: LoadedRule) -> tuple[bool, bool, str]:
    rule = loaded.rule
    return (rule.kind is Kind.ROBOT_IDENTITY, loaded.origin != BUILT_IN, rule.id)
