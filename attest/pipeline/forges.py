"""The forge that the command line names."""

from pathlib import Path

from attest.collect.forge import Forge, Keep, NoForge, forget
from attest.collect.recorded import RecordedForge
from attest.errors import UsageError


def forge_named(text: str, repository: str, *, many: bool, keep: Keep = forget) -> Forge:
    """The forge that `--forge` names; `keep` is given each answer as it is received.

    Raises:
        UsageError: For a name that is not known.
    """
    name, _, place = text.partition(":")
    if text == "git":
        return NoForge()
    if name == "recorded" and place:
        folder = Path(place)
        return RecordedForge(folder / repository if many else folder, keep)
    raise UsageError(
        f"no forge is called {text!r}",
        where="--forge",
        hint="use git, or recorded:DIR with the folder of recorded answers",
    )
