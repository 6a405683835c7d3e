"""How a report of several runs was made, and making it again from its package to compare."""

import json
from collections.abc import Mapping, Sequence

from pydantic import ValidationError

from attest import __version__, canonical
from attest.model.base import Record, UtcTime
from attest.model.evidence import RunView
from attest.model.joined import Selection
from attest.model.trend import PeriodTally

SELECTION = "selection.json"
"""The file of a package that says from which runs its report was made, and how."""
_SCHEMA = "attest.selection/1"
EARLIER = "earlier.json"
"""The file of a package with the counts of periods before that its report was given."""
_EARLIER_SCHEMA = "attest.earlier/1"


class HowMade(Record):
    """What a report of several runs was made from, beside the runs themselves."""

    selection: Selection
    frameworks: tuple[str, ...]
    """Those that were asked for; all in force when empty."""
    as_of: UtcTime
    tool_version: str


def how_made(selection: Selection, view: RunView, frameworks: Sequence[str], as_of: str) -> bytes:
    """The file, in canonical form; it lists the runs and what changed between them, too."""
    made = HowMade(selection=selection, frameworks=tuple(frameworks), as_of=as_of, tool_version=__version__)
    listed = {
        "runs": [run.model_dump(mode="json") for run in view.runs],
        "differences": [item.model_dump(mode="json") for item in view.differences],
    }
    return canonical.dumps({"schema": _SCHEMA, **made.model_dump(mode="json"), **listed})


def earlier_file(rows: Sequence[PeriodTally]) -> bytes:
    """The counts of periods before that a report was given, in canonical form; their runs are not packed."""
    listed = [row.model_dump(mode="json") for row in rows]
    return canonical.dumps({"schema": _EARLIER_SCHEMA, "earlier": listed})


def read_earlier(data: bytes) -> tuple[PeriodTally, ...] | None:
    """What such a file says; `None` when it says nothing that this version understands."""
    try:
        stated = json.loads(data)
        if stated["schema"] != _EARLIER_SCHEMA:
            return None
        return tuple(PeriodTally.model_validate_json(json.dumps(row)) for row in stated["earlier"])
    except (ValidationError, ValueError, RecursionError, KeyError, TypeError):
        return None


def read_how_made(data: bytes) -> HowMade | None:
    """What the file says; `None` when it says nothing that this version understands."""
    try:
        stated = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(stated, dict) or stated.get("schema") != _SCHEMA:
        return None
    own = {name: stated.get(name) for name in HowMade.model_fields}
    try:
        return HowMade.model_validate_json(json.dumps(own))
    except (ValidationError, ValueError):
        return None


def differing(stated: bytes, found: bytes) -> tuple[str, ...]:
    """Ids of the figures on which two files do not agree, sorted; `?` where one is no file of figures."""
    one, other = _figures(stated), _figures(found)
    if one is None or other is None:
        return ("?",)
    return tuple(sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name)))


def _figures(data: bytes) -> Mapping[str, object] | None:
    try:
        rows = json.loads(data)["figures"]
        return {str(row["id"]): row for row in rows}
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
