"""The record of each pull request's text: with the user's own headings and the repository's template."""

from collections.abc import Callable

from attest.config import Config
from attest.detect.descriptions import vocabulary
from attest.detect.descriptions.reading import describe, template_lines
from attest.model.collected import CollectedChange
from attest.model.description import Description

_TEMPLATES = tuple(
    f"{folder}{name}"
    for folder in ("", ".github/", "docs/")
    for name in ("pull_request_template.md", "PULL_REQUEST_TEMPLATE.md")
)
"""Where the forge looks for the template, at the tip of the branch."""


class Descriptions:
    """Describes the changes of one repository."""

    def __init__(self, config: Config, read_file: Callable[[str], bytes | None]) -> None:
        template = template_lines(map(read_file, _TEMPLATES))
        self._vocabulary = vocabulary(config.description.headings, template)

    def of(self, collected: CollectedChange) -> Description | None:
        """What the text of its pull request says by its headings; `None` where none was read."""
        if collected.pull is None:
            return None
        change = collected.change
        return describe(collected.pull, self._vocabulary, change=change.id, number=change.number)
