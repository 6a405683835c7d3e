"""Who answers for a change, and what names them: a person, never an agent or a robot."""

from collections.abc import Iterable, Iterator, Sequence

from attest.detect import message as messages
from attest.detect.initiators import AUDITED, RECORDED, STATED, Initiator, InitiatorRules
from attest.model.change import Change
from attest.model.collected import Classifier
from attest.model.commit import Commit, Ident, RawCommit
from attest.model.identity import Actor, ActorKind

AUTHOR = "author"
CO_AUTHOR = "co-author"
OPENER = "opener"
MERGER = "merger"
COMMITTER = "committer"
SIGN_OFF = "sign-off"
NONE = "none"


def of_commit(
    raw: RawCommit, classify: Classifier, rules: InitiatorRules | None = None
) -> tuple[str, str, str] | None:
    """Name, address and basis, from the commit alone; an account stands as `@login` in place of an address.

    The author; where an agent or robot is the author, a person credited beside it (the Copilot coding
    agent names who gave the task so), then one whom a line of an agent's message names, the committer, and
    last of all who signed off.
    """
    if _is_person(raw.author, classify):
        return raw.author.name, raw.author.email, AUTHOR
    if classify(raw.author.name, raw.author.email)[0] is ActorKind.AGENT:
        for name, address in messages.coauthors(raw.message):
            if classify(name, address)[0] is ActorKind.PERSON:
                return name, address, CO_AUTHOR
        for named in rules.read(raw.message, raw.sha) if rules else ():
            login, name, address = named.said
            return name, f"@{login}" if login else address, STATED
    if _is_person(raw.committer, classify):
        return raw.committer.name, raw.committer.email, COMMITTER
    for name, address in sign_offs(raw):
        if classify(name, address)[0] is ActorKind.PERSON:
            return name, address, SIGN_OFF
    return None


def of_change(
    change: Change,
    commits: Sequence[Commit],
    initiators: Sequence[Initiator] = (),
    signers: Iterable[Actor] = (),
) -> tuple[Actor | None, str]:
    """The accountable person of a change and the basis, `none` when nobody is named.

    In order: who set an agent to work, as the forge's audit log names them, a commit of the agent's credits
    them, a line record or a text names them; a person who authored a commit on the branch (the landed
    commit first); who opened it, who merged it, who committed it, who signed a commit of it off. The
    last four have less to do with its content; they name somebody to ask. `signers` are asked for when nobody
    else is named.
    """
    content = tuple(reversed(content_commits(commits)))
    candidates: tuple[tuple[str, Iterable[Actor | None]], ...] = (
        (AUDITED, _named(initiators, AUDITED)),
        (CO_AUTHOR, beside_agents(commits)),
        (RECORDED, _named(initiators, RECORDED)),
        (STATED, _named(initiators, STATED)),
        (AUTHOR, (commit.author for commit in content)),
        (OPENER, (change.opener,)),
        (MERGER, (change.merger,)),
        (COMMITTER, (commit.committer for commit in reversed(commits) if commit.via == "landed")),
        (SIGN_OFF, signers),
    )
    for basis, actors in candidates:
        for actor in actors:
            if actor is not None and actor.kind is ActorKind.PERSON:
                return actor, basis
    return None, NONE


def sign_offs(raw: RawCommit) -> tuple[tuple[str, str], ...]:
    """Names and addresses of those who signed a commit off, the last of them first: they passed it on.

    Who signs as a bot is left out, whatever the address: dependabot signs with that of a support desk.
    """
    signed = tuple(messages.credited(raw.message, ("signed-off-by",)))
    return tuple((name, email) for name, email in reversed(signed) if not name.lower().endswith("[bot]"))


def beside_agents(commits: Sequence[Commit]) -> Iterator[Actor]:
    """The people credited on agents' commits: on the branch, then lost from it in a squash; last first."""
    made = (*reversed(content_commits(commits)), *reversed(_own_commits(commits)))
    assisted = (commit for commit in made if commit.author.kind is ActorKind.AGENT)
    return (actor for commit in assisted for actor in commit.coauthors if actor.kind is ActorKind.PERSON)


def content_commits(commits: Sequence[Commit]) -> tuple[Commit, ...]:
    """The commits on the branch that carry content: merges only where there is nothing else."""
    landed = [commit for commit in commits if commit.via != "pull-request"]
    return tuple(commit for commit in landed if len(commit.parents) < 2) or tuple(landed)


def _named(initiators: Sequence[Initiator], basis: str) -> Iterator[Actor | None]:
    """Those who set one of the change's agents to work, not who wrote by hand beside a tool."""
    return (one.actor for one in initiators if one.basis == basis and one.agents)


def _own_commits(commits: Sequence[Commit]) -> tuple[Commit, ...]:
    """The commits seen on the pull request alone, merges left out."""
    return tuple(commit for commit in commits if commit.via == "pull-request" and len(commit.parents) < 2)


def _is_person(ident: Ident, classify: Classifier) -> bool:
    return classify(ident.name, ident.email)[0] is ActorKind.PERSON
