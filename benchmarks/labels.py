"""Detection against commits that people have labelled: precision, recall, and the hard negatives hit.

    python -m benchmarks.labels LABELS.jsonl [--field ai_from_raw] [--verbose]

One JSON object a line: `id`, `raw` (a commit object's text) or `raw_b64`, a verdict under the field
(`yes`, `no`, `ambiguous`), and optionally `hard_negative` and `trap`. Rows that are ambiguous count for
nothing. Labels are not part of this repository.
"""

import argparse
import base64
import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from attest.collect.commit_object import parse
from attest.detect.engine import load
from attest.detect.involvement import assess_commit
from attest.model.signal import AiState


@dataclass
class Score:
    """Counts of the four outcomes, and what went wrong by kind of trap."""

    counts: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    hard_negatives_hit: int = 0

    def ratio(self, kept: str, lost: str) -> str:
        """A ratio with its numerator and denominator."""
        whole = self.counts[kept] + self.counts[lost]
        return f"{self.counts[kept] / whole:.3f} ({self.counts[kept]} of {whole})" if whole else "none"


def rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            yield json.loads(line)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("labels", type=Path)
    parser.add_argument("--field", default="ai_from_raw")
    parser.add_argument("--verbose", action="store_true", help="Print the id of every row judged otherwise.")
    asked = parser.parse_args()
    engine, score = load(), Score()
    for row in rows(asked.labels):
        if row[asked.field] not in ("yes", "no"):
            continue
        data = base64.b64decode(row["raw_b64"]) if row.get("raw_b64") else row["raw"].encode()
        raw = parse("0" * 40, data)
        if raw is None:
            sys.exit(f"row {row['id']} is no commit")
        said = assess_commit(raw, engine.scan(raw)).state is AiState.AI_EVIDENCED
        truth = row[asked.field] == "yes"
        outcome = {(True, True): "hit", (True, False): "miss", (False, True): "false"}.get(
            (truth, said), "quiet"
        )
        score.counts[outcome] += 1
        if said != truth:
            score.wrong[f"{outcome}: {row.get('trap') or row.get('evidence_source') or 'no trap'}"] += 1
            score.hard_negatives_hit += bool(said and row.get("hard_negative"))
            if asked.verbose:
                print(outcome, row["id"])
    print(f"precision {score.ratio('hit', 'false')}  recall {score.ratio('hit', 'miss')}")
    print(f"hard negatives hit: {score.hard_negatives_hit}; judged otherwise: {dict(score.wrong)}")


if __name__ == "__main__":
    main()
