"""`python -m attest` is the same program as `attest`."""

from attest.cli import main

if __name__ == "__main__":
    main()
