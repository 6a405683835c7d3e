"""Who set an agent to work, from a real repository and recorded answers to the record that is written."""

from pathlib import Path

import pytest

from attest.detect.engine import load
from attest.evaluate.approval import Standing, standing
from attest.model.change import Change
from attest.pipeline.assessing import Assessed, assess_change
from attest.pipeline.handed_in import HandedIn
from attest.proof.commitment import Sealer
from tests.collect.stories import AGENT, WEB, Answers, Told, review, tell, user
from tests.support.history import BEN, History

CY = user("cy", 3)
COPILOT = user("Copilot", 198982749, "Bot")


def told(folder: Path, message: str, body: str | None) -> tuple[Told, Change, Assessed]:
    """A pull request of an agent's that Ben and Cy approved; another ties Ben's address to his account."""
    history = History(folder / "shop")
    history.commit("start", files={"a": "1\n"}, at="2024-12-01T00:00:00Z")
    head = history.commit(message, files={"b": "1\n"}, branch="work", author=AGENT)
    history.ref("refs/pull/5/head", head)
    landed = history.commit("Mend (#5)", files={"b": "1\n"}, author=AGENT, committer=WEB)
    earlier = history.commit("Tidy (#4)", files={"c": "1\n"}, author=BEN, committer=WEB)
    answers = Answers(folder / "forge", history)
    answers.pull(4, earlier, [earlier], user=user("ben", 2))
    reviews = [review(1, user("ben", 2)), review(2, CY)]
    answers.pull(5, landed, [head], reviews=reviews, user=COPILOT, body=body)
    collection = tell(history, answers.forge())
    collected = collection.collected[0]
    assessed = assess_change(collected, load(), collection.collection, Sealer(b"k"), HandedIn(lambda sha: ()))
    return collection, collected.change, assessed


@pytest.mark.parametrize(
    ("message", "body"),
    [
        pytest.param("Mend", "Requested by: @ben", id="the pull request's text, by account"),
        pytest.param("Mend\n\nRequested by: Ben Okri <ben@example.org>", None, id="a commit, by address"),
        pytest.param("Mend\n\nCo-authored-by: Ben Okri <ben@example.org>", None, id="a co-author"),
    ],
)
def test_whoever_set_an_agent_to_work_cannot_approve_its_work(
    tmp_path: Path, message: str, body: str | None
) -> None:
    """By whatever way they are named it is the reviewer's account; the other reviewer is independent."""
    collection, _, assessed = told(tmp_path, message, body)
    change = assessed.assessment.change
    ben, cy = (one.reviewer for one in collection.collected[0].reviews)

    assert change.authors_complete
    assert (standing(change, ben), standing(change, cy)) == (Standing.AUTHOR, Standing.INDEPENDENT)
    assert assessed.assessment.involvement.accountable == ben


@pytest.mark.parametrize(
    "body", [None, "Requested by: Ben Okri", "Requested by: @Copilot", "Requested by: @acme-ci[bot]"]
)
def test_where_nobody_is_named_nobody_is_independent(tmp_path: Path, body: str | None) -> None:
    """A name alone is nobody's account, an agent or robot no person; somebody answers all the same."""
    collection, collected, assessed = told(tmp_path, "Mend", body)
    change, involvement = assessed.assessment.change, assessed.assessment.involvement

    standings = {standing(change, one.reviewer) for one in collection.collected[0].reviews}

    assert standings == {Standing.UNDECIDABLE}
    assert (change.authors, change.authors_complete) == (collected.authors, False)
    assert (involvement.accountable_basis, involvement.agent_authored) == ("merger", True)


def test_a_sign_off_names_somebody_to_ask_and_no_author(tmp_path: Path) -> None:
    """An agent's commit that reached the branch with nothing else of a person on it."""
    history = History(tmp_path / "shop")
    history.commit("start", files={"a": "1\n"}, at="2024-12-01T00:00:00Z")
    message = "Mend\n\nSigned-off-by: Ben Okri <ben@example.org>\n"
    history.commit(message, files={"b": "1\n"}, author=AGENT, committer=AGENT)
    collection = tell(history)
    found = assess_change(
        collection.collected[0], load(), collection.collection, Sealer(b"k"), HandedIn(lambda sha: ())
    ).assessment

    assert (found.involvement.accountable_basis, found.change.authors_complete) == ("sign-off", False)
    assert found.involvement.accountable not in found.change.authors
    assert found.involvement.accountable is not None
    assert found.involvement.accountable.id in {person.id for person in collection.collection.people}
