"""Reviewers whom messages name, from a real repository to records."""

from pathlib import Path

import pytest

from attest.collect.collector import open_repository
from attest.collect.forge import NoForge
from attest.collect.people import Identities
from attest.collect.period import parse
from attest.detect.engine import load
from attest.model.change import Basis, Review, ReviewState
from attest.model.identity import ActorKind
from attest.proof.commitment import Sealer, commitment
from tests.collect.stories import Told, tell
from tests.support.history import ADA, BEN, History

LINE = f"Reviewed-by: {BEN}"
ACCOUNT = "Ben Okri <77+benokri@users.noreply.github.com>"


def told(history: History) -> Told:
    """A year of a story, with the rules that ship."""
    engine = load()
    identities = Identities(engine.classify, own_lines=engine.own_lines, own_trailers=engine.own_trailers)
    with open_repository(history.path, name="shop") as opened:
        collection = opened.collect(
            parse("2025"), forge=NoForge(), identities=identities, sealer=Sealer(b"k")
        )
        return Told(collection, tuple(collection))


def reviews(history: History) -> list[Review]:
    """Every review of the year."""
    return [review for item in told(history).collected for review in item.reviews]


@pytest.fixture
def history(tmp_path: Path) -> History:
    """A repository with one commit."""
    made = History(tmp_path / "shop")
    made.commit("start", files={"app.py": "one"})
    return made


def test_a_named_reviewer_becomes_a_declared_review(history: History) -> None:
    """Without time or revision, of the commit whose message holds the line."""
    landed = history.commit(f"Add tax\n\n{LINE}", files={"tax.py": "1"})
    (review,) = reviews(history)

    assert review.id == f"shop:{landed}:reviewed-by:1"
    assert (review.basis, review.trailer, review.commit) == (Basis.DECLARED, "reviewed-by", landed)
    assert (review.state, review.submitted_at, review.sha, review.tree) == (
        ReviewState.APPROVED,
        None,
        None,
        None,
    )


def test_the_line_is_sealed(history: History) -> None:
    """The record holds a pseudonym and a commitment; the personal part opens it."""
    history.commit(f"Add tax\n\n{LINE}", files={"tax.py": "1"})
    item = told(history).collected[-1]
    (review,), (entry,) = item.reviews, item.personal["reviews"]

    assert entry.fields == {"body": f"reviewed-by: {BEN}"}
    assert commitment(entry.salt, entry.fields) == review.commitment
    assert "ben@" not in review.model_dump_json()


def test_an_acknowledgement_is_a_comment(history: History) -> None:
    """Whoever acknowledges may speak of a part."""
    history.commit(f"Add tax\n\nAcked-by: {BEN}", files={"tax.py": "1"})

    assert [review.state for review in reviews(history)] == [ReviewState.COMMENTED]


@pytest.mark.parametrize("named", [BEN, ACCOUNT])
def test_a_reviewer_is_the_same_actor_as_elsewhere(history: History, named: str) -> None:
    """A name in a trailer and the author of another commit are one person by their address."""
    history.commit("By Ben", files={"ben.py": "1"}, author=named)
    history.commit(f"Add tax\n\nReviewed-by: {named}", files={"tax.py": "1"})
    collected = told(history).collected

    assert collected[-1].reviews[0].reviewer == collected[-2].commits[-1].author


def test_an_account_that_only_trailers_name_is_one_person(history: History) -> None:
    """The private address with and without its number is one account's, whoever was met first."""
    bare = ACCOUNT.replace("77+", "")
    history.commit(f"Add tax\n\nReviewed-by: {bare}", files={"tax.py": "1"})
    history.commit(f"Add fees\n\nReviewed-by: {ACCOUNT}", files={"fees.py": "1"})

    assert len({review.reviewer.id for review in reviews(history)}) == 1


@pytest.mark.parametrize(
    ("who", "kind"),
    [
        ("Claude <noreply@anthropic.com>", ActorKind.AGENT),
        ("dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>", ActorKind.ROBOT),
        ("Ben", ActorKind.UNKNOWN),
        ("Claude Opus 4 <claude@gmail.com>", ActorKind.AGENT),
        ("Claude <claude@gmail.com>", ActorKind.UNKNOWN),
        ("CodeRabbit <support@coderabbit.ai>", ActorKind.UNKNOWN),
        ("Review Bot <review@shop.example>", ActorKind.UNKNOWN),
        ("Ben <noreply@shop.example>", ActorKind.UNKNOWN),
        ("Ben Okri <todo@shop.example>", ActorKind.UNKNOWN),
        ("Claude Martin <claude@shop.example>", ActorKind.PERSON),
        ("Devin Booker <devin@shop.example>", ActorKind.PERSON),
        ("Gemini Smith <g@shop.example>", ActorKind.PERSON),
    ],
)
def test_who_is_no_person_is_told(history: History, who: str, kind: ActorKind) -> None:
    """Agents and robots by their address, nobody by a name alone."""
    history.commit(f"Add tax\n\nReviewed-by: {who}", files={"tax.py": "1"})

    assert [review.reviewer.kind for review in reviews(history)] == [kind]


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ("Ada  LOVELACE <ada@home.example>", True),
        ("A. L. <ada+review@example.org>", True),
        ("A. L. <ADA+x@example.org>", True),
        ("A. L. <ada+review@other.example>", False),
        (ADA, False),
        (BEN, False),
    ],
)
def test_an_authors_name_under_another_address_is_told(history: History, named: str, expected: bool) -> None:
    """Nobody is joined by a name or a mailbox, and nobody is taken for two people by them."""
    history.commit(f"Add tax\n\nReviewed-by: {named}", files={"tax.py": "1"})

    assert [review.namesake for review in reviews(history)] == [expected]


def test_a_line_of_a_brought_in_commit_is_of_that_commit(history: History) -> None:
    """The merge's own message speaks for the change, each other one for its commit."""
    part = history.commit(f"Part\n\n{LINE}", files={"part.py": "1"}, branch="work")
    merge = history.merge("work", f"Merge branch 'work'\n\nAcked-by: {BEN}")
    found = {(review.commit, review.trailer) for review in reviews(history)}

    assert found == {(part, "reviewed-by"), (merge, "acked-by")}


def test_an_authors_name_in_another_commit_of_the_change_is_told(history: History) -> None:
    """Whoever wrote a part is an author of the whole."""
    history.commit("Part", files={"part.py": "1"}, branch="work", author=ADA)
    history.merge("work", "Merge branch 'work'\n\nReviewed-by: Ada Lovelace <ada@home.example>", author=BEN)

    assert [review.namesake for review in reviews(history)] == [True]


def test_references_of_the_landed_message_are_kept(history: History) -> None:
    """Only their kinds: what lies there was not read."""
    history.commit(f"Add tax\n\nChange-Id: I{'0a' * 20}\nReviewed-on: https://r.example/1", files={"t": "1"})

    assert [change.references for change in told(history).changes] == [(), ("change-id", "reviewed-on")]


def test_ten_thousand_reviewers_leave_a_gap(history: History) -> None:
    """Cut, and said to be, at the change."""
    lines = "\n".join(f"Reviewed-by: R{n} <r{n}@shop.example>" for n in range(10_000))
    history.commit(f"Add tax\n\n{lines}", files={"tax.py": "1"})
    seen = told(history)

    assert len(seen.collected[-1].reviews) == 100
    assert [gap.affects for gap in seen.collection.gaps if gap.kind == "too-many-reviewers"] == [
        (seen.changes[-1].id,)
    ]


def test_hostile_text_in_a_name_is_sealed_and_not_shown(history: History) -> None:
    """NUL, escapes, bytes of no encoding: no crash, and nothing of it in the record."""
    message = b"Add tax\0\n\nReviewed-by: \x1b[31mB\xffn\0 <ben@shop.example>\nReviewed-by: <\xff>\n"
    history.commit(message, files={"tax.py": "1"})
    found = reviews(history)

    assert all(review.model_dump_json().isascii() for review in found)
    assert all(review.basis is Basis.DECLARED for review in found)


def test_without_rules_lines_are_taken_as_they_stand(history: History) -> None:
    """A caller who has no rules reads every line with a key."""
    history.commit(f"Add tax\n\nwords\n{LINE}", files={"tax.py": "1"})

    assert [review.trailer for item in tell(history).collected for review in item.reviews] == ["reviewed-by"]
