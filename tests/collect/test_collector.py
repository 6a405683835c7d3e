"""From a repository and a forge to changes: every landed commit is one, with its basis."""

from pathlib import Path

import pytest

from attest.collect.collector import open_repository
from attest.collect.objects import Unreadable
from attest.collect.people import Directory, Identities
from attest.collect.records import Recorder
from attest.collect.survey import readable
from attest.errors import CollectionError
from attest.model.change import NEVER_RAN, Basis, Binding, ChangeType
from attest.model.commit import Commit
from attest.model.population import BoundaryBasis
from attest.proof.commitment import Sealer
from tests.collect.stories import ADA, AGENT, BEN, SECOND_AGENT, WEB, Answers, classify, review, tell, user
from tests.support.history import History

AUTHOR = "Ada Lovelace <ada@example.org>"
BEN_AUTHOR = "Ben Okri <ben@example.org>"


@pytest.fixture
def shop(tmp_path: Path) -> History:
    """A repository with one commit before the period."""
    history = History(tmp_path / "shop")
    history.commit("start", files={"a": "1\n"}, at="2024-12-01T00:00:00Z")
    return history


def squash(history: History, number: int, path: str = "b", author: str = AUTHOR) -> tuple[str, str]:
    """A pull request of two commits, squashed onto the branch: (landed, head)."""
    history.commit("one", files={path: "1\n"}, branch=f"work-{number}", author=author)
    head = history.commit("two", files={path: "2\n"}, branch=f"work-{number}", author=author)
    history.ref(f"refs/pull/{number}/head", head)
    return history.commit(f"Add (#{number})", files={path: "2\n"}, committer=WEB), head


def test_every_landed_commit_is_one_change(shop: History) -> None:
    """As many changes as git counts on the first-parent line, and as many commits."""
    shop.commit("side", files={"s": "1\n"}, branch="side")
    shop.merge("side", "Merge branch 'side'")
    squash(shop, 2)
    told = tell(shop)
    assert [count.count for count in told.collection.reconciliation.counts] == [2, 2, 3, 3]


def test_records_are_numbered_without_gaps(shop: History) -> None:
    """Ordinals of changes and commits follow their order in the run."""
    squash(shop, 1)
    squash(shop, 2, "c")
    told = tell(shop)
    commits = [commit.ordinal for item in told.collected for commit in item.commits]
    assert (list(range(2)), list(range(6))) == ([change.ordinal for change in told.changes], commits)


def test_a_commits_record_is_valid(shop: History) -> None:
    """Records of commits are made without validation, so it is done here."""
    squash(shop, 1)
    made = [commit for item in tell(shop).collected for commit in item.commits]
    assert [Commit.model_validate_json(commit.model_dump_json()) for commit in made] == made


def test_a_squash_is_tied_to_its_pull_request_by_content(shop: History) -> None:
    """The head of the pull request has the tree that landed."""
    _, head = squash(shop, 12)
    change = tell(shop).changes[0]
    found = (change.type, change.type_strength, change.method, change.binding, change.head_sha)
    assert found == (ChangeType.PULL_REQUEST, Basis.RECOMPUTED, "squash", Binding.IDENTICAL, head)


def test_a_squash_onto_a_moved_branch_is_tied_by_a_recomputed_merge(shop: History) -> None:
    """Merging the head into the commit before gives what landed."""
    head = shop.commit("work", files={"b": "1\n"}, branch="work")
    shop.ref("refs/pull/3/head", head)
    shop.commit("meanwhile", files={"c": "1\n"})
    shop.commit("Add b (#3)", files={"b": "1\n"})
    change = tell(shop).changes[1]
    assert (change.type_strength, change.binding) == (Basis.RECOMPUTED, Binding.CLEAN_MERGE)


def test_content_that_the_head_does_not_explain_stays_a_claim(shop: History) -> None:
    """The tempting case: the number is right and the content is not."""
    _, head = squash(shop, 4)
    shop.ref("refs/pull/5/head", head)
    shop.commit("Add more (#5)", files={"z": "smuggled\n"})
    change = tell(shop).changes[1]
    found = (change.type, change.type_strength, change.method, change.binding)
    assert found == (ChangeType.PULL_REQUEST, Basis.DECLARED, "unknown", Binding.RESIDUAL)


def test_the_commits_of_an_unexplained_head_are_not_taken_over(shop: History) -> None:
    """An imported history names numbers of another repository."""
    other = shop.commit("elsewhere", files={"x": "1\n"}, branch="other", author=BEN_AUTHOR)
    shop.ref("refs/pull/5/head", other)
    shop.commit("Add more (#5)", files={"z": "1\n"})
    told = tell(shop)
    assert {"ada@example.org"} == told.names(told.changes[0])


def test_a_number_without_a_head_is_undetermined_where_the_clone_has_heads(shop: History) -> None:
    """The number may be an issue's."""
    squash(shop, 1)
    shop.commit("Fix the crash (#77)", files={"c": "1\n"})
    assert tell(shop).changes[1].type == ChangeType.UNDETERMINED


def test_a_number_is_a_claim_where_the_clone_has_no_heads(shop: History) -> None:
    """Nothing speaks for it, and nothing against it."""
    shop.commit("Add (#77)", files={"c": "1\n"})
    change = tell(shop).changes[0]
    assert (change.type, change.type_strength) == (ChangeType.PULL_REQUEST, Basis.DECLARED)


def test_a_second_commit_of_the_same_number_is_not_the_pull_request(shop: History) -> None:
    """A cherry-pick keeps the subject, and was not merged by the pull request."""
    landed, _ = squash(shop, 9)
    shop.commit("Undo", files={"b": None})
    shop.commit("Add (#9)", files={"b": "2\n", "c": "more\n"})
    change = tell(shop).changes[2]
    assert (change.type, landed[:12] in change.type_basis) == (ChangeType.UNDETERMINED, True)


def test_a_merge_is_tied_by_its_second_parent(shop: History) -> None:
    """`refs/pull/N/head` is what was merged."""
    head = shop.commit("work", files={"b": "1\n"}, branch="work")
    shop.ref("refs/pull/6/head", head)
    shop.merge("work", "Merge pull request #6 from ada/work\n\nAdd b")
    item = tell(shop).collected[0]
    assert (item.change.type_strength, item.change.method) == (Basis.RECOMPUTED, "merge")


def test_a_merge_takes_its_title_and_branch_from_the_message(shop: History) -> None:
    """The forge writes the pull request's title below the subject."""
    shop.commit("work", files={"b": "1\n"}, branch="work")
    shop.merge("work", "Merge pull request #6 from ada/work\n\nAdd b")
    fields = tell(shop).collected[0].personal["changes"][0].fields
    assert fields == {"title": "Add b", "branch": "work"}


def test_a_merge_that_adds_something_is_residual_and_makes_its_author_one(shop: History) -> None:
    """What neither side held came from whoever merged."""
    shop.commit("work", files={"b": "1\n"}, branch="work")
    shop.commit("meanwhile", files={"c": "1\n"})
    shop.merge("work", "Merge pull request #6 from ada/work", files={"evil": "x\n"}, author=BEN_AUTHOR)
    told = tell(shop)
    change = told.changes[1]
    assert (change.binding, told.names(change)) == (Binding.RESIDUAL, {"ada@example.org", "ben@example.org"})


def test_whoever_presses_merge_is_no_author(shop: History) -> None:
    """A clean merge adds nothing."""
    shop.commit("work", files={"b": "1\n"}, branch="work")
    shop.commit("meanwhile", files={"c": "1\n"})
    shop.merge("work", "Merge pull request #6 from ada/work", author=BEN_AUTHOR)
    told = tell(shop)
    assert {"ada@example.org"} == told.names(told.changes[1])


def test_whoever_updates_the_branch_is_no_author(shop: History) -> None:
    """A clean merge of the base into the pull request adds nothing either."""
    shop.commit("work", files={"b": "1\n"}, branch="work")
    shop.commit("meanwhile", files={"c": "1\n"})
    shop.merge("main", "Merge branch 'main' into work", branch="work", author=BEN_AUTHOR)
    shop.merge("work", "Merge pull request #6 from ada/work")
    told = tell(shop)
    assert {"ada@example.org"} == told.names(told.changes[1])


def test_no_claim_is_undetermined(shop: History) -> None:
    """From git alone a rebased pull request looks like a direct push."""
    shop.commit("work", files={"b": "1\n"})
    change = tell(shop).changes[0]
    assert (change.type, change.method, change.number) == (ChangeType.UNDETERMINED, "commit", None)


def test_a_head_without_a_claim_ties_nothing(shop: History) -> None:
    """A landed commit that is the head of a pull request from this branch to another is not its change."""
    landed = shop.commit("work", files={"b": "1\n"})
    shop.ref("refs/pull/8/head", landed)
    assert tell(shop).changes[0].type == ChangeType.UNDETERMINED


def test_trial_merges_of_the_forge_are_not_used(shop: History) -> None:
    """`refs/pull/N/merge` ties nothing."""
    landed = shop.commit("Add (#8)", files={"b": "1\n"})
    shop.ref("refs/pull/8/merge", landed)
    assert tell(shop).changes[0].type_strength == Basis.DECLARED


def test_commits_that_a_squash_hides_are_listed(shop: History) -> None:
    """The pull request's own commits come after the landed one, under ids of their own."""
    squash(shop, 12)
    item = tell(shop).collected[0]
    vias = [commit.via for commit in item.commits]
    assert (vias, item.commits[1].id.endswith(":pr12"), item.change.pull_commit_count) == (
        ["landed", "pull-request", "pull-request"],
        True,
        2,
    )


def test_a_broken_pull_head_costs_that_pull_request_alone(shop: History) -> None:
    """Nobody can hide the commits of the others behind it."""
    squash(shop, 1)
    broken = shop.commit("three", files={"d": "1\n"}, parents=["e" * 40], branch="broken")
    shop.ref("refs/pull/2/head", broken)
    shop.commit("Add (#2)", files={"d": "1\n"}, parents=[shop.tip()])
    shop.ref("refs/heads/main", shop.tip())
    told = tell(shop)
    assert (len(told.collected[0].commits), "pull-head-broken" in told.kinds) == (3, True)


@pytest.mark.parametrize("kind", ["blob", "missing"])
def test_a_pull_head_that_is_no_commit_ties_nothing(shop: History, kind: str) -> None:
    """Any object can stand behind a ref."""
    target = shop.write("blob", b"tree " + b"0" * 40) if kind == "blob" else "e" * 40
    shop.ref("refs/pull/2/head", target)
    shop.commit("Add (#2)", files={"d": "1\n"})
    assert tell(shop).changes[0].type_strength != Basis.RECOMPUTED


def test_a_commit_that_cannot_be_read_keeps_its_place() -> None:
    """Its stand-in is flagged and has a record, with nobody's name and no date."""
    stand_in = readable(Unreadable("a" * 40, "hash-mismatch"), ("b" * 40,))
    directory = Directory(Identities(classify), Sealer(b"k"))
    directory.settle()
    made, _ = Recorder("shop", directory, Sealer(b"k")).commit(stand_in, "shop:x", "landed", None)
    record = Commit.model_validate_json(made.model_dump_json())
    assert (record.flags, record.authored_at, record.author.id) == (("unreadable",), None, "unknown")


def test_a_merge_sums_the_lines_of_what_it_brought_in(shop: History) -> None:
    """The merge itself has no figures."""
    shop.commit("one", files={"b": "1\n2\n"}, branch="work")
    shop.commit("two", files={"b": "1\n", "c": "1\n"}, branch="work")
    shop.merge("work", "Merge branch 'work'")
    change = tell(shop).changes[0]
    assert (change.files, change.added, change.deleted, change.commit_count) == (3, 3, 1, 3)


def test_an_agents_commit_without_a_person_leaves_the_authors_incomplete(shop: History) -> None:
    """Whoever prompted it must be in the set."""
    shop.commit("Initial plan", files={"b": "1\n"}, author=AGENT)
    assert not tell(shop).changes[0].authors_complete


def test_an_agents_commit_that_names_a_person_is_complete(shop: History) -> None:
    """The human co-author prompted it; agent and person are both in the set."""
    shop.commit(f"Fix\n\nCo-authored-by: {BEN_AUTHOR}", files={"b": "1\n"}, author=AGENT)
    told = tell(shop)
    assert (told.changes[0].authors_complete, told.names(told.changes[0])) == (
        True,
        {"agent:copilot", "ben@example.org"},
    )


def test_an_agents_first_commit_may_name_nobody(shop: History) -> None:
    """Agents open their work with an empty plan; the commits after it name who asked."""
    head = shop.commit("Initial plan", branch="work", author=AGENT)
    head = shop.commit(
        f"Fix\n\nCo-authored-by: {BEN_AUTHOR}", files={"b": "1\n"}, branch="work", author=AGENT
    )
    shop.ref("refs/pull/5/head", head)
    shop.merge("work", "Merge pull request #5 from x/work")
    told = tell(shop)
    assert (told.changes[-1].authors_complete, "ben@example.org" in told.names(told.changes[-1])) == (
        True,
        True,
    )


def test_an_agent_that_names_nobody_is_not_covered_by_another(shop: History) -> None:
    """The person beside one agent says nothing of who prompted a second one."""
    shop.commit(f"Fix\n\nCo-authored-by: {BEN_AUTHOR}", files={"b": "1\n"}, branch="work", author=AGENT)
    shop.commit("More", files={"c": "1\n"}, branch="work", author=SECOND_AGENT)
    shop.merge("work", "Merge pull request #5 from x/work")
    assert not tell(shop).changes[-1].authors_complete


def test_co_authors_without_end_are_told(shop: History) -> None:
    """The first thousand are read; that there are more is a Gap."""
    names = "\n".join(f"Co-authored-by: N <n{at}@example.org>" for at in range(1200))
    shop.commit(f"work\n\n{names}", files={"b": "1\n"})
    assert "too-many-coauthors" in tell(shop).kinds


def test_the_platform_is_no_person(shop: History) -> None:
    """`noreply@github.com` commits what people merge in the browser."""
    shop.commit("work", files={"b": "1\n"}, committer=WEB)
    assert "robot:github" == tell(shop).collected[0].commits[0].committer.id  # noqa: SIM300


def test_a_commit_in_two_pull_requests_names_both(shop: History) -> None:
    """The change that owns it says in which other one it also was."""
    shop.commit("shared", files={"b": "1\n"}, branch="first")
    shared = shop.tip("first")
    shop.ref("refs/heads/second", shared)
    head = shop.commit("more", files={"c": "1\n"}, branch="second")
    shop.ref("refs/pull/1/head", shared)
    shop.ref("refs/pull/2/head", head)
    shop.merge("first", "Merge pull request #1 from ada/first")
    shop.merge("second", "Merge pull request #2 from ada/second")
    told = tell(shop)
    assert (told.changes[1].id,) == told.changes[0].also_in


def test_a_period_without_changes_has_both_tips(shop: History) -> None:
    """An empty population is a population."""
    told = tell(shop)
    scope = told.collection.scope
    assert (told.changes, scope.start.sha, scope.end.sha) == ((), shop.tip(), shop.tip())


def test_a_branch_that_begins_in_the_period_has_no_start(shop: History) -> None:
    """Its first commit is a change."""
    told = tell(shop, period="2024")
    assert (len(told.changes), told.collection.scope.start.basis) == (1, BoundaryBasis.BRANCH_START)


def test_notes_are_a_source_and_counted_by_ref(shop: History) -> None:
    """Of the commit before the period it is said that it lies on the branch."""
    shop.note(shop.tip(), "ai")
    told = tell(shop)
    counts = [(one.ref, one.annotated, one.in_range, one.on_branch) for one in told.collection.scope.notes]
    assert ("refs/notes" in told.collection.sources, counts) == (True, [("refs/notes/commits", 1, 0, 1)])


def test_an_unknown_branch_names_those_that_exist(shop: History) -> None:
    """The remedy is in the message."""
    shop.commit("work", branch="stable")
    with pytest.raises(CollectionError) as fault, open_repository(shop.path, branch="master"):
        pass
    assert "main, stable" in fault.value.hint


def test_a_detached_head_names_no_release_branch(shop: History) -> None:
    """Continuous integration checks a pull request out like this; it must not pass for the branch."""
    (shop.git_dir / "HEAD").write_text(shop.tip() + "\n", encoding="ascii")
    with pytest.raises(CollectionError, match="detached") as caught, open_repository(shop.path):
        pass
    assert "main" in caught.value.hint
    with open_repository(shop.path, branch="main") as opened:
        assert opened.tip == shop.tip()


def test_a_repository_without_commits_is_refused(tmp_path: Path) -> None:
    """There is no tip to prove."""
    empty = History(tmp_path / "empty")
    with pytest.raises(CollectionError), open_repository(empty.path):
        pass


def test_the_forge_states_the_merge(shop: History, tmp_path: Path) -> None:
    """`merge_commit_sha` ties a pull request to what landed, with the server's time."""
    landed, head = squash(shop, 12)
    answers = Answers(tmp_path / "forge", shop)
    answers.pull(12, landed, [shop.git("rev-parse", f"{head}~1"), head], merged_at="2025-02-02T02:02:02Z")
    change = tell(shop, answers.forge()).changes[0]
    assert (change.type_strength, change.landed_at, change.landed_basis) == (
        Basis.RECOMPUTED,
        "2025-02-02T02:02:02Z",
        Basis.SERVER,
    )


def test_what_the_forge_does_not_know_is_a_direct_push(shop: History, tmp_path: Path) -> None:
    """Even where the subject names a pull request, which landed as another commit."""
    landed, head = squash(shop, 12)
    shop.commit("Fix it (#12)", files={"c": "1\n"})
    answers = Answers(tmp_path / "forge", shop)
    answers.pull(12, landed, [head])
    told = tell(shop, answers.forge())
    types = [change.type for change in told.changes]
    assert (types, told.collection.reconciliation.difference) == (
        [ChangeType.PULL_REQUEST, ChangeType.DIRECT_PUSH],
        0,
    )


def test_without_the_whole_list_nothing_is_a_direct_push(shop: History, tmp_path: Path) -> None:
    """A page that is missing may hold the pull request."""
    shop.commit("work", files={"c": "1\n"})
    answers = Answers(tmp_path / "forge", shop)
    answers.write("pulls.page1.json", {"status": 403, "body": {"message": "API rate limit exceeded"}})
    told = tell(shop, answers.forge())
    assert (told.changes[0].type, "pulls-incomplete" in told.kinds) == (ChangeType.UNDETERMINED, True)


def test_a_rebased_pull_request_is_several_changes_of_one_number(shop: History, tmp_path: Path) -> None:
    """Its commits are recognised one by one; a push before them is not among them."""
    first = shop.commit("one", files={"b": "1\n"}, branch="work", authored=1_735_800_000)
    head = shop.commit("two", files={"c": "1\n"}, branch="work", authored=1_735_800_100, author=BEN_AUTHOR)
    shop.commit("pushed", files={"d": "1\n"})
    shop.commit("one", files={"b": "1\n"}, committer=WEB, authored=1_735_800_000)
    last = shop.commit("two", files={"c": "1\n"}, committer=WEB, authored=1_735_800_100, author=BEN_AUTHOR)
    shop.ref("refs/pull/7/head", head)
    answers = Answers(tmp_path / "forge", shop)
    answers.pull(7, last, [first, head], reviews=[review(1, BEN, commit_id=head)])
    told = tell(shop, answers.forge())
    assert [(change.label[:2], change.method) for change in told.changes[1:]] == [("#7", "rebase")] * 2
    assert told.changes[0].type == ChangeType.DIRECT_PUSH


def test_each_part_of_a_rebased_pull_request_has_all_its_authors(shop: History, tmp_path: Path) -> None:
    """Who wrote one commit of it cannot approve another independently."""
    first = shop.commit("one", files={"b": "1\n"}, branch="work", authored=1_735_800_000)
    head = shop.commit("two", files={"c": "1\n"}, branch="work", authored=1_735_800_100, author=BEN_AUTHOR)
    shop.commit("one", files={"b": "1\n"}, committer=WEB, authored=1_735_800_000)
    last = shop.commit("two", files={"c": "1\n"}, committer=WEB, authored=1_735_800_100, author=BEN_AUTHOR)
    shop.ref("refs/pull/7/head", head)
    answers = Answers(tmp_path / "forge", shop)
    answers.pull(7, last, [first, head], reviews=[review(1, BEN, commit_id=head)])
    told = tell(shop, answers.forge())
    everybody = {"ada", "ben", "ada@example.org", "ben@example.org"}
    assert [told.names(change) for change in told.changes] == [everybody, everybody]
    assert len({item.reviews[0].id for item in told.collected}) == 2
    assert [change.binding for change in told.changes] == [Binding.IDENTICAL] * 2


def test_a_pull_request_that_is_not_on_the_branch_is_named(shop: History, tmp_path: Path) -> None:
    """The forge says merged in the period; git does not hold it."""
    landed, head = squash(shop, 12)
    answers = Answers(tmp_path / "forge", shop)
    answers.pull(12, landed, [head])
    answers.pull(13, "e" * 40, [head])
    counted = tell(shop, answers.forge()).collection.reconciliation
    assert (counted.unmatched_there, counted.difference) == (("#13",), 1)


def test_both_bounds_are_proven_by_the_forges_clock(shop: History, tmp_path: Path) -> None:
    """Where the forge dates the commits on both sides, the tips are server-observed."""
    answers = Answers(tmp_path / "forge", shop)
    answers.pull(1, shop.tip(), [shop.tip()], merged_at="2024-12-01T00:00:00Z")
    landed, head = squash(shop, 12)
    answers.pull(12, landed, [head])
    scope = tell(shop, answers.forge()).collection.scope
    assert (scope.start.basis, scope.end.basis) == (BoundaryBasis.SERVER, BoundaryBasis.SERVER)


def test_a_direct_push_at_a_bound_leaves_it_declared(shop: History, tmp_path: Path) -> None:
    """Its date is the committer's."""
    landed, head = squash(shop, 12)
    answers = Answers(tmp_path / "forge", shop)
    answers.pull(12, landed, [head])
    assert tell(shop, answers.forge()).collection.scope.start.basis == BoundaryBasis.DECLARED


def test_a_merge_time_of_the_forge_decides_the_period(shop: History, tmp_path: Path) -> None:
    """A committer date is set by whoever commits; the time of merge is not."""
    head = shop.commit("work", files={"b": "1\n"}, branch="work", at="2025-06-01T00:00:00Z")
    landed = shop.commit("Add (#3)", files={"b": "1\n"}, at="2025-06-01T00:00:00Z")
    answers = Answers(tmp_path / "forge", shop)
    answers.pull(3, landed, [head], merged_at="2026-02-01T00:00:00Z")
    assert tell(shop, answers.forge()).changes == ()


def test_an_approvers_deleted_account_is_unknown(shop: History, tmp_path: Path) -> None:
    """The review stays, and a Gap says whose it may be."""
    landed, head = squash(shop, 12)
    answers = Answers(tmp_path / "forge", shop)
    answers.pull(12, landed, [head], reviews=[review(1, None, commit_id=head)])
    told = tell(shop, answers.forge())
    assert (told.collected[0].reviews[0].reviewer.id, "null-user" in told.kinds) == ("unknown", True)


def test_a_deleted_opener_leaves_the_authors_incomplete(shop: History, tmp_path: Path) -> None:
    """Anybody could be that person."""
    landed, head = squash(shop, 12)
    answers = Answers(tmp_path / "forge", shop)
    answers.pull(12, landed, [head], user=None)
    assert not tell(shop, answers.forge()).changes[0].authors_complete


def test_an_address_is_linked_where_the_forge_ties_it_to_an_account(shop: History, tmp_path: Path) -> None:
    """Reviewer and author are then comparable: Ben's address and Ben's account are one person."""
    landed, head = squash(shop, 12, author=BEN_AUTHOR)
    answers = Answers(tmp_path / "forge", shop)
    answers.pull(12, landed, [head], reviews=[review(1, BEN, commit_id=head)])
    item = tell(shop, answers.forge()).collected[0]
    author = item.commits[1].author
    assert (author.linked, author.id) == (True, item.reviews[0].reviewer.id)


def test_a_bots_account_is_a_robot(shop: History, tmp_path: Path) -> None:
    """The forge's word for the kind of account decides where no rule knows it."""
    landed, head = squash(shop, 12)
    answers = Answers(tmp_path / "forge", shop)
    bot = user("helper[bot]", 99, "Bot")
    answers.pull(12, landed, [head], reviews=[review(1, bot, commit_id=head)])
    assert "robot:" in tell(shop, answers.forge()).collected[0].reviews[0].reviewer.id


def test_a_statement_in_a_review_is_a_comprehension_record(shop: History, tmp_path: Path) -> None:
    """It is bound to the reviewed revision and its tree."""
    landed, head = squash(shop, 12)
    body = "```attest\nwhat: adds b\nverified: ran it\n```"
    answers = Answers(tmp_path / "forge", shop)
    answers.pull(12, landed, [head], reviews=[review(1, BEN, commit_id=head, body=body)])
    record = tell(shop, answers.forge()).collected[0].comprehension[0]
    assert (record.level, record.sha, record.tree) == ("C2", head, shop.git("rev-parse", f"{head}^{{tree}}"))


def test_statements_in_the_same_words_are_alike(shop: History, tmp_path: Path) -> None:
    """Of two changes, and not of a third with a word of its own; an approval is like nothing."""
    bodies = [
        "what: adds b\nverified: ran it",
        "verified: Ran it.\nwhat: adds  b",
        "what: adds c\nverified: ran it",
    ]
    answers = Answers(tmp_path / "forge", shop)
    for number, body in enumerate([*(f"```attest\n{body}\n```" for body in bodies), "Fine."], start=12):
        landed, head = squash(shop, number)
        answers.pull(number, landed, [head], reviews=[review(number, BEN, commit_id=head, body=body)])
    told = tell(shop, answers.forge()).collected
    first, second, third, last = (item.comprehension[0] for item in told)

    assert (first.likeness, first.answered) == (second.likeness, ("verified", "what"))
    assert len({first.likeness, third.likeness, ""}) == 3
    assert (last.likeness, last.answered) == ("", ())


def test_checks_know_whether_they_were_required(shop: History, tmp_path: Path) -> None:
    """The branch's protection names one of them."""
    landed, head = squash(shop, 12)
    runs = [
        {
            "id": at,
            "name": name,
            "status": "completed",
            "conclusion": "success",
            "completed_at": None,
            "app": None,
        }
        for at, name in enumerate(("lint", "tests"))
    ]
    answers = Answers(tmp_path / "forge", shop)
    answers.pull(12, landed, [head], checks=runs)
    checks = tell(shop, answers.forge()).collected[0].checks
    assert [(check.name, check.required) for check in checks] == [("lint", False), ("tests", True)]


def test_a_check_that_the_rules_ask_for_and_that_never_ran_is_a_record(shop: History, tmp_path: Path) -> None:
    """The forge lists no run of it; the record says so instead of leaving a gap in the list."""
    landed, head = squash(shop, 12)
    answers = Answers(tmp_path / "forge", shop)
    answers.pull(12, landed, [head])
    checks = tell(shop, answers.forge()).collected[0].checks
    assert [(check.name, check.conclusion, check.required) for check in checks] == [
        ("tests", NEVER_RAN, True)
    ]


def test_a_direct_push_has_the_checks_of_its_commit(shop: History, tmp_path: Path) -> None:
    """Checks run on pushes too, and are asked for on the landed commit."""
    pushed = shop.commit("hotfix", files={"b": "1\n"})
    run = {
        "id": 1,
        "name": "tests",
        "status": "completed",
        "conclusion": "failure",
        "completed_at": None,
        "app": None,
    }
    answers = Answers(tmp_path / "forge", shop)
    answers.write(f"commits/{pushed}/check-runs.json", {"total_count": 1, "check_runs": [run]})
    checks = tell(shop, answers.forge()).collected[0].checks
    assert [(check.sha, check.conclusion) for check in checks] == [(pushed, "failure")]


def test_an_authors_declaration_is_taken_from_the_pull_request(shop: History, tmp_path: Path) -> None:
    """A line of its own, with one of the four words."""
    landed, head = squash(shop, 12)
    answers = Answers(tmp_path / "forge", shop)
    answers.pull(12, landed, [head], body="Adds b.\n\nAI-Assistance: assisted\n")
    assert "assisted" == tell(shop, answers.forge()).changes[0].declaration  # noqa: SIM300


def test_two_collections_of_one_input_are_equal(shop: History, tmp_path: Path) -> None:
    """Same evidence, same records."""
    landed, head = squash(shop, 12)
    answers = Answers(tmp_path / "forge", shop)
    answers.pull(12, landed, [head], reviews=[review(1, ADA, commit_id=head)])
    first, second = tell(shop, answers.forge()), tell(shop, answers.forge())
    assert first.collected == second.collected
