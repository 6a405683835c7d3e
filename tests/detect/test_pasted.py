"""Robots that update dependencies paste what other projects wrote."""

from attest.detect.engine import load
from attest.model.collected import PullText

NOTES = """Bumps [quill](https://quill.example) from 1.0.0 to 1.1.0.
<details>
<summary>Release notes</summary>

Co-Authored-By: Claude <noreply@anthropic.com>
</details>
<br />
"""


def test_a_pasting_robots_pull_request_has_no_text_of_its_own() -> None:
    """Whatever stands last in it looks like a trailer, and is another project's."""
    engine = load()
    robots = engine.scan_pull(PullText(body=NOTES, author_login="dependabot[bot]"), "pull/1")
    assert [trace.rule for trace in robots] == ["robot.dependabot"]


def test_a_persons_pull_request_has() -> None:
    """The same trailer in a person's own words counts."""
    body = "Mend it\n\nCo-Authored-By: Claude <noreply@anthropic.com>\n"
    traces = load().scan_pull(PullText(body=body, author_login="ada"), "pull/1")
    assert [trace.tool for trace in traces] == ["claude-code"]
