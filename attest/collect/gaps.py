"""Gathers the limitations of scope that turn up while one repository is read."""

from dataclasses import dataclass, field

from attest.model.population import Gap

LISTED = 1000
"""Ids that one Gap lists; beyond them it only counts."""


@dataclass(frozen=True, slots=True)
class _Note:
    source: str
    kind: str
    what: str
    effect: str
    not_connected: bool


@dataclass(slots=True)
class GapLog:
    """What could not be read of one repository: notes of one kind and wording become one Gap."""

    repository: str
    _affected: dict[_Note, list[str]] = field(default_factory=dict)
    _counts: dict[_Note, int] = field(default_factory=dict)

    def note(
        self,
        source: str,
        kind: str,
        *,
        what: str,
        effect: str,
        affects: str = "",
        not_connected: bool = False,
    ) -> None:
        """Add one limitation; `affects` is the id of one commit or change, or empty for the repository."""
        note = _Note(source, kind, what, effect, not_connected)
        listed = self._affected.setdefault(note, [])
        self._counts[note] = self._counts.get(note, 0) + bool(affects)
        if affects and len(listed) < LISTED:
            listed.append(affects)

    def records(self) -> tuple[Gap, ...]:
        """The Gaps, sorted by id. The same evidence gives the same ids."""
        gaps: list[Gap] = []
        seen: dict[str, int] = {}
        for note in sorted(self._affected, key=lambda n: (n.source, n.kind, n.what, n.effect)):
            stem = f"gap:{self.repository}:{note.source}:{note.kind}"
            seen[stem] = seen.get(stem, 0) + 1
            gaps.append(self._record(note, stem if seen[stem] == 1 else f"{stem}:{seen[stem]}"))
        return tuple(sorted(gaps, key=lambda gap: gap.id))

    def _record(self, note: _Note, gap_id: str) -> Gap:
        return Gap(
            id=gap_id,
            source=note.source,
            kind=note.kind,
            repository=self.repository,
            what=note.what,
            effect=note.effect,
            affects=tuple(sorted(set(self._affected[note]))),
            affected_count=self._counts[note],
            not_connected=note.not_connected,
        )
