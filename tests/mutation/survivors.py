"""Run the tests of a module against each of its mutants; print those that no test notices.

    python -m tests.mutation.survivors MODULE TEST_FILE

Each mutant is a child of a process that has read everything already, in which one function gets the code
that its mutant has: whoever holds the function calls the mutant. The last line is the number of mutants;
every line before names one that survived.
"""

import importlib
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FunctionType, ModuleType

import pytest

from tests.mutation.mutants import Mutant, mutants


def survivors(name: str, test: Path) -> Iterator[str | None]:
    """For each mutant its description where no test noticed, else `None`.

    Raises:
        RuntimeError: The tests fail already, or a comparison lies outside of every function.
    """
    module = importlib.import_module(name)
    path = Path(str(module.__file__))
    if not _pass(test, lambda: None):
        raise RuntimeError(f"{test} fails before anything is changed in {name}")
    for mutant in mutants(path.read_text(encoding="utf-8")):
        if not mutant.function:
            raise RuntimeError(f"{mutant}: move the comparison of {name} into a function")
        yield str(mutant) if _pass(test, lambda mutant=mutant: _become(module, mutant)) else None  # type: ignore[misc]


def _become(module: ModuleType, mutant: Mutant) -> None:
    """Give a function of the module the code that its mutant has."""
    changed: dict[str, object] = {"__name__": module.__name__}
    exec(compile(mutant.source, str(module.__file__), "exec"), changed)  # noqa: S102  our own text
    there, other = module.__dict__[mutant.function], changed[mutant.function]
    if not isinstance(there, FunctionType) or not isinstance(other, FunctionType):
        raise TypeError(mutant.function)
    there.__code__ = other.__code__


def _pass(test: Path, prepare: Callable[[], None]) -> bool:
    """Whether the tests pass in a child that was prepared."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            silence = os.open(os.devnull, os.O_WRONLY)
            os.dup2(silence, 1)
            os.dup2(silence, 2)
            prepare()
            options = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", f"--rootdir={Path.cwd()}"]
            code = int(pytest.main([*options, str(test)]))
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def main() -> None:
    """Print the survivors, and how many mutants there were."""
    importlib.import_module("tests.support.records")  # what every child needs, read once
    name, test = sys.argv[1:]
    total = 0
    for total, missed in enumerate(survivors(name, Path(test)), 1):  # noqa: B007  counted by the loop
        if missed:
            print(missed, flush=True)
    print(total)


if __name__ == "__main__":
    main()
