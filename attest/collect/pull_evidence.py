"""Reads what the forge recorded of one landed pull request, and notes what it could not."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeVar

from attest.collect.approved import was_approved
from attest.collect.authorship import Authors
from attest.collect.branch_records import account_actor
from attest.collect.comprehension import read_statement
from attest.collect.forge import (
    AGENT_TASKS,
    AGENT_WORK_UNREAD,
    CHECKS,
    COMMENTS,
    COMPREHENSION,
    REVIEWS,
    TIMELINE,
    Account,
    Answer,
    Forge,
    PullCommit,
    PullRequest,
    PullReview,
    RequiredChecks,
)
from attest.collect.forge_records import AgentTask, InlineComment, PullEvent
from attest.collect.gaps import GapLog
from attest.collect.origins import Origin
from attest.collect.people import UNKNOWN
from attest.collect.pull_authors import Listed, Written, listed, unknown_parents, with_parents
from attest.collect.pull_timeline import TimelineRecorder, dismissals
from attest.collect.records import Recorder, absent_check, check_record, is_known_state
from attest.model.base import UtcTime
from attest.model.change import ChangeType, Review, ReviewState, StatusCheck
from attest.model.collected import PersonalEntry
from attest.model.comprehension import ComprehensionRecord
from attest.model.event import Comment, Event, EventKind
from attest.model.identity import Actor, ActorKind

_Value = TypeVar("_Value")
_MOVES = frozenset({EventKind.FORCE_PUSH.value, EventKind.BASE_CHANGE.value})
_FETCH = "git fetch origin '+refs/pull/*/head:refs/pull/*/head'"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the forge recorded of a change; all of it empty without a forge.

    `commit_count` is the number of the pull request's commits, `None` when it is not known.
    """

    pull: PullRequest | None = None
    opener: Actor | None = None
    merger: Actor | None = None
    commit_count: int | None = None
    authors: tuple[Written, ...] = ()
    """Of each commit that the forge lists, merges left out."""
    authors_complete: bool = True
    reviews: tuple[Review, ...] = ()
    review_entries: tuple[PersonalEntry, ...] = ()
    checks: tuple[StatusCheck, ...] = ()
    statements: tuple[ComprehensionRecord, ...] = ()
    statement_entries: tuple[PersonalEntry, ...] = ()
    events: tuple[Event, ...] = ()
    event_entries: tuple[PersonalEntry, ...] = ()
    comments: tuple[Comment, ...] = ()
    comment_entries: tuple[PersonalEntry, ...] = ()
    moves: tuple[PullEvent, ...] | None = None
    """Pushes over its branch and changes of its base; `None` where its timeline was not read to the end."""
    initiators: tuple[Actor, ...] = ()
    """Who set the forge's own agent to the task that it came of."""
    head_parents: int = 0
    """How many parents the forge says that the last revision has; nought where it was not asked."""
    others: tuple["Evidence", ...] = ()
    """Of other pull requests that landed as the same change; their records are among its own."""

    def add_authors(self, authors: Authors) -> None:
        """Add whom the forge names to a change's authors."""
        if self.opener is not None:
            authors.add_opener(self.opener)
        for written in self.authors:
            authors.add_commit(written.author, written.coauthors)
        for actor in self.initiators:
            authors.add_initiator(actor, self.opener)
        authors.known = authors.known and self.authors_complete
        for other in self.others:
            other.add_authors(authors)

    def with_other(self, other: "Evidence") -> "Evidence":
        """This, with the records of another pull request that landed as the same change.

        Its checks are of another revision, and are left out.
        """
        return replace(
            self,
            reviews=(*self.reviews, *other.reviews),
            review_entries=(*self.review_entries, *other.review_entries),
            statements=(*self.statements, *other.statements),
            statement_entries=(*self.statement_entries, *other.statement_entries),
            events=(*self.events, *other.events),
            event_entries=(*self.event_entries, *other.event_entries),
            comments=(*self.comments, *other.comments),
            comment_entries=(*self.comment_entries, *other.comment_entries),
            others=(*self.others, other),
        )


class _Asked(NamedTuple):
    """A pull request whose reviews are asked for, and when it was merged."""

    change: str
    stem: str
    number: int
    merged_at: UtcTime | None


class PullReader:
    """Reads pull requests of one repository from its forge."""

    def __init__(
        self,
        forge: Forge,
        recorder: Recorder,
        gaps: GapLog,
        required: RequiredChecks,
        tasks: Sequence[AgentTask] = (),
    ) -> None:
        self.forge = forge
        self._tasks = tasks
        self._recorder = recorder
        self._gaps = gaps
        self._required = required

    def read(
        self,
        landed_sha: str,
        origin: Origin,
        trees: Mapping[str, str],
        *,
        is_first: bool,
        parents: Callable[[str], int | None] = unknown_parents,
        with_checks: bool = True,
    ) -> Evidence:
        """The evidence of the pull request that a change came from; of a push, the checks of its commit.

        `parents` says of a commit of the clone how many it has: the forge may not have been asked.
        Where one landed as several changes, all but the first to name it have ids of their own.
        """
        number, repository = origin.number, self._recorder.repository
        change = f"{repository}:{landed_sha}"
        if origin.type is ChangeType.DIRECT_PUSH:
            return Evidence(checks=self._checks(change, f"{repository}:push-{landed_sha[:12]}", landed_sha))
        self._note_hidden(change, origin)
        if not origin.stated:
            return Evidence()
        stem = f"{repository}:pull-{number}" + ("" if is_first else f"@{landed_sha[:12]}")
        pull = self._value(change, self.forge.pull(number))
        commits = self._value(change, answer := self.forge.commits(number))
        opener = self._account(pull.opener) if pull is not None else UNKNOWN
        written = listed(with_parents(commits or (), parents), self._recorder)
        self._note_deleted(change, pull)
        told = self._timeline(change, number)
        checks = self._all_checks(change, stem, pull, told, landed_sha) if with_checks else ()
        asked = _Asked(change, stem, number, pull.merged_at if pull is not None else None)
        reviews, statements = self._reviews(asked, trees, told.value)
        timeline = TimelineRecorder(self._recorder, change, stem)
        events = [timeline.event(event) for event in told.value]
        comments = [timeline.comment(comment) for comment in self._comments(change, number)]
        is_whole = origin.has_head or (
            not answer.shortfalls
            and self._is_whole(change, pull, commits)
            and self._knows_merges(change, opener, written)
        )
        return Evidence(
            pull=pull,
            opener=opener,
            merger=self._account(pull.merged_by) if pull is not None and pull.merged_by else None,
            commit_count=_count(pull, commits),
            authors=written.commits,
            authors_complete=is_whole,
            reviews=tuple(record for record, _ in reviews),
            review_entries=tuple(entry for _, entry in reviews),
            checks=checks,
            statements=tuple(record for record, _ in statements),
            statement_entries=tuple(entry for _, entry in statements),
            events=tuple(record for record, _ in events),
            event_entries=tuple(entry for _, entry in events if entry is not None),
            comments=tuple(record for record, _ in comments),
            comment_entries=tuple(entry for _, entry in comments),
            moves=self._moves(told),
            initiators=self._initiators(number),
            head_parents=_parents_of_head(pull, commits),
        )

    def _account(self, account: Account | None) -> Actor:
        return self._recorder.directory.account(account)

    def _value(self, change: str, answer: Answer[_Value]) -> _Value:
        for shortfall in answer.shortfalls:
            self._note(change, shortfall.kind, shortfall.what, shortfall.effect)
        return answer.value

    def _note(self, change: str, kind: str, what: str, effect: str, source: str = "forge") -> None:
        self._gaps.note(source, kind, what=what, effect=effect, affects=change)

    def _note_hidden(self, change: str, origin: Origin) -> None:
        """Traces are looked for on commits of the clone, so a list of the forge's is no help here."""
        if origin.method == "squash" and not origin.has_head:
            self._note(
                change,
                "pull-heads-missing",
                "the clone does not hold the last revisions of pull requests that squashed changes name",
                "AI evidence that a squash lost cannot be found: without evidence of their own these changes "
                f"are unknown; to have them read, run {_FETCH}",
                "refs/pull",
            )

    def _note_deleted(self, change: str, pull: PullRequest | None) -> None:
        if pull is not None and self._recorder.directory.account(pull.opener) is UNKNOWN:
            self._note(
                change,
                "null-user",
                "the account that opened a pull request is deleted or unknown",
                "whether a reviewer is that person cannot be told",
            )

    def _is_whole(self, change: str, pull: PullRequest | None, commits: Sequence[PullCommit] | None) -> bool:
        if commits is None or pull is None:
            return False
        if pull.commit_count is None or pull.commit_count <= len(commits):
            return True
        self._note(
            change,
            "pull-commits-incomplete",
            f"the forge lists {len(commits)} of {pull.commit_count} commits of a pull request",
            "authors of the pull request's own commits may be missing",
        )
        return False

    def _knows_merges(self, change: str, opener: Actor, written: Listed) -> bool:
        """Whether merges that are not in the clone can add nobody to the set of authors."""
        strangers = written.only_merged(opener)
        if strangers:
            self._note(
                change,
                "pull-commits-incomplete",
                "merges that the forge lists for a pull request are not in the clone, and somebody made them "
                "who wrote none of its other commits",
                "whether they resolved a conflict, and so wrote a part, cannot be told",
            )
        return not strangers

    def _checks(self, change: str, stem: str, sha: str) -> tuple[StatusCheck, ...]:
        if CHECKS not in self.forge.connected:
            return ()
        if not sha:
            what = "the last revision of a pull request is not known, so its checks were not asked for"
            self._note(change, "checks-incomplete", what, "a check that is not listed here may exist")
            return ()
        answer = self.forge.checks(sha)
        runs = self._value(change, answer)
        found = [check_record(run, change, stem, sha, self._required) for run in runs]
        if not answer.shortfalls:
            absent = sorted(self._required.names - {run.name for run in runs})
            found += [absent_check(name, change, stem, sha) for name in absent]
        return tuple(found)

    def _all_checks(
        self,
        change: str,
        stem: str,
        pull: PullRequest | None,
        told: Answer[tuple[PullEvent, ...]],
        landed_sha: str,
    ) -> tuple[StatusCheck, ...]:
        """Those of the last revision, and of what landed where a merge queue made it."""
        checks = self._checks(change, stem, pull.head_sha if pull is not None else "")
        if any(event.kind == EventKind.QUEUE.value for event in told.value):
            checks += self._queue_checks(change, stem, landed_sha)
        return checks

    def _queue_checks(self, change: str, stem: str, landed_sha: str) -> tuple[StatusCheck, ...]:
        """Checks of the landed commit, which the merge queue made: as many as the forge was asked for.

        That none is on record is said by the test that needs them.
        """
        if CHECKS not in self.forge.connected:
            return ()
        answer = self.forge.checks(landed_sha)
        if answer.value:
            self._value(change, answer)
        return tuple(check_record(run, change, stem, landed_sha, self._required) for run in answer.value)

    def _timeline(self, change: str, number: int) -> Answer[tuple[PullEvent, ...]]:
        if TIMELINE not in self.forge.connected:
            return Answer(())
        answer = self.forge.events(number)
        for one in answer.shortfalls:
            source = AGENT_TASKS if one.kind == AGENT_WORK_UNREAD else TIMELINE
            self._note(change, one.kind, one.what, one.effect, source)
        return answer

    def _comments(self, change: str, number: int) -> tuple[InlineComment, ...]:
        if COMMENTS not in self.forge.connected:
            return ()
        answer = self.forge.comments(number)
        for one in answer.shortfalls:
            self._note(change, one.kind, one.what, one.effect, COMMENTS)
        return answer.value

    def _moves(self, told: Answer[tuple[PullEvent, ...]]) -> tuple[PullEvent, ...] | None:
        lacks = [one for one in told.shortfalls if one.kind != AGENT_WORK_UNREAD]
        if TIMELINE not in self.forge.connected or lacks:
            return None
        return tuple(event for event in told.value if event.kind in _MOVES)

    def _initiators(self, number: int) -> tuple[Actor, ...]:
        mine = (task for task in self._tasks if number in task.pulls)
        prompted = (account for task in mine for account in (task.creator, *task.collaborators))
        found = {account_actor(self._recorder.directory, account) for account in prompted}
        return tuple(sorted(found, key=lambda actor: actor.id))

    def _reviews(
        self, asked: _Asked, trees: Mapping[str, str], events: Sequence[PullEvent]
    ) -> tuple[list[tuple[Review, PersonalEntry]], list[tuple[ComprehensionRecord, PersonalEntry]]]:
        reviews: list[tuple[Review, PersonalEntry]] = []
        statements: list[tuple[ComprehensionRecord, PersonalEntry]] = []
        if REVIEWS not in self.forge.connected:
            return reviews, statements
        dismissed = dismissals(events)
        change, stem = asked.change, asked.stem
        for read in self._value(change, self.forge.reviews(asked.number)):
            self._note_odd(change, read)
            made = self._recorder.review(read, change, stem, trees, dismissed.get(read.id))
            reviews.append(made)
            if COMPREHENSION in self.forge.connected and _may_state(made[0], asked.merged_at):
                statements.append(self._statement(change, stem, read, made[0]))
        return reviews, statements

    def _statement(
        self, change: str, stem: str, read: PullReview, review: Review
    ) -> tuple[ComprehensionRecord, PersonalEntry]:
        found = read_statement(read.body, read.sha)
        if found.problem:
            self._note(
                change,
                "statement-unreadable",
                f"a reviewer's statement does not count: {found.problem}",
                "the approval stands without a statement",
                "comprehension",
            )
        return self._recorder.statement(found, review, stem)

    def _note_odd(self, change: str, read: PullReview) -> None:
        if self._recorder.directory.account(read.reviewer) is UNKNOWN:
            what = "the account of a reviewer is deleted or unknown"
            self._note(change, "null-user", what, "whether the reviewer is independent cannot be told")
        if not is_known_state(read.state):
            what = f"a review has the state {ascii(read.state)[:40]}, which is not known"
            self._note(
                change, "review-state-unknown", what, "it is listed as a comment, and approves nothing"
            )


def _may_state(review: Review, merged_at: UtcTime | None) -> bool:
    """Whether it is a person's approval, or was one when the pull request was merged."""
    stood = review.state is ReviewState.APPROVED or (
        was_approved(review)
        and merged_at is not None
        and review.dismissed_at is not None
        and review.dismissed_at > merged_at
    )
    return stood and review.reviewer.kind is ActorKind.PERSON


def _parents_of_head(pull: PullRequest | None, commits: Sequence[PullCommit] | None) -> int:
    head = pull.head_sha if pull is not None else ""
    return next((commit.parents for commit in commits or () if commit.sha == head), 0)


def _count(pull: PullRequest | None, commits: Sequence[PullCommit] | None) -> int | None:
    if pull is not None and pull.commit_count is not None:
        return pull.commit_count
    return len(commits) if commits is not None else None
