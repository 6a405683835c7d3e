"""A forge of a few lines: each request is handed to a function, whose bytes go out as they are."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from attest.collect.github.auth import Credentials, Token
from attest.collect.github.budget import Budget
from attest.collect.github.client import Client
from attest.collect.github.sent import Limits
from attest.collect.github.transport import Transport
from attest.collect.github.waiting import Clock, Patience

SECRET = "ghp_neverToBeSeenAnywhere0123456789"
QUICK = Limits(largest=1 << 16, connect_s=2, silence_s=2, whole_s=2, pause_s=0)


@dataclass(frozen=True, slots=True)
class Ask:
    """A request as it came in."""

    verb: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Say:
    """An answer. `raw` goes out instead of all the rest, and the connection is then cut."""

    status: int = 200
    body: bytes = b"{}"
    headers: Mapping[str, str] = field(default_factory=dict)
    raw: tuple[bytes, ...] | None = None
    pause_s: float = 0.0
    """Between the pieces of `raw`."""


def say(value: Any, status: int = 200, **headers: str) -> Say:
    """A JSON answer."""
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Say(status, json.dumps(value).encode(), named)


@dataclass(slots=True)
class Stub:
    """A running stub: its address, and what it was asked."""

    url: str
    asked: list[Ask]


@contextmanager
def serving(answer: Callable[[Ask], Say]) -> Iterator[Stub]:
    """Serve until the end of the block."""
    asked: list[Ask] = []
    ended = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            ask = Ask(self.command, self.path, dict(self.headers), self.rfile.read(length))
            asked.append(ask)
            said = answer(ask)
            if said.raw is not None:
                self._raw(said)
                return
            self.send_response(said.status)
            for name, text in said.headers.items():
                self.send_header(name, text)
            self.send_header("Content-Length", str(len(said.body)))
            self.end_headers()
            self.wfile.write(said.body)

        def _raw(self, said: Say) -> None:
            self.close_connection = True
            try:
                for piece in said.raw or ():
                    self.wfile.write(piece)
                    self.wfile.flush()
                    if ended.wait(said.pause_s):
                        return
            except OSError:
                return  # whoever asked had enough

        do_GET = do_POST = _answer

        def log_message(self, format: str, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield Stub(f"http://127.0.0.1:{server.server_address[1]}", asked)
    finally:
        ended.set()
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass(slots=True)
class Hands:
    """A clock that moves by sleeping alone, and what was said while it did."""

    at: float = 1_750_000_000.0
    slept: list[float] = field(default_factory=list)
    stages: list[str] = field(default_factory=list)

    def clock(self) -> Clock:
        """The clock."""
        return Clock(lambda: self.at, self.sleep)

    def sleep(self, seconds: float) -> None:
        """Let time pass at once."""
        self.at += seconds
        self.slept.append(seconds)

    def progress(self, stage: str, done: int, total: int | None) -> None:
        """Note a stage once."""
        if stage not in self.stages:
            self.stages.append(stage)


def client(
    url: str,
    hands: Hands,
    *,
    most_s: float = 7200,
    credentials: Credentials | None = None,
    limits: Limits = QUICK,
) -> Client:
    """A client as a fetch uses it, without its pauses."""
    transport = Transport(url, credentials or Token(SECRET), limits, lambda: hands.at)
    return Client(transport, Patience(hands.clock(), hands.progress, most_s), Budget())
