"""Puts whoever pushed a pull request's last own content among the authors of what landed, or says why not."""

from collections.abc import Callable, Collection
from typing import NamedTuple

from attest.collect.authorship import Authors
from attest.collect.gaps import GapLog
from attest.collect.people import UNKNOWN as NOBODY
from attest.collect.people import Directory
from attest.collect.plan import Plan
from attest.collect.pull_evidence import Evidence
from attest.collect.pushers import UNKNOWN, last_push
from attest.model.identity import Actor, ActorKind

SOURCE = "head-pushes"
_EFFECT = (
    "approval by somebody who pushed the commits of others last, and had no other part in the change, counts "
    "as independent"
)


class PushedBy(NamedTuple):
    """Who pushed, or in a word why that is not known; neither for a change without a pull request."""

    pusher: Actor | None = None
    unknown: str = ""


class Updates(NamedTuple):
    """What is known of the merges of one change's pull request."""

    plan: Plan
    place: int
    read: Collection[str]
    """The commits that were read with the change: a merge among them is clean, or is not."""
    clean: Collection[str]
    """Merges of which recomputing gave what was committed."""

    def before(self, sha: str, parents: int) -> str | None:
        """The revision that a clean merge of the base updated; itself where it is none, `None` if unknown.

        `parents` is how many the forge says that it has, nought where it does not.
        """
        plan, place = self.plan, self.place
        if not plan.is_own(sha, place):
            return sha if parents == 1 else None
        known = plan.parents(sha)
        own = [parent for parent in known if plan.is_own(parent, place)]
        if len(known) != 2 or len(own) != 1:
            return sha
        if sha in self.clean:
            return own[0]
        return sha if sha in self.read else None


def pushed_by(
    evidence: Evidence, updates: Updates, directory: Directory, note: Callable[[str], None]
) -> PushedBy:
    """Who pushed one pull request's last own content; what is not known is noted where it was asked for."""
    pull = evidence.pull
    if pull is None:
        return PushedBy()

    def before(sha: str) -> str | None:
        return updates.before(sha, evidence.head_parents if sha == pull.head_sha else 0)

    found = last_push(pull, before)
    actor = directory.account(found.account) if found.account is not None else None
    unknown = "deleted-account" if actor is NOBODY else found.unknown
    if unknown in UNKNOWN and pull.head_pushes is not None:
        note(unknown)
    return PushedBy(None, unknown) if unknown else PushedBy(actor)


def add_pushers(
    authors: Authors, evidence: Evidence, updates: Updates, directory: Directory, gaps: GapLog, change: str
) -> PushedBy:
    """Add those of all of a change's pull requests who are persons; gives that of its own one."""

    def note(unknown: str) -> None:
        gaps.note(
            SOURCE,
            "pusher-unknown",
            what=f"who pushed the last revision of a pull request is not known: {UNKNOWN[unknown]}",
            effect=_EFFECT,
            affects=change,
        )

    found = [pushed_by(one, updates, directory, note) for one in (evidence, *evidence.others)]
    for one in found:
        if one.pusher is not None and one.pusher.kind is ActorKind.PERSON:
            authors.add(one.pusher)
    return found[0]
