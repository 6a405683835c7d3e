"""AGT-01: did every AI principal of the change act as the register of agents lets it?"""

from collections.abc import Sequence

from attest.evaluate.acts import Act, acts
from attest.evaluate.arrival import TYPE_UNDETERMINED
from attest.evaluate.check import ChangeCheck, Reason, Settings, Verdict
from attest.evaluate.entries import against
from attest.evaluate.facts import ChangeFacts, Register
from attest.model.agent import UNNAMED
from attest.model.finding import Outcome, roll_up
from attest.model.signal import AiState

_REASONS = {
    "within-register": Reason(
        Outcome.MET,
        "Every AI principal on record is in the register, and acted as its entry allows.",
        absence=True,
    ),
    "unregistered-principal": Reason(
        Outcome.DEVIATION, "An agent that is not in the register acted under an identity of its own."
    ),
    "unsanctioned-tool": Reason(
        Outcome.DEVIATION,
        "A tool that no entry of the register names had a part in the change, or reviewed it.",
    ),
    "direct-push": Reason(
        Outcome.DEVIATION,
        "An agent authored a commit that was pushed to the release branch, which its tier does not allow.",
    ),
    "outside-scope": Reason(
        Outcome.DEVIATION, "An agent acted in a repository that its entry does not name."
    ),
    "not-yet-sanctioned": Reason(Outcome.DEVIATION, "An agent acted before its entry holds."),
    "no-longer-sanctioned": Reason(Outcome.DEVIATION, "An agent acted after its entry had ended."),
    "unsanctioned-model": Reason(Outcome.DEVIATION, "An agent used a model that its entry does not name."),
    "beyond-tier": Reason(Outcome.DEVIATION, "An agent did more than the tier of its entry allows."),
    "outside-paths": Reason(
        Outcome.DEVIATION,
        "A commit that an agent had a part in touches files outside the paths of its entry.",
    ),
    "principal-unnamed": Reason(
        Outcome.INDETERMINATE, "AI had a part in the change, and nothing on record names which."
    ),
    "model-not-named": Reason(
        Outcome.INDETERMINATE, "The entry names models, and which one was used is not on record."
    ),
    "paths-unknown": Reason(
        Outcome.INDETERMINATE, "The entry names paths, and which files the agent touched could not be read."
    ),
    "day-unknown": Reason(
        Outcome.INDETERMINATE, "The entry holds for a time, and the day of landing is not known."
    ),
    "type-undetermined": TYPE_UNDETERMINED,
    "no-register": Reason(
        Outcome.INDETERMINATE,
        "An AI principal acted, and management declares no register to hold it against.",
    ),
    "involvement-unknown": Reason(
        Outcome.INDETERMINATE, "Whether AI was involved could not be read, so who acted is open."
    ),
    "source-not-connected": Reason(
        Outcome.INDETERMINATE,
        "Source not connected: pull requests or reviews, where principals open, review and merge.",
    ),
    "outside-paths-shared": Reason(
        Outcome.NEEDS_REVIEW,
        "A squash that an agent had a part in touches files outside its paths, and whose part these were is "
        "not on record.",
    ),
    "no-principal": Reason(
        Outcome.NOT_APPLICABLE, "No act of an AI principal in this change is on record.", absence=True
    ),
}
_ORDER = tuple(_REASONS)
_SOURCES = ("pull-requests", "reviews")


def _run(facts: ChangeFacts, settings: Settings) -> Verdict:
    del settings
    found = acts(facts)
    if not found:
        return _nobody(facts)
    if facts.register is None:
        message = "No register of agents is declared. Principals: " + _listed(found)
        return Verdict("no-register", message, _records(found))
    verdicts = [
        verdict
        for principal in dict.fromkeys(act.principal for act in found)
        for verdict in _held([act for act in found if act.principal == principal], facts.register, facts)
    ]
    if verdicts:
        return _joined(verdicts)
    if unread := _unread(facts):
        return Verdict("source-not-connected", unread, _records(found))
    return Verdict("within-register", "Within the register: " + _listed(found), _records(found))


def _nobody(facts: ChangeFacts) -> Verdict:
    state = AiState.UNKNOWN if facts.involvement is None else facts.involvement.state
    evidence = (facts.change.id,)
    if state is AiState.AI_EVIDENCED:
        message = "AI had a part in the change, and no act of a principal is on record."
        return Verdict("principal-unnamed", message, evidence)
    if unread := _unread(facts):
        return Verdict("source-not-connected", unread, evidence)
    if state is AiState.UNKNOWN:
        return Verdict("involvement-unknown", "Whether AI was involved could not be read.", evidence)
    return Verdict("no-principal", "No act of an AI principal is on record.", evidence)


def _held(mine: Sequence[Act], register: Register, facts: ChangeFacts) -> tuple[Verdict, ...]:
    """Why the acts of one principal are not within the register; nothing when they are."""
    slug, records = mine[0].principal, _records(mine)
    if slug == UNNAMED:
        message = "AI had a part in the change, and what is on record does not name it."
        return (Verdict("principal-unnamed", message, records),)
    entries = [entry for entry in register if entry.means(slug)]
    if not entries:
        if any(act.identity for act in mine):
            message = f"{slug} acted under an identity of its own and is not in the register."
            return (Verdict("unregistered-principal", message, records),)
        did = "" if any(act.making for act in mine) else ", which is on record as a reviewer"
        return (Verdict("unsanctioned-tool", f"No entry of the register names {slug}{did}.", records),)
    # One entry that may allow it is enough; among equals the one is meant that goes farthest.
    tried = (against(entry, mine, facts) for entry in entries)
    return max(tried, key=lambda item: (-_worst(item[1]), item[0]))[1]


def _worst(verdicts: Sequence[Verdict]) -> int:
    return int(roll_up([_REASONS[verdict.reason].outcome for verdict in verdicts]))


def _joined(verdicts: Sequence[Verdict]) -> Verdict:
    """The worst of them, with what all of them say."""
    ranked = sorted(
        verdicts, key=lambda item: (-int(_REASONS[item.reason].outcome), _ORDER.index(item.reason))
    )
    messages = dict.fromkeys(verdict.message for verdict in ranked)
    evidence = dict.fromkeys(record for verdict in ranked for record in verdict.evidence)
    return Verdict(ranked[0].reason, " ".join(messages), tuple(evidence))


def _unread(facts: ChangeFacts) -> str:
    """The sentence that says which sources nobody looked at; empty when all were connected."""
    missing = [source for source in _SOURCES if source in facts.not_connected]
    return f"Source not connected: {', '.join(missing)}." if missing else ""


def _listed(found: Sequence[Act]) -> str:
    return ", ".join(sorted({act.principal for act in found})) + "."


def _records(found: Sequence[Act]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(act.evidence for act in found))


CHECK = ChangeCheck(
    id="agent_within_register",
    version=2,
    question="Did every AI principal of the change act as the register of agents lets it?",
    procedure=(
        "List what AI principals did in the change: signals of author, co-author, assistant and reviewer, "
        "reviews by agents, and a merge by one. Mentions are left out. Without any, the test does not apply, "
        "where pull requests were read and involvement is known.",
        "Look each of them up in the register by its slug, among ids and tools. One that is not there is a "
        "deviation: an unregistered principal where it acted under an identity of its own, else an "
        "unsanctioned tool. A tool that only reviews is a principal too. AI that nothing names, or only a "
        "recorder of sessions marks, leaves the result open, where no named principal had a part in making "
        "the change.",
        "Hold its acts against its entry: the repository, the day of landing in the zone of the period, and "
        "the models, of which each commit must name an allowed one. Of several entries the one counts with "
        "the best result; among equals, the one whose first limit to fail comes last.",
        "Compare what it did with the entry's tier: reviewing and assisting need suggest, a place as "
        "co-author needs co-author, authorship needs author, a merge needs direct, and so does a commit of "
        "its own that reached the branch without a pull request.",
        "Where the entry names paths, take the files that its commits touched outside them, as recorded at "
        "collection. (Needs a clone: git diff-tree -r --name-only <parent> <commit>.) A squash that is only "
        "in part its work needs a person's judgement.",
        "Every limit is tried, also after one that stays open. The worst result of any limit and principal "
        "is that of the change, and the message says all that fail. From git alone, acts that are within the "
        "register leave the result open: principals also open, review and merge.",
    ),
    reasons=_REASONS,
    consulted=_SOURCES,
    run=_run,
)
