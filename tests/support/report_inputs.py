"""Inputs of a report without a repository: a year of a small team, and the edges of what can occur."""

import hashlib
from dataclasses import dataclass, replace

from attest.model.change import Basis, Binding, Change, ChangeType, Review, ReviewState, StatusCheck
from attest.model.commit import CodeMetrics, Commit
from attest.model.comprehension import ComprehensionRecord, Level
from attest.model.control import (
    Assertion,
    Catalog,
    Criterion,
    Declaration,
    Framework,
    Mapping,
    Operation,
    Parameter,
    Strength,
)
from attest.model.evidence import FileEntry, Manifest, RuleRan, RunView
from attest.model.finding import Deviation, Evaluation, Finding, Outcome, Tally
from attest.model.identity import Actor, ActorKind
from attest.model.population import (
    Boundary,
    BoundaryBasis,
    Count,
    Gap,
    Period,
    Reconciliation,
    RepositoryScope,
)
from attest.model.report import Presentation, Report
from attest.model.signal import AiState, Grade, Involvement, Signal, SignalRole
from attest.report.build import build, walked_change

REPOSITORY = "ledger-api"
AS_OF = "2026-01-15T09:00:00Z"
_TOOLS = ("claude-code", "copilot-agent", "cursor", "codex")
_TITLES = (
    "Round settlement amounts half to even",
    "Retry the webhook queue with jitter",
    "Add an index for statement lookups",
    "Bump tokio from 1.38.0 to 1.38.1",
    "Reject transfers without a reference",
    "Move the fee table into configuration",
    "Log the idempotency key of each payment",
    "Fix a race in the balance cache",
    "Split the export job by account range",
    "Document the reconciliation runbook",
)
_PEOPLE = (
    "Amara Okafor",
    "Jonas Lindqvist",
    "Mei-Ling Chen",
    "Tomás Ferreira",
    "Ruth Abelson",
    "Priya Raghunathan",
)


@dataclass(frozen=True)
class Inputs:
    """Everything that `build` takes."""

    view: RunView
    catalog: Catalog
    declarations: tuple[Declaration, ...]
    evaluation: Evaluation
    presentation: Presentation

    def report(self) -> Report:
        """The report of these inputs."""
        return build(self.view, self.catalog, self.declarations, self.evaluation, self.presentation)


def sha(text: str) -> str:
    """A commit id that depends on a text."""
    return hashlib.sha1(text.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()


def digest(text: str) -> str:
    """A SHA-256 that depends on a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def person(number: int) -> Actor:
    """One of the team."""
    return Actor(id=f"P-{digest(f'person {number}')[:12]}", kind=ActorKind.PERSON, linked=True)


def agent(tool: str) -> Actor:
    """An AI identity."""
    return Actor(id=f"agent:{tool}", kind=ActorKind.AGENT)


def change(number: int, *, days: int = 365, count: int = 60, typed: bool = True) -> Change:
    """One change of the year; most are pull requests, every eleventh is pushed directly."""
    landed = sha(f"landed {number}")
    day = number * days // max(count, 1)
    month, date = day // 31 % 12 + 1, day % 28 + 1
    when = f"2025-{month:02d}-{date:02d}T{8 + number % 9:02d}:{number * 7 % 60:02d}:00Z"
    direct = number % 11 == 7
    kind = ChangeType.DIRECT_PUSH if direct else ChangeType.PULL_REQUEST
    head = None if direct else sha(f"head {number}")
    return Change(
        id=f"{REPOSITORY}:{landed}",
        ordinal=number,
        repository=REPOSITORY,
        label=landed[:12] if direct else f"#{400 + number}",
        number=None if direct else 400 + number,
        type=kind if typed else ChangeType.UNDETERMINED,
        type_basis="no pull request states this commit"
        if direct
        else f"forge: pull request {400 + number} states this merge commit",
        type_strength=Basis.SERVER if typed else Basis.DECLARED,
        method="commit" if direct else ("merge" if number % 3 else "squash"),
        landed_sha=landed,
        landed_tree=sha(f"tree {number}"),
        base_sha=sha(f"landed {number - 1}"),
        landed_at=when,
        landed_basis=Basis.SERVER if typed else Basis.DECLARED,
        head_sha=head,
        head_tree=sha(f"tree {number}") if head else None,
        binding=Binding.UNVERIFIABLE
        if direct
        else (
            Binding.RESIDUAL
            if number % 17 == 4
            else Binding.CLEAN_MERGE
            if number % 4 == 0
            else Binding.IDENTICAL
        ),
        authors=(person(number % 6), agent(_TOOLS[number % 4])) if number % 3 == 0 else (person(number % 6),),
        authors_complete=number % 13 != 5,
        opener=None if direct else person(number % 6),
        merger=person((number + 1) % 6),
        created_at=when,
        merged_at=None if direct else when,
        commit_count=1 + number % 4,
        pull_commit_count=None if direct else 1 + number % 4,
        files=1 + number % 7,
        added=12 + number * 3,
        deleted=number % 9,
        declaration="assisted" if number % 6 == 0 else "",
        labels=(),
        also_in=(),
        commitment=digest(f"commitment {number}"),
    )


def involvement(item: Change) -> Involvement:
    """What the record shows of AI: a third is evidenced, some are robots, some cannot be read."""
    number = item.ordinal
    state = (
        AiState.AI_EVIDENCED
        if number % 3 == 0
        else AiState.AUTOMATION
        if number % 10 == 4
        else AiState.UNKNOWN
        if number % 29 == 8
        else AiState.HUMAN_DECLARED
        if number % 19 == 1
        else AiState.NO_EVIDENCE
    )
    evidenced = state is AiState.AI_EVIDENCED
    grades = (Grade.B, Grade.A, Grade.C, Grade.B, Grade.D)
    return Involvement(
        id=item.id,
        ordinal=number,
        state=state,
        extent=("full", "mixed", "partial")[number // 3 % 3] if evidenced else None,
        grade=grades[number // 3 % 5] if evidenced else None,
        role=SignalRole.COAUTHOR if evidenced else None,
        tools=tuple(sorted({_TOOLS[number % 4], _TOOLS[number // 5 % 4]})) if evidenced else (),
        models=("claude-opus-4-5",) if evidenced and number % 2 == 0 else (),
        commits_evidenced=1 if evidenced else 0,
        commits_seen=item.commit_count,
        recovered=evidenced and number % 9 == 0,
        disclosed=number % 6 == 0 or number % 19 == 1,
        accountable=person(number % 6) if number % 27 else None,
        accountable_basis=("co-author", "author", "opener", "merger")[number % 4] if number % 27 else "none",
    )


def signals(item: Change) -> tuple[Signal, ...]:
    """Two traces for an evidenced change."""
    if item.ordinal % 3:
        return ()
    tool = _TOOLS[item.ordinal % 4]
    return tuple(
        Signal(
            id=f"signal:{item.label}:{place}",
            change=item.id,
            rule=rule,
            version=2,
            grade=grade,
            role=SignalRole.COAUTHOR,
            tool=tool,
            model=None,
            where=where,
            source=item.landed_sha,
            commitment=digest(f"signal {item.id} {place}"),
        )
        for place, (rule, grade, where) in enumerate(
            (
                ("co-author-trailer-agent", Grade.B, "trailer"),
                ("generated-with-footer", Grade.C, "pull-request-body"),
            )
        )
    )


def reviews(item: Change) -> tuple[Review, ...]:
    """An approval of the last revision, as a rule."""
    if item.number is None or item.ordinal % 8 == 2:
        return ()
    return (
        Review(
            id=f"review:{item.label}:1",
            change=item.id,
            reviewer=person((item.ordinal + 2) % 6),
            state=ReviewState.APPROVED,
            submitted_at=item.landed_at,
            sha=item.head_sha,
            tree=item.head_tree,
            commitment=digest(f"review {item.id}"),
        ),
    )


def checks(item: Change) -> tuple[StatusCheck, ...]:
    """Two checks on the head of a pull request."""
    if item.head_sha is None:
        return ()
    return tuple(
        StatusCheck(
            id=f"check:{item.label}:{name}",
            change=item.id,
            name=name,
            app="github-actions",
            sha=item.head_sha,
            conclusion="success",
            completed_at=item.landed_at,
            required=name == "unit tests",
        )
        for name in ("unit tests", "static analysis")
    )


ASSERTIONS = (
    ("POP-01", "Change population complete", "population", "every revision that reached a release branch in the period is listed once"),
    ("POP-05", "AI-assisted sub-population identified and method disclosed", "population", "AI-assisted changes are listed with how they were found"),
    ("REV-01", "No unreviewed path to the release branch", "all", "every change passed a review request before merge"),
    ("REV-02", "Independent human approval", "all", "someone other than every author approved"),
    ("REV-03", "Approval covers the final revision", "all", "what was approved is what was merged"),
    ("CMP-01", "Reviewer comprehension recorded for AI-assisted change", "ai_assisted", "the approver left evidence of knowing what they approved"),
    ("CMP-07", "Comprehension records bound to what landed", "ai_assisted", "each record names the tree that landed"),
    ("TST-01", "Checks passed on the final revision", "all", "the required checks ended in success on the revision that was merged"),
)  # fmt: skip


def assertion(name: str, title: str, applies: str, statement: str) -> Assertion:
    """A test as the packs hold one."""
    return Assertion(
        id=name,
        title=title,
        statement=statement[:1].upper() + statement[1:] + ".",
        check=f"{name.lower().replace('-', '_')}_holds",
        applies_to=applies,
        kind="detective" if name.startswith("POP") else "preventive",
        parameters=(
            Parameter(name="approvals", default=1, why="One independent approval is the common policy."),
        )
        if name == "REV-02"
        else (),
        evidence=("reviewer", "independence set", "review id"),
        limits="Two accounts of one person cannot be told apart without a persons file; an undeclared prompter stays unknown.",
    )


def catalog() -> Catalog:
    """Three frameworks that share the tests."""

    def mapping(name: str, strength: Strength) -> Mapping:
        return Mapping(assertion=name, strength=strength, limits="Shows recorded approval, not its quality.")

    def criterion(
        name: str, display: str, summary: str, *tests: Mapping, verbatim: bool = False
    ) -> Criterion:
        return Criterion(
            id=name,
            display=display,
            summary=summary,
            verbatim=verbatim,
            designation="required" if verbatim else "",
            evidence="repository" if tests else "external",
            attach="" if tests else "Records of the recovery exercise of the period.",
            limits="",
            mappings=tests,
        )

    direct, supporting, context = Strength.DIRECT, Strength.SUPPORTING, Strength.CONTEXT
    soc2 = Framework(
        id="soc2",
        title="SOC 2, Trust Services Criteria: change management",
        edition="2017, points of focus revised 2022",
        status="in_force",
        effective_from="2022-10-01",
        source="https://www.aicpa-cima.com/",
        note="Points of focus illustrate the criteria and are not requirements; summaries are in our words.",
        criteria=(
            criterion("soc2-cc8.1-tracks", "CC8.1 (tracks)", "Changes are tracked from request to operation.", mapping("POP-01", direct), mapping("POP-05", context)),
            criterion("soc2-cc8.1-approves", "CC8.1 (approves)", "Changes are approved before they are put into operation.", mapping("REV-01", direct), mapping("REV-02", direct), mapping("REV-03", direct)),
            criterion("soc2-cc8.1-tests", "CC8.1 (tests)", "Changes are tested before they are put into operation.", mapping("TST-01", direct)),
            criterion("soc2-cc5.3", "CC5.3 (competence)", "Controls are carried out by people with competence and authority.", mapping("CMP-01", supporting), mapping("CMP-07", supporting)),
            criterion("soc2-cc8.1-resilience", "CC8.1 (resilience)", "Resilience requirements are considered in changes."),
        ),
    )  # fmt: skip
    hipaa = soc2.model_copy(
        update={
            "id": "hipaa",
            "title": "HIPAA Security Rule, 45 CFR 164 Subpart C",
            "edition": "as amended 2013",
            "criteria": (
                criterion("hipaa-164.308-a-1-ii-b", "164.308(a)(1)(ii)(B)", "Implement security measures sufficient to reduce risks and vulnerabilities to a reasonable and appropriate level to comply with § 164.306(a).", mapping("REV-02", supporting), mapping("CMP-01", context), mapping("TST-01", supporting), verbatim=True),
                criterion("hipaa-164.312-b", "164.312(b)", "Implement hardware, software, and/or procedural mechanisms that record and examine activity in information systems that contain or use electronic protected health information.", mapping("POP-01", context), verbatim=True),
            ),
        }
    )  # fmt: skip
    pci = soc2.model_copy(
        update={
            "id": "pci",
            "title": "PCI DSS, Requirement 6",
            "edition": "4.0.1",
            "criteria": (
                criterion("pci-6.2.3.1", "6.2.3.1", "Where review of custom code is manual, a person other than the author with knowledge of review and of secure coding does it, and management approves.", mapping("REV-02", direct), mapping("REV-03", supporting), mapping("CMP-01", supporting)),
                criterion("pci-6.5.1", "6.5.1", "Changes in production follow a procedure with approval, testing and a way back.", mapping("POP-01", supporting), mapping("REV-01", supporting), mapping("TST-01", direct)),
            ),
        }
    )  # fmt: skip
    tests = tuple(assertion(*row) for row in ASSERTIONS)
    return Catalog(frameworks=(soc2, hipaa, pci), assertions=tests, digest=digest("catalog"))


def declarations() -> tuple[Declaration, ...]:
    """Management operates four of the tests' controls and plans one."""
    rows = (
        (
            "CM-01",
            "POP-01",
            Operation.OPERATED,
            "All changes to production code are made through the main branch.",
        ),
        (
            "CM-03",
            "REV-02",
            Operation.OPERATED,
            "Every change is approved by an engineer who did not write it.",
        ),
        ("CM-04", "REV-03", Operation.OPERATED, "Approvals are given on the revision that is merged."),
        ("CM-07", "TST-01", Operation.OPERATED, "Unit tests pass before a change is merged."),
        ("CM-09", "CMP-01", Operation.PLANNED, "Approvers of AI-assisted changes state what they examined."),
    )
    return tuple(
        Declaration(
            control=control,
            assertion=name,
            operation=operation,
            wording=wording,
            owner="Ruth Abelson",
            since="2025-01-01" if operation is Operation.OPERATED else "",
            until="",
            repositories=(),
            parameters={"approvals": 1} if name == "REV-02" else {},
        )
        for control, name, operation, wording in rows
    )


_FACTS = {
    Outcome.MET: ("holds", "The statement holds for this change."),
    Outcome.DEVIATION: (
        "no-independent-approval",
        "No approval by anyone outside the independence set is on record.",
    ),
    Outcome.INDETERMINATE: ("prompter-unknown", "The person who prompted the agent is not on record."),
    Outcome.NEEDS_REVIEW: ("residual-to-judge", "The landed tree holds lines that neither side explains."),
    Outcome.NOT_APPLICABLE: ("not-ai-assisted", "No AI evidence is on record for this change."),
}


def _outcome(name: str, item: Change, ai: bool) -> Outcome:
    number = item.ordinal
    if name.startswith("CMP") and not ai:
        return Outcome.NOT_APPLICABLE
    if name == "REV-01":
        return Outcome.DEVIATION if item.number is None else Outcome.MET
    if number % 13 == 5 and name in {"REV-02", "REV-03"}:
        return Outcome.INDETERMINATE
    if item.number is None or (name == "REV-02" and number % 8 == 2):
        return Outcome.DEVIATION
    if name == "REV-03" and number % 17 == 4:
        return Outcome.NEEDS_REVIEW
    return Outcome.DEVIATION if name.startswith("CMP") and number % 2 else Outcome.MET


def evaluation(
    view: RunView, tests: Catalog, declared: tuple[Declaration, ...], *, blind: bool = False
) -> Evaluation:
    """Findings as an engine would give them; `blind` makes all of them indeterminate."""
    operated = {item.assertion: item.control for item in declared if item.operation is Operation.OPERATED}
    states = {item.id: item.state is AiState.AI_EVIDENCED for item in view.involvements}
    findings: list[Finding] = []
    for test in tests.assertions:
        declared_here = test.id in operated
        if test.applies_to == "population":
            outcome = Outcome.INDETERMINATE if blind else Outcome.MET
            findings.append(_finding(test.id, f"repository:{REPOSITORY}", outcome, declared_here))
            continue
        for item in view.changes:
            outcome = Outcome.INDETERMINATE if blind else _outcome(test.id, item, states[item.id])
            findings.append(_finding(test.id, item.id, outcome, declared_here))
    return Evaluation(
        findings=tuple(findings),
        tallies=tuple(_tally(test.id, findings) for test in tests.assertions),
        deviations=_register(findings, view, operated),
        as_of=AS_OF,
    )


def _finding(name: str, subject: str, outcome: Outcome, declared: bool) -> Finding:
    reason, message = _FACTS[outcome]
    return Finding(
        id=f"{name}:{subject}",
        assertion=name,
        subject=subject,
        outcome=outcome,
        reason=reason,
        message=message,
        evidence=(subject,),
        declared=declared,
    )


def _tally(name: str, findings: list[Finding]) -> Tally:
    mine = [item for item in findings if item.assertion == name]

    def count(outcome: Outcome) -> int:
        return sum(1 for item in mine if item.declared and item.outcome is outcome)

    return Tally(
        assertion=name,
        total=len(mine),
        met=count(Outcome.MET),
        deviation=count(Outcome.DEVIATION),
        indeterminate=count(Outcome.INDETERMINATE),
        needs_review=count(Outcome.NEEDS_REVIEW),
        not_applicable=count(Outcome.NOT_APPLICABLE),
        design_gap=sum(1 for item in mine if not item.declared),
    )


def _register(findings: list[Finding], view: RunView, operated: dict[str, str]) -> tuple[Deviation, ...]:
    labels = {item.id: item.label for item in view.changes}
    return tuple(
        Deviation(
            id=f"DEV-{digest(item.id)[:10]}",
            finding=item.id,
            assertion=item.assertion,
            control=operated[item.assertion],
            subject=item.subject,
            label=labels.get(item.subject, item.subject),
            outcome=item.outcome,
            reason=item.reason,
            message=item.message,
        )
        for item in findings
        if item.declared and item.outcome in {Outcome.DEVIATION, Outcome.INDETERMINATE}
    )


def manifest(changes: tuple[Change, ...], *, second_source: str) -> Manifest:
    """The manifest of a year of one repository."""
    start = Boundary(sha=sha("start"), at="2025-01-01T00:00:00Z", basis=BoundaryBasis.PREVIOUS_RUN)
    end = Boundary(
        sha=changes[-1].landed_sha if changes else sha("start"),
        at="2026-01-01T00:00:00Z",
        basis=BoundaryBasis.DECLARED,
        out_of_order=(sha("late 1"), sha("late 2")),
    )
    size = len(changes)
    pulls = sum(1 for item in changes if item.number is not None)
    scope = RepositoryScope(
        name=REPOSITORY,
        remote=f"meridian-pay/{REPOSITORY}",
        branch="main",
        start=start,
        end=end,
        object_format="sha1",
        forge="recorded" if second_source else "git",
        commit_count=sum(item.commit_count for item in changes),
        change_count=size,
        facts=("replace-refs:2",),
    )
    command = f"git rev-list --first-parent --count {start.sha}..{end.sha}"
    counts = (Count(what="first-parent commits", how=command, count=size),) + (
        (
            Count(
                what="merged pull requests of the forge",
                how="pulls?state=closed&base=main, 2 pages",
                count=pulls + 1,
            ),
        )
        if second_source
        else ()
    )
    return Manifest(
        format_version=1,
        tool_version="0.1.0",
        git_version="2.39.5",
        entity="Meridian Payments Limited",
        system="Ledger platform",
        operator="Ruth Abelson, Compliance",
        period=Period(
            label="2025",
            first_day="2025-01-01",
            last_day="2025-12-31",
            timezone="UTC",
            since="2025-01-01T00:00:00Z",
            until="2026-01-01T00:00:00Z",
        ),
        as_of=AS_OF,
        as_of_basis="given on the command line",
        forge=scope.forge,
        repositories=(scope,),
        reconciliations=(
            Reconciliation(
                repository=REPOSITORY,
                first_source="git, first-parent line of main",
                second_source=second_source,
                counts=counts,
                difference=1 if second_source else 0,
                unmatched_here=tuple(item.id for item in changes if item.number is None)[:4]
                if second_source
                else (),
                unmatched_there=("#417",) if second_source else (),
            ),
        ),
        sources=("forge:recorded", "git", "refs/pull") if second_source else ("git",),
        not_connected=() if second_source else ("checks", "comprehension", "reviews"),
        config_origin="attest.yaml at the release branch's tip" if second_source else "none",
        rules=tuple(
            RuleRan(id=f"rule-{name}", version=1 + place % 3, origin="built-in")
            for place, name in enumerate(_RULES)
        ),
        counts={"changes": size},
        files=tuple(
            FileEntry(
                path=f"records/{name}.jsonl", size=1200 * (place + 3), sha256=digest(name), records=size
            )
            for place, name in enumerate(("changes", "commits", "gaps", "involvements", "reviews", "signals"))
        ),
        previous_run=digest("previous"),
    )


_RULES = (
    "co-author-trailer",
    "generated-with-footer",
    "session-link",
    "assisted-by",
    "agent-author",
    "agent-committer",
)


def year(count: int = 60) -> Inputs:
    """A realistic year: reviews, several tools, deviations, gaps, three frameworks."""
    changes = tuple(change(number, count=count) for number in range(count))
    header = manifest(changes, second_source="forge: merged pull requests of main")
    view = RunView(
        run_id="9f3c51d2a4e07b68",
        manifest=header,
        manifest_digest=digest("manifest"),
        root=digest("root"),
        signed=False,
        changes=changes,
        involvements=tuple(involvement(item) for item in changes),
        signals=tuple(signal for item in changes for signal in signals(item)),
        reviews=tuple(review for item in changes for review in reviews(item)),
        checks=tuple(check for item in changes for check in checks(item)),
        comprehension=tuple(_comprehension(item) for item in changes if item.ordinal % 6 == 0),
        metrics=tuple(_metrics(item) for item in changes if item.ordinal % 3 == 0),
        gaps=_gaps(),
        people={person(number).id: name for number, name in enumerate(_PEOPLE)},
        titles={item.id: _TITLES[item.ordinal % len(_TITLES)] for item in changes},
        matched={signal.id: _matched(signal) for item in changes for signal in signals(item)},
    )
    tests, declared = catalog(), declarations()
    found = evaluation(view, tests, declared)
    return Inputs(view, tests, declared, found, _presentation(view, found, tests))


def _matched(signal: Signal) -> str:
    return f"Co-authored-by: {signal.tool} <noreply@{signal.tool}.example>"


def _comprehension(item: Change) -> ComprehensionRecord:
    return ComprehensionRecord(
        id=f"comprehension:{item.label}",
        change=item.id,
        reviewer=person((item.ordinal + 2) % 6),
        level=Level.C2,
        sha=item.head_sha,
        tree=item.head_tree,
        recorded_at=item.landed_at,
        method="statement",
        commitment=digest(f"comprehension {item.id}"),
    )


def _metrics(item: Change) -> CodeMetrics:
    return CodeMetrics(
        id=f"{REPOSITORY}:{item.landed_sha}",
        repository=REPOSITORY,
        sha=item.landed_sha,
        change=item.id,
        files=item.files or 0,
        files_measured=max(0, (item.files or 0) - 1),
        methods_touched=3,
        complexity=11,
        analyser="pydriller 2.12",
    )


def _gaps() -> tuple[Gap, ...]:
    return (
        Gap(
            id="gap:refs-pull:ledger-api",
            source="refs/pull",
            kind="head-missing",
            repository=REPOSITORY,
            what="5 pull-request heads are not in the copy that was read",
            effect="Their own commits were not searched; AI evidence that a squash removed can be missing.",
            affected_count=5,
        ),
        Gap(
            id="gap:git:blob",
            source="git",
            kind="missing-blob",
            repository=REPOSITORY,
            what="One commit's file statistics could not be taken",
            effect="Its line counts are absent; nothing else depends on them.",
            affected_count=1,
        ),
        Gap(
            id="gap:notes",
            source="notes",
            kind="not-configured",
            repository="",
            what="Git notes were not read",
            effect="Tool-written notes on authorship are not part of the evidence.",
            not_connected=True,
        ),
    )


def _presentation(view: RunView, found: Evaluation, tests: Catalog) -> Presentation:
    walked = next(item for item in view.changes if item.id == walked_change(view, found))
    commits = tuple(_commit(walked, place) for place in range(3))
    steps = (
        "Take every subject of the population named above.",
        "Read the records that the source names, at the revision that landed.",
        "Compare them with the statement; where a record is absent, the result is indeterminate.",
        "Record the reason and the ids of the evidence.",
    )
    return Presentation(
        procedures={test.id: steps for test in tests.assertions},
        commits=commits,
        subjects={item.sha: f"{view.titles.get(walked.id, '')}, part {item.ordinal}" for item in commits},
    )


def _commit(item: Change, place: int) -> Commit:
    name = sha(f"commit {item.id} {place}")
    return Commit(
        id=f"{REPOSITORY}:{name}",
        ordinal=place,
        repository=REPOSITORY,
        sha=name,
        tree=sha(f"tree {name}"),
        parents=(sha(f"parent {name}"),),
        change=item.id,
        via=("brought-in", "landed", "pull-request")[place],
        authored_at=item.landed_at,
        committed_at=item.landed_at,
        author=item.authors[0],
        committer=item.authors[0],
        coauthors=item.authors[1:],
        flags=(),
        files=2,
        added=10,
        deleted=1,
        binary=0,
        commitment=digest(name),
    )


HOSTILE = (
    '<script>alert("x")</script><link rel=attachment href=file:///etc/passwd>',
    "Fix the parser \x00\x1b[31mred\x1b[0m\r\nSigned-off-by: nobody",
    "user\u202eexe.fdp\u202c is harmless\u2028next line\u200b",
    "caf\udce9 latin-1 name, half a pair \ud83d",
    "مراجعة التغيير رقم ١٢ قبل الدمج",
    "תיקון באג בטבלת העמלות",
    "修复支付网关中的舍入错误 并更新文档",
    "🚀🔥 ship it 👩‍👩‍👧‍👦 ✅",
    "Z\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308\u0309\u030a\u030ba\u0300lgo",
    "=HYPERLINK(\"https://example.invalid\";\"open\")",
    "src/" + "very_long_directory_name/" * 8 + "file.py",
    "W" * 400,
    "This change is fully compliant and certified; the reviewer understood everything; no exceptions noted",
    "{{ 7 * 7 }} {% include 'secret' %} ${HOME} `id`",
)  # fmt: skip


def hostile() -> Inputs:
    """A run on git alone whose every text is hostile and whose every result is indeterminate."""
    changes = tuple(change(number, count=len(HOSTILE), typed=False) for number in range(len(HOSTILE)))
    header = manifest(changes, second_source="")
    scope = header.repositories[0].model_copy(
        update={"branch": "release/" + "nested/" * 20 + "end", "facts": ("grafts", "shallow:" + "x" * 90)}
    )
    header = header.model_copy(
        update={
            "entity": "The Incorporated Society of Extremely Long Names and Subsidiaries (Holdings) International GmbH & Co. KG",
            "system": "支付 <b>platform</b> " + "x" * 200,
            "operator": HOSTILE[2],
            "repositories": (scope,),
        }
    )
    view = RunView(
        run_id="00000000deadbeef",
        manifest=header,
        manifest_digest=digest("hostile"),
        root=digest("hostile root"),
        signed=False,
        changes=changes,
        involvements=tuple(involvement(item) for item in changes),
        signals=tuple(signal for item in changes for signal in signals(item)),
        reviews=(),
        checks=(),
        comprehension=(),
        metrics=(),
        gaps=tuple(
            item.model_copy(update={"what": f"{HOSTILE[place]} at {HOSTILE[10]}", "repository": REPOSITORY})
            for place, item in enumerate(_gaps())
        ),
        people={person(number).id: HOSTILE[number] for number in range(6)},
        titles={item.id: HOSTILE[item.ordinal] for item in changes},
        matched={signal.id: HOSTILE[11] for item in changes for signal in signals(item)},
    )
    tests, declared = catalog(), declarations()
    found = evaluation(view, tests, declared, blind=True)
    return Inputs(view, tests, declared, found, _presentation(view, found, tests))


def empty() -> Inputs:
    """A run without a change, without declarations and without a stated entity."""
    header = manifest((), second_source="").model_copy(update={"entity": "", "system": "", "operator": ""})
    view = hostile().view.model_copy(
        update={
            "manifest": header,
            "changes": (),
            "involvements": (),
            "signals": (),
            "gaps": (),
            "people": {},
            "titles": {},
            "matched": {},
        }
    )
    tests = catalog()
    found = evaluation(view, tests, (), blind=True)
    return Inputs(view, tests, (), found, Presentation())


def signed(inputs: Inputs) -> Inputs:
    """The same inputs with a signature on the run."""
    return replace(inputs, view=inputs.view.model_copy(update={"signed": True}))
