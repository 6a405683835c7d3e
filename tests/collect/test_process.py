"""Children: fed and read without blocking, limited, and never trusted to have ended well."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from attest.collect.process import Child, ChildError, Start


def python(folder: Path, code: str, **more: float) -> Start:
    """A child that runs this code."""
    return Start((sys.executable, "-I", "-c", code), folder, stall_s=more.get("stall_s", 30))


def test_more_is_written_than_any_pipe_holds(tmp_path: Path) -> None:
    """Both directions flow at once, and the input is drawn only as it is needed."""
    lines = (b"%d\n" % n for n in range(200_000))
    with Child(
        python(tmp_path, "import sys\nfor l in sys.stdin.buffer: sys.stdout.buffer.write(l * 3)"), lines
    ) as child:
        total = sum(int(line) for line in child.lines())

    assert total == 3 * sum(range(200_000))


def test_a_bad_end_is_an_error_even_after_good_output(tmp_path: Path) -> None:
    """Good output does not excuse the exit status; what the child said is passed on, made visible."""
    code = "import sys\nprint('fine')\nsys.stderr.write('fatal: \\x1b[31m broke\\n')\nsys.exit(3)"
    read: list[bytes] = []
    with Child(python(tmp_path, code)) as child, pytest.raises(ChildError) as caught:
        read.extend(child.lines())

    assert caught.value.detail == "fatal: \N{REPLACEMENT CHARACTER}[31m broke"


def test_an_early_end_of_output_is_an_error(tmp_path: Path) -> None:
    """A frame that is cut short is not taken for a short frame."""
    with (
        Child(python(tmp_path, "print('abc', end='')")) as child,
        pytest.raises(ChildError, match="ended early"),
    ):
        child.exactly(4)


def test_silence_is_ended(tmp_path: Path) -> None:
    """A child that says nothing for too long is stopped."""
    with (
        Child(python(tmp_path, "import time; time.sleep(60)", stall_s=0.2)) as child,
        pytest.raises(ChildError) as caught,
    ):
        child.until(b"\n")

    assert caught.value.reason == "stalled"


def test_an_endless_piece_is_ended(tmp_path: Path) -> None:
    """A line without an end cannot fill the memory."""
    code = "import sys\nwhile True: sys.stdout.write('x' * 65536)"
    with Child(python(tmp_path, code)) as child, pytest.raises(ChildError) as caught:
        child.until(b"\n", limit=1 << 18)

    assert caught.value.reason == "limit"


def test_memory_is_bounded(tmp_path: Path) -> None:
    """A child that asks for more than its share fails; the caller does not."""
    start = Start(
        (sys.executable, "-I", "-c", "import time\ntime.sleep(0.3)\nx = bytearray(3 << 30)"),
        tmp_path,
        memory=1 << 30,
    )
    with Child(start) as child, pytest.raises(ChildError, match="MemoryError"):
        list(child.lines())


def test_a_fault_of_the_feeding_side_is_the_callers(tmp_path: Path) -> None:
    """What goes wrong while input is made is raised where output is read."""

    def lines() -> Iterator[bytes]:
        yield b"1\n"
        raise LookupError("the source failed")

    with (
        Child(python(tmp_path, "import sys; print(sys.stdin.read())"), lines()) as child,
        pytest.raises(LookupError),
    ):
        list(child.lines())


def test_the_environment_is_built_from_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only our own variables reach a child."""
    monkeypatch.setenv("GIT_DIR", "/elsewhere")
    monkeypatch.setenv("SECRET", "x")
    with Child(python(tmp_path, "import os\nprint(*sorted(os.environ), sep='\\n')")) as child:
        names = {line.decode() for line in child.lines()}

    assert {name for name in names if not name.startswith("GIT_")} == {
        "HOME",
        "LC_ALL",
        "PATH",
        "TZ",
        "XDG_CONFIG_HOME",
    }
    assert "GIT_DIR" not in names
