"""What evidence rests on, and what people said held against what was found."""

from typing import Any

import pytest

from attest.detect.corroboration import Place, is_corroborated, supports
from attest.model.collected import CollectedChange, PullText, Trace
from attest.model.commit import Commit
from attest.model.identity import Actor, ActorKind
from attest.model.signal import Disclosure
from tests.detect.commits import CLAUDE, engine
from tests.detect.commits import commit as raw_commit
from tests.detect.line_records import record
from tests.detect.stories import story
from tests.support.records import ADA, pull

ASSISTED = f"Mend\n\n{CLAUDE}\n"
COPILOT_AUTHOR = "Copilot <198982749+Copilot@users.noreply.github.com>"
FOOTER = "Generated with [Claude Code](https://claude.com/claude-code)"
WORDS = "I wrote this with the help of ChatGPT.\n"
COPILOT = Actor(id="agent:copilot", kind=ActorKind.AGENT)


@pytest.mark.parametrize(
    ("message", "more", "sources", "corroborated"),
    [
        pytest.param("Mend", {}, (), False, id="nothing"),
        pytest.param(ASSISTED, {}, ("commit",), False, id="a trailer"),
        pytest.param(f"Mend\n\n{FOOTER}\n\n{CLAUDE}\n", {}, ("commit",), False, id="footer and trailer"),
        pytest.param(
            "Mend\n\nCo-authored-by: Cursor <cursoragent@cursor.com>\nMade-with: Cursor\n",
            {}, ("commit",), False, id="two trailers of one tool",
        ),
        pytest.param(
            f"Mend\n\n{CLAUDE}\nAssisted-by: Claude\n",
            {}, ("commit", "disclosure"), False, id="a trailer that policy asks for beside the tool's",
        ),
        pytest.param(
            ASSISTED, {"body": FOOTER}, ("commit", "pull-request"), False, id="the same mark in two texts"
        ),
        pytest.param(
            f"Mend\n\n{WORDS}\n{CLAUDE}\n", {}, ("commit", "disclosure"), True, id="a person's words"
        ),
        pytest.param(ASSISTED, {"body": WORDS}, ("commit", "disclosure"), True, id="words in another place"),
        pytest.param(
            f"Mend\n\nWritten by Claude Code on request.\n\n{CLAUDE}\n",
            {}, ("commit", "disclosure"), False, id="words of nobody beside the tool's trailer",
        ),
        pytest.param(
            ASSISTED, {"body": f"Written by Claude Code on request.\n\n{FOOTER}\n"},
            ("commit", "disclosure", "pull-request"), False, id="words of nobody above the tool's footer",
        ),
        pytest.param(
            ASSISTED, {"body": "Written by Claude Code on request.\n"},
            ("commit", "disclosure"), True, id="words in a text without a mark",
        ),
        pytest.param(
            f"Mend\n\nWritten by Claude Code on request.\n\n{CLAUDE}\n",
            {"body": "Written by Claude Code on request.\n"},
            ("commit", "disclosure"), False, id="words that were copied from beside the tool's trailer",
        ),
        pytest.param(
            f"Mend\n\nWe asked Claude Code to fix it.\n\n{CLAUDE}\n",
            {}, ("commit", "disclosure"), True, id="a person's words beside the tool's trailer",
        ),
        pytest.param(
            ASSISTED, {"change": pull(declaration="assisted")},
            ("commit", "disclosure"), True, id="a declaration",
        ),
        pytest.param(
            ASSISTED, {"login": "Copilot", "change": pull(opener=COPILOT)},
            ("commit", "pull-request"), True, id="an agent's account",
        ),
        pytest.param(
            "Mend", {"login": "Copilot", "body": WORDS, "change": pull(opener=COPILOT)},
            ("disclosure", "pull-request"), False, id="what an agent's account says of itself",
        ),
        pytest.param(ASSISTED, {"records": (record("0"),)}, ("commit", "line-record"), True, id="a record"),
        pytest.param(
            "Mend\n\nEntire-Checkpoint: 0a1b2c3d4e5f\n", {"records": (record("0"),)},
            ("commit", "line-record"), False, id="a record and the trailer that points at it",
        ),
        pytest.param("Mend", {"records": (record("0"),)}, ("line-record",), False, id="a record alone"),
        pytest.param("Mend", {"labels": ("ai-generated",)}, ("disclosure",), False, id="a label"),
        pytest.param("Mend", {"labels": ("ai", "ai-detected")}, (), False, id="labels that state nothing"),
        pytest.param(
            ASSISTED, {"labels": ("ai-generated",)},
            ("commit", "disclosure"), False, id="a label that a workflow may have set for the trailer",
        ),
    ],
)  # fmt: skip
def test_only_independent_evidence_corroborates(
    message: str, more: dict[str, Any], sources: tuple[str, ...], corroborated: bool
) -> None:
    """Two families that come from one hand are one witness."""
    seen = story(("landed", message, {}), **more).involvement

    assert (seen.sources, seen.corroborated) == (sources, corroborated)


@pytest.mark.parametrize(
    ("message", "mark", "corroborated"),
    [
        pytest.param(ASSISTED, None, True, id="a tool's mark on a commit"),
        pytest.param("Mend", FOOTER, False, id="a mark in the text of the same pull request"),
        pytest.param("Mend", None, False, id="nothing"),
    ],
)
def test_the_forges_log_is_the_account_that_opened(
    message: str, mark: str | None, corroborated: bool
) -> None:
    """No tool writes it: it stands beside a mark as the opener's account does."""
    made = raw_commit(message)
    log = Trace("audit-log.agent", 1, "B", "author", "copilot", None, "audit-log", "", "audit-log:0:1")
    record = Commit(
        id="shop:1", ordinal=0, repository="shop", sha=made.sha, tree=made.tree, parents=(),
        change=pull().id, via="landed", authored_at=None, committed_at=None, author=ADA, committer=ADA,
        coauthors=(), flags=(), files=None, added=None, deleted=None, binary=None, commitment="0" * 64,
    )  # fmt: skip
    text = engine().scan_pull(PullText(body=mark or ""), "")
    places = [
        *(Place(one, record) for one in engine().scan(made)),
        *(Place(one, None) for one in (*text, log)),
    ]
    found = supports(CollectedChange(pull(), (record,), (made,)), places)

    assert is_corroborated(found) is corroborated


def test_an_agents_own_words_in_its_commit_are_no_second_witness() -> None:
    """The agent wrote the message too."""
    part = ("landed", f"Mend\n\n{WORDS}", {"from_": COPILOT_AUTHOR, "author": COPILOT})

    assert story(part).involvement.corroborated is False


@pytest.mark.parametrize(
    ("message", "more", "cell"),
    [
        pytest.param("Mend", {}, Disclosure.NONE, id="neither"),
        pytest.param("Mend", {"change": pull(declaration="none")}, Disclosure.NONE, id="denied"),
        pytest.param(ASSISTED, {}, Disclosure.UNDISCLOSED, id="found"),
        pytest.param("Mend", {"body": WORDS}, Disclosure.DISCLOSED_ONLY, id="said"),
        pytest.param(
            "Mend", {"change": pull(declaration="generated")}, Disclosure.DISCLOSED_ONLY, id="declared"
        ),
        pytest.param(ASSISTED, {"body": WORDS}, Disclosure.CORROBORATED, id="said and found"),
        pytest.param(
            f"Mend\n\n{CLAUDE}\nAssisted-by: Claude\n", {}, Disclosure.DISCLOSED_ONLY, id="one hand's"
        ),
        pytest.param(
            ASSISTED, {"change": pull(declaration="none")}, Disclosure.CONTRADICTED, id="denied and found"
        ),
        pytest.param(
            "Mend", {"body": WORDS, "change": pull(declaration="none")},
            Disclosure.CONTRADICTED, id="denied and said",
        ),
    ],
)  # fmt: skip
def test_what_people_said_is_held_against_what_was_found(
    message: str, more: dict[str, Any], cell: Disclosure
) -> None:
    """Each change is in one cell of the matrix; a corroborated disclosure has two witnesses."""
    seen = story(("landed", message, {}), **more).involvement

    assert seen.disclosure is cell
    assert seen.corroborated or cell is not Disclosure.CORROBORATED
