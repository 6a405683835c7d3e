"""How long work tells how far it is; the command line draws it."""

from typing import Protocol


class Progress(Protocol):
    """Called often; must be cheap. `total` is `None` while it is not known."""

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        """Say that `done` of `total` steps of a stage are finished."""


def silent(stage: str, done: int, total: int | None) -> None:
    """The progress of a caller who does not want any."""
