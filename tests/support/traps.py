"""Hostile repositories: each trap plants one thing that would run a program, or mislead a reader in place.

A trap takes the story and the path of a marker; whatever it plants touches the marker when it runs.
"""

import hashlib
import os
import stat
import struct
from collections.abc import Callable
from pathlib import Path

from tests.support.history import History

Trap = Callable[[History, Path], None]


def program(history: History, marker: Path) -> Path:
    """A program that leaves the marker, whatever it is called with and whatever it is called as."""
    path = history.path.parent / f"trap-{marker.name}.sh"
    path.write_text(
        f"#!/bin/sh\ntouch '{marker}'\ncat >/dev/null 2>&1 </dev/null\nexit 0\n", encoding="utf-8"
    )
    path.chmod(0o755)
    return path


def attributes(history: History, text: str) -> None:
    """Attributes that nobody committed."""
    (history.git_dir / "info").mkdir(exist_ok=True)
    (history.git_dir / "info" / "attributes").write_text(text, encoding="utf-8")
    (history.path / ".gitattributes").write_text(text, encoding="utf-8")


def fsmonitor(history: History, marker: Path) -> None:
    """A file system monitor."""
    history.configure(f"[core]\n\tfsmonitor = {program(history, marker)}\n")


def external_diff(history: History, marker: Path) -> None:
    """A program for every difference."""
    history.configure(f"[diff]\n\texternal = {program(history, marker)}\n")


def included_external_diff(history: History, marker: Path) -> None:
    """The same, from a file that the configuration includes."""
    extra = history.path.parent / "included.config"
    extra.write_text(f"[diff]\n\texternal = {program(history, marker)}\n", encoding="utf-8")
    history.configure(f"[include]\n\tpath = {extra}\n")


def diff_driver(history: History, marker: Path) -> None:
    """A difference driver chosen by attributes."""
    history.configure(f'[diff "d"]\n\tcommand = {program(history, marker)}\n')
    attributes(history, "* diff=d\n")


def textconv(history: History, marker: Path) -> None:
    """A converter to text."""
    history.configure(f'[diff "d"]\n\ttextconv = {program(history, marker)}\n')
    attributes(history, "* diff=d\n")


def signature_program(history: History, marker: Path) -> None:
    """A program that checks signatures, asked for by configuration."""
    history.configure(f"[gpg]\n\tprogram = {program(history, marker)}\n[log]\n\tshowSignature = true\n")


def filters(history: History, marker: Path) -> None:
    """Clean, smudge and process filters."""
    path = program(history, marker)
    history.configure(
        f'[filter "f"]\n\tclean = {path}\n\tsmudge = {path}\n\tprocess = {path}\n\trequired = true\n'
    )
    attributes(history, "* filter=f\n")


def hooks(history: History, marker: Path) -> None:
    """Every hook, in the usual folder and in a named one."""
    folder = history.git_dir / "hooks"
    folder.mkdir(exist_ok=True)
    for name in (
        "post-index-change",
        "pre-auto-gc",
        "reference-transaction",
        "post-checkout",
        "fsmonitor-watchman",
    ):
        (folder / name).symlink_to(program(history, marker))
    history.configure(f"[core]\n\thooksPath = {folder}\n")


def merge_driver(history: History, marker: Path) -> None:
    """A merge driver chosen by attributes."""
    history.configure(f'[merge "m"]\n\tdriver = {program(history, marker)} %A\n')
    attributes(history, "* merge=m\n")


def assorted_programs(history: History, marker: Path) -> None:
    """Every other setting that names a program."""
    path = program(history, marker)
    history.configure(
        f"[core]\n\tpager = {path}\n\teditor = {path}\n\tsshCommand = {path}\n"
        f"\talternateRefsCommand = {path}\n"
        f"\taskPass = {path}\n\tgitProxy = {path}\n[alias]\n\tlog = !{path}\n\trev-list = !{path}\n"
        f'[trailer "x"]\n\tcommand = {path}\n\tcmd = {path}\n[credential]\n\thelper = {path}\n'
        f"[pager]\n\tlog = {path}\n\trev-list = {path}\n[sequence]\n\teditor = {path}\n[uploadpack]\n"
        f"\tpackObjectsHook = {path}\n"
    )


def configuration_that_changes_output(history: History, marker: Path) -> None:
    """Settings under which git's answers look different."""
    history.configure(
        "[diff]\n\trenames = copies\n\talgorithm = patience\n\tnoprefix = true\n\tignoreSubmodules = all\n"
        "\trelative = true\n\torderFile = /dev/null\n"
        "[core]\n\tabbrev = 7\n\tbigFileThreshold = 1\n\tquotePath = false\n[log]\n\tdate = relative\n"
        "\tshowRoot = false\n\tfollow = true\n\tmailmap = true\n[color]\n\tui = always\n"
        "[i18n]\n\tlogOutputEncoding = UTF-16\n\tcommitEncoding = UTF-16\n[merge]\n\trenames = false\n"
        "[format]\n\tpretty = oneline\n\tnotes = *\n"
    )


def attributes_that_hide_lines(history: History, marker: Path) -> None:
    """Everything is declared binary, so that no line counts."""
    attributes(history, "* -diff binary\n")


def replace_ref(history: History, marker: Path) -> None:
    """A replacement of the tip by a commit that says nothing of AI."""
    tip = history.tip()
    content = history.git("cat-file", "commit", tip)
    innocent = history.write("commit", content.partition("\n\n")[0].encode() + b"\n\ninnocent\n")
    history.ref(f"refs/replace/{tip}", innocent)


def grafts(history: History, marker: Path) -> None:
    """The tip is declared to have no parents."""
    (history.git_dir / "info").mkdir(exist_ok=True)
    (history.git_dir / "info" / "grafts").write_text(f"{history.tip()}\n", encoding="ascii")


def doctored_commit_graph(history: History, marker: Path) -> None:
    """A commit graph with a good checksum in which the tip's parent is the root."""
    history.git("commit-graph", "write", "--reachable")
    path = history.git_dir / "objects" / "info" / "commit-graph"
    data = bytearray(path.read_bytes())
    chunks = {
        bytes(data[at : at + 4]): struct.unpack(">Q", data[at + 4 : at + 12])[0]
        for at in range(8, 8 + 12 * data[6], 12)
    }
    ids, facts, count = (
        chunks[b"OIDL"],
        chunks[b"CDAT"],
        struct.unpack(">I", data[chunks[b"OIDF"] + 1020 :][:4])[0],
    )
    order = [bytes(data[ids + 20 * n : ids + 20 * n + 20]).hex() for n in range(count)]
    root = order.index(history.git("rev-list", "--first-parent", "--max-parents=0", "main"))
    at = facts + 36 * order.index(history.tip()) + 20
    data[at : at + 8] = struct.pack(">II", root, 0x70000000)
    data[-20:] = hashlib.sha1(data[:-20], usedforsecurity=False).digest()
    path.chmod(0o644)
    path.write_bytes(data)


def doctored_pack_index(history: History, marker: Path) -> None:
    """An index over several packs that is nothing but noise."""
    (history.git_dir / "objects" / "pack" / "multi-pack-index").write_bytes(b"MIDX\1\1" + b"\xff" * 4000)


def other_owner(history: History, marker: Path) -> None:
    """A repository of somebody else, which git refuses to read in place."""
    if os.geteuid() == 0:
        for path in (history.path, history.git_dir, *history.path.rglob("*")):
            os.chown(path, 12345, 12345, follow_symlinks=False)


def snapshot(folder: Path) -> dict[str, tuple[int, int, int, str]]:
    """Mode, size, time of change and content of everything below a folder."""
    found: dict[str, tuple[int, int, int, str]] = {}
    for path in (folder, *sorted(folder.rglob("*"))):
        facts = path.lstat()
        content = hashlib.sha256(path.read_bytes()).hexdigest() if stat.S_ISREG(facts.st_mode) else ""
        size = facts.st_size if content else 0
        found[os.fsdecode(os.fsencode(path))] = (facts.st_mode, size, facts.st_mtime_ns, content)
    return found
