"""What to see to before an audit: each kind of thing, the largest first, and nothing where nothing is."""

from dataclasses import replace
from typing import Any

from attest.evaluate.engine import evaluate
from attest.evaluate.readiness import Stated, readiness
from attest.evaluate.register import deviation_id
from attest.evaluate.trends import stops
from attest.model.control import Catalog, Declaration
from attest.model.evidence import RunView
from attest.model.population import BoundaryBasis
from attest.model.readiness import Task
from tests.evaluate.test_dispositions import answer
from tests.support.records import PERIOD, gap, operated, pull, push, review, run_of, scope, sha

ALL = Stated(configured=True, persons=1, inventory=1, required_checks=1)
CHANGE = pull()
GOOD = run_of(CHANGE, reviews=[review(CHANGE)])
CUT = ("REV-01", "EXC-01")


def tasks(
    catalog: Catalog, view: RunView, *declared: Declaration, stated: Stated = ALL, **more: Any
) -> dict[str, Task]:
    """What to see to of a run under the tests of reviews and of answers, by its id."""
    cut = catalog.model_copy(
        update={"assertions": tuple(item for item in catalog.assertions if item.id in CUT)}
    )
    found = evaluate(cut, declared, view, PERIOD.until, register=(), **more)
    found = found.model_copy(update={"stops": stops(found.findings, view.changes)})
    return {task.id: task for task in readiness(view, cut, declared, found, stated)}


def whole(**parameters: Any) -> tuple[Declaration, Declaration]:
    """Both tests are declared, with every parameter."""
    return operated("REV-01", parameters={"review_evidence": "forge", **parameters}), operated("EXC-01")


def test_nothing_is_left_where_nothing_is_to_be_done(catalog: Catalog) -> None:
    """Everything declared, connected, proven and answered."""
    assert tasks(catalog, GOOD, *whole(), dispositions=()) == {}


def test_a_control_that_nobody_declares(catalog: Catalog) -> None:
    """With the number of results it leaves outside, of how many."""
    found = tasks(catalog, GOOD, operated("EXC-01"), dispositions=())
    assert list(found) == ["design-gap:REV-01"]
    task = found["design-gap:REV-01"]
    assert (task.count, task.of, task.unit) == (1, 2, "results")


def test_a_source_that_is_not_connected(catalog: Catalog) -> None:
    """Each by itself, with the option that connects it."""
    view = run_of(CHANGE, not_connected=("reviews", "pull-requests"))
    found = tasks(catalog, view, *whole())
    assert {name for name in found if name.startswith("source:")} == {
        "source:reviews",
        "source:pull-requests",
        "source:dispositions",
    }
    assert "--forge github" in found["source:reviews"].remedy
    assert "attest dispositions template" in found["source:dispositions"].remedy


def test_what_attest_yaml_leaves_out(catalog: Catalog) -> None:
    """Without the file that alone; with it, each part."""
    nothing = replace(ALL, configured=False)
    assert list(tasks(catalog, GOOD, *whole(), stated=nothing, dispositions=())) == ["no-configuration"]
    bare = Stated(configured=True, persons=0, inventory=0, required_checks=0)
    found = tasks(catalog, GOOD, *whole(), stated=bare, dispositions=())
    assert list(found) == ["no-persons", "no-inventory", "no-required-checks"]


def test_a_register_of_agents_that_is_missing(catalog: Catalog) -> None:
    """An empty one is one."""
    found = evaluate(catalog, (), GOOD, PERIOD.until)
    names = [task.id for task in readiness(GOOD, catalog, (), found, ALL)]
    assert "no-register" in names
    assert "no-register" not in tasks(catalog, GOOD)


def test_parameters_that_nobody_set(catalog: Catalog) -> None:
    """They are named: a default is then management's choice."""
    found = tasks(catalog, GOOD, operated("REV-01"), operated("EXC-01"), dispositions=())
    assert list(found) == ["defaults:CM-REV-01"]
    assert "review_evidence" in found["defaults:CM-REV-01"].what


def test_deviations_without_answers_and_answers_out_of_time(catalog: Catalog) -> None:
    """Of the register, and of what is carried forward."""
    view = run_of(push(1))
    line = deviation_id(f"REV-01:{push(1).id}")
    assert tasks(catalog, view, whole()[0], dispositions=())["unanswered"].count == 1

    late = answer(line, due="2025-05-01")
    unknown = answer("DEV-ffffffffff")
    found = tasks(catalog, view, whole()[0], dispositions=(late, unknown))
    assert "unanswered" not in found
    assert (found["overdue"].count, found["overdue"].of, found["overdue"].unit) == (1, 2, "answers")
    assert found["unknown-answers"].count == 1


def test_a_tip_that_rests_on_dates(catalog: Catalog) -> None:
    """Which one, in which repository."""
    start = scope().start.model_copy(update={"basis": BoundaryBasis.DECLARED, "sha": sha("base")})
    view = run_of(CHANGE, reviews=[review(CHANGE)], repositories=(scope(start=start),))
    found = tasks(catalog, view, *whole(), dispositions=())
    assert list(found) == ["tip:shop"]
    assert "the tip at the start of the period" in found["tip:shop"].what


def test_what_a_forge_forgets(catalog: Catalog) -> None:
    """A change of March in a run of the whole year, read from GitHub."""
    view = run_of(CHANGE, reviews=[review(CHANGE)], repositories=(scope(forge="github"),))
    assert list(tasks(catalog, view, *whole(), dispositions=())) == ["expiring"]


def test_gaps_by_their_kind(catalog: Catalog) -> None:
    """With what they mean for the figures."""
    view = run_of(CHANGE, reviews=[review(CHANGE)], gaps=[gap(kind="a"), gap(kind="b")])
    found = tasks(catalog, view, *whole(), dispositions=())
    assert {name for name in found if name.startswith("gap:")} == {"gap:a", "gap:b"}
    assert found["gap:a"].of == 2


def test_what_bears_on_most_stands_first(catalog: Catalog) -> None:
    """A control that stopped, by the number of changes since."""
    many = tuple(push(place) for place in range(1, 8))
    found = tasks(catalog, run_of(*many), *whole(), dispositions=(answer("DEV-ffffffffff"),))
    counts = [task.count for task in found.values()]
    assert counts == sorted(counts, reverse=True)
    assert found["stopped:REV-01:shop"].count == 7
