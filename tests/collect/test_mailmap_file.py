"""The mail map of the release branch, from the file to the authors of a change."""

import subprocess
from pathlib import Path

import pytest

from attest.collect.mailmap import parse
from attest.collect.recorded import RecordedForge
from attest.config import PersonEntry, Role
from tests.collect.stories import ADA, Answers, review, tell, user
from tests.support.history import History

MAIL_MAP = """# people
Ada Lovelace <ada@example.org> <ada@home.example>
<ben@example.org> Ben <ben@old.example>
<ada@example.org> Ada <root@localhost>
<ben@example.org> Ben <root@localhost>
Carol <carol@example.org>
"""


@pytest.fixture
def shop(tmp_path: Path) -> History:
    """A repository whose release branch has a mail map."""
    history = History(tmp_path / "shop")
    history.commit("start", files={".mailmap": MAIL_MAP}, at="2024-12-01T00:00:00Z")
    return history


def test_one_person_under_two_addresses_is_one_author(shop: History) -> None:
    """And the run says that it read the file."""
    shop.commit("one", files={"a": "1\n"}, branch="work", author="Ada <ada@example.org>")
    shop.commit("two", files={"a": "2\n"}, branch="work", author="Ada at home <ada@home.example>")
    shop.merge("work", "Merge branch 'work'")
    told = tell(shop)
    one, two = (commit.author for commit in told.collected[0].commits if len(commit.parents) == 1)
    assert (one.id != two.id, one.is_same(two)) == (True, True)
    assert "mailmap" in told.collection.sources


def test_a_mail_map_of_a_work_branch_does_not_count(shop: History) -> None:
    """Only what landed does."""
    shop.commit("map", files={".mailmap": "<ada@example.org> <eve@example.org>\n"}, branch="work")
    shop.commit("one", files={"a": "1\n"}, author="Ada <ada@example.org>")
    shop.commit("two", files={"a": "2\n"}, author="Eve <eve@example.org>")
    first, second = tell(shop).changes
    assert first.authors != second.authors


def test_lines_that_are_not_obeyed_are_gaps(shop: History) -> None:
    """Those in no known form, those against the persons file, and those of shared addresses."""
    shop.commit(
        "map",
        files={".mailmap": "<ada@example.org> <eve@example.org>\nada is eve\n<a@x> A <s@x>\n<b@x> B <s@x>\n"},
    )
    persons = (
        PersonEntry(id="1", addresses=("ada@example.org",)),
        PersonEntry(id="2", addresses=("eve@example.org",)),
    )
    assert {"mailmap-unread", "mailmap-refused", "mailmap-shared"} <= tell(shop, persons=persons).kinds


def test_a_review_knows_whether_its_author_served(shop: History, tmp_path: Path) -> None:
    """By the persons file; nothing is said of whom it does not name."""
    head = shop.commit("one", files={"a": "1\n"}, branch="work", at="2025-03-01T10:00:00Z")
    shop.ref("refs/pull/1/head", head)
    landed = shop.merge("work", "Merge pull request #1 from acme/work", at="2025-03-02T10:00:00Z")
    answers = Answers(tmp_path / "answers", shop)
    reviews = [
        review(1, user("ben", 2), "APPROVED", commit_id=head, submitted_at="2025-03-01T12:00:00Z"),
        review(2, user("cy", 3), "APPROVED", commit_id=head, submitted_at="2025-03-01T13:00:00Z"),
        review(3, user("di", 4), "APPROVED", commit_id=head, submitted_at="2025-03-01T14:00:00Z"),
    ]
    answers.pull(1, landed, [head], reviews=reviews, user=ADA)
    persons = (
        PersonEntry(id="ben", accounts=("github:2",), roles=(Role(role="reviewer"),)),
        PersonEntry(id="cy", accounts=("github:3",), until="2025-02-28"),
    )
    found = tell(shop, RecordedForge(tmp_path / "answers"), persons=persons).collected[0].reviews
    assert [(one.in_service, one.roles) for one in found] == [(True, ("reviewer",)), (False, ()), (None, ())]


@pytest.mark.parametrize(
    "contact", ["X <ada@home.example>", "Ben <ben@old.example>", "Carol <carol@example.org>", "D <d@x>"]
)
def test_addresses_are_joined_as_git_joins_them(shop: History, contact: str) -> None:
    """`git check-mailmap` gives the same address of one's own."""
    command = ["git", "-C", str(shop.path), "-c", "mailmap.blob=main:.mailmap", "check-mailmap", contact]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    address = contact.removesuffix(">").partition(" <")[2]
    ours = {one.address: one.own for one in parse(MAIL_MAP.encode()).mappings}
    assert told.rstrip().endswith(f"<{ours.get(address, address)}>")
