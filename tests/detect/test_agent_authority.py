"""Which files decide what an agent may do: by place, and where the place is shared, by content."""

import re

import pytest

from attest.collect.path_globs import pattern
from attest.detect import path_classes
from attest.detect.linear import fault

AUTHORITY = next(item for item in path_classes.load() if item.id == "agent-authority")
KINDS = {kind.id: kind for kind in AUTHORITY.kinds}


def placed(path: str) -> list[str]:
    """The kinds whose places a path lies at, up to the first whose content is not asked."""
    found = []
    for kind in AUTHORITY.kinds:
        if pattern(kind.globs).match(path.encode()):
            found.append(kind.id)
            if not kind.mentions:
                break
    return found


@pytest.mark.parametrize(
    ("path", "kinds"),
    [
        ("CLAUDE.md", ["instructions"]),
        ("a/b/AGENTS.md", ["instructions"]),
        ("packages/x/.cursor/rules/style.mdc", ["instructions"]),
        (".github/copilot-instructions.md", ["instructions"]),
        (".github/instructions/web.instructions.md", ["instructions"]),
        (".clinerules", ["instructions"]),
        (".clinerules/01.md", ["instructions"]),
        (".junie/guidelines.md", ["instructions"]),
        ("claude.md", ["instructions"]),
        (".rules", ["instructions"]),
        (".trae/rules/style.md", ["instructions"]),
        (".augment-guidelines", ["instructions"]),
        (".augment/rules/one.md", ["instructions"]),
        (".mcp.json", ["tools"]),
        (".claude.json", ["tools"]),
        ("claude_desktop_config.json", ["tools"]),
        ("tools/tool_schema.json", ["tools"]),
        (".gitlab-ci.yml", ["pipelines"]),
        (".gitlab/ci/deploy.yml", ["pipelines"]),
        (".circleci/config.yml", ["pipelines"]),
        ("Jenkinsfile", ["pipelines"]),
        ("deploy/Jenkinsfile", ["pipelines"]),
        ("plugins/x/.mcp.json", ["tools"]),
        (".vscode/mcp.json", ["tools"]),
        ("plugins/x/mcp.json", ["tools-elsewhere"]),
        (".vscode/settings.json", ["editor"]),
        (".claude/settings.json", ["permissions"]),
        (".claude/settings.local.json", ["permissions"]),
        (".codex/config.toml", ["permissions"]),
        (".copilot/settings.json", ["permissions"]),
        (".claude/hooks/guard.sh", ["hooks"]),
        (".claude/agents/reviewer.md", ["definitions"]),
        (".claude/commands/ship.md", ["definitions"]),
        (".agents/skills/x/SKILL.md", ["definitions"]),
        (".github/prompts/x.prompt.md", ["definitions"]),
        (".github/chatmodes/x.chatmode.md", ["definitions"]),
        (".github/workflows/copilot-setup-steps.yml", ["setup"]),
        (".github/workflows/ci.yml", ["agent-workflow", "credentials"]),
        (".github/CODEOWNERS", ["owners"]),
        ("docs/claude.md", []),
        ("CLAUDE.md.bak", []),
        ("src/settings.json", []),
        ("x/.github/workflows/ci.yml", []),
        ("tests/fixtures/agents/one.md", []),
        (".claudeignore", []),
        ("src/schema.json", []),
        ("lint.rules", []),
        ("x/.circleci/config.yml", []),
        ("Jenkinsfile.md", []),
    ],
)
def test_a_file_is_of_a_kind_by_its_place(path: str, kinds: list[str]) -> None:
    """At any depth where tools look at any depth; only the letters that tools read."""
    assert placed(path) == kinds


@pytest.mark.parametrize(
    ("kind", "text", "mentioned"),
    [
        ("pipelines", "  script: claude -p 'fix it'", True),
        ("pipelines", "  script: npm i -g @openai/codex", True),
        ("pipelines", "  id_tokens:\n    SIGSTORE:", True),
        ("pipelines", "      - build:\n          context: release", True),
        ("pipelines", "    withCredentials([string(credentialsId: 'x')]) {", True),
        ("pipelines", "  environment { KEY = credentials('deploy') }", True),
        ("pipelines", '  script: curl -H "token: $DEPLOY_TOKEN"', True),
        ("pipelines", "  script: make test", False),
        ("pipelines", "  script: echo claude passes", False),
        ("pipelines", "  image: $CI_REGISTRY/build", False),
        ("agent-workflow", "    - uses: anthropics/claude-code-action@v1", True),
        ("agent-workflow", "    - uses: openai/codex-action@main", True),
        ("agent-workflow", "        run: claude -p 'fix it'", True),
        ("agent-workflow", "        run: npx @openai/codex exec x", True),
        ("agent-workflow", "        key: ${{ secrets.ANTHROPIC_API_KEY }}", True),
        ("agent-workflow", "    - uses: actions/checkout@v4  # Claude wrote this", False),
        ("agent-workflow", "        run: cargo test --package cursor", False),
        ("credentials", "permissions:\n  contents: write", True),
        ("credentials", "  build:\n    permissions: read-all", True),
        ("credentials", "    env:\n      TOKEN: ${{ secrets.DEPLOY }}", True),
        ("credentials", "      token: ${{ github.token }}", True),
        ("credentials", "    secrets: inherit", True),
        ("credentials", "# permissions are read-only", False),
        ("credentials", "      run: echo permissions: none", False),
        ("tools-elsewhere", '{"mcpServers": {}}', True),
        ("tools-elsewhere", '{"name": "the MCP specification"}', False),
        ("editor", '{"chat.tools.autoApprove": true}', True),
        ("editor", '{"github.copilot.enable": {"*": false}}', True),
        ("editor", '{"editor.tabSize": 2}', False),
        ("owners", "/.claude/ @team", True),
        ("owners", "* @team\n.github/ @ops", True),
        ("owners", "# .claude/ has no owner\n* @team", False),
    ],
)
def test_where_others_lie_too_the_content_decides(kind: str, text: str, mentioned: bool) -> None:
    """A workflow that neither runs an agent nor holds a credential is none."""
    assert (re.search(KINDS[kind].mentions.encode(), text.encode()) is not None) is mentioned


def test_what_is_asked_of_content_takes_linear_time() -> None:
    """Workflows are written by whoever proposes a change."""
    assert {kind.id: fault(kind.mentions) for kind in AUTHORITY.kinds if fault(kind.mentions)} == {}


def test_what_is_asked_of_content_is_said_in_words() -> None:
    """With the limit of it, for who reads the report."""
    assert [kind.id for kind in AUTHORITY.kinds if bool(kind.mentions) != bool(kind.meaning)] == []
