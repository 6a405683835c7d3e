"""Each commit of a range is in exactly one change: the earliest that reaches it."""

from hypothesis import given
from hypothesis import strategies as st

from attest.collect.ancestry import MOST_OWN, Memberships, own_commits, share_out
from attest.collect.walk import Link


def links(**parents: str) -> list[Link]:
    """Links of commits with one-letter names, in the order written."""
    return [Link(sha, tuple(above)) for sha, above in parents.items()]


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Link], list[str]]:
    """A history in topological order and the first-parent line of its last commit."""
    size = draw(st.integers(1, 25))
    graph: list[Link] = []
    for at in range(size):
        most = min(at, 3)
        parents = draw(st.lists(st.integers(0, at - 1), max_size=most, unique=True)) if at else []
        graph.append(Link(f"c{at}", tuple(f"c{parent}" for parent in parents)))
    line = [graph[-1]]
    while line[-1].parents:
        line.append(graph[int(line[-1].parents[0][1:])])
    return graph, [link.sha for link in reversed(line)]


def reachable(graph: list[Link], sha: str) -> set[str]:
    """Every commit that can be reached from one, itself among them."""
    parents = dict(graph)
    found, pending = set(), [sha]
    while pending:
        at = pending.pop()
        if at not in found and at in parents:
            found.add(at)
            pending.extend(parents[at])
    return found


@given(histories())
def test_each_commit_belongs_to_the_earliest_change_that_reaches_it(
    history: tuple[list[Link], list[str]],
) -> None:
    """A change's commits are those that it reaches and no earlier change does."""
    graph, line = history
    expected, before = [], set[str]()
    for landed in line:
        expected.append(reachable(graph, landed) - before)
        before |= expected[-1]
    assert expected == [set(share) for share in share_out(graph, line).members]


@given(histories())
def test_no_commit_is_in_two_changes_or_in_none(history: tuple[list[Link], list[str]]) -> None:
    """The changes share out what their last commit reaches, without rest and without overlap."""
    graph, line = history
    shares = [sha for share in share_out(graph, line).members for sha in share]
    assert sorted(reachable(graph, line[-1])) == sorted(shares)


@given(histories())
def test_the_landed_commit_comes_last(history: tuple[list[Link], list[str]]) -> None:
    """What a change brought in comes before what landed."""
    graph, line = history
    assert line == [share[-1] for share in share_out(graph, line).members]


def test_a_squashed_pull_request_owns_what_only_its_head_holds() -> None:
    """The own commits are those of the head that the branch did not hold before."""
    within = share_out(links(a="", b="a", c="b"), ["a", "b", "c"])
    own = own_commits(within, dict(links(x="a", y="x")), "y", 2)
    assert (own.unseen, own.count) == (("x", "y"), 2)


def test_own_commits_come_with_parents_first() -> None:
    """A head that merges its own side branch lists both sides before the merge."""
    within = share_out(links(a="", b="a"), ["a", "b"])
    pulls = dict(links(p="a", q="a", m="pq"))
    unseen = own_commits(within, pulls, "m", 1).unseen
    assert (sorted(unseen[:2]), unseen[2:]) == (["p", "q"], ("m",))


def test_a_commit_that_landed_later_by_another_way_is_still_the_squashed_pull_requests_own() -> None:
    """Its authors are authors of the squashed change too."""
    within = share_out(links(a="", x="a", s="a", m="sx"), ["a", "s", "m"])
    own = own_commits(within, {}, "x", 1)
    assert (own.unseen, own.count) == (("x",), 1)


def test_too_many_own_commits_are_not_half_a_list() -> None:
    """Beyond the limit nothing is listed and the count is not known."""
    chain = {f"p{at}": (f"p{at - 1}" if at else "a",) for at in range(MOST_OWN + 1)}
    own = own_commits(share_out(links(a="", b="a"), ["a", "b"]), chain, f"p{MOST_OWN}", 1)
    assert (own.unseen, own.count) == ((), None)


def test_a_commit_of_two_pull_requests_names_the_other() -> None:
    """The second head holds the first's commit: the change that owns it is also in the second."""
    within = share_out(links(a="", x="a", m="ax", y="x", n="my"), ["a", "m", "n"])
    assert {1} == Memberships(within, {}, within.places()).held_by("y", 2)


def test_a_head_that_merged_the_release_branch_holds_no_other_change() -> None:
    """Where the walk meets the branch it ends."""
    within = share_out(links(a="", b="a", x="a", y="xb", m="by"), ["a", "b", "m"])
    assert set() == Memberships(within, {}, within.places()).held_by("y", 2)
