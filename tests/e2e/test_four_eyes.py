"""Review by a second person, situation by situation: what REV-01, REV-02 and REV-03 say of each.

Where a scenario says that peers differ, ways of deciding are meant that are in wide use, one or the other of
them in each tool: *by login* (the approver's login is not the opener's), *by merger* (another person merged,
so another person looked), *by name* (an author string that looks like a robot's needs no review), *by
approvals* (only approvals are read, so nothing revokes one), *by number* (a subject that ends in one names
the review) and *fail closed* (whatever cannot be decided is a failure).

How an approval is bound to what landed is the subject of test_content_binding.py: squash, merge and rebase on
a branch that moved or not, the merge queue, octopus and evil merges, merges from the base after the approval,
pushes after it with kept dates, pushes over the branch with the same patch or another, renamed and frozen
revisions, conflicts, reverts within a pull request, and a reviewer's suggestions that were applied.
"""

import json
from pathlib import Path

import pytest

from attest.catalog import load
from attest.model.change import ChangeType
from attest.model.finding import Outcome
from tests.collect.stories import BEN, WEB, Answers, Told, review, tell
from tests.e2e.four_eyes import REVIEW_TESTS, Said, Scenario, approved, judge, said, struck
from tests.support.history import History
from tests.support.records import outcome, run_of

CATALOG = load()
OWN = "Ada Lind <1+ada@users.noreply.github.com>"
LATER = "2025-01-01T14:00:00Z"
ALL_MET = ("met reviewed", "met approved", "met covered")
PUSHED = ("deviation direct-push",) * 3
NOBODY = ("deviation no-review", "deviation no-approval", "deviation no-approval")
BY_AUTHOR = ("deviation no-review", "deviation approved-by-author", "deviation no-approval")
BY_MACHINE = ("deviation no-review", "deviation approved-by-machine", "deviation no-approval")
OPEN = ("indeterminate independence-undecidable",) * 3
PROMPTED = "Work\n\nCo-authored-by: Ada Lind <ada@acme.example>"

SCENARIOS = (
    Scenario(
        name="pull-merged", expected=ALL_MET, reviews=(approved("ben"),),
        why="Somebody who wrote nothing of it approved the last revision.",
    ),
    Scenario(
        name="pull-squashed", expected=ALL_MET, reviews=(approved("ben"),), how="squash",
        why="What landed has an id that no review names, and the content that was approved.",
    ),
    Scenario(
        name="push", expected=PUSHED, how="push",
        why="No pull request, so nothing that anybody could have approved.",
    ),
    Scenario(
        name="push-by-robot", expected=PUSHED, how="push", commits=(("robot", "Update a lock file"),),
        why="There is no exemption for robots.",
        peers="By name, whoever commits as a robot needs no review, and a name can be typed.",
    ),
    Scenario(
        name="push-by-agent", expected=PUSHED, how="push", commits=(("agent", PROMPTED),),
        why="An agent's commit is a change like any other.",
        peers="By name, agents are robots, so what they write is what nobody needs to look at.",
    ),
    Scenario(
        name="push-by-service-account", expected=PUSHED, how="push", commits=(("service", "Release 1.1"),),
        why="A service account is an account.",
        peers="By name, `svc_` is exempt.",
    ),
    Scenario(
        name="push-by-the-forges-address", expected=PUSHED, how="push", commits=(("platform", "Edit"),),
        why="The forge's own address stands in whatever is committed in its pages, and anybody can type it.",
        peers="By name, the forge's address is exempt.",
    ),
    Scenario(
        name="push-with-a-number", expected=PUSHED, how="push", commits=(("ada", "Work ({pull_merged})"),),
        why="The forge names another commit as the merge of that pull request.",
        peers="By number, the other change's review counts for this one.",
    ),
    Scenario(
        name="no-review", expected=NOBODY, merger="ada",
        why="Of no approvals, every one is by somebody else: an empty list meets nothing.",
        peers="A rule about all approvers holds where there is none; such a fault has been seen.",
    ),
    Scenario(
        name="merged-by-another", expected=NOBODY, merger="ben",
        why="Merging is no review.",
        peers="By merger, it is one.",
    ),
    Scenario(
        name="merged-by-its-author", expected=ALL_MET, merger="ada", reviews=(approved("ben"),),
        why="Who pressed the button says nothing about who looked.",
        peers="Some fail a change whose author merges, whoever approved.",
    ),
    Scenario(
        name="opener-approves", expected=BY_AUTHOR, commits=(("cyd", "Work"),), opener="ben",
        reviews=(approved("ben"),),
        why="Whoever asks for a merge has a part in it, also where others wrote the commits.",
    ),
    Scenario(
        name="author-approves-for-another-opener", expected=BY_AUTHOR, opener="ben",
        reviews=(approved("ada"),),
        why="The forge lets a commit's author approve where somebody else opened the pull request.",
        peers="By login, the approver is not the opener.",
    ),
    Scenario(
        name="authors-approve-each-other", expected=BY_AUTHOR, commits=(("ada", "One"), ("cyd", "Two")),
        reviews=(approved("ada"), approved("cyd")),
        why="Each wrote a part of the whole that both approve: nobody stands outside.",
        peers="Where each author needs some other person's approval, the two give it to each other.",
    ),
    Scenario(
        name="coauthor-approves", expected=BY_AUTHOR, reviews=(approved("ben"),),
        commits=(("ada", "Work\n\nCo-authored-by: Ben Okri <ben@acme.example>"),),
        why="A co-author is an author.",
        peers="By login, only the account of the commit's author is compared.",
    ),
    Scenario(
        name="coauthor-of-the-squash-approves", expected=BY_AUTHOR, how="squash", reviews=(approved("ben"),),
        message="Work (#{number})\n\nCo-authored-by: Ben Okri <ben@acme.example>",
        why="Who is named on what landed counts too.",
        peers="By login, only the pull request's own commits are read.",
    ),
    Scenario(
        name="second-account-approves", expected=BY_AUTHOR, reviews=(approved("ada-home"),),
        why="The persons file makes both accounts one person.",
        peers="By login, they are two.",
    ),
    Scenario(
        name="undeclared-second-account-approves", expected=ALL_MET, opener="cyd",
        commits=(("cyd", "Work"),), reviews=(approved("cyd-home"),),
        why="A limit: what no file, address or account ties together looks like two persons.",
    ),
    Scenario(
        name="mapped-author-approves", expected=BY_AUTHOR, commits=(("ben-laptop", "Work"),),
        reviews=(approved("ben"),),
        why="The mail map says that the author's address is the approver's.",
        peers="By login, an address without an account is nobody's.",
    ),
    Scenario(
        name="mapped-author-and-another", expected=OPEN, commits=(("ben-laptop", "Work"),),
        reviews=(approved("cyd"),),
        why="A mail map takes independence away and never gives it: whoever commits can write one.",
    ),
    Scenario(
        name="unresolved-author", expected=OPEN, commits=(("nobody", "Work"),), reviews=(approved("ben"),),
        why="No account claims the author's address, so it may be the approver's.",
        peers="Fail closed calls it a failure, which it may not be: here it is open, and named.",
    ),
    Scenario(
        name="deleted-approver", expected=OPEN, reviews=(approved("gone"),),
        why="Somebody approved, and nobody can say who.",
        peers="Fail closed; by login, an empty login is not the author's, and it passes.",
    ),
    Scenario(
        name="robot-approves", expected=BY_MACHINE, reviews=(approved("workflow"),),
        why="Robots approve nothing.",
        peers="By login, a workflow that approves everything is another person.",
    ),
    Scenario(
        name="agent-approves", expected=BY_MACHINE, reviews=(approved("agent"),),
        why="An agent is not a second person.",
        peers="By login, it is one.",
    ),
    Scenario(
        name="robot-and-person-approve", expected=ALL_MET, reviews=(approved("workflow"), approved("ben")),
        why="A robot's approval takes nothing from a person's.",
    ),
    Scenario(
        name="robots-change-approved", expected=ALL_MET, commits=(("robot", "Update"),), opener="robot",
        reviews=(approved("ben"),),
        why="Nobody prompts a robot that goes by a schedule, so whoever approves is independent.",
    ),
    Scenario(
        name="robots-change", expected=NOBODY, commits=(("robot", "Update"),), opener="robot",
        why="It stays in the population and needs its approval.",
        peers="By name, it is exempt, or left out of the count.",
    ),
    Scenario(
        name="robots-change-approved-by-robot", expected=BY_MACHINE, commits=(("robot", "Update"),),
        opener="robot", reviews=(approved("workflow"),),
        why="Two robots are no person.",
        peers="By login, two different accounts are enough.",
    ),
    Scenario(
        name="agents-change-approved-by-prompter", expected=BY_AUTHOR, commits=(("agent", PROMPTED),),
        opener="agent", reviews=(approved("ada"),),
        why="Whoever set the agent to work has a part in what it made.",
        peers="By login, the agent wrote it and a person approved.",
    ),
    Scenario(
        name="agents-change-approved-by-another", expected=ALL_MET, commits=(("agent", PROMPTED),),
        opener="agent", reviews=(approved("ben"),),
        why="The prompter is known, and somebody else approved.",
    ),
    Scenario(
        name="agents-change-without-prompter", expected=OPEN, commits=(("agent", "Work"),), opener="agent",
        reviews=(approved("ben"),),
        why="Whoever prompted it is not on record, and may be the approver.",
        peers="By login it passes, by name it was never looked at.",
    ),
    Scenario(
        name="service-account-opens", expected=BY_AUTHOR, opener="service", reviews=(approved("ada"),),
        why="The commits are Ada's, whichever account asked for the merge.",
        peers="By login, the service account is the author.",
    ),
    Scenario(
        name="service-account-approves", expected=ALL_MET, reviews=(approved("service"),),
        why="A limit: the forge calls it a user; `approver_roles` leaves such accounts out.",
    ),
    Scenario(
        name="reviewer-rewrote-the-commit", expected=ALL_MET, committer="ben", reviews=(approved("ben"),),
        why="A limit: committers are no authors, and who pushed the last revision is not read.",
    ),
    Scenario(
        name="dismissed", expected=("met reviewed", "deviation approval-revoked", "deviation no-approval"),
        reviews=(struck(approved("ben"), "dora", "13:00"),),
        why="What was approved was taken out of force before the merge.",
    ),
    Scenario(
        name="dismissed-afterwards", expected=ALL_MET, reviews=(struck(approved("ben"), "dora", "16:00"),),
        why="The approval stood when the change landed.",
        peers="Where states are read as they are today, nobody approved.",
    ),
    Scenario(
        name="objection-dismissed-afterwards",
        expected=("met reviewed", "deviation objection-open", "met covered"),
        reviews=(approved("ben", "11:00"), struck(said("CHANGES_REQUESTED", "cyd"), "ada", "16:00")),
        why="It stood open when the change landed; whoever may write can dismiss it when nobody looks.",
        peers="Where states are read as they are today, nothing was objected.",
    ),
    Scenario(
        name="objection-dismissed-by-its-target",
        expected=("met reviewed", "needs_review objection-dismissed-by-author", "met covered"),
        reviews=(approved("ben", "11:00"), struck(said("CHANGES_REQUESTED", "cyd"), "ada", "13:00")),
        why="The forge lets authors dismiss what is objected to their own change: a person must judge.",
        peers="Whatever was dismissed before the merge is settled.",
    ),
    Scenario(
        name="objection-dismissed-by-another", expected=ALL_MET,
        reviews=(approved("ben", "11:00"), struck(said("CHANGES_REQUESTED", "cyd"), "dora", "13:00")),
        why="Somebody with no part in the change took it out of force in time.",
    ),
    Scenario(
        name="objection-dismissed-by-its-target-and-settled", expected=ALL_MET,
        reviews=(struck(said("CHANGES_REQUESTED", "cyd"), "ada", "12:30"), approved("cyd", "13:00")),
        why="Whoever objected approved in the end.",
    ),
    Scenario(
        name="dismissed-and-approved-anew", expected=ALL_MET,
        reviews=(struck(approved("ben", "11:00"), "dora", "12:00"), approved("ben", "13:00")),
        why="The last word counts.",
    ),
    Scenario(
        name="approval-taken-back",
        expected=("met reviewed", "deviation objection-open", "deviation no-approval"),
        reviews=(approved("ben", "11:00"), said("CHANGES_REQUESTED", "ben", "13:00")),
        why="The approver's last word is an objection.",
        peers="By approvals, the objection is never read.",
    ),
    Scenario(
        name="objection-of-another", expected=("met reviewed", "deviation objection-open", "met covered"),
        reviews=(said("CHANGES_REQUESTED", "cyd", "11:00"), approved("ben", "13:00")),
        why="The approval was given over an objection that stood at the merge.",
        peers="By approvals, the objection is never read.",
    ),
    Scenario(
        name="objection-settled", expected=ALL_MET,
        reviews=(said("CHANGES_REQUESTED", "ben", "11:00"), approved("ben", "13:00")),
        why="Whoever objected approved in the end.",
    ),
    Scenario(
        name="approval-and-comment", expected=ALL_MET,
        reviews=(approved("ben", "11:00"), said("COMMENTED", "ben", "13:00")),
        why="A comment takes no approval back.",
    ),
    Scenario(
        name="comment-alone", expected=("met reviewed", *NOBODY[1:]), reviews=(said("COMMENTED", "ben"),),
        why="A comment is a review and approves nothing.",
    ),
    Scenario(
        name="never-submitted", expected=NOBODY, reviews=(said("PENDING", "ben"),),
        why="A review that was begun is none.",
    ),
    Scenario(
        name="approved-afterwards", reviews=(approved("ben", "15:01"),),
        expected=("deviation reviewed-after-merge", "deviation approved-after-merge", NOBODY[2]),
        why="It had landed before anybody approved.",
        peers="By approvals, whenever it came.",
    ),
    Scenario(
        name="approved-in-the-second-of-the-merge", expected=ALL_MET, reviews=(approved("ben", "15:00"),),
        why="The forge's clock has seconds; a merge that waits for approval can come within one.",
    ),
    Scenario(
        name="approved-before-the-last-push", commits=(("ada", "One"), ("ada", "Two")),
        expected=("met reviewed", "met approved", "deviation approval-of-older-revision"),
        reviews=(approved("ben", on=1),),
        why="Somebody approved, and something else landed: two tests, so that each says what it found.",
    ),
    Scenario(
        name="approved-before-and-after-the-last-push", expected=ALL_MET,
        commits=(("ada", "One"), ("ada", "Two")),
        reviews=(approved("cyd", "11:00", on=1), approved("ben", "13:00")),
        why="One approval of what landed is enough.",
        peers="Where every approval must be newer than the last commit, the older one fails it.",
    ),
    Scenario(
        name="empty-change", expected=ALL_MET, is_empty=True, reviews=(approved("ben"),),
        why="A commit without a file is a change, and was approved as such.",
        peers="Tools have been seen to break on it.",
    ),
    Scenario(
        name="revert-pushed", expected=PUSHED, how="push",
        commits=(("ada", 'Revert "Work ({pull_merged})"'),),
        why="To undo is to change; the approval of what is undone is none of undoing it.",
        peers="By number, the review of the reverted change counts; some leave reverts out.",
    ),
    Scenario(
        name="revert-by-pull-request", expected=NOBODY,
        commits=(("ben", 'Revert "Work ({pull_merged})"'),), opener="ben",
        why="The same, opened by the forge's button.",
    ),
    Scenario(
        name="fix-of-the-release", expected=None, base="release/1.0", reviews=(approved("ben"),),
        why="It landed on another branch, so it is no change of this one.",
    ),
    Scenario(
        name="port-pushed", expected=PUSHED, how="push", repeats="fix-of-the-release",
        commits=(("ada", "Work ({fix_of_the_release})"),),
        why="The same patch was approved for another branch; how it came to this one nobody saw.",
        peers="By number, and by patch, the other branch's review counts.",
    ),
    Scenario(
        name="port-by-pull-request", expected=NOBODY, repeats="fix-of-the-release",
        why="The same by a pull request of its own, which nobody reviewed.",
    ),
    Scenario(
        name="stack-bottom", expected=NOBODY,
        why="The commit is in two pull requests, and this one landed it, without review.",
        peers="Where any pull request of a commit will do, the one on top of it gives its approval.",
    ),
    Scenario(
        name="stack-top", expected=ALL_MET, on_top_of="stack-bottom", reviews=(approved("ben"),),
        why="The forge lists the other one's commit for it too; what it landed itself was approved.",
    ),
    Scenario(
        name="one-of-two", expected=("met reviewed", "deviation too-few-approvals", "met covered"),
        reviews=(approved("ben"),), rule="two approvals",
        why="The rule asks for two.",
        peers="A policy of one fixed number does not know the entity's own.",
    ),
    Scenario(
        name="two-of-two", expected=ALL_MET, reviews=(approved("ben"), approved("cyd")), rule="two approvals",
        why="Two persons beside the author.",
    ),
    Scenario(
        name="twice-the-same-person", expected=("met reviewed", "deviation too-few-approvals", "met covered"),
        reviews=(approved("ben", "11:00"), approved("ben", "13:00")), rule="two approvals",
        why="Persons are counted, not reviews.",
    ),
    Scenario(
        name="two-accounts-of-one-person", opener="ben", commits=(("ben", "Work"),), rule="two approvals",
        expected=("met reviewed", "deviation too-few-approvals", "met covered"),
        reviews=(approved("ada"), approved("ada-home")),
        why="Persons are counted, not accounts.",
        peers="By login, they are two.",
    ),
    Scenario(
        name="approver-in-the-role", expected=ALL_MET, reviews=(approved("ben"),), rule="reviewers only",
        why="By the persons file, Ben is a reviewer.",
    ),
    Scenario(
        name="approver-without-the-role", rule="reviewers only", reviews=(approved("cyd"),),
        expected=("met reviewed", "deviation approver-not-eligible", "met covered"),
        why="Cyd is in the persons file and no reviewer; that what landed was approved is another question.",
        peers="Whoever may press the button may approve.",
    ),
    Scenario(
        name="service-account-without-the-role", rule="reviewers only", reviews=(approved("service"),),
        expected=("met reviewed", "deviation approver-not-eligible", "met covered"),
        why="Whom the persons file does not name holds no role: so accounts of services are left out.",
    ),
    Scenario(
        name="deleted-approver-under-roles", expected=OPEN, rule="reviewers only",
        reviews=(approved("gone"),),
        why="Nobody can say who it was, so nobody can say that it was no reviewer.",
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, ...]]:
    """What the tests say of each scenario; all are changes of one repository."""
    return judge(SCENARIOS, tmp_path_factory.mktemp("four-eyes"))


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.name)
def test_what_is_said_of_a_scenario(judged: dict[str, tuple[str, ...]], scenario: Scenario) -> None:
    """Outcome and reason of the three tests of review; the scenario says why."""
    assert judged.get(scenario.name) == scenario.expected


@pytest.mark.parametrize(
    ("reviews", "expected"),
    [
        ((struck(approved("ben"), "dora", "13:00"),), ("dismissal-undated", "dismissal-undated")),
        (
            (approved("ben", "11:00"), struck(said("CHANGES_REQUESTED", "cyd"), "dora", "16:00")),
            ("dismissal-undated", "covered"),
        ),
        (
            (struck(approved("ben", "11:00"), "dora", "12:00"), approved("ben", "13:00")),
            ("approved", "covered"),
        ),
    ],
)
def test_dismissals_where_the_timeline_was_not_connected(
    tmp_path: Path, reviews: tuple[Said, ...], expected: tuple[str, str]
) -> None:
    """That a review was dismissed is known, and not when: open where that may decide, and else as ever."""
    scenario = Scenario(name="one", expected=None, why="Nobody asked when.", reviews=reviews)
    found = judge((scenario,), tmp_path, with_timeline=False)["one"]

    assert tuple(one.partition(" ")[2] for one in found[1:]) == expected


def test_each_scenario_stands_once_and_says_why() -> None:
    """Names are keys; a reason and a difference are sentences."""
    assert len({scenario.name for scenario in SCENARIOS}) == len(SCENARIOS)
    sentences = [text for one in SCENARIOS for text in (one.why, one.peers or ".")]
    assert [text for text in sentences if not text.endswith(".")] == []


def verdicts(told: Told, at: int = -1) -> list[tuple[Outcome, str]]:
    """What the three tests say of a change, by default of the last one."""
    item = told.collected[at]
    view = run_of(item.change, reviews=item.reviews, gaps=told.collection.gaps)
    return [outcome(CATALOG, assertion, view) for assertion in REVIEW_TESTS]


@pytest.mark.parametrize("named", [1, 2])
def test_two_pull_requests_of_one_revision(tmp_path: Path, named: int) -> None:
    """The one that the merge names is the change; an approval of what landed counts in either."""
    told = _both(tmp_path, named, is_last=True)

    assert [change.number for change in told.changes] == [named]
    assert verdicts(told)[1] == (Outcome.MET, "approved")


def test_two_pull_requests_of_one_revision_and_an_approval_of_an_older_one(tmp_path: Path) -> None:
    """Given in the one that is not the change, it is of nothing that landed; peers that take any pass it."""
    told = _both(tmp_path, 1, is_last=False)

    assert verdicts(told)[1] == (Outcome.DEVIATION, "approved-elsewhere")


def _both(tmp_path: Path, named: int, *, is_last: bool) -> Told:
    """Two pull requests of one branch; Ben approved the second, its last revision or the one before."""
    history = History(tmp_path / "shop")
    history.commit("start", files={"a": "1\n"}, at="2024-12-01T00:00:00Z")
    older = history.commit("work", files={"b": "1\n"}, branch="work")
    head = history.commit("more", files={"b": "2\n"}, branch="work")
    landed = history.merge("work", f"Merge pull request #{named} from ada/work", committer=WEB)
    answers = Answers(tmp_path / "forge", history)
    reviews = [review(1, BEN, commit_id=head if is_last else older)]
    answers.pull(1, landed, [older, head], merged_at=LATER)
    answers.pull(2, landed, [older, head], merged_at=LATER, reviews=reviews)
    return tell(history, answers.forge())


def test_two_pull_requests_of_which_one_brought_in_the_other(tmp_path: Path) -> None:
    """The forge calls both merged by one merge; the one whose last revision was merged explains it."""
    history = History(tmp_path / "shop")
    history.commit("start", files={"a": "1\n"}, at="2024-12-01T00:00:00Z")
    below = history.commit("work", files={"b": "1\n"}, branch="work")
    head = history.commit("more", files={"c": "1\n"}, branch="work")
    landed = history.merge("work", "Bring it all in", committer=WEB)
    answers = Answers(tmp_path / "forge", history)
    answers.pull(1, landed, [below], merged_at=LATER)
    answers.pull(2, landed, [below, head], merged_at=LATER, reviews=[review(1, BEN, commit_id=head)])

    told = tell(history, answers.forge())

    assert [change.number for change in told.changes] == [2]
    assert verdicts(told)[1] == (Outcome.MET, "approved")


def test_a_pull_request_without_commits(tmp_path: Path) -> None:
    """The forge lists none where what it brought was on the branch already; peers' forms broke on it."""
    history = History(tmp_path / "shop")
    history.commit("start", files={"a": "1\n"}, at="2024-12-01T00:00:00Z")
    head = history.commit("work", files={"b": "1\n"}, author=OWN)
    landed = history.commit("Merge pull request #1 from ada/work", author=OWN, committer=WEB)
    answers = Answers(tmp_path / "forge", history)
    answers.pull(1, landed, [head], merged_at=LATER, reviews=[review(1, BEN, commit_id=head)])
    page = json.loads((tmp_path / "forge/pulls/1.json").read_text())
    answers.write("pulls/1.json", page | {"commits": 0})
    answers.write("pulls/1/commits.json", [])

    told = tell(history, answers.forge())

    assert told.changes[-1].type is ChangeType.PULL_REQUEST
    assert [reason for _, reason in verdicts(told)] == ["reviewed", "approved", "covered"]


def test_a_list_that_was_cut_short_makes_no_direct_push(tmp_path: Path) -> None:
    """The pull request may be on the page that is missing; peers call it one without a pull request."""
    history = History(tmp_path / "shop")
    history.commit("start", files={"a": "1\n"}, at="2024-12-01T00:00:00Z")
    history.commit("work", files={"b": "1\n"})
    answers = Answers(tmp_path / "forge", history)
    link = '<https://api.github.com/repositories/1/pulls?page=2>; rel="next"'
    answers.write("pulls.page1.json", {"status": 200, "headers": {"link": link}, "body": []})

    told = tell(history, answers.forge())

    assert told.changes[-1].type is ChangeType.UNDETERMINED
    assert verdicts(told) == [(Outcome.INDETERMINATE, "type-undetermined")] * 3
