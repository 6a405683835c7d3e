"""The simulator as an HTTP server on 127.0.0.1."""

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Any, Self

from tests.simulator.answering import Forge
from tests.simulator.budget import Budget
from tests.simulator.certificates import Certificate
from tests.simulator.exchange import Asked, Draft
from tests.simulator.faults import Delivery, Fault, Moment
from tests.simulator.listener import Handler, Listener
from tests.simulator.script import Script, Scripted
from tests.simulator.world import World


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

    class Own(Handler):
        respond: Callable[[Asked, str, str], tuple[Draft, Delivery | None]] = staticmethod(simulator.respond)
        stopping = simulator.stopping

    return Own


class Elsewhere:
    """Another host, which records what it is asked and says an empty object. A context manager."""

    def __init__(self) -> None:
        self._asked: list[Asked] = []

        class Own(Handler):
            respond = staticmethod(self._respond)
            stopping = Event()

        self._listener = Listener(Own, "127.0.0.1", 0)
        # Another name of the same interface, which a machine without a table of hosts can read as well.
        self.url = f"http://127.1:{self._listener.server_address[1]}"
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
