"""What attest.yaml may hold. Every text is bounded and free of control characters: it is printed."""

import unicodedata
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from attest.model.base import Record
from attest.model.control import Declaration, Operation
from attest.model.touch import OWN_RULES, NamedGlob


def _printable(text: str) -> str:
    """Refuse what a page cannot show or a terminal would obey; line ends may stand in longer texts."""
    for character in text:
        if character != "\n" and unicodedata.category(character) in ("Cc", "Cs", "Cn"):
            raise ValueError(f"holds the control character U+{ord(character):04X}")
    return text


def _one_line(text: str) -> str:
    if "\n" in text:
        raise ValueError("must be one line")
    return text


_Longer = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=4000), AfterValidator(_printable)
]
_Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=200),
    AfterValidator(_printable),
    AfterValidator(_one_line),
]
_Name = Annotated[_Line, Field(min_length=1)]
_Day = Annotated[str, StringConstraints(pattern=r"^(\d{4}-\d\d-\d\d)?$")]
Setting = str | int | bool | tuple[str, ...]


class System(Record):
    """The system that the repositories make up, as the report names it."""

    name: _Line = ""


class Repository(Record):
    """A repository in scope; `branch` and `remote` are empty where the clone's own hold."""

    name: _Name
    branch: _Line = ""
    remote: _Line = ""


class Control(Record):
    """Management's declaration of one control, under management's own id and wording."""

    id: _Name
    assertion: _Name
    operation: Literal["operated", "not-operated", "planned"]
    wording: Annotated[_Longer, Field(min_length=1)]
    owner: _Name
    since: _Day = ""
    until: _Day = ""
    repositories: tuple[_Name, ...] = ()
    parameters: dict[str, Setting] = Field(default_factory=dict)

    def declaration(self, added: dict[str, Setting]) -> Declaration:
        """The same as evaluation reads it; `added` are settings from other parts of the file."""
        return Declaration(
            control=self.id,
            assertion=self.assertion,
            operation=Operation(self.operation),
            wording=self.wording,
            owner=self.owner,
            since=self.since,
            until=self.until,
            repositories=self.repositories,
            parameters={**added, **self.parameters},
        )


class PersonEntry(Record):
    """One person's addresses and accounts (`github:12345` or `github:login`), to be read as one."""

    id: _Name
    addresses: tuple[_Name, ...] = ()
    accounts: tuple[Annotated[_Name, StringConstraints(pattern=r"^[a-z0-9-]+:\S+$")], ...] = ()


class RequiredCheck(Record):
    """A check that the entity's rule requires; `app` is the one that must report it, `any` for whichever."""

    name: _Name
    app: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=100)] = "any"

    @property
    def written(self) -> str:
        """As a setting of a control holds it."""
        return f"{self.name} by {self.app}"


class Ai(Record):
    """How authors declare AI involvement: labels of pull requests and what each of them says."""

    declaration_labels: dict[str, Literal["none", "assisted", "generated", "autonomous"]] = Field(
        default_factory=dict
    )


def _relative(glob: str) -> str:
    """Refuse what cannot be a place in the repository, or what git and we would read differently."""
    parts = glob.rstrip("/").split("/")
    if glob.startswith(("/", ":")) or {"", ".", ".."} & set(parts):
        raise ValueError("must be a path from the root of the repository, without . and ..")
    if set(glob) & set("[]\\{}") or any("**" in part and part != "**" for part in parts):
        raise ValueError("may hold the wildcards *, ? and ** alone, and ** only as a whole folder")
    return glob


_Glob = Annotated[_Name, AfterValidator(_relative)]


class RuleFiles(Record):
    """Where in the repository the other files lie that steer audits: changes of them are listed apart."""

    persons: tuple[_Glob, ...] = ()
    packs: tuple[_Glob, ...] = ()
    rules: tuple[_Glob, ...] = ()
    dispositions: tuple[_Glob, ...] = ()
    workflow: tuple[_Glob, ...] = ()

    @property
    def named(self) -> tuple[NamedGlob, ...]:
        """Each of them as a place of the class of the audit's own rules."""
        return tuple(
            NamedGlob(path_class=OWN_RULES, kind=kind, glob=glob)
            for kind in type(self).model_fields
            for glob in getattr(self, kind)
        )


class Config(Record):
    """Management's side of an audit, as attest.yaml states it."""

    format: Literal["attest/1"]
    entity: _Line = ""
    system: System = System()
    timezone: _Name = "UTC"
    repositories: tuple[Repository, ...] = ()
    controls: tuple[Control, ...] = ()
    persons: tuple[PersonEntry, ...] = ()
    required_checks: tuple[RequiredCheck, ...] = ()
    ai: Ai = Ai()
    rule_files: RuleFiles = RuleFiles()

    @classmethod
    def empty(cls, repositories: tuple[str, ...] = ()) -> "Config":
        """What holds where there is no attest.yaml: nothing is declared."""
        return cls(format="attest/1", repositories=tuple(Repository(name=name) for name in repositories))

    def repository(self, name: str, remote: str = "") -> Repository | None:
        """The entry of a repository by its name, else by the forge's `owner/name`; or `None`."""
        named = [item for item in self.repositories if item.name == name]
        there = [item for item in self.repositories if remote and item.remote.casefold() == remote.casefold()]
        return next(iter([*named, *there]), None)

    @property
    def declarations(self) -> tuple[Declaration, ...]:
        """Management's declarations, in the order of the file, settings of other keys included."""
        return tuple(control.declaration(self.settings(control.assertion)) for control in self.controls)

    def settings(self, assertion: str) -> dict[str, Setting]:
        """Settings of an assertion that stand under keys of their own."""
        labels = self.ai.declaration_labels
        if assertion == CHECKS_ASSERTION and self.required_checks:
            return {"required_checks": tuple(item.written for item in self.required_checks)}
        if assertion == DECLARATION_ASSERTION and labels:
            return {"declaration_labels": tuple(f"{label}={labels[label]}" for label in sorted(labels))}
        return {}


CHECKS_ASSERTION = "TST-01"
DECLARATION_ASSERTION = "CMP-07"
