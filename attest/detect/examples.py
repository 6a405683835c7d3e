"""Rules held against their own examples, through the whole engine: what a file says of itself must be so."""

from collections.abc import Iterator

from attest.detect.engine import Engine
from attest.detect.loader import BUILT_IN, LoadedRule
from attest.detect.rule import Rule
from attest.detect.window import noon
from attest.errors import CatalogError
from attest.model.collected import PullText, Trace
from attest.model.commit import Ident, RawCommit

_SOMEBODY = "Ada Example <ada@mail.example>"
_DAY = "2026-06-01"
"""When an example was written, if its rule holds at all times: a day on which every tool is known."""


def traces(engine: Engine, rule: Rule, example: str) -> tuple[Trace, ...]:
    """What an engine finds in an example, on a day on which its rule holds."""
    when = noon(rule.until or rule.since or _DAY)
    place, _, rest = example.partition(": ")
    if place == "branch":
        return engine.scan_pull(PullText(branch=rest), "", when)
    if place == "label":
        return engine.scan_pull(PullText(labels=(rest,)), "", when)
    if place == "author":
        return engine.scan(_commit("Mend\n", rest, rest, when))
    if place == "committer":
        return engine.scan(_commit("Mend\n", _SOMEBODY, rest, when))
    record = engine.lines.explain(example)
    if record is not None:
        return (record,)
    named = tuple(one.trace for one in engine.initiators.read(example, ""))
    return (*engine.scan(_commit(example, _SOMEBODY, _SOMEBODY, when)), *named)


def check(engine: Engine, rules: tuple[LoadedRule, ...]) -> None:
    """Refuse rules of added files whose examples are not as they say.

    Raises:
        CatalogError: Names the first of them, and what was found instead.
    """
    for loaded in rules:
        if loaded.origin == BUILT_IN:
            continue
        for wanted, example in _examples(loaded.rule):
            found = [trace.rule for trace in traces(engine, loaded.rule, example)]
            if (loaded.rule.id in found) != wanted:
                raise CatalogError(
                    f"the example {example[:80]!r} must {'' if wanted else 'not '}match",
                    where=f"{loaded.where}, rule {loaded.rule.id}",
                    hint=f"what matches is: {', '.join(found) or 'nothing'}",
                )


def _examples(rule: Rule) -> Iterator[tuple[bool, str]]:
    for wanted, examples in ((True, rule.examples.match), (False, rule.examples.no_match)):
        for example in examples:
            yield wanted, example


def _commit(message: str, author: str, committer: str, when: int) -> RawCommit:
    return RawCommit("1" * 40, "2" * 40, (), _ident(author, when), _ident(committer, when), message, ())


def _ident(text: str, when: int) -> Ident:
    name, _, rest = text.rpartition("<")
    return Ident(name.strip(), rest.rstrip(">"), when, "+0000")
