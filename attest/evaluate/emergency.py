"""Whether a change took the fast path: by its labels, by how it landed, by what a register says of it."""

from dataclasses import dataclass

from attest.evaluate.approval import last_words
from attest.evaluate.arrival import unknown
from attest.evaluate.facts import ChangeFacts
from attest.evaluate.handed import hides
from attest.model.change import ChangeType
from attest.model.placement import Stratum
from attest.model.population import Gap

INCIDENTS = "incidents"
TICKETS = "tickets"
BYPASSES = "bypasses"
REVIEWS = "reviews"
FAST = frozenset({"emergency", "incident", "bypass"})
"""Kinds of tickets that ask for the fast path."""


@dataclass(frozen=True, slots=True)
class FastPath:
    """What says that a change took the fast path; `taken` is `None` where that cannot be said."""

    taken: bool | None
    signs: tuple[str, ...] = ()
    """In words of ours: `label`, `push`, `bypass`, `ticket`."""
    evidence: tuple[str, ...] = ()


def fast_path(facts: ChangeFacts) -> FastPath:
    """Whether a change is an emergency, or went past the rules like one.

    An incident that names the change says only that it mends it, which the ordinary path may do.
    Where nobody could see all bypasses, an independent approval at the merge shows that none was needed.
    """
    change = facts.change
    tickets = [
        row for row in facts.handed.about(change.id)
        if row.kind == TICKETS and row.values.get("kind", "") in FAST
    ]  # fmt: skip
    signs = {
        "label": Stratum.EMERGENCY in facts.placement.strata,
        "push": change.type is ChangeType.DIRECT_PUSH,
        "bypass": bool(facts.bypasses),
        "ticket": bool(tickets),
    }
    found = tuple(name for name, is_there in signs.items() if is_there)
    if found:
        evidence = (change.id, *(one.id for one in facts.bypasses), *(row.id for row in tickets))
        return FastPath(True, found, evidence)
    if unknown(change) is not None:
        return FastPath(None)
    seen = BYPASSES not in facts.not_connected and not any(map(_may_hide, facts.gaps))
    approved = REVIEWS not in facts.not_connected and bool(last_words(change, facts.reviews).independent)
    return FastPath(False if seen or approved else None)


_ELSEWHERE = frozenset(
    {
        "reviews-incomplete",
        "checks-incomplete",
        "pulls-incomplete",
        "pull-unlisted",
        "pull-commits-incomplete",
        "required-checks-unknown",
        "several-pull-requests",
        "null-user",
    }
)
"""Kinds of a forge's gaps that hide no label and no bypass."""


def _may_hide(gap: Gap) -> bool:
    """Whether a label, a bypass or a ticket may be in what could not be read."""
    if gap.source == "forge":
        return gap.kind not in _ELSEWHERE
    return gap.source == BYPASSES or hides(gap, (TICKETS,))
