"""Places of the audit's own rules in attest.yaml: what may be named, and how old versions are read."""

import pytest

from attest.config import load, named_places
from attest.errors import ConfigError
from attest.model.touch import NamedGlob


def test_each_kind_names_its_places() -> None:
    """Under the class of the audit's own rules."""
    config = load(b"format: attest/1\nrule_files: {packs: [a/b, c/**], workflow: [x.sh]}\n", "here")

    assert config.rule_files.named == (
        NamedGlob(path_class="attest-rules", kind="packs", glob="a/b"),
        NamedGlob(path_class="attest-rules", kind="packs", glob="c/**"),
        NamedGlob(path_class="attest-rules", kind="workflow", glob="x.sh"),
    )


@pytest.mark.parametrize(
    "glob", ["a", "a/", "a/b.yaml", "*.yaml", "**/a", "a/**", "a/**/b?.y*", ".x/y", "a b"]
)
def test_what_a_place_may_be(glob: str) -> None:
    """A path from the root, with the three wildcards."""
    text = f"format: attest/1\nrule_files: {{rules: ['{glob}']}}\n"

    assert load(text.encode(), "here").rule_files.rules == (glob,)


@pytest.mark.parametrize(
    "glob",
    ["/a", "../a", "a/../b", "./a", "a//b", "", "/", ":(top)a", "a[b]", "a**", "**b/c", "a\\\\b", "{a,b}"],
)
def test_what_a_place_may_not_be(glob: str) -> None:
    """Outside the repository, or read by git otherwise than by us."""
    text = f'format: attest/1\nrule_files:\n  rules: ["{glob}"]\n'

    with pytest.raises(ConfigError, match=r"rule_files\.rules\.0") as fault:
        load(text.encode(), "here")
    assert fault.value.where == "here:3"


def test_an_older_version_is_read_for_its_places_alone() -> None:
    """Keys that today's schema does not know, or that stand for nothing any more, are no hindrance."""
    data = b"format: attest/0\nold: {x: 1}\ncontrols: 7\nrule_files: {rules: [a.yaml]}\n"

    assert [place.glob for place in named_places(data)] == ["a.yaml"]


@pytest.mark.parametrize("data", [b"", b"format: attest/1\n", b"rule_files:\n", b"- a\n", b"text\n"])
def test_a_version_that_names_nothing_is_no_fault(data: bytes) -> None:
    """Nor is one that is no map at all: it names no places."""
    assert named_places(data) == ()


@pytest.mark.parametrize("data", [b"a: [", b"\xff", b"rule_files: 1\n", b"rule_files: {x: [a]}\n"])
def test_a_version_that_cannot_be_read_is_one(data: bytes) -> None:
    """What it named is not known."""
    with pytest.raises(ConfigError):
        named_places(data)
