import re
from pathlib import Path

from attest.detect.loader import read
from attest.detect.rule import Kind

PAGE = (Path(__file__).parents[2] / "docs" / "signals.md").read_text()


def test_every_kind_of_trace_has_its_section() -> None:
    """In the order of the code, and no section without a kind."""
    assert re.findall(r"^### (\S+)$", PAGE, re.MULTILINE) == [kind.value for kind in Kind]


def test_the_documented_rule_can_be_loaded() -> None:
    """What a team copies from the page works."""
    block = re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL)

    assert block is not None
    assert "agent.quill" in {loaded.rule.id for loaded in read([("own.yaml", block[1].encode())]).rules}
