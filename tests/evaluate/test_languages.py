"""Files and words lead to families of languages."""

import pytest

from attest.evaluate.languages import families_of, family


def test_files_are_told_by_their_suffix_whatever_its_case() -> None:
    """A folder's name, a hidden file and a file in no language add nothing."""
    paths = ["src/a.PY", "b/c.tsx", "d.js", "e.rs/README", ".sh", "f.yaml", "g"]

    assert families_of(paths) == {"python", "javascript"}


@pytest.mark.parametrize(
    ("word", "meant"),
    [("TypeScript", "javascript"), ("C++", "cpp"), ("golang", "go"), ("python", "python"), ("Ada", "ada")],
)
def test_words_lead_to_families(word: str, meant: str) -> None:
    """Other words for a family are that family; what nobody knows is one of its own."""
    assert family(word) == meant
