"""Runs laid end to end: as few as fit, from the tip before, and every stretch that none covers."""

from hypothesis import given
from hypothesis import strategies as st

from attest.ledger.joined.tiling import Missed, Piece, Way, lay, uncovered

DAYS = tuple(f"2025-01-{day:02}T00:00:00Z" for day in range(1, 11))


def piece(name: str, first: int, last: int, start: str = "", end: str = "", rank: str = "") -> Piece:
    """A run from the start of one day to the start of another; tips are the days where not given."""
    return Piece(name, DAYS[first], DAYS[last], start or f"t{first}", end or f"t{last}", (rank or name,))


def names(way: Way) -> list[str]:
    """The runs of a way."""
    return [one.name for one in way.pieces]


def test_pieces_that_meet_are_laid_end_to_end() -> None:
    """Whatever order they are given in."""
    way = lay([piece("c", 5, 9), piece("a", 0, 2), piece("b", 2, 5)], DAYS[0], DAYS[9])
    assert (names(way), way.missed, way.broken) == (["a", "b", "c"], (), 0)


def test_the_fewest_pieces_count() -> None:
    """A run of the whole period stands before its months; a quarter mixes with months."""
    months = [piece("a", 0, 2), piece("b", 2, 5), piece("c", 5, 9)]
    assert names(lay([*months, piece("year", 0, 9)], DAYS[0], DAYS[9])) == ["year"]
    assert names(lay([*months, piece("half", 0, 5)], DAYS[0], DAYS[9])) == ["half", "c"]


def test_of_two_pieces_of_the_same_days_the_higher_rank_counts() -> None:
    """The newest, that is."""
    twice = [piece("old", 0, 2, rank="1"), piece("new", 0, 2, rank="2"), piece("b", 2, 9)]
    assert names(lay(twice, DAYS[0], DAYS[9])) == ["new", "b"]


def test_tips_that_meet_stand_before_rank() -> None:
    """The run that the next one followed is taken, though another of its days is newer."""
    twice = [
        piece("followed", 0, 2, end="tip", rank="1"),
        piece("newer", 0, 2, end="other", rank="2"),
        piece("b", 2, 9, start="tip"),
    ]
    way = lay(twice, DAYS[0], DAYS[9])
    assert (names(way), way.broken) == (["followed", "b"], 0)


def test_tips_that_do_not_meet_are_counted() -> None:
    """The period is covered, and the joint is broken."""
    way = lay([piece("a", 0, 4, end="x"), piece("b", 4, 9, start="y")], DAYS[0], DAYS[9])
    assert (names(way), way.missed, way.broken) == (["a", "b"], (), 1)


def test_what_no_piece_covers_is_missed_as_one_stretch() -> None:
    """Also at both ends, and however many other bounds lie in it."""
    way = lay([piece("a", 1, 2), piece("b", 6, 7)], DAYS[0], DAYS[9])
    assert way.missed == (Missed(DAYS[0], DAYS[1]), Missed(DAYS[2], DAYS[6]), Missed(DAYS[7], DAYS[9]))


def test_overlapping_pieces_leave_out_as_little_as_can_be() -> None:
    """The longer of the two is taken; the stretch that is missed then is no hole, as the other reaches in."""
    pieces = [piece("short", 0, 4), piece("long", 3, 9)]
    way = lay(pieces, DAYS[0], DAYS[9])
    assert (names(way), way.missed) == (["long"], (Missed(DAYS[0], DAYS[3]),))
    assert uncovered(way.missed[0], pieces) == ()
    assert uncovered(way.missed[0], pieces[1:]) == way.missed


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(1, 9)).filter(lambda pair: pair[0] < pair[1])))
def test_a_way_covers_each_day_once(bounds: list[tuple[int, int]]) -> None:
    """Pieces and missed stretches lie end to end from the first instant to the last, whatever there is."""
    pieces = [piece(f"p{number}", first, last) for number, (first, last) in enumerate(bounds)]
    way = lay(pieces, DAYS[0], DAYS[9])
    laid = sorted(
        [(one.since, one.until) for one in way.pieces] + [(part.since, part.until) for part in way.missed]
    )
    assert [DAYS[0], *(until for _, until in laid)] == [*(since for since, _ in laid), DAYS[9]]
