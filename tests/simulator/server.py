"""The simulator as an HTTP server on 127.0.0.1."""

import json
import socket
import ssl
import struct
import sys
from collections.abc import Callable
from dataclasses import asdict, replace
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from tests.simulator.answering import Forge, written
from tests.simulator.budget import Budget
from tests.simulator.certificates import Certificate
from tests.simulator.exchange import Asked, Draft, kept_headers
from tests.simulator.faults import Delivery, Fault, Moment
from tests.simulator.script import Script, Scripted
from tests.simulator.world import World

_QUIET = (ConnectionError, ssl.SSLError, TimeoutError)


class Listener(ThreadingHTTPServer):
    """Takes connections, each in a thread, and closes those that are open when it ends."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, handler: type[BaseHTTPRequestHandler], host: str, port: int) -> None:
        self.open: set[socket.socket] = set()
        self.failures: list[BaseException] = []
        super().__init__((host, port), handler)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Remember the connection."""
        self.open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Forget the connection."""
        self.open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Callers may leave at any time; anything else is a defect of the simulator, told at the end."""
        fault = sys.exc_info()[1]
        if fault is not None and not isinstance(fault, _QUIET):
            self.failures.append(fault)

    def end(self) -> None:
        """Stop, and leave nothing open."""
        self.shutdown()
        for request in list(self.open):
            try:
                request.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue
        self.server_close()


class Simulator:
    """A forge that can be asked; a context manager."""

    def __init__(
        self,
        world: World,
        *,
        token: str | None = None,
        tls: Certificate | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        hourly: int = 5000,
        window: int = 3600,
        public_links: bool = False,
        simulated_date: bool = False,
        record: Path | None = None,
    ) -> None:
        self.world = world
        self.stopping = Event()
        self.forge = Forge(world, Budget(hourly, window=window), token, public_links, simulated_date)
        self._faults = Script()
        self._asked: list[Asked] = []
        self._lock = Lock()
        self._record = record
        self._listener = Listener(_handler(self), host, port)
        if tls is not None:
            self._listener.socket = tls.context().wrap_socket(
                self._listener.socket, server_side=True, do_handshake_on_connect=False
            )
        scheme = "https" if tls else "http"
        self.url = f"{scheme}://{host}:{self._listener.server_address[1]}"
        self.enterprise_url = f"{self.url}/api/v3"
        self._thread = Thread(
            target=self._listener.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stopping.set()
        self._listener.end()
        self._thread.join()
        if self._listener.failures and fault is None:
            raise self._listener.failures[0]

    def script(self, fault: Fault, **meets: Any) -> None:
        """Let a fault meet requests; `meets` are the fields of `Scripted`."""
        self._faults.add(Scripted(fault, **meets))

    def mend(self) -> None:
        """Nothing goes wrong any more."""
        self._faults.clear()

    @property
    def requests(self) -> tuple[Asked, ...]:
        """What was asked so far, in order."""
        with self._lock:
            return tuple(self._asked)

    @property
    def points(self) -> int:
        """GraphQL points that were spent."""
        return sum(asked.points for asked in self.requests)

    @property
    def calls(self) -> int:
        """REST requests."""
        return sum(asked.path != "/graphql" for asked in self.requests)

    def forget(self) -> None:
        """Begin to record anew."""
        with self._lock:
            self._asked.clear()

    def respond(self, asked: Asked, api: str, token: str) -> tuple[Draft, Delivery | None]:
        """The answer to a request with what goes wrong on the way."""
        moment = Moment(
            asked, self.world, api, lambda **changes: self.forge.again(asked, api, token, changes)
        )
        faults = self._faults.met(asked)
        for fault in faults:
            if fault.before:
                fault.before(self.world)
        in_place = next((fault.answer for fault in faults if fault.answer), None)
        if in_place:
            draft, points = self.forge.dressed(asked, in_place(moment)), 0
        else:
            draft, points = self.forge.answer(asked, api, token)
        for fault in faults:
            if fault.change:
                fault.change(moment, draft)
            if fault.after:
                fault.after(self.world)
        delivery = next((fault.delivery for fault in faults if fault.delivery), None)
        silent = delivery is not None and delivery.kind == "silence"
        self._keep(replace(asked, points=points, status=0 if silent else draft.status))
        return draft, delivery

    def _keep(self, asked: Asked) -> None:
        with self._lock:
            self._asked.append(asked)
            if self._record is not None:
                with self._record.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(asdict(asked)) + "\n")


def _handler(simulator: Simulator) -> type[BaseHTTPRequestHandler]:
    """A handler class of one simulator."""

    class Handler(_Handler):
        respond: Callable[[Asked, str, str], tuple[Draft, Delivery | None]] = staticmethod(simulator.respond)
        stopping = simulator.stopping

    return Handler


class _Handler(BaseHTTPRequestHandler):
    """Reads a request, writes its answer."""

    protocol_version = "HTTP/1.1"
    respond: Callable[[Asked, str, str], tuple[Draft, Delivery | None]]
    stopping: Event

    def do_GET(self) -> None:
        """Any request."""
        length = int(self.headers.get("Content-Length") or 0)
        content = self.rfile.read(length)
        scheme, _, secret = (self.headers.get("Authorization") or "").partition(" ")
        asked = self._asked(content, scheme.lower())
        base = {"/api": "/api/v3"}.get(asked.base, asked.base)
        tls = "https" if isinstance(self.connection, ssl.SSLSocket) else "http"
        api = f"{tls}://{self.headers.get('Host')}{base}"
        draft, delivery = self.respond(asked, api, secret)
        self._send(draft, delivery or Delivery("whole"))

    do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_GET

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing is printed."""

    def _asked(self, content: bytes, scheme: str) -> Asked:
        parts = urlsplit(self.path)
        base = next((one for one in ("/api/v3", "/api") if parts.path.startswith(f"{one}/")), "")
        path = parts.path.removeprefix(base)
        asked = Asked(
            self.command, path, dict(parse_qsl(parts.query)), kept_headers(dict(self.headers)), scheme, base
        )
        if path != "/graphql":
            return asked
        told = json.loads(content or b"{}")
        text = told.get("query", "")
        name = text.split("(")[0].split("{")[0].removeprefix("query").strip() if isinstance(text, str) else ""
        return replace(asked, operation=name or "query", text=text, variables=told.get("variables") or {})

    def _send(self, draft: Draft, delivery: Delivery) -> None:
        body = draft.raw if draft.raw is not None else written(draft.json)
        if delivery.kind == "truncate":
            body = body[: delivery.after_bytes]
        usual = {"Date": self.date_time_string(), "Server": "github.com"}
        head = [f"HTTP/1.1 {draft.status} {HTTPStatus(draft.status).phrase}", f"Content-Length: {len(body)}"]
        head += [f"{name}: {value}" for name, value in (usual | draft.headers).items()]
        head += ["", ""]
        top = "\r\n".join(head).encode("latin-1", "replace")
        if self.command == "HEAD":
            body = b""
        if delivery.kind in {"whole", "truncate"}:
            self.wfile.write(top + body)
            return
        self.close_connection = True
        if delivery.kind == "silence":
            self.stopping.wait()
        elif delivery.kind == "drip":
            self._drip(top + body, delivery)
        else:
            if delivery.kind == "cut" or delivery.after_bytes:
                self.wfile.write(top + body[: delivery.after_bytes])
            if delivery.kind == "reset":
                self._reset()

    def _drip(self, content: bytes, delivery: Delivery) -> None:
        for start in range(0, len(content), delivery.at_once):
            self.wfile.write(content[start : start + delivery.at_once])
            if self.stopping.wait(delivery.pause):
                return

    def _reset(self) -> None:
        """Close at once, which tells the other side that the connection was reset."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.rfile.close()
        self.connection.close()


class Elsewhere:
    """Another host, which records what it is asked and says an empty object. A context manager."""

    def __init__(self) -> None:
        self._asked: list[Asked] = []

        class Handler(_Handler):
            respond = staticmethod(self._respond)
            stopping = Event()

        self._listener = Listener(Handler, "127.0.0.1", 0)
        self.url = f"http://localhost:{self._listener.server_address[1]}"
        self._thread = Thread(
            target=self._listener.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.end()
        self._thread.join()

    @property
    def requests(self) -> tuple[Asked, ...]:
        """What was asked."""
        return tuple(self._asked)

    def _respond(self, asked: Asked, api: str, token: str) -> tuple[Draft, Delivery | None]:
        self._asked.append(replace(asked, status=200))
        return Draft(200, {}, {"Content-Type": "application/json"}), None
