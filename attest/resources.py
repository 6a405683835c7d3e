"""Where the bundled control packs, templates and samples are: in a wheel, or in a checkout."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from attest.errors import AttestError

_BUNDLED = ("controls", "templates", "sample_repos")


def folder(name: str) -> Traversable:
    """A bundled folder. List it by an explicit suffix: a checkout can hold stray files.

    Raises:
        AttestError: The installation lacks the folder.
    """
    if name not in _BUNDLED:
        raise ValueError(f"no bundled folder is called {name!r}")
    packaged = files("attest") / "_data" / name
    if packaged.is_dir():
        return packaged
    checkout = Path(__file__).resolve().parent.parent / name
    if checkout.is_dir():
        return checkout
    raise AttestError(
        f"this installation of attest has no {name} folder",
        where=str(Path(__file__).parent),
        hint="install the package again from its wheel",
    )
