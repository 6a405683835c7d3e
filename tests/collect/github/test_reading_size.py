"""Five thousand pull requests with forty thousand commits: read in little memory, in the order of numbers."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.collect.github.spools import Spool, check_run, commit, event, heads, listed, pull, review

PULLS, COMMITS, AT_ONCE = 5000, 8, 25
MOST_MIB = 400
MESSAGE = "Round doses to what the scale can show\n\nThe scale shows tenths of a milligram.\n" * 3
PROGRAM = """
import json, resource, sys
from pathlib import Path
from attest.collect.github.reading import GithubForge
forge = GithubForge(Path(sys.argv[1]))
listed = forge.landed_pulls("main").value
commits = short = 0
for one in listed.pulls:
    answers = (forge.pull(one.number), forge.commits(one.number), forge.reviews(one.number),
               forge.checks(one.head_sha), forge.events(one.number))
    commits += len(answers[1].value)
    short += sum(len(answer.shortfalls) for answer in answers)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(json.dumps([listed.complete, len(listed.pulls), commits, short, peak]))
"""


def oid(number: int, place: int) -> str:
    """The id of a pull request's commit."""
    return f"{number:08x}{place:08x}".ljust(40, "0")


def row(number: int) -> dict[str, object]:
    """A pull request of the usual size."""
    head = oid(number, COMMITS - 1)
    commits = [commit(f"{number}-{at}", oid=oid(number, at), message=MESSAGE) for at in range(COMMITS)]
    return pull(
        number,
        commits=listed(*commits),
        reviews=listed(review(2 * number), review(2 * number + 1)),
        timelineItems=listed(*[event("ReviewRequestedEvent", f"{number}-{at}") for at in range(4)]),
        headRefOid=head,
        head=heads(*[check_run(f"{number}-{at}") for at in range(5)], oid=head),
        mergeCommit={"oid": oid(number, COMMITS)},
    )


@pytest.mark.slow
def test_a_large_list_is_read_in_little_memory(tmp_path: Path) -> None:
    """Whole and without a shortfall; what is held is an index and a few pages."""
    spool = Spool(tmp_path)
    pages = PULLS // AT_ONCE
    for page in range(pages):
        rows = [row(PULLS - page * AT_ONCE - at) for at in range(AT_ONCE)]
        spool.page(*rows, number=page + 1, more=page + 1 < pages, total=PULLS)
    spool.page(of_pass=2, total=PULLS)
    told = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path)], check=True, capture_output=True, text=True
    )
    complete, pulls, commits, short, peak = json.loads(told.stdout)

    assert (complete, pulls, commits, short) == (True, PULLS, PULLS * COMMITS, 0)
    assert peak < MOST_MIB
