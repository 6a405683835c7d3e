"""What a child process gets to know and may use: an environment built from nothing, and limits."""

import os
import shutil
from contextlib import suppress
from pathlib import Path

from attest.errors import CollectionError


def find_git() -> str:
    """The absolute path of git.

    Raises:
        CollectionError: Git is not installed.
    """
    found = shutil.which("git")
    if found is None:
        raise CollectionError("git is not installed", hint="install git 2.34 or newer")
    return str(Path(found).absolute())


def environment(folder: Path) -> dict[str, str]:
    """What a child may know: built from nothing, so that no variable of the caller leaks in."""
    nowhere = str(folder / "nowhere")
    return {
        "PATH": os.pathsep.join([str(Path(find_git()).parent), os.defpath]),
        "HOME": nowhere,
        "XDG_CONFIG_HOME": nowhere,
        "LC_ALL": "C",
        "TZ": "UTC",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_CEILING_DIRECTORIES": str(folder.parent),
        "GIT_PAGER": "cat",
    }


def limit(process_id: int, memory: int) -> None:
    """Bound the child's memory and core file, where the system can do so from outside."""
    try:
        import resource
    except ImportError:
        return
    prlimit = getattr(resource, "prlimit", None)
    if prlimit is None:
        return
    try:
        prlimit(process_id, resource.RLIMIT_AS, (memory, memory))
        prlimit(process_id, resource.RLIMIT_CORE, (0, 0))
    except (OSError, ValueError):
        return  # it has ended already, or the caller's own limit is lower


def widen(pipe: int) -> None:
    """Let a pipe hold a mebibyte where the system can, so that a child works ahead of its reader."""
    import fcntl

    size = getattr(fcntl, "F_SETPIPE_SZ", None)
    if size is not None:
        with suppress(OSError):  # the user's share of pipe memory is used up
            fcntl.fcntl(pipe, size, 1 << 20)
