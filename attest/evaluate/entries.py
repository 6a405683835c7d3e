"""An entry of the register of agents, held against what one principal did in one change."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from attest.evaluate.acts import Act, is_own_push
from attest.evaluate.check import Verdict
from attest.evaluate.facts import ChangeFacts
from attest.model.agent import RegisteredAgent, Tier
from attest.model.change import Basis, ChangeType
from attest.model.touch import Touch

PATHS_GAP = "agent-paths-unknown"
"""The kind of gap that is noted where the files of an agent's commits could not be listed."""

_JOINING = ("squash", "merge")
"""How a change lands in one commit that holds the work of several."""
_STEPS = 5
_SURE = (Basis.RECOMPUTED, Basis.SIGNED, Basis.SERVER)


def against(
    entry: RegisteredAgent, mine: Sequence[Act], facts: ChangeFacts
) -> tuple[int, tuple[Verdict, ...]]:
    """How far the acts of one principal are within an entry: the first step that fails, and why all do.

    Steps go from what an entry is about to how far it goes, so that of several entries the one that gets
    farthest is the one that is meant. A question that stays open does not hide what a later step shows;
    an entry for other repositories says nothing further here.
    """
    outside = _scope(entry, mine, facts)
    if outside is not None:
        return 0, (outside,)
    steps = enumerate((_days, _model, _tier, _paths), start=1)
    found = [(place, said) for place, step in steps if (said := step(entry, mine, facts)) is not None]
    return (found[0][0] if found else _STEPS), tuple(said for _, said in found)


def _scope(entry: RegisteredAgent, mine: Sequence[Act], facts: ChangeFacts) -> Verdict | None:
    if not entry.repositories or facts.change.repository in entry.repositories:
        return None
    message = f"{mine[0].principal} is registered, and not for this repository."
    return Verdict("outside-scope", message, _records(mine))


def _days(entry: RegisteredAgent, mine: Sequence[Act], facts: ChangeFacts) -> Verdict | None:
    if not entry.since and not entry.until:
        return None
    landed, slug = facts.change.landed_at, mine[0].principal
    if landed is None:
        message = f"{slug} is registered for a time, and on which day the change landed is not known."
        return Verdict("day-unknown", message, _records(mine))
    # `fromisoformat` of Python 3.11 reads the final Z.
    day = datetime.fromisoformat(landed).astimezone(ZoneInfo(facts.timezone)).date().isoformat()
    if entry.since and day < entry.since:
        return Verdict("not-yet-sanctioned", f"{slug} is registered from a later day on.", _records(mine))
    if entry.until and day > entry.until:
        return Verdict("no-longer-sanctioned", f"{slug} was registered until an earlier day.", _records(mine))
    return None


def _model(entry: RegisteredAgent, mine: Sequence[Act], facts: ChangeFacts) -> Verdict | None:
    """Every model that is named must be allowed, and every commit must name one.

    What stands on no commit is asked only where nothing does: a pull request's footer rarely names a model.
    """
    del facts
    making = [act for act in mine if act.making]
    if not entry.models or not making:
        return None
    slug = mine[0].principal
    wrong = [act for act in making if act.model is not None and not entry.allows_model(act.model)]
    if wrong:
        message = f"{slug} used a model that its entry does not name."
        return Verdict("unsanctioned-model", message, _records(wrong))
    named = {act.commit for act in making if act.model is not None}
    asked = [act for act in making if act.commit] or making
    unnamed = [act for act in asked if act.commit not in named]
    if unnamed:
        message = f"{slug} may use certain models only, and which one it used is not on record."
        return Verdict("model-not-named", message, _records(unnamed))
    return None


def _tier(entry: RegisteredAgent, mine: Sequence[Act], facts: ChangeFacts) -> Verdict | None:
    beyond = [act for act in mine if act.tier.rank > entry.tier.rank]
    slug, tier = mine[0].principal, entry.tier.value
    pushed = [act for act in beyond if act.tier is Tier.DIRECT and act.role is not None]
    if pushed:
        message = f"{slug} authored a commit that was pushed to the release branch; its tier is {tier}."
        return Verdict("direct-push", message, _records(pushed))
    if beyond:
        did = max(beyond, key=lambda act: act.tier.rank).tier.value
        message = f"{slug} did what the tier {did} allows; its own is {tier}."
        return Verdict("beyond-tier", message, _records(beyond))
    if entry.tier is not Tier.DIRECT and not _is_path_known(facts):
        open_ones = [act for act in mine if is_own_push(act, facts)]
        if open_ones:
            message = f"{slug} authored what landed; whether that came through a pull request is not known."
            return Verdict("type-undetermined", message, _records(open_ones))
    return None


def _is_path_known(facts: ChangeFacts) -> bool:
    change = facts.change
    return change.type is ChangeType.PULL_REQUEST and change.type_strength in _SURE


def _paths(entry: RegisteredAgent, mine: Sequence[Act], facts: ChangeFacts) -> Verdict | None:
    making = [act for act in mine if act.making]
    if not entry.paths or not making:
        return None
    slug = mine[0].principal
    gaps = tuple(gap.id for gap in facts.gaps if gap.kind == PATHS_GAP)
    commits = {act.commit for act in making}
    found = [touch for touch in facts.outside if touch.kind == entry.id and _is_its(touch, commits)]
    evidence = tuple(touch.id for touch in found)
    if any(_is_own(touch, commits, facts) for touch in found):
        message = f"{slug} had a part in commits that touch files outside its paths."
        return Verdict("outside-paths", message, evidence)
    if entry.id not in facts.placed or gaps:
        message = f"{slug} may touch certain paths only, and which files it touched could not be read."
        return Verdict("paths-unknown", message, (*_records(making), *gaps, *evidence))
    if not found:
        return None
    message = (
        f"{slug} had a part in a change that touches files outside its paths; not all of it is its work."
    )
    return Verdict("outside-paths-shared", message, evidence)


def _is_its(touch: Touch, commits: set[str]) -> bool:
    return "" in commits or not commits.isdisjoint(touch.commits)


def _is_own(touch: Touch, commits: set[str], facts: ChangeFacts) -> bool:
    """Whether the file was touched in a commit of the agent's, not only where several hands were joined."""
    its = commits.intersection(touch.commits)
    if facts.change.method in _JOINING:
        its -= {facts.change.landed_sha} if not _is_full(facts) else set()
    return bool(its)


def _is_full(facts: ChangeFacts) -> bool:
    return facts.involvement is not None and facts.involvement.extent == "full"


def _records(found: Sequence[Act]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(act.evidence for act in found))
