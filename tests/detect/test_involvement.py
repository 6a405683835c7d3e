from typing import Any

import pytest

from attest.detect.accountable import of_commit
from attest.detect.initiators import Initiator
from attest.detect.involvement import assess_commit
from attest.model.change import Change
from attest.model.commit import RawCommit
from attest.model.identity import Actor, ActorKind
from attest.model.line_record import LineVerdict
from attest.model.signal import AiState, Grade, SignalRole
from tests.detect.commits import CLAUDE, commit, engine
from tests.detect.line_records import record
from tests.detect.stories import silent, story
from tests.support.records import ADA, BEN, DEPENDABOT, GONE, pull, sha
from tests.support.records import CLAUDE as AGENT

COPILOT_AUTHOR = "Copilot <198982749+Copilot@users.noreply.github.com>"
ROBOT_AUTHOR = "dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>"
GITHUB = Actor(id="robot:github-web", kind=ActorKind.ROBOT)
ASSISTED = f"Mend\n\n{CLAUDE}\n"


@pytest.mark.parametrize(
    ("raw", "state", "extent", "grade", "role"),
    [
        (commit(), AiState.NO_EVIDENCE, None, None, None),
        (commit(ASSISTED), AiState.AI_EVIDENCED, "full", Grade.B, SignalRole.COAUTHOR),
        (
            commit(f"All (#1)\n\n* a\n\n* b\n\n{CLAUDE}"),
            AiState.AI_EVIDENCED,
            "mixed",
            Grade.B,
            SignalRole.COAUTHOR,
        ),
        (commit("M\n\nAssisted-by: AI\n"), AiState.AI_EVIDENCED, "partial", Grade.C, SignalRole.ASSISTANT),
        (commit(author=COPILOT_AUTHOR), AiState.AI_EVIDENCED, "full", Grade.B, SignalRole.AUTHOR),
        (commit(author=ROBOT_AUTHOR), AiState.AUTOMATION, None, None, None),
        (commit(ASSISTED, ROBOT_AUTHOR), AiState.AI_EVIDENCED, "full", Grade.B, SignalRole.COAUTHOR),
        (commit("Mend\n\nSpotted by Copilot\n"), AiState.NO_EVIDENCE, None, None, None),
        (commit("", flags=("oversize",)), AiState.UNKNOWN, None, None, None),
        (
            commit("", COPILOT_AUTHOR, flags=("oversize",)),
            AiState.AI_EVIDENCED,
            "full",
            Grade.B,
            SignalRole.AUTHOR,
        ),
    ],
)
def test_what_one_commit_shows(
    raw: RawCommit, state: AiState, extent: str | None, grade: Grade | None, role: SignalRole | None
) -> None:
    """Evidence wins over automation and over an unread message; review and mention are no evidence."""
    shown = assess_commit(raw, engine().scan(raw))

    assert (shown.state, shown.extent, shown.grade, shown.role) == (state, extent, grade, role)


def test_the_best_grade_and_strongest_role_stand_for_a_commit() -> None:
    """Several traces of several tools, some unnamed."""
    raw = commit(f"Mend\n\nAssisted-by: AI\n{CLAUDE}\nCo-authored-by: Cursor <cursoragent@cursor.com>\n")
    shown = assess_commit(raw, engine().scan(raw))

    assert (shown.grade, shown.role) == (Grade.B, SignalRole.COAUTHOR)
    assert shown.tools == ("claude-code", "cursor")
    assert shown.models == ("Claude Opus 4.6",)


@pytest.mark.parametrize(
    ("raw", "person"),
    [
        (commit(), ("Ada Example", "ada@mail.example", "author")),
        (
            commit(
                "Mend\n\nCo-authored-by: Ben <ben@mail.example>\n",
                COPILOT_AUTHOR,
                "GitHub <noreply@github.com>",
            ),
            ("Ben", "ben@mail.example", "co-author"),
        ),
        (
            commit(f"M\n\n{CLAUDE}", COPILOT_AUTHOR, "Ben <ben@mail.example>"),
            ("Ben", "ben@mail.example", "committer"),
        ),
        (commit("Bump", ROBOT_AUTHOR, "GitHub <noreply@github.com>"), None),
    ],
)
def test_who_answers_for_a_commit(raw: RawCommit, person: tuple[str, str, str] | None) -> None:
    """A person, with what names them; nobody where only agents and robots are named."""
    assert of_commit(raw, engine().classify) == person


def test_each_commit_evidenced_is_full() -> None:
    """A merge brings in two assisted commits; the merge itself carries no content."""
    change = story(
        ("brought-in", ASSISTED, {}),
        ("brought-in", ASSISTED, {}),
        ("landed", "Merge", {"parents": ("a" * 40, "b" * 40)}),
    )

    assert (
        change.involvement.extent,
        change.involvement.commits_evidenced,
        change.involvement.commits_seen,
    ) == ("full", 2, 2)
    assert change.on_branch == (sha("0"), sha("1"))


def test_some_commits_evidenced_is_mixed() -> None:
    """One of two."""
    change = story(("brought-in", ASSISTED, {}), ("landed", "Mend", {}))

    assert (
        change.involvement.extent,
        change.involvement.commits_evidenced,
        change.involvement.commits_seen,
    ) == ("mixed", 1, 2)


def test_a_squash_is_measured_by_the_commits_it_joined() -> None:
    """The trailer on the squash speaks for all of them, whichever it came from."""
    change = story(
        ("landed", f"Mend (#1)\n\n{CLAUDE}\n", {}),
        ("pull-request", ASSISTED, {}),
        ("pull-request", "Tidy", {}),
    )

    assert (
        change.involvement.extent,
        change.involvement.commits_evidenced,
        change.involvement.commits_seen,
    ) == ("mixed", 1, 2)
    assert change.involvement.recovered is False


LISTING = f"Mend (#1)\n\n* Mend\n\n* Tidy\n\n{CLAUDE}\n"
UNREAD = {"method": "squash", "head_tree": None, "pull_commit_count": None}


@pytest.mark.parametrize(
    ("message", "fields", "extent"),
    [
        pytest.param(LISTING, UNREAD, "mixed", id="the squash lists several"),
        pytest.param(
            f"Mend\n\nSquashed commit of the following:\n\ncommit {'a' * 40}\n\n    Mend\n\n"
            f"commit {'b' * 40}\n\n    Tidy\n\n    {CLAUDE}\n",
            {"method": "commit", "number": None},
            "mixed",
            id="git's own squash lists several",
        ),
        pytest.param(
            f"Mend\n\nSquashed commit of the following:\n\ncommit {'a' * 40}\n\n    Mend\n\n    {CLAUDE}\n",
            {"method": "commit", "number": None},
            "full",
            id="git's own squash of one",
        ),
        pytest.param(
            f"Mend (#1)\n\n{CLAUDE}\n",
            {**UNREAD, "pull_commit_count": 3},
            "mixed",
            id="the forge counts several",
        ),
        pytest.param(f"Mend (#1)\n\n{CLAUDE}\n", UNREAD, "full", id="nothing speaks of several"),
        pytest.param(LISTING, {"method": "rebase"}, "full", id="one commit as it was written"),
    ],
)
def test_a_squash_of_commits_that_were_not_read_is_not_full(
    message: str, fields: dict[str, Any], extent: str
) -> None:
    """Its one trailer may belong to some of them, as `attest scan` has it."""
    assert story(("landed", message, {}), change=pull(**fields)).involvement.extent == extent


def test_a_squash_whose_commits_were_read_is_as_full_as_they_are() -> None:
    """However its message lists them."""
    change = story(
        ("landed", LISTING, {}),
        ("pull-request", ASSISTED, {}),
        ("pull-request", ASSISTED, {}),
        change=pull(method="squash", pull_commit_count=2),
    )

    assert change.involvement.extent == "full"


def test_evidence_that_a_squash_lost_is_recovered() -> None:
    """It is on the pull request's own commits, and not on the branch."""
    change = story(("landed", "Mend (#1)\n", {}), ("pull-request", ASSISTED, {}))

    assert change.involvement.state is AiState.AI_EVIDENCED
    assert change.involvement.recovered is True
    assert change.on_branch == (sha("0"),)
    assert [signal.where for signal in change.signals] == ["pull-request-commit"]


@pytest.mark.parametrize(
    ("credit", "recovered"),
    [
        ("Copilot <175728472+Copilot@users.noreply.github.com>", True),
        ("Cursor <cursoragent@cursor.com>", False),
        ("Ben <ben@mail.example>", True),
    ],
)
def test_a_squash_that_shows_a_reviewer_alone_has_lost_the_evidence(credit: str, recovered: bool) -> None:
    """The pull request's own commit says that the tool wrote part of it."""
    own = "One\n\nCo-authored-by: Copilot <198982749+Copilot@users.noreply.github.com>\n"
    change = story(("landed", f"Mend (#1)\n\nCo-authored-by: {credit}\n", {}), ("pull-request", own, {}))

    assert change.involvement.recovered is recovered


def test_evidence_on_the_pull_request_alone_is_partial() -> None:
    """Its text tells of the change, not of a commit."""
    change = story(("landed", "Mend (#1)\n", {}), body="Generated with Claude Code")

    assert (change.involvement.state, change.involvement.extent) == (AiState.AI_EVIDENCED, "partial")
    assert change.involvement.disclosed is True
    assert change.on_branch == (sha("0"),)


def test_a_trailer_is_not_a_disclosure() -> None:
    """What a tool writes by itself is not the author's statement."""
    assert story(("landed", ASSISTED, {})).involvement.disclosed is False


def test_a_declaration_without_evidence_is_a_persons_word() -> None:
    """`human_declared` needs a statement; silence is `no_evidence`."""
    assert (
        story(("landed", "Mend", {}), change=pull(declaration="none")).involvement.state
        is AiState.HUMAN_DECLARED
    )
    assert story(("landed", "Mend", {})).involvement.state is AiState.NO_EVIDENCE


def test_evidence_stands_against_a_declaration() -> None:
    """A contradiction is told as evidence that was not disclosed."""
    change = story(("landed", ASSISTED, {}), change=pull(declaration="none"))

    assert (change.involvement.state, change.involvement.disclosed) == (AiState.AI_EVIDENCED, False)


def test_a_robots_change_is_automation() -> None:
    """Also where a person merged it."""
    change = story(
        ("brought-in", "Bump", {"from_": ROBOT_AUTHOR, "author": DEPENDABOT}),
        ("landed", "Merge", {"parents": ("a" * 40, "b" * 40)}),
    )

    assert change.involvement.state is AiState.AUTOMATION


def test_an_unread_message_leaves_the_change_unknown() -> None:
    """What was not read cannot be called silent."""
    assert story(("landed", "", {"raw_flags": ("oversize",)})).involvement.state is AiState.UNKNOWN


@pytest.mark.parametrize(
    "unread",
    [{"head_tree": None}, {"pull_commit_count": None}],
    ids=["head not in the clone", "commits not walked to their end"],
)
@pytest.mark.parametrize("declaration", ["", "none"])
def test_a_squash_whose_own_commits_were_not_read_is_unknown(
    unread: dict[str, Any], declaration: str
) -> None:
    """A squash can lose every trace: its silence says nothing of commits that were not read."""
    change = story(
        ("landed", "Mend (#1)", {}), change=pull(method="squash", declaration=declaration, **unread)
    )

    assert change.involvement.state is AiState.UNKNOWN


def test_a_trace_on_the_squash_itself_is_evidence() -> None:
    """What was read counts, whatever could not be read beside it."""
    change = story(("landed", ASSISTED, {}), change=pull(method="squash", head_tree=None))

    assert change.involvement.state is AiState.AI_EVIDENCED


def test_a_merge_brings_its_commits_along() -> None:
    """A merge commit hides nothing: what it brought in was read on the branch."""
    change = story(("landed", "Merge", {}), change=pull(method="merge", head_tree=None))

    assert change.involvement.state is AiState.NO_EVIDENCE


@pytest.mark.parametrize(
    ("fields", "change", "person", "basis"),
    [
        ({"author": AGENT, "coauthors": (AGENT, BEN)}, pull(), BEN, "co-author"),
        ({"author": BEN, "coauthors": (ADA,)}, pull(), BEN, "author"),
        ({"author": AGENT}, pull(opener=ADA), ADA, "opener"),
        ({"author": AGENT}, pull(opener=AGENT, merger=BEN), BEN, "merger"),
        ({"author": AGENT, "committer": ADA}, pull(opener=None, merger=None), ADA, "committer"),
        ({"author": AGENT, "committer": GITHUB}, pull(opener=GONE, merger=None), None, "none"),
    ],
)
def test_who_answers_for_a_change(
    fields: dict[str, Any], change: Change, person: Actor | None, basis: str
) -> None:
    """In the order of how much they had to do with its content; never an agent or robot."""
    involvement = story(("landed", "Mend", fields), change=change).involvement

    assert (involvement.accountable, involvement.accountable_basis) == (person, basis)


def test_signals_are_numbered_and_sealed() -> None:
    """A signal's matched text is personal: the record holds its commitment alone."""
    change = story(("landed", f"{ASSISTED}Assisted-by: AI\n", {}))
    landed = pull().id

    assert [signal.id for signal in change.signals] == [f"{landed}/signal/1", f"{landed}/signal/2"]
    assert [entry.id for entry in change.personal] == [signal.id for signal in change.signals]
    assert change.personal[0].fields == {"matched": "co-authored-by: Claude Opus 4.6 <noreply@anthropic.com>"}
    assert "Claude" not in change.signals[0].model_dump_json().replace("Claude Opus 4.6", "", 1)


SQUASHED = pull(method="squash")


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        pytest.param({"unread": ("a" * 40,)}, "attachments-unread", id="an attachment"),
        pytest.param({"change": pull(method="squash", head_tree=None)}, "own-commits-unread", id="the head"),
        pytest.param(
            {"records": (record("0", verdict=LineVerdict.UNREADABLE),)},
            "line-record-unreadable",
            id="a record",
        ),
    ],
)
def test_what_could_not_be_read_is_unknown_with_its_reason(more: dict[str, Any], reason: str) -> None:
    """Never silence; and never in place of evidence."""
    quiet = silent(more)

    assert (quiet.involvement.state, quiet.involvement.unknown_reason) == (AiState.UNKNOWN, reason)
    seen = story(("landed", ASSISTED, {}), **more).involvement
    assert (seen.state, seen.unknown_reason) == (AiState.AI_EVIDENCED, "")


@pytest.mark.parametrize(
    "verdict", [LineVerdict.EMPTY, LineVerdict.INCONSISTENT, LineVerdict.STALE], ids=lambda one: one.value
)
def test_a_record_that_bears_nothing_out_is_no_evidence(verdict: LineVerdict) -> None:
    """A note is there for people's commits too."""
    seen = silent({"records": (record("0", verdict=verdict),)}).involvement

    assert (seen.state, seen.ai_lines, seen.sources) == (AiState.NO_EVIDENCE, None, ())


def test_lines_of_a_squash_are_those_of_its_own_commits() -> None:
    """What a record says of the squash itself comes only where none is on them."""
    parts: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("landed", "Mend (#1)", {}),
        ("pull-request", "One", {}),
        ("pull-request", "Two", {}),
    )
    own = (record("0", confirmed=9), record("1", confirmed=2), record("2", confirmed=1))

    both = story(*parts, change=SQUASHED, records=own).involvement
    alone = story(*parts, change=SQUASHED, records=own[:1]).involvement

    assert (both.ai_lines, both.added_lines, both.commits_evidenced) == (3, 20, 2)
    assert (alone.ai_lines, alone.added_lines, alone.commits_evidenced) == (9, 10, 0)


def test_lines_that_a_merge_itself_adds_count() -> None:
    """A record of a merge is held against what neither side explains."""
    merge = ("landed", "Merge branch 'side'", {"parents": (sha("a"), sha("b"))})
    seen = story(merge, ("brought-in", "One", {}), records=(record("0", confirmed=2),)).involvement

    assert (seen.state, seen.ai_lines, seen.added_lines) == (AiState.AI_EVIDENCED, 2, 10)


def test_a_change_of_which_records_show_a_part_is_mixed() -> None:
    """A trailer speaks for a commit whole; a record of its lines knows better."""
    parts: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("landed", ASSISTED, {}),
        ("brought-in", ASSISTED, {}),
    )
    whole = {"confirmed": 10, "attested": 10}

    extents = [
        story(*parts, records=records).involvement.extent
        for records in (
            (),
            (record("0", **whole), record("1", **whole)),
            (record("0", **whole), record("1")),
            (record("1"),),
        )
    ]

    assert extents == ["full", "full", "mixed", "full"]


def test_evidence_of_a_record_on_a_squashed_commit_is_recovered() -> None:
    """The squash has no note."""
    seen = story(("landed", "Mend (#1)", {}), ("pull-request", "One", {}), records=(record("1"),)).involvement

    assert (seen.recovered, seen.extent, seen.grade) == (True, "mixed", Grade.A)


def test_a_line_that_names_who_asked_is_a_signal_and_no_evidence() -> None:
    """Its words are sealed, and whoever is named is an author."""
    change = pull(authors=(AGENT,), authors_complete=False, opener=AGENT)
    part = ("landed", "Mend\n\nRequested by: @ben\n", {"author": AGENT})
    [named] = engine().initiators.read(part[1], "1" * 40)
    ben = Initiator(BEN, "stated", frozenset({AGENT.id}), named.trace)
    told = story(part, change=change, initiators=(ben,))

    assert [(one.rule, one.role) for one in told.signals] == [("initiator.requested-by", SignalRole.MENTION)]
    assert told.personal[0].fields == {"matched": "Requested by: @ben"}
    assert (told.involvement.initiators, told.involvement.agent_authored) == ((BEN,), True)
    assert (told.involvement.accountable, told.involvement.accountable_basis) == (BEN, "stated")
    assert BEN in told.change.authors


def test_whoever_a_line_record_names_is_an_author_without_being_asked_for() -> None:
    """Line records are at hand; only texts need rules."""
    told = story(("landed", "Mend", {"author": AGENT}), records=(record("0", initiators=(BEN,)),))

    assert (told.involvement.accountable_basis, BEN in told.change.authors) == ("line-record", True)
