"""The one place that starts child processes: fed, read, limited, and checked at their end.

The exit status of a child is evidence: a reader that ignores it attests to part of a history. A child
is fed and read by one loop in the caller's thread, so neither side can block the other.
"""

import os
import selectors
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from attest.collect.surroundings import environment, limit, widen
from attest.errors import CollectionError

_CHUNK = 1 << 16
_LINES = 256
_GRACE_S = 60
MEMORY = 4 << 30
"""Address space of a child. Git maps its packs: `core.packedGitLimit` keeps those far below."""


class ChildError(Exception):
    """A child that failed, stalled or died; `reason` is `exit`, `stalled` or `limit`."""

    def __init__(self, reason: str, program: str, detail: str) -> None:
        super().__init__(f"{program}: {detail}" if detail else program)
        self.reason = reason
        self.program = program
        self.detail = detail

    def fault(self, what: str, where: str = "", hint: str = "") -> CollectionError:
        """The fault to raise where the child's failure ends the work."""
        told = f"{what}: {self.detail}" if self.detail else what
        return CollectionError(told, where=where, hint=hint or "run `git fsck` on a copy of the repository")


@dataclass(frozen=True, slots=True)
class Start:
    """How a child is started."""

    arguments: Sequence[str]
    folder: Path
    environment: dict[str, str] = field(default_factory=dict)
    """Added to the bare environment."""
    stall_s: float = 600
    """Seconds without a byte of output after which it is ended."""
    memory: int = MEMORY


class Child:
    """A running child whose output is read in pieces while its input is fed from an iterable."""

    def __init__(self, start: Start, feed: Iterable[bytes] | None = None) -> None:
        self.program = " ".join(Path(part).name for part in start.arguments[:1])
        self._stall_s = start.stall_s
        self._feed: Iterator[bytes] = iter(feed or ())
        self._outgoing = memoryview(b"")
        self._buffer = b""
        self._at = 0
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  closed in close()
        self._process = subprocess.Popen(
            start.arguments,
            stdin=subprocess.DEVNULL if feed is None else subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            cwd=start.folder,
            env=environment(start.folder) | start.environment,
            close_fds=True,
        )
        limit(self._process.pid, start.memory)
        self._selector = selectors.DefaultSelector()
        self._output = _descriptor(self._process.stdout)
        widen(self._output)
        self._selector.register(self._output, selectors.EVENT_READ)
        self._input = -1
        if feed is not None:
            self._input = _descriptor(self._process.stdin)
            os.set_blocking(self._input, False)
            self._selector.register(self._input, selectors.EVENT_WRITE)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def prime(self) -> None:
        """Feed as much as the child's input takes now, so that it works before it is first read."""
        while self._input >= 0 and self._write():
            pass

    def exactly(self, size: int) -> bytes:
        """The next bytes of the output, as many as asked for.

        Raises:
            ChildError: The output ends before.
        """
        end = self._at + size
        if end <= len(self._buffer):
            data = self._buffer[self._at : end]
            self._at = end
            return data
        parts = [self._buffer[self._at :]]
        missing = size - len(parts[0])
        self._buffer, self._at = b"", 0
        while missing > 0:
            self._require()
            parts.append(self._buffer[:missing])
            missing -= len(parts[-1])
            self._buffer = self._buffer[len(parts[-1]) :]
        return b"".join(parts)

    def until(self, end: bytes, limit: int = 1 << 20) -> bytes:
        """The output up to the next end byte, without it.

        Raises:
            ChildError: The output ends before, or the piece is longer than the limit.
        """
        while (found := self._buffer.find(end, self._at)) < 0:
            if len(self._buffer) - self._at > limit:
                raise ChildError("limit", self.program, f"a piece of output is longer than {limit} bytes")
            self._require()
        data = self._buffer[self._at : found]
        self._at = found + len(end)
        return data

    def at_hand(self, end: bytes) -> bytes | None:
        """As `until`, where the piece has been read already; otherwise nothing, and nothing is taken."""
        found = self._buffer.find(end, self._at)
        if found < 0:
            return None
        data = self._buffer[self._at : found]
        self._at = found + len(end)
        return data

    def at_end(self) -> bool:
        """Whether the output is finished and nothing of it is left; waits until that is known."""
        return self._at >= len(self._buffer) and not self._fill()

    def lines(self) -> Iterator[bytes]:
        """The rest of the output, line by line, without line ends; the end of the child is checked."""
        while not self.at_end():
            yield self.until(b"\n")
        self.finish()

    def pieces(self) -> Iterator[bytes]:
        """The rest of the output as it comes, to be passed on; the end of the child is checked."""
        while not self.at_end():
            piece, self._at = self._buffer[self._at :], len(self._buffer)
            yield piece
        self.finish()

    def finish(self) -> None:
        """Wait for the end of a child whose output has been read.

        Raises:
            ChildError: It did not end well.
        """
        self._close_input()
        try:
            status = self._process.wait(timeout=_GRACE_S)
        except subprocess.TimeoutExpired:
            raise ChildError("stalled", self.program, "it did not end") from None
        if status != 0:
            raise ChildError("exit", self.program, self._said() or f"it ended with status {status}")

    def close(self) -> None:
        """End the child whatever it is doing."""
        if self._process.poll() is None:
            self._process.kill()
        self._close_input()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._process.wait()
        self._selector.close()
        self._errors.close()

    def _require(self) -> None:
        if not self._fill():
            self.finish()
            raise ChildError("exit", self.program, self._said() or "its output ended early")

    def _fill(self) -> bool:
        """Take in more output, feeding input meanwhile; false at the end of the output."""
        while True:
            events = self._selector.select(self._stall_s)
            if not events:
                raise ChildError("stalled", self.program, f"no output for {self._stall_s:g} seconds")
            ready = {key.fd for key, _ in events}
            if self._output in ready:
                data = os.read(self._output, _CHUNK)
                self._buffer = self._buffer[self._at :] + data
                self._at = 0
                return bool(data)
            self._write()

    def _write(self) -> bool:
        """Feed a piece; false when the child takes no more for now, or for good."""
        if not self._outgoing:
            self._outgoing = memoryview(b"".join(islice(self._feed, _LINES)))
        try:
            if self._outgoing:
                self._outgoing = self._outgoing[os.write(self._input, self._outgoing) :]
                return True
            self._close_input()
        except BlockingIOError:
            pass
        except BrokenPipeError:
            self._close_input()  # what the child said on its end is read from its output and status
        return False

    def _close_input(self) -> None:
        if self._input >= 0 and self._process.stdin is not None:
            self._selector.unregister(self._input)
            self._process.stdin.close()
            self._input = -1

    def _said(self) -> str:
        """The end of what the child wrote to its error output, as one visible line."""
        size = self._errors.seek(0, os.SEEK_END)
        self._errors.seek(max(0, size - 2000))
        lines = self._errors.read().decode("utf-8", "backslashreplace").strip().splitlines()
        last = " / ".join(line for line in lines[-2:] if not line.startswith("hint:"))
        return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in last)[:300]


def _descriptor(stream: IO[bytes] | None) -> int:
    if stream is None:
        raise ValueError("the child has no such stream")
    return stream.fileno()
