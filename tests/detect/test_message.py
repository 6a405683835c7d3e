import pytest

from attest.detect.message import LINE_LIMIT, read
from tests.detect.commits import CLAUDE, rules, traces

SUBJECT = "Mend the parser\n\n"
COUNTED = {
    "at the end": f"{SUBJECT}It failed on empty input.\n\n{CLAUDE}\n",
    "prose in the same paragraph": f"{SUBJECT}It failed on empty input.\n{CLAUDE}\n",
    "followed by prose": f"{SUBJECT}{CLAUDE}\nand it failed no more\n",
    "in a middle paragraph": f"{SUBJECT}{CLAUDE}\n\nIt failed on empty input.\n\nFixes: 12\n",
    "as the subject": CLAUDE,
    "without a final newline": f"{SUBJECT}{CLAUDE}",
    "folded": f"{SUBJECT}Co-authored-by: Claude Opus 4.6\n  <noreply@anthropic.com>\n",
    "a space before the colon": f"{SUBJECT}Co-authored-by : Claude <noreply@anthropic.com>\n",
    "no space after the colon": f"{SUBJECT}Co-authored-by:Claude <noreply@anthropic.com>\n",
    "a bullet": f"{SUBJECT}* {CLAUDE}\n",
    "indented": f"{SUBJECT}   {CLAUDE}\n",
    "deeply indented at the end": f"{SUBJECT}    It failed.\n\n    {CLAUDE}\n",
    "upper case": f"{SUBJECT}{CLAUDE.upper()}\n",
    "below a --- line": f"{SUBJECT}text\n---\n{CLAUDE}\n",
    "beside a URL line": f"{SUBJECT}https://issues.example/12\n{CLAUDE}\n",
    "after a NUL": f"{SUBJECT}text\0{CLAUDE}\n",
    "with CRLF": f"Mend the parser\r\n\r\n{CLAUDE}\r\n",
    "with bare CR": f"Mend the parser\r\r{CLAUDE}\r",
    "after a zero-width space": f"{SUBJECT}\u200b{CLAUDE}\n",
    "in a squash of several commits": f"Mend all (#12)\n\n* one\n\n{CLAUDE}\n\n* two\n\ntext\n",
    "in an unclosed fence": f"{SUBJECT}```\ncode\n\n{CLAUDE}\n",
    "in a cherry-pick": f"{SUBJECT}{CLAUDE}\n(cherry picked from commit {'0' * 40})\n",
    "of a revert that was itself assisted": f'Revert "Mend"\n\nThis reverts commit {"0" * 40}.\n\n{CLAUDE}\n',
}
OTHERS_WORDS = {
    "quoted": f"{SUBJECT}They wrote:\n> {CLAUDE}\n",
    "in a closed fence": f"{SUBJECT}Such a line:\n\n```\n{CLAUDE}\n```\n\nis now kept.\n",
    "in a tilde fence": f"{SUBJECT}Such a line:\n~~~\n{CLAUDE}\n~~~\nis now kept.\n",
    "amid a sentence": f"{SUBJECT}We add {CLAUDE} to each.\n",
    "in quotes": f"{SUBJECT}Write '{CLAUDE}' below.\n",
    "an indented example": f"{SUBJECT}Write\n\n    {CLAUDE}\n\nbelow.\n\nFixes: 12\n",
    "the original of a revert": (
        f'Revert "Mend"\n\nThis reverts commit {"0" * 40}.\n\nOriginal message:\n\nMend\n\n{CLAUDE}\n'
    ),
    "the quoted original of a revert": f'Revert "M"\n\nThis reverts commit ab.\n\n> Mend\n>\n> {CLAUDE}\n',
    "only the subject of what is reverted": 'Revert "Ask Claude to write it"\n\nThis reverts commit ab.\n',
}


@pytest.mark.parametrize("message", COUNTED.values(), ids=COUNTED)
def test_a_co_author_line_counts_wherever_it_stands(message: str) -> None:
    """Git's own trailer parser misses most of these forms; each names the agent all the same."""
    assert rules(message) == ["agent.claude-code"]


@pytest.mark.parametrize("message", OTHERS_WORDS.values(), ids=OTHERS_WORDS)
def test_somebody_elses_words_do_not_count(message: str) -> None:
    """A quotation of a trace is about another commit."""
    assert rules(message) == []


@pytest.mark.parametrize(
    ("message", "where"),
    [
        (f"{SUBJECT}{CLAUDE}\n", "trailer"),
        (f"{SUBJECT}text\n\nSigned-off-by: Ada <a@mail.example>\n{CLAUDE}\n\n\n", "trailer"),
        (f"{SUBJECT}{CLAUDE}\n\nmore text\n", "body"),
        (f"{SUBJECT}one\ntwo\nthree\nfour\nfive\n{CLAUDE}\n", "body"),
        (CLAUDE, "body"),
    ],
)
def test_where_says_whether_it_stood_in_the_trailer_block(message: str, where: str) -> None:
    """The block is the last paragraph as git has it; a subject alone has none."""
    assert [trace.where for trace in traces(message)] == [where]


def test_a_folded_value_is_joined() -> None:
    """The continuation belongs to the value, and a following key does not."""
    lines = read("s\n\nAssisted-by: Quill\n  coder 2\nFixes: 1\n").lines

    assert [(line.key, line.value) for line in lines[1:]] == [
        ("assisted-by", "Quill coder 2"),
        ("fixes", "1"),
    ]


def test_a_long_line_is_read_up_to_its_limit() -> None:
    """What a line may cost is bounded."""
    assert max(len(line.text) for line in read("x" * 100_000).lines) == LINE_LIMIT


def test_both_ends_of_an_endless_message_are_read() -> None:
    """A trailer cannot be hidden behind a million lines."""
    assert rules("subject\n" + "line\n" * 1_000_000 + f"\n{CLAUDE}\n") == ["agent.claude-code"]


def test_a_url_is_not_a_key() -> None:
    """`https:` is no trailer."""
    assert [line.key for line in read("s\n\nhttps://issues.example/12\n").lines] == ["", ""]


@pytest.mark.parametrize("message", ["", "\n\n\n", "\0", "\ud800\udfff", "```", ">", "\t", "\r\n\r\n"])
def test_odd_messages_have_no_trace(message: str) -> None:
    """Nothing in a message stops the reading."""
    assert rules(message) == []
