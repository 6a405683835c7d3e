"""Files of other systems go into a run: who they name, which change, and nothing personal in the records."""

import hashlib
import shutil
from pathlib import Path
from typing import Any

import pytest

from attest.errors import ConfigError, UsageError
from attest.ledger.read import iter_personal, load
from attest.ledger.verification import Status
from attest.ledger.verify import verify
from attest.model.coverage import CoverageKind
from attest.model.evidence import RunView
from attest.model.imported import Imported, ImportedFile
from attest.model.progress import silent
from attest.pipeline.choosing import choose
from attest.pipeline.collecting import collect
from attest.pipeline.scope import Request
from tests.collect.stories import WEB, Answers, review, user
from tests.support.history import ADA, BEN, History

TRAINING = "person,course,topic,completed\n"
TICKETS = "ticket,change,created_at,accepted_by\n"
CREATED = "2025-01-01T09:00:00Z"


@pytest.fixture
def history(tmp_path: Path) -> History:
    """#4 is Ben's, in two commits, approved by Cy."""
    made = History(tmp_path / "shop")
    made.commit("start", files={"a": "1\n"}, at="2024-12-01T00:00:00Z", author=ADA)
    work = made.commit("Work", files={"b": "1\n"}, branch="work", author=BEN)
    made.ref("refs/pull/4/head", work)
    landed = made.commit("Tidy (#4)", files={"b": "1\n"}, author=BEN, committer=WEB)
    made.commit("Push", files={"c": "1\n"}, author=ADA)
    answers = Answers(tmp_path / "forge", made)
    answers.pull(4, landed, [work], user=user("ben", 2), reviews=[review(3, user("cy", 3))])
    return made


def file(history: History, text: str, name: str = "table.csv") -> Path:
    """A file beside the repository."""
    path = history.path.parent / name
    path.write_text(text)
    return path


def request(history: History, *imports: tuple[str, Path], **more: Any) -> Request:
    """The period in which the history lies, with the forge's answers."""
    fields: dict[str, Any] = {
        "repositories": (history.path,), "period": "2025", "store": history.path.parent / "store",
        "now": "2026-06-01T00:00:00Z", "forge": f"recorded:{history.path.parent / 'forge'}",
        "imports": imports, **more,
    }  # fmt: skip
    return Request(**fields)


def run_with(history: History, kind: str, text: str, **more: Any) -> Path:
    """The run with a file of a kind."""
    return collect(request(history, (kind, file(history, text)), **more), silent)


def told(history: History, kind: str, text: str, **more: Any) -> RunView:
    """What the run holds."""
    return load(run_with(history, kind, text, **more))


def person(view: RunView) -> str:
    """Whom the first row names."""
    return view.imported[0].people["person"]


def test_a_row_is_a_record_with_the_pseudonym_and_the_values(history: History) -> None:
    """The id says kind, file and row; what is empty is not there."""
    text = f"{TRAINING}cy@example.org,One,AI tools,2025-01-20\n"
    view = told(history, "training", text)
    digest = hashlib.sha256(text.encode()).hexdigest()
    [row] = view.imported

    assert row == Imported(
        id=f"imported:training:{digest[:12]}:000002", kind="training", row=2,
        people={"person": row.people["person"]},
        values={"completed": "2025-01-20", "course": "One", "topic": "ai-tools"},
        commitment=row.commitment,
    )  # fmt: skip
    assert view.manifest.imports == (
        ImportedFile(kind="training", name="table.csv", sha256=digest, rows=1, unreadable=0, ignored=0),
    )


def test_an_address_is_the_person_of_the_commits(history: History) -> None:
    """In whatever letters it is written."""
    view = told(history, "training", f"{TRAINING}BEN@Example.org,One,,2025-01-20\n")
    change = next(one for one in view.changes if one.number == 4)

    assert person(view) in {actor.id for actor in change.authors}


@pytest.mark.parametrize("account", ["github:cy", "github:CY", "github:3"])
def test_an_account_is_the_person_of_the_reviews(history: History, account: str) -> None:
    """By login or by number."""
    view = told(history, "training", f"{TRAINING}{account},One,,2025-01-20\n")

    assert person(view) == view.reviews[0].reviewer.id


def test_the_persons_file_ties_an_address_to_an_account(history: History) -> None:
    """The register of trainings knows Cy under the address of the office."""
    config = file(
        history,
        "format: attest/1\nrepositories:\n  - {name: shop}\n"
        "persons:\n  - {id: cy, addresses: [cy@office.example], accounts: ['github:3']}\n",
        "attest.yaml",
    )
    view = told(history, "training", f"{TRAINING}cy@office.example,One,,2025-01-20\n", config=config)

    assert person(view) == view.reviews[0].reviewer.id


def test_whom_nothing_ties_is_a_person_of_their_own(history: History) -> None:
    """Two rows of one address are one person, whom nobody else is."""
    text = f"{TRAINING}dee@example.org,One,,2025-01-20\ndee@example.org,Two,,2025-01-21\n"
    view = told(history, "training", text)
    found = {row.people["person"] for row in view.imported}
    others = {actor.id for change in view.changes for actor in change.authors}

    assert len(found) == 1
    assert found.isdisjoint(others | {one.reviewer.id for one in view.reviews})
    assert view.people[found.pop()] == "dee@example.org"


def test_a_robots_account_is_no_person(history: History) -> None:
    """Deployments are often made by one."""
    sha = history.git("rev-parse", "main")
    text = f"id,environment,sha,at,actor,approver\n1,production,{sha},{CREATED},github:ship[bot],github:cy\n"
    [row] = told(history, "deployments", text).imported

    assert (row.people["actor"], row.people["approver"][:2]) == ("robot:ship", "P-")


@pytest.mark.parametrize("remote", ["", "acme/shop", "Acme/Shop"])
def test_a_number_is_the_change_of_its_repository(history: History, remote: str) -> None:
    """Alone, it is of the only repository."""
    view = told(history, "tickets", f"{TICKETS}SHOP-1,{remote}#4,{CREATED},github:cy\n")

    assert [row.values["change"] for row in view.imported] == ["shop#4"]


@pytest.mark.parametrize("digits", [7, 12, 40])
@pytest.mark.parametrize("ref", ["work", "main~1"])
def test_a_commit_is_the_change_that_it_landed_with(history: History, ref: str, digits: int) -> None:
    """The landed one, or one of the pull request's own."""
    sha = history.git("rev-parse", ref)[:digits]
    view = told(history, "tickets", f"{TICKETS}SHOP-1,{sha},{CREATED},github:cy\n")
    change = next(one for one in view.changes if one.number == 4)

    assert [row.values["change"] for row in view.imported] == [change.id]


def test_what_is_of_no_change_here_stays_as_given(history: History) -> None:
    """Another repository's number, and a commit that is not there."""
    text = f"{TICKETS}A,acme/other#4,{CREATED},\nB,{'ab' * 20},{CREATED},\n"
    view = told(history, "tickets", text)

    assert [row.values["change"] for row in view.imported] == ["acme/other#4", "ab" * 20]


def test_a_repository_has_its_name_of_the_run(history: History) -> None:
    """Where it is one of the run's."""
    sha = history.git("rev-parse", "main")
    rows = "".join(f"{n},{name},p,{sha},{CREATED}\n" for n, name in enumerate(("acme/shop", "acme/other")))
    view = told(history, "deployments", f"id,repository,environment,sha,at\n{rows}")

    assert [row.values["repository"] for row in view.imported] == ["shop", "acme/other"]


def test_rows_that_cannot_be_read_are_a_gap_with_file_and_row(history: History) -> None:
    """They are counted, the others count, and no word of the cells is told."""
    bad = "".join(f"Person {number},One,,2025-01-20\n" for number in range(7))
    view = told(history, "training", f"{TRAINING}ada@example.org,One,,2025-01-20\n{bad}")
    [gap] = [gap for gap in view.gaps if gap.source == "import"]
    problem = "person is neither an address nor github: with a login or a number"

    assert (gap.kind, gap.affected_count) == ("training-unreadable", 7)
    assert gap.what == (
        "7 rows of the training file 'table.csv' could not be read, of 8: "
        + "; ".join(f"row {row}: {problem}" for row in range(3, 8))
        + "; and 2 more"
    )
    assert (view.manifest.imports[0].rows, view.manifest.imports[0].unreadable) == (8, 7)


def test_how_much_of_a_file_was_read_is_on_record(history: History) -> None:
    """For the report's table of what was handed in."""
    view = told(history, "training", f"{TRAINING}ada@example.org,One,,2025-01-20\nnobody,,,\n")
    [item] = [one for one in view.coverage if one.kind is CoverageKind.IMPORT]

    assert (item.rule, item.path, item.count, item.of) == ("import.training", "table.csv", 1, 2)
    assert item.setting == view.manifest.imports[0].sha256


def test_no_address_and_no_note_is_in_the_records(history: History) -> None:
    """They are in the personal part, whose commitments open; what it was redacted from still verifies."""
    text = (
        "subject,person,at,decision,follow_up\n"
        "report,dee@example.org,2025-07-02,accepted,Ask Dee Lite about #4\n"
    )
    run = run_with(history, "sign-offs", text)
    records = b"".join(path.read_bytes() for path in sorted((run / "records").iterdir()))
    [opening] = iter_personal(run, "imported")

    assert [word for word in (b"dee@", b"Dee Lite") if word in records] == []
    assert opening.fields == {"person": "dee@example.org", "follow_up": "Ask Dee Lite about #4"}
    assert verify(run).ok
    assert load(run).imported[0].values["follow_up"] == "given"
    shutil.rmtree(run / "personal")
    shutil.rmtree(run / "raw")
    assert verify(run).ok
    assert b"dee@" not in b"".join(path.read_bytes() for path in run.rglob("*") if path.is_file())


def test_the_bytes_are_kept_as_received(history: History) -> None:
    """Under their digest, as an answer of a source."""
    run = run_with(history, "training", f"{TRAINING}ada@example.org,One,,2025-01-20\n")
    view = load(run)
    [answer] = [one for one in view.manifest.answers if one.source == "import"]

    assert answer.request == "import/00"
    assert [page.sha256 for page in answer.pages] == [view.manifest.imports[0].sha256]
    assert (run / "raw" / answer.pages[0].sha256).read_text().startswith(TRAINING)


@pytest.mark.parametrize(
    ("place", "old", "new", "step"),
    [
        ("records/imported.jsonl", b"2025-01-20", b"2025-01-21", "digests"),
        ("personal/imported.jsonl", b"ada@example.org", b"eve@example.org", "personal"),
    ],
)
def test_a_changed_row_is_found(history: History, place: str, old: bytes, new: bytes, step: str) -> None:
    """In the records and in the personal part."""
    run = run_with(history, "training", f"{TRAINING}ada@example.org,One,,2025-01-20\n")
    data = (run / place).read_bytes()
    (run / place).write_bytes(data.replace(old, new))
    [found] = verify(run).runs

    assert old in data
    assert {one.id: one.status for one in found.steps}[step] is Status.FAILED


def test_a_faulty_file_ends_it_before_anything_is_collected(history: History) -> None:
    """Nothing is left in the store."""
    with pytest.raises(ConfigError, match="lacks the columns person, completed"):
        told(history, "training", "course\nOne\n")

    assert not (history.path.parent / "store").exists()


def test_the_same_file_twice_is_a_mistake(history: History) -> None:
    """It would count twice."""
    path = file(history, f"{TRAINING}ada@example.org,One,,2025-01-20\n")

    with pytest.raises(UsageError, match="the same file is given twice as training"):
        collect(request(history, ("training", path), ("training", path)), silent)


def test_the_same_input_gives_the_same_run(history: History) -> None:
    """To the byte."""
    text = f"{TRAINING}ada@example.org,One,,2025-01-20\ndee@example.org,Two,,2025-01-20\n"

    assert run_with(history, "training", text) == run_with(history, "training", text)


def test_a_row_that_two_months_were_handed_counts_once(tmp_path: Path) -> None:
    """Under one pseudonym, and with the change that only one of the months knows."""
    made = History(tmp_path / "shop")
    made.commit("one", files={"a": "1\n"}, at="2025-01-10T00:00:00Z")
    later = made.commit("two", files={"a": "2\n"}, at="2025-02-10T00:00:00Z")
    tickets = file(made, f"{TICKETS}SHOP-1,{later},{CREATED},ada@example.org\n", "tickets.csv")
    january = file(made, f"{TRAINING}ada@example.org,One,,2025-01-20\n", "january.csv")
    handed = {"2025-01": [("tickets", tickets), ("training", january)], "2025-02": [("tickets", tickets)]}
    for period, files in handed.items():
        collect(request(made, *files, period=period, forge="git"), silent)
    view = choose(made.path.parent / "store", period="2025-01-01..2025-02-28").view
    [ticket, training] = view.imported

    assert [(one.kind, one.rows) for one in view.manifest.imports] == [("tickets", 1), ("training", 1)]
    assert ticket.values["change"] == f"shop:{later}"
    assert ticket.people["accepted_by"] == training.people["person"] == view.changes[0].authors[0].id
    assert [one.path for one in view.coverage if one.kind is CoverageKind.IMPORT] == [
        "tickets.csv", "january.csv",
    ]  # fmt: skip
