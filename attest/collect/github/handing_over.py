"""Hands every answer of a spool on to be kept, also those that no record is made of."""

import re
from collections.abc import Iterator

from attest.collect.forge_files import Recording, request_of
from attest.collect.github.queries import PULLS_AT_ONCE

_FOLDERS = (
    "activity", "agents", "branches", "collaborators", "deployments", "environments", "graphql", "issues",
    "orgs", "rulesets",
)  # fmt: skip
_NAME = re.compile(r"(?P<stem>.+?)(?:\.pass(?P<turn>[0-9]{1,3}))?(?:\.page(?P<page>[0-9]{1,6}))?\.json")
_DEEPEST = 6


def hand_over(recording: Recording, per_page: int) -> None:
    """Read every answer once, in an order that files give and not their system."""
    for origin in _files(recording, ()):
        match = _NAME.fullmatch(origin)
        if match is not None:
            stem = match["stem"]
            size = PULLS_AT_ONCE if stem == "graphql/pulls" else per_page if match["page"] else None
            recording.pass_on(origin, request_of(tuple(stem.split("/"))), size)


def _files(recording: Recording, below: tuple[str, ...]) -> Iterator[str]:
    """Files in the order of their names, pages by their numbers; folders after the files beside them."""
    names = recording.files(*below)
    files = [name for name in names if name.endswith(".json")]
    for name in sorted(files, key=_order):
        if below or name.split(".")[0] in _FOLDERS:
            yield "/".join((*below, name))
    for name in names:
        if not name.endswith(".json") and len(below) < _DEEPEST and (below or name in _FOLDERS):
            yield from _files(recording, (*below, name))


def _order(name: str) -> tuple[str, int, int]:
    match = _NAME.fullmatch(name)
    if match is None:
        return name, 0, 0
    return match["stem"], int(match["turn"] or 0), int(match["page"] or 0)
