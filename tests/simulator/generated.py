"""A large world that is the same for the same seed, with the git repository that matches it.

Twelve pull requests are open at a time, each in a file of its own, so that all merge cleanly: six in ten by
squash, three by a merge commit, one by rebase. A hundredth is closed unmerged, some take the base branch in
after they began, some are rewritten, some are approved before their last commit or never. One has more of
everything than one answer holds, another more commits.
"""

from collections import deque
from datetime import timedelta
from pathlib import Path
from random import Random

from tests.simulator.builder import WorldBuilder
from tests.simulator.clock import moment, text
from tests.simulator.object_ids import FILES, Tree, Written
from tests.simulator.pull_builder import PullBuilder
from tests.simulator.records import Stamp
from tests.simulator.world import World

BEGINNING = "2025-01-01T00:00:00Z"
_DAYS = 350
_OPEN_AT_ONCE = 12
_WEB = "noreply@github.com"
_ROBOT = "600000+helper[bot]@users.noreply.example.org"
_PEOPLE = 24


def generate(
    *,
    pulls: int = 5000,
    commits: int = 40_000,
    seed: int = 1,
    folder: Path | None = None,
    name: str = "large",
) -> World:
    """A world of so many pull requests, whose own commits are so many together.

    With a folder the repository is written there, with `refs/pull/N/head`.
    """
    with Written(folder) as written:
        return _Making(pulls, commits, seed, name, written).made()


class _Work:
    """A pull request that is being worked on."""

    def __init__(self, number: int, base: str, tree: Tree, author: str) -> None:
        self.number = number
        self.author = author
        self.base = base
        self.tree = tree
        self.tip = base
        self.commits: list[str] = []
        self.steps: list[tuple[Stamp, bytes]] = []
        """Author of each commit of its own, and what its file was with it."""

    @property
    def file(self) -> int:
        """The place of its file: none that is open at the same time has it."""
        return self.number % FILES


class _Making:
    """The world as it comes about."""

    def __init__(self, pulls: int, commits: int, seed: int, name: str, written: Written) -> None:
        self.chance = Random(seed)  # noqa: S311 - the same each time
        self.written = written
        self.world = WorldBuilder("octo", name, now="2026-01-15T00:00:00Z")
        self.people = [self.world.person(f"dev{at:02}", id=500_000 + at) for at in range(_PEOPLE)]
        self.gone = self.world.person("left", id=499_999, deleted=True)
        self.robot = self.world.robot("helper", id=600_000, email=_ROBOT)
        self.sizes = _sizes(self.chance, pulls, commits)
        self.crowded = pulls // 3
        self.step = _DAYS * 86_400 / max(1, pulls + _OPEN_AT_ONCE)
        self.contents: dict[int, bytes] = {}
        self.heads = Tree(("e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",) * FILES)
        self.tip = self._first()

    def made(self) -> World:
        """Everything, in order."""
        waiting: deque[_Work] = deque()
        for number, size in enumerate(self.sizes, start=1):
            if len(waiting) == _OPEN_AT_ONCE:
                self._end(waiting.popleft(), number)
            waiting.append(self._work(number, size))
        for after, work in enumerate(waiting, start=len(self.sizes) + 1):
            self._end(work, after)
        self.world.world.heads["main"] = self.tip
        return self.world.build()

    def _when(self, number: int, seconds: float = 0) -> str:
        return text(moment(BEGINNING) + timedelta(seconds=int(number * self.step + seconds)))

    def _stamp(self, login: str, at: str, *, web: bool = False) -> Stamp:
        if web:
            return Stamp("GitHub", _WEB, at)
        return Stamp(login, _ROBOT if login == self.robot else f"{login}@example.org", at)

    def _first(self) -> str:
        files = dict.fromkeys(range(FILES), b"")
        stamp = self._stamp(self.people[0], BEGINNING)
        first = self.written.commit("refs/heads/main", self.heads, (), "Start", (stamp, stamp), files)
        return self.world.known(first)

    def _work(self, number: int, size: int) -> _Work:
        """The commits of a pull request, and the pull request itself."""
        author = self.robot if self.chance.random() < 0.1 else self.chance.choice(self.people)
        work = _Work(number, self.tip, self.heads, author)
        for at in range(size):
            when = self._when(number, at * self.step / (size + 1))
            stamp = self._stamp(work.author, when)
            content = f"{number} {at} {self.chance.getrandbits(64):016x}\n".encode()
            work.tree = work.tree.changed(work.file, content)
            message = f"Step {at + 1} of change {number}"
            self._add(work, message, (stamp, stamp), (work.tip,), {work.file: content})
            work.steps.append((stamp, content))
        self._tell(work, size)
        return work

    def _add(
        self,
        work: _Work,
        message: str,
        people: tuple[Stamp, Stamp],
        parents: tuple[str, ...],
        files: dict[int, bytes],
    ) -> None:
        ref = f"refs/pull/{work.number}/head"
        commit = self.written.commit(ref, work.tree, parents, message, people, files)
        work.tip = self.world.known(commit)
        work.commits.append(work.tip)

    def _tell(self, work: _Work, size: int) -> None:
        """What the forge knows while it is open."""
        opened = self._when(work.number, self.step / (size + 2))
        labels = ("risk:low",) if work.number % 3 else ("risk:high", "area:core")
        self.world.pull(
            work.number,
            by=work.author,
            at=opened,
            head=work.tip,
            base=work.base,
            commits=work.commits,
            ref=f"work/{work.number}",
            title=f"Change {work.number}",
            body="Generated.",
            labels=labels,
        )
        ref = f"work/{work.number}"
        self.world.pushed(
            work.author, before="0" * 40, after=work.tip, at=opened, kind="branch_creation", ref=ref
        )

    def _end(self, work: _Work, number: int) -> None:
        """Review and landing, when the pull request of that number begins."""
        pull = PullBuilder(self.world, self.world.world, work.number)
        if self.chance.random() < 0.05:
            self._take_in(work, number)
        reviewer = self.chance.choice([one for one in self.people if one != work.author])
        self._judge(pull, work, reviewer, number)
        if work.number == self.crowded:
            self._crowd(pull, work, reviewer, number)
        for name in ("build", "lint"):
            failed = self.chance.random() < 0.02
            pull.check(name, "FAILURE" if failed else "SUCCESS", at=self._when(number, self.step * 0.2))
        if work.number % 4 == 0:
            pull.status("ci/legacy", "SUCCESS", at=self._when(number, self.step * 0.2), by=self.robot)
        at = self._when(number, self.step * 0.5)
        if self.chance.random() < 0.01:
            pull.closed(work.author, at=at)
        else:
            self._land(pull, work, reviewer, at)

    def _take_in(self, work: _Work, number: int) -> None:
        """The base branch is merged into the branch."""
        own = work.steps[-1][1]
        changed = {
            at: content
            for at, content in self.contents.items()
            if self.heads.blobs[at] != work.tree.blobs[at]
        }
        changed.pop(work.file, None)
        work.tree = self.heads.changed(work.file, own)
        at = self._when(number, self.step * 0.02)
        stamp = self._stamp(self.people[0], at), self._stamp("", at, web=True)
        before = work.tip
        self._add(work, "Merge branch 'main' into work", stamp, (work.tip, self.tip), changed)
        ref = f"work/{work.number}"
        self.world.pushed(work.author, before=before, after=work.tip, at=at, ref=ref)
        self.world.world.edit(work.number, at=at, head_sha=work.tip, commits=tuple(work.commits))

    def _judge(self, pull: PullBuilder, work: _Work, reviewer: str, number: int) -> None:
        at, late = self._when(number, self.step * 0.1), self._when(number, self.step * 0.3)
        pull.requested(reviewer, by=work.author, at=self._when(number, self.step * 0.05))
        kind = self.chance.random()
        if kind < 0.05:
            return
        if kind < 0.1:
            pull.review(reviewer, "APPROVED", at=at, commit=work.commits[max(0, len(work.commits) - 2)])
            return
        if kind < 0.13 and len(work.commits) > 1:
            pull.force_pushed(work.author, before=work.commits[-2], after=work.tip, at=at)
        if kind < 0.2:
            asked = pull.review(reviewer, "CHANGES_REQUESTED", at=at, commit=work.tip, body="Please explain.")
            pull.comment(asked, reviewer, "Why?", path="src/f00.txt", line=1, drafted=at, at=at)
        if kind < 0.22:
            pull.review(self.gone, "APPROVED", at=late, commit=work.tip)
            return
        given = pull.review(
            reviewer, "APPROVED", at=late, commit=work.tip, body="Fine." if kind > 0.6 else ""
        )
        for line in range(int(kind * 30) % 4):
            pull.comment(given, reviewer, f"Note {line}", path="src/f00.txt", line=1, drafted=at, at=late)

    def _crowd(self, pull: PullBuilder, work: _Work, reviewer: str, number: int) -> None:
        """More of everything than one answer holds."""
        at = self._when(number, self.step * 0.25)
        said = [
            pull.review(reviewer, "COMMENTED", at=at, commit=work.tip, body=f"{one}") for one in range(60)
        ]
        for one in range(60):
            pull.comment(said[0], reviewer, f"Line {one}", path="src/f00.txt", line=1, drafted=at, at=at)
        for _ in range(120):
            pull.requested(reviewer, by=work.author, at=at)
        for one in range(120):
            pull.check(f"shard {one}", "SUCCESS", at=at)
        labels = tuple(f"label {one}" for one in range(35))
        self.world.world.edit(work.number, touch=False, labels=labels)

    def _land(self, pull: PullBuilder, work: _Work, by: str, at: str) -> None:
        before, own = self.tip, work.steps[-1][1]
        landed: list[str] = []
        web = self._stamp(work.author, at), self._stamp("", at, web=True)
        files = {work.file: own}
        if work.number % 10 < 6:
            self._put(own, work, f"Change {work.number} (#{work.number})", web, (before,), files)
        elif work.number % 10 < 9:
            title = f"Merge pull request #{work.number} from octo/work/{work.number}"
            merger = self._stamp(by, at), self._stamp("", at, web=True)
            self._put(own, work, title, merger, (before, work.tip), files)
        else:
            for step, (author, content) in enumerate(work.steps, start=1):
                message = f"Step {step} of change {work.number}"
                self._put(content, work, message, (author, web[1]), (self.tip,), {work.file: content})
                landed.append(self.tip)
        pull.merged(by, at=at, sha=self.tip, landed=landed)
        self.world.pushed(by, before=before, after=self.tip, at=at, kind="pr_merge")
        if work.number % 50 == 0:
            self.world.deployed(self.tip, "production", by=by, at=at, states=(("success", at),))

    def _put(
        self,
        content: bytes,
        work: _Work,
        message: str,
        people: tuple[Stamp, Stamp],
        parents: tuple[str, ...],
        files: dict[int, bytes],
    ) -> None:
        self.heads = self.heads.changed(work.file, content)
        self.contents[work.file] = content
        commit = self.written.commit("refs/heads/main", self.heads, parents, message, people, files)
        self.tip = self.world.known(commit)


def _sizes(chance: Random, pulls: int, commits: int) -> list[int]:
    """How many commits each pull request has, at least one; one has 130 where there is room."""
    sizes = [1] * pulls
    left = commits - pulls
    if left > 1000:
        sizes[pulls // 2] += 129
        left -= 129
    for _ in range(max(0, left)):
        sizes[chance.randrange(pulls)] += 1
    return sizes
