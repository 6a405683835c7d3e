"""The child process in which PyDriller, and GitPython under it, run: the only door to both.

Started by `attest.collect.metrics` with an environment from nothing, on the clean git directory.
Reads commit ids, one a line; answers each with one line of JSON. It never sees the audited
repository's own directory, into which PyDriller would write.
"""

import json
import os
import sys
from importlib.metadata import version
from typing import Any

from git import NULL_TREE
from pydriller import Git

MOST_FILES = 500
LARGEST_FILE = 1 << 20
_GITLINK = 0o160000


def main() -> None:
    """Answer every commit id on standard input until it ends."""
    # Whatever the libraries print must not be taken for an answer.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    git = Git(sys.argv[1])
    _say(answers, {"analyser": f"pydriller {version('pydriller')}"})
    for line in sys.stdin:
        sha = line.strip()
        _say(answers, {"sha": sha, **_answer(git, sha)})


def _say(answers: Any, fields: dict[str, object]) -> None:
    answers.write(json.dumps(fields) + "\n")
    answers.flush()


def _answer(git: Git, sha: str) -> dict[str, object]:
    try:
        return _measure(git, sha)
    except Exception as fault:  # noqa: BLE001  any fault of the analysers costs this commit's figures only
        return {"unmeasured": f"the analyser failed: {type(fault).__name__}"}


def _measure(git: Git, sha: str) -> dict[str, object]:
    """Figures of one commit against its parent; its size is looked at before any content."""
    commit = git.repo.commit(sha)
    if len(commit.parents) > 1:
        return {"unmeasured": "merges are not measured"}
    if _has_many_files(git, sha):
        return {"unmeasured": f"more than {MOST_FILES} files"}
    changed = commit.parents[0].diff(commit) if commit.parents else commit.diff(NULL_TREE)
    small = {entry.b_path or entry.a_path for entry in changed if _is_small(entry)}
    touched = complexity = measured = 0
    for file in git.get_commit(sha).modified_files:
        if file.language_supported and (file.new_path or file.old_path) in small:
            measured += 1
            methods = {method.long_name for method in file.changed_methods}
            touched += len(methods)
            complexity += sum(method.complexity for method in file.methods if method.long_name in methods)
    return {
        "files": len(changed),
        "files_measured": measured,
        "methods_touched": touched,
        "complexity": complexity,
    }


def _has_many_files(git: Git, sha: str) -> bool:
    """Count paths as git lists them, and stop at the bound: GitPython would build an object for each."""
    listing = git.repo.git.diff_tree(
        "-r", "-z", "--root", "--name-only", "--no-renames", "--no-commit-id", sha, as_process=True
    )
    left = MOST_FILES
    while left >= 0 and (part := listing.stdout.read(1 << 16)):
        left -= part.count(b"\0")
    listing.proc.kill()
    listing.proc.communicate()
    return left < 0


def _is_small(entry: Any) -> bool:
    sides = [blob for blob in (entry.a_blob, entry.b_blob) if blob is not None]
    return all(blob.mode != _GITLINK and blob.size <= LARGEST_FILE for blob in sides)


if __name__ == "__main__":
    main()
