import re
from random import Random

import pytest

from attest.detect.examples import traces
from attest.detect.loader import read
from attest.detect.rule import Examples, Kind, Rule
from attest.detect.vocabulary import Vocabulary
from attest.model.signal import Grade, SignalRole
from tests.detect.commits import engine
from tests.detect.samples import sample

RULES = {loaded.rule.id: loaded.rule for loaded in read().rules}
EXAMPLES = [
    pytest.param(rule.id, wanted, example, id=f"{rule.id}-{'yes' if wanted else 'no'}-{number}")
    for rule in RULES.values()
    for wanted, examples in ((True, rule.examples.match), (False, rule.examples.no_match))
    for number, example in enumerate(examples)
]
LOADED = read()
VOCABULARY = Vocabulary(LOADED.tools, LOADED.models)
NAMES = {"{tool}": "claude code", "{product}": "gpt-5", "{ai}": "ai", "{model}": "gpt-5"}
OF_LINES = [
    rule
    for rule in RULES.values()
    if rule.kind in (Kind.FOOTER, Kind.SESSION_LINK, Kind.DISCLOSURE, Kind.INITIATOR, Kind.COAUTHOR_ADDRESS)
]


@pytest.mark.parametrize("rule", OF_LINES, ids=lambda rule: rule.id)
def test_no_way_through_a_pattern_is_hidden_by_the_literals_asked_for_before(rule: Rule) -> None:
    """Texts along ways through a pattern that it matches hold one of the rule's literals."""
    named = rule.pattern
    for placeholder, name in NAMES.items():
        named = named.replace(placeholder, name)
    whole = re.compile(VOCABULARY.expand(rule.pattern), re.IGNORECASE)
    chance = Random(7)  # noqa: S311 - the same each time
    texts = [sample(named, chance) for _ in range(600)]
    matched = [text for text in texts if "\n" not in text and whole.match(text)]
    assert matched
    assert [text for text in matched if not any(literal in text.lower() for literal in rule.contains)] == []


@pytest.mark.parametrize(("rule", "wanted", "example"), EXAMPLES)
def test_a_rule_matches_its_examples_and_no_others(rule: str, wanted: bool, example: str) -> None:
    """Every example of a rule file is a test of its rule, through the whole engine."""
    matched = {trace.rule for trace in traces(engine(), RULES[rule], example)}

    assert (rule in matched) == wanted


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_is_documented(rule: Rule) -> None:
    """A rule names where its trace is documented, and shows what it must not match or is an exact address."""
    assert re.match(r"https://\S+$", rule.source)
    assert rule.examples.match
    assert rule.identities or rule.examples.no_match


def test_branches_are_never_more_than_a_mention() -> None:
    """People use the prefixes of agents too, so that a branch alone is no evidence."""
    branches = [rule for rule in RULES.values() if rule.kind == "branch"]

    assert {(rule.grade, rule.role) for rule in branches} == {(Grade.D, SignalRole.MENTION)}


def test_every_rule_that_ran_is_listed_with_its_version() -> None:
    """A run can name the rules by which it was made."""
    assert {(ran.id, ran.version, ran.origin) for ran in engine().rules} == {
        (rule.id, rule.version, "built-in") for rule in RULES.values()
    }


def test_examples_cannot_be_left_out() -> None:
    """A rule without examples would be a rule without a test."""
    assert Examples.model_fields["match"].is_required()
