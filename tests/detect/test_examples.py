import pytest

from attest.detect.engine import Engine
from attest.detect.examples import check, traces
from attest.detect.loader import read
from attest.errors import CatalogError

RULE = """format_version: 1
rules:
  - id: disclosure.quill
    version: 1
    title: Quill was here
    kind: disclosure
    grade: C
    role: assistant
    tool: quill
    contains: [quill]
    pattern: 'quill was here'
    source: https://wiki.example/quill
    examples:
      match: ['Quill was here']
      no_match: ['No quill was here']
"""


@pytest.mark.parametrize(
    ("own", "hint"),
    [
        (RULE.replace("match: ['Quill was", "match: ['Quill is"), "nothing"),
        (RULE.replace("['No quill", "['Quill was here, no quill"), "disclosure.quill"),
        (RULE.replace("['Quill was here']", "['Generated with Claude Code']"), "footer.named"),
    ],
    ids=["does not match", "matches what it must not", "a built-in rule reads it first"],
)
def test_examples_that_contradict_their_rule_are_refused(own: str, hint: str) -> None:
    """Each is a test; the hint says what was found instead."""
    loaded = read([("own.yaml", own.encode())])

    with pytest.raises(CatalogError) as caught:
        check(Engine(loaded), loaded.rules)

    assert caught.value.where == "own.yaml:3, rule disclosure.quill"
    assert caught.value.hint == f"what matches is: {hint}"


@pytest.mark.parametrize("window", ["", "    since: 2027-01-01\n", "    until: 2019-12-31\n"])
def test_an_example_is_of_a_day_on_which_its_rule_holds(window: str) -> None:
    """A rule that begins tomorrow can be tested today."""
    loaded = read([("own.yaml", (RULE + window).encode())])

    check(Engine(loaded), loaded.rules)


def test_a_right_example_is_found_by_its_rule() -> None:
    """In the engine that holds all the others too."""
    loaded = read([("own.yaml", RULE.encode())])
    rule = next(one.rule for one in loaded.rules if one.rule.id == "disclosure.quill")

    assert [one.rule for one in traces(Engine(loaded), rule, "Quill was here")] == ["disclosure.quill"]
