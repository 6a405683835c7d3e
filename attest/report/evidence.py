"""References such as EV-0012 for every listed item, and the index that leads from them to records."""

from dataclasses import dataclass, field

from attest.model.report import Span, SpanKind


@dataclass(frozen=True, slots=True)
class Reference:
    """One entry of the evidence index."""

    label: str
    records: str
    """The file or list that holds the record: `changes`, `findings`, ..."""
    record: str
    """The record's id."""


@dataclass(slots=True)
class EvidenceBook:
    """Hands out references in the order of first listing; the same record keeps its reference."""

    _references: dict[tuple[str, str], Reference] = field(default_factory=dict)

    def cite(self, records: str, record: str) -> Span:
        """The reference of a record, as a span that leads to the index."""
        key = (records, record)
        if key not in self._references:
            label = f"EV-{len(self._references) + 1:04d}"
            self._references[key] = Reference(label, records, record)
        label = self._references[key].label
        return Span(kind=SpanKind.EVIDENCE, text=label, target=label.lower())

    @property
    def references(self) -> tuple[Reference, ...]:
        """Every reference that was handed out, in order."""
        return tuple(self._references.values())
