"""A run under verification: what each step looks at, read and computed once."""

from collections.abc import Iterator
from functools import cached_property

from pydantic import ValidationError

from attest import canonical
from attest.ledger import layout
from attest.ledger.read import format_version
from attest.ledger.scan import Scanned, scan
from attest.ledger.source import Source
from attest.model.evidence import FORMAT_VERSION, FileEntry, Manifest
from attest.proof import checkpoint
from attest.proof.checkpoint import Checkpoint

_SMALL = 64 << 20


class Examined:
    """A run under verification: what earlier steps found, computed once, for later ones."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.paths = source.paths()
        self.manifest_bytes = self._small(layout.MANIFEST)
        self.checkpoint_bytes = self._small(layout.CHECKPOINT)
        self.manifest, self.manifest_problem = _manifest(self.manifest_bytes)

    @cached_property
    def digest(self) -> str:
        """The digest of the manifest's bytes; empty without one."""
        return canonical.sha256(self.manifest_bytes) if self.manifest_bytes is not None else ""

    @cached_property
    def stated(self) -> Checkpoint | None:
        """What the checkpoint says."""
        return checkpoint.read(self.checkpoint_bytes) if self.checkpoint_bytes is not None else None

    @cached_property
    def removed(self) -> frozenset[str]:
        """The folders that are wholly absent and may be, of those that the manifest lists."""
        listed = {entry.path.split("/")[0] for entry in self.files()}
        present = {path.split("/")[0] for path in self.paths}
        return frozenset(name for name in layout.REMOVABLE if name in listed - present)

    @cached_property
    def scanned(self) -> Scanned:
        """The one pass over the records."""
        return scan(self.source, self.known)

    @property
    def known(self) -> Manifest:
        """The manifest, for steps that run only with one."""
        if self.manifest is None:
            raise ValueError("a step that needs the manifest ran without one")
        return self.manifest

    def files(self) -> tuple[FileEntry, ...]:
        """The files that the manifest lists."""
        return self.manifest.files if self.manifest is not None else ()

    def expected(self) -> Iterator[FileEntry]:
        """The listed files that must be there."""
        return (entry for entry in self.files() if entry.path.split("/")[0] not in self.removed)

    def _small(self, path: str) -> bytes | None:
        if path not in self.paths or self.source.size(path) > _SMALL:
            return None
        try:
            with self.source.open(path) as stream:
                return stream.read(_SMALL)
        except OSError:
            return None


def _manifest(data: bytes | None) -> tuple[Manifest | None, str]:
    """The manifest, or why there is none."""
    if data is None:
        return None, "the file is missing, cannot be read, or is far too large"
    version = format_version(data)
    if version is not None and version != FORMAT_VERSION:
        return None, f"format version {version} is not one that this attest reads ({FORMAT_VERSION})"
    try:
        return Manifest.model_validate_json(data), ""
    except ValidationError as cause:
        first = cause.errors(include_url=False, include_context=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        return None, f"it is not a manifest: {place + ': ' if place else ''}{first['msg']}"
