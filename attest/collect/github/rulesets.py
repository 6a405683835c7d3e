"""The rules of a branch from a spool: each ruleset in each of its versions, and the classic protection."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest

from attest.collect.fields import ShapeError, each
from attest.collect.forge import Answer, Shortfall
from attest.collect.forge_files import NOT_PROTECTED, Recording
from attest.collect.forge_records import BranchRules
from attest.collect.github import ruleset_shapes
from attest.collect.github.rest_shapes import twice
from attest.collect.github.ruleset_shapes import Branch, Version
from attest.collect.github.spool import branch_part
from attest.collect.shortfalls import shortfall

_REFUSED = ("has no permission", "the token may not see it")


class Rulesets:
    """Reads the rules of a branch."""

    def __init__(self, recording: Recording, per_page: int, since: str = "") -> None:
        """Versions that another took the place of before `since` are not asked for, nor missed."""
        self._since = since
        self._recording = recording
        self._per_page = per_page
        self._told: dict[Shortfall, None] = {}

    def read(self, branch: Branch) -> Answer[tuple[BranchRules, ...]]:
        """Every version of every ruleset, by id, then the protection as it is on the day of collection."""
        listed = self._recording.read_list("rulesets", per_page=self._per_page)
        self._tell("the list of rulesets", listed.problem)
        names, bad = each(listed.items, ruleset_shapes.entry)
        self._tell("the list of rulesets", f"{bad} entries are malformed" if bad else "")
        self._tell("the list of rulesets", twice(listed.items, "id"))
        found: list[BranchRules] = []
        for name in sorted({name for name in names if name}, key=int):
            versions = list(self._versions(name, branch))
            found += versions or self._current(name, branch)
        found += self._protection(branch)
        return Answer(tuple(found), tuple(self._told))

    def _versions(self, name: str, branch: Branch) -> Iterator[BranchRules]:
        listed = self._recording.read_list("rulesets", name, "history", per_page=self._per_page)
        self._tell("the history of a ruleset", listed.problem)
        rows, bad = each(listed.items, ruleset_shapes.version)
        self._tell("the history of a ruleset", f"{bad} entries are malformed" if bad else "")
        self._tell("the history of a ruleset", twice(listed.items, "version_id"))
        by_number = {row.number: row for row in rows}
        versions = [by_number[number] for number in sorted(by_number)]
        for version, later in zip_longest(versions, versions[1:]):
            until = later.at if later is not None else None
            if until is not None and until < self._since:
                continue
            made = self._version(name, version, branch)
            if made is not None:
                yield replace(made, until=until)

    def _version(self, name: str, version: Version, branch: Branch) -> BranchRules | None:
        response = self._recording.read("rulesets", name, "history", str(version.number))
        self._tell("a version of a ruleset", response.problem)
        if response.problem:
            return None
        try:
            made, is_said = ruleset_shapes.ruleset(ruleset_shapes.history_state(response.body), branch)
        except ShapeError:
            self._tell("a version of a ruleset", "it is malformed")
            return None
        self._tell_bypass(is_said)
        return replace(
            made, id=f"{made.id}.{version.number}", since=version.at, changed_by=version.changed_by
        )

    def _current(self, name: str, branch: Branch) -> list[BranchRules]:
        """A ruleset as it is on the day of collection, where no version of it could be read."""
        response = self._recording.read("rulesets", name)
        self._tell("a ruleset", response.problem)
        if response.problem:
            return []
        try:
            made, is_said = ruleset_shapes.ruleset(response.body, branch)
        except ShapeError:
            self._tell("a ruleset", "it is malformed")
            return []
        self._tell_bypass(is_said)
        return [made]

    def _protection(self, branch: Branch) -> list[BranchRules]:
        response = self._recording.read("branches", branch_part(branch.name), "protection")
        if response.problem == NOT_PROTECTED:
            return []
        self._tell("the protection of the branch", response.problem)
        if response.problem:
            return []
        try:
            return [ruleset_shapes.protection(response.body)]
        except ShapeError:
            self._tell("the protection of the branch", "it is malformed")
            return []

    def _tell(self, thing: str, why: str) -> None:
        if why:
            refused = any(word in why for word in _REFUSED)
            self._told[shortfall("not-permitted" if refused else "rules-incomplete", thing, why)] = None

    def _tell_bypass(self, is_said: bool) -> None:
        if not is_said:
            why = "the token may not see who may bypass it"
            self._told[shortfall("bypass-actors-unknown", "a ruleset", why)] = None
