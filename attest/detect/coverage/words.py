"""What the coverage basis is told in, for whoever prints it."""

from attest.detect.coverage import scripts, sentences
from attest.detect.coverage.rules import settings, tools
from attest.model.report import CoverageWords

_READ = {
    sentences.RULE: "agents are told to leave no attribution",
    scripts.DELETES: "an agent's trailer is deleted from the message",
    scripts.REJECTS: "a message with an agent's trailer is rejected",
    scripts.OPTION: "an option switches attribution off",
}


def coverage_words() -> CoverageWords:
    """Titles of tools and rules, and what no trace covers."""
    known = tools()
    return CoverageWords(
        always=known.always,
        tools={tool.slug: tool.title for tool in known.tools},
        rules={**{rule.id: rule.title for rule in settings()}, **_READ},
        silent=tuple((tool.slug, tool.silent) for tool in known.tools if tool.silent),
    )
