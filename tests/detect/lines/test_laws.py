import copy
import json
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attest import canonical
from attest.detect.lines.intervals import count, merged
from attest.detect.lines.stated import AI, PERSON, UNKNOWN, Claim, Stated
from attest.detect.lines.verdict import Judged, judge
from attest.model.attached import AddedLines, Lines
from attest.model.line_record import LineRecord, LineVerdict
from tests.detect.commits import engine
from tests.detect.lines import test_agentblame, test_ai_authorship, test_chainloop, test_entire
from tests.detect.lines.notes import (
    ENTRY,
    HUMAN,
    PROMPT,
    SHA,
    added,
    agent,
    at,
    attachment,
    git_ai,
    trace,
    whogitit,
)

SAMPLES = {
    "git-ai": git_ai(
        f'dose.py\n  {ENTRY} 1-4,9\n  {HUMAN} 7\n"my dose.py"\n  {PROMPT} 1\n',
        prompts={PROMPT: {**agent("cursor"), "messages": [{"text": "Halve it"}]}},
    ),
    "ai-authorship": test_ai_authorship.entry(test_ai_authorship.author("Cursor", 2, [4, 9])),
    "whogitit": whogitit((1, "AI", "half = 2"), (2, "Human", "third = 3")),
    "agentblame": test_agentblame.note(1, 4, test_agentblame.digest("half = 2")),
    "ai-attribution": '{"generator":"Qwen-Coder","files":{"dose.py":{"aiChars":9}},"summary":{}}',
    "entire": test_entire.session({"agent_lines": 2, "human_added": 3, "total_committed": 5}),
    "agent-trace": "\n".join(json.dumps(trace((1, 4), vcs=at(SHA), id=str(place))) for place in range(2)),
    "chainloop": json.dumps(test_chainloop.session(test_chainloop.file("ai", (1, 4)))),
}
DIFF = {"dose": ((1, 6), (9, 9)), "other": ()}
TEXTS: dict[str, tuple[str, ...]] = {"dose.py": ("half = 2", "third = 3", "", "x", "y", "z", "é")}
PATHS = ("dose.py", "other.py", "third.py")
RANGES = st.lists(
    st.tuples(st.integers(1, 40), st.integers(0, 9)).map(lambda pair: (pair[0], pair[0] + pair[1])),
    min_size=1,
    max_size=6,
).map(merged)
CLAIMS = st.lists(
    st.builds(
        Claim,
        st.sampled_from(PATHS),
        st.none() | RANGES,
        st.sampled_from((AI, AI, PERSON, UNKNOWN)),
        st.sampled_from(("", "claude", "cursor")),
    ),
    max_size=8,
).map(tuple)
FILES = st.dictionaries(st.sampled_from(PATHS), st.just(()) | RANGES)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats(allow_nan=False)
    | st.text(max_size=9)
    | st.sampled_from(["\ud800", "../x", "ai", "AI", SHA, "sha256:00", 2**53, 2**31, -1]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=6,
)


def kept(data: bytes | str) -> LineRecord | None:
    """A note taken all the way to what is stored, with whatever it holds."""
    note = attachment(data)
    found = engine().lines.examine(note, {SHA: added(TEXTS, **DIFF)}, ("2" * 40,))
    if found is None:
        return None
    for one in engine().lines.traces(found, 1_767_268_800):
        assert one.matched.isprintable()
        assert one.grade in "AB"
    record = engine().lines.record(found, "clinic:1", 1)
    canonical.dumps(record.model_dump(mode="json"))
    return record


@given(st.binary(max_size=300))
def test_any_bytes_are_read_to_the_end(data: bytes) -> None:
    """Nothing is raised, and nothing is confirmed."""
    for tail in (data, b"{" + data, b"a\n  s_1 1\n---\n{" + data):
        record = kept(tail)

        assert record is not None
        assert record.confirmed == 0


@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
def test_the_samples_are_whole(sample: str) -> None:
    """What is mutated below is borne out by the diff before it is."""
    record = kept(sample)

    assert record is not None
    assert record.verdict in ("valid", "partial")


@settings(max_examples=300)
@given(st.sampled_from(sorted(SAMPLES)), st.randoms(use_true_random=False), st.binary(max_size=9))
def test_damaged_notes_are_read_to_the_end(name: str, chance: random.Random, filling: bytes) -> None:
    """A piece replaced, doubled or cut out, some times over."""
    data = SAMPLES[name].encode()
    for _ in range(chance.randint(1, 4)):
        start = chance.randint(0, len(data))
        end = min(len(data), start + chance.choice((0, 1, 2, 9, 80)))
        piece = chance.choice((filling, data[start:end] * 2, b"", b'"', b"}", b"{", b",", b"9" * 30))
        data = data[:start] + piece + data[end:]
    record = kept(data)

    assert record is None or record.confirmed <= min(record.attested, 7)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every value of a document."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, item in inner for place in places(item, (*path, key)))]


@settings(max_examples=400)
@given(st.sampled_from(sorted(SAMPLES)), st.integers(0, 10**6), JSON)
def test_documents_with_anything_anywhere_are_read_to_the_end(name: str, place: int, value: Any) -> None:
    """One value of a valid document replaced by any other."""
    head, divider, text = SAMPLES[name].rpartition("---\n")
    document = copy.deepcopy(json.loads(text.split("\n")[0] if name == "agent-trace" else text))
    path = places(document)[place % len(places(document))]
    if path:
        holder = document
        for key in path[:-1]:
            holder = holder[key]
        holder[path[-1]] = value
    record = kept(head + divider + json.dumps(document))

    assert record is not None
    assert record.confirmed <= record.attested


def brute(claims: tuple[Claim, ...], files: dict[str, Lines]) -> tuple[int, int, int]:
    """Attested, confirmed and people's lines, one line at a time."""

    def lines(by: str) -> set[tuple[str, int]]:
        return {
            (claim.path, number)
            for claim in claims
            if claim.by == by
            for start, end in claim.lines or ()
            for number in range(start, end + 1)
        }

    there = {
        (path, n) for path, ranges in files.items() for start, end in ranges for n in range(start, end + 1)
    }
    return len(lines(AI)), len(lines(AI) & there), len((lines(PERSON) & there) - lines(AI))


def of(claims: tuple[Claim, ...], files: dict[str, Lines]) -> Judged:
    """Claims beside added lines."""
    return judge(Stated("git-ai", claims=claims), AddedLines(SHA, files), SHA)


@given(CLAIMS, FILES)
def test_figures_agree_with_counting_line_by_line(claims: tuple[Claim, ...], files: dict[str, Lines]) -> None:
    """And none is more than can be."""
    found = of(claims, files)

    assert (found.attested, found.confirmed, found.people) == brute(claims, files)
    assert found.confirmed <= found.attested
    assert found.confirmed + found.people <= (found.added or 0) == sum(map(count, files.values()))
    assert sum(count(path.confirmed) for path in found.by_path) == found.confirmed
    assert sum(lines for _, _, lines in found.by_tool) >= found.confirmed


@given(CLAIMS, FILES)
def test_the_verdict_follows_from_the_figures(claims: tuple[Claim, ...], files: dict[str, Lines]) -> None:
    """All, some, none, or nothing to say."""
    found = of(claims, files)
    whole = {claim.path for claim in claims if claim.by == AI and claim.lines is None}
    stated, borne = found.attested + len(whole), found.confirmed + len(whole & files.keys())

    wanted = (
        LineVerdict.EMPTY if not stated
        else LineVerdict.VALID if stated == borne
        else LineVerdict.PARTIAL if borne
        else LineVerdict.INCONSISTENT
    )  # fmt: skip
    assert found.verdict == wanted


@given(CLAIMS, FILES, st.randoms(use_true_random=False))
def test_how_ranges_are_cut_does_not_matter(
    claims: tuple[Claim, ...], files: dict[str, Lines], chance: random.Random
) -> None:
    """Split into single lines, doubled and shuffled, a record says the same."""
    pieces = [
        claim._replace(lines=((number, number),))
        for claim in claims
        if claim.lines is not None
        for start, end in claim.lines
        for number in range(start, end + 1)
    ]
    pieces += [claim for claim in claims if claim.lines is None]
    pieces += pieces[: chance.randint(0, 5)]
    chance.shuffle(pieces)

    assert of(tuple(pieces), files) == of(claims, files)
