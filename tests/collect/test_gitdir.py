"""The clean git directory: refs, branches, what is copied and what is not."""

import os
from pathlib import Path

import pytest

from attest.collect.gitdir import open_clean
from attest.errors import CollectionError
from tests.support.history import History, run


def test_refs_are_read_packed_loose_and_symbolic(tmp_path: Path) -> None:
    """A loose ref wins over a packed one; a symbolic one is what it leads to; trial merges are left out."""
    history = History(tmp_path / "r")
    first = history.commit("first")
    history.git("pack-refs", "--all")
    second = history.commit("second")
    history.ref("refs/pull/12/head", first)
    history.ref("refs/pull/12/merge", second)
    history.ref("refs/replace/" + first, second)
    (history.git_dir / "refs/remotes/origin").mkdir(parents=True)
    (history.git_dir / "refs/remotes/origin/HEAD").write_text("ref: refs/heads/main\n")
    (history.git_dir / "refs/heads/dangling").write_text("ref: refs/heads/nowhere\n")
    (history.git_dir / "refs/heads/noise").write_text("noise\n")
    (history.git_dir / "refs/heads/link").symlink_to("/etc/hostname")
    with open_clean(history.path) as repository:
        refs, facts, pulls = repository.refs, repository.facts, repository.pull_heads()

    assert refs == {"refs/heads/main": second, "refs/pull/12/head": first, "refs/remotes/origin/HEAD": second}
    assert (facts, pulls) == (("broken-refs:3", "replace-refs:1"), {12: first})


def test_a_branch_of_the_clone_wins_over_its_remote(tmp_path: Path) -> None:
    """Both are found by their short name; the default branch is what HEAD names."""
    history = History(tmp_path / "r")
    first = history.commit("first")
    second = history.commit("second", branch="release")
    history.ref("refs/remotes/origin/main", second)
    history.ref("refs/remotes/origin/only-there", second)
    with open_clean(history.path) as repository:
        tips = [
            repository.branch_tip(name)
            for name in (None, "main", "release", "only-there", "refs/heads/release")
        ]

    assert tips == [
        ("main", first),
        ("main", first),
        ("release", second),
        ("only-there", second),
        ("release", second),
    ]


def test_a_detached_head_is_read_and_said(tmp_path: Path) -> None:
    """Continuous integration checks out commits, not branches."""
    history = History(tmp_path / "r")
    sha = history.commit("first")
    (history.git_dir / "HEAD").write_text(sha + "\n")
    with open_clean(history.path) as repository:
        assert (repository.branch_tip(), repository.facts) == (("HEAD", sha), ("detached-head",))


def test_an_unknown_branch_and_an_empty_repository_are_told(tmp_path: Path) -> None:
    """The message names the default branch, or says that it has no commit."""
    history = History(tmp_path / "r")
    with open_clean(history.path) as repository, pytest.raises(CollectionError, match="has no commit"):
        repository.branch_tip()
    history.commit("first")
    with (
        open_clean(history.path) as repository,
        pytest.raises(CollectionError, match="no branch called 'x'") as caught,
    ):
        repository.branch_tip("x")

    assert "'main'" in caught.value.hint


def test_a_branch_name_of_any_bytes_can_be_printed(tmp_path: Path) -> None:
    """It is found by its bytes and told with escapes."""
    history = History(tmp_path / "r")
    sha = history.commit("first")
    history.ref(os.fsdecode(b"refs/heads/caf\xe9"), sha)
    (history.git_dir / "HEAD").write_bytes(b"ref: refs/heads/caf\xe9\n")
    with open_clean(history.path) as repository:
        tips = [repository.branch_tip(), repository.branch_tip(os.fsdecode(b"caf\xe9"))]

    assert tips == [("caf\\xe9", sha)] * 2


@pytest.mark.parametrize("name", ["config", "packed-refs", "HEAD", "shallow"])
def test_a_named_pipe_does_not_block(tmp_path: Path, name: str) -> None:
    """What cannot be read is a fault at once, not a wait for ever."""
    history = History(tmp_path / "r")
    history.commit("first")
    (history.git_dir / name).unlink(missing_ok=True)
    os.mkfifo(history.git_dir / name)
    with pytest.raises(CollectionError), open_clean(history.path):
        pass


def test_a_revision_of_any_length_is_only_unknown(tmp_path: Path) -> None:
    """An argument that no program could be started with is told like any other."""
    history = History(tmp_path / "r")
    history.commit("first")
    with open_clean(history.path) as repository, pytest.raises(CollectionError, match="there is no commit"):
        repository.resolve("x" * 1_000_000)


@pytest.mark.parametrize(
    ("url", "remote"),
    [
        ("https://github.com/acme/shop.git", "acme/shop"),
        ("git@github.com:acme/shop", "acme/shop"),
        ("https://user:secret@github.com/acme/shop/", "acme/shop"),
        ("https://example.org/acme/shop", ""),
        ("https://github.com.evil.org/acme/shop", ""),
    ],
)
def test_the_remote_is_a_name_without_secrets(tmp_path: Path, url: str, remote: str) -> None:
    """Only GitHub's own host counts."""
    history = History(tmp_path / "r")
    history.configure(f'[remote "origin"]\n\turl = {url}\n')
    with open_clean(history.path) as repository:
        assert repository.remote == remote


def test_a_linked_work_tree_is_read_from_its_own_head(tmp_path: Path) -> None:
    """Its branch is the one that is checked out there."""
    history = History(tmp_path / "tree")
    history.commit("root")
    run("git", "worktree", "add", "-q", "-b", "side", str(tmp_path / "linked"), folder=history.path)
    with open_clean(tmp_path / "linked") as repository:
        assert (repository.default_branch(), repository.facts) == ("side", ("linked-work-tree",))


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ("[core\n", "not valid"),
        ("[extensions]\n\tobjectFormat = md5\n", "object format 'md5' is not known"),
        ("[extensions]\n\trefStorage = reftable\n", "refs stored as 'reftable'"),
    ],
)
def test_a_repository_that_cannot_be_understood_is_refused(tmp_path: Path, config: str, message: str) -> None:
    """Better no answer than one from a guess."""
    history = History(tmp_path / "r")
    history.commit("root")
    history.configure(config)
    with pytest.raises(CollectionError, match=message), open_clean(history.path):
        pass


def test_names_are_made_from_the_folder(tmp_path: Path) -> None:
    """The short name is a slug of the work tree's or bare repository's folder."""
    histories = [
        History(tmp_path / "My Shop"),
        History(tmp_path / "pay.git", bare=True),
        History(tmp_path / "\xe9"),
    ]
    names = []
    for history in histories:
        with open_clean(history.path) as repository:
            names.append(repository.name)

    assert names == ["my-shop", "pay", "repository"]


def test_nothing_but_objects_and_refs_is_taken_over(tmp_path: Path) -> None:
    """The clean directory holds our configuration, the borrowed objects' place, and refs."""
    history = History(tmp_path / "r")
    history.commit("root")
    with open_clean(history.path) as repository:
        files = {
            str(path.relative_to(repository.path)) for path in repository.path.rglob("*") if path.is_file()
        }
        pinned = [
            repository.path.joinpath("config").read_text().count(word)
            for word in ("commitGraph = false", "never")
        ]

    assert files == {"HEAD", "config", "packed-refs", "objects/info/alternates"}
    assert pinned == [1, 1]
