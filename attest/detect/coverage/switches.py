"""Settings by which a repository tells a tool to leave no trace: keys and values of `settings.yaml`."""

import json
from collections.abc import Iterator, Sequence

from attest.detect.coverage import syntaxes
from attest.detect.coverage.loose_json import Leaf, Unreadable
from attest.detect.coverage.reading import Found, Problem, Reader, Reading, quoted
from attest.detect.coverage.rules import SettingRule, Value, settings
from attest.model.coverage import CoverageBasis, Sought, TipFile


def reader(rules: Sequence[SettingRule] | None = None) -> Reader:
    """A reader of the given rules, by default of those that ship."""
    by_id = {rule.id: rule for rule in (settings() if rules is None else rules)}

    def read(file: TipFile) -> Reading:
        return _read(file, [by_id[name] for name in file.sought if name in by_id])

    sought = tuple(Sought(rule.id, rule.files, read=True) for rule in by_id.values())
    return Reader(sought, read)


def _read(file: TipFile, rules: Sequence[SettingRule]) -> Reading:
    if file.data is None or not rules:
        return Reading()
    leaves: dict[str, tuple[Leaf, ...]] = {}
    problems: dict[str, Problem] = {}
    for syntax in dict.fromkeys(rule.syntax for rule in rules):
        try:
            leaves[syntax] = syntaxes.read(file.data, syntax)
        except Unreadable as fault:
            problems[syntax] = Problem(file.path, quoted(str(fault)))
    found = [one for rule in rules for one in _matches(rule, file.path, leaves.get(rule.syntax, ()))]
    return Reading(tuple(found), tuple(problems.values()))


def _matches(rule: SettingRule, path: str, leaves: Sequence[Leaf]) -> Iterator[Found]:
    """Where a key stands twice, the last counts, as it does for who reads the file."""
    last = {leaf.path: leaf for leaf in leaves}
    if rule.unless is not None and any(_has(last.get(key), rule.unless.values) for key in rule.unless.keys):
        return
    for key in rule.keys:
        leaf = last.get(key)
        if leaf is not None and _has(leaf, rule.values):
            setting = quoted(f"{'.'.join(key)}: {json.dumps(leaf.value)}")
            yield Found(rule.id, rule.tool, path, leaf.line, setting, CoverageBasis.SETTING)


def _has(leaf: Leaf | None, values: Sequence[Value]) -> bool:
    """Whether a scalar is one of the values, of the same type: `false` is not the text of it."""
    return leaf is not None and any(
        type(leaf.value) is type(value) and leaf.value == value for value in values
    )
