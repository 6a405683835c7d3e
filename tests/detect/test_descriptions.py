"""What a pull request's text says by its headings, and what only looks like it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attest.detect.descriptions import vocabulary
from attest.detect.descriptions.lines import LONGEST
from attest.detect.descriptions.reading import describe, template_lines
from attest.model.collected import PullText
from attest.model.description import Description, Topic, TopicState

WORDS = vocabulary()


def described(body: str, template: str = "", **headings: tuple[str, ...]) -> Description:
    """The record of a body."""
    more = {Topic(name): texts for name, texts in headings.items()}
    words = vocabulary(more, template_lines([template.encode()])) if template or more else WORDS
    return describe(PullText(body=body), words, change="shop:1", number=7)


def states(body: str, template: str = "", **headings: tuple[str, ...]) -> dict[str, str]:
    """Topics and their states."""
    found = described(body, template, **headings).topics
    return {item.topic.value: item.state.value for item in found}


@pytest.mark.parametrize(
    "heading",
    [
        "## Testing\n",
        "# How was this tested?\n",
        "###### Testing ######\n",
        "Testing\n=======\n",
        "Testing\n---\n",
        "**Testing**\n",
        "__Test plan:__\n",
        "**Testing:** ",
        "**Testing**: ",
        "Testing: ",
        "- Testing: ",
        "TESTING: ",
        "<h3>Testing</h3>\n",
        "<details><summary>Testing</summary>\n",
        "## 🧪 Testing & QA\n",
    ],
)
def test_each_form_of_a_heading_announces_its_topic(heading: str) -> None:
    """With what stands under it or behind it."""
    assert states(f"{heading}Ran the suite on staging.\n") == {"testing": "filled"}


@pytest.mark.parametrize(
    ("content", "state"),
    [
        ("", "empty"),
        ("<!-- what did you do? -->", "empty"),
        ("<!--\nseveral\nlines\n-->\n", "empty"),
        ("n/a", "placeholder"),
        ("N/A.", "placeholder"),
        ("none", "placeholder"),
        ("**None**", "placeholder"),
        ("- none", "placeholder"),
        ("TODO", "placeholder"),
        ("-", "placeholder"),
        ("...", "placeholder"),
        ("> tbd", "placeholder"),
        ("yes", "placeholder"),
        ("_No response_", "placeholder"),
        ("[describe how to undo it]", "placeholder"),
        ("<describe how to undo it>", "placeholder"),
        ("- [ ] I can undo it", "placeholder"),
        ("No impact", "filled"),
        ("No: none", "placeholder"),
        ("none: n/a", "placeholder"),
        ("None: no deployment", "none-stated"),
        ("N/A, documentation only", "none-stated"),
        ("Not needed - text of a comment", "none-stated"),
        ("no, since nothing is deployed", "none-stated"),
        ("- [x] I can undo it", "filled"),
        ("- [x]", "placeholder"),
        ("</details>", "placeholder"),
        ('<img src="https://example.org/x.png">', "filled"),
        ("Revert the commit.", "filled"),
        ("n/a\nRevert the commit.", "filled"),
        ("```\ngit revert HEAD\n```", "filled"),
        ("No longer sends letters twice; revert to go back.", "filled"),
    ],
)
def test_what_stands_there_is_weighed(content: str, state: str) -> None:
    """A word that says nothing is no content, a reason for none is."""
    assert states(f"## Rollback\n{content}\n## Other\ntext\n") == {"rollback": state}


def test_a_heading_holds_what_stands_under_its_parts() -> None:
    """Until a heading of its level or above; parts may be topics of their own."""
    body = (
        "## Testing\n### By hand\nTried it.\n### Rollback\nnone\n## More\nRevert it.\n# Risk\n\n## Low\nx y\n"
    )

    assert states(body) == {"testing": "filled", "rollback": "placeholder", "risk": "filled"}


def test_one_heading_may_name_two_topics() -> None:
    """And of two headings of one topic the one that says most counts."""
    assert states("## Risk and rollback\nRevert it.\n") == {"rollback": "filled", "risk": "filled"}
    assert states("## Tests\nnone\n## Test plan\nClick it.\n## QA\n") == {"testing": "filled"}


@pytest.mark.parametrize(
    "body",
    [
        "Rollback: none\nThis adds a page to the portal.\n",
        "- Rollback: none\n- Adds a page to the portal.\n",
        "**Rollback:** none\nAdds a page to the portal.\n",
        "Rollback:\n\n\nnone\n\nThis adds a page to the portal.\n",
    ],
)
def test_the_next_line_is_not_the_keys(body: str) -> None:
    """The tempting false content: the sentence that follows the line of another topic."""
    assert states(body) == {"rollback": "placeholder"}
    assert described(body).untitled is TopicState.FILLED


def test_a_key_holds_what_is_indented_below_it() -> None:
    """As people write lists within lists."""
    assert states("- Rollback: n/a\n  - revert the commit\n- x\n") == {"rollback": "filled"}


@pytest.mark.parametrize(
    "body",
    [
        "```\n## Testing\nran it\n```\n",
        "````\n```\n## Testing\n```\nran it\n````\n",
        "~~~ text\n```\n## Testing\n~~~\n",
        "<!-- ## Testing\nran it -->\n",
        "<!-- open\n## Testing\nran it\n",
        "```\nopen\n## Testing\nran it\n",
        "We had been testing this for a while: it works\n",
        "See https://example.org/testing: it works\n",
        "This is not a heading about the testing of anything at all, it is only a long line: yes\n",
        "",
    ],
)
def test_what_is_no_heading_announces_nothing(body: str) -> None:
    """Code, comments, sentences and addresses."""
    assert states(body) == {}


def test_whether_ai_was_used_is_answered_by_a_word() -> None:
    """Elsewhere the same word says nothing."""
    assert states("AI-Assistance: none\nPrivacy: none\n") == {"ai": "none-stated", "privacy": "placeholder"}
    assert states("## AI use\nTODO\n") == {"ai": "placeholder"}


def test_the_repositorys_template_is_not_the_authors() -> None:
    """Its lines are placeholders; a ticked box of it is the author's."""
    template = "## Testing\nSay how you tested it, please.\n- [ ] The suite passes\n## Rollback\n"

    assert states(template, template) == {"testing": "placeholder", "rollback": "empty"}
    assert states(template.replace("[ ]", "[x]"), template)["testing"] == "filled"
    assert states(template + "Revert it.\n", template)["rollback"] == "filled"
    assert described(template, template).words == 0


def test_own_headings_are_added() -> None:
    """In another language, or under another name; those that ship stay."""
    body = "## Wie wir zurückkommen\nRevert.\n## Rollback\nnone\n## Tests\nRan.\n"

    assert states(body, rollback=("wie wir zurückkommen",)) == {"testing": "filled", "rollback": "filled"}


def test_boxes_and_words_are_counted() -> None:
    """Words of what is filled in alone, boxes wherever they stand."""
    found = described(
        "Fixes the dose.\n- [x] tests ran\n- [ ] docs\n* [X] reviewed\n## Risk\nn/a\n<!-- a b -->"
    )

    assert (found.words, found.ticked, found.unticked) == (6, 2, 1)
    assert (found.id, found.pull, found.cut) == ("shop:1:description", 7, False)


def test_the_record_holds_no_text_of_the_author() -> None:
    """No heading and no word of it."""
    body = "## Testing by Zebedee\nZebedee ran it.\n## Zebedee\n"

    assert "zebedee" not in described(body).model_dump_json().casefold()


@pytest.mark.parametrize(
    ("edited", "known", "after"),
    [
        ("2025-03-02T00:00:00Z", True, True),
        ("2025-03-01T00:00:00Z", True, False),
        (None, True, False),
        (None, False, None),
    ],
)
def test_whether_it_was_edited_after_an_approval(
    edited: str | None, after: bool | None, *, known: bool
) -> None:
    """Not known where the forge does not tell edits, or there is no approval."""
    text = PullText(body="x", edited_at=edited, edits_known=known)
    found = describe(text, WORDS, change="shop:1", number=7)

    assert found.edited_after("2025-03-01T00:00:00Z") is after
    assert found.edited_after(None) is None


@pytest.mark.parametrize(
    "body",
    [
        "x" * (2 << 20),
        "## Testing\n" * 200_000,
        "<!--" * 500_000,
        "<!-- -->" * 250_000,
        "```\n" * 500_000,
        "**" * 1_000_000,
        "a:" * 1_000_000,
        "- " * 1_000_000,
        "- [ ] " * 300_000,
        "<h1>" * 500_000,
        "<" + "a" * 2_000_000,
        "> " * 1_000_000 + "x",
        "none " * 400_000,
        "[" * 2_000_000,
        "\n" * 2_000_000,
        "\0\x1b[31m\ud800\u202e:\n" * 200_000,
        " " * 2_000_000 + "#",
        "= \n" * 600_000,
    ],
    ids=range(18),
)
def test_a_hostile_text_takes_little_time(body: str) -> None:
    """Two megabytes of anything: the beginning is read, once, and the record says that it was cut."""
    began = time.process_time()
    found = described(body)

    assert time.process_time() - began < 5
    assert found.cut
    assert len(found.topics) <= len(Topic)


@given(st.text(alphabet="#*_:-[]x<>!`~ \n\tTestingrolbackn/a\0\ud800", max_size=300))
def test_any_text_is_described(body: str) -> None:
    """Each topic once, in their order, and the record can be written."""
    found = described(body)
    order = list(Topic)

    places = [order.index(item.topic) for item in found.topics]
    assert places == sorted(set(places))
    assert Description.model_validate_json(found.model_dump_json()) == found


def test_a_text_at_the_limit_is_whole() -> None:
    """One character more is cut."""
    assert [described("x" * size).cut for size in (LONGEST, LONGEST + 1)] == [False, True]
