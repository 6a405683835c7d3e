"""A small run with every kind of record in it, written through the real writer."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from attest import canonical
from attest.ledger.run import RunWriter
from attest.model.change import Basis, Binding, Change, ChangeType, Review, ReviewState, StatusCheck
from attest.model.collected import PersonalEntry
from attest.model.commit import CodeMetrics, Commit
from attest.model.comprehension import ComprehensionRecord, Level
from attest.model.coverage import Coverage, CoverageBasis, CoverageKind
from attest.model.description import Description, Topic, TopicFound, TopicState
from attest.model.evidence import Answered, Page, RuleRan
from attest.model.identity import Actor, ActorKind, Person
from attest.model.imported import Imported, ImportedFile
from attest.model.line_record import LineRecord, LineVerdict
from attest.model.population import (
    Boundary,
    BoundaryBasis,
    Count,
    Gap,
    Period,
    Reconciliation,
    RepositoryScope,
)
from attest.model.signal import AiState, Grade, Involvement, Signal, SignalRole
from attest.model.touch import OWN_RULES, Effect, Touch, TouchBasis
from attest.proof.commitment import Sealer
from tests.support.forge_records import of_change

SEALER = Sealer(b"the key of the sample run, 32 B.")
NAMES = ("Ada", "Bob")
TIME = "2025-02-03T04:05:06Z"


def sha(number: int) -> str:
    """A commit id that shows its number."""
    return f"{number:040x}"


def person(name: str) -> Actor:
    """The pseudonym of one of the sample's people."""
    return Actor(id=SEALER.pseudonym(name), kind=ActorKind.PERSON, linked=True)


@dataclass
class Story:
    """How large the sample run is, and where it departs from a lawful one."""

    changes: int = 2
    repositories: tuple[str, ...] = ("clinic",)
    manifest: dict[str, Any] = field(default_factory=dict)
    commit: dict[str, Any] = field(default_factory=dict)
    change: dict[str, Any] = field(default_factory=dict)
    signal: dict[str, Any] = field(default_factory=dict)
    involvement: dict[str, Any] = field(default_factory=dict)
    review: dict[str, Any] = field(default_factory=dict)
    raw: bytes = b""
    training: bool = False
    """Whether a file with one training of Ada's was handed in."""
    message: str = "Fix the dose\n\nCo-authored-by: Claude <noreply@anthropic.com>\n"


def write_run(store: Path, story: Story | None = None) -> Path:
    """Seal the sample run into a store and give its folder."""
    story = story or Story()
    with RunWriter(store) as writer:
        fill(writer, story)
        return writer.seal(**manifest_fields(story))


def fill(writer: RunWriter, story: Story) -> None:
    """Add everything of the sample run but its manifest."""
    ordinal = 0
    for place, repository in enumerate(story.repositories):
        for index in range(story.changes):
            _add_change(writer, story, repository, place * story.changes + index, ordinal)
            ordinal += 2
        writer.add("coverage", _coverage(repository))
        writer.add("gaps", gap(repository))
    if story.training:
        writer.add("imported", *_training())
    for name in NAMES:
        writer.add_person(_person_entry(name))
    writer.add_config("attest.yaml", b"version: 1\n")
    writer.add_config("packs/soc2/pack.yaml", b"id: soc2\n")
    if story.raw:
        writer.add_raw(story.raw)


def _person_entry(name: str) -> Person:
    address = f"{name.lower()}@example.org"
    return Person(id=person(name).id, names=(name,), addresses=(address,), logins=(name.lower(),))


def _add_change(writer: RunWriter, story: Story, repository: str, index: int, ordinal: int) -> None:
    """One change: a commit that it brought in, the commit that landed, and everything about it."""
    landed = sha(2 * index + 2)
    change_id = f"{repository}:{landed}"
    for offset, via in enumerate(("brought-in", "landed")):
        number = 2 * index + 1 + offset
        writer.add("commits", *_commit(story, repository, number, ordinal + offset, change_id, via))
    digest, entry = SEALER.seal(change_id, {"title": f"Fix the dose {index}", "branch": "fix"})
    writer.add("changes", _change(story, repository, index, digest), entry)
    writer.add("involvements", _involvement(story, change_id, index))
    writer.add("signals", *_signal(story, change_id, sha(2 * index + 1)))
    writer.add("reviews", *_review(story, change_id, index))
    writer.add("checks", _check(change_id, index))
    writer.add("line-records", line_record(change_id, sha(2 * index + 1)))
    writer.add("touches", _touch(change_id, sha(2 * index + 1)))
    writer.add("comprehension", *_comprehension(change_id, index))
    writer.add("descriptions", description(change_id, index))
    writer.add("metrics", _metrics(repository, index, change_id))
    for kind, record, opening in of_change(SEALER, person("Bob"), repository, change_id, index):
        writer.add(kind, record, opening)


def description(change: str, number: int) -> Description:
    """A text that says how it was tested and has an empty heading for its rollback."""
    return Description(
        id=f"{change}:description",
        change=change,
        pull=number,
        topics=(
            TopicFound(topic=Topic.TESTING, state=TopicState.FILLED),
            TopicFound(topic=Topic.ROLLBACK, state=TopicState.EMPTY),
        ),
        untitled=TopicState.FILLED,
        words=12,
        ticked=1,
        unticked=0,
        edited_at=None,
        edits_known=True,
        cut=False,
    )


def _commit(
    story: Story, repository: str, number: int, ordinal: int, change: str, via: str
) -> tuple[Commit, PersonalEntry]:
    name = f"{repository}:{sha(number)}"
    fields = {
        "author_name": "Ada", "author_email": "ada@example.org",
        "committer_name": "Bob", "committer_email": "bob@example.org", "message": story.message,
    }  # fmt: skip
    digest, entry = SEALER.seal(name, fields)
    stated: dict[str, Any] = {
        "id": name, "ordinal": ordinal, "repository": repository, "sha": sha(number),
        "tree": sha(1000 + number), "parents": (sha(number - 1),), "change": change, "via": via,
        "authored_at": TIME, "committed_at": TIME, "author": person("Ada"), "committer": person("Bob"),
        "coauthors": (Actor(id="agent:claude-code", kind=ActorKind.AGENT),), "flags": (),
        "files": 1, "added": 2, "deleted": 3, "binary": 0, "commitment": digest,
    }  # fmt: skip
    return Commit(**{**stated, **story.commit}), entry


def _change(story: Story, repository: str, index: int, commitment: str) -> Change:
    landed = sha(2 * index + 2)
    stated: dict[str, Any] = {
        "id": f"{repository}:{landed}", "ordinal": index, "repository": repository,
        "label": f"#{index + 1}", "number": index + 1, "type": ChangeType.PULL_REQUEST,
        "type_basis": "subject ends in a number", "type_strength": Basis.DECLARED, "method": "merge",
        "landed_sha": landed, "landed_tree": sha(1000 + 2 * index + 2), "base_sha": sha(2 * index),
        "landed_at": TIME, "landed_basis": Basis.DECLARED, "head_sha": sha(2 * index + 1),
        "head_tree": sha(1000 + 2 * index + 1), "binding": Binding.IDENTICAL,
        "authors": (person("Ada"),), "authors_complete": True, "opener": person("Ada"),
        "merger": person("Bob"), "created_at": TIME, "merged_at": TIME, "commit_count": 2,
        "pull_commit_count": None, "files": 1, "added": 2, "deleted": 3, "declaration": "",
        "labels": ("bug",), "also_in": (), "commitment": commitment,
    }  # fmt: skip
    return Change(**{**stated, **story.change})


def change(index: int, commitment: str) -> Change:
    """A change of the sample, for tests that add one by hand."""
    return _change(Story(), "clinic", index, commitment)


def _involvement(story: Story, change: str, index: int) -> Involvement:
    stated: dict[str, Any] = {
        "id": change, "ordinal": index, "state": AiState.AI_EVIDENCED, "extent": "mixed",
        "grade": Grade.B, "role": SignalRole.COAUTHOR, "tools": ("claude-code",), "models": (),
        "commits_evidenced": 1, "commits_seen": 2, "recovered": False, "disclosed": False,
        "accountable": person("Ada"), "accountable_basis": "author",
    }  # fmt: skip
    return Involvement(**{**stated, **story.involvement})


def _signal(story: Story, change: str, source: str) -> tuple[Signal, PersonalEntry]:
    name = f"{source}:claude-trailer:0"
    digest, entry = SEALER.seal(name, {"matched": "Co-authored-by: Claude"})
    stated: dict[str, Any] = {
        "id": name, "change": change, "rule": "claude-trailer", "version": 1, "grade": Grade.B,
        "role": SignalRole.COAUTHOR, "tool": "claude-code", "model": None, "where": "trailer",
        "source": source, "commitment": digest,
    }  # fmt: skip
    return Signal(**{**stated, **story.signal}), entry


def _review(story: Story, change: str, index: int) -> tuple[Review, PersonalEntry]:
    name = f"review:{index}"
    digest, entry = SEALER.seal(name, {"body": "Read it twice."})
    stated: dict[str, Any] = {
        "id": name, "change": change, "reviewer": person("Bob"), "state": ReviewState.APPROVED,
        "submitted_at": TIME, "sha": sha(2 * index + 1), "tree": None, "commitment": digest,
    }  # fmt: skip
    return Review(**{**stated, **story.review}), entry


def _check(change: str, index: int) -> StatusCheck:
    return StatusCheck(
        id=f"check:{index}", change=change, name="tests", app="actions", sha=sha(2 * index + 1),
        conclusion="success", completed_at=TIME, required=None,
    )  # fmt: skip


def _comprehension(change: str, index: int) -> tuple[ComprehensionRecord, PersonalEntry]:
    name = f"statement:{index}"
    digest, entry = SEALER.seal(name, {"statement": "Doses are rounded down."})
    record = ComprehensionRecord(
        id=name, change=change, reviewer=person("Bob"), level=Level.C2, sha=sha(2 * index + 1), tree=None,
        recorded_at=TIME, method="statement", commitment=digest,
    )  # fmt: skip
    return record, entry


def _touch(change: str, commit: str) -> Touch:
    return Touch(
        id=f"{change}:touch:1", change=change, path_class=OWN_RULES, kind="configuration", path="attest.yaml",
        effect=Effect.CHANGED, before=sha(7001), after=sha(7002), commits=(commit,), basis=TouchBasis.PLACE,
    )  # fmt: skip


def line_record(change: str, commit: str) -> LineRecord:
    """What a tool recorded of a commit."""
    return LineRecord(
        id=f"{change}/lines/1", change=change, commit=commit, source="refs/notes/ai", object_id=sha(7003),
        digest="0" * 64, size=300, format="git-ai", verdict=LineVerdict.PARTIAL, reason="1 of 2 lines",
        tools=("claude-code",), models=("claude-opus-4-6",), attested=2, confirmed=1, people=1, added=2,
        unresolved=0, transcripts=0, initiators=(person("Ada"),),
    )  # fmt: skip


def _metrics(repository: str, index: int, change: str) -> CodeMetrics:
    number = sha(2 * index + 1)
    return CodeMetrics(
        id=f"{repository}:{number}", repository=repository, sha=number, change=change, files=1,
        files_measured=1, methods_touched=2, complexity=5, analyser="pydriller 2.12",
    )  # fmt: skip


def _coverage(repository: str) -> Coverage:
    return Coverage(
        id=f"coverage:{repository}:0001", repository=repository, kind=CoverageKind.SUPPRESSION,
        rule="claude-co-author", tool="claude-code", path=".claude/settings.json", line=2,
        setting="includeCoAuthoredBy: false", since=None, basis=CoverageBasis.SETTING,
    )  # fmt: skip


def gap(repository: str) -> Gap:
    """A limitation of the sample's scope."""
    return Gap(
        id=f"{repository}:no-checks", source="forge", kind="no-checks", repository=repository,
        what="Checks were not asked for", effect="Nothing is said of tests", not_connected=True,
    )  # fmt: skip


def manifest_fields(story: Story) -> dict[str, Any]:
    """The manifest's fields as the pipeline would give them."""
    stated: dict[str, Any] = {
        "tool_version": "0.1.0", "git_version": "2.39.5", "entity": "Clinic Ltd", "system": "dosing",
        "operator": "", "as_of": "2025-04-01T00:00:00Z", "as_of_basis": "end of the period", "forge": "git",
        "period": Period(
            label="2025-Q1", first_day="2025-01-01", last_day="2025-03-31", timezone="UTC",
            since="2025-01-01T00:00:00Z", until="2025-04-01T00:00:00Z",
        ),
        "repositories": tuple(_scope(name, story.changes) for name in story.repositories),
        "reconciliations": tuple(_reconciliation(name, story.changes) for name in story.repositories),
        "sources": ("git",), "not_connected": ("reviews",), "config_origin": "none",
        "rules": (RuleRan(id="claude-trailer", version=1, origin="built-in"),), "previous_run": None,
    }  # fmt: skip
    handed_in = (_TRAINING,) if story.training else ()
    return {**stated, "answers": _answers(story), "imports": handed_in, **story.manifest}


_TRAINING = ImportedFile(kind="training", name="training.csv", sha256="d" * 64, rows=1, unreadable=0)


def _training() -> tuple[Imported, PersonalEntry]:
    """The only row of that file."""
    record = f"imported:training:{'d' * 12}:000002"
    digest, entry = SEALER.seal(record, {"person": "ada@example.org"})
    values = {"completed": "2025-01-20", "course": "Reading changes", "topic": "secure-review"}
    people = {"person": person("Ada").id}
    row = Imported(id=record, kind="training", row=2, people=people, values=values, commitment=digest)
    return row, entry


def _answers(story: Story) -> tuple[Answered, ...]:
    """What the raw answer of a story answers."""
    if not story.raw:
        return ()
    page = Page(origin="pulls.page1.json", sha256=canonical.sha256(story.raw))
    repository = story.repositories[0]
    return (
        Answered(
            repository=repository, source="forge:recorded", request="pulls", per_page=100, pages=(page,)
        ),
    )


def tie(**changed: Any) -> Reconciliation:
    """The sample's reconciliation, departing from it where a test wants it to."""
    return _reconciliation("clinic", 2).model_copy(update=changed)


def _scope(name: str, changes: int) -> RepositoryScope:
    bound = Boundary(sha=None, at=TIME, basis=BoundaryBasis.DECLARED)
    return RepositoryScope(
        name=name, remote="", branch="main", start=bound, end=bound, object_format="sha1", forge="git",
        commit_count=2 * changes, change_count=changes, facts=(),
    )  # fmt: skip


def _reconciliation(name: str, changes: int) -> Reconciliation:
    counts = (
        Count(what="changes on the branch", how="git rev-list --first-parent --count", count=changes),
        Count(what="changes in this run", how="records", count=changes),
        Count(what="commits on the branch", how="git rev-list --count", count=2 * changes),
        Count(what="commits in this run", how="records", count=2 * changes),
    )
    return Reconciliation(
        repository=name, first_source="git", second_source="", counts=counts, difference=0,
        unmatched_here=(), unmatched_there=(),
    )  # fmt: skip
