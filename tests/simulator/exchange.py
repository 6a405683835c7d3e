"""A request as it was received, and an answer on its way out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_SECRET_HEADERS = frozenset({"authorization", "cookie", "proxy-authorization"})


@dataclass(frozen=True, slots=True)
class Asked:
    """A request. Nothing of a token is kept but that one came, and how."""

    method: str
    path: str
    """Below the base path: `/repos/octo/shop`, `/graphql`."""
    query: Mapping[str, str]
    headers: Mapping[str, str]
    """Names in small letters; without those that carry secrets."""
    token: str
    """The scheme of the token that came (`bearer`, `token`, `basic`), or an empty text."""
    base: str = ""
    """`/api/v3` or `/api` where the request came by the enterprise address."""
    operation: str = ""
    text: str = ""
    """The GraphQL query."""
    variables: Mapping[str, Any] = field(default_factory=dict)
    points: int = 0
    status: int = 0
    """0: nothing was answered."""

    @property
    def target(self) -> str:
        """Path and query, for patterns."""
        asked = "&".join(f"{name}={value}" for name, value in self.query.items())
        return f"{self.path}?{asked}" if asked else self.path

    def mentions(self, secret: str) -> bool:
        """Whether a secret stands anywhere but in the header that is made for it."""
        return any(
            secret in str(part) for part in (self.target, dict(self.headers), self.variables, self.text)
        )


@dataclass(slots=True)
class Draft:
    """An answer before it is written: `json` is what its body will be, unless there is `raw`."""

    status: int
    json: Any
    headers: dict[str, str]
    raw: bytes | None = None


def kept_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Headers by names in small letters, without secrets."""
    return {name.lower(): value for name, value in headers.items() if name.lower() not in _SECRET_HEADERS}
