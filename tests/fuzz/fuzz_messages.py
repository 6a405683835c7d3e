"""Coverage-guided fuzzing of messages, trailers and bodies of pull requests, run by hand.

After `pip install atheris`, from the root:

    python -m tests.fuzz.fuzz_messages [-max_total_time=600] [CORPUS_FOLDER]

Atheris has wheels for Linux and some versions of Python, and is no part of the tests. What it finds belongs
into `tests/detect` as an example. The law there is asked of made-up texts on every run, without coverage.
"""

import sys

import atheris

with atheris.instrument_imports(include=["attest.detect"]):
    from tests.detect.test_laws import SAMPLES, broken


def one(data: bytes) -> None:
    """Read whatever it is to the end; nothing may be raised, and no law be broken."""
    fault = broken(data.decode("utf-8", "surrogateescape"))
    if fault:
        raise AssertionError(fault)


def main() -> None:
    """Begin with every sample, then wherever the coverage leads."""
    for sample in SAMPLES:
        one(sample.encode())
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
