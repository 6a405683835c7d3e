"""What the records of a run must agree on, gathered while their lines are read once.

Kinds are read sorted by name, so changes are known before everything that refers to them.
"""

from collections import Counter
from collections.abc import Callable
from typing import Any

from attest.ledger.reconciled import contradictions
from attest.ledger.verification import Problems
from attest.model.change import ChangeType
from attest.model.evidence import Manifest
from attest.model.identity import Actor, ActorKind

POPULATION_VIA = ("landed", "brought-in")
VIA = (*POPULATION_VIA, "pull-request")


class Facts:
    """Cross-references and counts of one run."""

    def __init__(self, manifest: Manifest) -> None:
        self.references = Problems()
        self.population = Problems()
        self.people: set[str] = set()
        self.index: dict[str, int] = {}
        """Change id to its place in the order of changes."""
        self._manifest = manifest
        self._repositories = {scope.name: place for place, scope in enumerate(manifest.repositories)}
        self._expected: dict[str, tuple[str, str, str, int, int]] = {}
        self._landed: Counter[str] = Counter()
        self._members: Counter[str] = Counter()
        self._in_repository: Counter[tuple[str, str]] = Counter()
        self._types: dict[str, ChangeType] = {}
        self._seen: dict[str, set[str]] = {name: set() for name in self._repositories}
        self._population_seen: set[tuple[str, str]] = set()
        self._involved: set[str] = set()
        self._also_in: list[tuple[str, int, tuple[str, ...]]] = []
        self._tasks: list[tuple[str, int, tuple[str, ...]]] = []
        self._rows = {(one.kind, one.sha256[:12]): one.rows - one.unreadable for one in manifest.imports}
        """By kind and file, the rows that are still to come."""
        self._readers: dict[str, Callable[[Any, str, int], None]] = {
            "changes": self._change,
            "commits": self._commit,
            "involvements": self._involvement,
            "coverage": self._gap,
            "gaps": self._gap,
            "imported": self._imported,
            "metrics": self._metrics,
            "reviews": self._review,
            "comprehension": self._review,
            "signals": self._signal,
            "checks": self._of_change,
            "descriptions": self._of_change,
            "touches": self._touch,
            "line-records": self._line_record,
            "events": self._event,
            "comments": self._comment,
            "pushes": self._push,
            "rule-suites": self._push,
            "branch-rules": self._branch_rule,
            "deployments": self._deployment,
            "permissions": self._permission,
            "agent-tasks": self._agent_task,
        }

    def reader(self, kind: str) -> Callable[[Any, str, int], None]:
        """The function that takes in a record of a kind, its file and its line."""
        return self._readers[kind]

    def repository_place(self, name: str) -> int | None:
        """The place of a repository in the manifest."""
        return self._repositories.get(name)

    def finish(self) -> None:
        """Compare the counts, after every record has been read."""
        self._finish_references()
        self._finish_changes()
        self._finish_scopes()
        self._finish_reconciliations()

    def _actor(self, actor: Actor | None) -> None:
        if actor is not None and actor.kind is ActorKind.PERSON:
            self.people.add(actor.id)

    def _change(self, record: Any, file: str, line: int) -> None:
        self.index[record.id] = len(self.index)
        self._expected[record.id] = (
            record.repository, record.landed_sha, record.landed_tree, record.commit_count, record.ordinal
        )  # fmt: skip
        self._in_repository[record.repository, "changes"] += 1
        self._in_repository[record.repository, record.type] += 1
        self._types[record.id] = record.type
        if record.also_in:
            self._also_in.append((record.id, line, record.also_in))
        if record.repository not in self._repositories:
            self.references.add("its repository is not in the manifest", file, line, record.id)
        if record.id != f"{record.repository}:{record.landed_sha}":
            self.references.add("its id is not repository and landed commit", file, line, record.id)
        for actor in (*record.authors, record.opener, record.merger):
            self._actor(actor)

    def _commit(self, record: Any, file: str, line: int) -> None:
        for actor in (record.author, record.committer, *record.coauthors):
            if actor.kind is ActorKind.PERSON:
                self.people.add(actor.id)
        if not record.id.startswith(f"{record.repository}:{record.sha}"):
            self.references.add("its id is not repository and commit", file, line, record.id)
        expected = self._expected.get(record.change)
        if expected is None:
            self.references.add(f"its change {record.change} is not in the run", file, line, record.id)
            return
        repository, landed, tree, _, _ = expected
        self._seen.setdefault(record.repository, set()).add(record.sha)
        if repository != record.repository:
            self.references.add("its change is of another repository", file, line, record.id)
        if record.via not in POPULATION_VIA:
            if record.via not in VIA:
                self.references.add(f"via is {record.via!r}, not one of {VIA}", file, line, record.id)
            return
        key = (record.repository, record.sha)
        if key in self._population_seen:
            self.population.add("the commit is in the population twice", file, line, record.id)
        self._population_seen.add(key)
        self._members[record.change] += 1
        self._in_repository[record.repository, "commits"] += 1
        if record.via == "landed":
            self._landed[record.change] += 1
            if (record.sha, record.tree) != (landed, tree):
                self.population.add("its change landed as another commit or tree", file, line, record.id)

    def _involvement(self, record: Any, file: str, line: int) -> None:
        self._actor(record.accountable)
        self._involved.add(record.id)
        expected = self._expected.get(record.id)
        if expected is None:
            self.references.add("it is of a change that is not in the run", file, line, record.id)
        elif expected[4] != record.ordinal:
            problem = f"its ordinal is {record.ordinal} and its change's is {expected[4]}"
            self.references.add(problem, file, line, record.id)

    def _of_change(self, record: Any, file: str, line: int) -> None:
        if record.change not in self.index:
            self.references.add(f"its change {record.change} is not in the run", file, line, record.id)

    def _review(self, record: Any, file: str, line: int) -> None:
        self._actor(record.reviewer)
        self._of_change(record, file, line)
        expected = self._expected.get(record.change)
        # Comprehension records come here too, and name no commit.
        commit = getattr(record, "commit", None)
        if commit is not None and expected and commit not in self._seen.get(expected[0], ()):
            self.references.add(f"its commit {commit} is not in the run", file, line, record.id)

    def _signal(self, record: Any, file: str, line: int) -> None:
        self._of_change(record, file, line)
        expected = self._expected.get(record.change)
        if expected is None or ":" in record.source:
            # A source with a colon is an object of the forge, named as `<forge>:pull/12`.
            return
        if record.source not in self._seen.get(expected[0], ()):
            self.references.add(f"its source {record.source} is not in the run", file, line, record.id)

    def _touch(self, record: Any, file: str, line: int) -> None:
        self._of_change(record, file, line)
        expected = self._expected.get(record.change)
        if expected is None:
            return
        for sha in record.commits:
            if sha not in self._seen.get(expected[0], ()):
                self.references.add(f"its commit {sha} is not in the run", file, line, record.id)

    def _line_record(self, record: Any, file: str, line: int) -> None:
        self._of_change(record, file, line)
        for actor in record.initiators:
            self._actor(actor)
        expected = self._expected.get(record.change)
        if expected is not None and record.commit not in self._seen.get(expected[0], ()):
            self.references.add(f"its commit {record.commit} is not in the run", file, line, record.id)

    def _event(self, record: Any, file: str, line: int) -> None:
        self._actor(record.actor)
        self._actor(record.subject)
        self._of_change(record, file, line)

    def _comment(self, record: Any, file: str, line: int) -> None:
        self._actor(record.author)
        self._of_change(record, file, line)

    def _push(self, record: Any, file: str, line: int) -> None:
        self._actor(record.actor)
        self._of_repository(record, file, line)

    def _branch_rule(self, record: Any, file: str, line: int) -> None:
        self._actor(record.changed_by)
        self._gap(record, file, line)

    def _deployment(self, record: Any, file: str, line: int) -> None:
        self._actor(record.creator)
        self._of_repository(record, file, line)

    def _permission(self, record: Any, file: str, line: int) -> None:
        self._actor(record.account)
        self._gap(record, file, line)

    def _agent_task(self, record: Any, file: str, line: int) -> None:
        self._actor(record.creator)
        self._gap(record, file, line)
        # Tasks are read before changes, whose name comes later.
        self._tasks.append((record.id, line, record.changes))

    def _of_repository(self, record: Any, file: str, line: int) -> None:
        self._gap(record, file, line)
        if record.landed_change and record.landed_change not in self.index:
            problem = f"its change {record.landed_change} is not in the run"
            self.references.add(problem, file, line, record.id)

    def _metrics(self, record: Any, file: str, line: int) -> None:
        self._of_change(record, file, line)
        if record.sha not in self._seen.get(record.repository, ()):
            self.references.add("its commit is not in the run", file, line, record.id)

    def _gap(self, record: Any, file: str, line: int) -> None:
        if record.repository and record.repository not in self._repositories:
            self.references.add("its repository is not in the manifest", file, line, record.id)

    def _imported(self, record: Any, file: str, line: int) -> None:
        self.people.update(name for name in record.people.values() if name.startswith("P-"))
        start, _, row = record.id.rpartition(":")
        place = (record.kind, start.removeprefix(f"imported:{record.kind}:"))
        if place not in self._rows:
            self.references.add("it is of a file that is not in the manifest", file, line, record.id)
            return
        self._rows[place] -= 1
        if row != f"{record.row:06}":
            self.references.add("its id is not kind, file and row", file, line, record.id)

    def _finish_references(self) -> None:
        for file, rows in (("changes", self._also_in), ("agent-tasks", self._tasks)):
            for name, line, others in rows:
                for other in others:
                    if other not in self.index:
                        self.references.add(f"{other} is not in the run", f"records/{file}.jsonl", line, name)

        for (kind, digest), left in self._rows.items():
            if left:
                many = "fewer" if left > 0 else "more"
                problem = f"{abs(left):,} rows {many} of the {kind} file {digest} than the manifest states"
                self.references.add(problem, "records/imported.jsonl")

    def _finish_changes(self) -> None:
        file = "records/changes.jsonl"
        for name, (_, _, _, stated, _) in self._expected.items():
            line = self.index[name] + 1
            if self._landed[name] != 1:
                self.population.add(f"{self._landed[name]} commits landed it, not 1", file, line, name)
            if self._members[name] != stated:
                problem = f"it states {stated} commits and has {self._members[name]}"
                self.population.add(problem, file, line, name)
            if name not in self._involved:
                self.population.add("it has no involvement record", file, line, name)

    def _finish_scopes(self) -> None:
        for scope in self._manifest.repositories:
            for word, stated in (("changes", scope.change_count), ("commits", scope.commit_count)):
                found = self._in_repository[scope.name, word]
                if found != stated:
                    problem = f"the scope states {stated} {word} of {scope.name} and the records hold {found}"
                    self.population.add(problem, "manifest.json")

    def _finish_reconciliations(self) -> None:
        for tie in self._manifest.reconciliations:
            if tie.repository not in self._repositories:
                self.references.add(f"it reconciles {tie.repository}, which is not in it", "manifest.json")
            held = {
                word: count for (name, word), count in self._in_repository.items() if name == tie.repository
            }
            for problem in contradictions(tie, held, self._types):
                self.population.add(f"reconciliation of {tie.repository}: {problem}", "manifest.json")
