"""Files that matter to an audit by their place: classes of paths, and the changes that touch them."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from attest.model.base import Record, Sha, Slug

OWN_RULES = "attest-rules"
"""The class of the files that steer an audit."""
AGENT_AUTHORITY = "agent-authority"
"""The class of the files that decide what agents may do."""


class PathKind(Record):
    """One kind of file of a class.

    A glob is relative to the root: `*` and `?` stay within a folder, `**` crosses folders, and a glob
    without any of these also means everything beneath it. Where `mentions` is set, a file is of this
    kind only when its content, before or after the change, matches that regular expression.
    """

    id: Slug
    title: str
    globs: tuple[str, ...]
    mentions: str = ""
    meaning: str = ""
    """What `mentions` asks for, in words."""


class PathClass(Record):
    """A named class of paths; of its kinds the first that fits counts.

    Where `overlapping` is set, every kind that fits a file counts. `most` bounds the files of one change
    that are recorded for each kind; the others are counted.
    """

    id: Slug
    title: str
    kinds: tuple[PathKind, ...]
    overlapping: bool = False
    most: Annotated[int, Field(ge=1)] | None = None


class NamedGlob(Record):
    """A place of a class that attest.yaml names beside the default ones."""

    path_class: Slug
    kind: Slug
    glob: str


class Effect(StrEnum):
    """What a change did to a file of the release branch."""

    ADDED = "added"
    CHANGED = "changed"
    DELETED = "deleted"
    NONE = "none"
    """A commit of the change touched it, and the branch holds the same before and after the change."""


class TouchBasis(StrEnum):
    """What makes a file one of its class."""

    PLACE = "place"
    """It lies where such files lie by default."""
    NAMED = "named"
    """A version of attest.yaml that held at some time in the period names it."""
    CONTENT = "content"
    """It lies there, and its content before or after the change says so."""
    CONTENT_UNREAD = "content-unread"
    """It lies there, and its content could not be read: listed by its place alone."""


class Touch(Record):
    """One file of a path class that one change touched.

    `before` and `after` are the file's object ids on the release branch before and after the change;
    `None` where it was not there, and both where the effect is `none`. `commits` are the change's
    commits that touched it, in landing order, or the merge that landed where none of those that it
    brought in did.
    """

    id: str
    """`<change>:touch:<number>`, counted from 1 in each change."""
    change: str
    path_class: Slug
    kind: Slug
    path: str
    effect: Effect
    before: Sha | None
    after: Sha | None
    commits: tuple[Sha, ...]
    basis: TouchBasis


class Watched(Record):
    """One kind of file that was looked for in one repository: what an empty list rests on."""

    path_class: Slug
    kind: Slug
    title: str
    globs: tuple[str, ...]
    named: tuple[str, ...]
    """Globs that a version of attest.yaml of the period adds, sorted."""
    meaning: str
    touched: int
    """Files at these places, counted once for each change that touched them."""
    listed: int
    """How many of them are of this kind, each a record in `touches`."""
