"""Texts that attest.yaml may hold: bounded, and free of what a page cannot show."""

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints


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


Longer = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000), AfterValidator(_printable)]
Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=200),
    AfterValidator(_printable),
    AfterValidator(_one_line),
]
Name = Annotated[Line, Field(min_length=1)]
Day = Annotated[str, StringConstraints(pattern=r"^(\d{4}-\d\d-\d\d)?$")]


def _relative(glob: str) -> str:
    """Refuse what cannot be a place in the repository, or what git and we would read differently."""
    parts = glob.rstrip("/").split("/")
    if glob.startswith(("/", ":")) or {"", ".", ".."} & set(parts):
        raise ValueError("must be a path from the root of the repository, without . and ..")
    if set(glob) & set("[]\\{}") or any("**" in part and part != "**" for part in parts):
        raise ValueError("may hold the wildcards *, ? and ** alone, and ** only as a whole folder")
    return glob


Glob = Annotated[Name, AfterValidator(_relative)]
"""A place in the repository, as `attest.model.touch.PathKind` reads globs."""
