"""The bundled sample repositories: stories made into git repositories and recorded forge answers."""

from attest.samples.bundled import build, forge, forge_folder, names

__all__ = ["build", "forge", "forge_folder", "names"]
