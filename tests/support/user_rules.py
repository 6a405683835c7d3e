"""Plausible rules of a large organisation, made up without chance: in-house agents and their traces.

The kinds stand in the proportion in which in-house tools leave traces: accounts and addresses first,
trailers of their own, then links, footers, branches and sentences. Every rule can match something.
"""

import json
from collections.abc import Callable, Iterator
from itertools import count, islice, product
from typing import Any

Rule = dict[str, Any]
_FIRST = ("ar", "bel", "cor", "dun", "el", "fen", "gar", "hol", "in", "jor", "kel", "lum", "mar", "nor")
_LAST = ("bot", "dan", "fix", "gen", "hand", "kin", "lor", "mate", "nix", "pad", "ric", "smith", "wright")
_TEAMS = ("billing", "core", "data", "edge", "infra", "ledger", "mobile", "risk", "search", "web")


def names() -> Iterator[str]:
    """Names of agents: `arbot`, `ardan`, ..., then the same with a number."""
    for round_ in count():
        for first, last in product(_FIRST, _LAST):
            yield f"{first}{last}{round_ or ''}"


def _address(name: str, team: str) -> Rule:
    address = f"{name}@agents.{team}.example"
    return {
        "kind": "agent-identity",
        "identities": [address],
        "examples": {"match": [f"author: {name} <{address}>"]},
    }


def _account(name: str, team: str) -> Rule:
    account = f"{900_000_000 + sum(name.encode()) * 7919}+{team}-{name}[bot]"
    address = f"{account}@users.noreply.github.com"
    return {
        "kind": "agent-identity",
        "identities": [account],
        "examples": {"match": [f"author: {name} <{address}>"]},
    }


def _trailer(name: str, team: str) -> Rule:
    return {
        "kind": "tool-trailer",
        "keys": [f"{name}-session"],
        "pattern": "[0-9a-f]{8}",
        "examples": {"match": [f"{name.title()}-Session: 0123abcd"]},
    }


def _link(name: str, team: str) -> Rule:
    return {
        "kind": "session-link",
        "contains": [f"{name}.{team}.example/run/"],
        "pattern": rf".{{0,80}}?https://{name}\.{team}\.example/run/\d{{1,12}}",
        "examples": {"match": [f"https://{name}.{team}.example/run/42"]},
    }


def _footer(name: str, team: str) -> Rule:
    return {
        "kind": "footer",
        "contains": [f"generated with {name}"],
        "pattern": rf"generated with {name}\b",
        "examples": {"match": [f"Generated with {name}"]},
    }


def _branch(name: str, team: str) -> Rule:
    return {
        "kind": "branch",
        "grade": "D",
        "role": "mention",
        "contains": [f"{name}/"],
        "pattern": f"{name}/",
        "examples": {"match": [f"branch: {name}/mend-it"]},
    }


def _sentence(name: str, team: str) -> Rule:
    return {
        "kind": "disclosure",
        "grade": "C",
        "role": "assistant",
        "contains": [f"{name} wrote"],
        "pattern": rf"{name} wrote (?:this|the)\b",
        "examples": {"match": [f"{name.title()} wrote this patch"]},
    }


_KINDS: tuple[Callable[[str, str], Rule], ...] = (
    *(_address,) * 6,
    *(_account,) * 4,
    *(_trailer,) * 4,
    *(_link,) * 2,
    *(_footer,) * 2,
    _branch,
    _sentence,
)  # fmt: skip


def rules(number: int) -> Iterator[Rule]:
    """That many rules, each with an id and examples of its own."""
    for place, name in enumerate(islice(names(), number)):
        made = _KINDS[place % len(_KINDS)](name, _TEAMS[place % len(_TEAMS)])
        yield {
            "id": f"own.{place:04}-{name}",
            "version": 1,
            "title": f"{name}, an agent of ours",
            "grade": "B",
            "role": "coauthor",
            "tool": name,
            "source": "https://wiki.example/agents",
        } | made


def document(number: int) -> str:
    """A file of rules, in YAML whose scalars are written as JSON writes them."""
    lines = ["format_version: 1", "rules:"]
    for rule in rules(number):
        fields = [f"{key}: {json.dumps(value)}" for key, value in rule.items()]
        lines += [f"  - {fields[0]}", *(f"    {field}" for field in fields[1:])]
    return "\n".join(lines) + "\n"
