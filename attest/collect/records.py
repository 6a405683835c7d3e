"""Makes records of commits, reviews and checks, and seals the personal text of each."""

from collections.abc import Mapping, Sequence

from attest.collect.comprehension import Statement
from attest.collect.diffs import Totals
from attest.collect.forge import CheckRun, PullReview, RequiredChecks
from attest.collect.forge_records import PullEvent
from attest.collect.git_text import reverts
from attest.collect.instants import instant
from attest.collect.people import Directory
from attest.model.base import unchecked
from attest.model.change import NEVER_RAN, Basis, Review, ReviewState, StatusCheck
from attest.model.collected import PersonalEntry
from attest.model.commit import Commit, RawCommit
from attest.model.comprehension import ComprehensionRecord
from attest.model.identity import Actor
from attest.proof.commitment import Sealer

_UNCOUNTED = (None, None, None, None)
_LIKENESS = "likeness"
"""What the digests of what statements say are made under; no record has that id."""
_STATES = {state.value.replace("-", "_"): state for state in ReviewState}


class Recorder:
    """Makes the records of one repository, in the order of their ordinals."""

    def __init__(self, repository: str, directory: Directory, sealer: Sealer) -> None:
        self.repository = repository
        self.directory = directory
        self._sealer = sealer
        self._ordinal = 0

    def commit(
        self, raw: RawCommit, change: str, via: str, figures: Totals | None, *, pull: int = 0
    ) -> tuple[Commit, PersonalEntry]:
        """The record of a commit; `pull` is the number for one seen only on a pull request's head."""
        name = f"{self.repository}:{raw.sha}" + (f":pr{pull}" if pull else "")
        author, committer = raw.author, raw.committer
        commitment, entry = self._sealer.seal(
            name,
            {
                "author_name": author.name,
                "author_email": author.email,
                "committer_name": committer.name,
                "committer_email": committer.email,
                "message": raw.message,
            },
        )
        counts = figures or _UNCOUNTED
        record = unchecked(
            Commit,
            {
                "id": name,
                "ordinal": self._ordinal,
                "repository": self.repository,
                "sha": raw.sha,
                "tree": raw.tree,
                "parents": raw.parents,
                "change": change,
                "via": via,
                "authored_at": instant(author.when),
                "committed_at": instant(committer.when),
                "author": self.directory.actor(author.name, author.email),
                "committer": self.directory.actor(committer.name, committer.email),
                "coauthors": self._beside(raw),
                "flags": raw.flags,
                "files": counts[0],
                "added": counts[1],
                "deleted": counts[2],
                "binary": counts[3],
                "commitment": commitment,
                "reverts": reverts(raw.message),
            },
        )
        self._ordinal += 1
        return record, entry

    def _beside(self, raw: RawCommit) -> tuple[Actor, ...]:
        """Whoever else had a part in a commit: the person behind a tool's mark, and the co-authors."""
        behind = self.directory.behind(raw.author.name, raw.author.email)
        others = self.coauthors(raw.message, raw.author.name, raw.author.email)
        return others if behind is None or behind in others else (behind, *others)

    def coauthors(self, message: str, name: str, email: str) -> tuple[Actor, ...]:
        """The co-authors that a message of such an author credits, each once, as first named."""
        found = {
            actor.id: actor
            for credited in self.directory.credited(message, name, email)
            for actor in [self.directory.actor(*credited)]
        }
        return tuple(found.values())

    def seal(self, name: str, **fields: str) -> tuple[str, PersonalEntry]:
        """The commitment to personal text of a record, and the entry that opens it."""
        return self._sealer.seal(name, fields)

    def review(
        self,
        read: PullReview,
        change: str,
        stem: str,
        trees: Mapping[str, str],
        dismissal: PullEvent | None = None,
    ) -> tuple[Review, PersonalEntry]:
        """The record of a review; a state that is not known is taken as a comment."""
        name = f"{stem}:review:{read.id}"
        commitment, entry = self.seal(name, body=read.body)
        service = self.directory.service(read.reviewer, read.submitted_at)
        record = Review(
            id=name,
            change=change,
            reviewer=self.directory.account(read.reviewer),
            state=_STATES.get(read.state, ReviewState.COMMENTED),
            submitted_at=read.submitted_at,
            sha=read.sha or None,
            tree=trees.get(read.sha) or read.tree or None,
            tree_basis=Basis.RECOMPUTED if read.sha in trees else Basis.SERVER if read.tree else None,
            edited_at=read.edited_at,
            previous_state=review_state(dismissal.state) if dismissal is not None else None,
            dismissed_at=dismissal.at if dismissal is not None else None,
            dismissed_by=self.directory.account(dismissal.actor) if dismissal is not None else None,
            commitment=commitment,
            in_service=service.is_in_service if service is not None else None,
            roles=service.roles if service is not None else (),
        )
        return record, entry

    def statement(
        self, read: Statement, review: Review, stem: str
    ) -> tuple[ComprehensionRecord, PersonalEntry]:
        """What an approval shows of its reviewer's comprehension."""
        name = f"{stem}:comprehension:{review.id.rpartition(':')[2]}"
        commitment, entry = self.seal(name, statement=read.text)
        record = ComprehensionRecord(
            id=name,
            change=review.change,
            reviewer=review.reviewer,
            level=read.level,
            sha=review.sha,
            tree=review.tree,
            recorded_at=review.submitted_at,
            method="statement" if read.text and not read.problem else "approval",
            commitment=commitment,
            answered=read.answered,
            likeness=self._likeness(read.words) if read.words else "",
        )
        return record, entry

    def _likeness(self, words: str) -> str:
        """The same digest for the same words; without the run's key nobody can try words out."""
        return self._sealer.seal(_LIKENESS, {"words": words})[0]


def review_state(state: str) -> ReviewState | None:
    """The verdict of the forge's word for it; `None` for one that is not known, or none."""
    return _STATES.get(state)


def is_known_state(state: str) -> bool:
    """Whether the forge's word for a review's state is one that we know."""
    return state in _STATES


def check_record(run: CheckRun, change: str, stem: str, sha: str, required: RequiredChecks) -> StatusCheck:
    """The record of a check run or commit status."""
    named = run.name in required.names
    return StatusCheck(
        id=f"{stem}:{run.kind}:{run.id}",
        change=change,
        name=run.name,
        app=run.app,
        sha=sha,
        conclusion=run.conclusion,
        completed_at=run.completed_at,
        required=named if required.known or named else None,
    )


def absent_check(name: str, change: str, stem: str, sha: str) -> StatusCheck:
    """The record of a check that the branch's rules ask for and that the forge lists no run of."""
    return StatusCheck(
        id=f"{stem}:absent:{name}",
        change=change,
        name=name,
        app="",
        sha=sha,
        conclusion=NEVER_RAN,
        completed_at=None,
        required=True,
    )


def sums(commits: Sequence[Commit]) -> tuple[int | None, int | None, int | None]:
    """Files, added and deleted lines over the commits that have figures; nothing when one lacks them."""
    plain = [commit for commit in commits if len(commit.parents) < 2]
    if not plain or any(commit.files is None for commit in plain):
        return None, None, None
    return (
        sum(commit.files or 0 for commit in plain),
        sum(commit.added or 0 for commit in plain),
        sum(commit.deleted or 0 for commit in plain),
    )
