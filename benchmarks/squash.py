"""Evidence that squashes had lost, pull request by pull request, for somebody who checks it by hand.

    python -m benchmarks.squash REPO PERIOD [--forge FORGE]

Printed of each pull request: what landed, its own commits, and each trace on them with its commit. Any of
them can be looked at with `git show`. Texts are those of the repository.
"""

import argparse
import tempfile
from collections import defaultdict
from pathlib import Path

from attest.ledger.read import iter_records, load
from attest.model.change import Change
from attest.model.commit import Commit
from attest.model.evidence import RunView
from attest.model.signal import AiState, Involvement
from benchmarks.labelled_runs import EVIDENCE, collect_copy
from benchmarks.scores import ratio


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("repository", type=Path)
    parser.add_argument("period")
    parser.add_argument("--forge", default="git")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as store:
        run = collect_copy(asked.repository, asked.period, Path(store), asked.forge)
        view = load(run)
        own: dict[str, list[str]] = defaultdict(list)
        for commit in iter_records(run, "commits", Commit):
            if commit.via == "pull-request":
                own[commit.change].append(commit.sha)
    changes = {change.id: change for change in view.changes}
    recovered = [item for item in view.involvements if item.recovered]
    for item in recovered:
        tell(view, changes[item.id], item, own[item.id])
    summarise(view, changes, recovered)


def tell(view: RunView, change: Change, item: Involvement, own: list[str]) -> None:
    """One pull request with everything that it was recovered from."""
    print(f"{change.label}  landed as {change.landed_sha[:12]}  {view.titles.get(change.id, '')}")
    counted = f"{item.commits_evidenced} of {item.commits_seen} commits have a trace"
    print(f"  {item.extent}, grade {item.grade}, {', '.join(item.tools)}; {counted}")
    for signal in view.signals:
        if signal.change == change.id and signal.role.value in EVIDENCE:
            matched = view.matched.get(signal.id, "")
            print(f"  {signal.source[:12]}  {signal.rule}  {signal.where}  {matched}")
    print(f"  own commits: {' '.join(sha[:12] for sha in own)}\n")


def summarise(view: RunView, changes: dict[str, Change], recovered: list[Involvement]) -> None:
    squashes = [item for item in view.involvements if changes[item.id].method == "squash"]
    evidenced = [item for item in squashes if item.state is AiState.AI_EVIDENCED]
    unread = sum(item.state is AiState.UNKNOWN for item in squashes)
    print(f"squashes: {len(squashes)}; AI-evidenced: {len(evidenced)}; unknown: {unread}")
    for extent in ("full", "mixed", "partial"):
        print(f"  {extent}: {ratio(sum(item.extent == extent for item in evidenced), len(evidenced))}")
    print(f"lost by the squash, found on the pull request: {ratio(len(recovered), len(evidenced))}")


if __name__ == "__main__":
    main()
