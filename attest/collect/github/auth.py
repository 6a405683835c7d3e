"""What a forge is asked with: secrets that nothing prints, and whom they are for."""

from dataclasses import dataclass
from typing import NoReturn

from attest.errors import UsageError

_LONGEST = 4096
_HIDDEN = "(hidden)"


class Secret:
    """A text that no message, log, record or trace shows: only `reveal` gives it."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The text itself, for the header of a request alone."""
        return self._text

    def __repr__(self) -> str:
        return f"{type(self).__name__}{_HIDDEN}"

    def __str__(self) -> str:
        return _HIDDEN

    def __format__(self, _: str) -> str:
        return _HIDDEN

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is not stored")


class Token(Secret):
    """A token of the forge."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class AppKey:
    """A GitHub App as it is installed on an account: it earns tokens of an hour with its private key."""

    app: str
    installation: int
    key: Secret


Credentials = Token | AppKey


def token(text: str, where: str) -> Token:
    """A token as a user wrote it, blanks around it left out; `where` says where it was read.

    Raises:
        UsageError: It cannot be one.
    """
    stripped = text.strip()
    if not stripped or len(stripped) > _LONGEST or not stripped.isascii() or not stripped.isprintable():
        raise UsageError(
            "there is no token here: it is empty, or no single line of plain characters",
            where=where,
            hint="put the token alone there, as GitHub showed it",
        )
    if " " in stripped:
        raise UsageError("there is more than a token here", where=where, hint="put the token alone there")
    return Token(stripped)


def app_key(app: str, installation: str, key: str, where: str) -> AppKey:
    """A GitHub App's identity.

    Raises:
        UsageError: A part of it is missing or malformed.
    """
    if not app or not app.isascii() or not app.replace(".", "").isalnum() or len(app) > 100:
        raise UsageError(
            "the id of the GitHub App is no id", where=where, hint="use the App ID or client id of its page"
        )
    if not installation.isdecimal() or len(installation) > 20:
        raise UsageError(
            "the installation of the GitHub App is no number",
            where=where,
            hint="use the number at the end of the address of the installation's settings",
        )
    if "PRIVATE KEY-----" not in key:
        raise UsageError(
            "the key file of the GitHub App holds no private key",
            where=where,
            hint="name the .pem file that GitHub gave for the App",
        )
    return AppKey(app, int(installation), Secret(key))
