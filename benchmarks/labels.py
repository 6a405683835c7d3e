"""Detection against commits that people have labelled: confusion, every miss, baselines beside it.

    python -m benchmarks.labels LABELS.jsonl [--copies FOLDER] [--quiet]

One JSON object a line: `id`, `raw` (a commit object's text) or `raw_b64`, verdicts under `ai_from_raw` and
`ai_assisted` (`yes`, `no`, `ambiguous`), `confidence`, and optionally `repo`, `sha`, `hard_negative`, `trap`,
`evidence_source`. Rows that are ambiguous count for nothing. Labels are not part of this repository.

With `--copies`, a folder of clones as `owner+name/repo` or `owner+name`, the second is judged as well:
by whole collections of those repositories, with their notes and the commits of their pull requests.
"""

import argparse
import base64
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from attest.collect.commit_object import parse
from attest.detect.engine import load
from attest.detect.involvement import assess_commit
from attest.model.commit import RawCommit
from attest.model.signal import AiState
from benchmarks.baselines import BASELINES
from benchmarks.labelled_runs import Said, said_of
from benchmarks.scores import Judged, matrix, score

Row = dict[str, Any]


def rows(path: Path, field: str) -> Iterator[Row]:
    """The rows whose verdict under a field is plain."""
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            row = json.loads(line)
            if row[field] in ("yes", "no"):
                yield row


def raw_of(row: Row) -> RawCommit:
    data = base64.b64decode(row["raw_b64"]) if row.get("raw_b64") else row["raw"].encode()
    raw = parse(row.get("sha") or "0" * 40, data)
    if raw is None:
        sys.exit(f"row {row['id']} is no commit")
    return raw


def judged(row: Row, field: str, said: Said) -> Judged:
    label = ", ".join(
        str(row[name])
        for name in ("trap", "evidence_source", "confidence")
        if row.get(name) not in (None, "")
    )
    return Judged(
        id=row["id"],
        truth=row[field] == "yes",
        said=said.is_ai,
        high=row.get("confidence") == "high",
        hard_negative=bool(row.get("hard_negative")),
        trap=str(row.get("trap") or ""),
        reason=f"label: {label or 'plain'}; tool: {said.reason}",
    )


def by_itself() -> Callable[[Row], Said]:
    """What our detector says of a commit object alone."""
    engine = load()

    def say(row: Row) -> Said:
        raw = raw_of(row)
        traces = engine.scan(raw)
        rules = "; ".join(sorted({f"{one.rule} ({one.role})" for one in traces})) or "no trace"
        return Said(assess_commit(raw, traces).state is AiState.AI_EVIDENCED, "object", rules)

    return say


def from_raw(path: Path) -> list[Judged]:
    """Every plain row by its commit object, and the baselines on the same rows."""
    field, say = "ai_from_raw", by_itself()
    kept = list(rows(path, field))
    print("baselines on the same rows")
    for name, detect in BASELINES.items():
        found = score(judged(row, field, Said(detect(raw_of(row)), "object", "")) for row in kept)
        line = f"precision {found.precision}  recall {found.recall}"
        print(f"  {name:20} {line}  hard negatives hit {found.hard_negatives_hit}")
    return [judged(row, field, say(row)) for row in kept]


def with_everything(path: Path, copies: Path) -> list[Judged]:
    """The plain rows of repositories that are at hand, each judged by a collection of its repository."""
    by_repository: dict[str, list[Row]] = {}
    for row in rows(path, "ai_assisted"):
        by_repository.setdefault(row.get("repo", ""), []).append(row)
    found: list[Judged] = []
    absent = 0
    for name in sorted(by_repository):
        kept = by_repository[name]
        copy = _copy(copies, name)
        if copy is None:
            absent += len(kept)
            continue
        years = sorted(int(row["author_date"][:4]) for row in kept)
        said = said_of(copy, [row["sha"] for row in kept], (years[0] - 1, years[-1] + 1))
        found += [judged(row, "ai_assisted", said[row["sha"]]) for row in kept]
        places = [said[row["sha"]].by for row in kept]
        print(f"  {name}: " + ", ".join(f"{places.count(by)} by {by}" for by in sorted(set(places))))
    print(f"  {absent} rows of repositories that are not at hand are left out")
    return found


def _copy(copies: Path, name: str) -> Path | None:
    folder = copies / name.replace("/", "+")
    return next((path for path in (folder / "repo", folder) if name and path.is_dir()), None)


def report(field: str, found: list[Judged], *, quiet: bool) -> None:
    whole, high = score(found), score(row for row in found if row.high)
    print(f"\n{field}: {len(found)} rows")
    print(matrix(whole))
    print(f"precision {whole.precision}  recall {whole.recall}")
    print(f"rows of high confidence: precision {high.precision}  recall {high.recall}")
    print(f"hard negatives called AI: {whole.hard_negatives_hit}")
    if not quiet:
        for row in found:
            if row.said != row.truth:
                print(f"  {'false' if row.said else 'miss '} {row.id}  {row.reason}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("labels", type=Path)
    parser.add_argument("--copies", type=Path, help="clones of the labelled repositories")
    parser.add_argument("--quiet", action="store_true", help="leave out the list of misses")
    asked = parser.parse_args()
    report("ai_from_raw", from_raw(asked.labels), quiet=asked.quiet)
    if asked.copies:
        print("\ncollections")
        report("ai_assisted", with_everything(asked.labels, asked.copies), quiet=asked.quiet)


if __name__ == "__main__":
    main()
