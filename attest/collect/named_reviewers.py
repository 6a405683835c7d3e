"""Makes records of the reviewers whom commit messages name: declared by whoever wrote the commit."""

from collections.abc import Iterator, Sequence

from attest.collect.gaps import GapLog
from attest.collect.records import Recorder
from attest.collect.trailers import ACKNOWLEDGED, MOST, Named
from attest.model.change import Basis, Review, ReviewState
from attest.model.collected import PersonalEntry
from attest.model.commit import RawCommit

Made = tuple[Review, PersonalEntry]


def named_reviewers(
    raws: Sequence[RawCommit], change: str, recorder: Recorder, gaps: GapLog
) -> tuple[Made, ...]:
    """A record for each person and kind of trailer, of each commit that is on the branch.

    A reviewer of a brought-in commit is named for that commit alone, which the record says. Messages of
    commits that a squash left behind are not read: they are not on the branch.
    """
    found: list[Made] = []
    names: frozenset[tuple[str, str]] | None = None
    for raw in raws:
        read = recorder.directory.trailers(raw)
        if read.named and names is None:
            names = frozenset(_authors(raws, recorder))
        found += (
            _record(raw.sha, place, named, change, recorder, names or frozenset())
            for place, named in enumerate(read.named, 1)
        )
        if read.cut:
            gaps.note(
                "messages",
                "too-many-reviewers",
                what=f"a commit message names more than {MOST} reviewers; the others were not read",
                effect="a reviewer whom it names is not on record",
                affects=change,
            )
    return tuple(found)


def _authors(raws: Sequence[RawCommit], recorder: Recorder) -> Iterator[tuple[str, str]]:
    """The names of everybody who wrote a part, each with the id of its actor."""
    directory = recorder.directory
    for raw in raws:
        author = raw.author
        people = (author[:2], *directory.credited(raw.message, author.name, author.email))
        for name, email in people:
            yield _plain(name), directory.actor(name, email).id


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _record(
    sha: str, place: int, named: Named, change: str, recorder: Recorder, authors: frozenset[tuple[str, str]]
) -> Made:
    name = f"{recorder.repository}:{sha}:{named.kind}:{place}"
    reviewer = recorder.directory.actor(named.name, named.email)
    alike = {actor for author, actor in authors if author and author == _plain(named.name)}
    commitment, entry = recorder.seal(name, body=named.text)
    review = Review(
        id=name,
        change=change,
        reviewer=reviewer,
        state=ReviewState.COMMENTED if named.kind == ACKNOWLEDGED else ReviewState.APPROVED,
        submitted_at=None,
        sha=None,
        tree=None,
        commitment=commitment,
        basis=Basis.DECLARED,
        trailer=named.kind,
        commit=sha,
        namesake=bool(alike - {reviewer.id}),
    )
    return review, entry
