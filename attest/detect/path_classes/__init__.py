"""Classes of paths that reports list changes of, as data: one YAML file and one line here for each."""

import re
from importlib.resources import files
from typing import Literal

from attest.document import parse, validate
from attest.errors import CatalogError
from attest.model.touch import PathClass

CLASSES = ("attest-rules", "agent-authority", "infrastructure", "dependencies")
"""A new class is a file of this folder and its name here."""


class _File(PathClass):
    format: Literal["attest-paths/1"]


def load() -> tuple[PathClass, ...]:
    """Every class, in the order of the registry."""
    folder = files("attest.detect.path_classes")
    return tuple(read((folder / f"{name}.yaml").read_bytes(), f"{name}.yaml") for name in CLASSES)


def read(data: bytes, where: str) -> PathClass:
    """A class from the bytes of its file.

    Raises:
        CatalogError: Naming file, line and key of a fault.
    """
    found = validate(_File, parse(data, where, CatalogError), CatalogError)
    for kind in found.kinds:
        try:
            re.compile(kind.mentions.encode())
        except re.error as cause:
            hint = "write a regular expression for bytes"
            raise CatalogError(
                f"{kind.id}: mentions is no pattern: {cause}", where=where, hint=hint
            ) from cause
    return PathClass.model_validate(found.model_dump(exclude={"format"}))
