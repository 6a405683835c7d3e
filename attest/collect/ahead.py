"""Runs an iterator in a thread of its own, so that a slow child works while we do something else.

What comes out is the same, in the same order; how far the thread is ahead is bounded.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from queue import Full, Queue
from threading import Event, Thread
from typing import TypeVar

_PIECE = 256
_MOST_PIECES = 400
_LOOK_S = 0.2
Item = TypeVar("Item")


@contextmanager
def ahead(source: Iterable[Item]) -> Iterator[Iterator[Item]]:
    """The items of a source that is drawn in another thread; leaving the context ends the thread.

    A fault of the source is raised where its next item is asked for.
    """
    pieces: Queue[list[Item] | BaseException | None] = Queue(_MOST_PIECES)
    ended = Event()
    thread = Thread(target=_draw, args=(source, pieces, ended), daemon=True)
    thread.start()
    try:
        yield _items(pieces)
    finally:
        ended.set()
        thread.join()


def _draw(source: Iterable[Item], pieces: "Queue[list[Item] | BaseException | None]", ended: Event) -> None:
    last: BaseException | None = None
    try:
        rest = iter(source)
        while not ended.is_set() and (piece := list(islice(rest, _PIECE))):
            _put(pieces, piece, ended)
    except BaseException as fault:  # noqa: BLE001 - raised again in the thread that asks
        last = fault
    _put(pieces, last, ended)


def _put(
    pieces: "Queue[list[Item] | BaseException | None]",
    piece: list[Item] | BaseException | None,
    ended: Event,
) -> None:
    while not ended.is_set():
        try:
            pieces.put(piece, timeout=_LOOK_S)
        except Full:
            continue
        return


def _items(pieces: "Queue[list[Item] | BaseException | None]") -> Iterator[Item]:
    while (piece := pieces.get()) is not None:
        if isinstance(piece, BaseException):
            raise piece
        yield from piece
