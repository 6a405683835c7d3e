"""What a `.mailmap` joins, and what it does not."""

from hypothesis import given
from hypothesis import strategies as st

from attest.collect.mailmap import MOST_LINES, MailMap, Mapping, parse


def test_two_addresses_on_a_line_are_one_persons() -> None:
    """The first is the person's own; names before them are not taken over."""
    found = parse(b"Ada Lovelace <ada@example.org> <ada@home.example>\n<ben@example.org> <BEN@old.example>\n")
    assert found.mappings == (
        Mapping("ada@home.example", "ada@example.org"),
        Mapping("ben@old.example", "ben@example.org"),
    )


def test_a_line_for_one_name_joins_the_address_whatever_the_name() -> None:
    """Else it could take an address away from the person who has it."""
    found = parse(b"Ada <ada@example.org> Ada L <ada@old.example> # her old laptop\n")
    assert found.mappings == (Mapping("ada@old.example", "ada@example.org"),)


def test_an_address_that_leads_to_several_people_joins_nobody() -> None:
    """Several people committed from one shared machine."""
    text = b"<ada@example.org> Ada <root@localhost>\n<ben@example.org> Ben <root@localhost>\n"
    assert parse(text) == MailMap((), 0, 1)


def test_a_line_that_only_names_joins_nothing() -> None:
    """Nor do comments, blank lines, and an address that leads to itself."""
    text = b"# people\n\nAda Lovelace <ada@example.org>\nAda <ada@example.org> <Ada@Example.org>\n"
    assert parse(text) == MailMap((), 0)


def test_lines_in_no_known_form_are_counted() -> None:
    """They are not guessed at."""
    assert parse(b"Ada ada@example.org\n<a@b> <c@d> <e@f>\n<a@b> <c@d> and more\n") == MailMap((), 3)


def test_a_very_long_file_is_read_in_part_and_says_so() -> None:
    """What was not read is counted as unread."""
    found = parse(b"<a@b> <c@d>\n" * (MOST_LINES + 5))
    assert (len(found.mappings), found.unread) == (1, 6)


@given(st.binary(max_size=300))
def test_any_bytes_can_be_read(data: bytes) -> None:
    """Each mapping leads from one address to another one, both in lower case."""
    for mapping in parse(data).mappings:
        assert mapping.address
        assert mapping.own not in ("", mapping.address)
        assert "<" not in mapping.address + mapping.own
