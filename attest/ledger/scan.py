"""One pass over the record files: canonical form, schema, unique ids, order, counts, Merkle root."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from attest.ledger.facts import Facts
from attest.ledger.layout import KINDS, Kind, Order
from attest.ledger.lines import LINE_LIMIT, Decoder, Fault
from attest.ledger.source import Source
from attest.ledger.verification import Problems
from attest.model.evidence import Manifest
from attest.proof import merkle


@dataclass
class Scanned:
    """What the pass found."""

    lines: Problems
    schema: Problems
    facts: Facts
    tree: merkle.Tree = field(default_factory=merkle.Tree)
    sealed: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    """For each kind with a personal part: (record id, commitment) in the order of lines."""


def scan(source: Source, manifest: Manifest) -> Scanned:
    """Read every record file of a run that is there."""
    scanned = Scanned(Problems(), Problems(), Facts(manifest))
    present = source.paths()
    for kind in KINDS.values():
        if kind.added and kind.name not in manifest.counts:
            continue
        if kind.personal:
            scanned.sealed[kind.name] = []
        if kind.path in present:
            _scan_kind(source, kind, scanned, manifest.counts.get(kind.name))
        else:
            scanned.lines.add("its records cannot be read: the file is missing", kind.path)
    scanned.facts.finish()
    return scanned


def read_lines(source: Source, path: str, problems: Problems) -> Iterator[tuple[int, bytes]]:
    """Number and bytes of each line, without its line feed. What is not a line is a problem."""
    number = 0
    try:
        with source.open(path) as stream:
            while line := stream.readline(LINE_LIMIT):
                number += 1
                if line[-1] != 10:
                    problems.add("the line has no end", path, number)
                    return
                yield number, line[:-1]
    except OSError as cause:
        problems.add(f"cannot be read further: {cause.strerror or cause}", path, number)


def _scan_kind(source: Source, kind: Kind, scanned: Scanned, stated: int | None) -> None:
    decode: Decoder[Any] = Decoder(kind.model)
    take_in = scanned.facts.reader(kind.name)
    in_order = _ORDERS[kind.order](scanned.facts)
    sealed = scanned.sealed.get(kind.name)
    tree, problems, path = scanned.tree, scanned.lines, kind.path
    ids: set[str] = set()
    count = 0
    for number, line in read_lines(source, path, problems):
        count += 1
        tree.add(merkle.leaf_hash(line))
        try:
            record = decode(line)
        except Fault as fault:
            (scanned.schema if fault.schema else problems).add(fault.message, path, number)
            continue
        name = record.id
        if name in ids:
            problems.add("its id stands in the file twice", path, number, name)
        ids.add(name)
        if not in_order(record):
            problems.add(f"it is out of order: {kind.order.value}", path, number, name)
        if sealed is not None and record.commitment:
            sealed.append((name, record.commitment))
        take_in(record, path, number)
    if count != stated:
        problems.add(f"it holds {count} records and the manifest counts {stated}", path)


class _ByOrdinal:
    """Repositories as in the manifest; in each, ordinals without a gap."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._repository = ""
        self._place = -1
        self._ordinal: int | None = None

    def __call__(self, record: Any) -> bool:
        ordinal: int = record.ordinal
        if record.repository == self._repository:
            good = self._ordinal is None or ordinal == self._ordinal + 1
        else:
            place = self._facts.repository_place(record.repository)
            good = place is None or place > self._place
            good = good and (
                ordinal in (0, 1) or (self._ordinal is not None and ordinal == self._ordinal + 1)
            )
            self._place = self._place if place is None else place
            self._repository = record.repository
        self._ordinal = ordinal
        return good


class _ByChange:
    """Changes as in their own file; records of no known change are left to the references."""

    def __init__(self, facts: Facts) -> None:
        self._index = facts.index
        self._last = -1

    def __call__(self, record: Any) -> bool:
        place = self._index.get(getattr(record, "change", record.id))
        if place is None:
            return True
        good = place >= self._last
        self._last = place
        return good


class _ById:
    """Ids rise."""

    def __init__(self, facts: Facts) -> None:
        self._last = ""

    def __call__(self, record: Any) -> bool:
        name: str = record.id
        good = name >= self._last
        self._last = name
        return good


_ORDERS: dict[Order, Any] = {Order.ORDINAL: _ByOrdinal, Order.CHANGE: _ByChange, Order.ID: _ById}
