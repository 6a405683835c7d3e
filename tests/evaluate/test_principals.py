"""The agent register of a period: who acted, how it went, and what that says of the entries."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attest.evaluate.engine import evaluate
from attest.evaluate.principals import support
from attest.model.agent import Principal, RecordAsked, RegisteredAgent, RegisterEntry, Support, Tier
from attest.model.change import Change, ReviewState
from attest.model.commit import Commit
from attest.model.control import Catalog
from attest.model.evidence import RunView
from attest.model.finding import Evaluation
from attest.model.identity import Actor, ActorKind
from attest.model.signal import AiState, SignalRole
from tests.support.records import (
    ADA,
    BEN,
    CLAUDE,
    DIGEST,
    PERIOD,
    agent,
    involved,
    operated,
    pull,
    push,
    review,
    run_of,
    sha,
    signal,
)

DEVIN = Actor(id="agent:devin", kind=ActorKind.AGENT)


def commit(change: Change, name: str = "", author: Actor = CLAUDE, **more: Any) -> Commit:
    """A commit of an agent; the one that landed unless it has a name."""
    found = sha(name) if name else change.landed_sha
    fields: dict[str, Any] = {
        "id": f"{change.repository}:{found}", "ordinal": 0, "repository": change.repository, "sha": found,
        "tree": sha("tree"), "parents": (), "change": change.id, "via": "landed", "authored_at": None,
        "committed_at": None, "author": author, "committer": author, "coauthors": (), "flags": (),
        "files": 1, "added": 1, "deleted": 0, "binary": 0, "commitment": DIGEST,
    }  # fmt: skip
    return Commit(**{**fields, **more})


def observed(
    view: RunView, *commits: Commit, catalog: Catalog | None = None, register: Any = None
) -> Evaluation:
    """An evaluation without assertions, unless a catalog is given: then all of them are operated."""
    tests = catalog or Catalog(frameworks=(), assertions=(), digest=DIGEST)
    declared = tuple(operated(item.id) for item in tests.assertions)
    return evaluate(tests, declared, view, PERIOD.until, register=register, commits=commits)


def run(*changes: Change, **more: Any) -> RunView:
    """Changes with a co-author trailer of claude-code each."""
    given = {"involvements": [involved(change) for change in changes], "signals": map(signal, changes)}
    return run_of(*changes, **{**given, **more})


def one(view: RunView, *commits: Commit, **more: Any) -> Principal:
    """The first principal."""
    return observed(view, *commits, **more).principals[0]


def entry(view: RunView, asked: RegisteredAgent, *commits: Commit, **more: Any) -> RegisterEntry:
    """The only entry of a register."""
    return observed(view, *commits, register=(asked,), **more).register_entries[0]


def test_a_principal_is_counted_over_changes() -> None:
    """First and last landing, models, roles, and who answers."""
    first = pull(1, landed_at="2025-02-01T00:00:00Z")
    second = pull(2, landed_at="2025-05-01T00:00:00Z")
    third = pull(3, landed_at=None)
    signals = [
        signal(first, model="opus"),
        signal(second, role=SignalRole.AUTHOR, where="author"),
        signal(third, model="haiku", role=SignalRole.ASSISTANT),
    ]
    people = [
        involved(first),
        involved(second, accountable=BEN),
        involved(third, accountable=None, accountable_basis="none"),
    ]
    found = one(run(first, second, third, signals=signals, involvements=people))

    assert (found.id, found.changes, found.made) == ("claude-code", 3, 3)
    assert (found.first_seen, found.last_seen) == ("2025-02-01T00:00:00Z", "2025-05-01T00:00:00Z")
    assert found.models == ("haiku", "opus")
    assert found.roles == (SignalRole.AUTHOR, SignalRole.COAUTHOR, SignalRole.ASSISTANT)
    assert (found.humans, found.people, found.unanswered) == (tuple(sorted((ADA.id, BEN.id))), 2, 1)


def test_a_tool_that_line_records_alone_name_is_told() -> None:
    """Whoever can push a note can name any tool; a trailer beside it is another word for it."""
    change = pull()
    noted = signal(change, rule="line-record.git-ai", where="pull-request-commit", tool="quill")
    named = signal(change, id="signal:2", tool="quill")

    assert one(run(change, signals=[noted])).recorded is True
    assert one(run(change, signals=[noted, named])).recorded is False


def test_a_reviewer_made_nothing() -> None:
    """It is a principal, with its reviews and approvals apart."""
    change = pull()
    said = [
        review(change, DEVIN, state=ReviewState.COMMENTED),
        review(change, DEVIN, submitted_at="2025-03-10T11:30:00Z"),
    ]
    found = one(run(change, signals=[], involvements=[involved(change, AiState.NO_EVIDENCE)], reviews=said))

    assert (found.id, found.changes, found.made, found.approved, found.people) == ("devin", 1, 0, 1, 0)


def test_merges_and_pushes_stand_apart() -> None:
    """What it brought to the branch itself."""
    pushed, merged = push(1), pull(2, merger=CLAUDE)
    own = signal(pushed, role=SignalRole.AUTHOR, where="author")
    found = one(run(pushed, merged, signals=[own]))

    assert (found.pushed, found.merged, found.changes, found.made) == (1, 1, 2, 1)


def test_signed_commits_are_of_those_that_it_authored() -> None:
    """A commit that is seen twice counts once; a person's never."""
    change = pull()
    signed = commit(change, flags=("signed",))
    again = commit(change, flags=("signed",), id="shop:again:pr1", via="pull-request")
    others = (commit(change, "plain"), commit(change, "mine", author=ADA, flags=("signed",)))
    found = one(run(change), signed, again, *others)

    assert (found.authored, found.signed) == (2, 1)


def test_a_later_change_that_says_it_reverts_counts() -> None:
    """By the landed commit, or by a commit that names the agent."""
    changes = pull(1), pull(2), pull(3)
    signals = [signal(changes[0]), signal(changes[1], source=sha("own"))]
    undoing = commit(changes[2], author=ADA, reverts=(changes[0].landed_sha, sha("own")))
    found = one(run(*changes, signals=signals), undoing)

    assert (found.reverted, found.reverted_changes) == (2, tuple(sorted(c.id for c in changes[:2])))


@pytest.mark.parametrize("place", [0, 1])
def test_a_revert_within_the_change_or_before_it_does_not(place: int) -> None:
    """Work that was taken back before it landed, and a commit that names what is yet to come."""
    changes = pull(1), pull(2)
    undoing = commit(changes[place], author=ADA, reverts=(changes[1].landed_sha,))

    assert one(run(*changes), undoing).reverted == 0


def test_a_revert_in_another_repository_does_not() -> None:
    """The same commit may lie in two."""
    change, other = pull(1), pull(2, repository="till")
    undoing = commit(other, author=ADA, reverts=(change.landed_sha,))

    assert one(run(change, other), undoing).reverted == 0


def test_deviations_are_those_of_declared_controls(catalog: Catalog) -> None:
    """A design gap is none."""
    view = run(push())

    assert (one(view, catalog=catalog).deviating, one(view).deviating) == (1, 0)


def test_an_entry_adds_up_its_principals_once() -> None:
    """Two tools in one change are one change."""
    first, second = pull(1), pull(2)
    signals = [signal(first), signal(first, id="2", tool="codex"), signal(second, tool="codex")]
    found = entry(run(first, second, signals=signals), agent("helper", tools=("codex", "claude-code")))

    assert (found.principals, found.changes, found.made, found.clean) == (("claude-code", "codex"), 2, 2, 2)


def test_an_entry_that_nobody_acted_under_stands_there_too() -> None:
    """Declared and not seen."""
    found = entry(run(pull()), agent("copilot"))

    assert (found.principals, found.changes, found.support) == ((), 0, Support.NOT_ASKED)


@pytest.mark.parametrize(
    ("changes", "percent", "earned"),
    [
        (5, 50, Support.TOO_FEW),
        (4, 50, Support.NOT_SUPPORTED),
        (3, 25, Support.SUPPORTED),
        (3, 24, Support.NOT_SUPPORTED),
    ],
)
def test_a_tier_is_earned_by_the_record_of_the_period(changes: int, percent: int, earned: Support) -> None:
    """Four changes of which one was reverted."""
    made = tuple(pull(place) for place in range(1, 5))
    undoing = commit(pull(9), author=ADA, reverts=(made[0].landed_sha,))
    asked = agent(record=RecordAsked(clean_changes=changes, reverted_percent=percent))
    view = run(*made, pull(9), signals=[signal(change) for change in made])

    assert entry(view, asked, undoing).support is earned


def test_a_deviation_costs_the_record(catalog: Catalog) -> None:
    """The change is not clean, whoever's the fault is."""
    asked = agent(record=RecordAsked(clean_changes=1, reverted_percent=100), tier=Tier.DIRECT)
    found = entry(run(push()), asked, catalog=catalog)

    assert (found.made, found.clean, found.support) == (1, 0, Support.NOT_SUPPORTED)


def test_without_a_register_the_principals_are_there() -> None:
    """And it is said that none is declared, which is not an empty one."""
    none, empty = observed(run(pull())), observed(run(pull()), register=())

    assert [item.id for item in none.principals] == ["claude-code"]
    assert (none.register_declared, empty.register_declared) == (False, True)


@given(
    st.permutations([commit(pull(1)), commit(pull(2), "a"), commit(pull(2), reverts=(pull(1).landed_sha,))])
)
def test_the_order_of_commits_changes_nothing(order: list[Commit]) -> None:
    """The register is of the evidence, not of its order."""
    view = run(pull(1), pull(2))

    assert observed(view, *order) == observed(view, *order[::-1])


@given(
    made=st.integers(0, 30), undone=st.integers(0, 30), bound=st.integers(0, 100), least=st.integers(1, 30)
)
def test_one_more_revert_never_earns_a_tier(made: int, undone: int, bound: int, least: int) -> None:
    """Support only falls."""
    asked = agent(record=RecordAsked(clean_changes=least, reverted_percent=bound))
    undone = min(undone, made)
    now = support(asked, made, made - undone, undone)
    worse = support(asked, made, max(0, made - undone - 1), min(made, undone + 1))

    assert not (worse is Support.SUPPORTED and now is not Support.SUPPORTED)
