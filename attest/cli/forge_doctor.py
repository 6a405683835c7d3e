"""What `attest doctor` says of GitHub: the token, and each source that it may see."""

import os
from collections.abc import Iterator
from pathlib import Path

from attest.cli import forge_access
from attest.cli.needs import Item
from attest.collect.github.access import Access
from attest.errors import AttestError

_PATIENCE_S = 30.0


def forge(
    repository: Path, branch: str | None, github_url: str, name: str, token_file: Path | None
) -> Iterator[Item]:
    """The token, and what it may see."""
    origin = forge_access.origin(token_file, os.environ)
    remedy = "make a token as docs/github.md says, and put it in GITHUB_TOKEN or --token-file"
    try:
        access = forge_access.access(
            lambda _: None,
            github_url=github_url,
            repository=name,
            token_file=token_file,
            wait_minutes=_PATIENCE_S / 60,
        )
    except AttestError as fault:
        yield Item("token for GitHub", False, True, fault.what, fault.hint)
        return
    yield Item("token for GitHub", access is not None, True, origin or "not found", remedy)
    if access is not None:
        try:
            yield from _sources(repository, branch, access)
        except AttestError as fault:
            yield Item("GitHub", False, True, fault.what, fault.hint)


def _sources(repository: Path, branch: str | None, access: Access) -> Iterator[Item]:
    from attest.collect.collector import open_repository
    from attest.collect.github.budget import Budget
    from attest.collect.github.client import Client
    from attest.collect.github.place import place_of
    from attest.collect.github.probe import probe
    from attest.collect.github.transport import Transport
    from attest.collect.github.waiting import Patience
    from attest.model.progress import silent

    with open_repository(repository, branch=branch) as opened:
        origin, on = opened.origin, opened.branch
    place = place_of(origin, access.url, access.repository)
    transport = Transport(place.base_url, access.credentials, access.limits, access.clock.now)
    client = Client(transport, Patience(access.clock, silent, access.most_wait_s), Budget())
    try:
        for number, one in enumerate(probe(client, place, on)):
            yield Item(f"GitHub, {one.source}", one.there, number < _NEEDED, one.found, one.remedy)
    finally:
        transport.close()


_NEEDED = 2
"""The repository and its pull requests; each further source that is missing is a gap of the run."""
