"""Coverage-guided fuzzing of line records, run by hand.

After `pip install atheris`, from the root:

    python -m tests.fuzz.fuzz_line_records [-max_total_time=600] [CORPUS_FOLDER]

Atheris has wheels for Linux and some versions of Python, and is no part of the tests. What it finds belongs
into `tests/detect/lines` as an example. The laws there are fuzzed on every run, without coverage.
"""

import sys

import atheris

with atheris.instrument_imports(include=["attest.detect.lines", "json"]):
    from tests.detect.lines.test_laws import SAMPLES, kept


def one(data: bytes) -> None:
    """Read whatever it is to the end; nothing may be raised, nor more be confirmed than was added."""
    record = kept(data)
    if record is not None and not record.confirmed <= min(record.attested, record.added or 0):
        raise AssertionError(record)


def main() -> None:
    """Begin with every sample, then wherever the coverage leads."""
    for sample in SAMPLES.values():
        one(sample.encode())
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
