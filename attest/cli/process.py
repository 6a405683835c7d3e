"""The process around a command: its streams and signals, and how a fault becomes message and exit code."""

import gc
import os
import signal
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import click

from attest import __version__
from attest.cli.console import visible
from attest.errors import AttestError

EXIT_INTERRUPTED = 130
EXIT_PIPE = 141
"""Of a command whose reader went away, as `head` does: 128 and the number of SIGPIPE."""
_EXIT_OF_CLICK = 1
"""What click ends with when standard output is a closed pipe. No command of ours ends with it."""
_ENDING = [number for name in ("SIGTERM", "SIGHUP") if (number := getattr(signal, name, None)) is not None]


def clean_environment() -> None:
    """Drop every `GIT_*` variable of the caller, so that no child process obeys one."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        del os.environ[name]


def open_streams() -> None:
    """Give a standard stream that the caller closed a place that keeps nothing.

    Otherwise the next file that is opened would take its number, and be printed into.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            flags = os.O_RDONLY if mode == "r" else os.O_WRONLY
            setattr(sys, name, os.fdopen(os.open(os.devnull, flags), mode, encoding="utf-8"))


def run(group: click.Group) -> NoReturn:
    """Run a command group and exit: messages on stderr, codes as `docs/cli.md` lists them."""
    clean_environment()
    open_streams()
    for number in _ENDING:
        signal.signal(number, _terminated)  # unwinds, so that no temporary directory is left behind
    try:
        result: Any = group(standalone_mode=False)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.Abort:
        click.echo("interrupted", err=True)
        sys.exit(EXIT_INTERRUPTED)
    except click.ClickException as fault:
        fault.show()
        sys.exit(2)
    except AttestError as fault:
        click.echo(told(fault), err=True)
        sys.exit(fault.exit_code)
    except SystemExit as ended:
        sys.exit(_reader_gone() if ended.code == _EXIT_OF_CLICK else ended.code)
    except OSError as fault:
        _drop_output()
        click.echo(told(_refused(fault)), err=True)
        sys.exit(AttestError.exit_code)
    except Exception as bug:  # noqa: BLE001 - a bug of ours must still end in a clear message
        sys.exit(_bug(bug))
    sys.exit(result if isinstance(result, int) else 0)


def _reader_gone() -> int:
    """The code for a closed pipe, of which click makes a code without a meaning here.

    It is no success either: nobody was told whether the evidence holds, or deviations were found.
    """
    _drop_output()
    return EXIT_PIPE


def _bug(bug: Exception) -> int:
    click.echo(
        f"attest {__version__}: a bug: {type(bug).__name__}\n"
        "  to do: report it with the trace that ATTEST_DEBUG=1 prints",
        err=True,
    )
    if os.environ.get("ATTEST_DEBUG"):
        traceback.print_exc()
    return 70


def told(fault: AttestError) -> str:
    """Fact, place and remedy on a line each, whatever the texts of others in them hold."""
    place = f"\n  where: {visible(fault.where)}" if fault.where else ""
    remedy = f"\n  to do: {visible(fault.hint)}" if fault.hint else ""
    return f"attest: {visible(fault.what)}{place}{remedy}"


def _refused(fault: OSError) -> AttestError:
    """What the operating system refused where no command had a better word for it."""
    name = os.fsdecode(fault.filename) if isinstance(fault.filename, str | bytes) else ""
    return AttestError(
        f"the system refused to read or write: {fault.strerror or type(fault).__name__}",
        where=name or "standard output, or a temporary file",
        hint="see to the permissions and the free space there",
    )


def _drop_output() -> None:
    """Let what is still buffered go nowhere: writing it at the end of the process would fail again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


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
