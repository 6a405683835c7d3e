"""The world of a sample's story: the forge that its recorded answers are of."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from attest.samples import objects, timeline
from attest.samples.history import History, Played
from attest.samples.story import CheckStep, Person, ReviewStep
from tests.simulator.builder import WorldBuilder
from tests.simulator.clock import moment, text
from tests.simulator.governance import RuleSuite
from tests.simulator.records import Check, Commit, Event, Review, Stamp
from tests.simulator.world import World

_WEB = "web-flow"
_AGENT = "Copilot"
"""The forge's own agent is called so by REST, and by another name in GraphQL."""
_KINDS = {
    "head_ref_force_pushed": "HeadRefForcePushedEvent",
    "review_dismissed": "ReviewDismissedEvent",
    "merged": "MergedEvent",
    "closed": "ClosedEvent",
}
_ROUTE = "/repos/{owner}/{repo}/branches/{branch}/protection"


def world_of(history: History) -> World:
    """Its accounts, commits, pull requests and rules, with the ids of the recorded answers."""
    story = history.story
    builder = WorldBuilder(story.owner, story.name, branch=story.branch)
    world = builder.world
    world.id = story.repository_id
    builder.person(story.owner, id=story.repository_id - 1, kind="Organization")
    builder.person(_WEB, id=19864447, email="noreply@github.com")
    for key, person in story.people.items():
        _account(builder, key, person)
    for node in history.nodes:
        builder.known(_commit(node))
    world.heads = {name: node.id for name, node in history.branches.items()}
    for pull in history.pulls:
        _pull(builder, history, pull)
    _protect(builder, history)
    builder.world.rule_suites = tuple(
        RuleSuite(one.id, login_of(one.by, story.people[one.by]), one.before, one.after,
                  f"refs/heads/{story.branch}", one.at, one.result)
        for one in timeline.suites(history)
    )  # fmt: skip
    made = builder.build()
    _name_authors(history, made)
    _push_heads(made, builder)
    _push(made, builder)
    latest = max(
        [pull.updated for pull in made.pulls.values()] + [one.committer.at for one in made.commits.values()]
    )
    made.clock.now = text(moment(latest) + timedelta(days=1))
    made.changed()
    return made


def login_of(key: str, person: Person) -> str:
    """The account of somebody of the story: one that is gone for whom it gives none."""
    if person.login == _AGENT:
        return "copilot-swe-agent"
    return person.login.removesuffix("[bot]") or f"nobody-{key}"


def _account(builder: WorldBuilder, key: str, person: Person) -> None:
    gone = person.deleted or not person.login
    login = login_of(key, person)
    address = person.email if person.login else f"{login}@nowhere.example"
    shown = person.login if person.type == "Bot" and not person.login.endswith("[bot]") else ""
    builder.person(login, id=person.id or None, email=address, deleted=gone, kind=person.type, shown=shown)


def _commit(node: objects.Node) -> Commit:
    author, committer = (
        Stamp(one.name, one.email, text(datetime.fromtimestamp(one.when, UTC)))
        for one in (node.author, node.committer)
    )
    return Commit(node.id, node.tree_id, tuple(node.parents), node.message.rstrip("\n"), author, committer)


def _name_authors(history: History, world: World) -> None:
    """The story says who wrote a commit, whatever address stands in it."""
    for sha, key in history.authors.items():
        commit = world.commits[sha]
        login = login_of(key, history.story.people[key])
        world.commits[sha] = replace(commit, author=replace(commit.author, login=login))


def _pull(builder: WorldBuilder, history: History, pull: Played) -> None:
    step, people = pull.step, history.story.people
    logins = {key: login_of(key, person) for key, person in people.items()}
    made = builder.pull(
        step.number,
        by=logins[step.opener],
        at=step.opened_at,
        head=pull.head.id,
        base=pull.base.id,
        commits=[*(history.find(name).id for name in step.also_lists), *(node.id for node in pull.commits)],
        ref=step.branch,
        onto=step.base or history.story.branch,
        title=step.title,
        body="" if step.body is None else history.text(step.body),
        labels=step.labels,
    )
    reviews = [_review(history, pull, at, one) for at, one in enumerate(step.reviews, start=1)]
    builder.world.edit(step.number, touch=False, reviews=tuple(reviews))
    for at, one in enumerate(step.checks, start=1):
        _check(builder.world, pull, at, one)
    if step.merged and pull.landed:
        made.merged(logins[step.merged.by], at=step.merged.at, sha=pull.landed.id)
    elif step.closed_at:
        made.closed(logins[step.opener], at=step.closed_at)
    told = tuple(_event(one, logins[one.by]) for one in timeline.events(pull))
    builder.world.edit(step.number, touch=False, events=told)


def _event(one: timeline.Event, login: str) -> Event:
    """With the ids of the recorded answers, whatever sources were recorded."""
    details: dict[str, object] = {"commit": one.commit or None}
    if one.before:
        details = {"before": one.before, "after": one.commit}
    elif one.review:
        details |= {"review": one.review, "previous": one.was.upper(), "message": one.text}
    return Event(one.id, _KINDS[one.kind], one.at, login, details)


def _review(history: History, pull: Played, at: int, step: ReviewStep) -> Review:
    person = history.story.people[step.by]
    outside = person.deleted or not person.login or person.type == "Bot"
    return Review(
        1_900_000_000 + pull.step.number * 100 + at,
        step.state,
        login_of(step.by, person),
        history.find(step.of).id if step.of else pull.at(step.on).id,
        history.text(step.body),
        step.at or pull.step.opened_at,
        step.at,
        association="NONE" if outside else "MEMBER",
    )


def _check(world: World, pull: Played, at: int, step: CheckStep) -> None:
    sha, number = pull.at(step.on).id, 31_000_000_000 + pull.step.number * 100 + at
    check = Check(number, step.name, sha, "COMPLETED", step.conclusion.upper(), step.at, step.at)
    world.checks[sha] = (*world.checks.get(sha, ()), check)


def _protect(builder: WorldBuilder, history: History) -> None:
    told = history.story.protection
    if told.status == 200:
        builder.protection(required=told.required, approvals=1)
    else:
        builder.world.refuse(_ROUTE, told.status, told.message)


def _push_heads(world: World, builder: WorldBuilder) -> None:
    """Whoever opened a pull request pushed its branch, all at once."""
    for pull in world.pulls.values():
        builder.pushed(
            pull.author,
            before="0" * 40,
            after=pull.head_sha,
            at=pull.created,
            kind="branch_creation",
            ref=pull.head,
        )


def _push(world: World, builder: WorldBuilder) -> None:
    """Each commit of the release branch's own line came by a merge in the forge, or by a push."""
    merges = {pull.merge_commit: pull for pull in world.pulls.values() if pull.merge_commit}
    sha: str | None = world.heads.get(world.branch)
    while sha:
        commit, pull = world.commits[sha], merges.get(sha)
        before = commit.parents[0] if commit.parents else None
        by, at, kind = commit.committer.login, commit.committer.at, "push"
        if pull is not None and pull.merged_at:
            by, at, kind = pull.merged_by, pull.merged_at, "pr_merge"
        builder.pushed(by, before=before or "0" * 40, after=sha, at=at, kind=kind)
        sha = before
