"""Hands on the changes of a range one at a time, oldest first, each with its commits and evidence.

Children of git run side by side, each fed in the order of the changes: one reads commits, one
recomputes merges, and one, which began before the plan was made, compares files. Nothing of a change
is kept once it has been handed on.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from attest import canonical
from attest.collect import git_text
from attest.collect.ancestry import Range
from attest.collect.approved import Moves, Push, with_bindings
from attest.collect.attached_contents import Holding, attached_contents
from attest.collect.attachments import Attached, shas_of
from attest.collect.authorship import Authors
from attest.collect.bindings import Bindings, bindings
from attest.collect.checkpoints import note_absent
from attest.collect.coauthors import MOST
from attest.collect.diffs import Totals, numstat, totals
from attest.collect.forge import REVIEWS, PullRequest
from attest.collect.gathering import Asked, gather
from attest.collect.gitdir import CleanRepository
from attest.collect.instants import instant
from attest.collect.merges import Merged, merge_trees
from attest.collect.named_reviewers import named_reviewers
from attest.collect.objects import commits
from attest.collect.origins import binding
from attest.collect.plan import Plan
from attest.collect.pull_evidence import Evidence, PullReader
from attest.collect.pushed_by import PushedBy, Updates, add_pushers
from attest.collect.records import Recorder, sums
from attest.collect.survey import readable
from attest.collect.walk import Link
from attest.collect.watch import Lookout
from attest.model.base import UtcTime
from attest.model.change import Basis, Change, Review
from attest.model.collected import Authorship, CollectedChange, PersonalEntry, PullText
from attest.model.commit import Commit, RawCommit
from attest.model.event import EventKind
from attest.model.identity import Actor
from attest.model.progress import Progress

MOST_MERGES = 5_000
"""Merges that are recomputed where no reviews are connected, at about a millisecond each."""
_Asked = tuple[str, str, str]
"""A commit, and the two commits whose merge it is held against."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What handing on needs beside the plan."""

    repository: CleanRepository
    recorder: Recorder
    pulls: PullReader
    figures: Iterator[Totals | None] | None
    """For each landed and brought-in commit, in order; `None` when no statistics are taken."""
    attached: Attached
    progress: Progress
    pushed: Mapping[str, str] = field(default_factory=dict)
    """When landed commits came to the branch, by the forge's clock."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One change as read from git, before its record is made."""

    place: int
    commits: tuple[Commit, ...]
    raws: tuple[RawCommit, ...]
    entries: tuple[PersonalEntry, ...]
    landed: RawCommit
    merged: Merged | None
    clean_merges: frozenset[str]


def figures_of(repository: CleanRepository, within: Range, lookout: Lookout) -> Iterator[Totals | None]:
    """Files and lines of each landed and brought-in commit, in the order in which they are handed on."""
    links = (Link(sha, within.graph[sha]) for share in within.members for sha in share)
    for sha, rows in numstat(repository, links):
        lookout.look(sha, rows)
        yield totals(rows) if rows is not None else None


class Changes:
    """The changes of a plan; iterable once."""

    def __init__(self, plan: Plan, setting: Setting) -> None:
        self._plan = plan
        self._setting = setting
        self._recompute = self._is_worth_recomputing()
        self.commit_count = 0
        """Landed and brought-in commits handed on so far."""

    def __iter__(self) -> Iterator[CollectedChange]:
        """Oldest first."""
        plan, repository = self._plan, self._setting.repository
        places = range(len(plan.landings))
        reads = commits(repository, (link.sha for place in places for link in self._links(place)))
        stats = self._setting.figures
        merges = merge_trees(
            repository, ((ours, theirs) for place in places for _, ours, theirs in self._asked(place))
        )
        attached = self._setting.attached
        holdings = attached_contents(repository, attached, len(places), lambda place: shas_of(plan, place))
        bound = bindings(repository, plan)
        for place in places:
            self._setting.progress("collecting changes", place, len(places))
            raws = tuple(readable(next(reads), link.parents) for link in self._links(place))
            figures = [next(stats) for _ in plan.within.members[place]] if stats is not None else []
            recomputed = {sha: next(merges) for sha, _, _ in self._asked(place)}
            for raw in raws:
                note_absent(repository, raw.sha, raw.message, attached.checkpoints)
            part = self._part(place, raws, figures, recomputed)
            self.commit_count += len(plan.within.members[place])
            yield self._collected(part, next(holdings), next(bound))

    def _links(self, place: int) -> Iterator[Link]:
        """The commits of a change, then those seen only on its pull request's head."""
        plan = self._plan
        for sha in plan.within.members[place]:
            yield Link(sha, plan.within.graph[sha])
        own = plan.own.get(place)
        for sha in own.unseen if own is not None else ():
            yield Link(sha, plan.pulls[sha] if sha in plan.pulls else plan.within.graph[sha])

    def _asked(self, place: int) -> Iterator[_Asked]:
        """The merges of a change that are recomputed: the landed one against its head, others as they are."""
        if not self._recompute:
            return
        landing, origin = self._plan.landings[place], self._plan.origins[place]
        for link in self._links(place):
            if len(link.parents) != 2:
                continue
            if link.sha != landing.sha:
                yield (link.sha, *link.parents)
            elif (
                origin.merged is None
                and origin.head is not None
                and origin.head.tree not in ("", landing.tree)
            ):
                yield link.sha, link.parents[0], origin.head.sha

    def _is_worth_recomputing(self) -> bool:
        """All or none: a merge that was left out would look like one that could not be verified."""
        graphs = (self._plan.within.graph, self._plan.pulls)
        count = sum(len(parents) == 2 for graph in graphs for parents in graph.values())
        if count <= MOST_MERGES or REVIEWS in self._setting.pulls.forge.connected:
            return True
        self._setting.repository.gaps.note(
            "git",
            "merge-not-recomputed",
            what=f"{count} merges are not recomputed; beyond {MOST_MERGES} only reviews ask for it",
            effect="whether these merges brought in anything else was not verified",
        )
        return False

    def _part(
        self,
        place: int,
        raws: tuple[RawCommit, ...],
        figures: list[Totals | None],
        recomputed: dict[str, Merged],
    ) -> _Part:
        plan, recorder = self._plan, self._setting.recorder
        change, count = self._change_id(place), len(plan.within.members[place])
        number = plan.origins[place].number
        made = []
        for at, raw in enumerate(raws):
            via = "pull-request" if at >= count else "landed" if at == count - 1 else "brought-in"
            figure = figures[at] if at < len(figures) else None
            made.append(recorder.commit(raw, change, via, figure, pull=number if at >= count else 0))
            self._note_crowd(made[-1][0])
        clean = frozenset(
            raw.sha for raw in raws if raw.sha in recomputed and recomputed[raw.sha].tree == raw.tree
        )
        landed = raws[count - 1]
        return _Part(
            place,
            tuple(record for record, _ in made),
            raws,
            tuple(entry for _, entry in made),
            landed,
            plan.origins[place].merged or recomputed.get(landed.sha),
            clean,
        )

    def _note_crowd(self, commit: Commit) -> None:
        if len(commit.coauthors) > MOST:
            self._setting.repository.gaps.note(
                "messages",
                "too-many-coauthors",
                what=f"a commit names more than {MOST} co-authors; the others were not read",
                effect="an author of the change may be missing",
                affects=commit.change,
            )

    def _change_id(self, place: int) -> str:
        return f"{self._setting.recorder.repository}:{self._plan.landings[place].sha}"

    def _collected(self, part: _Part, holding: Holding, bound: Bindings) -> CollectedChange:
        evidence = gather(self._plan, part.place, partial(self._read, part, bound))
        authors = self._authors(part, evidence)
        pushed = self._add_pushers(authors, part, evidence)
        named = self._named(part)
        record, entry = self._record(part, evidence, authors)
        record = record.model_copy(update={"pusher": pushed.pusher, "pusher_unknown": pushed.unknown})
        personal = {
            "commits": part.entries,
            "changes": (entry,),
            "reviews": (*evidence.review_entries, *(opening for _, opening in named)),
            "comprehension": evidence.statement_entries,
            "events": evidence.event_entries,
            "comments": evidence.comment_entries,
        }
        return CollectedChange(
            record,
            part.commits,
            part.raws,
            _text(evidence),
            (*evidence.reviews, *(review for review, _ in named)),
            evidence.checks,
            evidence.statements,
            personal,
            *holding,
            authorship=Authorship(authors.known, authors.unprompted),
            events=evidence.events,
            comments=evidence.comments,
            beside=tuple(text for other in evidence.others if (text := _text(other)) is not None),
        )

    def _read(self, part: _Part, bound: Bindings, asked: Asked) -> Evidence:
        """The evidence of one of a change's pull requests, its approvals bound to what landed."""
        evidence = self._setting.pulls.read(
            part.landed.sha,
            asked.origin,
            self._plan.trees,
            is_first=asked.is_first,
            parents=self._parents,
            with_checks=asked.with_checks,
        )
        reviews = with_bindings(self._plan, part.place, evidence.reviews, bound, _moves(evidence))
        return replace(evidence, reviews=reviews)

    def _record(self, part: _Part, evidence: Evidence, authors: Authors) -> tuple[Change, PersonalEntry]:
        plan, origin = self._plan, self._plan.origins[part.place]
        landed, change_id = part.landed, self._change_id(part.place)
        members = part.commits[: len(plan.within.members[part.place])]
        commitment, entry = self._seal(change_id, landed.message, evidence.pull)
        files, added, deleted = sums(members)
        own = plan.own.get(part.place)
        head = origin.head
        merged_at = self._merged_at(part.place, evidence)
        observed = merged_at or self._setting.pushed.get(landed.sha)
        record = Change(
            id=change_id,
            ordinal=part.place,
            repository=self._setting.recorder.repository,
            label=f"#{origin.number}" if origin.number else landed.sha[:12],
            number=origin.number or None,
            type=origin.type,
            type_basis=origin.basis,
            type_strength=origin.strength,
            method=origin.method,
            landed_sha=landed.sha,
            landed_tree=landed.tree,
            base_sha=landed.parents[0] if landed.parents else None,
            landed_at=observed or instant(landed.committer.when),
            landed_basis=Basis.SERVER if observed else Basis.DECLARED,
            head_sha=head.sha or None if head is not None else None,
            head_tree=head.tree or None if head is not None else None,
            binding=binding(origin.final_tree or landed.tree, head, part.merged),
            authors=authors.sorted(),
            authors_complete=authors.complete,
            opener=evidence.opener,
            merger=evidence.merger or _merger(members[-1]),
            created_at=evidence.pull.created_at if evidence.pull is not None else None,
            merged_at=merged_at,
            commit_count=len(members),
            pull_commit_count=evidence.commit_count if own is None else own.count,
            files=files,
            added=added,
            deleted=deleted,
            declaration=self._setting.recorder.directory.declared(
                evidence.pull.body if evidence.pull else "", landed.message
            ),
            labels=evidence.pull.labels if evidence.pull is not None else (),
            also_in=tuple(sorted(self._change_id(place) for place in plan.also_in.get(part.place, ()))),
            commitment=commitment,
            issues=evidence.pull.issues if evidence.pull is not None else (),
            references=self._setting.recorder.directory.trailers(landed).references,
        )
        return record, entry

    def _merged_at(self, place: int, evidence: Evidence) -> UtcTime | None:
        """When it was merged; not known where it may be one of several that were merged at several times."""
        if evidence.pull is None:
            return None
        times = {evidence.pull.merged_at}
        if place in self._plan.undecided:
            times.update(other.pull.merged_at for other in self._plan.beside.get(place, ()))
        return evidence.pull.merged_at if len(times) == 1 else None

    def _parents(self, sha: str) -> int | None:
        """How many parents a commit has, where the clone says so."""
        graphs = (self._plan.pulls, self._plan.within.graph)
        return next((len(graph[sha]) for graph in graphs if sha in graph), None)

    def _named(self, part: _Part) -> tuple[tuple[Review, PersonalEntry], ...]:
        """The reviewers whom messages on the branch name; those of a squash's own commits are not there."""
        on_branch = part.raws[: len(self._plan.within.members[part.place])]
        setting = self._setting
        return named_reviewers(
            on_branch, self._change_id(part.place), setting.recorder, setting.repository.gaps
        )

    def _authors(self, part: _Part, evidence: Evidence) -> Authors:
        authors = Authors()
        landing = self._plan.landings[part.place]
        # A landed merge is pressed by whoever merges; it makes them an author only where it adds something.
        skipped = set(part.clean_merges)
        if len(landing.parents) > 1 and not _adds(landing.tree, part.merged):
            skipped.add(landing.sha)
        authors.add_commits(part.commits, skipped)
        evidence.add_authors(authors)
        own = self._plan.own.get(part.place)
        if own is not None and own.count is None:
            authors.known = False
        return authors

    def _add_pushers(self, authors: Authors, part: _Part, evidence: Evidence) -> PushedBy:
        updates = Updates(self._plan, part.place, {raw.sha for raw in part.raws}, part.clean_merges)
        setting, change = self._setting, self._change_id(part.place)
        return add_pushers(
            authors, evidence, updates, setting.recorder.directory, setting.repository.gaps, change
        )

    def _seal(self, name: str, message: str, pull: PullRequest | None) -> tuple[str, PersonalEntry]:
        if pull is None:
            return self._setting.recorder.seal(
                name, title=git_text.title(message), branch=git_text.branch(message)
            )
        body = canonical.sha256(pull.body.encode("utf-8", "backslashreplace"))
        return self._setting.recorder.seal(name, title=pull.title, branch=pull.head_ref, body_digest=body)


def _text(evidence: Evidence) -> PullText | None:
    pull = evidence.pull
    if pull is None:
        return None
    opener = pull.opener.login if pull.opener else ""
    return PullText(
        pull.title, pull.body, pull.head_ref, opener, pull.labels, pull.edited_at, pull.edits_known
    )


def _moves(evidence: Evidence) -> Moves | None:
    """What moved the pull request; `None` where it is not known."""
    if evidence.moves is None:
        return None
    over = (event for event in evidence.moves if event.kind == EventKind.FORCE_PUSH.value)
    return Moves(
        tuple(Push(event.at, event.before, event.after) for event in over),
        tuple(event.at for event in evidence.moves if event.kind == EventKind.BASE_CHANGE.value),
    )


def _adds(landed_tree: str, merged: Merged | None) -> bool:
    """Whether a landed merge was shown to hold something that its parents do not explain."""
    return merged is not None and merged.reason in ("clean", "conflict") and merged.tree != landed_tree


def _merger(landed: Commit) -> Actor | None:
    """Who made a merge, where git records it: the author of a merge commit; lost in a squash."""
    return landed.author if len(landed.parents) > 1 else None
