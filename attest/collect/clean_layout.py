"""Lays out a clean git directory on disk: our configuration, borrowed objects, copied refs, nothing else."""

import os
import shutil
import tempfile
from pathlib import Path

from attest.collect.refs import Refs, packed

BIG_FILE = 16 << 20
"""Files over this size are not compared line by line (`core.bigFileThreshold`)."""
_EMPTY_TREE = {
    "sha1": "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    "sha256": "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
}
_NO_BRANCH = "refs/heads/none"


def lay_out(git_dir: Path, object_format: str, stores: tuple[Path, ...], refs: Refs) -> None:
    """Make the directory. Nothing in it comes from the audited repository but ids and names of refs."""
    for folder in ("objects/info", "objects/pack", "refs", "info"):
        (git_dir / folder).mkdir(parents=True)
    (git_dir / "config").write_text(_config(object_format), encoding="utf-8")
    (git_dir / "objects" / "info" / "alternates").write_bytes(b"".join(_quoted(store) for store in stores))
    with (git_dir / "packed-refs").open("wb") as file:
        file.writelines(packed(refs.ids))
    head = refs.detached or f"ref: {refs.head or _NO_BRANCH}"
    (git_dir / "HEAD").write_bytes(os.fsencode(head) + b"\n")


def without_refs(clean: Path) -> Path:
    """One more clean git directory over the same objects, without any ref, for a library that writes.

    It is removed with the repository's own. HEAD names no commit, so no file of the audited tree
    (`.gitmodules`) is taken for configuration.
    """
    git_dir = Path(tempfile.mkdtemp(prefix="twin-", dir=clean.parent)) / "clean.git"
    shutil.copytree(clean, git_dir, ignore=shutil.ignore_patterns("objects", "packed-refs"))
    (git_dir / "objects" / "info").mkdir(parents=True)
    shutil.copy(clean / "objects" / "info" / "alternates", git_dir / "objects" / "info" / "alternates")
    (git_dir / "HEAD").write_text(f"ref: {_NO_BRANCH}\n", encoding="ascii")
    return git_dir


def _config(object_format: str) -> str:
    """Our own configuration, which git children of GitPython obey as well.

    The commit graph and the multi-pack index are believed by git without a check, so they are off.
    Output is pinned where a default differs between versions. Attributes come from nowhere: newer
    versions read them from HEAD's tree in a bare repository. Mapped packs are kept small.
    """
    extension = "\trepositoryformatversion = 0\n"
    if object_format == "sha256":
        extension = "\trepositoryformatversion = 1\n[extensions]\n\tobjectFormat = sha256\n[core]\n"
    return (
        f"[core]\n{extension}\tbare = true\n\tcommitGraph = false\n\tmultiPackIndex = false\n"
        f"\tbigFileThreshold = {BIG_FILE}\n\tpackedGitLimit = 512m\n\tpackedGitWindowSize = 32m\n"
        "\tfsmonitor = false\n\thooksPath = /dev/null\n\tquotePath = true\n\twarnAmbiguousRefs = false\n"
        "[protocol]\n\tallow = never\n[gc]\n\tauto = 0\n[maintenance]\n\tauto = false\n"
        "[pack]\n\tuseBitmaps = false\n\treadReverseIndex = false\n"
        "[diff]\n\talgorithm = myers\n\trenames = false\n"
        "[merge]\n\trenames = true\n\tdirectoryRenames = conflict\n\trenameLimit = 7000\n"
        f"[attr]\n\ttree = {_EMPTY_TREE[object_format]}\n"
    )


def _quoted(store: Path) -> bytes:
    """A line of an alternates file, quoted so that any path is read as it is."""
    escaped = b"".join(
        bytes([byte]) if 32 <= byte < 127 and byte not in b'"\\' else b"\\%03o" % byte
        for byte in os.fsencode(store)
    )
    return b'"' + escaped + b'"\n'
