"""Who set an agent to work: what lines say, whose word counts where, and what it does to the authors."""

from typing import Any

import pytest

from attest.detect.initiators import Initiator, find, join
from attest.detect.said import Said
from attest.model.change import Change
from attest.model.collected import Authorship, CollectedChange, PullText
from attest.model.commit import Commit
from attest.model.identity import Actor, ActorKind
from attest.model.line_record import LineRecord
from tests.detect.commits import commit as raw_commit
from tests.detect.commits import engine
from tests.detect.line_records import record
from tests.support.records import ADA, BEN, CLAUDE, CYD, GONE, pull, sha

DEVIN = Actor(id="agent:devin", kind=ActorKind.AGENT)
KNOWN = {
    Said(login="ben"): BEN,
    Said(email="cyd@mail.example"): CYD,
    Said(name="Cyd", email="cyd@mail.example"): CYD,
    Said(login="gone"): GONE,
}
BY_CLAUDE = Authorship(unprompted=(CLAUDE.id,))


def collected(
    *commits: tuple[Actor, str], body: str = "", authorship: Authorship = BY_CLAUDE, **more: Any
) -> CollectedChange:
    """A change of commits, each of an author and a message."""
    change = pull(**{"authors": (CLAUDE,), "authors_complete": False, "opener": None, **more})
    records = tuple(
        Commit(
            id=f"shop:{sha(str(place))}", ordinal=place, repository="shop", sha=sha(str(place)),
            tree=sha("tree"), parents=(), change=change.id, via="landed", authored_at=None, committed_at=None,
            author=author, committer=author, coauthors=(), flags=(), files=None, added=None, deleted=None,
            binary=None, commitment="0" * 64,
        )
        for place, (author, _) in enumerate(commits)
    )  # fmt: skip
    raws = tuple(raw_commit(message)._replace(sha=sha(str(at))) for at, (_, message) in enumerate(commits))
    return CollectedChange(change, records, raws, PullText(body=body), authorship=authorship)


def found(change: CollectedChange, *records: LineRecord) -> list[tuple[Actor | None, str, set[str]]]:
    """Actor, basis and agents of everybody who is named."""
    named = find(change, engine().initiators, records, KNOWN.get)
    return [(one.actor, one.basis, set(one.agents)) for one in named]


def joined(change: CollectedChange, *records: LineRecord) -> Change:
    """The change with everybody who is named."""
    return join(change.change, change.authorship, find(change, engine().initiators, records, KNOWN.get))


@pytest.mark.parametrize(
    ("message", "actor"),
    [
        ("Mend\n\nRequested by: @ben\n", BEN),
        ("Mend\n\nRequested-by: Cyd <cyd@mail.example>\n", CYD),
        ("Mend\n\nAction taken on behalf of Cyd (cyd@mail.example).\n", CYD),
        ("Mend\n\nRequested by Ada Example\n", None),
        ("Mend\n\nRequested by @gone\n", None),
    ],
)
def test_an_agents_commit_names_who_asked_for_it(message: str, actor: Actor | None) -> None:
    """By account or address; a name alone is nobody, and an account that is gone neither."""
    assert found(collected((CLAUDE, message))) == [(actor, "stated", {CLAUDE.id})]


@pytest.mark.parametrize(
    ("message", "authors", "complete"),
    [
        pytest.param("Requested by @ben and cyd@mail.example", (BEN, CYD, CLAUDE), True, id="both known"),
        pytest.param("Requested by @ben", (BEN, CLAUDE), True, id="one alone"),
        pytest.param("Requested by @ben and @gone", (BEN, CLAUDE), False, id="the second is nobody known"),
        pytest.param("Requested by @ben, reviewed by @gone", (BEN, CLAUDE), False, id="somebody besides"),
        pytest.param("Requested by @ben and Dan", (BEN, CLAUDE), False, id="the second by name alone"),
        pytest.param("Task started by @ben, cyd@mail.example", (BEN, CYD, CLAUDE), True, id="by two"),
    ],
)
def test_everybody_whom_a_line_names_is_an_author(
    message: str, authors: tuple[Actor, ...], complete: bool
) -> None:
    """One of two requesters left out could approve what is their own."""
    change = joined(collected((CLAUDE, f"Mend\n\n{message}\n")))

    assert (set(change.authors), change.authors_complete) == (set(authors), complete)


def test_a_line_of_several_people_is_one_trace() -> None:
    """The line stands once in the record, whoever is on it."""
    change = collected((CLAUDE, "Mend\n\nRequested by @ben and cyd@mail.example\n"))
    named = find(change, engine().initiators, (), KNOWN.get)

    assert (len(named), len({one.trace for one in named})) == (2, 1)


def test_in_a_persons_commit_the_same_words_mean_a_customer() -> None:
    """People request things of people."""
    assert found(collected((ADA, "Mend\n\nRequested by: @ben\n"), authorship=Authorship())) == []


def test_a_quoted_request_names_nobody() -> None:
    """Somebody else's words."""
    assert found(collected((CLAUDE, "Mend\n\n> Requested by: @ben\n"))) == []


@pytest.mark.parametrize(
    ("opener", "body", "agents"),
    [
        (DEVIN, "Requested by: @ben", {DEVIN.id}),
        (ADA, "Requested by: @ben", {CLAUDE.id}),
        (None, "Requested by: @ben", {CLAUDE.id}),
    ],
)
def test_the_text_of_a_pull_request_speaks_of_its_agent(
    opener: Actor | None, body: str, agents: set[str]
) -> None:
    """Of the agent that opened it, else of the one that wrote it."""
    change = collected((CLAUDE, "Mend"), body=body, opener=opener)

    assert found(change) == [(BEN, "stated", agents)]


def test_of_several_agents_a_text_may_name_none() -> None:
    """It does not say which of them was asked."""
    both = Authorship(unprompted=(CLAUDE.id, DEVIN.id))
    change = collected((CLAUDE, "Mend"), (DEVIN, "Tidy"), body="Requested by: @ben", authorship=both)

    assert found(change) == []
    assert joined(change).authors_complete is False


def test_a_line_record_names_the_person_behind_an_agents_commit() -> None:
    """Beside a person's own commit it names somebody who set no agent of the change to work."""
    change = collected((CLAUDE, "Mend"), (ADA, "Tidy"))
    records = [record("0", initiators=(BEN,)), record("1", initiators=(CYD, GONE)), record("elsewhere")]

    assert found(change, *records) == [(BEN, "line-record", {CLAUDE.id}), (CYD, "line-record", set())]


def test_whoever_is_named_is_an_author_and_completes_the_set() -> None:
    """Nobody else was missing."""
    change = joined(collected((CLAUDE, "Mend\n\nRequested by: @ben\n")))

    assert (change.authors, change.authors_complete) == ((BEN, CLAUDE), True)


@pytest.mark.parametrize(
    "authorship",
    [
        pytest.param(Authorship(known=False, unprompted=(CLAUDE.id,)), id="somebody could not be read"),
        pytest.param(Authorship(unprompted=(CLAUDE.id, DEVIN.id)), id="another agent's person is not named"),
        pytest.param(Authorship(), id="it was incomplete for another reason"),
    ],
)
def test_what_else_the_set_lacks_keeps_it_incomplete(authorship: Authorship) -> None:
    """A named person stands for one agent alone."""
    change = joined(collected((CLAUDE, "Mend\n\nRequested by: @ben\n"), authorship=authorship))

    assert (BEN in change.authors, change.authors_complete) == (True, False)


def test_a_name_alone_leaves_the_set_incomplete() -> None:
    """Also where an address is named beside it, for it may be another person's."""
    alone = collected((CLAUDE, "Mend\n\nRequested by: Ada Example\n"))
    beside = collected(
        (CLAUDE, "Mend\n\nRequested by: Ada Example\n"),
        authorship=Authorship(),
        authors=(BEN, CLAUDE),
        authors_complete=True,
    )

    assert [joined(change).authors_complete for change in (alone, beside)] == [False, False]


def test_a_name_that_the_agents_commit_credits_with_an_address_adds_nothing() -> None:
    """It is the same person, said twice."""
    message = "Mend\n\nRequested by: Ben Example\n\nCo-authored-by: ben example <ben@mail.example>\n"
    change = collected(
        (CLAUDE, message), authorship=Authorship(), authors=(BEN, CLAUDE), authors_complete=True
    )

    assert (joined(change).authors, joined(change).authors_complete) == ((BEN, CLAUDE), True)


def test_without_anybody_named_the_change_is_as_collected() -> None:
    """Not even copied."""
    change = collected((CLAUDE, "Mend"))

    assert joined(change) is change.change


def test_an_account_takes_the_place_of_an_unlinked_author() -> None:
    """The same person, known better."""
    unlinked = BEN.model_copy(update={"linked": False})
    change = pull(authors=(unlinked,))

    [author] = join(change, Authorship(), [Initiator(BEN, "stated")]).authors

    assert author.linked is True
