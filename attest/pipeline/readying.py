"""From an evaluated run to what the team should see to. No report reads this."""

from attest.evaluate.readiness import Stated, readiness
from attest.model.readiness import Task
from attest.pipeline.reporting import Evaluated
from attest.pipeline.scope import CONFIG_FILE


def tasks(evaluated: Evaluated) -> tuple[Task, ...]:
    """Everything to see to before an audit, what bears on most results first."""
    config = evaluated.config
    stated = Stated(
        configured=evaluated.evidence.config(CONFIG_FILE) is not None,
        persons=len(config.persons),
        inventory=len(config.inventory),
        required_checks=len(config.required_checks),
    )
    return readiness(evaluated.view, evaluated.catalog, evaluated.declarations, evaluated.evaluation, stated)
