#!/bin/sh
# Everything from a fresh machine to a tested checkout: set-up, then style, types and the default test suite.
# With `slow` as first argument: the slow suite alone, which also needs npm and a package registry.
. "$(dirname "$0")/setup.sh"
install_poppler
install_packages dev
export PATH="$PWD/.venv/bin:$PATH"
if [ "${1:-}" = slow ]; then
  shift
  install_npm
  exec pytest -m slow "$@"
fi
say "style"
ruff check .
ruff format --check .
say "types"
mypy
say "tests"
exec pytest -m "not slow" -n "${ATTEST_TEST_WORKERS:-2}" "$@"
