"""Line attribution from git-ai's notes, recomputed apart from the product and held against a run.

    python -m benchmarks.lines REPO [--period P] [--ref refs/notes/ai]

Nothing here shares code with the product's readers: notes are listed by `git notes`, added lines counted
from `git show`, lines are sets of numbers. Only the run's records come from the product.

Which of two equal lines a diff calls added is git's choice, and it can be another one without context
(`-U0`), where git first leaves out the common end of both files. Here it is the diff that people see.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from attest.ledger.read import load
from benchmarks.labelled_runs import collect_copy

_HUNK = re.compile(r"@@+ (?:-\d+(?:,\d+)? )+\+(\d+)(?:,(\d+))? @@")
Lines = dict[str, set[int]]


class Counted(NamedTuple):
    """What a note comes to."""

    verdict: str
    attested: int
    confirmed: int
    people: int
    added: int


def git(repository: Path, *arguments: str) -> str:
    command = ["git", "-C", str(repository), "--no-replace-objects", "-c", "core.quotePath=false", *arguments]
    return subprocess.run(command, check=True, capture_output=True).stdout.decode("utf-8", "replace")


def added(repository: Path, sha: str) -> Lines:
    """The lines that a commit added, by path; of a merge, those that no parent has; none of a submodule."""
    shown = git(repository, "show", "--cc", "--no-renames", "--format=", "--no-ext-diff", sha)
    found: Lines = {}
    path, number, left, signs = "", 0, 0, 1
    for line in shown.split("\n"):
        if left:
            # One column for each parent. What stands in the new file has no minus in any of them.
            columns = line[:signs]
            if "-" in columns:
                continue
            if columns == "+" * signs and path:
                found.setdefault(path, set()).add(number)
            number, left = number + 1, left - 1
        elif line.startswith(("index ", "new file mode ")) and line.endswith(" 160000"):
            path = ""
        elif line.startswith("diff --"):
            path = "?"
        elif line.startswith("+++ ") and path:
            path = line[4:].rstrip("\t").removeprefix("b/")
        elif match := _HUNK.match(line):
            number, left, signs = int(match[1]), int(match[2] or 1), line.index(" ") - 1
    return found


def claimed(note: str) -> tuple[Lines, Lines, str]:
    """The lines of a note that are an AI's and a person's, and the commit that it names."""
    entries, _, rest = (
        note.partition("\n---\n") if "\n---\n" in note else ("", "", note.partition("---\n")[2])
    )
    metadata: dict[str, Any] = json.loads(rest)
    ai: Lines = {}
    people: Lines = {}
    path = ""
    for line in entries.split("\n"):
        if line and not line.startswith(" "):
            path = line.strip('"')
        elif line.strip():
            key, ranges = line.split()
            side = ai if is_agent(key, metadata) else people
            for part in ranges.split(","):
                first, _, last = part.partition("-")
                side.setdefault(path, set()).update(range(int(first), int(last or first) + 1))
    return ai, people, metadata.get("base_commit_sha", "")


def is_agent(key: str, metadata: dict[str, Any]) -> bool:
    known = metadata.get("prompts", {}) | metadata.get("sessions", {})
    return not key.startswith("h_") and (key in known or key.split("::")[0] in known or key.startswith("s_"))


def recount(repository: Path, sha: str, note: str) -> Counted:
    """What a note comes to when it is held against its commit."""
    there = added(repository, sha)
    size = sum(map(len, there.values()))
    try:
        ai, people, base = claimed(note)
    except (ValueError, AttributeError):
        return Counted("unreadable", 0, 0, 0, size)
    attested = sum(map(len, ai.values()))
    if base and base != sha:
        return Counted("stale", attested, 0, 0, size)
    confirmed = sum(len(lines & there.get(path, set())) for path, lines in ai.items())
    persons = sum(
        len((lines & there.get(path, set())) - ai.get(path, set())) for path, lines in people.items()
    )
    verdict = "empty" if not attested else "inconsistent" if not confirmed else "partial"
    return Counted(
        "valid" if attested and confirmed == attested else verdict, attested, confirmed, persons, size
    )


def notes(repository: Path, ref: str) -> Iterator[tuple[str, str]]:
    """Annotated commit and note."""
    for line in git(repository, "notes", f"--ref={ref}", "list").splitlines():
        blob, sha = line.split()
        yield sha, git(repository, "cat-file", "blob", blob)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("repository", type=Path)
    parser.add_argument("--period", default="2000-01-01..2037-12-31")
    parser.add_argument("--ref", default="refs/notes/ai")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as store:
        view = load(collect_copy(asked.repository, asked.period, Path(store)))
    ours = {
        record.commit: Counted(
            record.verdict.value, record.attested, record.confirmed, record.people, record.added or 0
        )
        for record in view.line_records
        if record.source == asked.ref and not record.followed_from
    }
    known = dict(notes(asked.repository, asked.ref))
    theirs = {sha: recount(asked.repository, sha, known[sha]) for sha in ours if sha in known}
    different = [sha for sha in ours if ours[sha] != theirs.get(sha)]
    for sha in different:
        print(f"{sha[:12]}  run {ours[sha]}\n{'':12}  here {theirs.get(sha)}")
    _summarise(ours, theirs, len(known))
    print(f"equal: {len(ours) - len(different)} of {len(ours)}")
    sys.exit(1 if different or not ours else 0)


def _summarise(ours: dict[str, Counted], theirs: dict[str, Counted], known: int) -> None:
    print(f"notes in the clone: {known}; of commits in the run: {len(ours)}")
    for name, counts in (("run", ours), ("here", theirs)):
        verdicts = Counter(one.verdict for one in counts.values())
        told = ", ".join(f"{verdict} {verdicts[verdict]}" for verdict in sorted(verdicts))
        sums = (
            f"{field} {sum(getattr(one, field) for one in counts.values())}" for field in Counted._fields[1:]
        )
        print(f"{name:5} {told}; {', '.join(sums)}")


if __name__ == "__main__":
    main()
