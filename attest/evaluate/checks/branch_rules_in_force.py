"""CFG-01: did the branch's rules ask for what the baseline says, through the whole period?"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from attest.evaluate.check import ItemCheck, Reason, Settings, Verdict, number, word
from attest.evaluate.run_facts import Item, RunFacts
from attest.model.branch import BranchRule
from attest.model.finding import Outcome

RULES = "rules"
RULE_GAPS = "branch-rules"
"""The source of Gaps about rules."""
_REASONS = {
    "held": Reason(
        Outcome.MET,
        "At every time of the period rules on record, dated by the forge, asked for all of the baseline.",
        absence=True,
    ),
    "no-rules": Reason(
        Outcome.DEVIATION, "The forge has no rule that is meant for the branch.", absence=True
    ),
    "below-baseline": Reason(
        Outcome.DEVIATION,
        "For a part of the period no rule on record, dated or not, asked for something of the baseline.",
        absence=True,
    ),
    "history-unknown": Reason(
        Outcome.INDETERMINATE,
        "For a part of the period the baseline rests on rules of which only the day of collection is known, "
        "or on a ruleset before its first version on record.",
    ),
    "not-begun": Reason(
        Outcome.NOT_APPLICABLE, "The period had not begun at the instant that the report speaks for."
    ),
}
_REQUIRED = "required"
_NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class _Rules:
    """The rules that may bind one branch."""

    dated: Sequence[BranchRule]
    undated: Sequence[BranchRule]
    """Those of which the day of collection alone is known, or whose patterns do not say what they cover."""
    begun: Sequence[str]
    """When each ruleset's first version on record began."""

    def bounds(self, since: str, until: str) -> list[str]:
        """The instants at which something may have changed, both ends of the period among them."""
        ends = {rule.since or since for rule in self.every} | {rule.until or until for rule in self.every}
        return sorted({since, until, *(min(max(at, since), until) for at in ends)})

    @property
    def every(self) -> tuple[BranchRule, ...]:
        """All of them."""
        return (*self.dated, *self.undated)


def _items(whole: RunFacts) -> Iterator[Item]:
    for scope in whole.view.manifest.repositories:
        yield Item(f"repository:{scope.name}", scope.name, scope.name)


def _run(item: Item, whole: RunFacts, settings: Settings) -> Verdict:
    period = whole.view.manifest.period
    until = min(period.until, whole.as_of)
    if until <= period.since:
        return Verdict("not-begun", "Of the period no part had begun.", (item.subject,))
    found = [rule for rule in whole.view.branch_rules if rule.repository == item.repository]
    ids = tuple(sorted(rule.id for rule in found if rule.in_period)) or (item.subject,)
    rules = _sorted_out(found)
    if not rules.every:
        return Verdict("no-rules", "Rules on record that are meant for the branch: 0.", ids)
    lacking: set[str] = set()
    open_: set[str] = set()
    parts = short = unknown = 0
    bounds = rules.bounds(period.since, until)
    for start in bounds[:-1]:
        missing, unsaid = _missing(rules, start, settings)
        parts, short, unknown = parts + 1, short + bool(missing), unknown + bool(unsaid)
        lacking |= missing
        open_ |= unsaid
    if short:
        message = (
            f"Spells of the period below the baseline: {short} of {parts}; not asked for: {_list(lacking)}."
        )
        return Verdict("below-baseline", message, ids)
    if unknown:
        message = f"Spells of the period that are open: {unknown} of {parts}; open: {_list(open_)}."
        return Verdict("history-unknown", message, ids)
    return Verdict("held", f"Spells of the period with the whole baseline: {parts} of {parts}.", ids)


def _sorted_out(found: Iterable[BranchRule]) -> _Rules:
    mine = [rule for rule in found if rule.covers is not False]
    dated = [rule for rule in mine if rule.since is not None and rule.covers]
    first: dict[str, str] = {}
    for rule in mine:
        if rule.since is not None:
            name = rule.id.rpartition(".")[0]
            first[name] = min(rule.since, first.get(name, rule.since))
    undated = [rule for rule in mine if rule.since is None or not rule.covers]
    return _Rules(dated, undated, tuple(first.values()))


def _missing(rules: _Rules, at: str, settings: Settings) -> tuple[set[str], set[str]]:
    """What no rule asked for from an instant on, and what a rule may have asked for that has no date."""
    wanted = set(_wanted(settings))
    shown = {name for rule in rules.dated if _stood(rule, at) for name in _asks(rule, settings)}
    if any(begun > at for begun in rules.begun):
        return set(), wanted - shown
    maybe = {name for rule in rules.undated if _stood(rule, at) for name in _asks(rule, settings)}
    return wanted - shown - maybe, wanted - shown


def _stood(rule: BranchRule, at: str) -> bool:
    return (rule.since or at) <= at and (rule.until is None or at < rule.until)


def _wanted(settings: Settings) -> Iterator[str]:
    yield "approvals"
    yield "no force push"
    for name in ("stale_approvals", "code_owners", "status_checks"):
        if word(settings, name) == _REQUIRED:
            yield name


def _asks(rule: BranchRule, settings: Settings) -> Iterator[str]:
    """What of the baseline a rule asks for; one that bound nobody, or that some may bypass, asks nothing."""
    if rule.enforcement != "active" or (word(settings, "bypass") == _NOBODY and _is_open(rule)):
        return
    if (rule.approvals or 0) >= number(settings, "approvals"):
        yield "approvals"
    flags = {
        "no force push": rule.forbids_force_push,
        "stale_approvals": rule.dismisses_stale,
        "code_owners": rule.code_owners,
        "status_checks": bool(rule.checks),
    }
    yield from (name for name, flag in flags.items() if flag)


def _is_open(rule: BranchRule) -> bool:
    """Whether somebody may bypass a rule; protection spares administrators unless it says otherwise."""
    return bool(rule.bypass) or (rule.origin == "protection" and not rule.binds_admins)


def _list(names: Iterable[str]) -> str:
    return ", ".join(name.replace("_", " ") for name in sorted(names))


CHECK = ItemCheck(
    id="branch_rules_in_force",
    version=1,
    question="Did the rules of the release branch ask for the whole baseline through the whole period?",
    procedure=(
        "List the rules on record that are meant for the branch, or may be: every version of a ruleset with "
        "the days on which it stood, and classic protection as it is on the day of collection.",
        "Leave out those that were tried or disabled. With `bypass` set to nobody leave out those that "
        "somebody may bypass, and protection that spares administrators.",
        "Cut the period at every instant at which a version began or ended; what has not passed by the "
        "instant that the report speaks for is left out.",
        "For each spell see that the rules together ask for `approvals`, forbid force pushes, and ask for "
        "what `stale_approvals`, `code_owners` and `status_checks` require.",
        "Where only a rule without a date supplies it, or a ruleset had not begun its first version on "
        "record, the spell is open: forges forget old versions, and keep none of classic protection.",
    ),
    reasons=_REASONS,
    parameters=("approvals", "stale_approvals", "code_owners", "status_checks", "bypass"),
    sources=(RULES,),
    consulted=(RULE_GAPS,),
    population="branches",
    items=_items,
    run=_run,
)
