"""Run the tests of a module against each of its mutants; print those that no test notices.

    python -m tests.mutation.survivors MODULE TEST_FILE

Each mutant is a child of a process that has read everything else already, so that it costs the tests and
little more. The last line is the number of mutants; every line before names one that survived.
"""

import importlib.abc
import importlib.util
import os
import sys
from collections.abc import Iterator, Sequence
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType

import pytest

from tests.mutation.mutants import mutants

_FORGOTTEN = ("attest.evaluate", "attest.pipeline", "tests.support", "tests.evaluate")
"""What may hold something of the module, and is read anew by each child."""


class _Loader(importlib.abc.Loader):
    """Loads one module from a text."""

    def __init__(self, path: str, source: str) -> None:
        self._path = path
        self._source = source

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(self._source, self._path, "exec"), module.__dict__)  # noqa: S102  our own text


class _Finder(importlib.abc.MetaPathFinder):
    """Finds one module in a text in place of its file."""

    def __init__(self, name: str, path: str, source: str) -> None:
        self._name = name
        self._loader = _Loader(path, source)
        self._path = path

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The spec of that module, `None` for any other."""
        del path, target
        if fullname != self._name:
            return None
        return importlib.util.spec_from_file_location(fullname, self._path, loader=self._loader)


def survivors(name: str, test: Path) -> Iterator[str | None]:
    """For each mutant its description where no test noticed, else `None`."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise ImportError(name)
    source = Path(spec.origin).read_text(encoding="utf-8")
    if not _is_missed(name, spec.origin, source, test):
        raise RuntimeError(f"{test} fails before anything is changed in {name}")
    for mutant in mutants(source):
        yield str(mutant) if _is_missed(name, spec.origin, mutant.source, test) else None


def _is_missed(name: str, path: str, source: str, test: Path) -> bool:
    child = os.fork()
    if child == 0:
        code = 1
        try:
            silence = os.open(os.devnull, os.O_WRONLY)
            os.dup2(silence, 1)
            os.dup2(silence, 2)
            for loaded in [item for item in sys.modules if item.startswith(_FORGOTTEN)]:
                del sys.modules[loaded]
            sys.meta_path.insert(0, _Finder(name, path, source))
            options = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", f"--rootdir={Path.cwd()}"]
            code = int(pytest.main([*options, str(test)]))
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def main() -> None:
    """Print the survivors, and how many mutants there were."""
    import attest.catalog
    import attest.config
    import attest.model.evidence  # noqa: F401  what every child needs, read once

    name, test = sys.argv[1:]
    total = 0
    for total, missed in enumerate(survivors(name, Path(test)), 1):  # noqa: B007  counted by the loop
        if missed:
            print(missed, flush=True)
    print(total)


if __name__ == "__main__":
    main()
