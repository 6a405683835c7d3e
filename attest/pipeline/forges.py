"""The forge that the command line names."""

import json
from collections.abc import Callable
from pathlib import Path

from attest.collect.forge import Forge, Keep, NoForge, forget
from attest.collect.quiet_files import read_small
from attest.collect.recorded import RecordedForge
from attest.errors import UsageError

_SPOOLED = 2


def forge_named(
    text: str,
    repository: str,
    *,
    many: bool,
    keep: Keep = forget,
    fetched: Callable[[], Path] | None = None,
) -> Forge:
    """The forge that `--forge` names; `keep` is given each answer as it is received.

    `fetched` gives the folder of GitHub's answers, having fetched them.

    Raises:
        UsageError: For a name that is not known.
    """
    name, _, place = text.partition(":")
    if text == "git":
        return NoForge()
    if text == "github" and fetched is not None:
        return _spooled(fetched(), keep)
    if name == "recorded" and place:
        folder = Path(place)
        return recorded(folder / repository if many else folder, keep)
    raise UsageError(
        f"no forge is called {text!r}",
        where="--forge",
        hint="use git, github, or recorded:DIR with the folder of recorded answers",
    )


def recorded(folder: Path, keep: Keep) -> Forge:
    """The answers in a folder: GitHub's of a fetch, or those of somebody's own client."""
    data = read_small(folder / "recorded.json", follow=False)
    try:
        about = json.loads(data) if data is not None else None
    except (ValueError, RecursionError):
        about = None  # the reader of such folders says what is wrong with it
    if isinstance(about, dict) and about.get("format") == _SPOOLED:
        return _spooled(folder, keep)
    return RecordedForge(folder, keep)


def _spooled(folder: Path, keep: Keep) -> Forge:
    from attest.collect.github.reading import GithubForge

    return GithubForge(folder, keep)
