"""The names of tools as one pattern: written shorter than name by name, and matching alike."""

import re
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attest.detect.loader import read
from attest.detect.rule import Rule, Tool
from attest.detect.vocabulary import Vocabulary, opening
from tests.detect.samples import sample

RULES = read()
TOOLS = Vocabulary(RULES.tools, RULES.models)
ALL = re.compile(TOOLS.expand("{tool}"), re.IGNORECASE)
EACH = [
    re.compile(Vocabulary((tool.model_copy(update=alone),), ()).expand("{tool}"), re.IGNORECASE)
    for tool in RULES.tools
    for alone in (
        *({"names": (name,), "ambiguous": (), "common": (), "given": ()} for name in tool.names),
        *({"names": (), "ambiguous": (name,), "common": (), "given": ()} for name in tool.ambiguous),
        *({"names": (), "ambiguous": (), "common": (name,), "given": ()} for name in tool.common),
        *({"names": (), "ambiguous": (), "common": (), "given": (name,)} for name in tool.given),
    )
]
WORDS = sorted({literal.strip() for tool in RULES.tools for literal in tool.contains})
TEXTS = st.lists(
    st.sampled_from([*WORDS, "code", "cli", "3.5", "(", ")", "-", ".", "x", "wrote", "by", "green"]),
    max_size=5,
)


@given(TEXTS, st.sampled_from(["", " "]))
def test_the_pattern_of_all_tools_matches_where_one_of_a_single_name_does(
    words: list[str], space: str
) -> None:
    """Joining names that end alike neither adds a match nor takes one away."""
    text = space.join(words)
    ends = {match.end() for each in EACH if (match := each.match(text))}
    found = ALL.match(text)
    assert (found is not None) == bool(ends)
    assert found is None or found.end() in ends


def test_no_tools_match_nothing() -> None:
    """A vocabulary without tools leaves `{tool}` unmatched."""
    assert re.match(Vocabulary((), ()).expand("{tool}"), "") is None


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("made with {tool}", "made with "),
        (
            r"(?:this )?[(|{tool}\]]{0,3}\((?:was|is) (?:by )?{ai}\)?",
            r"(?:this )?[(|{tool}\]]{0,3}\((?:was|is) (?:by )?",
        ),
        ("(?:a |{tool} |b )made", ""),
        ("(?:by (?:the )?(?:{tool}|x)) y {ai}", ""),
        ("made|by {tool}", ""),
        ("by {tool}|made", ""),
        ("made with nothing", ""),
        (r"\{tool}", ""),
    ],
)
def test_the_opening_of_a_pattern_ends_before_the_first_placeholder(pattern: str, expected: str) -> None:
    """A group that holds the placeholder is left out whole; alternatives at the top have no opening."""
    assert opening(pattern) == expected


@pytest.mark.parametrize(
    "rule", [one.rule for one in RULES.rules if "{" in one.rule.pattern], ids=lambda rule: rule.id
)
def test_whatever_a_rule_matches_begins_with_its_opening(rule: Rule) -> None:
    """Every example that the whole pattern matches is let through."""
    whole = re.compile(TOOLS.expand(rule.pattern), re.IGNORECASE)
    begins = re.compile(opening(rule.pattern), re.IGNORECASE)
    lines = [line for example in rule.examples.match for line in re.split(r"\n|: ", example)]
    assert [line for line in lines if whole.match(line) and not begins.match(line)] == []


@pytest.mark.parametrize("tool", RULES.tools, ids=lambda tool: tool.slug)
def test_a_tool_is_told_by_each_of_its_names(tool: Tool) -> None:
    """Each name holds one of the literals by which a tool is looked for, without the spaces around it."""
    chance = Random(7)  # noqa: S311 - the same each time
    names = [*tool.names, *tool.ambiguous, *tool.common, *tool.given]
    texts = [sample(name, chance) for name in names for _ in range(20)]
    assert [text for text in texts if not any(one.strip() in text for one in tool.contains)] == []
