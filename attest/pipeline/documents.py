"""The data that steers a run, as files: what people hand in, and what ships with the tool."""

from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from attest.document import SIZE_LIMIT
from attest.errors import ConfigError
from attest.resources import folder


def read_bounded(path: Path, limit: int = SIZE_LIMIT) -> bytes:
    """A file given by the operator.

    Raises:
        ConfigError: When it is not there, not readable, or larger than the limit, by default 1 MiB.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(limit + 1)
    except OSError as cause:
        problem = cause.strerror or type(cause).__name__
        raise ConfigError(
            f"the file cannot be read: {problem}", where=str(path), hint="name a readable file"
        ) from cause
    if len(data) > limit:
        raise ConfigError(f"the file is larger than {limit >> 20} MiB", where=str(path), hint="split it")
    return data


def bundled() -> Iterator[tuple[str, bytes]]:
    """What ships and steers, sorted by name: `coverage/...`, `descriptions/...`, `packs/...`, `rules/...`."""
    found = [
        *_yaml_files(files("attest.detect") / "coverage", "coverage"),
        *_yaml_files(folder("controls"), "packs"),
        *_yaml_files(files("attest.detect") / "descriptions", "descriptions"),
        *_yaml_files(files("attest.detect") / "path_classes", "path-classes"),
        *_yaml_files(files("attest.detect") / "rules", "rules"),
    ]
    yield from sorted(found)


def _yaml_files(place: Traversable, name: str) -> Iterator[tuple[str, bytes]]:
    for item in place.iterdir():
        if item.is_dir():
            yield from _yaml_files(item, f"{name}/{item.name}")
        elif item.name.endswith(".yaml"):
            yield f"{name}/{item.name}", item.read_bytes()
