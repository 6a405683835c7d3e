"""How a change reached the branch, as far as a test may rely on it: the part that several checks share."""

from attest.evaluate.check import Reason, Verdict
from attest.model.change import Basis, Change, ChangeType
from attest.model.finding import Outcome

DIRECT_PUSH = Reason(Outcome.DEVIATION, "The change reached the branch without a pull request.")
TYPE_UNDETERMINED = Reason(
    Outcome.INDETERMINATE,
    "Whether the change came through a pull request is not known, or only its own message says so.",
)

_RELIABLE = (Basis.RECOMPUTED, Basis.SIGNED, Basis.SERVER)


def pushed(change: Change) -> Verdict | None:
    """The verdict on a direct push, `None` for anything else."""
    if change.type is not ChangeType.DIRECT_PUSH:
        return None
    return Verdict("direct-push", "The change was pushed without a pull request.", (change.id,))


def unknown(change: Change) -> Verdict | None:
    """The verdict on a change whose pull request is not known.

    A number in a commit's subject is a claim that whoever commits can type: without content or the
    forge's word for it, the reviews of that pull request are not taken for reviews of this change.
    """
    if change.type is ChangeType.UNDETERMINED:
        message = "Whether the change came through a pull request could not be determined."
        return Verdict("type-undetermined", message, (change.id,))
    if change.type is ChangeType.PULL_REQUEST and change.type_strength not in _RELIABLE:
        message = "Only the change's own message names a pull request."
        return Verdict("type-undetermined", message, (change.id,))
    return None
