"""Printing, progress, and the one place where faults become messages and exit codes."""

import gc
import os
import signal
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import click

from attest import __version__
from attest.errors import AttestError

_REDRAW_S = 0.1


def visible(text: str) -> str:
    """Text of others on one line of a terminal: characters that could steer it are written out."""
    return (
        "".join(character if character.isprintable() else ascii(character)[1:-1] for character in text)
        .encode("utf-8", "backslashreplace")
        .decode()
    )


def clean_environment() -> None:
    """Drop every `GIT_*` variable of the caller, so that no child process obeys one."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        del os.environ[name]


def run(group: click.Group) -> NoReturn:
    """Run a command group and exit: messages on stderr, codes as `docs/cli.md` lists them."""
    clean_environment()
    signal.signal(signal.SIGTERM, _terminated)  # unwinds, so that no temporary directory is left behind
    try:
        result: Any = group(standalone_mode=False)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.Abort:
        click.echo("interrupted", err=True)
        sys.exit(130)
    except click.ClickException as fault:
        fault.show()
        sys.exit(2)
    except AttestError as fault:
        click.echo(f"attest: {fault}", err=True)
        sys.exit(fault.exit_code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as bug:  # noqa: BLE001 - a bug of ours must still end in a clear message
        click.echo(
            f"attest {__version__}: a bug: {type(bug).__name__}\n"
            "  to do: report it with the trace that ATTEST_DEBUG=1 prints",
            err=True,
        )
        if os.environ.get("ATTEST_DEBUG"):
            traceback.print_exc()
        sys.exit(70)
    sys.exit(result if isinstance(result, int) else 0)


def _terminated(number: int, _: object) -> NoReturn:
    raise SystemExit(128 + number)


@contextmanager
def rare_garbage_collection() -> Iterator[None]:
    """Commits make no reference cycles; looking for them at the usual pace costs a sixteenth of a scan."""
    usual = gc.get_threshold()
    gc.set_threshold(50_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


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

    def close(self) -> None:
        """End the line that is being redrawn."""
        if self._terminal and self._stage:
            click.echo("", err=True)
        self._stage = ""
