"""Which identities are one person's: accounts, addresses, entries of the persons file. Pure."""

from typing import Final

Key = tuple[int, int, str]
"""What identifies a person: how good it is (the lowest wins), its length, and its text."""

PERSON: Final = 0
"""An entry of the persons file."""
ID: Final = 1
"""The immutable number of an account."""
LOGIN: Final = 2
MAIL: Final = 3


def key(rank: int, text: str) -> Key:
    """The key of an identity."""
    return rank, len(text), text


def mail(email: str) -> Key:
    """The key of an address."""
    return key(MAIL, email.strip().lower())


class Ties:
    """Sets of identities that are one person's; each is named after the best of them."""

    def __init__(self, above: dict[Key, Key] | None = None) -> None:
        self._above: dict[Key, Key] = dict(above or {})

    def copy(self) -> "Ties":
        """The same ties, to be added to apart."""
        return Ties(self._above)

    def tie(self, one: Key, other: Key) -> bool:
        """Two identities are one person's; refused where the persons file tells them apart."""
        low, high = sorted((self.root(one), self.root(other)))
        if low != high and low[0] == high[0] == PERSON:
            return False
        self._above.setdefault(low, low)
        self._above[high] = low
        return True

    def root(self, one: Key) -> Key:
        """The best identity of the person; itself where nothing is tied to it."""
        above = self._above.get(one, one)
        while above != (further := self._above.get(above, above)):
            self._above[one] = further
            one, above = above, further
        return above

    def accounts(self) -> frozenset[Key]:
        """The people who have an account, by their best identities."""
        return frozenset(self.root(one) for one in tuple(self._above) if one[0] in (ID, LOGIN))
