"""`attest doctor`: what is missing on this machine or in a clone, and the exact remedy."""

import ctypes.util
import json
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from attest.cli import options
from attest.errors import AttestError

_GIT_FLOOR = (2, 34)
_GIT_REPLAY = (2, 39)
_PANGO = ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset")
_REMEDIES = {
    "apt-get": "apt-get install git libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "dnf": "dnf install -y git pango",
    "pacman": "pacman -S --needed git pango",
    "apk": "apk add git pango",
    "brew": "brew install git pango",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing looked at. `needed` items that are not there end the command with code 3."""

    name: str
    there: bool
    needed: bool
    found: str
    remedy: str


@click.command("doctor")
@click.argument("repository", metavar="[REPO]", required=False, type=options.path)
@options.as_json
def command(repository: Path | None, as_json: bool) -> int:
    """Name what is missing for attest to work here, with the command that mends it.

    With REPO, also look at the clone: history, pull heads, attest.yaml.
    """
    items = [*machine(), *(clone(repository) if repository else ())]
    if as_json:
        click.echo(json.dumps([asdict(item) for item in items], indent=2))
    else:
        for item in items:
            click.echo(f"{'ok     ' if item.there else 'missing'}  {item.name}: {item.found}")
            if not item.there:
                click.echo(f"         to do: {item.remedy}")
    return 3 if any(item.needed and not item.there for item in items) else 0


def machine() -> Iterator[Item]:
    """What attest needs of the machine."""
    python = sys.version_info >= (3, 11)
    yield Item("Python 3.11 or newer", python, True, platform.python_version(), "install a newer Python")
    version = _git_version()
    found = ".".join(map(str, version)) or "not found"
    yield Item("git 2.34 or newer", version >= _GIT_FLOOR, True, found, _packages())
    yield Item(
        "git 2.39 or newer, to recompute merges",
        version >= _GIT_REPLAY,
        False,
        found,
        "install a newer git; without it such changes are unverifiable, which the report says",
    )
    for library in _PANGO:
        place = ctypes.util.find_library(library)
        yield Item(f"{library}, for PDF", place is not None, True, place or "not found", _packages())


def clone(repository: Path) -> Iterator[Item]:
    """What a clone should hold for a full report."""
    from attest.collect.collector import open_repository

    try:
        with open_repository(repository) as opened:
            yield Item("repository", True, True, f"{opened.name}, branch {opened.branch}", "")
            heads = len(opened.pull_heads())
            yield Item(
                "pull-request heads, to look behind squash merges",
                heads > 0,
                False,
                f"{heads:,} in the clone",
                "git fetch origin '+refs/pull/*/head:refs/pull/*/head'",
            )
            configured = opened.read_file("attest.yaml") is not None
            yield Item(
                f"attest.yaml on {opened.branch}",
                configured,
                False,
                "there" if configured else "not there: every control is a design gap",
                "attest init REPO, then commit the file to the release branch",
            )
    except AttestError as fault:
        yield Item("repository", False, True, fault.what, fault.hint)


def _git_version() -> tuple[int, ...]:
    if shutil.which("git") is None:
        return ()
    text = subprocess.run(["git", "version"], capture_output=True, text=True, check=False).stdout
    digits: list[int] = []
    for part in text.split()[2].split(".") if len(text.split()) > 2 else []:
        if not part.isdigit():
            break
        digits.append(int(part))
    return tuple(digits)


def _packages(which: Callable[[str], str | None] = shutil.which) -> str:
    for manager, remedy in _REMEDIES.items():
        if which(manager):
            return remedy
    return "install git and Pango"
