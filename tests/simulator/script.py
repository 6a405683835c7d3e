"""Which faults meet which requests, and how often."""

import re
from dataclasses import dataclass
from threading import Lock

from tests.simulator.exchange import Asked
from tests.simulator.faults import Fault


@dataclass(slots=True)
class Scripted:
    """A fault with the requests that it meets."""

    fault: Fault
    method: str = ""
    path: str = ""
    operation: str = ""
    body: str = ""
    after: int = 0
    times: int | None = 1
    seen: int = 0

    def meets(self, asked: Asked) -> bool:
        """Whether it meets this request; counts those that it could meet."""
        if self.method not in ("", asked.method) or self.operation not in ("", asked.operation):
            return False
        if not re.search(self.path, asked.target):
            return False
        if self.body and not re.search(self.body, f"{asked.text} {dict(asked.variables)}"):
            return False
        self.seen += 1
        return self.after < self.seen and (self.times is None or self.seen <= self.after + self.times)


class Script:
    """The faults of a simulator, in the order in which they were written."""

    def __init__(self) -> None:
        self._scripted: list[Scripted] = []
        self._lock = Lock()

    def add(self, scripted: Scripted) -> None:
        """One more."""
        with self._lock:
            self._scripted.append(scripted)

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        with self._lock:
            self._scripted.clear()

    def met(self, asked: Asked) -> list[Fault]:
        """The faults that meet a request."""
        with self._lock:
            return [scripted.fault for scripted in self._scripted if scripted.meets(asked)]
