"""A first attest.yaml, from what was seen of the repositories: a text to be edited by people."""

from collections.abc import Sequence
from dataclasses import dataclass

from attest.model.control import Assertion

_HEAD = """\
# Management's side of the audit: who is responsible, what is in scope, and which controls operate.
# attest reads this file from the tip of the release branch: a change to it is itself a change of the audit.
# Every key is described in docs/configuration.md.
format: attest/1
"""

_CONTROLS = """
# One entry for each control that you operate or plan. Only `operated` gives deviations, and only from
# `since` to `until`; anything else is reported as a design gap. Put your own wording in place of ours.
"""

_REST = """
# persons:                 # accounts and addresses of one person, so that nobody approves their own change
#   - id: "1"
#     addresses: [sam@clinic.example]
#     accounts: ["github:12345"]
#
# required_checks:         # read by TST-01, beside what the branch rules require
#   - {name: "ci / test", app: github-actions}
#
# ai:
#   declaration_labels:    # read by CMP-07: what your labels say
#     ai-assisted: assisted
#
# agents:                  # read by AGT-01: the AI tools that may act, and how far; `[]` where none may
#   - id: claude-code      # as the report names the tool, or a name of your own
#     sponsor: Sam Example
#     owner: Head of Engineering
#     tier: co-author      # suggest, co-author, author or direct
#     models: [claude-opus-*]
#     paths: [src/**, tests/**]
#
# rule_files:              # other files here that steer audits: the report lists each change of them
#   packs: [audit/packs]
"""

_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Seen:
    """A repository as it was found: short name, release branch, and the forge's `owner/name`."""

    name: str
    branch: str
    remote: str = ""


def starter(
    entity: str,
    system: str,
    repositories: Sequence[Seen],
    assertions: Sequence[Assertion],
    *,
    timezone: str = "UTC",
) -> str:
    """The text of a first attest.yaml that loads as it stands: every assertion given is `planned`.

    Nothing is `operated` before somebody says so. Characters that the file may not hold are replaced by
    U+FFFD, so that a strange folder name cannot make it unreadable.
    """
    lines = [_HEAD, f"entity: {_name(entity)}\n", "system:\n", f"  name: {_name(system)}\n"]
    lines.append(f"timezone: {_name(timezone)}\n")
    lines.append("repositories:\n" if repositories else "repositories: []\n")
    for item in repositories:
        lines.append(f"  - name: {_name(item.name)}\n    branch: {_name(item.branch)}\n")
        if item.remote:
            lines.append(f"    remote: {_name(item.remote)}\n")
    lines += [_CONTROLS, "controls:\n" if assertions else "controls: []\n"]
    for number, assertion in enumerate(assertions, 1):
        lines.append(
            f"  - id: CM-{number:02}\n"
            f"    assertion: {assertion.id}          # {assertion.title}\n"
            f"    operation: planned\n"
            f"    wording: {_quoted(assertion.statement)}\n"
            f"    owner: to be named\n"
        )
    return "".join([*lines, _REST])


def _name(text: str) -> str:
    return _quoted(text.strip()[:_LONGEST_NAME] or "to be named")


def _quoted(text: str) -> str:
    """A double-quoted YAML scalar of one line."""
    shown = "".join(character if character.isprintable() else "\ufffd" for character in text)
    escaped = shown.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
