"""TST-04, by what could make it wrong."""

import pytest

from attest.evaluate.checks.tests_independent import CHECK
from attest.model.change import Change
from attest.model.control import Catalog
from attest.model.finding import Finding, Outcome
from attest.model.signal import AiState
from tests.support.records import finding, involved, pull, run_of


def of(catalog: Catalog, change: Change, state: AiState = AiState.AI_EVIDENCED) -> Finding:
    """The finding of TST-04 for a change."""
    return finding(catalog, "TST-04", run_of(change, involvements=[involved(change, state)]))


def test_met_and_deviation_are_nothing_that_it_gives_so_far() -> None:
    """Without lists of files nobody can say that tests are independent, or that they are not."""
    assert {reason.outcome for reason in CHECK.reasons.values()} == {
        Outcome.INDETERMINATE,
        Outcome.NOT_APPLICABLE,
    }


def test_deviation_is_nothing_that_an_indicator_gives(catalog: Catalog) -> None:
    """Not for a change that an agent wrote from end to end, either."""
    assert of(catalog, pull(files=100)).outcome is not Outcome.DEVIATION


@pytest.mark.parametrize(("files", "count"), [(1, "1"), (None, "not known")])
def test_indeterminate_where_files_are_not_listed(catalog: Catalog, files: int | None, count: str) -> None:
    """The message says how many there are, and that they are not listed."""
    found = of(catalog, pull(files=files))

    assert (found.outcome, found.reason) == (Outcome.INDETERMINATE, "files-not-recorded")
    assert found.message == f"Files of the change: {count}; listed by path: those of watched places alone."


def test_not_applicable_without_files(catalog: Catalog) -> None:
    """An empty commit has nothing to test."""
    found = of(catalog, pull(files=0))

    assert (found.outcome, found.reason) == (Outcome.NOT_APPLICABLE, "no-files")


def test_not_applicable_without_evidence_of_ai(catalog: Catalog) -> None:
    """The question is about agents."""
    assert of(catalog, pull(), AiState.NO_EVIDENCE).reason == "not-ai-evidenced"


def test_tempting_silence_about_tests(catalog: Catalog) -> None:
    """A change with green checks is not shown to have tests of somebody else's."""
    assert of(catalog, pull(files=2)).outcome is Outcome.INDETERMINATE
