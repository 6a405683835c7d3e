"""Whether a test that asks for some changes alone asks for a change, by where it belongs."""

from collections.abc import Collection

from attest.evaluate.check import Reason, Verdict
from attest.evaluate.facts import ChangeFacts
from attest.evaluate.placement import Placement
from attest.model.finding import Outcome
from attest.model.placement import DataClass, Tier

SCOPE_UNKNOWN = Reason(
    Outcome.INDETERMINATE,
    "Whether the test asks for the change is open: not all of its files could be read, or management "
    "declares no inventory for its repository.",
)
PROTECTED = frozenset({DataClass.PCI, DataClass.PHI})


def reaches(placement: Placement, data: Collection[DataClass], from_tier: Tier | None = None) -> bool | None:
    """Whether a change reaches data of these classes or has such a tier; `None` where nobody can say.

    A tier that is high only because files were not read does not say that it has it.
    """
    if not placement.data.isdisjoint(data):
        return True
    if not placement.known:
        return None
    if from_tier is not None and placement.tier >= from_tier:
        return True
    return False if placement.inventoried else None


def scope_open(facts: ChangeFacts) -> Verdict:
    """The verdict on a change of which that is open."""
    placement = facts.placement
    message = "Management declares no inventory for the repository, so what the change reaches is open."
    if not placement.known:
        message = "Not all files of the change could be read, so what it reaches is open."
    return Verdict("scope-unknown", message, (facts.change.id, *placement.gaps))
