"""Records that are not checked again are records all the same."""

from attest.model.base import unchecked
from attest.model.population import Gap


def test_an_unchecked_record_is_the_record() -> None:
    """It equals the checked one, has its hash, and writes itself the same."""
    fields = {
        "id": "gap/1", "source": "git", "kind": "x", "repository": "", "what": "w", "effect": "e",
        "affects": ("a",), "affected_count": 1, "not_connected": False,
    }  # fmt: skip
    checked, made = Gap.model_validate(fields), unchecked(Gap, dict(fields))

    assert (checked, hash(checked), checked.model_dump_json()) == (made, hash(made), made.model_dump_json())
    assert checked.model_copy(update={"what": "v"}) == made.model_copy(update={"what": "v"})
