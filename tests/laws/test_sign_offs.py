"""A sign-off says who passes a patch on: no outcome of any test of review is another one for it."""

from functools import cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from attest.catalog import load as load_catalog
from attest.collect.gaps import GapLog
from attest.collect.named_reviewers import named_reviewers
from attest.collect.people import Directory, Identities, meet_commit
from attest.collect.records import Recorder
from attest.detect.engine import load
from attest.model.commit import Ident, RawCommit
from attest.model.progress import silent
from attest.pipeline.collecting import collect
from attest.pipeline.reporting import evaluate
from attest.pipeline.scope import Request
from attest.proof.commitment import Sealer
from tests.support.history import History
from tests.support.records import NOT_CONNECTED, finding, run_of, sha, undetermined

ADA = Ident("Ada", "ada@shop.example", 1_741_600_000, "+0000")
PEOPLE = st.sampled_from(
    ["Ada <ada@shop.example>", "Ada <ada@home.example>", "Ben <ben@shop.example>", "Ben",
     "Cyd <cyd@shop.example>", "Claude <noreply@anthropic.com>"]
)  # fmt: skip
KEYS = st.sampled_from(["Reviewed-by", "Approved-by", "Acked-by", "Co-authored-by", "Tested-by"])
TRAILER = st.builds("{}: {}".format, KEYS, PEOPLE)
ROWS = st.lists(st.one_of(TRAILER, st.sampled_from(["", "", "Words.", "> quoted", "* an item"])), max_size=10)
SIGNED = st.builds("Signed-off-by: {}".format, PEOPLE)
TESTS = ("REV-01", "REV-02", "REV-03")
CONFIG = """format: attest/1
controls:
""" + "".join(
    f"  - {{id: C-{name}, assertion: {name}, operation: operated, wording: We do., owner: Ada, "
    "parameters: {review_evidence: trailers}}\n"
    for name in TESTS[:2]
)

engine = cache(load)
catalog = cache(load_catalog)


def outcomes(message: str) -> list[tuple[str, str]]:
    """Outcome and reason of each test of review, where the message of what landed decides."""
    rules = engine()
    identities = Identities(rules.classify, own_lines=rules.own_lines, own_trailers=rules.own_trailers)
    directory = Directory(identities, Sealer(b"k"))
    raw = RawCommit(sha("landed 1"), sha("tree"), (), ADA, ADA, message)
    meet_commit(directory, raw)
    directory.settle()
    recorder = Recorder("shop", directory, Sealer(b"k"))
    authors = (directory.actor(ADA.name, ADA.email), *recorder.coauthors(message, ADA.name, ADA.email))
    change = undetermined(authors=authors)
    made = named_reviewers((raw,), change.id, recorder, GapLog("shop"))
    view = run_of(change, reviews=[review for review, _ in made], not_connected=NOT_CONNECTED, forge="git")
    found = [
        finding(catalog(), "REV-01", view, review_evidence="trailers"),
        finding(catalog(), "REV-02", view, review_evidence="trailers", approvals=2),
        finding(catalog(), "REV-03", view),
    ]
    return [(item.outcome.word, item.reason) for item in found]


@given(rows=ROWS, signed=st.lists(st.tuples(SIGNED, st.integers(0, 10)), min_size=1, max_size=3))
@settings(max_examples=150, deadline=None)
def test_a_sign_off_changes_no_outcome(rows: list[str], signed: list[tuple[str, int]]) -> None:
    """Whoever signs off, wherever the line stands, and whatever else the message names."""
    with_them = list(rows)
    for line, place in signed:
        with_them.insert(min(place, len(with_them)), line)

    assert outcomes("\n".join(["Add tax", "", *rows])) == outcomes("\n".join(["Add tax", "", *with_them]))


def test_a_whole_run_has_the_same_outcomes_with_a_persons_sign_offs(tmp_path: Path) -> None:
    """From the repository to the findings of every assertion."""
    bodies = ["", "Reviewed-by: Ben <ben@shop.example>", "Acked-by: Ben <ben@shop.example>", "Words."]
    found = []
    for name, line in (("plain", ""), ("signed", "\n\nSigned-off-by: Cyd <cyd@shop.example>")):
        history = History(tmp_path / name / "shop")
        history.commit(f"start{line}", files={"attest.yaml": CONFIG})
        for place, body in enumerate(bodies):
            history.commit(f"Change {place}\n\n{body}{line}", files={"app.py": str(place)})
        request = Request((history.path,), "2025", tmp_path / name / "store", "2026-01-05T00:00:00Z")
        evaluated = evaluate(collect(request, silent), ())
        found.append([(item.assertion, item.outcome, item.reason) for item in evaluated.evaluation.findings])

    assert found[0] == found[1]
    assert {reason for name, _, reason in found[0] if name == "REV-01"} == {
        "acknowledged-only",
        "no-reviewer-named",
        "reviewer-named",
    }
