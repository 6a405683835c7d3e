"""Build a sample, or renew what is generated from the stories.

`python -m sample_repos.build pay-squash OUT` makes the repository in OUT/pay-squash.
`python -m sample_repos.build --write` renews forge/ and ids.json of every story in this checkout.
"""

import shutil
import sys
from pathlib import Path

from attest.samples.answers import answers
from attest.samples.bundled import build, landmarks, names, tell, write

_HERE = Path(__file__).resolve().parent


def main(arguments: list[str]) -> int:
    """The command; returns its exit code."""
    match arguments:
        case ["--write"]:
            for name in names():
                _renew(name)
        case [name, out]:
            sys.stdout.write(f"{build(name, Path(out))}\n")
        case _:
            sys.stderr.write(__doc__ or "")
            return 2
    return 0


def _renew(name: str) -> None:
    history = tell(name)
    shutil.rmtree(_HERE / name / "forge", ignore_errors=True)
    write(answers(history), _HERE / name / "forge")
    write({"ids.json": landmarks(history)}, _HERE / name)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
