"""`attest doctor`: what is missing on this machine or in a clone, and the exact remedy."""

import ctypes.util
import json
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

import click

from attest.cli import options
from attest.cli.console import visible
from attest.cli.needs import Item
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


@click.command("doctor")
@click.argument("repository", metavar="[REPO]", required=False, type=options.path)
@click.option("--forge", type=click.Choice(["git", "github"]), default="git", help="With github, ask it too.")
@click.option("--branch", default=None, help="Release branch [default: HEAD's].")
@click.option("--github-url", default="", help="API of GitHub Enterprise.")
@click.option("--repository", "full_name", default="", help="OWNER/NAME on GitHub.")
@click.option("--token-file", type=options.existing_file, help="Token for GitHub.")
@options.as_json
def command(
    repository: Path | None,
    forge: str,
    branch: str | None,
    github_url: str,
    full_name: str,
    token_file: Path | None,
    as_json: bool,
) -> int:
    """Name what is missing for attest to work here, with the command that mends it.

    With REPO, also look at the clone: history, pull heads, attest.yaml. With --forge github, also at
    what the token may see.
    """
    items = [*machine(), *(clone(repository) if repository else ())]
    if forge == "github":
        from attest.cli.forge_doctor import forge as asked

        if repository is None:
            raise click.UsageError("--forge github needs REPO")
        items += asked(repository, branch, github_url, full_name, token_file)
    if as_json:
        click.echo(json.dumps([asdict(item) for item in items], indent=2))
    else:
        for item in items:
            click.echo(visible(f"{'ok     ' if item.there else 'missing'}  {item.name}: {item.found}"))
            if not item.there:
                click.echo(visible(f"         to do: {item.remedy}"))
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
