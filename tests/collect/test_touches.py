"""Which change touched the audit's own rules: by place, by name, by content, and however it landed."""

import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from attest.collect import collector, tree_changes
from attest.collect.collector import open_repository
from attest.collect.diffs import Rows
from attest.collect.forge import NoForge
from attest.collect.people import Identities
from attest.collect.period import parse
from attest.collect.watch import Lookout, Watch
from attest.config import named_places
from attest.detect import path_classes
from attest.model.population import Gap
from attest.model.touch import OWN_RULES, NamedGlob, PathClass, PathKind, Touch, Watched
from attest.proof.commitment import Sealer
from tests.collect.stories import classify
from tests.support.history import Files, History

OWN = tuple(item for item in path_classes.load() if item.id == OWN_RULES)
WATCH = Watch(OWN, "attest.yaml", named_places)
AT = "2025-02-{:02}T10:00:00Z"
AUDIT = "jobs:\n  audit:\n    steps:\n      - run: attest run . --period 2025\n"
BUILD = "jobs:\n  build:\n    steps:\n      - uses: actions/attest-build-provenance@v2\n"


class Told:
    """What a collection said of watched places."""

    def __init__(self, history: History, watch: Watch, *, statistics: bool) -> None:
        with open_repository(history.path, name="shop") as opened:
            collection = opened.collect(
                parse("2025"),
                forge=NoForge(),
                identities=Identities(classify),
                sealer=Sealer(b"k"),
                statistics=statistics,
                watch=watch,
            )
            self.changes = [item.change for item in collection]
            self.touches: tuple[Touch, ...] = collection.touches
            self.watched: tuple[Watched, ...] = collection.scope.watched
            self.gaps: tuple[Gap, ...] = collection.gaps

    @property
    def said(self) -> list[tuple[str, str, str, str, str]]:
        """Landed commit, path, kind, effect and basis of each touch."""
        return [
            (item.change.rpartition(":")[2], item.path, item.kind, item.effect.value, item.basis.value)
            for item in self.touches
        ]


@pytest.fixture(params=[True, False], ids=["listed", "no-statistics"])
def tell(request: pytest.FixtureRequest) -> Callable[..., Told]:
    """Collects with lists of files at hand, and without: the answer is the same."""

    def collect(history: History, watch: Watch = WATCH) -> Told:
        return Told(history, watch, statistics=bool(request.param))

    return collect


@pytest.fixture
def history(tmp_path: Path) -> History:
    """A repository with a configuration from before the period."""
    made = History(tmp_path / "shop")
    made.commit(
        "start", files={"attest.yaml": "format: attest/1\n", "app.py": "1\n"}, at="2024-06-01T10:00:00Z"
    )
    return made


def test_a_change_of_attest_yaml_is_told(history: History, tell: Callable[..., Told]) -> None:
    """With the file before and after it, and not the changes beside it."""
    history.commit("code", files={"app.py": "2\n"}, at=AT.format(1))
    sha = history.commit("rules", files={"attest.yaml": "format: attest/1\nentity: A\n"}, at=AT.format(2))

    told = tell(history)

    assert told.said == [(sha, "attest.yaml", "configuration", "changed", "place")]
    assert (told.touches[0].before, told.touches[0].after, told.touches[0].commits) == (
        history.git("rev-parse", f"{sha}^:attest.yaml"),
        history.git("rev-parse", f"{sha}:attest.yaml"),
        (sha,),
    )


def test_a_file_of_that_name_elsewhere_is_none(history: History, tell: Callable[..., Told]) -> None:
    """Places are paths from the root, whole and case by case."""
    names = ("sub/attest.yaml", "attest.yaml.bak", "Attest.yaml", "xattest.yaml", "attest.yaml\nx", "attest")
    history.commit("others", files=dict.fromkeys(names, "1\n"), at=AT.format(1))

    assert tell(history).said == []


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        (".attest/persons.yaml", "persons"),
        (".attest/packs/own/pack.yaml", "packs"),
        (".attest/rules.yaml", "rules"),
        (".attest/rules/agents.yaml", "rules"),
        (".attest/dispositions.yaml", "dispositions"),
        (".attest/notes.md", "other"),
    ],
)
def test_default_places_have_their_kind(
    history: History, tell: Callable[..., Told], path: str, kind: str
) -> None:
    """The first kind that fits counts."""
    sha = history.commit("rules", files={path: "1\n"}, at=AT.format(1))

    assert tell(history).said == [(sha, path, kind, "added", "place")]


def test_a_deletion_counts(history: History, tell: Callable[..., Told]) -> None:
    """Taking the rules away is a change of the rules."""
    sha = history.commit("drop", files={"attest.yaml": None}, at=AT.format(1))

    told = tell(history)

    assert told.said == [(sha, "attest.yaml", "configuration", "deleted", "place")]
    assert told.touches[0].after is None


def test_a_rename_away_is_a_deletion(history: History, tell: Callable[..., Told]) -> None:
    """The same content under another name steers nothing any more."""
    moved: Files = {"attest.yaml": None, "old/attest.yaml": "format: attest/1\n"}
    sha = history.commit("move", files=moved, at=AT.format(1))

    assert tell(history).said == [(sha, "attest.yaml", "configuration", "deleted", "place")]


def test_a_file_that_becomes_a_folder_shows(history: History, tell: Callable[..., Told]) -> None:
    """The file is gone; what lies in a folder of its name is listed as well."""
    sha = history.commit("odd", files={"attest.yaml": None, "attest.yaml/x": "1\n"}, at=AT.format(1))

    assert tell(history).said == [
        (sha, "attest.yaml", "configuration", "deleted", "place"),
        (sha, "attest.yaml/x", "configuration", "added", "place"),
    ]


def test_a_merged_branch_brings_its_touch_to_the_merge(history: History, tell: Callable[..., Told]) -> None:
    """The change is the merge, the commit is the one that was brought in."""
    own = history.commit("rules", files={"attest.yaml": "entity: B\n"}, branch="work", at=AT.format(1))
    history.commit("more", files={"app.py": "2\n"}, branch="work", at=AT.format(2))
    landed = history.merge("work", "Merge pull request #7 from ada/work", at=AT.format(3))

    told = tell(history)

    assert told.said == [(landed, "attest.yaml", "configuration", "changed", "place")]
    assert told.touches[0].commits == (own,)


def test_a_touch_that_a_branch_took_back_is_told_with_no_effect(
    history: History, tell: Callable[..., Told]
) -> None:
    """For a while the branch ran under other rules; the release branch never did."""
    there = history.commit("try", files={"attest.yaml": "entity: B\n"}, branch="work", at=AT.format(1))
    back = history.commit("undo", files={"attest.yaml": "format: attest/1\n"}, branch="work", at=AT.format(2))
    history.commit("more", files={"app.py": "2\n"}, branch="work", at=AT.format(3))
    landed = history.merge("work", at=AT.format(4))

    told = tell(history)

    assert told.said == [(landed, "attest.yaml", "configuration", "none", "place")]
    assert told.touches[0].commits == (there, back)


def test_a_merge_that_itself_changes_the_rules_is_told(history: History, tell: Callable[..., Told]) -> None:
    """No commit of the branch touched them, so no list of files has it."""
    history.commit("work", files={"app.py": "2\n"}, branch="work", at=AT.format(1))
    landed = history.merge("work", files={"attest.yaml": "entity: Evil\n"}, at=AT.format(2))

    told = tell(history)

    assert told.said == [(landed, "attest.yaml", "configuration", "changed", "place")]
    assert told.touches[0].commits == (landed,)


def test_a_merge_that_takes_the_older_side_is_told(history: History, tell: Callable[..., Told]) -> None:
    """The stricter rules of the release branch are lost without any commit that touches them."""
    history.commit("work", files={"app.py": "2\n"}, branch="work", at=AT.format(1))
    strict = history.commit("strict", files={"attest.yaml": "entity: Strict\n"}, at=AT.format(2))
    landed = history.merge("work", files={"attest.yaml": "format: attest/1\n"}, at=AT.format(3))

    assert [(sha, effect) for sha, _, _, effect, _ in tell(history).said] == [
        (strict, "changed"),
        (landed, "changed"),
    ]


def test_a_merge_of_the_release_branch_into_a_branch_is_none(
    history: History, tell: Callable[..., Told]
) -> None:
    """What came from the release branch was told where it landed first."""
    history.commit("work", files={"app.py": "2\n"}, branch="work", at=AT.format(1))
    first = history.commit("rules", files={"attest.yaml": "entity: B\n"}, at=AT.format(2))
    history.merge("main", "Merge branch 'main' into work", branch="work", at=AT.format(3))
    history.merge("work", at=AT.format(4))

    assert [sha for sha, *_ in tell(history).said] == [first]


def test_a_squash_is_told_by_what_landed(history: History, tell: Callable[..., Told]) -> None:
    """The commits of the pull request's head are not on the branch."""
    head = history.commit("rules", files={"attest.yaml": "entity: B\n"}, branch="work", at=AT.format(1))
    history.ref("refs/pull/3/head", head)
    landed = history.commit("Rules (#3)", files={"attest.yaml": "entity: B\n"}, at=AT.format(2))

    told = tell(history)

    assert told.said == [(landed, "attest.yaml", "configuration", "changed", "place")]
    assert told.touches[0].commits == (landed,)


def test_the_first_commit_adds(tmp_path: Path, tell: Callable[..., Told]) -> None:
    """A history that begins in the period begins with its rules."""
    history = History(tmp_path / "new")
    sha = history.commit("start", files={"attest.yaml": "format: attest/1\n"}, at=AT.format(1))

    assert tell(history).said == [(sha, "attest.yaml", "configuration", "added", "place")]


@pytest.mark.parametrize("said", ["before", "after"])
def test_a_workflow_counts_when_it_runs_attest_at_either_end(
    history: History, tell: Callable[..., Told], said: str
) -> None:
    """Bringing the audit in and taking it out are both told; a workflow that never had it is not."""
    path, ends = ".github/workflows/ci.yml", {"before": (AUDIT, BUILD), "after": (BUILD, AUDIT)}[said]
    history.commit("one", files={path: ends[0], ".github/workflows/b.yml": BUILD}, at="2024-07-01T10:00:00Z")
    sha = history.commit("two", files={path: ends[1], ".github/workflows/b.yml": "x\n"}, at=AT.format(2))

    told = tell(history)
    about = next(item for item in told.watched if item.kind == "workflow")

    assert told.said == [(sha, path, "workflow", "changed", "content")]
    assert (about.touched, about.listed) == (2, 1)


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("- run: attest run .", True),
        ("- uses: acme/attest@v1", True),
        ("- run: uvx attest-changes collect .", True),
        ("- run: python -m attest report", True),
        ("- uses: actions/attest@v2", False),
        ("- uses: actions/attest-build-provenance@v2", False),
        ("permissions: {attestations: write}", False),
        ("- run: make test_attest", False),
    ],
)
def test_what_a_workflow_must_say(history: History, text: str, runs: bool) -> None:
    """The command, the package or an action; not the forge's own action of a like name."""
    history.commit("ci", files={".github/workflows/ci.yaml": f"steps:\n{text}\n"}, at=AT.format(1))

    assert bool(Told(history, WATCH, statistics=True).said) is runs


def test_a_workflow_that_cannot_be_read_is_listed_by_its_place(
    history: History, tell: Callable[..., Told]
) -> None:
    """Content over a mebibyte is not read: that is no reason to leave it out."""
    path = ".github/workflows/big.yml"
    sha = history.commit("big", files={path: "x" * (1 << 20) + "\n"}, at=AT.format(1))

    assert tell(history).said == [(sha, path, "workflow", "added", "content-unread")]


@pytest.mark.parametrize("size", [2, 900])
def test_a_damaged_workflow_is_listed_by_its_place_and_misleads_nobody(
    history: History, tell: Callable[..., Told], size: int
) -> None:
    """Git streams a file that has less or more content than its object says; the next is read aright."""
    paths = [f".github/workflows/{name}.yml" for name in "abc"]
    shas = [history.commit(path, files={path: AUDIT + f"# {path}\n"}, at=AT.format(1)) for path in paths]
    blobs = [history.git("rev-parse", f"HEAD:{path}") for path in paths]
    for blob in blobs[:1]:
        damaged = zlib.compress(b"blob %d\0" % size + b"x" * 300)
        place = history.git_dir / "objects" / blob[:2] / blob[2:]
        place.chmod(0o644)
        place.write_bytes(damaged)

    assert tell(history).said == [
        (sha, path, "workflow", "added", basis)
        for sha, path, basis in zip(shas, paths, ["content-unread", "content", "content"], strict=True)
    ]


def test_a_file_that_attest_yaml_named_for_a_while_counts_all_the_time(
    history: History, tell: Callable[..., Told]
) -> None:
    """Before it was named, while it was, and after the name was taken out again."""
    path = "audit/agents.yaml"
    early = history.commit("early", files={path: "1\n"}, at=AT.format(1))
    named = history.commit(
        "name", files={"attest.yaml": f"format: attest/1\nrule_files: {{rules: [{path}]}}\n"}, at=AT.format(2)
    )
    used = history.commit("use", files={path: "2\n"}, at=AT.format(3))
    other = "format: attest/1\nrule_files: {rules: [audit/other.yaml]}\n"
    renamed = history.commit(
        "other", files={"attest.yaml": other, path: None, "audit/other.yaml": "2\n"}, at=AT.format(4)
    )
    dropped = history.commit("drop", files={"attest.yaml": "format: attest/1\n"}, at=AT.format(5))
    late = history.commit("late", files={"audit/other.yaml": "3\n"}, at=AT.format(6))

    told = tell(history)
    rules = next(item for item in told.watched if item.kind == "rules")

    assert told.said == [
        (early, path, "rules", "added", "named"),
        (named, "attest.yaml", "configuration", "changed", "place"),
        (used, path, "rules", "changed", "named"),
        (renamed, "attest.yaml", "configuration", "changed", "place"),
        (renamed, path, "rules", "deleted", "named"),
        (renamed, "audit/other.yaml", "rules", "added", "named"),
        (dropped, "attest.yaml", "configuration", "changed", "place"),
        (late, "audit/other.yaml", "rules", "changed", "named"),
    ]
    assert rules.named == (path, "audit/other.yaml")


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_name_from_before_or_after_the_period_counts(
    history: History, tell: Callable[..., Told], when: str
) -> None:
    """What the version at the start named held on the first day; what the tip names steers the run."""
    naming: Files = {"attest.yaml": "rule_files: {packs: [audit/packs]}\n"}
    gone: Files = {"attest.yaml": "format: attest/1\n"}
    history.commit("a", files=naming if when == "before" else gone, at="2024-12-31T10:00:00Z")
    sha = history.commit("pack", files={"audit/packs/soc2/own.yaml": "1\n"}, at=AT.format(1))
    history.commit("b", files=gone if when == "before" else naming, at="2026-01-01T10:00:00Z")

    assert tell(history).said == [(sha, "audit/packs/soc2/own.yaml", "packs", "added", "named")]


def test_a_named_workflow_needs_no_word_in_it(history: History, tell: Callable[..., Told]) -> None:
    """Where a workflow runs attest through a script, attest.yaml can name it."""
    path = ".github/workflows/audit.yml"
    named: Files = {"attest.yaml": f"rule_files: {{workflow: [{path}]}}\n"}
    history.commit("name", files=named, at="2024-07-01T10:00:00Z")
    sha = history.commit("flow", files={path: "run: make audit\n"}, at=AT.format(1))

    assert tell(history).said == [(sha, path, "workflow", "added", "named")]


@pytest.mark.parametrize(
    "text", ["a: [\n", "rule_files: {rules: [/etc/x]}\n", "rule_files: {rulez: [x]}\n", "\xff"]
)
def test_a_version_that_cannot_be_read_leaves_a_gap(history: History, text: str) -> None:
    """Which files it named is not known, and that is said."""
    history.commit("broken", files={"attest.yaml": text.encode("latin-1")}, at=AT.format(1))
    history.commit("mended", files={"attest.yaml": "format: attest/1\n"}, at=AT.format(2))

    told = Told(history, WATCH, statistics=True)

    assert [gap.kind for gap in told.gaps] == ["version-unreadable"]
    assert len(told.said) == 2


def test_places_of_a_file_from_outside_count_as_well(history: History, tell: Callable[..., Told]) -> None:
    """With `--config`, the places that it names are looked at in each repository."""
    given = NamedGlob(path_class="attest-rules", kind="rules", glob="ops/*.yaml")
    sha = history.commit("ops", files={"ops/a.yaml": "1\n", "ops/b/c.yaml": "1\n"}, at=AT.format(1))

    told = tell(history, Watch(WATCH.classes, WATCH.config_file, WATCH.named_in, (given,)))

    assert told.said == [(sha, "ops/a.yaml", "rules", "added", "named")]


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        (b".attest/rules/\xff\xfe.yaml", ".attest/rules/\\xff\\xfe.yaml"),
        (b".attest/rules/a\nb=\n.yaml", ".attest/rules/a\nb=\n.yaml"),
        (b".attest/rules/\t1\t2\tx.yaml", ".attest/rules/\t1\t2\tx.yaml"),
        (b".attest/rules/:100644 100644", ".attest/rules/:100644 100644"),
        ("\u202e.yaml".encode().join([b".attest/rules/", b""]), ".attest/rules/\u202e.yaml"),
        (b".attest/rules/" + b"x" * 250, ".attest/rules/" + "x" * 250),
    ],
)
def test_hostile_names_are_told_like_any_other(
    history: History, tell: Callable[..., Told], path: bytes, shown: str
) -> None:
    """Line ends, tabs, marks of our own and bytes that are no text."""
    sha = history.commit("odd", files={path: "1\n"}, at=AT.format(1))
    after = history.commit("next", files={"attest.yaml": "entity: C\n"}, at=AT.format(2))

    assert [(landed, name) for landed, name, *_ in tell(history).said] == [
        (sha, shown),
        (after, "attest.yaml"),
    ]


def test_a_commit_whose_trees_are_missing_is_named(history: History) -> None:
    """It and the one that is compared with it are a gap; the commits after them are read all the same."""
    lost = history.commit("lost", files={"app.py": "2\n"}, at=AT.format(1))
    beside = history.commit("beside", files={"app.py": "3\n"}, at=AT.format(2))
    after = history.commit("rules", files={"attest.yaml": "entity: B\n"}, at=AT.format(3))
    tree = history.git("rev-parse", f"{lost}^{{tree}}")
    (history.git_dir / "objects" / tree[:2] / tree[2:]).unlink()

    told = Told(history, WATCH, statistics=False)
    gap = next(gap for gap in told.gaps if gap.kind == "touches-unknown")

    assert set(gap.affects) == {f"shop:{lost}", f"shop:{beside}"}
    assert [sha for sha, *_ in told.said] == [after]


def test_too_many_broken_commits_are_named_without_being_tried(
    history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clone without trees does not cost a child for each commit."""
    shas = [history.commit("x", files={"app.py": f"{n}\n"}, at=AT.format(n)) for n in range(2, 8)]
    for sha in shas:
        tree = history.git("rev-parse", f"{sha}^{{tree}}")
        (history.git_dir / "objects" / tree[:2] / tree[2:]).unlink()
    monkeypatch.setattr(tree_changes, "_MOST_FAILURES", 2)

    told = Told(history, WATCH, statistics=False)

    assert [gap.affected_count for gap in told.gaps if gap.kind == "touches-unknown"] == [len(shas)]


def test_a_commit_whose_files_were_not_listed_is_read_by_its_trees(history: History) -> None:
    """A missing content, or too many paths, costs statistics and not the answer."""
    sha = history.commit("rules", files={"attest.yaml": "entity: B\n", "app.py": "2\n"}, at=AT.format(1))
    blob = history.git("rev-parse", f"{sha}:app.py")
    (history.git_dir / "objects" / blob[:2] / blob[2:]).unlink()

    told = Told(history, WATCH, statistics=True)

    assert [change.files for change in told.changes] == [None]
    assert told.said == [(sha, "attest.yaml", "configuration", "changed", "place")]


def test_only_what_may_touch_a_place_is_read_again(history: History, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists that are at hand are used: the second reading is for the few."""
    for day in range(1, 9):
        history.commit("code", files={"app.py": f"{day}\n"}, at=AT.format(day))
    sha = history.commit("rules", files={"attest.yaml": "entity: B\n"}, at=AT.format(9))
    seen: list[Lookout] = []

    class Kept(Lookout):
        def look(self, sha: str, rows: Rows | None) -> None:
            super().look(sha, rows)
            seen[:] = [self]

    monkeypatch.setattr(collector, "Lookout", Kept)
    told = Told(history, WATCH, statistics=True)

    assert (seen[0].touching, seen[0].unlisted) == ({sha}, set())
    assert [landed for landed, *_ in told.said] == [sha]


def test_a_further_class_is_one_more_entry(history: History, tell: Callable[..., Told]) -> None:
    """A path may be of several classes, and a class may look in every folder."""
    kind = PathKind(id="memory", title="agents' memory", globs=("**/CLAUDE.md", ".github/workflows/*"))
    authority = PathClass(id="agent-authority", title="agents' authority", kinds=(kind,))
    files: Files = {
        "CLAUDE.md": "1\n",
        "a/b/CLAUDE.md": "1\n",
        "xCLAUDE.md": "1\n",
        ".github/workflows/a.yml": AUDIT,
    }
    sha = history.commit("both", files=files, at=AT.format(1))

    told = tell(history, Watch((*WATCH.classes, authority), "attest.yaml", named_places))

    assert [(item.path_class, item.path) for item in told.touches] == [
        ("attest-rules", ".github/workflows/a.yml"),
        ("agent-authority", ".github/workflows/a.yml"),
        ("agent-authority", "CLAUDE.md"),
        ("agent-authority", "a/b/CLAUDE.md"),
    ]
    assert [item.id for item in told.touches] == [f"shop:{sha}:touch:{n}" for n in range(1, 5)]


def test_nothing_watched_gives_nothing(history: History) -> None:
    """A collection that was asked to watch for nothing says so by an empty list of what it watched."""
    history.commit("rules", files={"attest.yaml": "entity: B\n"}, at=AT.format(1))

    told = Told(history, Watch(), statistics=True)

    assert (told.touches, told.watched) == ((), ())
