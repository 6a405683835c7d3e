"""What management declares of a parameter keeps to the bounds that the packs set."""

import pytest

from attest.catalog import known_assertions
from attest.config import load
from attest.errors import ConfigError
from attest.model.control import Assertion, Parameter

CONFIG = """\
format: attest/1
entity: Example
controls:
  - id: CM-01
    assertion: REV-02
    operation: operated
    wording: Two approve.
    owner: Head of Engineering
    parameters: {approvals: NUMBER}
"""


def bounded(minimum: int | None, maximum: int | None) -> tuple[Assertion, ...]:
    """The bundled assertions, one with other bounds."""
    limits = Parameter(name="approvals", default=2, why="Because.", minimum=minimum, maximum=maximum)
    return tuple(
        item.model_copy(update={"parameters": (limits,)}) if item.id == "REV-02" else item
        for item in known_assertions()
    )


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_number_within_its_bounds_is_taken(number: int) -> None:
    """The bounds themselves included."""
    config = load(CONFIG.replace("NUMBER", str(number)).encode(), "file", assertions=bounded(1, 3))

    assert config.declarations[0].parameters == {"approvals": number}


@pytest.mark.parametrize(("number", "what"), [(0, "must be at least 1"), (4, "must be at most 3")])
def test_a_number_beyond_its_bounds_is_refused(number: int, what: str) -> None:
    """With the line of the parameter."""
    with pytest.raises(ConfigError) as caught:
        load(CONFIG.replace("NUMBER", str(number)).encode(), "file", assertions=bounded(1, 3))

    assert caught.value.what == f"controls.0.parameters.approvals: {what}"
    assert caught.value.where == "file:9"
