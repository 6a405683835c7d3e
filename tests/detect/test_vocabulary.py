"""The names of tools as one pattern: written shorter than name by name, and matching alike."""

import re

from hypothesis import given
from hypothesis import strategies as st

from attest.detect.loader import read
from attest.detect.vocabulary import Vocabulary

RULES = read()
TOOLS = Vocabulary(RULES.tools, RULES.models)
ALL = re.compile(TOOLS.expand("{tool}"), re.IGNORECASE)
EACH = [
    re.compile(Vocabulary((tool.model_copy(update=alone),), ()).expand("{tool}"), re.IGNORECASE)
    for tool in RULES.tools
    for alone in (
        *({"names": (name,), "ambiguous": ()} for name in tool.names),
        *({"names": (), "ambiguous": (name,)} for name in tool.ambiguous),
    )
]
WORDS = sorted({literal.strip() for tool in RULES.tools for literal in tool.contains})
TEXTS = st.lists(
    st.sampled_from([*WORDS, "code", "cli", "3.5", "(", ")", "-", ".", "x", "wrote", "green"]), max_size=5
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
