"""Where a repository lives: the address of a forge's API, and the repository's name there.

A token is sent to an address that the user named, or to GitHub's own: never to one that only a clone
names, for a clone may be anybody's.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from attest.errors import UsageError

GITHUB = "https://api.github.com"
_GITHUB_HOSTS = frozenset({"github.com", "www.github.com", "api.github.com", "ssh.github.com"})
_LOOPBACK = frozenset({"127.0.0.1", "localhost"})
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?")
_PATH = re.compile(r"(?:/[A-Za-z0-9._~-]+)*")
_NAME = re.compile(r"[A-Za-z0-9_.-]{1,100}")
_REMEDY = "write it as https://github.example.com/api/v3"


@dataclass(frozen=True, slots=True)
class Place:
    """A repository of a forge. `base_url` is the API's address without a slash at its end."""

    base_url: str
    owner: str
    name: str

    @property
    def full_name(self) -> str:
        """`owner/name`."""
        return f"{self.owner}/{self.name}"

    @property
    def host(self) -> str:
        """Host of the API, with its port where it has one."""
        return urlsplit(self.base_url).netloc


def api_url(text: str) -> str:
    """The address of an API as a user names it: a host's own page will do.

    Raises:
        UsageError: It is no such address, or what is sent there could be read on the way.
    """
    try:
        parts = urlsplit(text.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        parts, host, port = urlsplit(""), "", None
    path = parts.path.rstrip("/")
    plain = text.isprintable() and not (parts.username or parts.password or parts.query or parts.fragment)
    if not plain or not _HOST.fullmatch(host) or not _PATH.fullmatch(path) or ".." in path:
        raise UsageError("this is no address of an API", where="--github-url", hint=_REMEDY)
    if parts.scheme != "https" and not (parts.scheme == "http" and host in _LOOPBACK):
        raise UsageError(
            "a token is sent over https only", where=f"--github-url {parts.scheme}://{host}", hint=_REMEDY
        )
    if host in _GITHUB_HOSTS:
        return GITHUB
    where = f"{host}:{port}" if port else host
    if host.endswith(".ghe.com"):
        return f"https://api.{where.removeprefix('api.')}"
    if not path and host not in _LOOPBACK:
        path = "/api/v3"
    return f"{parts.scheme}://{where}{path}"


def place_of(clone: str, url: str, repository: str) -> Place:
    """Where a clone's repository lives.

    Args:
        clone: `host/owner/name` as the clone's remote states it, or empty.
        url: The address of the API as the user named it, or empty.
        repository: `owner/name` as the user named it, or empty.

    Raises:
        UsageError: It cannot be told, or only the clone names the host.
    """
    host, _, stated = clone.partition("/")
    owner, _, name = (repository or stated).partition("/")
    if not owner:
        raise UsageError(
            "the clone does not say which repository of the forge it comes from",
            where="remote.origin.url of the clone",
            hint="name it with --repository OWNER/NAME",
        )
    if not _NAME.fullmatch(owner) or not _NAME.fullmatch(name) or {owner, name} & {".", ".."}:
        raise UsageError(
            f"{f'{owner}/{name}'!a} is no name of a repository",
            where="--repository" if repository else "remote.origin.url of the clone",
            hint="write it as OWNER/NAME",
        )
    if url:
        return Place(api_url(url), owner, name)
    if host and host.lower() not in _GITHUB_HOSTS:
        raise UsageError(
            f"the clone comes from {host!a}, and a token is not sent to a host that only a clone names",
            where="remote.origin.url of the clone",
            hint=f"if that host is your GitHub Enterprise, add --github-url https://{ascii(host)[1:-1]}/api/v3",
        )
    return Place(GITHUB, owner, name)
