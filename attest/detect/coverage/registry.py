"""Every reader of what may keep tools from leaving their trace."""

from collections.abc import Sequence
from functools import cache

from attest.detect.coverage import configured, scripts, sentences, switches
from attest.detect.coverage.reading import Found, Problem, Reader
from attest.model.coverage import Sought, TipFile


@cache
def readers() -> tuple[Reader, ...]:
    """A new kind of reading is a file of this folder and an entry here."""
    return (switches.reader(), sentences.reader(), scripts.reader())


def sought() -> tuple[Sought, ...]:
    """All that is looked for at the tip of a branch."""
    return (*(one for reader in readers() for one in reader.sought), *configured.sought())


def read(files: Sequence[TipFile]) -> tuple[tuple[Found, ...], tuple[Problem, ...]]:
    """What keeps traces away, by path and line, and what could not be read."""
    readings = [reader.read(file) for file in files for reader in readers()]
    problems = {Problem(file.path, file.problem) for file in files if file.problem}
    problems.update(problem for reading in readings for problem in reading.problems)
    found = sorted(one for reading in readings for one in reading.found)
    return tuple(sorted(found, key=lambda one: (one.path, one.line, one.rule))), tuple(sorted(problems))
