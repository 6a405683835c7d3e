"""Controls, declarations and findings as the other stages would hand them on."""

from attest.model.change import Change
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
from attest.model.evidence import RunView
from attest.model.finding import Deviation, Evaluation, Finding, Outcome, Tally
from attest.model.signal import AiState
from tests.support.report_records import AS_OF, REPOSITORY, digest

ASSERTIONS = (
    (
        "POP-01",
        "Change population complete",
        "population",
        "every revision that reached a release branch in the period is listed once",
    ),
    (
        "POP-05",
        "AI-assisted sub-population identified and method disclosed",
        "population",
        "AI-assisted changes are listed with how they were found",
    ),
    (
        "REV-01",
        "No unreviewed path to the release branch",
        "all",
        "every change passed a review request before merge",
    ),
    ("REV-02", "Independent human approval", "all", "someone other than every author approved"),
    ("REV-03", "Approval covers the final revision", "all", "what was approved is what was merged"),
    (
        "CMP-01",
        "Reviewer comprehension recorded for AI-assisted change",
        "ai_assisted",
        "the approver left evidence of knowing what they approved",
    ),
    (
        "CMP-07",
        "Comprehension records bound to what landed",
        "ai_assisted",
        "each record names the tree that landed",
    ),
    (
        "TST-01",
        "Checks passed on the final revision",
        "all",
        "the required checks ended in success on the revision that was merged",
    ),
)


_CHECKS = {
    "REV-01": "reviewed_before_merge",
    "REV-02": "independent_approval",
    "REV-03": "approval_covers_landed_revision",
}


def assertion(name: str, title: str, applies: str, statement: str) -> Assertion:
    """A test as the packs hold one."""
    return Assertion(
        id=name,
        title=title,
        statement=statement[:1].upper() + statement[1:] + ".",
        check=_CHECKS.get(name, f"{name.lower().replace('-', '_')}_holds"),
        applies_to=applies,
        kind="detective" if name.startswith("POP") else "preventive",
        parameters=(
            Parameter(name="approvals", default=1, why="One independent approval is the common policy."),
        )
        if name == "REV-02"
        else (),
        evidence=("reviewer", "independence set", "review id"),
        limits=(
            "Two accounts of one person cannot be told apart without a persons file; an "
            "undeclared prompter stays unknown."
        ),
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
            criterion(
                "soc2-cc8.1-tracks",
                "CC8.1 (tracks)",
                "Changes are tracked from request to operation.",
                mapping("POP-01", direct),
                mapping("POP-05", context),
            ),
            criterion(
                "soc2-cc8.1-approves",
                "CC8.1 (approves)",
                "Changes are approved before they are put into operation.",
                mapping("REV-01", direct),
                mapping("REV-02", direct),
                mapping("REV-03", direct),
            ),
            criterion(
                "soc2-cc8.1-tests",
                "CC8.1 (tests)",
                "Changes are tested before they are put into operation.",
                mapping("TST-01", direct),
            ),
            criterion(
                "soc2-cc5.3",
                "CC5.3 (competence)",
                "Controls are carried out by people with competence and authority.",
                mapping("CMP-01", supporting),
                mapping("CMP-07", supporting),
            ),
            criterion(
                "soc2-cc8.1-resilience",
                "CC8.1 (resilience)",
                "Resilience requirements are considered in changes.",
            ),
        ),
    )
    hipaa = soc2.model_copy(
        update={
            "id": "hipaa",
            "title": "HIPAA Security Rule, 45 CFR 164 Subpart C",
            "edition": "as amended 2013",
            "criteria": (
                criterion(
                    "hipaa-164.308-a-1-ii-b",
                    "164.308(a)(1)(ii)(B)",
                    (
                        "Implement security measures sufficient to reduce risks and "
                        "vulnerabilities to a reasonable and appropriate level to comply "
                        "with § 164.306(a)."
                    ),
                    mapping("REV-02", supporting),
                    mapping("CMP-01", context),
                    mapping("TST-01", supporting),
                    verbatim=True,
                ),
                criterion(
                    "hipaa-164.312-b",
                    "164.312(b)",
                    (
                        "Implement hardware, software, and/or procedural mechanisms that "
                        "record and examine activity in information systems that contain or "
                        "use electronic protected health information."
                    ),
                    mapping("POP-01", context),
                    verbatim=True,
                ),
            ),
        }
    )
    pci = soc2.model_copy(
        update={
            "id": "pci",
            "title": "PCI DSS, Requirement 6",
            "edition": "4.0.1",
            "criteria": (
                criterion(
                    "pci-6.2.3.1",
                    "6.2.3.1",
                    (
                        "Where review of custom code is manual, a person other than the "
                        "author with knowledge of review and of secure coding does it, and "
                        "management approves."
                    ),
                    mapping("REV-02", direct),
                    mapping("REV-03", supporting),
                    mapping("CMP-01", supporting),
                ),
                criterion(
                    "pci-6.5.1",
                    "6.5.1",
                    ("Changes in production follow a procedure with approval, testing and a way back."),
                    mapping("POP-01", supporting),
                    mapping("REV-01", supporting),
                    mapping("TST-01", direct),
                ),
            ),
        }
    )
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
