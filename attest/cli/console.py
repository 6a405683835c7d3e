"""Text of others made fit for a terminal, and progress."""

import sys
import time

import click

_REDRAW_S = 0.1


def visible(text: str) -> str:
    """Text of others on one line of a terminal: characters that could steer it are written out."""
    return (
        "".join(character if character.isprintable() else ascii(character)[1:-1] for character in text)
        .encode("utf-8", "backslashreplace")
        .decode()
    )


class Bar:
    """Progress on stderr: one line redrawn on a terminal, one line a stage elsewhere."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._stage = ""
        self._drawn_at = 0.0
        self._quiet = quiet
        self._terminal = sys.stderr.isatty()

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        """Show how far a stage is; `attest.model.progress.Progress`."""
        if self._quiet:
            return
        if stage != self._stage:
            self.close()
            self._stage = stage
            if not self._terminal:
                click.echo(f"{stage} ...", err=True)
        if not self._terminal:
            return
        moment = time.monotonic()
        if moment - self._drawn_at < _REDRAW_S and done != total:
            return
        self._drawn_at = moment
        size = f"{done:,} of {total:,}" if total is not None else f"{done:,}"
        click.echo(f"\r\x1b[K{stage}: {size}", nl=False, err=True)

    def tell(self, text: str) -> None:
        """Print a line that stays."""
        if not self._quiet:
            self.close()
            click.echo(visible(text), err=True)

    def close(self) -> None:
        """End the line that is being redrawn."""
        if self._terminal and self._stage:
            click.echo("", err=True)
        self._stage = ""
