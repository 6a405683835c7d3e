"""Samples: the frozen population, the plan, the draw, and what the marks of a sample support."""

import hashlib
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attest.errors import UsageError
from attest.evaluate.attributes import Matrix, attributes, bought, tables
from attest.evaluate.facts import ChangeFacts, Facts
from attest.evaluate.sampling import (
    COLUMNS,
    Population,
    allocate,
    cell,
    draw,
    freeze,
    make_plan,
    pick,
    rank,
)
from attest.model.finding import Outcome
from attest.model.sample import Allocation, Draw, Method, Replacement, SizeBasis, Wanted
from tests.support import report_inputs

ROOT = Path(__file__).resolve().parents[2]
YEAR = report_inputs.year(60)
CHANGES = tuple(Facts(YEAR.view).changes())
POPULATION = freeze(CHANGES)


def script() -> str:
    """The ten lines of the documentation."""
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "sampling.md").read_text(), re.DOTALL)
    return str(code)


def redrawn(population: Path, seed: str, by: str, sizes: Iterable[str]) -> list[tuple[str, str]]:
    """Ranks and keys that the documented script prints, in a Python that sees no package of ours."""
    done = subprocess.run(
        [sys.executable, "-I", "-c", script(), str(population), seed, by, *sizes],
        capture_output=True,
        check=True,
        cwd=population.parent,
        env={"PYTHONUTF8": "1"},
    )
    lines = done.stdout.decode().splitlines()
    return [(line.split(" ", 2)[0], line.rpartition(" ")[2]) for line in lines]


def named(change: ChangeFacts, name: str) -> ChangeFacts:
    """The same change in a repository of another name."""
    new = {"repository": name, "id": f"{name}:{change.change.landed_sha}"}
    return ChangeFacts(
        **{field: getattr(change, field) for field in change.__slots__}
        | {"change": change.change.model_copy(update=new)}
    )


def plan_and_draw(wanted: Wanted, seed: str = "4711", population: Population = POPULATION) -> Draw:
    """A sample of the year."""
    return draw(population, make_plan(population, wanted), seed, "the auditor")


def test_the_population_is_a_file_with_fixed_columns_and_order() -> None:
    """UTF-8, line feeds, a header, one row a change, sorted by repository and key, no result in it."""
    lines = POPULATION.data.decode().split("\n")
    rows = [line.split(",") for line in lines[1:-1]]

    assert lines[0] == ",".join(COLUMNS)
    assert lines[0] == "repository,change_key,label,landed_at,month,type,ai_state,tier,stratum"
    assert (len(rows), lines[-1]) == (60, "")
    assert rows == sorted(rows, key=lambda row: (row[0], row[1]))
    assert {row[1] for row in rows} == {facts.change.id for facts in CHANGES}
    assert hashlib.sha256(POPULATION.data).hexdigest() == POPULATION.digest


@given(st.permutations(range(60)))
@settings(max_examples=20, deadline=None)
def test_the_order_of_the_input_changes_nothing(order: list[int]) -> None:
    """A permutation of the changes gives the same bytes."""
    assert freeze(CHANGES[place] for place in order).data == POPULATION.data


@given(st.text(max_size=12), st.text(max_size=12))
def test_cells_are_inert_and_stay_distinct(one: str, other: str) -> None:
    """One printable line each, no formula, and two texts never become one."""
    assert cell(one).isprintable()
    assert not cell(one).startswith(("=", "+", "-", "@"))
    assert (cell(one) == cell(other)) == (one == other)


def test_ten_lines_without_our_code_draw_the_same_sample(tmp_path: Path) -> None:
    """The documented script, isolated from every package, gives the ranks and keys of the draw."""
    assert len(script().splitlines()) == 10
    (tmp_path / "population.csv").write_bytes(POPULATION.data)
    drawn = plan_and_draw(Wanted(size=25))

    found = redrawn(tmp_path / "population.csv", "4711", "-", ["all=25"])
    assert found == [(item.rank, item.key) for item in drawn.items]


@pytest.mark.parametrize("by", ["type", "ai_state", "month", "stratum", "tier", "repository"])
def test_ten_lines_draw_the_same_strata(tmp_path: Path, by: str) -> None:
    """By every column, with an unusual seed."""
    (tmp_path / "population.csv").write_bytes(POPULATION.data)
    drawn = plan_and_draw(Wanted(size=20, by=by), "Würfel | 4 7 1 1")
    assert drawn.plan is not None
    sizes = [f"{stratum.name}={stratum.size}" for stratum in drawn.plan.strata]

    found = redrawn(tmp_path / "population.csv", "Würfel | 4 7 1 1", by, sizes)
    assert found == [(item.rank, item.key) for item in drawn.items]


def test_ten_lines_draw_the_same_of_a_hostile_repository(tmp_path: Path) -> None:
    """A name with commas, quotes, line ends and a formula is one key on one line."""
    hostile = '=HYPERLINK("x"),a\nb\r\u2028"|;\\'
    population = freeze(named(change, hostile) for change in CHANGES)
    (tmp_path / "population.csv").write_bytes(population.data)
    drawn = plan_and_draw(Wanted(size=9), population=population)

    found = redrawn(tmp_path / "population.csv", "4711", "-", ["all=9"])
    assert [order for order, _ in found] == [item.rank for item in drawn.items]
    assert len(population.data.decode().splitlines()) == 61


def test_a_rank_is_a_hash_that_anybody_can_make() -> None:
    """SHA-256 of the four parts, joined."""
    made = rank("4711", "ab" * 32, "all", "clinic:00")

    assert made == hashlib.sha256(f"4711|{'ab' * 32}|all|clinic:00".encode()).hexdigest()


def test_the_same_seed_gives_the_same_sample_and_another_seed_another() -> None:
    """Nothing but population, plan and seed decides."""
    wanted = Wanted(size=20)

    assert plan_and_draw(wanted) == plan_and_draw(wanted)
    assert plan_and_draw(wanted, "4712").items != plan_and_draw(wanted).items


@given(st.integers(1, 59), st.text(alphabet="abc019 ", min_size=1, max_size=8))
@settings(max_examples=30, deadline=None)
def test_a_larger_sample_holds_the_smaller(size: int, seed: str) -> None:
    """Under one seed the first items stay; all are of the population, each once."""
    smaller = plan_and_draw(Wanted(size=size), seed).items
    larger = plan_and_draw(Wanted(size=size + 1), seed).items

    assert larger[:size] == smaller
    assert len({item.key for item in larger}) == size + 1
    assert {item.key for item in larger} <= {facts.change.id for facts in CHANGES}


@given(st.dictionaries(st.text(max_size=3), st.integers(1, 300), min_size=1, max_size=8), st.data())
def test_an_allocation_is_proportional(strata: dict[str, int], data: st.DataObject) -> None:
    """It adds up, takes no more than there is, and lies within one item of the share."""
    total = sum(strata.values())
    size = data.draw(st.integers(1, total))
    sizes = allocate(strata, size)

    assert sum(sizes.values()) == size
    assert all(0 <= sizes[name] <= count for name, count in strata.items())
    assert all(abs(sizes[name] * total - count * size) < total for name, count in strata.items())
    assert sizes == allocate(dict(reversed(strata.items())), size)


def test_a_plan_takes_its_size_from_the_population_alone() -> None:
    """Sixty changes at 95 % and 5 %: 38 of this population, 59 of an endless one."""
    finite = make_plan(POPULATION, Wanted())
    endless = make_plan(POPULATION, Wanted(basis=SizeBasis.ENDLESS))
    stated = make_plan(POPULATION, Wanted(size=25))

    assert (finite.size, finite.finite, finite.endless) == (38, 38, 59)
    assert (endless.size, endless.basis) == (59, SizeBasis.ENDLESS)
    assert (stated.size, stated.basis) == (25, SizeBasis.STATED)


def test_each_stratum_can_have_a_plan_of_its_own() -> None:
    """As if it were a population: a small stratum is taken whole."""
    plan = make_plan(POPULATION, Wanted(by="ai_state", allocation=Allocation.EACH, size=7))

    assert {stratum.name: stratum.size for stratum in plan.strata} == {
        stratum.name: min(7, stratum.population) for stratum in plan.strata
    }
    assert len(plan.strata) > 1


@pytest.mark.parametrize("size", [0, -3, 61])
def test_a_size_that_is_not_of_the_population_is_refused(size: int) -> None:
    """From 1 to all of it."""
    with pytest.raises(UsageError, match=r"cannot be drawn from 60 changes"):
        make_plan(POPULATION, Wanted(size=size))


def test_an_empty_population_is_refused() -> None:
    """Nothing is drawn from nothing."""
    with pytest.raises(UsageError, match="holds no change"):
        make_plan(freeze(()), Wanted())


def test_a_plan_that_no_sample_meets_is_refused() -> None:
    """Three of sixty may deviate at 5 %: with three accepted, not even all would show fewer."""
    with pytest.raises(UsageError, match="no sample of 60 changes supports"):
        make_plan(POPULATION, Wanted(accepted=3))


def test_a_stratum_that_is_none_is_refused() -> None:
    """With those there are."""
    with pytest.raises(UsageError, match="not divided by 'colour'") as fault:
        make_plan(POPULATION, Wanted(by="colour"))

    assert "ai_state" in fault.value.hint


def test_all_changes_can_be_taken() -> None:
    """Then what is found is the rate, and no limit lies above it."""
    drawn = plan_and_draw(Wanted(size=60))
    (table,) = tables(drawn)

    assert {item.key for item in drawn.items} == {facts.change.id for facts in CHANGES}
    assert [row.finite for row in table.rows] == [0, 1, 2, 3, 4]


def test_a_replaced_item_stays_with_its_reason_and_the_next_follows() -> None:
    """In rank order, and the sample keeps its size."""
    before = plan_and_draw(Wanted(size=5))
    plan = make_plan(POPULATION, Wanted(size=5))
    reason = Replacement(key=before.items[1].key, reason="landed before the period")
    after = draw(POPULATION, plan, "4711", "the auditor", (reason,))

    assert [item.key for item in after.items[:5]] == [item.key for item in before.items]
    assert after.items[1].out == "landed before the period"
    assert after.items[5] == plan_and_draw(Wanted(size=6)).items[5]
    assert len(after.tested) == 5


def test_only_a_drawn_item_can_be_replaced_and_only_while_there_are_others() -> None:
    """Neither a stranger, nor one of a stratum that was taken whole."""
    plan, whole = make_plan(POPULATION, Wanted(size=5)), make_plan(POPULATION, Wanted(size=60))
    first = plan_and_draw(Wanted(size=5)).items[0].key
    last = plan_and_draw(Wanted(size=60)).items[-1].key

    with pytest.raises(UsageError, match="not an item of this sample"):
        draw(POPULATION, plan, "4711", "", (Replacement(key=last, reason="disliked"),))
    with pytest.raises(UsageError, match="no further item"):
        draw(POPULATION, whole, "4711", "", (Replacement(key=first, reason="proven outside"),))


def test_named_items_are_a_selection_without_limits() -> None:
    """By key, label or commit; called what it is, and nothing is computed from it."""
    one, two = CHANGES[3].change, CHANGES[8].change
    picked = pick(POPULATION, [one.id, two.landed_sha[:12], one.id], "the team")

    assert picked.method is Method.SELECTED
    assert [item.key for item in picked.items] == [one.id, two.id]
    assert (picked.plan, tables(picked), picked.seed) == (None, (), "")


@pytest.mark.parametrize("name", ["", "#999", "clinic:nothing", "abc"])
def test_a_name_that_fits_no_change_is_refused(name: str) -> None:
    """Nothing is left out in silence."""
    with pytest.raises(UsageError, match="fits no change"):
        pick(POPULATION, [name], "the team")


def matrix(names: tuple[str, ...] = ()) -> Matrix:
    """The marks of the year."""
    return Matrix(attributes(YEAR.catalog, names), YEAR.view, YEAR.evaluation)


def test_marks_are_those_of_the_findings() -> None:
    """Of each change, for one test: the outcome of its finding, and the register's id of a deviation."""
    test = YEAR.catalog.assertions[0].id
    marks = matrix((test,))
    findings = {item.subject: item for item in YEAR.evaluation.findings if item.assertion == test}
    register = {line.finding: line.id for line in YEAR.evaluation.deviations}

    for facts in CHANGES:
        finding = findings.get(facts.change.id)
        (mark,) = marks.marks(facts.change.id)
        assert mark.outcome == (finding.outcome.word if finding else "")
        if finding and finding.outcome is Outcome.DEVIATION:
            assert mark.register_ids == tuple(filter(None, [register.get(finding.id)]))


def test_results_count_the_sample_and_the_whole_population() -> None:
    """Every item and every change once; an attribute without a test is left to the auditor."""
    drawn = plan_and_draw(Wanted(size=25))
    results = matrix().results(drawn)

    assert [result.letter for result in results] == list("ABCDEFGHI")
    for result in results:
        for counts, total in ((result.sample, 25), (result.population, 60)):
            assert counts.total == total
            assert counts.applicable + counts.not_applicable + counts.undecided == total
        assert bool(result.tests) == (result.population.undecided < 60)
        assert (result.bought is None) == (result.sample.applicable == 0)


def test_what_is_open_supports_nothing() -> None:
    """An open mark is taken for a deviation: a sample of nothing else leaves every rate possible."""
    test = next(item.id for item in YEAR.catalog.assertions if item.applies_to == "all")
    findings = tuple(
        item.model_copy(update={"outcome": Outcome.INDETERMINATE})
        for item in YEAR.evaluation.findings
        if item.assertion == test
    )
    evaluation = YEAR.evaluation.model_copy(update={"findings": findings})
    drawn = plan_and_draw(Wanted())
    (result,) = Matrix(attributes(YEAR.catalog, (test,)), YEAR.view, evaluation).results(drawn)

    assert (result.sample.indeterminate, result.sample.deviation) == (len(drawn.items), 0)
    assert result.bought is not None
    assert (result.bought.deviations, result.bought.finite_limit) == (len(drawn.items), "100.00")
    assert not result.bought.supports


def test_strata_with_plans_of_their_own_are_never_pooled() -> None:
    """Each attribute has a result for each stratum, which add up to the whole."""
    wanted = Wanted(size=5, by="ai_state", allocation=Allocation.EACH)
    drawn = plan_and_draw(wanted)
    strata = {row["change_key"]: row["ai_state"] for row in POPULATION.rows}
    chosen = attributes(YEAR.catalog, ())
    results = Matrix(chosen, YEAR.view, YEAR.evaluation, strata).results(drawn)
    reviewed = [result for result in results if result.letter == "D"]

    assert [result.stratum for result in reviewed] == sorted(set(strata.values()))
    assert sum(result.population.total for result in reviewed) == 60
    assert sum(result.sample.total for result in reviewed) == len(drawn.items)
    assert [table.stratum for table in tables(drawn)] == sorted(set(strata.values()))


def test_a_plan_is_met_by_the_deviations_it_accepts_and_by_no_more() -> None:
    """Sizes and limits agree, by either basis and for odd populations."""
    for total in (20, 37, 60, 61, 500):
        population = Population(
            ("change_key,type\n" + "".join(f"c:{number},x\n" for number in range(total))).encode()
        )
        for basis in (SizeBasis.FINITE, SizeBasis.ENDLESS):
            for accepted in (0, 1):
                wanted = Wanted(tolerable="12", accepted=accepted, basis=basis)
                plan = make_plan(population, wanted)
                if plan.size == total:
                    continue
                met = [bought(plan, found, plan.size, total).supports for found in (accepted, accepted + 1)]
                assert met == [True, False]


def test_an_unknown_assertion_is_refused() -> None:
    """With those there are."""
    with pytest.raises(UsageError, match="no such assertion") as fault:
        attributes(YEAR.catalog, ("NIL-01",))

    assert YEAR.catalog.assertions[0].id in fault.value.hint
