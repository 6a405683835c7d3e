"""House rules that a machine can hold: sizes, words, addresses, decisions without gaps."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "attest"
MODULES = sorted(PACKAGE.rglob("*.py"))
BANNED = re.compile(
    r"\b(compliant|certified|human-written|no exceptions noted|reviewer understood)\b", re.IGNORECASE
)
VAGUE = {"utils", "helpers", "common", "manager", "data", "info", "misc"}


def tracked(*patterns: str) -> list[Path]:
    """The files git would take into a commit, so that a stray file is caught before it is one."""
    listing = subprocess.run(
        [
            "git",
            "-C",
            str(ROOT),
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
            "--",
            *patterns,
        ],
        capture_output=True,
        check=True,
    ).stdout
    return [
        ROOT / name.decode() for name in listing.split(b"\0") if name and (ROOT / name.decode()).is_file()
    ]


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_is_short_enough_to_read(module: Path) -> None:
    """No module passes 400 lines, no function 60."""
    text = module.read_text()
    tree = ast.parse(text)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    longest = max(((node.end_lineno or 0) - node.lineno + 1 for node in functions), default=0)

    assert len(text.splitlines()) <= 400
    assert longest <= 60


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_has_a_name_that_says_something(module: Path) -> None:
    """No module is called after nothing in particular."""
    assert module.stem not in VAGUE


def test_no_product_text_claims_a_verdict() -> None:
    """The words that only an auditor may conclude with are nowhere in what the product prints."""
    found = [
        f"{path.relative_to(ROOT)}: {match.group(0)}"
        for path in tracked("attest", "templates", "controls")
        if path.suffix in {".py", ".html", ".css", ".yaml", ".md"}
        for match in BANNED.finditer(path.read_text())
    ]

    assert found == []


def test_no_file_names_a_package_index_or_a_path_of_a_machine() -> None:
    """Locks and documents carry hashes, never the address of an index or of somebody's disk."""
    address = re.compile(
        r"(index-url|/simple/|https?://(files\.)?py" + r"thon?hosted|file:///(root|home|work|tmp))"
    )
    found = [
        str(path.relative_to(ROOT))
        for path in tracked(":!tests/architecture/test_house.py", ":!Makefile")
        if path.suffix in {".txt", ".toml", ".md", ".py", ".sh", ".yaml", ".yml", ".json", ""}
        and address.search(path.read_text(errors="replace"))
    ]

    assert found == []


def test_decisions_are_numbered_without_gaps() -> None:
    """docs/adr holds 0001 upwards, each once."""
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs" / "adr").glob("*.md"))

    assert list(range(1, len(numbers) + 1)) == numbers


def test_links_between_documents_lead_somewhere() -> None:
    """Every relative link in a Markdown file names a file of the project."""
    broken = [
        f"{path.relative_to(ROOT)} -> {target}"
        for path in tracked("*.md")
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", path.read_text())
        if not (path.parent / target).exists()
    ]

    assert broken == []


def test_no_test_is_skipped_or_expected_to_fail() -> None:
    """A check that does not run protects nobody."""
    mark = re.compile(r"pytest\.(mark\.(skip|xfail)|skip\()")
    found = [
        str(path)
        for path in tracked("tests/*.py")
        if path != Path(__file__) and mark.search(path.read_text())
    ]

    assert found == []
