"""RET-01, by what could make it wrong."""

from typing import Any

from attest.model.control import Catalog
from attest.model.evidence import RunView
from attest.model.finding import Finding, Outcome
from attest.model.imported import Imported
from attest.model.joined import JoinedRun
from tests.support.imported import file_of, row
from tests.support.records import DIGEST, PERIOD, evaluated, gap, pull, run_of

BEFORE = "ab" * 32
RUN = BEFORE[:16]


def restored(place: int = 2, **more: str) -> Imported:
    """A restore that verified, a year before the report to the day, of a run that is kept for seven years."""
    cells = {"run": RUN, "at": "2025-01-01", "verified": "yes", "retain_until": "2033-01-01"}
    return row("restores", place, **{**cells, **more})


def joined(as_of: str) -> JoinedRun:
    """The run of before as a part of the period, with its day."""
    return JoinedRun(
        run_id=RUN, manifest_digest=BEFORE, root=DIGEST, size=1, period=PERIOD, as_of=as_of,
        tool_version="0.1.0", repositories=("shop",), redacted=False,
    )  # fmt: skip


def run(*rows: Imported, **more: Any) -> RunView:
    """A run that follows another one; the report speaks for the first of January 2026."""
    fields: dict[str, Any] = {"previous_run": BEFORE, "imports": (file_of("restores", len(rows)),)}
    return run_of(pull(), imported=rows, **{**fields, **more})


def findings(catalog: Catalog, view: RunView, **parameters: Any) -> tuple[Finding, ...]:
    """What RET-01 finds."""
    return evaluated(catalog, "RET-01", view, **parameters).findings


def of(catalog: Catalog, *rows: Imported, **parameters: Any) -> tuple[Outcome, str]:
    """Outcome and reason for the run of before."""
    (found,) = findings(catalog, run(*rows), **parameters)
    return found.outcome, found.reason


def test_met_by_a_restore_of_a_year_ago(catalog: Catalog) -> None:
    """To the day; so is the time that it is kept."""
    (found,) = findings(catalog, run(restored()))
    assert (found.subject, found.outcome, found.reason) == (f"run:{RUN}", Outcome.MET, "retained")
    assert found.message == "Restores of the run on record: 1; the last on 2025-01-01."
    assert found.evidence == (f"run:{RUN}", restored().id)


def test_met_by_a_restore_that_names_the_digest(catalog: Catalog) -> None:
    """The whole of it, in whichever form."""
    for name in (BEFORE, f"sha256:{BEFORE}", BEFORE.upper()):
        assert of(catalog, restored(run=name)) == (Outcome.MET, "retained")


def test_met_by_the_age_of_the_run_where_it_is_known(catalog: Catalog) -> None:
    """Seven years from the day that it speaks for, to the day."""
    made = restored(retain_until="2032-07-01")
    (found,) = findings(catalog, run(made, runs=(joined("2025-07-01T00:00:00Z"),)))
    assert (found.outcome, found.reason) == (Outcome.MET, "retained")


def test_met_on_the_day_of_the_report(catalog: Catalog) -> None:
    """A restore of that day counts."""
    assert of(catalog, restored(at="2026-01-01")) == (Outcome.MET, "retained")


def test_deviation_without_a_restore(catalog: Catalog) -> None:
    """None, or one of a later day; a run that is read with this one is a subject too."""
    expected = (Outcome.DEVIATION, "not-restored")
    assert of(catalog) == expected
    assert of(catalog, restored(at="2026-01-02")) == expected
    (found,) = findings(catalog, run(previous_run=None, runs=(joined(PERIOD.since),)))
    assert (found.subject, found.reason) == (f"run:{RUN}", "not-restored")


def test_deviation_of_an_old_restore(catalog: Catalog) -> None:
    """A day more than a year; fewer months may be asked for."""
    assert of(catalog, restored(at="2024-12-31")) == (Outcome.DEVIATION, "restore-old")
    assert of(catalog, restored(), restore_months=11) == (Outcome.DEVIATION, "restore-old")


def test_deviation_of_a_run_that_is_kept_too_short(catalog: Catalog) -> None:
    """A day less than seven years; more may be asked for."""
    view = run(restored(retain_until="2032-06-30"), runs=(joined("2025-07-01T00:00:00Z"),))
    (found,) = findings(catalog, view)
    assert (found.outcome, found.reason) == (Outcome.DEVIATION, "kept-too-short")
    assert found.message.endswith("Kept until 2032-06-30.")
    (fewer,) = findings(catalog, view, retain_years=6)
    assert fewer.reason == "retained"


def test_indeterminate_where_its_age_is_not_known(catalog: Catalog) -> None:
    """Kept for less than seven years from today, it may be long enough."""
    assert of(catalog, restored(retain_until="2032-12-31")) == (Outcome.INDETERMINATE, "age-unknown")


def test_indeterminate_without_the_file(catalog: Catalog) -> None:
    """Nobody handed restores in; a row that could not be read may be the one."""
    (found,) = findings(catalog, run_of(pull(), previous_run=BEFORE))
    assert (found.subject, found.outcome, found.reason) == (
        "run", Outcome.INDETERMINATE, "source-not-connected",
    )  # fmt: skip
    (cut,) = findings(catalog, run(gaps=[gap("", source="import", kind="restores-unreadable")]))
    assert cut.reason == "evidence-missing"


def test_needs_review_where_no_day_is_stated(catalog: Catalog) -> None:
    """One of several restores may state it."""
    bare = restored()
    bare = bare.model_copy(update={"values": {k: v for k, v in bare.values.items() if k != "retain_until"}})
    assert of(catalog, bare) == (Outcome.NEEDS_REVIEW, "time-not-stated")
    assert of(catalog, bare, restored(3, at="2024-06-01")) == (Outcome.MET, "retained")


def test_not_applicable_to_a_first_run(catalog: Catalog) -> None:
    """There is none before it."""
    (found,) = findings(catalog, run(previous_run=None))
    assert (found.subject, found.outcome, found.reason) == ("run", Outcome.NOT_APPLICABLE, "no-items")


def test_tempting_restore_that_verified_before_the_last(catalog: Catalog) -> None:
    """The last one did not; nor does one of the same day take it back."""
    for day in ("2025-01-01", "2025-06-01"):
        rows = restored(3), restored(2, at=day, verified="no")
        assert of(catalog, *rows) == (Outcome.DEVIATION, "altered")
    assert of(catalog, restored(at="2024-06-01", verified="no"), restored(3)) == (Outcome.MET, "retained")


def test_tempting_restore_of_another_run(catalog: Catalog) -> None:
    """It is a subject of its own, and says nothing of the one before."""
    found = findings(catalog, run(restored(run="cd" * 8)))
    assert [(one.subject, one.reason) for one in found] == [
        (f"run:{RUN}", "not-restored"),
        (f"run:{'cd' * 8}", "retained"),
    ]
