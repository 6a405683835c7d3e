"""What trailers say of a review: who is named, and what leads to a review elsewhere."""

import time

import pytest

from attest.collect.trailers import MOST, Trailers, may_hold, read


def people(lines: str) -> list[tuple[str, str, str]]:
    """Kind, name and address of everybody named."""
    return [(one.kind, one.name, one.email) for one in read(lines).named]


@pytest.mark.parametrize("key", ["reviewed-by", "Approved-By", "acked-by"])
def test_each_kind_names_a_person(key: str) -> None:
    """Name and address as they stand there, the key in lower case."""
    assert people(f"{key}: Ben Okri <ben@shop.example>") == [(key.lower(), "Ben Okri", "ben@shop.example")]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Ben Okri ben@shop.example", [("Ben Okri", "ben@shop.example")]),
        ("ben@shop.example", [("", "ben@shop.example")]),
        ("<ben@shop.example>", [("", "ben@shop.example")]),
        ("Ben <b@x.example>, Cyd <c@x.example>", [("Ben", "b@x.example"), ("Cyd", "c@x.example")]),
        ("Ben Okri", [("Ben Okri", "")]),
        ("Ben <>", [("Ben", "")]),
        ("@ben", [("@ben", "")]),
    ],
)  # fmt: skip
def test_forms_of_a_person(value: str, expected: list[tuple[str, str]]) -> None:
    """Addresses with and without brackets, several in a line, and names that lead to nobody."""
    assert people(f"reviewed-by: {value}") == [("reviewed-by", *pair) for pair in expected]


@pytest.mark.parametrize(
    "value",
    [
        "Ben Okri <ben@shop.example> (did not approve)",
        "Ben Okri <ben@shop.example> # the documentation only",
        "nobody yet <todo@shop.example>",
        "Ben Okri <tbd@shop.example>",
        "TODO",
    ],
)
def test_a_remark_or_a_placeholder_leads_to_nobody(value: str) -> None:
    """The line is on record as it stands, without an address that would name a person."""
    assert people(f"reviewed-by: {value}") == [("reviewed-by", value, "")]


@pytest.mark.parametrize("value", ["Ben Okri <ben@shop.example>,", "Nobody Owens <ben@shop.example>."])
def test_punctuation_and_a_surname_are_no_remark(value: str) -> None:
    """A comma or full stop after the address says nothing, and some are called what others are not."""
    assert [email for _, _, email in people(f"reviewed-by: {value}")] == ["ben@shop.example"]


def test_a_person_counts_once_for_each_kind() -> None:
    """Gerrit repeats a reviewer for each patch set."""
    line = "reviewed-by: Ben <ben@shop.example>"
    lines = f"{line}\n{line.replace('ben@', 'BEN@')}\nacked-by: Ben <ben@shop.example>"

    assert [kind for kind, _, _ in people(lines)] == ["reviewed-by", "acked-by"]


@pytest.mark.parametrize(
    "key", ["signed-off-by", "co-authored-by", "tested-by", "reported-by", "suggested-by"]
)
def test_other_trailers_name_no_reviewer(key: str) -> None:
    """A sign-off above all."""
    assert read(f"{key}: Ben <ben@shop.example>") == Trailers()


def test_references_are_what_they_look_like() -> None:
    """A Change-Id has its form, the others are addresses; anything else leads nowhere."""
    good = (
        f"change-id: I{'0a' * 20}\nreviewed-on: https://review.example/c/1\n"
        "pr-url: https://git.example/shop/pull/1"
    )
    bad = "change-id: soon\nreviewed-on: monday\npr-url: #12"

    assert read(good).references == ("change-id", "pr-url", "reviewed-on")
    assert read(bad).references == ()


def test_ten_thousand_reviewers_are_cut_and_said_to_be() -> None:
    """Bounded, and told."""
    lines = "\n".join(f"reviewed-by: R{n} <r{n}@shop.example>" for n in range(10_000))
    found = read(lines)

    assert (len(found.named), found.cut) == (MOST, True)


def test_one_line_of_many_brackets_is_read_in_bounded_time() -> None:
    """No pattern runs away."""
    began = time.process_time()
    read("reviewed-by: " + "a" * 1_900 + "\nreviewed-by: " + "<" * 1_900 + "\nreviewed-by: " + "a <" * 600)
    read("\n".join(["reviewed-by: " + "a@" * 950] * 200))

    assert time.process_time() - began < 3


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("Fix the preview", False),
        ("x\n\nReviewed-By: Ben", True),
        ("x\n\nPR-URL: y", True),
        ("Acked by", True),
    ],
)
def test_most_messages_are_told_by_a_look(message: str, expected: bool) -> None:
    """Only what may hold such a line is read line by line."""
    assert may_hold(message) is expected
