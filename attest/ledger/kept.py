"""The step on `raw/`: each answer kept as received is one that the manifest names, and no other is there."""

from collections.abc import Iterator

from attest.ledger import layout
from attest.ledger.examined import Examined
from attest.ledger.verification import Problems, Said, Status

_NAMED = 5


def answers_step(run: Examined) -> Said:
    """The answers kept as received are those that the manifest says were asked for."""
    problems = Problems()
    files = {entry.path: entry for entry in run.files() if entry.path.startswith(f"{layout.RAW}/")}
    answers = run.known.answers
    total = sum(entry.size for entry in files.values())
    named = {f"{layout.RAW}/{page.sha256}" for answer in answers for page in answer.pages}
    for path, entry in sorted(files.items()):
        if path != f"{layout.RAW}/{entry.sha256}":
            problems.add("its name is not its SHA-256", path)
        if path not in named:
            problems.add("the manifest names no request that it answers", path)
    for path in sorted(named - set(files)):
        problems.add("it answers a request, and the manifest does not list it", path)
    for problem in _answer_problems(run):
        problems.add(problem, layout.MANIFEST)
    pages = sum(len(answer.pages) for answer in answers)
    said = f"{pages:,} pages that answer {len(answers):,} requests, in {len(files):,} files, {total:,} bytes"
    if not files:
        return Said("no answers were kept as received", problems, _status(problems))
    if layout.RAW in run.removed:
        return Said(
            f"{layout.RAW}/ is not present, left out: {said}: {_names(run)}", problems, _status(problems)
        )
    return Said(said, problems)


def _status(problems: Problems) -> Status | None:
    return None if problems.count else Status.ABSENT


def _answer_problems(run: Examined) -> Iterator[str]:
    answers = run.known.answers
    repositories = {scope.name for scope in run.known.repositories}
    keys = [(answer.repository, answer.source, answer.request) for answer in answers]
    if keys != sorted(set(keys)):
        yield "its answers are not sorted by repository, source and request, or one stands twice"
    for answer in answers:
        if answer.repository not in repositories:
            yield f"it names answers about {answer.repository}, which is not in it"
        if not answer.pages:
            yield f"it names the request {answer.request} without an answer"


def _names(run: Examined) -> str:
    origins = [page.origin for answer in run.known.answers for page in answer.pages]
    more = (
        f" and {len(origins) - _NAMED:,} more, all named in {layout.MANIFEST}"
        if len(origins) > _NAMED
        else ""
    )
    return ", ".join(origins[:_NAMED]) + more
