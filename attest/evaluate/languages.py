"""Which family of programming languages a file is of, by its name; and what people call the families."""

from collections.abc import Iterable
from pathlib import PurePosixPath

_SUFFIXES = {
    "c": ("c", "h"),
    "clojure": ("clj", "cljc", "cljs"),
    "cpp": ("cc", "cpp", "cxx", "hh", "hpp", "hxx"),
    "csharp": ("cs",),
    "dart": ("dart",),
    "elixir": ("ex", "exs"),
    "erlang": ("erl", "hrl"),
    "fsharp": ("fs",),
    "go": ("go",),
    "groovy": ("gradle", "groovy"),
    "haskell": ("hs",),
    "java": ("java",),
    "javascript": ("cjs", "cts", "js", "jsx", "mjs", "mts", "svelte", "ts", "tsx", "vue"),
    "julia": ("jl",),
    "kotlin": ("kt", "kts"),
    "lua": ("lua",),
    "objective-c": ("m", "mm"),
    "perl": ("pl", "pm"),
    "php": ("php",),
    "powershell": ("ps1", "psm1"),
    "python": ("py", "pyi", "pyx"),
    "r": ("r",),
    "ruby": ("rake", "rb"),
    "rust": ("rs",),
    "scala": ("scala",),
    "shell": ("bash", "sh", "zsh"),
    "solidity": ("sol",),
    "sql": ("sql",),
    "swift": ("swift",),
    "terraform": ("hcl", "tf"),
    "visual-basic": ("vb",),
}
_BY_SUFFIX = {f".{suffix}": family for family, suffixes in _SUFFIXES.items() for suffix in suffixes}
_CALLED = {
    "bash": "shell",
    "c#": "csharp",
    "c++": "cpp",
    "f#": "fsharp",
    "golang": "go",
    "js": "javascript",
    "node": "javascript",
    "nodejs": "javascript",
    "objc": "objective-c",
    "py": "python",
    "python3": "python",
    "ts": "javascript",
    "typescript": "javascript",
    "vb": "visual-basic",
}


def families_of(paths: Iterable[str]) -> frozenset[str]:
    """The families of the files at these paths; what is in no language of the list adds none."""
    suffixes = (PurePosixPath(path).suffix.lower() for path in paths)
    return frozenset(_BY_SUFFIX[suffix] for suffix in suffixes if suffix in _BY_SUFFIX)


def family(word: str) -> str:
    """The family that a word of a training or a rule means; an unknown word is a family of its own."""
    folded = word.casefold()
    return _CALLED.get(folded, folded)
