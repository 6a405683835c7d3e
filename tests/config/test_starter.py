"""The first attest.yaml: it loads as it stands, and nothing in it operates yet."""

from hypothesis import given, settings
from hypothesis import strategies as st

from attest.catalog import known_assertions
from attest.config import Seen, load, starter
from attest.model.control import Operation

ASSERTIONS = known_assertions()


def test_what_was_seen_is_in_it() -> None:
    """Entity, system, repositories with branch and remote, and every assertion once."""
    text = starter("Example Clinic", "Portal", [Seen("portal", "main", "example/portal")], ASSERTIONS)
    config = load(text.encode(), "attest.yaml", assertions=ASSERTIONS)

    assert (config.entity, config.system.name) == ("Example Clinic", "Portal")
    assert [(item.name, item.branch, item.remote) for item in config.repositories] == [
        ("portal", "main", "example/portal")
    ]
    assert [item.assertion for item in config.declarations] == [item.id for item in ASSERTIONS]


def test_everything_is_planned() -> None:
    """Nothing operates before somebody says so."""
    text = starter("E", "S", [Seen("r", "main")], ASSERTIONS)
    declared = load(text.encode(), "attest.yaml").declarations

    assert {item.operation for item in declared} == {Operation.PLANNED}


def test_the_examples_in_its_comments_are_lawful() -> None:
    """Whoever removes the comment signs gets a file that loads."""
    text = starter("E", "S", [Seen("r", "main")], ASSERTIONS)
    head, _, rest = text.partition("# persons:")
    shown = "persons:" + rest.replace("\n# ", "\n").replace("\n#\n", "\n")
    config = load((head + shown).encode(), "attest.yaml", assertions=ASSERTIONS)

    assert config.persons[0].accounts == ("github:12345",)
    assert config.required_checks[0].written == "ci / test by github-actions"
    assert config.ai.declaration_labels == {"ai-assisted": "assisted"}
    assert [(agent.id, agent.tier.value) for agent in config.agents or ()] == [("claude-code", "co-author")]


def test_no_repository_and_no_assertion_is_lawful_too() -> None:
    """Empty lists."""
    config = load(starter("", "", [], []).encode(), "attest.yaml")

    assert (config.repositories, config.controls) == ((), ())


@settings(max_examples=200)
@given(st.text(), st.text(), st.text(), st.text(max_size=400))
def test_any_name_gives_a_file_that_loads(entity: str, system: str, name: str, branch: str) -> None:
    """Quotes, control characters, lone surrogates, right-to-left marks, four hundred characters."""
    text = starter(entity, system, [Seen(name, branch, name)], ASSERTIONS)
    config = load(text.encode(), "attest.yaml", assertions=ASSERTIONS)

    assert len(config.repositories) == 1


@given(st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=200))
def test_a_printable_name_comes_back_as_it_was(name: str) -> None:
    """Nothing is lost of a name that can be printed."""
    text = starter(name, "S", [], ASSERTIONS)

    assert load(text.encode(), "attest.yaml").entity == name
