import pytest

from attest.model.identity import ActorKind
from tests.detect.commits import commit, engine, rules, traces

PERSON = (ActorKind.PERSON, "")


@pytest.mark.parametrize(
    ("name", "address", "kind", "slug"),
    [
        ("Claude", "noreply@anthropic.com", ActorKind.AGENT, "claude-code"),
        ("Claude", "NoReply@Anthropic.com", ActorKind.AGENT, "claude-code"),
        ("Copilot", "198982749+Copilot@users.noreply.github.com", ActorKind.AGENT, "copilot"),
        ("claude[bot]", "41898282+claude[bot]@users.noreply.github.com", ActorKind.AGENT, "claude-code"),
        (
            "anthropic-code-agent[bot]",
            "242468646+Claude@users.noreply.github.com",
            ActorKind.AGENT,
            "claude-code",
        ),
        ("openai-code-agent[bot]", "242516109+Codex@users.noreply.github.com", ActorKind.AGENT, "codex"),
        ("Claude", "81847+claude@users.noreply.github.com", ActorKind.AGENT, "claude-code"),
        ("Codex", "267193182+codex@users.noreply.github.com", ActorKind.AGENT, "codex"),
        ("Cursor", "199161495+cursoragent@users.noreply.github.com", ActorKind.AGENT, "cursor"),
        ("Claude Opus 4.6", "claude@work.example", ActorKind.AGENT, "claude-code"),
        ("Mistral Vibe", "", ActorKind.AGENT, "mistral-vibe"),
        ("Ada (aider)", "ada@mail.example", ActorKind.AGENT, "aider"),
        ("Ada (claude)", "ada+claude@mail.example", ActorKind.AGENT, "claude-code"),
        (
            "dependabot[bot]",
            "49699333+dependabot[bot]@users.noreply.github.com",
            ActorKind.ROBOT,
            "dependabot",
        ),
        ("dependabot[bot]", "dependabot[bot]@users.noreply.github.com", ActorKind.ROBOT, "dependabot"),
        ("x", "41898282+github-actions[bot]@users.noreply.github.com", ActorKind.ROBOT, "github-actions"),
        ("x", "1234+unheard-of[bot]@users.noreply.github.com", ActorKind.ROBOT, "unheard-of"),
        ("GitHub", "noreply@github.com", ActorKind.ROBOT, "github-web"),
        ("", "", ActorKind.UNKNOWN, ""),
    ],
)
def test_known_identities(name: str, address: str, kind: ActorKind, slug: str) -> None:
    """An exact address or account names the agent or robot."""
    assert engine().classify(name, address) == (kind, slug)


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("Claude Example", "claude@mail.example"),
        ("Jean-Claude Example", "jean-claude@mail.example"),
        ("Devin Example", "devin@mail.example"),
        ("Jules Example", "jules@orchard.example"),
        ("Gemini Example", "gemini@mail.example"),
        ("Cody Example", "cody@mail.example"),
        ("Ada Example", "ada@anthropic.com"),
        ("Ada Example", "ada@all-hands.dev"),
        ("Ada Example", "ada@cursor.com"),
        ("Aider Example", "aider@mail.example"),
        ("Claude", "claude@users.noreply.github.com"),
        ("Claude", "12345+claude@users.noreply.github.com"),
        ("Codex", "242516109+somebody@users.noreply.github.com"),
        ("Kiro Example", "kiro@amazon.com"),
        ("Claude-77", "claude77@mail.example"),
        ("Llama2", "llama2@mail.example"),
        ("Opus 1.5", "opus@sound.example"),
        ("Claude Opus Example", "opus@mail.example"),
        ("Ada at OpenHands", "ada@all-hands.dev"),
        ("Copilot", "12345+Copilot@users.noreply.github.com"),
        ("Copilot", "198982749+somebody@users.noreply.github.com"),
        ("claude[bot]", "bot@mail.example"),
        ("robot", "robot@mail.example"),
        ("Amp", "amp@example.com"),
        ("Codex", "codex@local"),
        ("Claude", ""),
        ("Ada", "noreply@github.com"),
        ("Ada (Claude) Example", "ada@mail.example"),
    ],
)
def test_people_with_the_names_of_tools_are_people(name: str, address: str) -> None:
    """A display name, a vendor's domain, a number without its login: none of these makes an agent."""
    assert engine().classify(name, address) == PERSON
    assert engine().scan(commit(author=f"{name} <{address}>")) == ()
    assert rules(f"Mend\n\nCo-authored-by: {name} <{address}>\n") == []


@pytest.mark.parametrize(
    ("login", "kind", "slug"),
    [
        ("Copilot", ActorKind.AGENT, "copilot"),
        ("devin-ai-integration[bot]", ActorKind.AGENT, "devin"),
        ("anthropic-code-agent[bot]", ActorKind.AGENT, "claude-code"),
        ("openai-code-agent[bot]", ActorKind.AGENT, "codex"),
        ("app/copilot-swe-agent", ActorKind.AGENT, "copilot"),
        ("app/unheard-of", ActorKind.ROBOT, "unheard-of"),
        ("codex", ActorKind.PERSON, ""),
        ("renovate[bot]", ActorKind.ROBOT, "renovate"),
        ("unheard-of[bot]", ActorKind.ROBOT, "unheard-of"),
        ("ada", ActorKind.PERSON, ""),
        ("claude", ActorKind.PERSON, ""),
        ("", ActorKind.UNKNOWN, ""),
    ],
)
def test_accounts_of_the_forge(login: str, kind: ActorKind, slug: str) -> None:
    """A login is known by the forge, so that it needs no number."""
    assert engine().classify_login(login) == (kind, slug)


@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("Claude Code (claude-opus-4-5)", "claude-opus-4-5"),
        ("Claude Code (cli/claude-opus-4-5)", "claude-opus-4-5"),
        ("Claude Opus 4.8 (1M context)", "Claude Opus 4.8"),
        ("Claude Code", None),
        ("Claude Code (the agent)", None),
    ],
)
def test_a_model_is_read_in_parentheses_too(name: str, model: str | None) -> None:
    """Beside the tool's name, or as the name itself."""
    (found,) = traces(f"Mend\n\nCo-authored-by: {name} <noreply@anthropic.com>\n")

    assert found.model == model


def test_a_model_of_copilot_is_read() -> None:
    """Copilot runs on many."""
    address = "223556219+Copilot@users.noreply.github.com"
    (found,) = traces(f"Mend\n\nCo-authored-by: Copilot (GPT-5) <{address}>\n")

    assert found.model == "GPT-5"


def test_an_app_known_by_its_login_is_it_under_any_number() -> None:
    """Only GitHub gives out logins that end in [bot]; a person's needs number and login."""
    app = engine().classify("x", "99+opencode-agent[bot]@users.noreply.github.com")
    person = engine().classify("x", "99+opencode-agent@users.noreply.github.com")

    assert [str(kind) for kind, _ in (app, person)] == ["agent", "person"]
