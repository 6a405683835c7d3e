"""Options that several commands share, and the clock they read."""

import os
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from attest.errors import UsageError

Command = TypeVar("Command", bound=Callable[..., Any])
DEFAULT_OUT = Path("attest-out")
_KEY_LIMIT = 4096
_YEARS = range(1970, 9999)


def options(*decorators: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """Several options as one decorator, in the order they are listed."""

    def decorate(command: Command) -> Command:
        for decorator in reversed(decorators):
            command = decorator(command)
        return command

    return decorate


path = click.Path(path_type=Path)
existing_file = click.Path(path_type=Path, dir_okay=False)
dispositions = click.option(
    "--dispositions",
    type=existing_file,
    help="Management's answers to deviations [default: those of the release branch or run].",
)

collecting = options(
    click.argument("repositories", metavar="REPO...", nargs=-1, required=True, type=path),
    click.option(
        "--period", required=True, help="2025, 2025-H1, 2025-Q3, 2025-07, or 2025-01-01..2025-12-31."
    ),
    click.option(
        "--timezone", default="", help="Zone of the period's days [default: attest.yaml's, else UTC]."
    ),
    click.option("--branch", default=None, help="Release branch [default: attest.yaml's, else HEAD's]."),
    click.option("--forge", default="git", show_default=True, help="git, github, or recorded:DIR."),
    click.option(
        "--config", type=existing_file, help="Use this file instead of attest.yaml of the release branch."
    ),
    click.option(
        "--rules", multiple=True, type=existing_file, help="Further detection rules; may be repeated."
    ),
    click.option(
        "--ai-export",
        "ai_exports",
        multiple=True,
        type=existing_file,
        help="A vendor's CSV of AI lines by commit; may be repeated.",
    ),
    click.option(
        "--audit-log",
        "audit_logs",
        multiple=True,
        type=existing_file,
        help="An export of GitHub's audit log as JSON, for whom agents acted; may be repeated.",
    ),
    click.option(
        "--import",
        "imports",
        multiple=True,
        metavar="KIND=FILE",
        help="A table of another system, as training=courses.csv; may be repeated. Kinds: attest imports.",
    ),
    click.option("--as-of", default="", help="Instant the report speaks for, as 2026-01-31T00:00:00Z."),
    click.option("--operator", default="", help="Who runs this, as the report should name them."),
    click.option(
        "--key-file", type=existing_file, help="Key for pseudonyms and commitments, 16 bytes or more."
    ),
    click.option("--no-statistics", is_flag=True, help="Leave out line counts of files."),
    click.option(
        "--github-url", default="", help="API of GitHub Enterprise, as https://github.example.com/api/v3."
    ),
    click.option("--repository", default="", help="OWNER/NAME on GitHub [default: the clone's remote]."),
    click.option(
        "--token-file", type=existing_file, help="Token for GitHub [default: GITHUB_TOKEN, GH_TOKEN]."
    ),
    click.option(
        "--forge-wait",
        "wait_minutes",
        type=click.FloatRange(0, 24 * 60),
        default=120,
        show_default=True,
        metavar="MINUTES",
        help="Longest wait for rate limits and outages, all waits for a repository together.",
    ),
    click.option("--keep-answers", is_flag=True, help="Leave GitHub's answers in the store's .forge folder."),
)
evaluating = options(
    click.option(
        "--framework", "frameworks", multiple=True, help="soc2, hipaa, pci; may be repeated [default: all]."
    ),
    click.option(
        "--controls",
        "packs",
        type=click.Path(path_type=Path, file_okay=False),
        help="A folder of your own packs.",
    ),
)
judging = options(
    click.option(
        "--fail-on",
        type=click.Choice(["deviation", "indeterminate"]),
        help="Exit 10 when a declared control has such a result.",
    ),
    click.option(
        "--require-complete",
        is_flag=True,
        help="Exit 5 when anything could not be read, or a declared control lacks a source.",
    ),
)
store = click.option(
    "--store", type=path, help="Folder of evidence runs [default: the store folder of --out]."
)
out = click.option(
    "--out", type=path, default=DEFAULT_OUT, show_default=True, help="Folder for the documents."
)
formats = click.option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(["pdf", "html", "json", "csv"]),
    default=("pdf", "html"),
    show_default=True,
    help="Forms of the report; may be repeated.",
)
with_raw = click.option(
    "--with-raw", is_flag=True, help="Pack the sources' answers as received; they may hold secrets."
)
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON on standard output.")
quiet = click.option("--quiet", "-q", is_flag=True, help="No progress.")


def imports(given: Sequence[str]) -> tuple[tuple[str, Path], ...]:
    """Files to import, each with its kind.

    Raises:
        UsageError: One names no kind or no file.
    """
    found = []
    for text in given:
        kind, equals, file = text.partition("=")
        if not (kind and equals and file):
            raise UsageError(
                f"not a kind and a file: {text[:200]!a}",
                where="--import",
                hint="write it as training=courses.csv",
            )
        found.append((kind, Path(file)))
    return tuple(found)


def now() -> str:
    """The clock of this machine, or SOURCE_DATE_EPOCH where it is set, as a UTC instant."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return _written(datetime.now(UTC))
    try:
        moment = datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError):
        moment = None
    if moment is None or moment.year not in _YEARS:
        raise UsageError(
            f"SOURCE_DATE_EPOCH is not a number of seconds: {epoch!r}",
            where="the environment",
            hint="set it to seconds since 1970, or unset it",
        )
    return _written(moment)


def _written(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def instant(text: str, option: str) -> str:
    """An instant given by the user, normalised to UTC seconds; empty stays empty.

    Raises:
        UsageError: When it is not an ISO 8601 instant with a zone.
    """
    if not text:
        return ""
    try:
        given = datetime.fromisoformat(text)
        moment = given.astimezone(UTC) if given.tzinfo is not None else None
    except (ValueError, OverflowError):
        moment = None
    if moment is None or moment.year not in _YEARS:
        raise UsageError(
            f"not an instant with a zone: {text!r}", where=option, hint="write it as 2026-01-31T00:00:00Z"
        )
    return _written(moment)


def line(text: str, option: str) -> str:
    """A text given by the user that reports print: one line of what a page can show.

    Raises:
        UsageError: It is longer than 200 characters, or holds something else.
    """
    if len(text) > 200 or not text.isprintable():
        raise UsageError(
            f"cannot be printed on one line: {text[:200]!a}",
            where=option,
            hint="write at most 200 characters of plain text",
        )
    return text


def key(file: Path | None) -> bytes:
    """The key in a file, empty when no file is named.

    Raises:
        UsageError: The file cannot be read or holds too little.
    """
    if file is None:
        return b""
    try:
        with file.open("rb") as stream:
            data = stream.read(_KEY_LIMIT + 1).strip()
    except OSError as cause:
        raise UsageError(
            f"the key file cannot be read: {cause.strerror}", where=str(file), hint="name a readable file"
        ) from cause
    if len(data) > _KEY_LIMIT:
        raise UsageError(
            "the key is longer than 4,096 bytes", where=str(file), hint="make one with: openssl rand -hex 32"
        )
    if len(data) < 16:
        raise UsageError(
            "the key is shorter than 16 bytes", where=str(file), hint="make one with: openssl rand -hex 32"
        )
    return data
