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
    "in a fence that another kind of fence would close": f"{SUBJECT}```\ncode\n~~~\n\n{CLAUDE}\n",
    "after code on one line": f"{SUBJECT}```quill --fast``` is slow\n\n{CLAUDE}\n\n```quill``` is not.\n",
    "in the log of git's own squash": (
        f"Squashed commit of the following:\n\ncommit {'0' * 40}\nAuthor: Ada <ada@mail.example>\n\n"
        f"    Mend\n\n    {CLAUDE}\n\ncommit {'1' * 40}\n"
        "Author: Ada <ada@mail.example>\n\n    Tidy\n\nFixes: 1\n"
    ),
    "under another pull request's title in a squash": (
        f"Release (#50)\n\n* Mend (#41)\n\n{CLAUDE}\n\n* Tidy (#42)\n"
    ),
    "after a merge in a squash": f"M (#2)\n\n* Merge branch 'main' into mend\n\n* Mend\n\n{CLAUDE}\n",
    "in the block that ends a squash": (
        f"M (#2)\n\n* Mend\n\n* Merge branch 'main'\n\n---------\n\n{CLAUDE}\n"
    ),
    "of a person's bump": f"Bump quill from 1.0 to 1.1\n\nChangelog\n\n- faster\n\n{CLAUDE}\n",
    "of a person's bump of a requirement": (
        f"Update quill requirement from >=1 to >=2\n\n## 2.0\n\n- faster\n\n{CLAUDE}\n"
    ),
    "above the notes of a release": f"chore: release 2.0.0\n\n{CLAUDE}\n\n## 2.0.0\n\n- faster\n",
    "under a heading of a change that is no bump": f"Number the parts\n\n## 1.9\n\n{CLAUDE}\n\n- smaller\n",
    "of a release that lists nothing": f"Release 2.0.0 of the queue\n\nIt failed.\n\n{CLAUDE}\n\nThanks.\n",
    "of a squash that lists an update's commits": (
        f"Update quill to 2.0 (#9)\n\n* Update quill\n\n{CLAUDE}\n\n## 1.9\n\n* smaller\n"
    ),
    "of a roll that is no bump": f"Roll the log from time to time\n\nChangelog\n\n{CLAUDE}\n\nThanks.\n",
    "after a bump's folded notes": (
        "Bump quill from 1.0 to 1.1\n\n<details>\n<summary>Commits</summary>\n"
        f"<p>x</p>\n</details>\n\n{CLAUDE}\n\nthanks\n"
    ),
    "in folded text that is no release notes": (
        f"{SUBJECT}<details>\n<summary>Why</summary>\n{CLAUDE}\n</details>\nend\n"
    ),
    "beside a ticked box": f"{SUBJECT}- [x] {CLAUDE}\n",
    "below a box without a tick": f"{SUBJECT}- [ ] It was tested\n{CLAUDE}\n",
    "after an empty pair of brackets": f"{SUBJECT}[]string is sorted.\n\n{CLAUDE}\n",
    "in a comment that nothing closes": f"{SUBJECT}Strip <!-- from bodies.\n\n{CLAUDE}\n",
    "after a comment": f"{SUBJECT}<!-- tick one\n-->{CLAUDE}\n",
    "beside a comment": f"{SUBJECT}{CLAUDE} <!-- as policy asks -->\n",
    "after a comment that code shows": f"{SUBJECT}It removes `<!--`.\n\n{CLAUDE}\n\nAnd `-->`.\n",
    "of the squash of a revert": (
        f'Revert "Mend (#1)" (#2)\n\n* Revert "Mend (#1)"\n\nThis reverts commit ab.\n\n* Tidy\n\n{CLAUDE}\n'
    ),
    "at the end of a person's release, above the forge's own block": (
        f"Release 1.4.0\n\n### Changelog\n- faster\n\n{CLAUDE}\n\nCo-authored-by: Ada <ada@mail.example>\n"
    ),
    "set in below prose, at the end": f"{SUBJECT}It failed.\n\n    {CLAUDE}\n",
    "set in between two items of a squash": f"Mend (#2)\n\n* Mend\n\n    {CLAUDE}\n\n* Tidy\n",
    "after a heading that ends in a colon": f"{SUBJECT}Thanks to:\n\n{CLAUDE}\n\nFixes: 12\n",
    "of what backs a change out": f'Back out "Mend"\n\nIt broke paging.\n\n{CLAUDE}\n',
    "of a merge": f"Merge branch 'mend'\n\n* mend:\n  Mend the parser\n\n{CLAUDE}\n",
    "of a revert in other words": f"Take paging back\n\nIt broke.\n\n{CLAUDE}\n\nThis reverts commit ab.\n",
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
    "the body of what is reverted, its title first": (
        f'Revert "Mend"\n\nThis reverts commit ab.\n\nMend\n\nIt failed.\n\n{CLAUDE}\n'
    ),
    "the same from a squash, without its number": (
        f'Revert "Mend (#1)" (#2)\n\nThis reverts commit ab.\n\n* Mend\n\nIt failed.\n\n{CLAUDE}\n'
    ),
    "the whole message of what is reverted, in its quotation marks": (
        f'Revert "Mend\n\nIt failed.\n\n{CLAUDE}"\n\nThis reverts commit ab.\n'
    ),
    "the body of what is reverted, above git's line": (
        f'Revert "M"\n\nText.\n\n{CLAUDE}\n\nThis reverts commit ab.\n'
    ),
    "a change that is applied again": f'Reapply "Mend"\n\nThis reverts commit ab.\n\nMend\n\n{CLAUDE}\n',
    "release notes in a person's bump": (
        f"build(deps): bump quill from 1.0 to 1.1\n\nRelease notes\n\n- faster\n\n{CLAUDE}\n\n- smaller\n"
    ),
    "folded release notes in a person's bump": (
        "Bump quill from 1.0 to 1.1 (#3)\n\n<details>\n"
        "<summary>Release notes</summary>\n<em>Sourced from x</em>\n"
        f"<li>{CLAUDE}</li>\n{CLAUDE}\n</details>\n\nSigned-off-by: Ada <ada@mail.example>\n"
    ),
    "a further folded part in an update": (
        "This PR contains the following updates:\n\n### Release Notes\n\n"
        "<details>\n<summary>a</summary>\nx\n</details>\n\n"
        f"<details>\n<summary>b</summary>\n{CLAUDE}\n</details>\nend\n"
    ),
    "folded release notes that nothing closes": (
        f"Bump quill from 1.0 to 1.1\n\n<details>\nx\n\n{CLAUDE}\n\ntext\n"
    ),
    "folded release notes elsewhere": (
        f"{SUBJECT}<details><summary>Changelog</summary>\n{CLAUDE}\n</details>\nend\n"
    ),
    "under a merge in a squash": (
        f"Mend (#2)\n\n* Mend\n\n* Merge branch 'main' into mend\n\nOther (#1)\n\n{CLAUDE}\n\n* Tidy\n"
    ),
    "an indented example that prose goes on below": (
        f"{SUBJECT}The trailer looks like this:\n\n    {CLAUDE}\n\nIt is added by default.\n"
    ),
    "an example around which a sentence goes on": (
        f"{SUBJECT}The trailer looks like this:\n\n{CLAUDE}\n\nand is added by default.\n"
    ),
    "the original of what is backed out": (
        f'Back out "Mend"\n\nOriginal commit message:\n\nMend\n\n{CLAUDE}\n'
    ),
    "below the original change that a review tool names": (
        f'Back out "Mend"\n\nOriginal Phabricator Diff: D12\n\n{CLAUDE}\n'
    ),
    "set in under a branch that a merge lists": (
        f"Merge upstream\n\n* commit 'a':\n  Mend\n  {CLAUDE}\n\n* tag 'b':\n  Tidy\n"
    ),
    "in a closed fence that holds another": f"{SUBJECT}````\n```\n{CLAUDE}\n```\n````\nend\n",
    "beside a box without a tick": f"{SUBJECT}- [ ] {CLAUDE}\n",
    "beside an empty box of another form": f"{SUBJECT}\u2610 {CLAUDE}\n",
    "under a box without a tick": f"{SUBJECT}- [ ] It was assisted\n  {CLAUDE}\n",
    "struck out": f"{SUBJECT}~~{CLAUDE}~~\n",
    "struck out with a tag": f"{SUBJECT}<del>{CLAUDE.split(' <')[0]}</del>\n",
    "in a comment": f"{SUBJECT}<!-- {CLAUDE} -->\n",
    "in a comment over several lines": f"{SUBJECT}<!-- If AI helped, add\n{CLAUDE}\n-->\nend\n",
    "release notes under a requirement that a person raises": (
        f"Update quill requirement from >=1 to >=2\n\nRelease notes\n\n- faster\n\n{CLAUDE}\n\n- smaller\n"
    ),
    "notes that begin with their version": (
        f"Update quill to 2.0\n\n## 1.9\n\n- faster\n\n{CLAUDE}\n\n- smaller\n"
    ),
    "notes of a vendored copy": (
        f"Update vendored quill (2.0)\n\n## [2.0.0] - 2026-01-01\n\n{CLAUDE}\n\n- smaller\n"
    ),
    "notes of a roll": f"Roll quill from 0a1b to 3d4e (2 commits)\n\nChangelog\n\n{CLAUDE}\n\n- smaller\n",
    "notes that open the body above an older version's": (
        f"Upgrade quill to 2.0\n\n* faster\n\n{CLAUDE}\n\n## 1.9\n\n* smaller\n"
    ),
    "the commits that git's subtree lists": (
        f"Squashed 'quill/' changes from 0a1b..2c3d\n\n2c3d Mend\n\n{CLAUDE}\n\n{'0' * 7} Tidy\n"
    ),
    "notes of a release": f"chore(main): release 2.0.0\n\n## 2.0.0\n\n{CLAUDE}\n\n- smaller\n",
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


FOOTER = "🤖 Generated with [Claude Code](https://claude.com/claude-code)"


def test_the_footer_that_ends_a_persons_release_notes_is_their_tools() -> None:
    """What was pasted ends before it; amid the notes it is another project's."""
    notes = "Upgrade quill to 19\n\n## What's changed\n- faster\n\n"

    assert rules(f"{notes}{FOOTER}\n") == ["footer.claude-code"]
    assert rules(f"{notes}{FOOTER}\n\n- smaller\n") == []


TICKABLE = (
    "I used GitHub Copilot to write this",
    "Generated with [Claude Code](https://claude.com/claude-code)",
    "AI-assisted",
    "Claude Code wrote the code",
    "Assisted-by: Claude Code",
    "This contribution was assisted or created by Generative AI tools.",
)


@pytest.mark.parametrize("text", TICKABLE)
@pytest.mark.parametrize("box", ["- [x]", "* [X]", "[x]", "1. [ x ]", "- **[x]**", "- \\[x\\]", "\u2611"])
def test_a_ticked_box_says_what_its_text_says(box: str, text: str) -> None:
    """The tick is the author's hand."""
    assert rules(f"{SUBJECT}{box} {text}\n")


@pytest.mark.parametrize("text", TICKABLE)
@pytest.mark.parametrize("box", ["- [ ]", "* [ ]", "[]", "1. [_]", "- **[ ]**", "- \\[ \\]", "\u2610"])
def test_a_box_without_a_tick_says_nothing(box: str, text: str) -> None:
    """It is the template's, whatever it offers."""
    assert rules(f"{SUBJECT}{box} {text}\n\nend\n") == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- [ ] Copilot wrote\n      the code", False),
        ("- [ ] AI helped\n  - Copilot wrote the code", False),
        ("- [ ] AI helped\n  - [x] Copilot wrote the code", True),
        ("- [ ] It was tested\n\n  Copilot wrote the code", True),
        ("AI-generated: Yes [ ] No [x]", False),
        ("[x] Copilot wrote the code [ ] Nobody did", True),
        ("- [ ] Nobody did [x] Copilot wrote the code", False),
    ],
)
def test_how_far_a_box_reaches(text: str, said: bool) -> None:
    """To the lines that are set in below it, and to the next box; beside several it is not guessed."""
    assert bool(rules(f"{SUBJECT}{text}\n")) is said


def test_a_mark_in_a_comment_counts_where_its_rule_asks_for_one() -> None:
    """Tools leave marks in comments; sessions and footers that stand there are a template's."""
    link = "https://claude.ai/code/session_01AbCdEfGhIjKlMnOpQrStUv"

    assert rules(f"{SUBJECT}<!-- START COPILOT CODING AGENT TIPS -->\n") == ["footer.copilot-agent-tips"]
    assert rules(f"{SUBJECT}<!-- {link} -->\n") == []


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


def test_the_link_of_a_label_may_stand_on_the_next_line() -> None:
    """A label that ends in a colon, and the address alone below it."""
    lines = read("s\n\nAgent transcript:\nhttps://agents.example/12\nand more\n").lines

    assert [line.text for line in lines[1:]] == [
        "Agent transcript: https://agents.example/12",
        "and more",
    ]


def test_a_url_is_not_a_key() -> None:
    """`https:` is no trailer."""
    assert [line.key for line in read("s\n\nhttps://issues.example/12\n").lines] == ["", ""]


@pytest.mark.parametrize("message", ["", "\n\n\n", "\0", "\ud800\udfff", "```", ">", "\t", "\r\n\r\n"])
def test_odd_messages_have_no_trace(message: str) -> None:
    """Nothing in a message stops the reading."""
    assert rules(message) == []
