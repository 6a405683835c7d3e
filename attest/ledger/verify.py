"""Verifies evidence offline: every run at a path, step by step, and what surrounds them.

1 layout · 2 identity · 3 files · 4 digests · 5 lines · 6 schema · 7 personal · 8 checkpoint ·
9 references · 10 population · 11 answers · 12 signature: `attest.ledger.steps`. A step that fails does not
stop those after it, unless they need what it did not find.
"""

from collections.abc import Callable
from pathlib import Path

from attest.ledger import layout
from attest.ledger.chain import Link, check_chain, link, missing
from attest.ledger.examined import Examined
from attest.ledger.places import Copies, Place, find_places
from attest.ledger.source import Source, reading_faults, stream_digest
from attest.ledger.steps import CHECKS, Check
from attest.ledger.verification import Problems, RunVerification, Status, Step, Verification
from attest.proof import checkpoint


def verify(path: Path) -> Verification:
    """Check a run, a store of runs, a zip of either, or a folder that `attest run` left.

    Raises:
        UsageError: There is no evidence at the path.
        CollectionError: It cannot be read.
        IntegrityError: It is a zip that cannot be trusted to be read.
    """
    with reading_faults(str(path)), find_places(path) as place:
        return _verify(path, place)


def _verify(path: Path, place: Place) -> Verification:
    links: list[Link] = []
    runs = tuple(verify_run(source, links.append) for source in place.runs)
    return Verification(
        path=str(path),
        kind=place.kind,
        runs=runs,
        packages=(
            *(
                step(1, "package", f"{package.name}: SHA256SUMS lists every file", package.check())
                for package in place.packages
            ),
            *(step(2, "documents", _title(copies), _compare(copies)) for copies in place.copies),
            *(
                step(3, "chain", "Each run begins where the run that it follows ended", check_chain(links))
                for _ in range(any(item.previous for item in links))
            ),
        ),
        not_checked=place.others,
        foreign=place.foreign,
        missing_predecessors=missing(links),
    )


def _title(copies: Copies) -> str:
    names = " or ".join(package.name for package in copies.packages)
    return f"Documents beside {names} are those in it"


def _compare(copies: Copies) -> tuple[str, Problems, Status | None]:
    """Hold the documents that lie beside a package, which are what people open, against those in it."""
    problems = Problems()
    for name, path in copies.files:
        with path.open("rb") as stream:
            digest = stream_digest(stream)
        if digest not in {package.digest(name) for package in copies.packages if name in package.paths()}:
            problems.add("it is not the document of that name in the package", str(path))
    return f"{len(copies.files):,} files", problems, None


def verify_run(source: Source, linked: Callable[[Link], None] = lambda _: None) -> RunVerification:
    """Check one run; `linked` is given its place in a chain of runs, if it has a manifest."""
    run = Examined(source)
    if run.manifest is not None:
        linked(link(source.where, run.digest, run.manifest))
    steps = tuple(_run(number, check, run) for number, check in enumerate(CHECKS, 1))
    return RunVerification(
        where=source.where,
        run_id=checkpoint.run_id(run.digest),
        manifest_digest=run.digest,
        redacted=layout.PERSONAL in run.removed,
        steps=steps,
    )


def _run(number: int, check: Check, run: Examined) -> Step:
    if check.needs_manifest and run.manifest is None:
        detail = "not run: there is no manifest to check against"
        return step(number, check.id, check.title, (detail, Problems(), Status.NOT_RUN))
    return step(number, check.id, check.title, check.run(run))


def step(number: int, name: str, title: str, said: tuple[str, Problems, Status | None]) -> Step:
    """A step with the status that it was given, or that follows from its problems."""
    detail, problems, status = said
    return Step(
        number=number,
        id=name,
        title=title,
        status=status or (Status.FAILED if problems.count else Status.PASSED),
        detail=detail,
        problem_count=problems.count,
        problems=tuple(problems.shown),
    )
