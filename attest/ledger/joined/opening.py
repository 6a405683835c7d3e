"""One run of several, opened: its records, its personal part, and whom its records name."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from attest import canonical
from attest.errors import IntegrityError
from attest.ledger import layout
from attest.ledger.layout import KINDS, PEOPLE, Kind
from attest.ledger.lines import LINE_LIMIT, PersonalLine
from attest.ledger.read import is_redacted, lines_of, read_config_of, read_manifest, read_small
from attest.ledger.source import Source, reading_faults
from attest.model.base import Record
from attest.model.collected import PersonalEntry
from attest.model.evidence import Manifest
from attest.model.identity import Person
from attest.proof import checkpoint
from attest.proof.checkpoint import Checkpoint

AnyRecord = TypeVar("AnyRecord", bound=Record)
_ACTOR = re.compile(rb'"id":"(P-[0-9a-f]{12})","kind":"person","linked":(true|false)')
"""How an actor stands in a canonical line. A quotation mark within a text is escaped there."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A run whose manifest is the one that its checkpoint and its name state."""

    source: Source
    manifest: Manifest
    digest: str
    checkpoint: Checkpoint

    @property
    def run_id(self) -> str:
        """The id, computed from the manifest."""
        return self.checkpoint.run_id

    @property
    def redacted(self) -> bool:
        """Whether its personal part was removed."""
        return is_redacted(self.source)

    def records(
        self, kind: str, model: type[AnyRecord], holding: Sequence[bytes] = ()
    ) -> Iterator[AnyRecord]:
        """Its records of a kind, in its order; with `holding`, those whose line holds one of the texts."""
        return lines_of(self.source, self.manifest, KINDS[kind].path, model, holding)

    def personal(self, kind: str) -> Iterator[PersonalEntry]:
        """Its personal entries of a kind; none when it is redacted."""
        for line in lines_of(self.source, self.manifest, layout.personal_path(kind), PersonalLine):
            yield PersonalEntry(line.id, line.salt, line.fields)

    def people(self) -> Iterator[Person]:
        """Its people; none when it is redacted."""
        return lines_of(self.source, self.manifest, layout.personal_path(PEOPLE), Person)

    def named(self) -> dict[str, bool]:
        """Every pseudonym in its records, and whether an account is known for it.

        Raises:
            IntegrityError: A file is not what the manifest says.
        """
        found: dict[str, bool] = {}
        for kind in KINDS.values():
            for line in self._raw(kind.path) if self._has(kind) else ():
                for name, linked in _ACTOR.findall(line):
                    text = name.decode()
                    found[text] = found.get(text, False) or linked == b"true"
        return found

    def commit_count(self, repository: str) -> int:
        """How many commit records of one repository it holds."""
        if len(self.manifest.repositories) == 1:
            return self.manifest.counts.get("commits", 0)
        stated = b'"repository":' + canonical.dumps_record(repository)
        return sum(stated in line for line in self._raw(KINDS["commits"].path))

    def config(self, name: str) -> bytes | None:
        """A file that steered it; `None` when there is none."""
        return read_config_of(self.source, self.manifest, name)

    def _has(self, kind: Kind) -> bool:
        return not kind.added or kind.name in self.manifest.counts

    def _raw(self, path: str) -> Iterator[bytes]:
        where = f"{self.source.where}/{path}"
        state = hashlib.sha256()
        with reading_faults(where), self.source.open(path) as stream:
            while line := stream.readline(LINE_LIMIT):
                state.update(line)
                yield line
        if all((entry.path, entry.sha256) != (path, state.hexdigest()) for entry in self.manifest.files):
            raise IntegrityError(
                "the file is not the one the manifest names",
                where=where,
                hint="see with `attest verify` what is wrong, and use an intact copy",
            )


def open_run(source: Source) -> Opened:
    """A run, if it is the one that its name and its checkpoint state.

    Raises:
        CollectionError: It cannot be read, or has another format version.
        IntegrityError: It is another run, or damaged.
    """
    manifest, digest = read_manifest(source)
    stated = checkpoint.read(read_small(source, layout.CHECKPOINT))
    if stated is None or stated.manifest != digest or stated.run_id != source.name:
        raise IntegrityError(
            "name, checkpoint and manifest of the run do not belong together",
            where=source.where,
            hint="see with `attest verify` what is wrong, and use an intact copy",
        )
    return Opened(source, manifest, digest, stated)
