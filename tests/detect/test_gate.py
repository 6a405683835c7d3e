"""Literals are looked for in one pass, however many they are, and none is overlooked."""

import re
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attest.detect.engine import load
from attest.detect.gate import Gate, Near
from attest.detect.rule import Rule, RuleFile
from attest.document import parse, validate
from attest.model.collected import PullText, Trace
from tests.support.user_rules import document

LITERALS = st.lists(st.text("ab-", min_size=1, max_size=5), min_size=1, max_size=90)
TEXTS = st.text("abAB-\n", max_size=30)
FILE = ("own.yaml", document(1000).encode())
OWN = [rule for rule in validate(RuleFile, parse(FILE[1], FILE[0])).rules if isinstance(rule, Rule)]


@given(LITERALS, TEXTS)
def test_a_gate_opens_where_some_literal_stands(literals: list[str], text: str) -> None:
    """As if each were looked for by itself, in any case of letters."""
    assert any(literal in text.lower() for literal in literals) == Gate(literals).opens(text)


def test_a_gate_without_literals_stays_shut() -> None:
    """No rule, no reason to read."""
    assert not Gate([]).opens("anything")


@given(st.lists(LITERALS, min_size=1, max_size=90), TEXTS)
def test_every_rule_that_has_a_literal_in_the_text_is_near(rules: list[list[str]], text: str) -> None:
    """Of literals that overlap, begin alike or hold each other, none hides the other."""
    lower = text.lower()
    needed = [place for place, each in enumerate(rules) if any(literal in lower for literal in each)]
    near = list(Near(rules).of(lower))
    assert set(needed) <= set(near)
    assert near == sorted(set(near))


def test_of_many_rules_few_are_near() -> None:
    """What has no literal in the text is not asked."""
    assert list(Near([[f"{number:03}-session"] for number in range(200)]).of("see 017-session")) == [17]


def test_a_thousand_rules_of_a_user_hold_their_examples() -> None:
    """Each finds its own example among all the others, so that none is lost behind the first question."""
    engine = load([FILE])
    found = {
        rule.id: _rules_in(engine.explain(example))
        for rule in OWN
        for example in rule.examples.match
        if not example.startswith(("author: ", "branch: "))
    }
    assert len(found) == 450
    assert [name for name, matched in found.items() if name not in matched] == []


def _rules_in(traces: tuple[tuple[int, Trace], ...]) -> list[str]:
    return [trace.rule for _, trace in traces]


def test_a_pattern_is_compiled_when_a_text_first_comes_near_it_and_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of a thousand rules, those whose literal no message holds are never compiled."""
    engine = load([FILE])
    compiled: list[str] = []

    def counted(pattern: str, flags: int = 0) -> re.Pattern[str]:
        compiled.append(pattern)
        return re.compile(pattern, flags)

    stand_in = SimpleNamespace(compile=counted, IGNORECASE=re.IGNORECASE)
    monkeypatch.setattr("attest.detect.context.re", stand_in)
    footer = next(rule for rule in OWN if rule.kind == "footer")
    for _ in range(3):
        engine.explain("Mend it\n\n" + footer.examples.match[0])
    own = {rule.pattern for rule in OWN if rule.pattern}
    assert [pattern for pattern in compiled if pattern in own] == [footer.pattern]


@given(st.lists(st.text(" etaglx[@", max_size=6), max_size=40), st.text(" ETaglx[@", max_size=40))
def test_a_gate_finds_common_and_rare_letters_alike(literals: list[str], text: str) -> None:
    """Which letter of a literal is looked for first decides the time, never the answer."""
    wanted = [literal for literal in literals if literal]
    assert any(literal in text.lower() for literal in wanted) == Gate(literals).opens(text)


def test_many_branches_of_a_user_hide_no_other_branch() -> None:
    """What a name of a branch shows does not depend on how many rules there are."""
    own = document(1600)
    engine = load([("own.yaml", own.encode())])
    merge = "Merge pull request #7 from shop/copilot/mend"
    assert own.count('kind: "branch"') == 80
    assert [trace.rule for trace in engine.scan_pull(PullText(branch="copilot/mend"), "shop:1")] == [
        "branch.copilot"
    ]
    assert _rules_in(engine.explain(merge)) == ["branch.copilot"]


def test_ordinary_words_do_not_open_the_gate() -> None:
    """Most messages are read no further: a rule whose literals are common would make every scan slow."""
    message = "Fix the parser\n\nIt used to be generated with help, was used, and is written for use.\n"

    assert load().is_silent(message)
