"""A sample's recorded answers are what the simulator of its story answers."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from attest.samples import bundled
from attest.samples.answers import answers
from tests.simulator.answering import Forge
from tests.simulator.budget import Budget
from tests.simulator.exchange import Asked
from tests.simulator.from_story import world_of

LEFT_OUT = frozenset({"documentation_url"})
NOT_REQUESTS = ("recorded.json", "repository.json")


def recorded() -> list[str]:
    """Samples that a forge was asked about."""
    return [name for name in bundled.names() if bundled.tell(name).story.forge == "recorded"]


@pytest.mark.parametrize("name", recorded())
def test_the_recorded_answers_are_those_of_the_simulator(name: str) -> None:
    """Every field that was recorded of a pull request, its commits, reviews and checks has the same value."""
    history = bundled.tell(name)
    forge = Forge(world_of(history), Budget())
    files = {path: json.loads(data) for path, data in answers(history).items()}

    differences = [
        f"{path}: {one}"
        for path, body in files.items()
        if "/" in path and path not in NOT_REQUESTS
        for one in different(body, ask(forge, path))
    ]

    assert differences == []
    assert len(files) > 10


def ask(forge: Forge, path: str) -> Any:
    """The simulator's answer to the request that a file is of."""
    target = f"/repos/{forge.world.full_name}/{path.removesuffix('.json')}"
    asked = {"per_page": "100", "time_period": "month"}
    draft, _ = forge.answer(Asked("GET", target, asked, {}, "token"), "https://api.github.com", "t")
    return draft.json if draft.status == 200 else {"status": draft.status, "body": draft.json}


def different(recorded: Any, answered: Any, at: str = "") -> Iterator[str]:
    """Where the second lacks what the first has; addresses of documentation are not compared."""
    if isinstance(recorded, dict) and isinstance(answered, dict):
        for name in recorded.keys() - LEFT_OUT:
            if name not in answered:
                yield f"{at}.{name} is not answered"
            else:
                yield from different(recorded[name], answered[name], f"{at}.{name}")
    elif isinstance(recorded, list) and isinstance(answered, list) and len(recorded) == len(answered):
        for place, pair in enumerate(zip(recorded, answered, strict=True)):
            yield from different(*pair, f"{at}[{place}]")
    elif recorded != answered:
        yield f"{at}: {recorded!r} is {answered!r}"
