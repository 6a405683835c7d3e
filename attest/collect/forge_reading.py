"""The first reading of a forge: its list of merged pull requests, rebases, and whom it names.

Shortfalls about single pull requests are not noted here: they are, with the change they concern, when
the pull request is read for its record.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from attest.collect import commit_object
from attest.collect.forge import PULL_REQUESTS, REVIEWS, Forge, Landed, PullCommit
from attest.collect.gitdir import CleanRepository
from attest.collect.objects import LARGEST_COMMIT, commits, read_objects
from attest.collect.origins import ForgeView
from attest.collect.people import Directory
from attest.collect.pull_authors import with_parents
from attest.collect.pull_timeline import dismissals
from attest.collect.pulls import Landing
from attest.collect.rebases import Rebased, recognise
from attest.collect.survey import readable

APPROVED = "approved"
"""The forge's word for the verdict of an approval."""
DISMISSED = "dismissed"
_LONGEST_REBASE = 1000


def view(forge: Forge, repository: CleanRepository, branch: str) -> ForgeView:
    """What the forge says of the branch; its shortfalls are noted."""
    if PULL_REQUESTS not in forge.connected:
        return ForgeView()
    answer = forge.landed_pulls(branch)
    for shortfall in answer.shortfalls:
        repository.gaps.note("forge", shortfall.kind, what=shortfall.what, effect=shortfall.effect)
    pulls = answer.value.pulls
    by_merge: dict[str, Landed] = {}
    for pull in pulls:
        if pull.merge_sha:
            by_merge.setdefault(pull.merge_sha, pull)
    said = answer.value
    by_number = {pull.number: pull for pull in pulls}
    return ForgeView(
        True, said.complete, by_merge, by_number, since=said.since, tied=said.tied, untied=said.untied
    )


def with_rebases(
    seen: ForgeView, forge: Forge, repository: CleanRepository, landings: Sequence[Landing]
) -> ForgeView:
    """The view with the landed commits that pull requests' commits explain one by one."""
    rebased: dict[str, Rebased] = {}
    places = [at for at, one in enumerate(landings) if one.sha in seen.by_merge and len(one.parents) == 1]
    reads = commits(repository, [landings[place].sha for place in places])
    for place, read in zip(places, reads, strict=True):
        number = seen.by_merge[landings[place].sha].number
        listed = _with_parents(repository, forge.commits(number).value or ())
        if not recognise(number, [readable(read, landings[place].parents)], listed):
            continue  # a squash: nothing but the last commit could have told
        window = _window(landings, place, min(len(listed), _LONGEST_REBASE))
        more = zip(commits(repository, [item.sha for item in window]), window, strict=True)
        raws = [readable(one, item.parents) for one, item in more]
        for sha, step in recognise(number, raws, listed).items():
            rebased.setdefault(sha, step)
    return replace(seen, rebased=rebased)


class Reviewed(NamedTuple):
    """Revisions that reviews are of: all of them, and for each pull request those that were approved."""

    revisions: set[str]
    approved: dict[int, tuple[str, ...]]


def learn(forge: Forge, numbers: Iterable[int], directory: Directory) -> Reviewed:
    """Learn every account and address of these pull requests; gives the revisions that were reviewed."""
    revisions: set[str] = set()
    approved: dict[int, tuple[str, ...]] = {}
    for number in numbers:
        pull = forge.pull(number).value
        if pull is not None:
            directory.meet_account(pull.opener)
            directory.meet_account(pull.merged_by)
            for push in pull.head_pushes.pushes if pull.head_pushes is not None else ():
                directory.meet_account(push.actor)
        for commit in forge.commits(number).value or ():
            directory.meet_account(commit.author, commit.author_email, commit.author_name)
            directory.meet_account(commit.committer, commit.committer_email, commit.committer_name)
            for _, email in directory.credited(commit.message, commit.author_name, commit.author_email):
                directory.meet(email)
        events = forge.events(number).value
        for event in events:
            directory.meet_account(event.actor)
            directory.meet_account(event.subject)
        for comment in forge.comments(number).value:
            directory.meet_account(comment.author)
        if REVIEWS in forge.connected:
            reviews = forge.reviews(number).value
            for review in reviews:
                directory.meet_account(review.reviewer)
                revisions.add(review.sha)
            was = {one: event.state for one, event in dismissals(events).items()}
            approvals = dict.fromkeys(
                review.sha
                for review in reviews
                if (was.get(review.id, "") if review.state == DISMISSED else review.state) == APPROVED
            )
            if approvals:
                approved[number] = tuple(approvals)
    return Reviewed(revisions - {""}, approved)


def _with_parents(repository: CleanRepository, listed: Sequence[PullCommit]) -> Sequence[PullCommit]:
    """The commits with the parents of what looks like a merge, as git knows them: nobody asked the forge."""
    unknown = [commit.sha for commit in listed if not commit.parents and commit.message.startswith("Merge ")]
    if not unknown:
        return listed
    contents = read_objects(repository, unknown, limit=LARGEST_COMMIT)
    found: dict[str, int] = {}
    for sha, content in zip(unknown, contents, strict=True):
        raw = commit_object.parse(sha, content) if content is not None else None
        if raw is not None:
            found[sha] = len(raw.parents)
    return with_parents(listed, found.get)


def _window(landings: Sequence[Landing], place: int, size: int) -> Sequence[Landing]:
    """Landed commits that end at a place and could be one pull request's: none that has another parent."""
    start = place
    while start > 0 and place - start + 1 < size and len(landings[start - 1].parents) == 1:
        start -= 1
    return landings[start : place + 1]
