"""The bundled samples: their names, and each of them as a git repository with recorded forge answers."""

import re
from importlib.resources.abc import Traversable
from pathlib import Path

from attest.canonical import dumps
from attest.errors import OutputError, UsageError
from attest.resources import folder
from attest.samples.history import History, play
from attest.samples.importer import import_history
from attest.samples.story import read

_STORY = "story.yaml"
_VERSION = re.compile(r"attest(-\w+)?\.yaml")
"""attest.yaml as it is at the end, and versions of it from before, which the story puts in its place."""


def names() -> tuple[str, ...]:
    """The samples of this installation, sorted."""
    return tuple(sorted(item.name for item in folder("sample_repos").iterdir() if (item / _STORY).is_file()))


def build(name: str, out: Path) -> Path:
    """Make the sample's repository in `out/<name>`, bare, with the same commit ids on every machine.

    Raises:
        UsageError: No sample has this name.
        OutputError: `out/<name>` is there already, or cannot be written.
    """
    path = (out / name).absolute()
    import_history(tell(name), path)
    return path


def forge_folder(name: str) -> Path:
    """The sample's recorded forge answers, for `--forge recorded:<folder>`.

    Raises:
        UsageError: No sample has this name.
    """
    return Path(str(_place(name) / "forge"))


def forge(name: str) -> str:
    """What the sample is audited with: `recorded:<folder>`, or `git` where its story has no forge.

    Raises:
        UsageError: No sample has this name.
    """
    return "git" if tell(name).story.forge == "git" else f"recorded:{forge_folder(name)}"


def tell(name: str) -> History:
    """The played story of a sample.

    Raises:
        UsageError: No sample has this name.
    """
    place = _place(name)
    story = read((place / _STORY).read_bytes(), f"{name}/{_STORY}")
    versions = sorted(item.name for item in place.iterdir() if _VERSION.fullmatch(item.name))
    return play(story, {name: (place / name).read_text(encoding="utf-8") for name in versions})


def period(name: str) -> str:
    """The audit period that a sample is about."""
    return tell(name).story.period


def landmarks(history: History) -> bytes:
    """The commit ids of a story: its tips, what landed and was last revised under each name, each commit."""
    ids = {name: node.id for name, node in history.names.items()}
    landed = {name: sha for name, sha in ids.items() if "/" not in name}
    heads = {f"#{pull.step.number}": pull.head.id for pull in history.pulls}
    own = {name: sha for name, sha in ids.items() if "/" in name and not name.endswith("/head")}
    return dumps({"refs": history.refs(), "landed": landed, "heads": heads, "commits": own}) + b"\n"


def write(files: dict[str, bytes], to: Path) -> Path:
    """Write files under a folder, which is made.

    Raises:
        OutputError: The folder cannot be written.
    """
    try:
        for name, data in files.items():
            target = to / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
    except OSError as cause:
        raise OutputError("a file cannot be written", where=str(to), hint="name another folder") from cause
    return to


def _place(name: str) -> Traversable:
    if name not in names():
        raise UsageError(f"no sample is called {name!r}", hint=f"use one of: {', '.join(names())}")
    return folder("sample_repos") / name
