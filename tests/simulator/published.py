"""GitHub's published descriptions, from the packages in which they are published: for tests alone.

The packages are fetched with npm, held against the digests below, and read in place; nothing is unpacked.
"""

import base64
import hashlib
import json
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.simulator.records import Json


@dataclass(frozen=True, slots=True)
class Package:
    """A package at a version, with the SHA-512 of its archive."""

    name: str
    version: str
    digest: str

    @property
    def archive(self) -> str:
        """The file that npm makes."""
        return f"{self.name.removeprefix('@').replace('/', '-')}-{self.version}.tgz"


GRAPHQL: Final = Package(
    "@octokit/graphql-schema",
    "15.26.1",
    "RFDC2MpRBd4AxSRvUeBIVeBU7ojN/SxDfALUd7iVYOSeEK3gZaqR2MGOysj4Zh2xj2RY5fQAUT+Oqq7hWTraMA==",
)
OPENAPI: Final = Package(
    "@octokit/openapi",
    "23.0.2",
    "pV8M7L9GY23AybNvTmo2nyjmpmnt6+2sRE/tqr0ZLQcPS4lnw7u5eZGNmwRNkBC3D7gZXbFx5AHzLUVRBXGDhg==",
)


def graphql_schema(folder: Path) -> str:
    """The GraphQL schema in its language."""
    return _member(folder, GRAPHQL, "package/schema.graphql").decode("utf-8")


def openapi(folder: Path, edition: str = "api.github.com") -> Json:
    """The description of the REST operations of an edition; `ghec` is Enterprise Cloud."""
    read: Json = json.loads(_member(folder, OPENAPI, f"package/generated/{edition}.json"))
    return read


def _member(folder: Path, package: Package, name: str) -> bytes:
    """One file of a package, found by reading the archive from its beginning."""
    with tarfile.open(_archive(folder, package), "r|gz") as archive:
        for entry in archive:
            if entry.name == name:
                found = archive.extractfile(entry)
                assert found is not None
                return found.read()
    raise LookupError(f"{package.name} {package.version} does not hold {name}")


def _archive(folder: Path, package: Package) -> Path:
    """The archive, fetched unless it is there; it is what was pinned, or this fails."""
    path = folder / package.archive
    if not path.exists():
        asked = f"{package.name}@{package.version}"
        subprocess.run(["npm", "pack", "--silent", asked], cwd=folder, check=True, capture_output=True)
    digest = base64.b64encode(hashlib.sha512(path.read_bytes()).digest()).decode()
    if digest != package.digest:
        path.unlink()
        raise LookupError(f"{package.name} {package.version} is not what was pinned: {digest}")
    return path


def as_json_schema(described: Any) -> Any:
    """A schema of an OpenAPI 3.0 description as JSON Schema: `nullable` becomes a type, references stay."""
    if isinstance(described, list):
        return [as_json_schema(one) for one in described]
    if not isinstance(described, dict):
        return described
    kept = {name: as_json_schema(value) for name, value in described.items() if name not in _NOT_CHECKED}
    if described.get("nullable") is not True:
        return kept
    kept.pop("nullable", None)
    return {"anyOf": [{"type": "null"}, kept]}


_NOT_CHECKED = frozenset({"example", "examples", "description", "discriminator", "externalDocs", "xml"})
