"""Fetches what the forge knows of a branch and a period into the spool, and goes on after a fall."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

from attest.collect.github import listed, queries
from attest.collect.github.asking import Asking, batches
from attest.collect.github.client import Client, Rest
from attest.collect.github.passes import Found, Passes
from attest.collect.github.spool import Asked, Session
from attest.collect.github.waiting import AGAIN, written
from attest.collect.github.whole_repository import ask_all
from attest.errors import CollectionError
from attest.model.progress import Progress

_DAY_S = 86_400
Shas = Callable[[Sequence[str]], Collection[str]]


@dataclass(frozen=True, slots=True)
class Clone:
    """What the clone says. `held` gives those of some commits that it holds.

    `landed` gives the landed commits of the period; both are asked when the list of pull requests is there.
    """

    held: Shas
    landed: Callable[[], Sequence[str]]


def fetch(
    session: Session, asked: Asked, client: Client, clone: Clone, progress: Progress, now: Callable[[], float]
) -> None:
    """Fill the spool, or what is missing of it. Nothing is asked where all is there and the period is over.

    Raises:
        CollectionError: It could not be brought to its end; what was had stays in the spool.
    """
    if _is_overtaken(session, asked, now()):
        session.begin_anew()
    asking = Asking(client, session.spool, asked.place.owner, asked.place.name, progress)
    if session.finished_at:
        progress(f"using the answers of {session.finished_at}", 0, None)
        return
    _begin(session, asking, now)
    passes = Passes(asking, asked.branch, asked.since, session.started_at)
    passes.settle()
    _ask_rest(asking, asked, passes.found, clone)
    if passes.settle(fresh=True):  # something was edited since the first passes over it
        _ask_rest(asking, asked, passes.found, clone)
    session.finish(written(now()))


def _ask_rest(asking: Asking, asked: Asked, found: Found, clone: Clone) -> None:
    """All but the pull requests themselves, as far as it was not had."""
    _parents(asking, found, clone.held)
    _landed(asking, found, clone.landed)
    ask_all(asking, asked, found)


def _is_overtaken(session: Session, asked: Asked, now: float) -> bool:
    """Whether the period went on after the answers were had, so that what happened since is not in them.

    A fetch that was cut off on the same day catches up; its list is gone through once more.
    """
    if session.finished_at:
        return session.finished_at < asked.until
    return "" < session.started_at < min(asked.until, written(now - _DAY_S))


def _begin(session: Session, asking: Asking, now: Callable[[], float]) -> None:
    """The repository itself, which says that it is there, and when the fetch began.

    The earlier clock counts, theirs or ours: what changed in between is read again, and nothing missed.
    """
    place = "repository.json"
    had = session.spool.value(place)
    if session.started_at and had is not None and not _lacks(listed.at(had, "body")):
        return
    sent = asking.client.rest(asking.base, lacks=_lacks)
    if sent.status != 200:
        raise _not_there(sent, asking)
    if not session.started_at:
        session.start(written(min(_dated(sent, now()), now())))
    session.spool.write_rest(place, sent.status, sent.headers, sent.body)


def _lacks(body: Any) -> str:
    """Why a body is not the repository's own."""
    return "" if listed.string(body, "full_name") else "the answer says nothing of a repository"


def _dated(sent: Rest, otherwise: float) -> float:
    try:
        return parsedate_to_datetime(sent.notes.get("date", "")).timestamp()
    except (ValueError, TypeError, OverflowError):
        return otherwise


def _parents(asking: Asking, found: Found, held: Shas) -> None:
    """How many parents commits have that the clone does not hold."""
    shas = [sha for sha in found.commits if listed.is_sha(sha)]
    here = held(shas)
    ids = [node for sha in shas if sha not in here and (node := found.commits[sha])]
    query = queries.commit_parents()
    answers = batches(asking, "parents", ids, queries.IDS_AT_ONCE, lambda some: (query, {"ids": list(some)}))
    for done, _ in enumerate(answers, start=1):
        asking.progress("reading commits that the clone lacks", done * queries.IDS_AT_ONCE, len(ids))


def _landed(asking: Asking, found: Found, landed: Callable[[], Sequence[str]]) -> None:
    """What the platform ties landed commits to that no listed pull request explains, and their checks.

    Those that a merge queue made are asked for too: workflows may run on them alone.
    """
    asking.progress("looking for landed commits without a pull request", 0, None)
    shas = [sha for sha in landed() if sha not in found.merges]
    variables = {"owner": asking.owner, "name": asking.name}
    for _ in batches(
        asking, "landed", shas, queries.LANDED_AT_ONCE, lambda some: (queries.landed(some), variables)
    ):
        pass


def _not_there(sent: Rest, asking: Asking) -> CollectionError:
    hints = {
        404: "see to the name, and to the token: it must be for this repository",
        403: "let the token read the repository; authorise it where single sign-on is asked for",
    }
    return CollectionError(
        f"the forge does not show this repository (status {sent.status})",
        where=f"{asking.owner}/{asking.name}",
        hint=hints.get(sent.status, f"see whether the forge works, then {AGAIN}"),
    )
