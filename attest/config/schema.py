"""What attest.yaml may hold. Every text is bounded and free of control characters: it is printed."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from attest.config.agents import Agent
from attest.config.inventory import Inventory, Strata, Tiers, own_kinds, placement_rules
from attest.config.persons import PersonEntry
from attest.config.texts import Day, Glob, Line, Longer, Name
from attest.model.agent import RegisteredAgent
from attest.model.base import Record
from attest.model.control import Declaration, Operation
from attest.model.description import Topic
from attest.model.placement import PlacementRules
from attest.model.touch import OWN_RULES, NamedGlob, PathKind

Setting = str | int | bool | tuple[str, ...]


class System(Record):
    """The system that the repositories make up, as the report names it."""

    name: Line = ""


class Repository(Record):
    """A repository in scope; `branch` and `remote` are empty where the clone's own hold."""

    name: Name
    branch: Line = ""
    remote: Line = ""


class Control(Record):
    """Management's declaration of one control, under management's own id and wording."""

    id: Name
    assertion: Name
    operation: Literal["operated", "not-operated", "planned"]
    wording: Annotated[Longer, Field(min_length=1)]
    owner: Name
    since: Day = ""
    until: Day = ""
    repositories: tuple[Name, ...] = ()
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


class RequiredCheck(Record):
    """A check that the entity's rule requires; `app` is the one that must report it, `any` for whichever."""

    name: Name
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


class Descriptions(Record):
    """How the entity's own texts of pull requests announce a topic, beside the headings that ship."""

    headings: dict[Topic, Annotated[tuple[Name, ...], Field(max_length=50)]] = Field(default_factory=dict)


class RuleFiles(Record):
    """Where in the repository the other files lie that steer audits: changes of them are listed apart."""

    persons: tuple[Glob, ...] = ()
    packs: tuple[Glob, ...] = ()
    rules: tuple[Glob, ...] = ()
    dispositions: tuple[Glob, ...] = ()
    workflow: tuple[Glob, ...] = ()

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
    entity: Line = ""
    system: System = System()
    timezone: Name = "UTC"
    repositories: tuple[Repository, ...] = ()
    controls: tuple[Control, ...] = ()
    persons: tuple[PersonEntry, ...] = ()
    required_checks: tuple[RequiredCheck, ...] = ()
    ai: Ai = Ai()
    agents: tuple[Agent, ...] | None = None
    """The register of agents; an empty one sanctions none, `None` is no register."""
    rule_files: RuleFiles = RuleFiles()
    stopped_after: Annotated[int, Field(ge=2, le=50)] = 5
    """Results in a row, none of them met, that say that a control stopped inside the period."""
    inventory: Inventory = ()
    tiers: Tiers = Tiers()
    strata: Strata = Strata()
    description: Descriptions = Descriptions()

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
    def register(self) -> tuple[RegisteredAgent, ...] | None:
        """The register of agents, in the order of the file; `None` where management declares none."""
        return None if self.agents is None else tuple(agent.entry for agent in self.agents)

    @property
    def placement(self) -> PlacementRules:
        """How changes are placed in tiers and strata."""
        return placement_rules(self.inventory, self.tiers, self.strata)

    @property
    def own_kinds(self) -> dict[str, tuple[PathKind, ...]]:
        """Kinds of files that this file adds to classes that ship, by class."""
        return own_kinds(self.strata)

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
REGISTER_ASSERTION = "AGT-01"
