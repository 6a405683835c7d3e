"""One thing that a command looked for, and how to mend it where it is not there."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """One thing looked at. `needed` items that are not there end the command with code 3."""

    name: str
    there: bool
    needed: bool
    found: str
    remedy: str
