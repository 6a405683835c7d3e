"""Kinds of files that can be handed in, with their columns: the one place that says what is read of each.

`docs/formats/imports.md` and `attest imports` say the same.
"""

from typing import Final

from attest.model.imported import ImportKind
from attest.model.imports import people, security, work

KINDS: Final[dict[str, ImportKind]] = {
    kind.name: kind
    for kind in sorted((*people.KINDS, *work.KINDS, *security.KINDS), key=lambda kind: kind.name)
}
"""Every kind by its name, sorted."""
