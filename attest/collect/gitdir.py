"""The clean git directory: a temporary, empty repository of ours that borrows the audited objects.

Everything git, GitPython and PyDriller do, they do there. None of the audited repository's
configuration, hooks, attributes, grafts, replacements or index files has any effect, and nothing is
ever written to it: new objects and PyDriller's own settings land in the temporary directory.
"""

import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from attest.collect.clean_layout import lay_out
from attest.collect.clone_facts import Settings, object_stores, observe, read_settings, refuse_shallow
from attest.collect.gaps import GapLog
from attest.collect.locate import Location, locate, visible
from attest.collect.process import Child, ChildError, Start
from attest.collect.refs import Refs, read_refs
from attest.collect.surroundings import find_git
from attest.errors import CollectionError

_DIGITS = {"sha1": 40, "sha256": 64}
_LONGEST_REVISION = 4096
_PULL = re.compile(r"refs/pull/([1-9][0-9]{0,9})/head")


@dataclass(frozen=True, slots=True)
class CleanRepository:
    """An audited repository as it may be read. Valid inside `open_clean` only."""

    name: str
    source: Path
    """The audited repository's root."""
    path: Path
    """The temporary git directory."""
    object_format: str
    git_version: tuple[int, ...]
    refs: dict[str, str]
    """By full name; tags are not peeled."""
    head_branch: str | None
    """`refs/heads/main`; `None` when HEAD is detached."""
    remote: str
    facts: tuple[str, ...]
    gaps: GapLog
    origin: str = ""
    """`host/owner/name` of the remote `origin`, on whatever host, or empty."""

    def start(self, *arguments: str, stall_s: float = 600) -> Start:
        """How to start git on the clean directory."""
        command = (find_git(), f"--git-dir={self.path}", "--no-pager", "--no-replace-objects", *arguments)
        return Start(command, self.path, stall_s=stall_s)

    def git(self, *arguments: str, feed: Iterable[bytes] | None = None, stall_s: float = 600) -> Child:
        """A git child on the clean directory."""
        return Child(self.start(*arguments, stall_s=stall_s), feed)

    def resolve(self, revision: str) -> str:
        """The id of the commit that a revision names.

        Raises:
            CollectionError: There is no such commit.
        """
        found = self._lookup(revision)
        if found is None:
            raise CollectionError(
                f"there is no commit called {revision[:200]!r} in this repository",
                where=visible(self.source),
                hint=f"name a branch, tag or commit of it; its default branch is {self.default_branch()!r}",
            )
        return found

    def default_branch(self) -> str:
        """Short name of the branch that HEAD names, or `HEAD` when it is detached."""
        return shown(self.head_branch or "HEAD").removeprefix("refs/heads/")

    def branch_tip(self, branch: str | None = None) -> tuple[str, str]:
        """Short name and tip of a branch; without a name, of the default branch.

        A branch of this clone wins over a branch of its remote `origin` with the same name.

        Raises:
            CollectionError: There is no such branch, or it has no commit.
        """
        if branch is None:
            return self.default_branch(), self._head_tip()
        for full in (f"refs/heads/{branch}", f"refs/remotes/origin/{branch}", branch):
            if full in self.refs:
                return shown(branch).removeprefix("refs/heads/"), self.resolve(full)
        raise CollectionError(
            f"there is no branch called {branch!r} in this repository",
            where=visible(self.source),
            hint=f"name one of its branches with --branch; its default branch is {self.default_branch()!r}",
        )

    def pull_heads(self) -> dict[int, str]:
        """Heads of pull requests that the clone holds, by number: `refs/pull/N/head`."""
        found = ((_PULL.fullmatch(name), sha) for name, sha in self.refs.items())
        return {int(match[1]): sha for match, sha in found if match}

    def _head_tip(self) -> str:
        if self.head_branch is not None and self.head_branch not in self.refs:
            raise CollectionError(
                f"the default branch {self.default_branch()!r} of this repository has no commit",
                where=visible(self.source),
                hint="name the release branch with --branch, or fetch it first",
            )
        return self.resolve(self.head_branch or "HEAD")

    def _lookup(self, revision: str) -> str | None:
        if not 0 < len(revision) <= _LONGEST_REVISION or "\0" in revision or "\n" in revision:
            return None
        # `^{commit}` also makes sure of the object; a bare id would be believed unseen.
        question = f"{revision}^{{commit}}"
        try:
            with self.git(
                "rev-parse", "--verify", "--quiet", "--end-of-options", question, stall_s=60
            ) as child:
                lines = list(child.lines())
        except (ChildError, UnicodeEncodeError):
            return None
        return lines[0].decode() if len(lines) == 1 and len(lines[0]) == _DIGITS[self.object_format] else None


@contextmanager
def open_clean(path: Path, name: str | None = None) -> Iterator[CleanRepository]:
    """Make the clean git directory of a repository, and remove it whatever happens.

    Raises:
        CollectionError: There is no repository, it cannot be read, or its clone is shallow.
    """
    location = locate(path)
    scratch = Path(tempfile.mkdtemp(prefix="attest-"))
    try:
        yield _with_mail_map(_prepare(location, scratch, name or _short_name(location.root)))
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _prepare(location: Location, scratch: Path, name: str) -> CleanRepository:
    gaps = GapLog(name)
    refuse_shallow(location)
    settings = read_settings(location, scratch)
    _refuse_unknown(settings, location)
    refs = read_refs(location, _DIGITS[settings.object_format])
    stores = object_stores(location, gaps)
    git_dir = scratch / "clean.git"
    lay_out(git_dir, settings.object_format, stores, refs)
    _note_partial(settings, gaps)
    return CleanRepository(
        name=name,
        source=location.root,
        path=git_dir,
        object_format=settings.object_format,
        git_version=_version(scratch),
        refs=refs.ids,
        head_branch=refs.head,
        remote=settings.remote,
        origin=settings.origin,
        facts=tuple(sorted([*observe(location, stores), *_ref_facts(refs), *_partial_fact(settings)])),
        gaps=gaps,
    )


def shown(name: str) -> str:
    """The name of a ref as text that can be stored: bytes that are no UTF-8 are escaped."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _with_mail_map(repository: CleanRepository) -> CleanRepository:
    """Note a `.mailmap` in the default branch: other readers show mapped names, this one never does."""
    try:
        with repository.git("rev-parse", "--verify", "--quiet", "HEAD:.mailmap", stall_s=60) as child:
            list(child.lines())
    except ChildError:
        return repository
    return replace(repository, facts=tuple(sorted((*repository.facts, "mailmap"))))


def _refuse_unknown(settings: Settings, location: Location) -> None:
    if settings.object_format not in _DIGITS:
        raise CollectionError(
            f"the object format {settings.object_format!r} is not known", where=visible(location.root)
        )
    if settings.ref_storage != "files":
        raise CollectionError(
            f"refs stored as {settings.ref_storage!r} are not read",
            where=visible(location.root),
            hint="clone it with `git clone --mirror --ref-format=files` and name the clone",
        )


def _note_partial(settings: Settings, gaps: GapLog) -> None:
    if settings.partial:
        gaps.note(
            "git",
            "partial-clone",
            what="this is a partial clone: some file contents were never fetched, and nothing is fetched now",
            effect="line counts and code metrics are missing for commits whose files are not in the clone",
        )


def _partial_fact(settings: Settings) -> list[str]:
    return ["partial-clone"] if settings.partial else []


def _ref_facts(refs: Refs) -> list[str]:
    counted = {"replace-refs": refs.replaced, "broken-refs": refs.broken}
    facts = [f"{slug}:{count}" for slug, count in counted.items() if count]
    return [*facts, "detached-head"] if refs.head is None else facts


def _version(scratch: Path) -> tuple[int, ...]:
    try:
        with Child(Start((find_git(), "version"), scratch, stall_s=30)) as child:
            text = b"".join(child.lines()).decode("ascii", "replace")
    except ChildError as fault:
        raise fault.fault("git does not run", hint="install git 2.34 or newer") from fault
    match = re.search(r"(\d+)\.(\d+)(?:\.(\d+))?", text)
    return tuple(int(part) for part in match.groups(default="0")) if match else (0,)


def _short_name(root: Path) -> str:
    text = re.sub(r"[^a-z0-9._-]+", "-", visible(Path(root.name)).lower().removesuffix(".git"))
    return text.strip("-._") or "repository"
