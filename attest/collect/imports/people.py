"""Whom a file names: the same person as in git and the forge, where anything ties the two together."""

from collections.abc import Sequence

from attest.collect.people import Directory
from attest.collect.ties import ID, LOGIN, Key, key, mail
from attest.model.identity import Actor, private_account

_ACCOUNT = "github:"


def key_of(text: str) -> Key:
    """The identity that a cell states: an address, or an account as the persons file writes it."""
    if not text.lower().startswith(_ACCOUNT):
        account = private_account(text)
        if account is None:
            return mail(text)
        return key(ID, account.number) if account.number else key(LOGIN, account.login)
    name = text[len(_ACCOUNT) :].lower()
    return key(ID, str(int(name))) if name.isdecimal() else key(LOGIN, name)


def actor_of(text: str, directories: Sequence[Directory]) -> Actor:
    """Who a cell names, by the directory of the repository that knows most of them.

    An identity that no repository knows is a person of its own.
    """
    identity = key_of(text)
    best = min(directories, key=lambda directory: directory.root(identity))
    return best.stated(identity, text)
