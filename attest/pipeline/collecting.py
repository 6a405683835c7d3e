"""From repositories to a sealed run: the order in which collection, detection and the ledger meet."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from attest import __version__
from attest.collect.collector import OpenRepository
from attest.collect.forge import SOURCES
from attest.collect.people import Directory, Identities
from attest.collect.period import parse as parse_period
from attest.collect.watch import Watch
from attest.config import Config, inventory_class, named_places
from attest.detect.declared import declaration
from attest.detect.engine import Engine
from attest.detect.engine import load as load_rules
from attest.detect.path_classes import load as load_path_classes
from attest.errors import UsageError
from attest.ledger.previous import Branch, Previous, find_previous
from attest.ledger.run import RunWriter
from attest.model.collected import CollectedChange, PersonalEntry
from attest.model.identity import Person
from attest.model.population import Period, Reconciliation, RepositoryScope
from attest.model.progress import Progress
from attest.pipeline.agents import AgentWork, declared_rules
from attest.pipeline.answers import Answers
from attest.pipeline.assessing import Assessed, assess_change
from attest.pipeline.audit_logs import AuditLogs
from attest.pipeline.coverage import SeenTools
from attest.pipeline.descriptions import Descriptions
from attest.pipeline.documents import bundled, read_bounded
from attest.pipeline.evidence import DISPOSITIONS_COPY, PERSONS_COPY
from attest.pipeline.exports import Exports
from attest.pipeline.fetching import Fetches
from attest.pipeline.forges import forge_named
from attest.pipeline.handed_in import HandedIn
from attest.pipeline.imports import Imports
from attest.pipeline.line_records import unreadable
from attest.pipeline.scope import CONFIG_FILE, Request, Scope, open_scope
from attest.proof.commitment import Sealer, derive_key


@dataclass(frozen=True, slots=True)
class _Setting:
    """What the collection of each repository shares."""

    request: Request
    period: Period
    as_of: tuple[str, str]
    """The instant and its basis."""
    engine: Engine
    identities: Identities
    sealer: Sealer
    watch: Watch
    config: Config
    previous: Previous
    exports: Exports
    audit_logs: AuditLogs
    imports: Imports
    answers: Answers
    writer: RunWriter
    progress: Progress
    fetches: Fetches


@dataclass(frozen=True, slots=True)
class _Part:
    """What one repository adds to the manifest."""

    scope: RepositoryScope
    reconciliation: Reconciliation
    directory: Directory
    sources: frozenset[str]
    connected: frozenset[str]


def collect(request: Request, progress: Progress) -> Path:
    """Collect a period into the store.

    Returns:
        The run's directory. Collecting the same input again gives the same run, if the store holds the same
        run of the period before.

    Raises:
        AttestError: Nothing is left in the store then.
    """
    rules = [(str(path), read_bounded(path)) for path in request.rules]
    engine = load_rules(rules)
    exports, audit_logs = Exports(request.ai_exports), AuditLogs(request.audit_logs)
    imports = Imports(request.imports)
    with ExitStack() as stack:
        scope = open_scope(request, stack)
        source = (str(request.config or scope.origin), scope.source)
        if declared := declared_rules(scope.config, engine, source):
            engine = load_rules(rules, declared)
        period = parse_period(request.period, request.timezone or scope.config.timezone)
        as_of = resolve_as_of(request.as_of, period, request.now)
        sealer = Sealer(request.key or derive_key(item.tip_bytes() for item in scope.repositories))
        identities = Identities(
            engine.classify,
            scope.config.persons,
            own_lines=engine.own_lines,
            own_trailers=engine.own_trailers,
            timezone=scope.config.timezone,
            declared=declaration,
        )
        previous = find_previous(request.store, _branches(scope), period.since)
        writer = stack.enter_context(RunWriter(request.store))
        answers = Answers(writer.add_raw)
        watch = _watch(scope.config, own=request.config is None)
        setting = _Setting(
            request, period, as_of, engine, identities, sealer, watch, scope.config, previous,
            exports, audit_logs, imports, answers, writer, progress,
            Fetches(request.store, period, request.access, stack),
        )  # fmt: skip
        many = len(scope.repositories) > 1
        parts = [_collect_one(item, setting, many=many) for item in scope.repositories]
        for gap in (*scope.gaps(), *previous.gaps, *answers.gaps(), *audit_logs.gaps(), *imports.gaps()):
            writer.add("gaps", gap)
        directories = [part.directory for part in parts]
        imports.write(writer, sealer, directories, [part.scope for part in parts])
        for person in _people(directories):
            writer.add_person(person)
        exports.write(writer)
        audit_logs.write(writer)
        _add_documents(writer, scope, [data for _, data in rules])
        progress("sealing the run", 0, None)
        run = _seal(setting, scope, parts)
        setting.fetches.let_go()
        return run


def _collect_one(repository: OpenRepository, setting: _Setting, *, many: bool) -> _Part:
    keep = setting.answers.keeper(repository.name)
    setting.exports.keep(keep)
    setting.imports.keep(keep)
    previous_tip = setting.previous.tips.get(repository.name)

    def fetched() -> Path:
        return setting.fetches.spool(repository, previous_tip, setting.progress, many=many)

    forge = forge_named(setting.request.forge, repository.name, many=many, keep=keep, fetched=fetched)
    declared = setting.config.repository(repository.name)
    remote = repository.remote or forge.remote or (declared.remote if declared else "")
    audited = setting.audit_logs.of(repository.name, remote, keep)
    handed_in = HandedIn(setting.exports.traces, audited.entries)
    collection = repository.collect(
        setting.period,
        forge=forge,
        identities=replace(setting.identities, accounts=audited.accounts),
        sealer=setting.sealer,
        progress=setting.progress,
        statistics=setting.request.statistics,
        previous_tip=previous_tip,
        watch=watch_in(setting.watch, setting.config, repository.name),
    )
    writer = setting.writer
    work = AgentWork(setting.config.register)
    seen = SeenTools()
    descriptions = Descriptions(setting.config, repository.read_file)
    evidenced: list[tuple[str, str]] = []
    for collected in collection:
        assessed = assess_change(collected, setting.engine, collection, setting.sealer, handed_in)
        for record in unreadable(assessed.records):
            collection.note_unreadable_record(record.commit)
        setting.exports.note(collected)
        setting.imports.note(collected)
        seen.note(assessed.assessment.change, assessed.assessment.involvement)
        evidenced += _write_change(collected, assessed, setting.writer, work)
        if (described := descriptions.of(collected)) is not None:
            setting.writer.add("descriptions", described)
    for done, metrics in enumerate(collection.measure(evidenced), start=1):
        setting.progress("measuring AI-evidenced commits", done, len(evidenced))
        writer.add("metrics", metrics)
    outside = collection.outside(work.limited, work.commits)
    for touch in work.in_order((*collection.touches, *outside)):
        writer.add("touches", touch)
    seen.write(repository.name, collection, writer)
    for kind, told in collection.branch_records():
        writer.add(kind, told)
    for gap in collection.gaps:
        writer.add("gaps", gap)
    return _Part(
        collection.scope,
        collection.reconciliation,
        collection.directory,
        frozenset(collection.sources),
        frozenset(forge.connected),
    )


def _watch(config: Config, *, own: bool) -> Watch:
    """The path classes; a repository's own attest.yaml is read there, version for version."""
    given = () if own else config.rule_files.named
    return Watch(load_path_classes(), CONFIG_FILE, named_places, given)


def watch_in(watch: Watch, config: Config, repository: str) -> Watch:
    """With what attest.yaml at the tip makes files of a class by their place: inventory and own globs."""
    own = config.own_kinds
    classes = [one.model_copy(update={"kinds": (*one.kinds, *own.get(one.id, ()))}) for one in watch.classes]
    kinds = tuple(item.kind for item in config.inventory if item.entry.covers(repository))
    return replace(watch, classes=(*classes, inventory_class(kinds)) if kinds else tuple(classes))


def _branches(scope: Scope) -> tuple[Branch, ...]:
    return tuple(Branch(item.name, item.remote, item.branch) for item in scope.repositories)


def _people(directories: Sequence[Directory]) -> Iterator[Person]:
    """Everybody of the run, sorted by pseudonym; who is in several repositories stands once."""
    seen: dict[str, list[Person]] = {}
    for person in (person for directory in directories for person in directory.people()):
        seen.setdefault(person.id, []).append(person)
    for pseudonym, entries in sorted(seen.items()):
        yield Person(
            id=pseudonym,
            names=tuple(sorted({name for entry in entries for name in entry.names})),
            addresses=tuple(sorted({address for entry in entries for address in entry.addresses})),
            logins=tuple(sorted({login for entry in entries for login in entry.logins})),
        )


def _add_documents(writer: RunWriter, scope: Scope, rules: Sequence[bytes]) -> None:
    held = (
        (CONFIG_FILE, scope.source),
        (PERSONS_COPY, scope.persons),
        (DISPOSITIONS_COPY, scope.dispositions),
    )
    for name, read in held:
        if read:
            writer.add_config(name, read)
    for name, data in bundled():
        writer.add_config(name, data)
    for index, data in enumerate(rules):
        writer.add_config(f"user-rules/{index:02}.yaml", data)


def _seal(setting: _Setting, scope: Scope, parts: Sequence[_Part]) -> Path:
    request = setting.request
    as_of, as_of_basis = setting.as_of
    connected = frozenset(SOURCES).intersection(*(part.connected for part in parts))
    return setting.writer.seal(
        tool_version=__version__,
        git_version=".".join(map(str, scope.repositories[0].git_version)),
        entity=scope.config.entity,
        system=scope.config.system.name,
        operator=request.operator,
        period=setting.period,
        as_of=as_of,
        as_of_basis=as_of_basis,
        forge=request.forge.partition(":")[0],
        repositories=tuple(part.scope for part in parts),
        reconciliations=tuple(part.reconciliation for part in parts),
        sources=tuple(sorted({"git"}.union(*(part.sources for part in parts)))),
        not_connected=tuple(name for name in SOURCES if name not in connected),
        config_origin=scope.origin,
        rules=(*setting.engine.rules, *setting.exports.rules, *setting.audit_logs.rules),
        overridden=setting.engine.overridden,
        previous_run=setting.previous.digest,
        answers=setting.answers.answered(),
        imports=setting.imports.files,
    )


def resolve_as_of(given: str, period: Period, now: str) -> tuple[str, str]:
    """The instant the report speaks for, and why: as given, else the period's end, else now.

    Raises:
        UsageError: The period has not begun at that instant.
    """
    if (given or now) < period.since:
        raise UsageError(
            f"the period {period.label} has not begun: it starts at {period.since}",
            where=f"--as-of {given}" if given else f"this machine's clock, {now}",
            hint="name a period that has begun, or a later --as-of",
        )
    if given:
        return given, "given"
    if period.until <= now:
        return period.until, "end of the period"
    return now, "clock of this machine, as the period has not ended"


def _write_change(
    collected: CollectedChange, assessed: Assessed, writer: RunWriter, work: AgentWork
) -> Iterator[tuple[str, str]]:
    """Write all that is known of a change; give (sha, change) of its AI-evidenced work on the branch."""
    assessment = assessed.assessment
    change = assessment.change
    work.note(collected, assessed.traces, assessed.pull_traces, assessment.on_branch)
    personal = {kind: iter(entries) for kind, entries in collected.personal.items()}

    def entry(kind: str) -> PersonalEntry | None:
        return next(personal[kind], None) if kind in personal else None

    for commit in collected.commits:
        writer.add("commits", commit, entry("commits"))
    writer.add("changes", change, entry("changes"))
    writer.add("involvements", assessment.involvement)
    for line_record in assessed.records:
        writer.add("line-records", line_record)
    for signal, opening in zip(assessment.signals, assessment.personal, strict=True):
        writer.add("signals", signal, opening)
    for kind, records in (
        ("reviews", collected.reviews),
        ("checks", collected.checks),
        ("comprehension", collected.comprehension),
        ("events", collected.events),
        ("comments", collected.comments),
    ):
        for record in records:
            writer.add(kind, record, entry(kind) if getattr(record, "commitment", "") else None)
    yield from ((sha, change.id) for sha in assessment.on_branch)
