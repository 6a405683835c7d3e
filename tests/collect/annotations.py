"""Attaches things to commits of a story, as the tools do it: notes of any tree, checkpoints, old records."""

from collections.abc import Mapping

from tests.support.history import ADA, BEGINNING, Entry, History

FILE = "100644"


def annotate(history: History, notes: Mapping[str, str | bytes], ref: str = "ai", fan_out: int = 1) -> str:
    """Put notes on commits under `refs/notes/<ref>`, in folders of two digits as deep as `fan_out`."""
    return plant(
        history,
        {spread(sha, fan_out): (FILE, history.write("blob", _bytes(text))) for sha, text in notes.items()},
        f"refs/notes/{ref}",
    )


def spread(sha: str, fan_out: int) -> bytes:
    """The path of a commit's note."""
    folders = [sha[2 * at : 2 * at + 2] for at in range(fan_out)]
    return "/".join([*folders, sha[2 * fan_out :]]).encode()


def plant(history: History, entries: Mapping[bytes, Entry], ref: str) -> str:
    """A commit of exactly these entries, under any ref."""
    stamp = f"{ADA} {BEGINNING} +0000"
    content = f"tree {history.tree(entries)}\nauthor {stamp}\ncommitter {stamp}\n\nnotes\n"
    sha = history.write("commit", content.encode())
    history.ref(ref, sha)
    return sha


def checkpoint(history: History, files: Mapping[str, str], branch: str = "heads") -> None:
    """Files on the branch that holds checkpoints, here or as fetched from `origin`."""
    entries = {path.encode(): (FILE, history.write("blob", text.encode())) for path, text in files.items()}
    plant(history, entries, f"refs/{branch}/entire/checkpoints/v1")


def _bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode()
