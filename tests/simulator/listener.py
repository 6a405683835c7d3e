"""Connections, requests and answers in HTTP, delivered whole or not."""

import json
import socket
import ssl
import struct
import sys
from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.simulator.answering import written
from tests.simulator.exchange import Asked, Draft, kept_headers
from tests.simulator.faults import Delivery

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


class Handler(BaseHTTPRequestHandler):
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
