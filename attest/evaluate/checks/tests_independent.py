"""TST-04: did the agent that wrote the code write its only tests? An indicator: nobody fails by it."""

from attest.evaluate.check import ChangeCheck, Reason, Settings, Verdict
from attest.evaluate.facts import ChangeFacts
from attest.model.finding import Outcome

_REASONS = {
    "files-not-recorded": Reason(
        Outcome.INDETERMINATE,
        "The record does not list the files of a change, so whose its tests are is open.",
    ),
    "no-files": Reason(Outcome.NOT_APPLICABLE, "The change touches no file, so there is nothing to test."),
}


def _run(facts: ChangeFacts, settings: Settings) -> Verdict:
    del settings
    change = facts.change
    if change.files == 0:
        return Verdict("no-files", "Files of the change: 0.", (change.id,))
    count = "not known" if change.files is None else str(change.files)
    message = f"Files of the change: {count}; listed by path: those of watched places alone."
    return Verdict("files-not-recorded", message, (change.id,))


CHECK = ChangeCheck(
    id="tests_independent",
    version=1,
    question="Did somebody other than the agent that wrote the code write the tests that cover it?",
    procedure=(
        "Take the changes whose record holds evidence of AI involvement.",
        "A change that touches no file has nothing to test, and is left out.",
        "For every other change the files and who wrote each of them are needed. Runs hold numbers of files, "
        "and paths of watched places alone: the result is open, and names what is missing.",
        "With a clone, compare the change's test files with those that it found: `git diff --stat` of its "
        "first parent, and the authors that `git log` has of each file. Nobody fails by this test.",
    ),
    reasons=_REASONS,
    run=_run,
)
