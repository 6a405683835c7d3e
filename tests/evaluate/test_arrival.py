"""A number in a subject is a claim: the reviews of that pull request are not taken for the change's."""

import pytest

from attest.model.change import Basis
from attest.model.control import Catalog
from attest.model.finding import Outcome
from tests.support.records import comprehension, involved, outcome, pull, review, run_of, status

RESULTS = {
    "REV-01": "reviewed",
    "REV-02": "approved",
    "REV-03": "covered",
    "CMP-01": "recorded",
    "CMP-07": "declared",
    "TST-01": "passed",
}

each_assertion = pytest.mark.parametrize("assertion", RESULTS)


def of(catalog: Catalog, assertion: str, strength: Basis) -> tuple[Outcome, str]:
    """The outcome for a pull request with everything in place, tied to its change by some basis."""
    change = pull(type_strength=strength, declaration="assisted")
    view = run_of(
        change,
        reviews=[review(change)],
        checks=[status(change)],
        comprehension=[comprehension(change)],
        involvements=[involved(change)],
    )
    return outcome(catalog, assertion, view)


@each_assertion
@pytest.mark.parametrize("strength", [Basis.RECOMPUTED, Basis.SIGNED, Basis.SERVER])
def test_a_pull_request_that_is_tied_to_its_change_counts(
    catalog: Catalog, assertion: str, strength: Basis
) -> None:
    """Content, a signature or the forge's word ties them."""
    assert of(catalog, assertion, strength) == (Outcome.MET, RESULTS[assertion])


@each_assertion
@pytest.mark.parametrize("strength", [Basis.DECLARED, Basis.ABSENT])
def test_a_pull_request_that_only_the_message_names_does_not(
    catalog: Catalog, assertion: str, strength: Basis
) -> None:
    """Whoever pushes can type the number of a pull request that others approved."""
    assert of(catalog, assertion, strength) == (Outcome.INDETERMINATE, "type-undetermined")
