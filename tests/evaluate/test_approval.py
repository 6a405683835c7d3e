"""How a revision that somebody looked at relates to what landed: content first, then ids."""

from typing import Any

import pytest

from attest.evaluate.approval import Coverage, coverage
from attest.model.change import Binding, Change
from tests.support.records import pull, sha

MERGED = sha("merged")


def merged(binding: Binding = Binding.CLEAN_MERGE, **more: Any) -> Change:
    """A pull request whose landed tree is not its last revision's."""
    return pull(binding=binding, landed_tree=MERGED, **more)


@pytest.mark.parametrize(
    ("revision", "tree", "expected"),
    [
        (sha("head"), None, Coverage.COVERS),
        (sha("amended"), sha("tree"), Coverage.COVERS),
        (None, sha("tree"), Coverage.COVERS),
        (sha("older"), sha("older tree"), Coverage.OLDER),
        (sha("older"), None, Coverage.NOT_IN_CLONE),
        (None, None, Coverage.NOT_IN_CLONE),
        (sha("elsewhere"), MERGED, Coverage.COVERS),
    ],
)
def test_the_last_revision_is_known_by_its_id_or_its_content(
    revision: str | None, tree: str | None, expected: Coverage
) -> None:
    """Either is enough; neither is something to go by where it is missing."""
    assert coverage(merged(), revision, tree) is expected


@pytest.mark.parametrize(
    ("revision", "tree", "expected"),
    [
        (None, None, Coverage.NOT_IN_CLONE),
        (sha("head"), None, Coverage.NOT_IN_CLONE),
        (sha("head"), sha("tree"), Coverage.UNVERIFIABLE),
    ],
)
def test_two_missing_ids_are_not_equal(revision: str | None, tree: str | None, expected: Coverage) -> None:
    """An unknown last revision is not the unknown revision of a review."""
    assert coverage(merged(head_sha=None, head_tree=None), revision, tree) is expected


@pytest.mark.parametrize(
    ("binding", "expected"),
    [
        (Binding.IDENTICAL, Coverage.COVERS),
        (Binding.CLEAN_MERGE, Coverage.COVERS),
        (Binding.RESIDUAL, Coverage.RESIDUAL),
        (Binding.UNVERIFIABLE, Coverage.UNVERIFIABLE),
    ],
)
def test_the_binding_carries_the_last_revision_to_the_branch(binding: Binding, expected: Coverage) -> None:
    """What landed is as good as it could be shown to follow."""
    assert coverage(merged(binding), sha("head"), None) is expected
