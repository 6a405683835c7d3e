import time
from dataclasses import replace
from typing import Any

import pytest

from attest.detect.lines.registry import read
from attest.detect.lines.stated import AI, PERSON, Claim, Share, Stated
from attest.detect.lines.verdict import Judged, JudgedPath, judge
from attest.model.attached import AddedLines, Lines
from attest.model.line_record import LineVerdict
from tests.detect.lines.notes import (
    ENTRY,
    HUMAN,
    OTHER,
    PARENT,
    PROMPT,
    SESSION,
    SHA,
    added,
    agent,
    attachment,
    git_ai,
    judged,
)  # fmt: skip


def of(*claims: Claim, **stated: Any) -> Judged:
    """Claims beside a commit that added lines 3 to 6 and 9 of `dose.py`, and deleted from `old.py`."""
    record = replace(Stated("git-ai", claims=claims), **stated)
    return judge(record, added(dose=((3, 6), (9, 9)), old=()), SHA)


def ai(path: str, *lines: tuple[int, int], tool: str = "claude", model: str = "opus") -> Claim:
    """Lines of an AI."""
    return Claim(path, lines, AI, tool, model)


def person(path: str, *lines: tuple[int, int]) -> Claim:
    """Lines of a person."""
    return Claim(path, lines, PERSON)


@pytest.mark.parametrize(
    ("claims", "verdict", "counts"),
    [
        ((ai("dose.py", (3, 6)),), "valid", (4, 4, 0)),
        ((ai("dose.py", (3, 6), (9, 9)),), "valid", (5, 5, 0)),
        ((ai("dose.py", (4, 4)),), "valid", (1, 1, 0)),
        ((ai("dose.py", (3, 7)),), "partial", (5, 4, 0)),
        ((ai("dose.py", (1, 2**31 - 1)),), "partial", (2**31 - 1, 5, 0)),
        ((ai("dose.py", (3, 6)), ai("other.py", (1, 1))), "partial", (5, 4, 0)),
        ((ai("dose.py", (7, 8)),), "inconsistent", (2, 0, 0)),
        ((ai("other.py", (1, 2)),), "inconsistent", (2, 0, 0)),
        ((ai("old.py", (1, 2)),), "inconsistent", (2, 0, 0)),
        ((person("dose.py", (3, 4)),), "empty", (0, 0, 2)),
        ((person("dose.py", (1, 4)), person("dose.py", (4, 4))), "empty", (0, 0, 2)),
        ((Claim("dose.py", ((3, 4),), "unknown"),), "empty", (0, 0, 0)),
        ((), "empty", (0, 0, 0)),
        ((ai("dose.py", (3, 4)), person("dose.py", (5, 9))), "valid", (2, 2, 3)),
        ((ai("dose.py", (3, 5)), ai("dose.py", (4, 6), tool="x"), ai("dose.py", (3, 3))), "valid", (4, 4, 0)),
        ((ai("dose.py", (3, 5)), person("dose.py", (5, 6))), "valid", (3, 3, 1)),
    ],
)
def test_a_record_is_held_against_the_lines_that_were_added(
    claims: tuple[Claim, ...], verdict: str, counts: tuple[int, int, int]
) -> None:
    """Each line counts once; lines that nobody claims are nobody's."""
    found = of(*claims)

    assert (found.verdict, (found.attested, found.confirmed, found.people)) == (verdict, counts)
    assert found.added == 5


def test_a_line_of_an_ai_and_of_a_person_is_the_ais_and_is_told() -> None:
    """Two claims contradict each other, and the record cannot be asked."""
    found = of(ai("dose.py", (3, 5)), person("dose.py", (5, 6)))

    assert found.problems == ("lines given to an AI and to a person, counted as the AI's: 1",)


def test_what_is_missing_from_the_diff_is_told() -> None:
    """With the number of files."""
    found = of(ai("dose.py", (3, 6)), ai("other.py", (1, 1)), ai("../third.py", (1, 1)))

    assert found.problems == (
        "files that it gives to an AI and that are not in the diff: 2",
        "it names a path outside the repository",
    )


@pytest.mark.parametrize("path", ["/etc/passwd", "../a", "a/../../b", "C:\\a", "\\\\host\\a", "a\0b"])
def test_paths_that_no_commit_holds_are_told(path: str) -> None:
    """They confirm nothing, whatever the diff holds."""
    assert "it names a path outside the repository" in of(ai(path, (1, 1))).problems


def test_the_files_are_told_apart() -> None:
    """Each with its lines, for sums over several records."""
    found = of(ai("dose.py", (3, 7)), person("dose.py", (9, 9)), Claim("old.py", None, AI, "claude"))

    assert found.by_path == (
        JudgedPath("dose.py", True, ((3, 7),), ((3, 6),), ((9, 9),)),
        JudgedPath("old.py", True, (), (), (), whole=True),
    )


def test_tools_are_told_by_the_lines_that_count() -> None:
    """Most lines first; a line that two tools claim counts for both."""
    cursor = ai("dose.py", (3, 6), tool="cursor", model="")
    found = of(ai("dose.py", (3, 3), (7, 8)), cursor, person("dose.py", (9, 9)))

    assert found.by_tool == (("cursor", "", 4), ("claude", "opus", 1))
    assert (found.tools, found.models) == (("claude", "cursor"), ("opus",))


@pytest.mark.parametrize(
    ("base", "verdict"),
    [
        (SHA, "valid"),
        (SHA[:7], "valid"),
        ("", "valid"),
        ("initial", "valid"),
        (SHA[:6], "valid"),
        (OTHER, "stale"),
        (PARENT, "stale"),
        ("4" * 7, "stale"),
        ("1" * 64, "stale"),
    ],
)
def test_a_record_of_another_commit_is_stale(base: str, verdict: str) -> None:
    """Copies that stayed behind at a rebase name the commit that they were written for."""
    found = judge(
        Stated("git-ai", claims=(ai("dose.py", (3, 4)),), base_commit=base), added(dose=((3, 6),)), SHA,
        parents=(PARENT,),
    )  # fmt: skip

    assert found.verdict == verdict
    assert (found.attested, found.confirmed) == (2, 0 if verdict == "stale" else 2)


def test_a_record_that_followed_its_patch_names_the_commit_it_was_written_for() -> None:
    """Its own commit is gone from the branch, and its lines are those of the same patch."""
    record = Stated("git-ai", claims=(ai("dose.py", (3, 4)),), base_commit=OTHER)

    assert judge(record, added(dose=((3, 6),)), SHA, followed_from=OTHER).verdict == "valid"


def test_a_note_copied_to_another_commit_is_stale_whoever_it_gives_lines_to() -> None:
    """An empty note is stale too."""
    assert judged(git_ai("", base_commit_sha=OTHER), dose=((1, 2),)).verdict == "stale"
    assert judged(git_ai(f"dose.py\n  {HUMAN} 1\n", base_commit_sha=OTHER), dose=((1, 2),)).people == 0


@pytest.mark.parametrize(
    ("record", "lines", "reason"),
    [
        (None, added(dose=((1, 1),)), "no known format of line records"),
        (Stated("git-ai", fault="it is broken"), added(dose=((1, 1),)), "it is broken"),
        (Stated("git-ai", claims=(ai("dose.py", (1, 1)),)), None, "the commit's diff could not be had"),
    ],
)
def test_what_cannot_be_read_or_compared_is_unreadable(
    record: Stated | None, lines: AddedLines | None, reason: str
) -> None:
    """With the reason, and without figures."""
    found = judge(record, lines, SHA)

    assert (found.verdict, found.reason) == (LineVerdict.UNREADABLE, reason)
    assert (found.attested, found.confirmed, found.people) == (0, 0, 0)


@pytest.mark.parametrize(
    ("claims", "stated", "reason"),
    [
        ((ai("dose.py", (3, 7)),), {}, "4 of 5 lines that it gives to an AI were added"),
        (
            (Claim("a", None, AI), Claim("old.py", None, AI)), {},
            "1 of 2 files that it gives to an AI are in the diff",
        ),
        ((), {}, "it says nothing of any line or file"),
        ((person("dose.py", (3, 4)),), {}, "it gives lines to people alone"),
        ((Claim("dose.py", ((3, 4),), "unknown"),), {}, "it gives nothing to an AI"),
        ((Claim("dose.py", None, "unknown"),), {"share": Share(0, 9)}, "it counts no line as an AI's"),
    ],
)  # fmt: skip
def test_the_verdict_has_its_reason(claims: tuple[Claim, ...], stated: dict[str, Any], reason: str) -> None:
    """In words, with the counts."""
    assert of(*claims, **stated).reason == reason


def test_a_note_of_a_deletion_confirms_nothing() -> None:
    """One was seen to give 28,500 lines to an AI in a commit that added none."""
    found = judged(git_ai(f"dose.py\n  {ENTRY} 1-28500\n"), dose=())

    assert (found.verdict, found.attested, found.confirmed, found.added) == ("inconsistent", 28_500, 0, 0)


def test_a_note_of_a_tests_stand_in_is_empty() -> None:
    """No AI is behind it."""
    sessions = {SESSION: agent("mock_ai")}
    found = judged(git_ai(f"dose.py\n  {ENTRY} 1-2\n", sessions=sessions), dose=((1, 2),))

    assert (found.verdict, found.tools) == ("empty", ())
    assert any("stand-in" in problem for problem in found.problems)


def hostile_tools(count: int) -> str:
    """A note whose every line is another tool's."""
    keys = {f"s_{number:014x}": agent(f"tool{number}", "m") for number in range(count)}
    entries = "".join(f"  {key}::t_1 {2 * number + 1}\n" for number, key in enumerate(keys))
    return git_ai(f"dose.py\n{entries}", sessions=keys)


def test_many_tools_on_many_ranges_cost_little() -> None:
    """Of a note that fills the bound; work that grows with their product would take minutes."""
    note = hostile_tools(10_000)
    lines: Lines = tuple((number, number) for number in range(1, 400_000, 2))
    record = read(attachment(note))

    started = time.process_time()
    found = judge(record, added(dose=lines), SHA)

    assert time.process_time() - started < 8
    assert (found.confirmed, len(found.by_tool)) == (10_000, 10_000)


def test_hashes_of_ranges_that_overlap_cost_little() -> None:
    """Each would be hashed line by line; what lies beyond the bound is not compared, and that is told."""
    claims = tuple(
        Claim("dose.py", ((1, 2_000),), AI, "x", "", (f"{number:064x}",)) for number in range(2_000)
    )
    texts: dict[str, tuple[str, ...]] = {"dose.py": ("x",) * 2_000}

    started = time.process_time()
    found = judge(Stated("agentblame", claims=claims), added(texts, dose=((1, 2_000),)), SHA)

    assert time.process_time() - started < 8
    assert found.problems[-1] == "contents beyond 200,000 lines were not compared"


def test_a_prompt_of_no_name_still_counts() -> None:
    """The key's shape says that it is an agent's."""
    found = judged(git_ai(f"dose.py\n  {PROMPT} 1-2\n"), dose=((1, 2),))

    assert (found.verdict, found.tools, found.by_tool) == ("valid", (), (("", "", 2),))
