"""What a run is about: the repositories at their release branches, and what management says of them.

The configuration that counts is that of the release branch: not that of whatever is checked out, which
may be somebody's proposal to change it.
"""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from attest.catalog import known_assertions
from attest.collect.collector import OpenRepository, open_repository
from attest.collect.github.access import Access
from attest.config import PERSONS_FILE, Config, with_persons
from attest.config import load as load_config
from attest.config.dispositions import DISPOSITIONS_FILE, load_dispositions
from attest.errors import ConfigError, UsageError
from attest.model.population import Gap
from attest.pipeline.documents import read_bounded

CONFIG_FILE = "attest.yaml"
ROLES = "approver_roles"
_INSTEAD = {CONFIG_FILE: "--config", DISPOSITIONS_FILE: "--dispositions"}


@dataclass(frozen=True, slots=True)
class Request:
    """What to collect, as the command line asked for it.

    `now` is the caller's clock, an instant as `attest.model.base.UtcTime`; `as_of` is empty when it
    was not given. `key` is the organisation's key for pseudonyms, empty when there is none.
    """

    repositories: tuple[Path, ...]
    period: str
    store: Path
    now: str
    as_of: str = ""
    timezone: str = ""
    branch: str | None = None
    forge: str = "git"
    config: Path | None = None
    dispositions: Path | None = None
    """Management's answers, in place of the file that the release branch holds."""
    rules: tuple[Path, ...] = ()
    ai_exports: tuple[Path, ...] = ()
    audit_logs: tuple[Path, ...] = ()
    imports: tuple[tuple[str, Path], ...] = ()
    """Files of other systems, each with its kind."""
    packs: Path | None = None
    operator: str = ""
    key: bytes = b""
    statistics: bool = True
    access: Access | None = None
    """How GitHub may be asked, where the forge is `github` and there is a token."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The repositories at their release branches, and the configuration with its origin and bytes."""

    repositories: tuple[OpenRepository, ...]
    config: Config
    """With the entries of the persons file."""
    origin: str
    source: bytes
    persons: bytes = b""
    """The persons file; empty where there is none."""
    dispositions: bytes = b""
    """Management's answers to deviations; empty where there are none."""

    def gaps(self) -> tuple[Gap, ...]:
        """The repositories that management puts in scope and nobody gave, sorted by name."""
        given = {repository.name for repository in self.repositories}
        missing = sorted({entry.name for entry in self.config.repositories} - given)
        return tuple(
            Gap(
                id=f"gap::config:repository-not-given:{number}",
                source="config",
                kind="repository-not-given",
                repository="",
                what=f"{CONFIG_FILE} names the repository {name!r}, which was not given",
                effect="none of its changes is in this population",
            )
            for number, name in enumerate(missing, start=1)
        )


def open_scope(request: Request, stack: ExitStack) -> Scope:
    """Open the repositories at their release branches, under the names that the configuration gives them.

    Raises:
        UsageError: Two of them have one name.
        ConfigError: The configuration is not valid, leaves one of them out, or is not that of the branch
            that it names.
    """
    branch = request.branch
    opened = [stack.enter_context(open_repository(path, branch=branch)) for path in request.repositories]
    config, origin, source = _config(request, opened)
    settled = [
        _settled(path, found, config, request, stack)
        for path, found in zip(request.repositories, opened, strict=True)
    ]
    if request.config is None and [item.tip for item in settled] != [item.tip for item in opened]:
        named_in = origin
        config, origin, source = _config(request, settled)
        _refuse_other_branches(settled, config if source else None, named_in)
    _refuse_equal_names(settled)
    where, persons = _held(settled, PERSONS_FILE)
    if persons:
        config = with_persons(config, persons, where)
    _refuse_unheld_roles(config, origin)
    return Scope(tuple(settled), config, origin, source, persons, _dispositions(request, settled))


def _dispositions(request: Request, opened: Sequence[OpenRepository]) -> bytes:
    """The dispositions file, which must be one: what it says counts when the run is evaluated.

    Raises:
        ConfigError: It is not valid, or two repositories hold one each.
    """
    if request.dispositions is not None:
        where, data = str(request.dispositions), read_bounded(request.dispositions)
    else:
        where, data = _held(opened, DISPOSITIONS_FILE)
    if where:
        load_dispositions(data, where)
    return data


def _settled(
    path: Path, found: OpenRepository, config: Config, request: Request, stack: ExitStack
) -> OpenRepository:
    """A repository at the branch and under the name that its entry in the configuration has."""
    entry = config.repository(found.name, found.remote)
    if entry is None:
        if config.repositories:
            names = ", ".join(item.name for item in config.repositories)
            raise ConfigError(
                f"no repository of the configuration is called {found.name!r}",
                where=str(path),
                hint=f"call its folder one of {names}, or state that entry's `remote`: they go by name",
            )
        return found
    branch = request.branch or entry.branch or found.branch
    if (entry.name, branch) == (found.name, found.branch):
        return found
    return stack.enter_context(open_repository(path, branch=branch, name=entry.name))


def _config(request: Request, opened: Sequence[OpenRepository]) -> tuple[Config, str, bytes]:
    """The configuration, where it is from, and its bytes.

    Raises:
        ConfigError: It is not valid, or two repositories hold one each.
    """
    known = known_assertions(request.packs)
    if request.config is not None:
        data = read_bounded(request.config)
        return load_config(data, str(request.config), assertions=known), "a file given by the operator", data
    where, found = _held(opened, CONFIG_FILE)
    if not where:
        return Config.empty(tuple(repository.name for repository in opened)), "none", b""
    return load_config(found, where, assertions=known), where, found


def _held(opened: Sequence[OpenRepository], path: str) -> tuple[str, bytes]:
    """What to call a file that one of the repositories holds at its tip, and its bytes; empty for none.

    Raises:
        ConfigError: Two of them hold one, and they differ.
    """
    held = [(item, text) for item in opened if (text := item.read_file(path)) is not None]
    if not held:
        return "", b""
    repository, found = held[0]
    where = f"{repository.name}@{repository.tip[:12]}:{path}"
    for other, text in held[1:]:
        if text != found:
            option = _INSTEAD.get(path)
            remedy = f", or name the one that counts with {option}" if option else ""
            raise ConfigError(
                f"two repositories hold {path}, and they differ",
                where=f"{where} and {other.name}@{other.tip[:12]}:{path}",
                hint=f"keep one of them{remedy}",
            )
    return where, found


def _refuse_other_branches(settled: Sequence[OpenRepository], config: Config | None, named_in: str) -> None:
    for repository in settled:
        entry = config.repository(repository.name) if config is not None else None
        if entry is None or entry.branch not in ("", repository.branch):
            raise ConfigError(
                f"{CONFIG_FILE} of the release branch {repository.branch!r} does not say that it is one",
                where=named_in,
                hint="bring the file to the release branch, or name that branch with --branch",
            )


def _refuse_unheld_roles(config: Config, origin: str) -> None:
    """A role that nobody holds would turn every approval down, or be a slip of the pen."""
    held = {role.role for person in config.persons for role in person.roles}
    for control in config.controls:
        asked = control.parameters.get(ROLES, ())
        for role in asked if isinstance(asked, tuple) else ():
            if role not in held:
                raise ConfigError(
                    f"the control {control.id} asks for the role {role!r}, which no person holds",
                    where=origin,
                    hint=f"give it to somebody under `persons` or in {PERSONS_FILE}, or leave it out",
                )


def _refuse_equal_names(repositories: Sequence[OpenRepository]) -> None:
    names = [repository.name for repository in repositories]
    for name in names:
        if names.count(name) > 1:
            raise UsageError(
                f"two repositories are called {name!r}",
                where="REPO",
                hint="give their folders different names; records are told apart by them",
            )
