"""How GitHub may be asked, from options, files and the environment. Nothing here prints what it reads."""

import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from attest.collect.github.access import Access
from attest.collect.github.auth import AppKey, Credentials, app_key, token
from attest.collect.github.place import api_url
from attest.collect.github.waiting import Clock
from attest.errors import UsageError

TOKENS = ("GITHUB_TOKEN", "GH_TOKEN")
APP = "ATTEST_GITHUB_APP_ID"
APP_KEY_FILE = "ATTEST_GITHUB_APP_KEY_FILE"
APP_INSTALLATION = "ATTEST_GITHUB_APP_INSTALLATION"
_LONGEST_FILE = 1 << 16


def access(
    tell: Callable[[str], None],
    *,
    github_url: str = "",
    repository: str = "",
    token_file: Path | None = None,
    wait_minutes: float = 120,
    keep_answers: bool = False,
) -> Access | None:
    """The way to GitHub; `None` where nobody gave a token.

    Raises:
        UsageError: What was given cannot be used.
    """
    given = credentials(token_file, os.environ)
    if given is None:
        return None
    if github_url:
        api_url(github_url)  # a fault in what was asked for must not wait for the clone
    return Access(
        given,
        Clock(time.time, time.sleep),
        tell,
        url=github_url,
        repository=repository,
        most_wait_s=wait_minutes * 60,
        keep_answers=keep_answers,
    )


def credentials(token_file: Path | None, environment: Mapping[str, str]) -> Credentials | None:
    """A token of the file, else of the GitHub App that the environment names, else of the environment.

    Raises:
        UsageError: What was given cannot be used.
    """
    if token_file is not None:
        return token(_read(token_file, "--token-file"), f"--token-file {token_file}")
    if environment.get(APP):
        return _app(environment)
    for name in TOKENS:
        if environment.get(name):
            return token(environment[name], f"the environment's {name}")
    return None


def origin(token_file: Path | None, environment: Mapping[str, str]) -> str:
    """Where the credentials are from, or empty."""
    if token_file is not None:
        return f"--token-file {token_file}"
    if environment.get(APP):
        return f"the GitHub App of {APP}"
    return next((name for name in TOKENS if environment.get(name)), "")


def _app(environment: Mapping[str, str]) -> AppKey:
    key_file, installation = environment.get(APP_KEY_FILE, ""), environment.get(APP_INSTALLATION, "")
    if not key_file or not installation:
        raise UsageError(
            "a GitHub App needs its private key and its installation",
            where="the environment",
            hint=f"set {APP_KEY_FILE} and {APP_INSTALLATION} beside {APP}",
        )
    return app_key(environment[APP], installation, _read(Path(key_file), APP_KEY_FILE), "the environment")


def _read(file: Path, option: str) -> str:
    try:
        with file.open("rb") as stream:
            data = stream.read(_LONGEST_FILE)
    except OSError as cause:
        raise UsageError(
            f"the file of {option} cannot be read: {cause.strerror}",
            where=str(file),
            hint="name a readable file",
        ) from cause
    return data.decode("utf-8", "replace")
