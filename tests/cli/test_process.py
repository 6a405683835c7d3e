"""The process around a command: its streams, its signals, its codes, and what a terminal is shown."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from attest.cli.process import told
from attest.errors import UsageError
from tests.support.history import History
from tests.support.program import attest
from tests.support.runs import write_run


def in_shell(line: str) -> subprocess.CompletedProcess[str]:
    """A line of sh, in which `$A` is attest."""
    return subprocess.run(
        ["sh", "-c", line],
        env={"PATH": os.defpath, "HOME": "/nonexistent", "A": f"{sys.executable} -m attest"},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_reader_that_goes_away_is_no_success() -> None:
    """`attest ... | head` ends with 141: nobody was told what was found. Nothing is printed about it."""
    ended = in_shell("{ $A controls coverage; echo $? >&2; } | true")

    assert ended.stderr == "141\n"


@pytest.mark.parametrize("command", ["controls list", "--help", "--version"])
def test_output_that_cannot_be_written_is_a_file_error(command: str) -> None:
    """A full device at standard output is code 3 with a remedy, not a bug."""
    ended = in_shell(f"$A {command} >/dev/full")

    assert ended.returncode == 3
    assert "No space left on device" in ended.stderr
    assert "to do: " in ended.stderr


def test_closed_streams_are_no_bug(tmp_path: Path) -> None:
    """A caller may close any standard stream: the command works and prints into nothing."""
    history = History(tmp_path / "shop")
    history.commit("start", files={"app.py": "one\n"}, at="2025-02-01T10:00:00Z")

    codes = [
        in_shell(f"$A scan '{history.path}' {closed}").returncode
        for closed in (">&-", "2>&-", "<&- >&- 2>&-")
    ]

    assert codes == [0, 0, 0]
    assert in_shell("$A signals test - <&-").returncode == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_ended_command_leaves_nothing(tmp_path: Path, number: signal.Signals) -> None:
    """A command that is told to end mid-run removes its temporary and its staging folders."""
    history = History(tmp_path / "shop")
    for day in range(1, 29):
        history.commit(f"change {day}", files={"app.py": f"{day}\n"}, at=f"2025-02-{day:02}T10:00:00Z")
    temporary, store = tmp_path / "temporary", tmp_path / "store"
    temporary.mkdir()
    running = subprocess.Popen(
        [sys.executable, "-m", "attest", "collect", history.path, "--period", "2025", "--store", store],
        env={"PATH": os.defpath, "HOME": "/nonexistent", "TMPDIR": str(temporary)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        # A shell's background jobs ignore interrupts, and whatever they start does too.
        preexec_fn=lambda: signal.signal(number, signal.SIG_DFL),
    )
    assert running.stderr is not None
    while b"collecting changes" not in running.stderr.readline():
        assert running.poll() is None
    running.send_signal(number)
    running.communicate(timeout=30)

    assert running.returncode in (128 + number, 130)
    assert list(store.iterdir()) == []
    assert list(temporary.iterdir()) == []


def test_a_message_cannot_steer_a_terminal() -> None:
    """Escape sequences and line ends in names are written out: only our own lines are lines."""
    fault = UsageError("no \x1b[31mred", where="a\nb", hint="do\x07 it")

    assert told(fault) == "attest: no \\x1b[31mred\n  where: a\\nb\n  to do: do\\x07 it"


def test_a_manifest_cannot_steer_a_terminal(tmp_path: Path) -> None:
    """What a run of somebody else says is written out in listings."""
    run = write_run(tmp_path)
    manifest = run / "manifest.json"
    manifest.write_bytes(manifest.read_bytes().replace(b'"label":"', b'"label":"\\u001b[31m', 1))

    ended = attest("store", "list", "--store", tmp_path)

    assert "\x1b" not in ended.out
    assert "\\x1b[31m" in ended.out


@pytest.mark.parametrize(
    "option",
    [
        ("--as-of", "0001-01-01T00:00:00+14:00"),
        ("--as-of", "9999-12-31T23:59:59-14:00"),
        ("--operator", "a\x1b[31mb"),
        ("--operator", "a\nb"),
        ("--operator", "\udcff"),
        ("--key-file", "/dev/zero"),
    ],
)
def test_a_strange_option_is_named(tmp_path: Path, option: tuple[str, str]) -> None:
    """Instants outside of all calendars, text that cannot be printed, a key without end: code 2."""
    ended = attest("collect", tmp_path, "--period", "2025", "--store", tmp_path / "store", *option)

    assert ended.code == 2
    assert option[0] in ended.err or option[1] in ended.err


@pytest.mark.parametrize("epoch", ["x", "-62135596800", "253402300799", "99999999999999999999"])
def test_a_clock_outside_of_all_calendars_is_named(tmp_path: Path, epoch: str) -> None:
    """`SOURCE_DATE_EPOCH` must be seconds since 1970 that a calendar has."""
    ended = attest("collect", tmp_path, "--period", "2025", SOURCE_DATE_EPOCH=epoch)

    assert ended.code == 2
    assert "SOURCE_DATE_EPOCH" in ended.err
