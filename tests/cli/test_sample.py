"""`attest sample` as a user has it: population, seed, supplement, log, and every way to ask wrongly."""

import csv
import io
import json
import re
import shutil
import subprocess
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner

from attest.cli import attest as group
from attest.cli.process import told
from attest.errors import AttestError
from tests.support.history import History
from tests.support.program import Ended, attest

CHANGES = 12
SEEDED = ("--seed", "4711", "--seed-source", "R. Auditor, by mail")
CLOCK = "1767225600"


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with one run of twelve direct pushes."""
    place = tmp_path_factory.mktemp("sample")
    history = History(place / "shop")
    for number in range(CHANGES):
        history.commit(
            f"change {number}", files={"app.py": f"{number}\n"}, at=f"2025-{1 + number:02}-03T10:00:00Z"
        )
    ended = attest("collect", history.path, "--period", "2025", "--store", place / "store", "-q")
    assert ended.code == 0, ended.err
    return place / "store"


@pytest.fixture
def store(collected: Path, tmp_path: Path) -> Path:
    """The store, in a copy."""
    return Path(shutil.copytree(collected, tmp_path / "store"))


def sample(store: Path, *arguments: str | Path, clock: str = CLOCK) -> Ended:
    """Run `attest sample` on a store in this process, without the PDF: as the program ends and speaks."""
    given = ("sample", "--store", store, "--out", store.parent / "out", "--no-pdf", "-q", *arguments)
    done = CliRunner().invoke(
        group, list(map(str, given)), env={"SOURCE_DATE_EPOCH": clock}, standalone_mode=False
    )
    if isinstance(done.exception, AttestError):
        return Ended(done.exception.exit_code, done.stdout, done.stderr + told(done.exception))
    if done.exception is not None:
        raise done.exception
    return Ended(0, done.stdout, done.stderr)


def files_of(store: Path) -> dict[str, bytes]:
    """Everything of a store but the log."""
    return {
        str(path.relative_to(store)): path.read_bytes()
        for path in sorted(store.rglob("*"))
        if path.is_file() and path.parent.name != "samples"
    }


def test_the_population_is_told_before_the_seed_and_the_draw_says_so(store: Path) -> None:
    """Digest first, then the draw of the same population, each an entry of the log."""
    drawn_now = json.loads(sample(store, "--population", "--json").out)
    drawn = json.loads(sample(store, *SEEDED, "--json").out)
    log = [json.loads(path.read_bytes()) for path in sorted((store / "samples").iterdir())]

    assert drawn_now["population_size"] == CHANGES
    assert drawn["draw"]["population"] == drawn_now["population"]
    assert [(entry["number"], entry["kind"]) for entry in log] == [(1, "frozen"), (2, "drawn")]
    assert drawn["draw"]["plan"]["strata"] == [{"name": "all", "population": 12, "size": 12}]


def test_a_sample_changes_no_sealed_run(store: Path) -> None:
    """Every byte but the log is as before, and the store still verifies."""
    before = files_of(store)
    ended = sample(store, *SEEDED, "--size", "5")

    assert ended.code == 0, ended.err
    assert files_of(store) == before
    assert attest("verify", store).code == 0


def test_the_matrix_has_one_row_an_item(store: Path) -> None:
    """With rank, key, a mark for each attribute, the facts, and room for the auditor."""
    sample(store, *SEEDED, "--size", "5", "--assertion", "REV-01")
    text = (store.parent / "out" / "sample.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    drawn = json.loads((store.parent / "out" / "draw.json").read_bytes())["entry"]["draw"]

    assert [(row["rank"], row["change_key"]) for row in rows] == [
        (item["rank"], item["key"]) for item in drawn["items"]
    ]
    assert {row["1"] for row in rows} == {"?Ⓖ"}
    assert all("Source not connected" in row["1_facts"] for row in rows)
    assert {row["auditor"] for row in rows} == {""}


def test_the_same_sample_is_one_entry_and_the_same_bytes(store: Path) -> None:
    """A year later too: the time is that of the first draw."""
    sample(store, *SEEDED, "--size", "5")
    out = store.parent / "out"
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    sample(store, *SEEDED, "--size", "5", clock="1798761600")

    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    assert len(list((store / "samples").iterdir())) == 1


def test_every_seed_that_was_tried_is_printed(store: Path) -> None:
    """Three seeds and a larger size: the last supplement names all of them, byte for byte the same again."""
    out = store.parent / "out"
    for seed in ("one", "two"):
        sample(store, "--seed", seed, "--seed-source", "the team", "--size", "3")
    last = (
        "sample",
        "--store",
        store,
        "--out",
        out,
        "--seed",
        "three",
        "--seed-source",
        "the team",
        "--size",
        "6",
    )
    made = [(attest(*last, PYTHONHASHSEED=seed), (out / "workpaper.pdf").read_bytes()) for seed in ("1", "2")]
    with pikepdf.open(out / "workpaper.pdf") as pdf:
        names = sorted(pdf.attachments)
    printed = subprocess.run(
        ["pdftotext", "-layout", str(out / "workpaper.pdf"), "-"], capture_output=True, check=True, text=True
    ).stdout
    log = printed[printed.index("Every sample on record") :]

    assert made[0][1] == made[1][1]
    assert names == ["draw.json", "population.csv", "sample.csv"]
    assert "samples of this population: 3" in made[1][0].out
    assert "Not the first sample" in printed
    assert [seed for seed in ("one", "two", "three") if re.search(rf"drawn +{seed} +.the team", log)] == [
        "one", "two", "three",
    ]  # fmt: skip
    assert sample(store, "--verify").code == 0


def test_a_written_sample_is_drawn_again(store: Path) -> None:
    """The same: exit 0 and a line for each thing that was held against the other."""
    sample(store, *SEEDED, "--size", "5", "--by", "month", "--allocation", "each")
    sample(store, "--seed", "later", "--seed-source", "somebody")
    sample(store, *SEEDED, "--size", "5", "--by", "month", "--allocation", "each")
    ended = sample(store, "--verify")

    assert (ended.code, ended.err) == (0, "")
    assert [line[:4] for line in ended.out.splitlines()] == ["yes "] * 6


@pytest.mark.parametrize("name", ["population.csv", "sample.csv", "draw.json"])
def test_a_file_of_a_sample_that_was_changed_is_told(store: Path, name: str) -> None:
    """Exit 4, and the line that says which."""
    sample(store, *SEEDED, "--size", "5")
    path = store.parent / "out" / name
    path.write_bytes(path.read_bytes().replace(b"shop:", b"shop;", 1))
    ended = sample(store, "--verify")

    assert ended.code == 4
    assert "NO" in ended.out
    assert "to do: " in ended.err


def test_a_sample_drawn_elsewhere_is_not_on_record(store: Path) -> None:
    """With the log of another store taken away, a sample does not verify."""
    sample(store, *SEEDED, "--size", "5")
    shutil.rmtree(store / "samples")
    ended = sample(store, "--verify")

    assert ended.code == 4
    assert "NO   the sample is on record in the log of the store" in ended.out


@pytest.mark.parametrize("harm", ["missing", "damaged"])
def test_a_log_with_a_hole_is_refused(store: Path, harm: str) -> None:
    """Neither an entry that is gone nor one that was edited passes in silence."""
    for seed in ("one", "two"):
        sample(store, "--seed", seed, "--seed-source", "the team", "--size", "3")
    entry = store / "samples" / "0001.json"
    entry.unlink() if harm == "missing" else entry.write_bytes(entry.read_bytes().replace(b"one", b"six"))
    ended = sample(store, *SEEDED)

    assert ended.code == 4
    assert "the log of samples has a hole" in ended.err


def test_a_replaced_item_is_listed_with_its_reason(store: Path) -> None:
    """And is an entry of its own in the log."""
    sample(store, *SEEDED, "--size", "3")
    key = json.loads((store.parent / "out" / "draw.json").read_bytes())["entry"]["draw"]["items"][0]["key"]
    drawn_now = json.loads(sample(store, *SEEDED, "--size", "3", "--replace", f"{key}=a copy", "--json").out)

    assert [item["out"] for item in drawn_now["draw"]["items"]] == ["a copy", "", "", ""]
    assert drawn_now["number"] == 2
    assert sample(store, "--verify").code == 0


def test_named_changes_are_called_a_selection(store: Path, tmp_path: Path) -> None:
    """No plan, no limits, and the words say so."""
    sample(store, "--population")
    keys = [line.split(",")[1] for line in (store.parent / "out" / "population.csv").read_text().split()[1:3]]
    (tmp_path / "list").write_text("\n".join(keys))
    drawn_now = json.loads(
        sample(store, "--pick", tmp_path / "list", "--seed-source", "the team, haphazardly", "--json").out
    )

    assert (drawn_now["draw"]["method"], drawn_now["draw"]["plan"]) == ("selected", None)
    assert {item["bought"] for item in drawn_now["attributes"]} == {None}
    assert sample(store, "--verify").code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "it is not said what to draw"),
        (("--seed", "1", "--population"), "go together in no sample"),
        (("--seed", "1"), "not said where the sample comes from"),
        (("--seed", " 1", "--seed-source", "x"), "begins or ends with a space"),
        (("--seed", "", "--seed-source", "x"), "the seed is empty"),
        (("--seed", "a\nb", "--seed-source", "x"), "cannot be printed on one line"),
        ((*SEEDED, "--confidence", "100"), "not a percentage above 50"),
        ((*SEEDED, "--confidence", "half"), "not a percentage above 50"),
        ((*SEEDED, "--tolerable", "0"), "not a percentage above 0"),
        ((*SEEDED, "--tolerable", "-5"), "not a percentage above 0"),
        ((*SEEDED, "--tolerable", "1e-9"), "not a percentage above 0"),
        ((*SEEDED, "--size", "0"), "cannot be drawn from 12 changes"),
        ((*SEEDED, "--size", "13"), "cannot be drawn from 12 changes"),
        ((*SEEDED, "--expected", "1"), "no sample of 12 changes supports"),
        ((*SEEDED, "--by", "colour"), "not divided by 'colour'"),
        ((*SEEDED, "--allocation", "each"), "there are no strata"),
        ((*SEEDED, "--assertion", "NIL-01"), "no such assertion"),
        ((*SEEDED, "--replace", "nothing"), "not an item with a reason"),
        ((*SEEDED, "--replace", "shop:1=why"), "not an item of this sample"),
        (("--verify",), "there is no written sample here"),
        (("--verify", "--replace", "a=b"), "only an item that was drawn"),
        ((*SEEDED, "--period", "1999"), "no run of the store fits"),
    ],
)
def test_what_cannot_be_drawn_is_one_message_and_leaves_no_entry(
    store: Path, arguments: tuple[str, ...], said: str
) -> None:
    """Exit 2, fact and remedy, nothing on record, nothing written."""
    ended = sample(store, *arguments)

    assert ended.code == 2
    assert said in ended.err
    assert (ended.err.count("attest: "), ended.err.count("to do: ")) == (1, 1)
    assert not (store / "samples").exists()
    assert not (store.parent / "out").exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "names no change"), (b"\xff\xfe", "not UTF-8"), (b"#99\n", "fits no change of the population")],
)
def test_a_list_that_names_nothing_is_refused(store: Path, tmp_path: Path, content: bytes, said: str) -> None:
    """Empty, not text, or of a change that there is not."""
    (tmp_path / "list").write_bytes(content)
    ended = sample(store, "--pick", tmp_path / "list", "--seed-source", "the team")

    assert ended.code == 2
    assert said in ended.err


def test_a_log_behind_a_link_is_refused(store: Path, tmp_path: Path) -> None:
    """Nothing is written where a link leads."""
    (tmp_path / "elsewhere").mkdir()
    (store / "samples").symlink_to(tmp_path / "elsewhere")
    ended = sample(store, *SEEDED)

    assert ended.code == 3
    assert "a link stands in the place" in ended.err
    assert list((tmp_path / "elsewhere").iterdir()) == []
