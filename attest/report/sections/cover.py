"""The cover: whose evidence this is, of what, read by which tool, and how far it can be trusted."""

from attest.model.population import Boundary, RepositoryScope
from attest.model.report import Cover, Span, Text
from attest.report import glosses
from attest.report.context import Context
from attest.report.sections import joined as joined_runs
from attest.report.text import code, join, named, plain, say, visible

_SCOPES = 4
_STATEMENT = (
    "Prepared from management's records. The document states facts, counts and their limits; it holds no "
    "opinion and draws no conclusion. Conclusions are the auditor's."
)

_EXTRACTED = {
    False: "in the receipt beside the run, {receipt}; the run holds no clock",
    True: "in the receipt beside each run, {receipt}; a run holds no clock",
}


def cover(context: Context) -> Cover:
    """The first page."""
    manifest, period = context.view.manifest, context.view.manifest.period
    return Cover(
        title="Evidence on change management with AI-assisted development",
        entity=visible(manifest.entity or "Entity not stated", 120),
        system=visible(manifest.system or "System not stated", 120),
        period=f"{period.first_day} to {period.last_day}",
        run_id=context.view.run_id,
        draft=not context.view.signed,
        prepared_by=visible(manifest.operator or "not stated", 120),
        facts=_facts(context),
        statement=(plain(_STATEMENT),),
    )


def _facts(context: Context) -> tuple[tuple[str, Text], ...]:
    view, manifest = context.view, context.view.manifest
    period = manifest.period
    bounds = say(
        "{since} ≤ t < {until} (UTC, half-open); days in {zone}",
        since=code(period.since),
        until=code(period.until),
        zone=named(period.timezone, 40),
    )
    status = "signed" if view.signed else "unsigned draft: the seal detects accident, not forgery"
    return (
        ("Audit period", say("{label}: {bounds}", label=plain(period.label), bounds=bounds)),
        *_scopes(context),
        *_runs(context),
        (
            "Made with",
            say("attest {tool}, git {git}", tool=code(manifest.tool_version), git=code(manifest.git_version)),
        ),
        (
            "As of",
            say("{time} ({basis})", time=code(manifest.as_of), basis=plain(manifest.as_of_basis)),
        ),
        (
            "Time of extraction",
            say(_EXTRACTED[bool(view.runs)], receipt=receipt(context)),
        ),
        ("Prepared by", (named(manifest.operator, 120) if manifest.operator else plain("not stated"),)),
        ("Status", (plain(status),)),
    )


def _runs(context: Context) -> tuple[tuple[str, Text], ...]:
    view = context.view
    digests: tuple[tuple[str, Text], ...] = (
        ("Manifest, SHA-256", (code(view.manifest_digest),)),
        ("Record tree root", (code(view.root),)),
    )
    if not view.runs:
        return (("Evidence run", (code(view.run_id),)), *digests)
    joined = ("Joined manifest, SHA-256", (code(view.manifest_digest),))
    return (*joined_runs.cover_rows(context), joined)


def receipt(context: Context) -> Span:
    """The file that states the time of extraction; a run holds no clock, so that its bytes repeat."""
    name = "RUN" if context.view.runs else context.view.run_id
    return code(f"receipts/{name}.json")


def _scopes(context: Context) -> tuple[tuple[str, Text], ...]:
    repositories = context.view.manifest.repositories
    rows = [
        ("Scope" if place == 0 else "", _scope(scope)) for place, scope in enumerate(repositories[:_SCOPES])
    ]
    rest = context.figures.count("scope.beyond", "repositories", measure=f"beyond {_SCOPES}")
    if rest.value:
        rows.append(("", say("and {rest} more repositories, listed in chapter 2", rest=rest.count)))
    return tuple(rows)


def _scope(scope: RepositoryScope) -> Text:
    return say(
        "{name}, branch {branch}, from {start} to {end}",
        name=named(scope.remote or scope.name, 80),
        branch=code(scope.branch, 80),
        start=tip(scope.start),
        end=tip(scope.end),
    )


def tip(boundary: Boundary) -> Text:
    """The tip of a branch at one bound, with what fixes it."""
    sha = code(boundary.sha[:12]) if boundary.sha else plain("before the first commit")
    return join((sha, (plain(f"({glosses.bound(boundary.basis)})"),)), " ")
