"""What a whole collection says of labelled commits: notes and pull requests' own commits at hand.

Every copy of a labelled repository is collected once, over the years of its labelled commits. A commit
that landed is judged as its change is; one that came in with others, or was seen on a pull request
alone, by the signals that were read from it. What a run does not hold is judged by itself.
"""

import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from attest.collect.gitdir import open_clean
from attest.collect.objects import Unreadable, commits
from attest.detect.engine import load as load_rules
from attest.detect.involvement import assess_commit
from attest.ledger.read import iter_records, load
from attest.model.commit import Commit
from attest.model.evidence import RunView
from attest.model.line_record import LineRecord
from attest.model.progress import silent
from attest.model.signal import AiState, Signal
from attest.pipeline.collecting import collect
from attest.pipeline.scope import Request

EVIDENCE = ("author", "coauthor", "assistant")


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of one commit, and on what."""

    is_ai: bool
    by: str
    """`change`, `commit`, or `object` where the run does not hold it."""
    reason: str


def collect_copy(repository: Path, period: str, store: Path, forge: str = "git") -> Path:
    """A run over a copy of a repository, without file statistics."""
    request = Request(
        repositories=(repository,),
        period=period,
        store=store,
        now="2038-01-01T00:00:00Z",
        forge=forge,
        statistics=False,
    )
    return collect(request, silent)


def said_of(repository: Path, shas: Iterable[str], years: tuple[int, int]) -> dict[str, Said]:
    """What a collection of the years from the first to the last says of each commit."""
    wanted = list(shas)
    with tempfile.TemporaryDirectory() as store:
        run = collect_copy(repository, f"{years[0]}-01-01..{years[1]}-12-31", Path(store))
        view = load(run)
        held = {commit.sha for commit in iter_records(run, "commits", Commit)}
    found = dict(_from_run(view, held, wanted))
    return found | dict(_from_objects(repository, [sha for sha in wanted if sha not in found]))


def _from_run(view: RunView, held: set[str], wanted: Iterable[str]) -> Iterator[tuple[str, Said]]:
    landed = {change.landed_sha: change.id for change in view.changes}
    involvements = {item.id: item for item in view.involvements}
    signals: dict[str, list[Signal]] = defaultdict(list)
    for signal in view.signals:
        signals[signal.source].append(signal)
        signals[signal.change].append(signal)
    records: dict[str, list[LineRecord]] = defaultdict(list)
    for record in view.line_records:
        records[record.commit].append(record)
    for sha in wanted:
        if sha in landed:
            item = involvements[landed[sha]]
            is_ai, by, own = item.state is AiState.AI_EVIDENCED, "change", signals[item.id]
            state = f"{item.state.value} {item.unknown_reason}".strip()
        elif sha in held:
            own = signals[sha]
            is_ai, by, state = any(one.role.value in EVIDENCE for one in own), "commit", ""
        else:
            continue
        rules = sorted({f"{one.rule} ({one.role.value})" for one in own})
        verdicts = sorted(record.verdict.value for record in records[sha])
        yield sha, Said(is_ai, by, "; ".join(filter(None, [state, *rules, *verdicts])) or "no trace")


def _from_objects(repository: Path, shas: list[str]) -> Iterator[tuple[str, Said]]:
    engine = load_rules()
    with open_clean(repository) as clean:
        for sha, raw in zip(shas, commits(clean, shas), strict=True):
            if isinstance(raw, Unreadable):
                yield sha, Said(False, "object", "not in the copy")
                continue
            traces = engine.scan(raw)
            rules = "; ".join(sorted({f"{one.rule} ({one.role})" for one in traces})) or "no trace"
            is_ai = assess_commit(raw, traces).state is AiState.AI_EVIDENCED
            yield sha, Said(is_ai, "object", f"not in the population; {rules}")
