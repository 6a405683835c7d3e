"""Where a token is read: one place counts, and it can be named without showing what is there."""

from pathlib import Path

import pytest

from attest.cli.forge_access import APP, APP_INSTALLATION, APP_KEY_FILE, credentials, origin
from attest.collect.github.auth import AppKey, Token
from attest.errors import UsageError

KEY = "-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----\n"


@pytest.fixture
def app(tmp_path: Path) -> dict[str, str]:
    """The environment of a GitHub App."""
    (tmp_path / "key.pem").write_text(KEY)
    return {APP: "17", APP_KEY_FILE: str(tmp_path / "key.pem"), APP_INSTALLATION: "42"}


def test_a_file_counts_before_an_app_and_an_app_before_a_token(app: dict[str, str], tmp_path: Path) -> None:
    """What was said for this run comes first, what every job has comes last."""
    (tmp_path / "token").write_text("from-file\n")
    tokens = {"GITHUB_TOKEN": "first", "GH_TOKEN": "second"}
    found = [
        credentials(tmp_path / "token", tokens | app),
        credentials(None, tokens | app),
        credentials(None, tokens),
        credentials(None, {"GH_TOKEN": "second"}),
        credentials(None, {"GITHUB_TOKEN": ""}),
    ]
    shown = [one.reveal() if isinstance(one, Token) else one for one in found]

    assert (shown[0], *shown[2:]) == ("from-file", "first", "second", None)
    assert isinstance(found[1], AppKey)
    assert (found[1].app, found[1].installation, found[1].key.reveal()) == ("17", 42, KEY)


def test_its_place_is_named(app: dict[str, str], tmp_path: Path) -> None:
    """For whoever wonders which token it was."""
    named = [origin(tmp_path, app), origin(None, app), origin(None, {"GH_TOKEN": "x"}), origin(None, {})]

    assert named == [f"--token-file {tmp_path}", f"the GitHub App of {APP}", "GH_TOKEN", ""]


@pytest.mark.parametrize("missing", [APP_KEY_FILE, APP_INSTALLATION])
def test_an_app_without_its_parts_is_refused(missing: str, app: dict[str, str]) -> None:
    """The remedy names the variables."""
    del app[missing]
    with pytest.raises(UsageError) as ended:
        credentials(None, app)

    assert missing in ended.value.hint
