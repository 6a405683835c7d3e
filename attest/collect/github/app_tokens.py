"""Tokens that a GitHub App earns for an installation: of an hour each, renewed before they end."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from github import Auth

from attest.collect.github.auth import AppKey, Token
from attest.collect.github.sent import Sent, Unanswered

_BEFORE_END_S = 120
Earn = Callable[[str, Mapping[str, str]], Sent]
"""A POST to a path below the API's address, with headers of its own."""


class InstallationTokens(Auth.Auth):
    """What PyGithub signs requests with when a GitHub App asks."""

    def __init__(self, key: AppKey, earn: Earn, now: Callable[[], float]) -> None:
        self._key = key
        self._earn = earn
        self._now = now
        self._earned: tuple[Token, float] | None = None

    @property
    def token_type(self) -> str:
        """The word before the token in a request's header."""
        return "token"

    @property
    def token(self) -> str:
        """A token that is good for some minutes at least.

        Raises:
            Unanswered: The forge gives none.
        """
        if self._earned is None or self._earned[1] - _BEFORE_END_S < self._now():
            self._earned = self._renewed()
        return self._earned[0].reveal()

    @property
    def held(self) -> str:
        """The token that was given last, or empty."""
        return self._earned[0].reveal() if self._earned is not None else ""

    def _renewed(self) -> tuple[Token, float]:
        path = f"/app/installations/{self._key.installation}/access_tokens"
        sent = self._earn(
            path,
            {
                "Accept": "application/vnd.github+json",
                "Authorization": f"Bearer {self._signed()}",
                "Content-Length": "0",
            },
        )
        if sent.status >= 500:
            raise Unanswered("unreachable", "the forge could not give the App a token now")
        if sent.status != 201:
            raise Unanswered("refused", f"the forge gives this GitHub App no token (status {sent.status})")
        return _earned(sent.body)

    def _signed(self) -> str:
        try:
            return Auth.AppAuth(self._key.app, self._key.key.reveal()).token
        except Exception:  # noqa: BLE001 - what a bad key raises is the signing library's own affair
            raise Unanswered("refused", "the GitHub App's private key cannot be used") from None


def _earned(body: bytes) -> tuple[Token, float]:
    try:
        answer: Any = json.loads(body)
        ends = datetime.fromisoformat(answer["expires_at"]).timestamp()
        text = answer["token"]
    except (ValueError, KeyError, TypeError):
        raise Unanswered("cut", "the forge's answer to the GitHub App holds no token") from None
    if not isinstance(text, str) or not text.isascii() or not text.isprintable():
        raise Unanswered("cut", "the forge's answer to the GitHub App holds no token")
    return Token(text), ends
