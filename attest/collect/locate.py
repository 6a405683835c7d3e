"""Finds the git directory of a path in Python, so that no program ever runs inside the repository.

Git would obey the configuration of whatever directory it is pointed at; this module only looks.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from attest.collect.quiet_files import is_folder, read_small
from attest.errors import CollectionError

_HINT = "name the folder of a git repository, or a bare repository"


@dataclass(frozen=True, slots=True)
class Location:
    """Where the parts of a repository lie.

    `git_dir` holds HEAD; `common_dir` holds objects, refs and configuration. They differ in a linked
    work tree only. `root` is the work tree's root, or the bare repository itself.
    """

    root: Path
    git_dir: Path
    common_dir: Path


def locate(path: Path) -> Location:
    """The repository that holds a path: the nearest one upwards, as git would find it.

    Ownership is not checked: nothing of the repository is obeyed, so nothing depends on its owner.

    Raises:
        CollectionError: There is no such folder, or no repository around it.
    """
    try:
        start = path.resolve(strict=True)
    except (OSError, RuntimeError, ValueError) as fault:
        raise CollectionError("there is no such folder", where=visible(path), hint=_HINT) from fault
    if not start.is_dir():
        raise CollectionError("this is a file, not a repository", where=visible(path), hint=_HINT)
    if not os.access(start, os.R_OK | os.X_OK):
        raise CollectionError(
            "this folder cannot be read", where=visible(path), hint="grant read access to it"
        )
    for folder in (start, *start.parents):
        found = _at(folder)
        if found is not None:
            return found
    raise CollectionError("this is not a git repository", where=visible(path), hint=_HINT)


def visible(path: Path) -> str:
    """A path as text that can always be printed: undecodable bytes and control characters are escaped."""
    text = os.fsencode(path).decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def _at(folder: Path) -> Location | None:
    """The repository whose root is exactly this folder."""
    inner = folder / ".git"
    if inner.is_file():
        return _linked(folder, inner)
    if inner.is_dir():
        location = _checked(folder, inner)
        if location is None:
            raise CollectionError(
                "the .git folder here is not a git directory",
                where=visible(inner),
                hint="clone the repository again: this copy is incomplete",
            )
        return location
    return _checked(folder, folder)


def _linked(folder: Path, file: Path) -> Location:
    """Follow a `.git` file, as linked work trees and submodules have."""
    content = read_small(file) or b""
    target = content.removeprefix(b"gitdir:").strip(b" \r\n")
    location = None
    if content.startswith(b"gitdir:") and target and b"\0" not in target:
        location = _checked(folder, folder / os.fsdecode(target))
    if location is None:
        raise CollectionError(
            "the .git file here does not lead to a git directory",
            where=visible(file),
            hint="run attest on the main work tree, or repair the link with `git worktree repair`",
        )
    return location


def _checked(root: Path, git_dir: Path) -> Location | None:
    """The location, when the folder has what makes a git directory: HEAD, objects and refs."""
    common = _common(git_dir)
    head = git_dir / "HEAD"
    if (head.is_file() or head.is_symlink()) and is_folder(common / "objects") and is_folder(common / "refs"):
        return Location(root=root, git_dir=Path(os.path.realpath(git_dir)), common_dir=common)
    return None


def _common(git_dir: Path) -> Path:
    content = read_small(git_dir / "commondir")
    target = (content or b"").strip(b"\r\n")
    if not target or b"\0" in target:
        return Path(os.path.realpath(git_dir))
    return Path(os.path.realpath(git_dir / os.fsdecode(target)))
