"""Every check that may speak, in one place. Nothing is found by importing what happens to be installed."""

from collections.abc import Mapping

from attest.errors import CatalogError
from attest.evaluate.check import Check, ItemCheck, RepositoryCheck
from attest.evaluate.checks.access_reviewed import CHECK as ACCESS_REVIEWED
from attest.evaluate.checks.activity_reviewed import CHECK as ACTIVITY_REVIEWED
from attest.evaluate.checks.agent_within_register import CHECK as AGENT_WITHIN_REGISTER
from attest.evaluate.checks.agents_confined import CHECK as AGENTS_CONFINED
from attest.evaluate.checks.ai_involvement_declared import CHECK as AI_INVOLVEMENT_DECLARED
from attest.evaluate.checks.ai_policy_in_force import CHECK as AI_POLICY_IN_FORCE
from attest.evaluate.checks.ai_population_identified import CHECK as AI_POPULATION_IDENTIFIED
from attest.evaluate.checks.approval_covers_landed_revision import CHECK as APPROVAL_COVERS_LANDED_REVISION
from attest.evaluate.checks.approved_revisions_deployed import CHECK as APPROVED_REVISIONS_DEPLOYED
from attest.evaluate.checks.approver_authorised import CHECK as APPROVER_AUTHORISED
from attest.evaluate.checks.assessment_recorded import CHECK as ASSESSMENT_RECORDED
from attest.evaluate.checks.authorised_before_build import CHECK as AUTHORISED_BEFORE_BUILD
from attest.evaluate.checks.back_out_recorded import CHECK as BACK_OUT_RECORDED
from attest.evaluate.checks.branch_rules_in_force import CHECK as BRANCH_RULES_IN_FORCE
from attest.evaluate.checks.bypasses_justified import CHECK as BYPASSES_JUSTIFIED
from attest.evaluate.checks.comprehension_contemporaneous import CHECK as COMPREHENSION_CONTEMPORANEOUS
from attest.evaluate.checks.comprehension_reaches_risk import CHECK as COMPREHENSION_REACHES_RISK
from attest.evaluate.checks.comprehension_recorded import CHECK as COMPREHENSION_RECORDED
from attest.evaluate.checks.comprehension_retested import CHECK as COMPREHENSION_RETESTED
from attest.evaluate.checks.comprehension_specific import CHECK as COMPREHENSION_SPECIFIC
from attest.evaluate.checks.critical_patches_in_time import CHECK as CRITICAL_PATCHES_IN_TIME
from attest.evaluate.checks.deployed_from_population import CHECK as DEPLOYED_FROM_POPULATION
from attest.evaluate.checks.deployment_gate_operated import CHECK as DEPLOYMENT_GATE_OPERATED
from attest.evaluate.checks.description_recorded import CHECK as DESCRIPTION_RECORDED
from attest.evaluate.checks.developers_trained import CHECK as DEVELOPERS_TRAINED
from attest.evaluate.checks.duties_split import CHECK as DUTIES_SPLIT
from attest.evaluate.checks.emergency_rate import CHECK as EMERGENCY_RATE
from attest.evaluate.checks.emergency_reviewed import CHECK as EMERGENCY_REVIEWED
from attest.evaluate.checks.evidence_retained import CHECK as EVIDENCE_RETAINED
from attest.evaluate.checks.exceptions_owned_and_closed import CHECK as EXCEPTIONS_OWNED_AND_CLOSED
from attest.evaluate.checks.extract_agrees import CHECK as EXTRACT_AGREES
from attest.evaluate.checks.findings_dispositioned import CHECK as FINDINGS_DISPOSITIONED
from attest.evaluate.checks.history_intact import CHECK as HISTORY_INTACT
from attest.evaluate.checks.identities_resolvable import CHECK as IDENTITIES_RESOLVABLE
from attest.evaluate.checks.incident_fixes_controlled import CHECK as INCIDENT_FIXES_CONTROLLED
from attest.evaluate.checks.independent_approval import CHECK as INDEPENDENT_APPROVAL
from attest.evaluate.checks.machine_approvals_excluded import CHECK as MACHINE_APPROVALS_EXCLUDED
from attest.evaluate.checks.new_components_reviewed import CHECK as NEW_COMPONENTS_REVIEWED
from attest.evaluate.checks.no_live_data import CHECK as NO_LIVE_DATA
from attest.evaluate.checks.objections_resolved import CHECK as OBJECTIONS_RESOLVED
from attest.evaluate.checks.population_complete import CHECK as POPULATION_COMPLETE
from attest.evaluate.checks.privacy_considered import CHECK as PRIVACY_CONSIDERED
from attest.evaluate.checks.release_approved import CHECK as RELEASE_APPROVED
from attest.evaluate.checks.required_checks_passed import CHECK as REQUIRED_CHECKS_PASSED
from attest.evaluate.checks.review_plausible import CHECK as REVIEW_PLAUSIBLE
from attest.evaluate.checks.reviewed_before_merge import CHECK as REVIEWED_BEFORE_MERGE
from attest.evaluate.checks.reviewer_qualified import CHECK as REVIEWER_QUALIFIED
from attest.evaluate.checks.secure_coding_classes_covered import CHECK as SECURE_CODING_CLASSES_COVERED
from attest.evaluate.checks.security_impact_documented import CHECK as SECURITY_IMPACT_DOCUMENTED
from attest.evaluate.checks.security_tests_on_final_revision import CHECK as SECURITY_TESTS_ON_FINAL_REVISION
from attest.evaluate.checks.significant_change_followed import CHECK as SIGNIFICANT_CHANGE_FOLLOWED
from attest.evaluate.checks.tests_independent import CHECK as TESTS_INDEPENDENT
from attest.evaluate.checks.times_in_order import CHECK as TIMES_IN_ORDER
from attest.model.control import Assertion

CHECKS: tuple[Check, ...] = (
    POPULATION_COMPLETE,
    EXTRACT_AGREES,
    DEPLOYED_FROM_POPULATION,
    HISTORY_INTACT,
    AI_POPULATION_IDENTIFIED,
    TIMES_IN_ORDER,
    AUTHORISED_BEFORE_BUILD,
    DESCRIPTION_RECORDED,
    SECURITY_IMPACT_DOCUMENTED,
    BACK_OUT_RECORDED,
    SIGNIFICANT_CHANGE_FOLLOWED,
    PRIVACY_CONSIDERED,
    REVIEWED_BEFORE_MERGE,
    INDEPENDENT_APPROVAL,
    APPROVAL_COVERS_LANDED_REVISION,
    APPROVER_AUTHORISED,
    REVIEWER_QUALIFIED,
    RELEASE_APPROVED,
    MACHINE_APPROVALS_EXCLUDED,
    OBJECTIONS_RESOLVED,
    SECURE_CODING_CLASSES_COVERED,
    REVIEW_PLAUSIBLE,
    COMPREHENSION_RECORDED,
    COMPREHENSION_SPECIFIC,
    ASSESSMENT_RECORDED,
    COMPREHENSION_REACHES_RISK,
    COMPREHENSION_RETESTED,
    COMPREHENSION_CONTEMPORANEOUS,
    AI_INVOLVEMENT_DECLARED,
    REQUIRED_CHECKS_PASSED,
    SECURITY_TESTS_ON_FINAL_REVISION,
    FINDINGS_DISPOSITIONED,
    TESTS_INDEPENDENT,
    CRITICAL_PATCHES_IN_TIME,
    NEW_COMPONENTS_REVIEWED,
    NO_LIVE_DATA,
    EMERGENCY_REVIEWED,
    EMERGENCY_RATE,
    INCIDENT_FIXES_CONTROLLED,
    AGENT_WITHIN_REGISTER,
    APPROVED_REVISIONS_DEPLOYED,
    DUTIES_SPLIT,
    DEPLOYMENT_GATE_OPERATED,
    BRANCH_RULES_IN_FORCE,
    BYPASSES_JUSTIFIED,
    ACCESS_REVIEWED,
    AGENTS_CONFINED,
    IDENTITIES_RESOLVABLE,
    DEVELOPERS_TRAINED,
    AI_POLICY_IN_FORCE,
    ACTIVITY_REVIEWED,
    EVIDENCE_RETAINED,
    EXCEPTIONS_OWNED_AND_CLOSED,
)

IDS = frozenset(check.id for check in CHECKS)
"""What an assertion's `check` may name."""


_BY_ID = {check.id: check for check in CHECKS}


def named(check_id: str) -> Check:
    """The check of that id.

    Raises:
        KeyError: There is none.
    """
    return _BY_ID[check_id]


def procedure(check_id: str) -> tuple[str, ...]:
    """The numbered steps of a check, for print."""
    return named(check_id).procedure


def fitting(assertion: Assertion, known: Mapping[str, Check] = _BY_ID) -> Check:
    """The check of an assertion, out of those known.

    Raises:
        CatalogError: There is none of that name, or it looks at another kind of subject.
    """
    check = known.get(assertion.check)
    if check is None:
        raise CatalogError(
            f"assertion {assertion.id} names an unknown check {assertion.check!r}",
            where=assertion.id,
            hint=f"use one of: {', '.join(sorted(known))}",
        )
    allowed = populations(check)
    if assertion.applies_to not in allowed:
        raise CatalogError(
            f"assertion {assertion.id} applies to {assertion.applies_to!r}, its check {check.id!r} does not",
            where=assertion.id,
            hint=f"`applies_to` of this check is {' or '.join(allowed)}",
        )
    return check


def populations(check: Check) -> tuple[str, ...]:
    """What an assertion of this check may apply to."""
    if isinstance(check, RepositoryCheck):
        return ("population",)
    if isinstance(check, ItemCheck):
        return (check.population,)
    return ("all", "ai_assisted", "agent_authority")
