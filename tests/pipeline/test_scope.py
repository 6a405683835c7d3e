"""What a run is about: repositories by the names and branches that the release branch's own file gives."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from attest.errors import ConfigError, UsageError
from attest.pipeline.scope import Request, Scope, open_scope
from tests.support.history import History, run

HEAD = "format: attest/1\n"
ENTRY = HEAD + "repositories:\n  - name: portal\n"


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    """Keeps repositories open until the test has looked at them."""
    with ExitStack() as opened:
        yield opened


def repository(path: Path, config: str | None = None) -> History:
    """A repository with a first commit, which may hold an attest.yaml."""
    history = History(path)
    history.commit("start", files={"attest.yaml": config, "app.py": "one\n"})
    return history


def opened(stack: ExitStack, *paths: Path, branch: str | None = None, config: Path | None = None) -> Scope:
    """The scope of some repositories."""
    asked = Request(
        repositories=paths, period="2025", store=paths[0] / "unused", now="2026-01-01T00:00:00Z",
        branch=branch, config=config,
    )  # fmt: skip
    return open_scope(asked, stack)


def test_without_a_file_the_folder_names_the_repository(tmp_path: Path, stack: ExitStack) -> None:
    """Nothing is declared, and the scope is what was given."""
    scope = opened(stack, repository(tmp_path / "portal").path)

    assert [item.name for item in scope.repositories] == ["portal"]
    assert (scope.origin, scope.source, scope.gaps()) == ("none", b"", ())


def test_a_repository_that_the_file_leaves_out_is_refused(tmp_path: Path, stack: ExitStack) -> None:
    """Declarations go by name: in a folder of another name every control would silently not be operated."""
    place = repository(tmp_path / "checkout", ENTRY).path

    with pytest.raises(ConfigError, match="no repository of the configuration is called 'checkout'") as fault:
        opened(stack, place)
    assert "portal" in fault.value.hint


def test_a_clone_is_known_by_its_remote(tmp_path: Path, stack: ExitStack) -> None:
    """Whatever the folder is called, the entry with the clone's `owner/name` is its own."""
    history = repository(tmp_path / "checkout", ENTRY + "    remote: Clinic/Portal\n")
    run("git", "remote", "add", "origin", "https://github.com/clinic/portal.git", folder=history.path)

    assert [item.name for item in opened(stack, history.path).repositories] == ["portal"]


def test_a_repository_that_was_not_given_is_a_gap(tmp_path: Path, stack: ExitStack) -> None:
    """What management puts in scope and nobody gave is told, not left out."""
    scope = opened(stack, repository(tmp_path / "portal", ENTRY + "  - name: portal-api\n").path)

    assert [gap.what for gap in scope.gaps()] == [
        "attest.yaml names the repository 'portal-api', which was not given"
    ]


def test_the_file_of_the_release_branch_counts(tmp_path: Path, stack: ExitStack) -> None:
    """A branch that is checked out cannot change what management declared on the release branch."""
    history = repository(tmp_path / "portal", ENTRY + "    branch: main\n")
    proposal = ENTRY + "    branch: main\nentity: Somebody else\n"
    history.commit("propose", files={"attest.yaml": proposal}, branch="proposal")
    (history.git_dir / "HEAD").write_text("ref: refs/heads/proposal\n")

    scope = opened(stack, history.path)

    assert [item.branch for item in scope.repositories] == ["main"]
    assert scope.config.entity == ""
    assert scope.origin == f"portal@{history.tip('main')[:12]}:attest.yaml"


@pytest.mark.parametrize("text", [None, ENTRY + "    branch: other\n"])
def test_a_release_branch_that_does_not_say_so_is_refused(
    tmp_path: Path, stack: ExitStack, text: str | None
) -> None:
    """A file elsewhere cannot make a branch the release branch."""
    history = repository(tmp_path / "portal", text)
    history.commit("propose", files={"attest.yaml": ENTRY + "    branch: main\n"}, branch="proposal")
    (history.git_dir / "HEAD").write_text("ref: refs/heads/proposal\n")

    with pytest.raises(ConfigError, match="release branch 'main' does not say that it is one"):
        opened(stack, history.path)


def test_two_files_that_differ_are_refused(tmp_path: Path, stack: ExitStack) -> None:
    """The order of the arguments does not choose who declares; equal files are one."""
    text = ENTRY + "  - name: api\n"
    first = repository(tmp_path / "portal", text).path
    same = repository(tmp_path / "one" / "api", text).path
    other = repository(tmp_path / "two" / "api", text + "entity: Clinic\n").path

    assert len(opened(stack, first, same).repositories) == 2
    with pytest.raises(ConfigError, match="they differ"):
        opened(stack, first, other)


def test_two_repositories_of_one_name_are_refused(tmp_path: Path, stack: ExitStack) -> None:
    """Records are told apart by the repository's name."""
    one, two = repository(tmp_path / "one" / "api").path, repository(tmp_path / "two" / "api").path

    with pytest.raises(UsageError, match="two repositories are called 'api'"):
        opened(stack, one, two)


def test_a_file_of_the_operator_goes_before_that_of_the_branch(tmp_path: Path, stack: ExitStack) -> None:
    """`--config` is read instead, and the run says so."""
    history = repository(tmp_path / "portal", ENTRY + "    branch: main\n")
    history.commit("more", branch="release")
    own = tmp_path / "own.yaml"
    own.write_text(ENTRY + "    branch: release\n")

    scope = opened(stack, history.path, config=own)

    assert (scope.origin, [item.branch for item in scope.repositories]) == (
        "a file given by the operator",
        ["release"],
    )


ROLES = """format: attest/1
controls:
  - id: A
    assertion: REV-02
    operation: operated
    wording: Reviewers approve.
    owner: CTO
    parameters: {approver_roles: [reviewer]}
"""


def test_the_persons_file_of_the_branch_is_read(tmp_path: Path, stack: ExitStack) -> None:
    """Its bytes are kept, and its people stand beside those of attest.yaml."""
    history = History(tmp_path / "portal")
    entry = "  - {id: ben, accounts: ['github:2'], roles: [{role: reviewer}]}\n"
    persons = f"format: attest-persons/1\npersons:\n{entry}"
    history.commit("start", files={"attest.yaml": ROLES, ".attest/persons.yaml": persons})
    scope = opened(stack, history.path)

    assert [person.id for person in scope.config.persons] == ["ben"]
    assert scope.persons.decode() == persons


def test_a_role_that_nobody_holds_is_refused(tmp_path: Path, stack: ExitStack) -> None:
    """Every approval would be turned down for a slip of the pen."""
    place = repository(tmp_path / "portal", ROLES).path

    with pytest.raises(
        ConfigError, match="the control A asks for the role 'reviewer', which no person holds"
    ):
        opened(stack, place)
