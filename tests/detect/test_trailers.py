"""Trailers: which lines of a message are an author's own about the commit, and which only look so."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attest.detect.engine import load
from attest.detect.trailers import trailers

BEN = ("reviewed-by", "Ben Okri <ben@shop.example>")
LINE = "Reviewed-by: Ben Okri <ben@shop.example>"
SIGNED = "Signed-off-by: Ada Lovelace <ada@shop.example>"


@pytest.mark.parametrize(
    "message",
    [
        f"Add tax\n\n{LINE}\n",
        f"Add tax\n\nWords.\n\n{LINE}",
        f"Add tax\r\n\r\n{LINE}\r\n",
        f"Add tax\n\n{LINE.upper().replace('BEN OKRI <BEN@SHOP.EXAMPLE>', BEN[1])}\n",
        f"Add tax\n\n{LINE.replace('-by', ' by')}\n",
        f"Add tax\n\n{LINE}\n\nMore words below it.\n",
        f"Add tax\n\n{LINE}\n[ada: fixed a typo]\n",
        f"Add tax\n\n(cherry picked from commit 0123456)\n{LINE}\n",
        f"Add tax\0hidden\n\n{LINE}\n",
    ],
)
def test_a_line_in_a_paragraph_of_trailers_counts(message: str) -> None:
    """In any such paragraph but the subject's, whatever the case of its key and the ends of lines."""
    assert BEN in trailers(message)


@pytest.mark.parametrize(
    "message",
    [
        LINE,
        f"Add tax\n{LINE}\n",
        f"Add tax\n\nI would have put\n{LINE}\nhere.\n",
        f"Add tax\n\nBen has seen it.\n{LINE}\n",
        f"Add tax\n\nExample:\n{LINE}\n",
        f"Add tax\n\n    {LINE}\n",
        f"Add tax\n\n> {LINE}\n",
        f"Add tax\n\n* {LINE}\n",
        f"Add tax\n\n```\n\n{LINE}\n\n```\n",
        f"Add tax\n\n<!-- such as\n\n{LINE}\n\n-->\n",
        f"Add tax\n\n{LINE}\n(cherry picked from commit 0123456)\n",
        f'Revert "Add tax"\n\n{LINE}\n\nThis reverts commit {"0" * 40}.\n',
        f'Revert "Add tax"\n\nThis reverts commit {"0" * 40}.\n\nOriginal message:\n\nAdd tax\n\n{LINE}\n',
        f"Add all (#3)\n\n* Add tax\n\n{LINE}\n\n* Add fees\n\nWords.\n",
        f"Squash\n\nSquashed commit of the following:\n\n{LINE}\n\nOther words.\n",
        "Add tax\n\nReviewed-by:\n Ben Okri <ben@shop.example>\n",
        "Add tax\n\nReviewed-by://ben\n",
    ],
)
def test_a_line_that_only_looks_like_a_trailer_does_not(message: str) -> None:
    """Subject, prose, example, quotation, fence, list of a squash, and what belongs to another commit."""
    assert BEN not in trailers(message)


SHA = "1" * 40


@pytest.mark.parametrize(
    "message",
    [
        f"revert: feat: tax\n\nWords.\n\n{LINE}\n\nThis reverts commit {SHA}.",
        f"revert(shop)!: tax\n\nThis reverts commit {SHA}.\n\ntax\n\n{LINE}",
        f"Back out the tax\n\nThis reverts commit {SHA}.\n\nadd tax\n\n{LINE}",
        f"Back out the tax\n\n{LINE}\n\nBacked out changeset {SHA[:12]}",
        f"deps: pick tax\n\nOriginal commit message:\n\n[tax] add\n\n{LINE}",
        f"deps: pick tax\n\n-----Original Message-----\n\nadd\n\n{LINE}",
        f"deps: update tax\n\ncommit {SHA}\nAuthor: Ben\n\nunix: fix\n\n{LINE}\n\ncommit {SHA}\n\nwin: fix",
        f"deps: update tax\n\nFrom {SHA} Mon Sep 17\nFrom: Ben <b@x.example>\n\nfix\n\n{LINE}",
        f"deps: update tax\n\nFrom: Ben <b@x.example>\nSubject: fix\n\nWords.\n\n{LINE}",
        f"Backport the tax\n\n(backported from commit {SHA})\n{LINE}",
        f"Add tax\n\n{LINE}\n\n(backported from commit {SHA})",
        f"Add tax\n\n{LINE}\n[ Upstream commit {SHA} ]",
        f"Add tax\n\n[ Upstream commit {SHA} ]\n\nWords.\n\n{LINE}",
        f"Add tax\n\ncommit {SHA} upstream.\n\nWords.\n\n{LINE}",
        f"Add tax\n\n- add tax\n\n{LINE}\n\n- fix tax\n\nWords.",
        f"Add tax (#4)\n\n* add tax\n\n{LINE}",
        f"Add tax\n\nOn Tue, Ben wrote:\n\n{LINE}\n\nbut only the docs part.",
        f"Add tax\n\nBen <b@x.example> wrote:\n\n{LINE}",
    ],
)
def test_a_line_of_another_message_says_nothing_of_this_commit(message: str) -> None:
    """What a revert, a backport, a pasted log or mail, or a squash took over had another subject."""
    assert BEN not in trailers(message)


@pytest.mark.parametrize(
    "message",
    [
        f'Revert "Add tax"\n\nThis reverts commit {SHA}.\n\nBroke the build\n\n{LINE}',
        f"revert: add tax\n\nThis reverts commit {SHA}.\n\n{LINE}",
        f"revert: add tax\n\nThis reverts commit {SHA}.\n\nIt broke the build.\n\n{LINE}",
        f"Back out the tax\n\nThis reverts commit {SHA}.\n\nIt broke the build.\n\n{LINE}",
        f"Back out the tax\n\nThis reverts commit {SHA}.\n\n{LINE}",
        f"deps: pick tax\n\nOriginal commit message:\n\n    [tax] add\n\n    Acked-by: C\n\n{LINE}",
        f"Add tax\n\nThe original commit left it out.\n\n{LINE}",
        f"Add tax\n\nOn Tue, Cyd wrote:\n\n> It crashes.\n\n{LINE}",
        f"Add tax\n\nFixes what\n\n    commit {SHA}\n\nbroke.\n\n{LINE}",
        f'Add tax\n\nThis also undoes\ncommit 0123456 ("win: typo").\n\n{LINE}',
        f"Add tax\n\nAdd:\n\n- one\n- two\n\n{LINE}",
        f"Add tax\n\n* one thing to note\n\n{LINE}",
        f"Add tax\n\nReviewed-by: Cyd <c@x.example>\n[ Upstream commit {SHA} ]\n{LINE}",
    ],
)
def test_what_another_message_leaves_behind_is_not_touched(message: str) -> None:
    """Where it is shown where the other one ends, the lines below it are the commit's own."""
    assert BEN in trailers(message)


def test_what_follows_a_quoted_original_is_the_reverts_own() -> None:
    """Gerrit marks the original line by line, and writes its own trailers below."""
    message = (
        f'Revert "Add tax"\n\nThis reverts commit {"0" * 40}.\n\nOriginal change\'s description:\n'
        f"> Add tax\n>\n> Reviewed-by: Cyd <cyd@shop.example>\n\n{LINE}\n"
    )
    assert trailers(message) == (BEN,)


def test_the_end_of_a_list_of_commits_counts_for_all_of_them() -> None:
    """Whoever joins commits puts what holds of all of them below the list."""
    message = (
        f"Add all (#3)\n\n* Add tax\n\nAcked-by: Cyd <cyd@shop.example>\n\n* Add fees\n\nWords.\n\n{LINE}\n"
    )
    assert trailers(message) == (BEN,)


def test_of_a_robot_that_pastes_text_the_end_alone_is_read() -> None:
    """Release notes hold other people's trailers."""
    robot = ("dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com")
    message = f"Bump tax\n\nAcked-by: Cyd <cyd@upstream.example>\n\nMore notes.\n\n{LINE}\n"
    engine = load()

    assert engine.own_trailers(message, "Ada", "ada@shop.example").count("\n") == 1
    assert engine.own_trailers(message, *robot) == f"reviewed-by: {BEN[1]}"


@pytest.mark.parametrize(
    "message",
    [
        "Subject\n\n" + f"{LINE}\n" * 10_000,
        "Subject\n\n" + "Reviewed-by: " + "x" * 2_000_000,
        "Subject\n\n" + "Reviewed-by: a <" * 100_000,
        "Subject\n\n" + f"{LINE}\n\n" * 50_000,
        "Subject\n\n" + "\0" * 500_000 + f"\n\n{LINE}",
        "Subject\n\n" + "* Merge branch x\n-----\n" * 50_000,
        "\ud800Reviewed-by\udfff: \x1b[31m <>" * 20_000,
    ],
)
def test_hostile_messages_are_read_in_bounded_time(message: str) -> None:
    """Ten thousand trailers, huge lines, NULs and lone surrogates end soon and give little."""
    began = time.process_time()
    found = trailers(message)

    assert all(len(value) <= 2_000 for _, value in found)
    assert time.process_time() - began < 5


PIECES = st.sampled_from(
    [
        "Add tax", "Words of prose.", LINE, "Acked-by: Cyd <cyd@shop.example>", f"    {LINE}",
        f"> {LINE}", "```",
        "* Add fees", "* Merge branch 'x'", "-----", "Bump x from 1 to 2", "Release notes", "<details>",
        "</details>", 'Revert "Add tax"', f"This reverts commit {'0' * 40}.", "Original message:",
        "(cherry picked from commit 0123456)", "Squashed commit of the following:", "Key: value", " folded",
        "", "", SIGNED,
    ]
)  # fmt: skip


@given(rows=st.lists(PIECES, max_size=14), places=st.lists(st.integers(0, 14), min_size=1, max_size=4))
@settings(max_examples=400, deadline=None)
def test_a_sign_off_anywhere_changes_no_trailer(rows: list[str], places: list[int]) -> None:
    """Whoever passes a patch on adds a line, and nothing that is read here becomes more or less by it."""
    signed = list(rows)
    for place in places:
        signed.insert(min(place, len(signed)), SIGNED)

    assert trailers("\n".join(rows)) == trailers("\n".join(signed))


@given(rows=st.lists(PIECES, max_size=14))
@settings(max_examples=200, deadline=None)
def test_sign_offs_of_their_own_paragraph_change_no_trailer(rows: list[str]) -> None:
    """As `git commit --signoff` adds it at the end, and where none was before."""
    message = "\n".join(rows)

    assert trailers(message) == trailers(f"{message}\n\n{SIGNED}\n")
