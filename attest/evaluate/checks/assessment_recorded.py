"""CMP-03: where questions were put to a reviewer, was the outcome kept, and was it good enough?"""

from attest.evaluate.approval import Coverage, coverage
from attest.evaluate.check import ItemCheck, Reason, Settings, Verdict, number
from attest.evaluate.comprehended import APPROVAL, LISTED_FROM, POPULATION, SOURCES, record_of, records
from attest.evaluate.facts import ChangeFacts
from attest.evaluate.run_facts import Item, RunFacts
from attest.model.comprehension import Assessment, ComprehensionRecord
from attest.model.finding import Outcome
from attest.model.identity import Actor, ActorKind

_ASKING = frozenset({"quiz", "explain-back", "walkthrough", "interview"})
_REASONS = {
    "kept": Reason(
        Outcome.MET,
        "Questions, answers, score, attempts and grader are on record, and score and attempts are within "
        "what the control sets.",
    ),
    "parts-missing": Reason(
        Outcome.DEVIATION, "Questions, answers, score, attempts or grader of the assessment were not kept."
    ),
    "not-passed": Reason(
        Outcome.DEVIATION, "The score is below what the control asks for, and an approval is on record."
    ),
    "too-many-attempts": Reason(Outcome.DEVIATION, "There were more attempts than the control allows."),
    "other-revision": Reason(
        Outcome.DEVIATION, "The questions were made from another revision than what landed."
    ),
    "graded-by-reviewer": Reason(Outcome.DEVIATION, "The reviewer graded their own answers."),
    "model-not-validated": Reason(
        Outcome.DEVIATION,
        "A model graded, and its name with version, or the person who looked at that, is not on record.",
    ),
    "revision-unverifiable": Reason(
        Outcome.INDETERMINATE, "Whether the questions were made from what landed cannot be recomputed."
    ),
    "grader-unknown": Reason(Outcome.INDETERMINATE, "Who graded, or looked at the grading, is not known."),
    "outcome-not-recorded": Reason(
        Outcome.INDETERMINATE,
        "Questions were put; questions, score, attempts and grader were not taken down in this run.",
    ),
    "method-unknown": Reason(
        Outcome.INDETERMINATE, "Whether questions were put is open: the record's method is not known."
    ),
    "nothing-asked": Reason(
        Outcome.NOT_APPLICABLE, "The record is a statement or an approval: no question was put.", absence=True
    ),
}


def _run(item: Item, whole: RunFacts, settings: Settings) -> Verdict:
    facts, record = record_of(item, whole)
    made = record.assessment
    evidence = (record.id, facts.change.id)
    if made is None:
        if record.method in (APPROVAL, "statement"):
            return Verdict("nothing-asked", "Questions that were put: 0.", evidence)
        reason = "outcome-not-recorded" if record.method in _ASKING else "method-unknown"
        return Verdict(reason, "An outcome of questions was not taken down.", evidence)
    missing = _missing(made)
    if missing:
        return Verdict("parts-missing", f"Not kept: {', '.join(missing)}.", evidence)
    score, attempts = made.score or 0, made.attempts or 0
    least, most = number(settings, "pass_percent"), number(settings, "attempts")
    message = f"Score: {score} in 100, {least} asked for; attempts: {attempts}, {most} allowed."
    if score < least:
        return Verdict("not-passed", message, evidence)
    if attempts > most:
        return Verdict("too-many-attempts", message, evidence)
    reason = _graded(made, record.reviewer) or _of_what_landed(made, record, facts)
    return Verdict(reason, message, evidence)


def _missing(made: Assessment) -> tuple[str, ...]:
    parts = {
        "questions": made.questions,
        "answers": made.answers,
        "revision": made.revision,
        "score": made.score,
        "attempts": made.attempts,
        "grader": made.grader,
    }
    return tuple(name for name, value in parts.items() if value is None)


def _graded(made: Assessment, reviewer: Actor) -> str:
    """What is amiss with who graded, or nothing. A program that compares answers with a key is a robot."""
    grader, validator = made.grader, made.validator
    by_model = bool(made.model) or (grader is not None and grader.kind is ActorKind.AGENT)
    if grader is not None and grader.is_same(reviewer):
        return "graded-by-reviewer"
    if by_model and (not made.model or validator is None or validator.kind in _MACHINES):
        return "model-not-validated"
    if by_model and validator is not None and validator.is_same(reviewer):
        return "graded-by-reviewer"
    judge = validator if by_model else grader
    return "grader-unknown" if judge is None or judge.kind is ActorKind.UNKNOWN else ""


_MACHINES = (ActorKind.AGENT, ActorKind.ROBOT)


def _of_what_landed(made: Assessment, record: ComprehensionRecord, facts: ChangeFacts) -> str:
    found = coverage(facts.change, made.revision, record.tree if made.revision == record.sha else None)
    if found in (Coverage.OLDER, Coverage.RESIDUAL):
        return "other-revision"
    return "kept" if found is Coverage.COVERS else "revision-unverifiable"


CHECK = ItemCheck(
    id="assessment_recorded",
    version=1,
    question="Where questions were put to a reviewer, was the outcome kept, and was it good enough?",
    procedure=(
        "List every comprehension record. A statement or an approval puts no question and is left out; a "
        "record that puts some and holds no outcome is open.",
        "See that digests of questions and answers, the revision, the score, the number of attempts and the "
        "grader are there.",
        "Compare the score with `pass_percent` and the attempts with `attempts`; both may be reached.",
        "The grader is not the reviewer. Where a model graded, its name and version are there, and a person "
        "other than the reviewer who looked at its grading.",
        "The revision that the questions were made from is what landed, as in the test of approved content.",
    ),
    reasons=_REASONS,
    parameters=("pass_percent", "attempts"),
    sources=SOURCES,
    population=POPULATION,
    items=records,
    run=_run,
    listed_from=LISTED_FROM,
)
