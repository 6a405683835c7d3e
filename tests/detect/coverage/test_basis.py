"""The coverage basis as records: what keeps traces away, what is configured, and what is strangely silent."""

from attest.detect.coverage import basis, registry
from attest.detect.coverage.rules import tools
from attest.detect.coverage.words import coverage_words
from attest.model.coverage import Coverage, CoverageBasis, CoverageKind, SeenChange, TipFile
from attest.model.population import NotesRef

CLAUDE = TipFile(".claude/settings.json", ("tool-claude-code",), since="2025-03-01T00:00:00Z")
MEMORY = TipFile("CLAUDE.md", ("tool-claude-code",), since="2025-02-01T00:00:00Z")
BEFORE = SeenChange("2025-01-15T00:00:00Z", ())
PLAIN = SeenChange("2025-04-01T00:00:00Z", ())
MANY = (PLAIN,) * 10
EVIDENCED = SeenChange("2025-04-02T00:00:00Z", ("claude-code",))
OTHER = SeenChange("2025-04-03T00:00:00Z", ("cursor",))


def notes(ref: str, annotated: int, in_range: int, elsewhere: int, absent: int = 0) -> NotesRef:
    """Notes of one ref; what is left lies on heads of pull requests."""
    return NotesRef(
        ref=ref,
        state="read",
        annotated=annotated,
        in_range=in_range,
        on_branch=0,
        on_pull_heads=annotated - in_range - elsewhere - absent,
        elsewhere=elsewhere,
        absent=absent,
    )


def records(
    *files: TipFile, changes: tuple[SeenChange, ...] = (), refs: tuple[NotesRef, ...] = ()
) -> list[Coverage]:
    """The records of a repository."""
    return list(basis.basis("shop", files, changes, refs)[0])


def of(kind: CoverageKind, found: list[Coverage]) -> list[Coverage]:
    """Those of a kind."""
    return [item for item in found if item.kind is kind]


def test_a_configured_tool_is_held_against_the_changes_since() -> None:
    """The longest-lying file says since when; a change from before is not asked."""
    found = records(CLAUDE, MEMORY, changes=(BEFORE, PLAIN, EVIDENCED, OTHER))

    assert found == [
        Coverage(
            id="coverage:shop:0001",
            repository="shop",
            kind=CoverageKind.CONFIGURATION,
            rule="configuration",
            tool="claude-code",
            path="CLAUDE.md",
            line=0,
            setting="",
            since="2025-02-01T00:00:00Z",
            basis=CoverageBasis.FIRST_PARENT,
            files=2,
            count=1,
            of=3,
        )
    ]


def test_a_configured_tool_without_evidence_is_an_anomaly() -> None:
    """Evidence of another tool is not its own, nor is that from before it was set up."""
    before = BEFORE._replace(tools=("claude-code",))
    found = records(CLAUDE, changes=(before, *MANY, OTHER))

    assert [(item.kind, item.tool, item.count, item.of) for item in found] == [
        (CoverageKind.CONFIGURATION, "claude-code", 0, 11),
        (CoverageKind.ANOMALY, "claude-code", 0, 11),
    ]


def test_a_few_changes_without_evidence_are_no_anomaly() -> None:
    """A tool that was set up last week has had no time to show."""
    found = records(CLAUDE, changes=MANY[1:])

    assert [(item.kind, item.count, item.of) for item in found] == [(CoverageKind.CONFIGURATION, 0, 9)]


def test_instructions_that_many_tools_read_expect_any_of_them() -> None:
    """Whichever it is."""
    agents = TipFile("AGENTS.md", ("tool-several",))

    assert of(CoverageKind.ANOMALY, records(agents, changes=(*MANY, OTHER))) == []
    assert len(of(CoverageKind.ANOMALY, records(agents, changes=MANY))) == 1


def test_nothing_is_expected_of_a_tool_that_leaves_no_trace() -> None:
    """Nor where no change landed since its files came."""
    silent = TipFile(".windsurfrules", ("tool-windsurf",))

    assert of(CoverageKind.ANOMALY, records(silent, changes=MANY)) == []
    assert of(CoverageKind.ANOMALY, records(CLAUDE, changes=(BEFORE,) * 10)) == []


def test_where_no_file_is_dated_every_change_is_held_against_it() -> None:
    """The basis says that only the tip is known."""
    (found,) = records(TipFile("CLAUDE.md", ("tool-claude-code",)), changes=(BEFORE, PLAIN))

    assert (found.since, found.basis, found.of) == (None, CoverageBasis.TIP, 2)


def test_notes_elsewhere_are_told_with_all_of_their_ref() -> None:
    """Those within reach are no limitation."""
    refs = (notes("refs/notes/ai", 10, 4, 2, 1), notes("refs/notes/commits", 2, 1, 0))

    assert [(item.path, item.count, item.of) for item in records(refs=refs)] == [("refs/notes/ai", 3, 10)]


def test_a_suppression_is_told_with_file_and_line() -> None:
    """And a file that cannot be read is a Gap that names it."""
    off = TipFile("a/.claude/settings.json", ("claude-co-author",), b'{\n"includeCoAuthoredBy": false}')
    torn = TipFile("b/.claude/settings.json", ("claude-co-author",), b"{")
    found, gaps = basis.basis("shop", [off, torn], ())

    assert [(item.path, item.line, item.setting, item.basis) for item in found] == [
        ("a/.claude/settings.json", 2, "includeCoAuthoredBy: false", CoverageBasis.SETTING)
    ]
    assert [(gap.id, gap.what) for gap in gaps] == [
        (
            "gap:shop:coverage:settings-unreadable:01",
            "b/.claude/settings.json on the release branch could not be read: it ends before its end",
        )
    ]


def test_files_that_cannot_be_read_are_bounded_and_counted() -> None:
    """Twenty-five by name, the rest by number."""
    torn = [TipFile(f"{n:03}/x", ("claude-co-author",), None, "it is gone") for n in range(40)]
    _, gaps = basis.basis("shop", torn, ())

    assert len(gaps) == 26
    assert gaps[-1].what == "15 more such files could not be read"
    assert gaps[-1].affected_count == 15


def test_a_tool_is_listed_once() -> None:
    """Its slug is what its traces are called by, or it says that it leaves none."""
    slugs = [tool.slug for tool in tools().tools]

    assert len(slugs) == len(set(slugs))
    assert {slug for slug, _ in coverage_words().silent} >= {
        "windsurf",
        "cline",
        "continue",
        "tabnine",
        "cody",
    }


def test_what_is_sought_is_asked_under_one_name_each() -> None:
    """So that a file says what it was sought for."""
    names = [one.id for one in registry.sought()]

    assert len(names) == len(set(names))
