"""VUL-02, by what could make it wrong."""

from typing import Any

import pytest

from attest.model.change import Change
from attest.model.control import Catalog
from attest.model.evidence import RunView
from attest.model.finding import Outcome
from attest.model.imported import Imported
from attest.model.placement import DEPENDENCIES, INFRASTRUCTURE
from attest.model.touch import Effect, Touch, TouchBasis
from tests.support.imported import file_of, row
from tests.support.records import (
    ADA,
    CLAUDE,
    CYD,
    DIGEST,
    GONE,
    evaluated,
    gap,
    outcome,
    pull,
    run_of,
    sha,
)

FILES = (file_of("releases"), file_of("components"))


def component(change: Change | None = None, place: int = 2, **more: Any) -> Imported:
    """A new component that Cyd looked at and the registry had; empty cells are left out."""
    cells: dict[str, Any] = {
        "change": (change or pull()).id, "name": "left-pad", "ecosystem": "npm", "reviewed_by": CYD,
        "existed_before": "yes",
    } | more  # fmt: skip
    return row("components", place, **{name: cell for name, cell in cells.items() if cell})


def release(**more: Any) -> Imported:
    """A release with its bill of materials."""
    cells = {"id": "v1", "sha": sha("landed 1"), "at": "2025-03-11T08:00:00Z", "sbom_digest": DIGEST} | more
    return row("releases", 5, **{name: cell for name, cell in cells.items() if cell})


def touch(effect: Effect = Effect.CHANGED, number: int = 1, path_class: str = DEPENDENCIES) -> Touch:
    """A list of dependencies that the first change touched."""
    change = pull()
    return Touch(
        id=f"{change.id}:touch:{number}", change=change.id, path_class=path_class, kind="lock", path="x.lock",
        effect=effect, before=None, after=None, commits=(change.landed_sha,), basis=TouchBasis.PLACE,
    )  # fmt: skip


def run(*rows: Imported, change: Change | None = None, **more: Any) -> RunView:
    """A run of a change, with releases and components."""
    return run_of(change or pull(), **{"imports": FILES, "imported": rows, **more})


def of(catalog: Catalog, *rows: Imported, change: Change | None = None, **more: Any) -> tuple[Outcome, str]:
    """Outcome of VUL-02 for one row."""
    return outcome(catalog, "VUL-02", run(*rows, change=change), **more)


def touching(catalog: Catalog, *touches: Touch, rows: Any = ()) -> list[str]:
    """Reasons where a change touched such lists."""
    return [item.reason for item in evaluated(catalog, "VUL-02", run(*rows, touches=touches)).findings]


@pytest.mark.parametrize("repository", ["", "shop"])
def test_met_by_a_release_with_an_inventory(catalog: Catalog, repository: str) -> None:
    """Its digest is there."""
    assert of(catalog, release(repository=repository)) == (Outcome.MET, "inventory-kept")


def test_met_by_a_component_that_was_looked_at(catalog: Catalog) -> None:
    """By somebody else, or allowed by a list."""
    listed = component(reviewed_by="", allowed="yes")

    assert {of(catalog, one) for one in (component(), listed)} == {(Outcome.MET, "reviewed")}


def test_met_by_a_component_stands_for_its_change(catalog: Catalog) -> None:
    """The list of dependencies that it was added to is no subject of its own."""
    assert touching(catalog, touch(), rows=[component()]) == ["reviewed"]


def test_deviation_of_a_release_without_an_inventory(catalog: Catalog) -> None:
    """Nothing says what is in it."""
    assert of(catalog, release(sbom_digest="")) == (Outcome.DEVIATION, "no-inventory")


@pytest.mark.parametrize("allowed", ["", "no"])
def test_deviation_of_a_component_that_nobody_looked_at(catalog: Catalog, allowed: str) -> None:
    """Nor does a list allow it."""
    assert of(catalog, component(reviewed_by="", allowed=allowed)) == (Outcome.DEVIATION, "not-reviewed")


def test_deviation_of_an_allowed_one_where_lists_do_not_count(catalog: Catalog) -> None:
    """Management asks for a look at each; one that was looked at is well."""
    listed = component(reviewed_by="", allowed="yes")

    assert of(catalog, listed, allowed_list="does-not-count") == (Outcome.DEVIATION, "not-reviewed")
    assert of(catalog, component(), allowed_list="does-not-count") == (Outcome.MET, "reviewed")


@pytest.mark.parametrize("more", [{}, {"allowed": "yes"}])
def test_indeterminate_when_the_registry_is_not_stated(catalog: Catalog, more: dict[str, Any]) -> None:
    """The name may be made up."""
    assert of(catalog, component(existed_before="", **more)) == (
        Outcome.INDETERMINATE,
        "registry-not-stated",
    )


def test_indeterminate_when_independence_is_open(catalog: Catalog) -> None:
    """Whoever looked may have written it."""
    change = pull(authors=(CLAUDE,), authors_complete=False)
    found = {of(catalog, component(change), change=change), of(catalog, component(reviewed_by=GONE))}

    assert found == {(Outcome.INDETERMINATE, "independence-undecidable")}


def test_indeterminate_for_a_change_of_elsewhere(catalog: Catalog) -> None:
    """Nothing is known of it."""
    assert of(catalog, component(change=pull(9))) == (Outcome.INDETERMINATE, "change-not-in-run")


def test_indeterminate_where_dependencies_changed_and_no_component_is_stated(catalog: Catalog) -> None:
    """Whether it added none is nobody's word; deleting one of two lists changes nothing about that."""
    both = (touch(), touch(Effect.DELETED, 2))

    assert touching(catalog, touch()) == ["components-not-listed"]
    assert touching(catalog, *both) == ["components-not-listed"]


def test_indeterminate_where_nobody_looked(catalog: Catalog) -> None:
    """One of the lists was not handed in, or rows could not be read."""
    unread = run(release(), gaps=[gap("", source="import", kind="components-unreadable")])
    found = [item.reason for item in evaluated(catalog, "VUL-02", unread).findings]

    assert outcome(catalog, "VUL-02", run(imports=FILES[:1])) == (
        Outcome.INDETERMINATE,
        "source-not-connected",
    )
    assert found == ["items-incomplete", "inventory-kept"]


def test_not_applicable_to_releases_of_other_repositories(catalog: Catalog) -> None:
    """They are no matter of this run."""
    assert of(catalog, release(repository="another", sbom_digest="")) == (
        Outcome.NOT_APPLICABLE,
        "other-repository",
    )


def test_not_applicable_where_lists_were_deleted(catalog: Catalog) -> None:
    """Nothing comes in by that; nor by what came to nothing, or by files of another class."""
    aside = (touch(Effect.NONE), touch(path_class=INFRASTRUCTURE))

    assert touching(catalog, touch(Effect.DELETED)) == ["only-deleted"]
    assert touching(catalog, *aside) == ["no-items"]
    assert evaluated(catalog, "VUL-02", run(touches=[touch(Effect.DELETED)])).findings[0].outcome == (
        Outcome.NOT_APPLICABLE
    )


@pytest.mark.parametrize("person", [ADA, CLAUDE])
def test_tempting_look_by_an_author_or_a_machine(catalog: Catalog, person: Any) -> None:
    """Whoever brought it in, or an agent, is no second look."""
    assert of(catalog, component(reviewed_by=person)) == (Outcome.DEVIATION, "reviewed-by-author")


def test_tempting_component_that_was_made_up(catalog: Catalog) -> None:
    """Looked at, allowed, and not in the registry before."""
    assert of(catalog, component(existed_before="no", allowed="yes")) == (
        Outcome.DEVIATION,
        "not-in-registry",
    )
