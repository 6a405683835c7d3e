"""Faults of attest.yaml that its types cannot see: dates, references, and statements that contradict."""

from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches
from itertools import combinations
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from attest.config.agents import Agent, keys
from attest.config.inventory import Entry
from attest.config.persons import PersonEntry, Role
from attest.config.schema import (
    CHECKS_ASSERTION,
    DECLARATION_ASSERTION,
    REGISTER_ASSERTION,
    Config,
    Control,
    Setting,
)
from attest.document import Document
from attest.errors import ConfigError
from attest.model.control import Assertion, Parameter
from attest.model.placement import Tier

Place = tuple[str | int, ...]


def check(config: Config, document: Document, assertions: Sequence[Assertion] | None) -> None:
    """Hold the parts of a configuration against each other and against the assertions there are.

    Raises:
        ConfigError: The first fault, with file, line and key.
    """
    faults = _Faults(document)
    _check_timezone(config.timezone, faults)
    _check_unique([item.name for item in config.repositories], ("repositories",), "name", faults)
    remotes = [item.remote.casefold() or item.name for item in config.repositories]
    _check_unique(remotes, ("repositories",), "remote", faults)
    _check_unique([item.id for item in config.controls], ("controls",), "id", faults)
    _check_persons(config.persons, (), faults)
    known = {item.id: item for item in assertions} if assertions is not None else None
    for index, control in enumerate(config.controls):
        _check_control(config, control, ("controls", index), faults, known)
    _check_overlaps(config, faults)
    _check_agents(config, faults)
    _check_inventory(config, faults)
    _check_used(config, faults)


class _Faults:
    def __init__(self, document: Document) -> None:
        self._document = document

    def at(self, place: Place, what: str, hint: str) -> ConfigError:
        key = ".".join(str(part) for part in place)
        where = f"{self._document.where}:{self._document.line(place)}"
        return ConfigError(f"{key}: {what}", where=where, hint=hint)


def _check_timezone(name: str, faults: _Faults) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as cause:
        raise faults.at(
            ("timezone",), f"{name!r} is not a time zone", "use a name such as UTC or Europe/Berlin"
        ) from cause


def _check_unique(names: Sequence[str], place: Place, key: str, faults: _Faults) -> None:
    for index, name in enumerate(names):
        if name in names[:index]:
            raise faults.at((*place, index, key), f"{name!r} stands twice", "keep one of them")


def _check_persons(persons: Sequence[PersonEntry], others: Sequence[PersonEntry], faults: _Faults) -> None:
    """Each id, address and account is one person's, in this file and in another one, and days are days."""
    ids = [item.id for item in persons]
    _check_unique(ids, ("persons",), "id", faults)
    known = {person.id for person in others}
    owners = {value.casefold(): one.id for one in others for value in (*one.addresses, *one.accounts)}
    for index, person in enumerate(persons):
        place: Place = ("persons", index)
        if person.id in known:
            raise faults.at((*place, "id"), f"{person.id!r} stands in attest.yaml too", "keep one of them")
        _check_days(person, place, "in service", faults)
        for number, role in enumerate(person.roles):
            _check_days(role, (*place, "roles", number), "in the role", faults)
        for key, values in (("addresses", person.addresses), ("accounts", person.accounts)):
            for number, value in enumerate(values):
                owner = owners.setdefault(value.casefold(), person.id)
                if owner != person.id:
                    raise faults.at(
                        (*place, key, number),
                        f"{value!r} is already {owner!r}",
                        "give it to one person only: independence rests on it",
                    )


def check_persons_file(persons: Sequence[PersonEntry], config: Config, document: Document) -> None:
    """Hold the entries of a persons file against each other and against attest.yaml.

    Raises:
        ConfigError: The first fault, with file, line and key.
    """
    faults = _Faults(document)
    _check_persons(persons, config.persons, faults)
    of_agents = {
        key: agent.id for agent in config.agents or () for one in agent.identities for key in keys(one)
    }
    for index, person in enumerate(persons):
        for name, values in (("addresses", person.addresses), ("accounts", person.accounts)):
            for number, value in enumerate(values):
                found = {value.casefold(), *(keys(value) if name == "addresses" else ())} & of_agents.keys()
                if found:
                    owner = of_agents[min(found)]
                    raise faults.at(
                        ("persons", index, name, number),
                        f"{value!r} is the agent {owner!r}",
                        "give the agent an identity of its own",
                    )


def _check_days(item: PersonEntry | Role | Control | Agent, place: Place, what: str, faults: _Faults) -> None:
    """Days that are days, in their order."""
    for key, value in (("since", item.since), ("until", item.until)):
        if value and not _is_day(value):
            raise faults.at((*place, key), f"{value!r} is not a day", "write it as 2025-01-31")
    if item.since and item.until and item.since > item.until:
        raise faults.at(
            (*place, "since"),
            f"{item.since} is after `until`, {item.until}",
            f"give the first day {what} and the last",
        )


def _check_control(
    config: Config, control: Control, place: Place, faults: _Faults, known: dict[str, Assertion] | None
) -> None:
    _check_reach(config, control, place, faults)
    if known is not None:
        _check_assertion(control, place, faults, known)


def _check_reach(config: Config, item: Control | Agent, place: Place, faults: _Faults) -> None:
    """Days that are days, in their order, and repositories that there are."""
    _check_days(item, place, "in operation", faults)
    _check_repositories(config, item, place, faults)


def _check_repositories(config: Config, item: Control | Agent | Entry, place: Place, faults: _Faults) -> None:
    names = [entry.name for entry in config.repositories]
    for number, name in enumerate(item.repositories):
        if names and name not in names:
            raise faults.at(
                (*place, "repositories", number),
                f"no repository is called {name!r}",
                f"use one of: {', '.join(names)}",
            )


def _check_assertion(control: Control, place: Place, faults: _Faults, known: dict[str, Assertion]) -> None:
    assertion = known.get(control.assertion)
    if assertion is None:
        near = get_close_matches(control.assertion, known, 1)
        raise faults.at(
            (*place, "assertion"),
            f"no assertion is called {control.assertion!r}" + (f"; {near[0]} is near" if near else ""),
            f"use one of: {', '.join(sorted(known))}",
        )
    parameters = {item.name: item for item in assertion.parameters}
    for name, value in control.parameters.items():
        at = (*place, "parameters", name)
        if name not in parameters:
            hint = (
                f"use one of: {', '.join(sorted(parameters))}" if parameters else "remove it: there are none"
            )
            raise faults.at(at, f"{assertion.id} has no such parameter", hint)
        if wrong := _misfit(parameters[name], value):
            raise faults.at(at, wrong, f"see `attest controls show {assertion.id}`")


def _misfit(parameter: Parameter, value: Setting) -> str:
    """What is wrong with a value; empty when it may be given."""
    if type(value) is not type(parameter.default):
        kinds = {str: "text", int: "a whole number", bool: "true or false", tuple: "a list of texts"}
        return f"must be {kinds[type(parameter.default)]}"
    if parameter.choices and value not in parameter.choices:
        return f"must be one of: {', '.join(parameter.choices)}"
    if parameter.minimum is not None and isinstance(value, int) and value < parameter.minimum:
        return f"must be at least {parameter.minimum}"
    if parameter.maximum is not None and isinstance(value, int) and value > parameter.maximum:
        return f"must be at most {parameter.maximum}"
    return ""


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _check_overlaps(config: Config, faults: _Faults) -> None:
    """One repository, one day, one assertion: one operated control, or its settings would be ambiguous."""
    operated = [(index, item) for index, item in enumerate(config.controls) if item.operation == "operated"]
    for (_, first), (index, second) in combinations(operated, 2):
        if first.assertion == second.assertion and _meet(first, second):
            raise faults.at(
                ("controls", index),
                f"{second.id} and {first.id} both operate {first.assertion} for the same repository and day",
                "set apart their `repositories`, or their `since` and `until`",
            )


def _meet(first: Control, second: Control) -> bool:
    apart = first.repositories and second.repositories
    if apart and not set(first.repositories) & set(second.repositories):
        return False
    later_start = max(first.since, second.since)
    ends = [item.until for item in (first, second) if item.until]
    return not ends or later_start <= min(ends)


def _check_agents(config: Config, faults: _Faults) -> None:
    """Each agent is declared once, and an identity leads to one of them."""
    agents = config.agents or ()
    _check_unique([agent.id for agent in agents], ("agents",), "id", faults)
    for index, agent in enumerate(agents):
        _check_reach(config, agent, ("agents", index), faults)
    _check_identities(config, faults)
    operated = [
        index
        for index, item in enumerate(config.controls)
        if item.assertion == REGISTER_ASSERTION and item.operation == "operated"
    ]
    if operated and config.agents is None:
        raise faults.at(
            ("controls", operated[0]),
            f"{REGISTER_ASSERTION} is operated, and there is no register of agents",
            "list them under `agents`, or write `agents: []` where none may act",
        )


def _check_inventory(config: Config, faults: _Faults) -> None:
    """Each entry stands once and in scope, and a label means one tier, whatever its case."""
    _check_unique([item.id for item in config.inventory], ("inventory",), "id", faults)
    for index, item in enumerate(config.inventory):
        _check_repositories(config, item, ("inventory", index), faults)
    tiers: dict[str, Tier] = {}
    for label, tier in config.tiers.labels.items():
        if tiers.setdefault(label.casefold(), tier) is not tier:
            raise faults.at(
                ("tiers", "labels", label), f"{label!r} means two tiers", "case is not regarded: keep one"
            )


def _check_identities(config: Config, faults: _Faults) -> None:
    """An identity is one agent's and no person's, however an account is written."""
    of_people = {key for person in config.persons for address in person.addresses for key in keys(address)}
    of_people.update(account.casefold() for person in config.persons for account in person.accounts)
    owners: dict[str, str] = {}
    for index, agent in enumerate(config.agents or ()):
        for number, identity in enumerate(agent.identities):
            place = ("agents", index, "identities", number)
            owner = next((found for key in keys(identity) if (found := owners.get(key))), agent.id)
            if owner != agent.id:
                raise faults.at(place, f"{identity!r} is already {owner!r}", "give it to one agent only")
            if not of_people.isdisjoint(keys(identity)):
                raise faults.at(place, f"{identity!r} is a person's", "give the agent an identity of its own")
            owners.update(dict.fromkeys(keys(identity), agent.id))


def _check_used(config: Config, faults: _Faults) -> None:
    """A setting that no control takes up would be silently without effect."""
    declared = {control.assertion for control in config.controls}
    for present, assertion, place in (
        (bool(config.required_checks), CHECKS_ASSERTION, ("required_checks",)),
        (bool(config.ai.declaration_labels), DECLARATION_ASSERTION, ("ai", "declaration_labels")),
        (config.agents is not None, REGISTER_ASSERTION, ("agents",)),
    ):
        if present and assertion not in declared:
            raise faults.at(
                place,
                f"no control declares {assertion}, which would read them",
                f"declare {assertion} under `controls`, as `planned` if it does not operate yet",
            )
