"""How a forge may be asked: as whoever runs the tool said it, and with whose clock."""

from collections.abc import Callable
from dataclasses import dataclass

from attest.collect.github.auth import Credentials
from attest.collect.github.sent import Limits
from attest.collect.github.waiting import Clock

MOST_WAIT_S = 2 * 3600.0


@dataclass(frozen=True, slots=True)
class Access:
    """The way to GitHub. `url` and `repository` are empty where the clone's remote is to say them.

    `tell` is given one line for whoever runs the tool.
    """

    credentials: Credentials
    clock: Clock
    tell: Callable[[str], None]
    url: str = ""
    repository: str = ""
    most_wait_s: float = MOST_WAIT_S
    keep_answers: bool = False
    limits: Limits = Limits()  # noqa: RUF009 - it is frozen
