"""CMP-07: did the author say whether AI was involved, and does the record agree?"""

from attest.evaluate.arrival import TYPE_UNDETERMINED, unknown
from attest.evaluate.check import ChangeCheck, Reason, Settings, Verdict, word, words
from attest.evaluate.facts import EVIDENCING, ChangeFacts
from attest.model.change import Change
from attest.model.finding import Outcome
from attest.model.signal import AiState, Signal

_REASONS = {
    "declared": Reason(
        Outcome.MET, "The author declared the AI involvement, and no evidence contradicts it."
    ),
    "detected-but-undisclosed": Reason(
        Outcome.DEVIATION,
        "The record holds evidence of AI involvement that the author did not declare.",
        absence=True,
    ),
    "declared-none-but-evidenced": Reason(
        Outcome.DEVIATION,
        "The author declared that AI was not involved, and the record holds evidence that it was.",
    ),
    "trace-in-squash-only": Reason(
        Outcome.NEEDS_REVIEW,
        "The author declared that AI was not involved; the squash commit's message alone holds evidence that "
        "it was, and none of the pull request's own commits does.",
    ),
    "blank": Reason(
        Outcome.DEVIATION,
        "The author declared nothing, and the control asks for a declaration on every change.",
        absence=True,
    ),
    "contradictory": Reason(Outcome.NEEDS_REVIEW, "The author's declarations contradict each other."),
    "nothing-to-declare": Reason(
        Outcome.NOT_APPLICABLE,
        "Nothing was declared, and the record holds no evidence of AI involvement.",
        absence=True,
    ),
    "type-undetermined": TYPE_UNDETERMINED,
    "involvement-unknown": Reason(
        Outcome.INDETERMINATE,
        "Whether AI was involved could not be read, so a declaration cannot be held against it.",
    ),
    "source-not-connected": Reason(
        Outcome.INDETERMINATE, "Source not connected: pull requests, where authors declare."
    ),
}

_NONE = "none"
_UNREAD = "pull-requests"
_MESSAGE = ("trailer", "body")


def _run(facts: ChangeFacts, settings: Settings) -> Verdict:
    change, involvement = facts.change, facts.involvement
    declared = _declared(facts, words(settings, "declaration_labels"))
    evidence = (change.id, *(signal.id for signal in facts.signals))
    state = AiState.UNKNOWN if involvement is None else involvement.state
    if _NONE in declared and len(declared) > 1:
        message = "One declaration says that AI was not involved, another that it was."
        return Verdict("contradictory", message, evidence)
    if _NONE in declared and state is AiState.AI_EVIDENCED:
        return _contradicted(facts, evidence)
    if _NONE in declared and _UNREAD in facts.not_connected:
        # It stands in git; what would contradict it may stand where nobody looked.
        return _unconnected(evidence)
    if _NONE in declared and state is AiState.UNKNOWN:
        message = f"Declared: none. Whether that holds could not be read{_why(facts)}."
        return Verdict("involvement-unknown", message, evidence)
    if declared:
        return Verdict("declared", f"Declared: {', '.join(sorted(declared))}.", evidence)
    return _undeclared(facts, state, word(settings, "required_on") == "all", evidence)


def _contradicted(facts: ChangeFacts, evidence: tuple[str, ...]) -> Verdict:
    traces = [signal for signal in facts.signals if signal.role in EVIDENCING]
    in_message = [signal for signal in traces if _is_in_landed_message(signal, facts.change)]
    if facts.involvement is not None and len(in_message) == len(traces) and _own_are_silent(facts):
        message = (
            f"Declared: none. Signals of AI involvement in the squash commit's message: {len(in_message)}; "
            f"own commits of the pull request with one: 0 of {facts.involvement.commits_seen}."
        )
        return Verdict("trace-in-squash-only", message, evidence)
    message = f"Declared: none. {_found(facts)}"
    return Verdict("declared-none-but-evidenced", message, evidence)


def _is_in_landed_message(signal: Signal, change: Change) -> bool:
    return signal.source == change.landed_sha and signal.where in _MESSAGE


def _own_are_silent(facts: ChangeFacts) -> bool:
    """Whether it is a squash of commits that were read and hold no trace.

    A squash joins the messages of what was merged into the branch too: its trace may be another's.
    """
    change, involvement = facts.change, facts.involvement
    was_read = change.head_tree is not None and change.pull_commit_count is not None
    return (
        change.method == "squash"
        and was_read
        and involvement is not None
        and involvement.commits_seen > 0
        and involvement.commits_evidenced == 0
    )


def _undeclared(facts: ChangeFacts, state: AiState, always: bool, evidence: tuple[str, ...]) -> Verdict:
    if _UNREAD in facts.not_connected:
        return _unconnected(evidence)
    due = always or state is AiState.AI_EVIDENCED
    settled = unknown(facts.change)
    if due and settled is not None:
        return settled
    if state is AiState.AI_EVIDENCED:
        message = f"Declared: nothing. {_found(facts)}"
        return Verdict("detected-but-undisclosed", message, evidence)
    if always:
        return Verdict("blank", "Declared: nothing.", evidence)
    if state is AiState.UNKNOWN:
        message = f"Whether AI was involved could not be read{_why(facts)}."
        return Verdict("involvement-unknown", message, evidence)
    message = "Nothing was declared, and no evidence of AI involvement was found."
    return Verdict("nothing-to-declare", message, evidence)


def _found(facts: ChangeFacts) -> str:
    """How much speaks for an AI, and whether it is more than one witness."""
    traces = sum(signal.role in EVIDENCING for signal in facts.signals)
    involvement = facts.involvement
    if involvement is None or not involvement.sources:
        return f"Signals of AI involvement: {traces}."
    witnesses = "independent of each other" if involvement.corroborated else "not corroborated"
    return f"Signals of AI involvement: {traces}; sources: {', '.join(involvement.sources)}, {witnesses}."


def _why(facts: ChangeFacts) -> str:
    reason = facts.involvement.unknown_reason if facts.involvement is not None else ""
    return f": {reason.replace('-', ' ')}" if reason else ""


def _unconnected(evidence: tuple[str, ...]) -> Verdict:
    return Verdict("source-not-connected", f"Source not connected: {_UNREAD}.", evidence)


def _declared(facts: ChangeFacts, labels: tuple[str, ...]) -> frozenset[str]:
    """Everything the author's side says: the field, labels with a set meaning, and commit trailers.

    The field of a pull request that only a subject names is not taken for this change's. Where no pull
    request was read, the field stood in the landed message itself.
    """
    found: set[str] = set()
    if unknown(facts.change) is None or _UNREAD in facts.not_connected:
        found = _of_pull_request(facts.change, labels)
    if facts.involvement is not None and facts.involvement.disclosed and not found:
        found.add("disclosed in a commit")
    return frozenset(found)


def _of_pull_request(change: Change, labels: tuple[str, ...]) -> set[str]:
    meanings = dict(entry.rpartition("=")[::2] for entry in labels)
    found = {meanings[label] for label in change.labels if label in meanings}
    if change.declaration:
        found.add(change.declaration)
    return found


CHECK = ChangeCheck(
    id="ai_involvement_declared",
    version=1,
    question="Did the author declare the AI involvement of the change, without the record contradicting it?",
    procedure=(
        "Read the author's declaration: the field of the pull request, labels whose meaning "
        "`declaration_labels` sets, or a disclosure in the commits' own text.",
        "Take what the change's signals add up to.",
        "A declaration that AI was involved meets the test, with or without signals.",
        "A declaration that it was not meets the test where no signal contradicts it, and is a deviation "
        "where one does. Declarations that contradict each other need a person's judgement; so does a `none` "
        "against a trace that only a squash commit's message holds, where the pull request's own commits "
        "were read and none has one.",
        "Without a declaration, a change with signals is a deviation: detected and not disclosed. One "
        "without signals is not applicable, unless `required_on` is `all`. Where the pull request is not "
        "known, what its author declared is open.",
        "Where pull requests were not connected, only what git itself holds can be judged: a declaration of "
        "use, or a declaration of none that git's own signals contradict. Everything else is open.",
    ),
    reasons=_REASONS,
    parameters=("required_on", "declaration_labels"),
    consulted=("pull-requests",),
    run=_run,
)
