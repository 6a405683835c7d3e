"""What forges answered, as a run keeps it."""

import pytest

from attest import canonical
from attest.collect.forge import Received
from attest.errors import CollectionError
from attest.pipeline.answers import Answers


def page(origin: str, data: bytes = b"[]", request: str = "pulls") -> Received:
    """A page of a list as it was received."""
    return Received("forge:recorded", request, 100, origin, data)


def test_each_content_is_written_once() -> None:
    """However often a page is read, and however many requests have the same answer."""
    written: list[bytes] = []
    answers = Answers(written.append)
    keep = answers.keeper("shop")
    for _ in range(2):
        keep(page("pulls/1/reviews.json", request="pulls/1/reviews"))
        keep(page("pulls/2/reviews.json", request="pulls/2/reviews"))

    assert written == [b"[]"]
    assert [(one.request, len(one.pages)) for one in answers.answered()] == [
        ("pulls/1/reviews", 1),
        ("pulls/2/reviews", 1),
    ]


def test_pages_stand_in_the_order_they_were_read() -> None:
    """Under the request that they answer, each with its file and digest."""
    answers = Answers(lambda data: None)
    keep = answers.keeper("shop")
    keep(page("pulls.page1.json", b"[1]"))
    keep(page("pulls.page2.json", b"[2]"))
    (found,) = answers.answered()

    assert (found.repository, found.source, found.per_page) == ("shop", "forge:recorded", 100)
    assert [(one.origin, one.sha256) for one in found.pages] == [
        ("pulls.page1.json", canonical.sha256(b"[1]")),
        ("pulls.page2.json", canonical.sha256(b"[2]")),
    ]


def test_answers_are_sorted_whatever_order_they_were_read_in() -> None:
    """So that the order of reading does not show in the run."""
    answers = Answers(lambda data: None)
    answers.keeper("shop")(page("b.json", request="b"))
    answers.keeper("api")(page("c.json", request="c"))
    answers.keeper("shop")(page("a.json", request="a"))

    assert [(one.repository, one.request) for one in answers.answered()] == [
        ("api", "c"),
        ("shop", "a"),
        ("shop", "b"),
    ]


def test_an_answer_that_changes_while_it_is_read_ends_the_collection() -> None:
    """Records could rest on bytes that the run does not hold."""
    keep = Answers(lambda data: None).keeper("shop")
    keep(page("pulls.json", b"[1]"))

    with pytest.raises(CollectionError, match="changed while it was being read"):
        keep(page("pulls.json", b"[2]"))


@pytest.mark.parametrize(("files", "size"), [(2, 1000), (1000, 6)])
def test_what_there_is_no_room_for_is_a_gap(files: int, size: int) -> None:
    """Bounded in files and in bytes; what is known already costs no room."""
    written: list[bytes] = []
    answers = Answers(written.append, most_files=files, most_bytes=size)
    keep = answers.keeper("shop")
    for number in (1, 2, 3, 4, 3):
        keep(page(f"{number}.json", b"[%d]" % number, request=str(number)))
    keep(page("again.json", b"[1]", request="again"))
    (gap,) = answers.gaps()

    assert written == [b"[1]", b"[2]"]
    assert [one.request for one in answers.answered()] == ["1", "2", "again"]
    assert (gap.kind, gap.repository, gap.affected_count) == ("answers-not-kept", "shop", 2)


def test_a_run_that_keeps_everything_has_no_gap() -> None:
    """Nor has one without answers."""
    assert Answers(lambda data: None).gaps() == ()
