"""Collecting a story: a small classifier, one key, and a forge written file by file."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from attest.collect.collector import Collection, open_repository
from attest.collect.forge import Forge, NoForge
from attest.collect.people import Identities, PersonEntry
from attest.collect.period import parse
from attest.collect.recorded import RecordedForge
from attest.detect.declared import declaration
from attest.model.change import Change
from attest.model.collected import CollectedChange
from attest.model.identity import ActorKind
from attest.proof.commitment import Sealer
from tests.support.history import History

AGENT = "Copilot <198982749+Copilot@users.noreply.github.com>"
SECOND_AGENT = "Devin <1+devin-ai-integration[agent]@users.noreply.github.com>"
WEB = "GitHub <noreply@github.com>"


def classify(name: str, email: str) -> tuple[ActorKind, str]:
    """Two agents, bots by their login, everybody else a person."""
    if "copilot" in email.lower():
        return ActorKind.AGENT, "copilot"
    if "[agent]" in email:
        return ActorKind.AGENT, "devin"
    return (ActorKind.ROBOT, "bot") if "[bot]" in email else (ActorKind.PERSON, "")


@dataclass(frozen=True)
class Told:
    """A collection that was read to its end."""

    collection: Collection
    collected: tuple[CollectedChange, ...]

    @property
    def changes(self) -> tuple[Change, ...]:
        """The changes' records."""
        return tuple(item.change for item in self.collected)

    @property
    def kinds(self) -> set[str]:
        """Kinds of the Gaps."""
        return {gap.kind for gap in self.collection.gaps}

    def names(self, change: Change) -> set[str]:
        """Addresses and logins of a change's authors; ids of those who are no people."""
        known = {person.id: (*person.addresses, *person.logins) for person in self.collection.people}
        return {name for actor in change.authors for name in known.get(actor.id, (actor.id,))}


def tell(
    history: History,
    forge: Forge | None = None,
    period: str = "2025",
    persons: Sequence[PersonEntry] = (),
    previous_tip: str | None = None,
) -> Told:
    """Collect a period of a story."""
    with open_repository(history.path, name="shop") as opened:
        collection = opened.collect(
            parse(period),
            forge=forge or NoForge(),
            identities=Identities(classify, persons, declared=declaration),
            sealer=Sealer(b"k"),
            previous_tip=previous_tip,
        )
        told = Told(collection, tuple(collection))
        assert collection.scope.change_count == len(told.collected)
        assert collection.reconciliation.repository == "shop"
        return told


def user(login: str, number: int, kind: str = "User") -> dict[str, Any]:
    """An account in the forge's shape."""
    return {"login": login, "id": number, "type": kind}


ADA = user("ada", 1)
BEN = user("ben", 2)


class Answers:
    """A folder of recorded answers under construction."""

    def __init__(self, folder: Path, history: History, branch: str = "main") -> None:
        self.folder = folder
        self._history = history
        self._branch = branch
        self._list: list[dict[str, Any]] = []
        self.write("repository.json", {"full_name": "acme/shop", "default_branch": branch})
        self.write("pulls.page1.json", self._list)
        protection = {"required_status_checks": {"contexts": ["tests"], "checks": []}}
        self.write(f"branches/{branch}/protection.json", protection)

    def write(self, path: str, body: Any) -> None:
        """One answer; text is written as it is."""
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(body if isinstance(body, str) else json.dumps(body), encoding="utf-8")

    def pull(
        self,
        number: int,
        merge: str | None,
        commits: Sequence[str],
        *,
        reviews: Sequence[Mapping[str, Any]] = (),
        checks: Sequence[Mapping[str, Any]] = (),
        merged_at: str | None = None,
        **more: Any,
    ) -> None:
        """A pull request that was merged as a commit, with its commits, oldest first."""
        facts = [self._facts(sha) for sha in commits]
        when = merged_at or self._committed(commits[-1])
        body: dict[str, Any] = {
            "number": number,
            "title": f"Pull {number}",
            "body": None,
            "user": ADA,
            "head": {"ref": "work", "sha": commits[-1]},
            "base": {"ref": self._branch},
            "merge_commit_sha": merge,
            "created_at": "2025-01-01T00:00:00Z",
            "merged_at": when,
            "merged_by": BEN,
            "labels": [],
            "commits": len(commits),
        } | more
        self._list.append(body)
        self.write("pulls.page1.json", self._list)
        self.write(f"pulls/{number}.json", body)
        self.write(f"pulls/{number}/commits.json", facts)
        self.write(f"pulls/{number}/reviews.json", list(reviews))
        runs = {"total_count": len(checks), "check_runs": list(checks)}
        self.write(f"commits/{commits[-1]}/check-runs.json", runs)

    def forge(self) -> RecordedForge:
        """The forge that reads them."""
        return RecordedForge(self.folder)

    def _committed(self, sha: str) -> str:
        return self._history.git("log", "-1", "--format=%cd", "--date=format:%Y-%m-%dT%H:%M:%SZ", sha)

    def _facts(self, sha: str) -> dict[str, Any]:
        form = "--format=%an%x00%ae%x00%ad%x00%cn%x00%ce%x00%P%x00%B"
        name, email, when, by, mail, parents, message = self._history.git(
            "log", "-1", form, "--date=format:%Y-%m-%dT%H:%M:%SZ", sha
        ).split("\0")
        accounts = {"ada@example.org": ADA, "ben@example.org": BEN}
        return {
            "sha": sha,
            "parents": [{"sha": parent} for parent in parents.split()],
            "commit": {
                "author": {"name": name, "email": email, "date": when},
                "committer": {"name": by, "email": mail, "date": when},
                "message": message.strip("\n"),
            },
            "author": accounts.get(email),
            "committer": accounts.get(mail),
        }


def review(number: int, by: Any, state: str = "APPROVED", **more: Any) -> dict[str, Any]:
    """A review in the forge's shape."""
    return {
        "id": number,
        "user": by,
        "state": state,
        "body": "",
        "submitted_at": "2025-01-01T12:00:00Z",
    } | more
