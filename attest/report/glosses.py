"""Plain words for what records name by a slug: sources, facts of a clone, bounds, levels."""

from attest.model.population import BoundaryBasis
from attest.model.report import Text
from attest.report.text import code, plain, say

_SOURCES = {
    "forge:github": "answers of GitHub, as they were fetched",
    "forge:recorded": "a saved export of the hosting platform",
    "git": "the repository itself",
    "mailmap": "its .mailmap, which joins addresses of one person",
    "refs/pull": "pull requests' own commits, kept in the repository",
}
_FACTS = {
    "alternates": "borrows objects from other stores on the disk",
    "broken-refs": "names that lead to nothing, left out",
    "commit-graph": "has an index of commits, not used",
    "detached-head": "names no branch of its own",
    "grafts": "has a file that redraws history, not obeyed",
    "info-attributes": "has local settings for files, not obeyed",
    "linked-work-tree": "is a second work tree of another copy",
    "mailmap": "has a .mailmap: the names it gives people are not taken over",
    "multi-pack-index": "has an index of its packs",
    "partial-clone": "was made without some file contents, and nothing is fetched later",
    "replace-refs": "names objects to be exchanged for others, not obeyed",
}
_BOUNDS = {
    BoundaryBasis.PREVIOUS_RUN: "tip of the previous run",
    BoundaryBasis.SERVER: "observed by the server",
    BoundaryBasis.DECLARED: "by the dates that committers declare",
    BoundaryBasis.BRANCH_START: "no earlier commit",
}
LEVELS = (
    "Levels of comprehension records: C0, an approval is on record; C1, nothing on record speaks against a "
    "real review; C2, a named person made a structured statement about this change; C3, questions about this "
    "change were answered; C4, a second person or source corroborates it. A level tells what was "
    "demonstrated, never a state of mind."
)


def source(name: str) -> Text:
    """A source with what it is."""
    meaning = _SOURCES.get(name)
    return say("{name} ({meaning})", name=plain(name), meaning=plain(meaning)) if meaning else (plain(name),)


def fact(name: str) -> Text:
    """A fact of a clone with what it means; a number after the colon stays with its name."""
    meaning = _FACTS.get(name.partition(":")[0])
    return say("{name} ({meaning})", name=code(name), meaning=plain(meaning)) if meaning else (code(name),)


def bound(basis: BoundaryBasis) -> str:
    """What fixes a bound of the period."""
    return _BOUNDS[basis]
