# Sourced by demo.sh and test.sh: brings a fresh machine to where attest can run, saying each step.
# Installs only what is missing: Python 3.11 or newer, git and Pango (for the tests also Poppler's tools)
# by the system's package manager, then the hash-locked Python packages into .venv of this checkout.
set -eu
cd "$(dirname "$0")/.."

say() { printf '==> %s\n' "$*" >&2; }
stop() { printf 'setup: %s\n' "$*" >&2; exit 3; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null 2>&1; then sudo "$@"
  else stop "this step needs root: $*"
  fi
}

python_ok() { "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

find_python() {
  for candidate in "${PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11; do
    if [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1 && python_ok "$candidate"; then
      echo "$candidate"; return
    fi
  done
}

# The libraries that WeasyPrint loads, asked for by the names it uses.
pango_ok() {
  "$1" - 2>/dev/null <<'PY'
import ctypes, ctypes.util, sys
wanted = (("pango-1.0", "libpango-1.0.so.0"), ("pangoft2-1.0", "libpangoft2-1.0.so.0"),
          ("harfbuzz-subset", "libharfbuzz-subset.so.0"))
for name, soname in wanted:
    try:
        ctypes.CDLL(soname)
    except OSError:
        if not ctypes.util.find_library(name):
            sys.exit(1)
PY
}

install_system() {
  if command -v apt-get >/dev/null 2>&1; then
    say "installing python3, git and Pango with apt-get"
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
      ca-certificates python3 python3-venv git libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 >/dev/null
  elif command -v dnf >/dev/null 2>&1; then
    say "installing python3, git and Pango with dnf"
    as_root dnf install -y -q python3 git pango
  elif command -v pacman >/dev/null 2>&1; then
    say "installing python, git and Pango with pacman"
    as_root pacman -S --noconfirm --needed python git pango
  elif command -v apk >/dev/null 2>&1; then
    say "installing python3, git and Pango with apk"
    as_root apk add --quiet python3 git pango
  elif command -v brew >/dev/null 2>&1; then
    say "installing python, git and Pango with brew"
    brew install --quiet python@3.12 git pango
  else
    stop "no package manager known here; install Python 3.11 or newer, git and Pango, then run this again"
  fi
}

python=$(find_python)
if [ -z "$python" ] || ! command -v git >/dev/null 2>&1 || ! pango_ok "$python"; then
  install_system
  python=$(find_python)
  [ -n "$python" ] || stop "Python 3.11 or newer with venv is needed, and the system's packages do not have it"
fi

# Poppler's tools, with which the tests look at PDFs.
install_poppler() {
  command -v pdftotext >/dev/null 2>&1 && command -v pdftoppm >/dev/null 2>&1 && return
  say "installing Poppler's tools for the tests"
  if command -v apt-get >/dev/null 2>&1; then
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends poppler-utils >/dev/null
  elif command -v dnf >/dev/null 2>&1; then as_root dnf install -y -q poppler-utils
  elif command -v pacman >/dev/null 2>&1; then as_root pacman -S --noconfirm --needed poppler
  elif command -v apk >/dev/null 2>&1; then as_root apk add --quiet poppler-utils
  elif command -v brew >/dev/null 2>&1; then brew install --quiet poppler
  else stop "no package manager known here; install Poppler's tools (pdftotext, pdftoppm), then run this again"
  fi
}

# npm, with which the slow suite fetches GitHub's published descriptions; Debian's brings some 390 packages.
install_npm() {
  command -v npm >/dev/null 2>&1 && return
  say "installing npm for the slow suite, which takes a minute or two"
  if command -v apt-get >/dev/null 2>&1; then
    as_root apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends npm >/dev/null
  elif command -v dnf >/dev/null 2>&1; then as_root dnf install -y -q npm
  elif command -v pacman >/dev/null 2>&1; then as_root pacman -S --noconfirm --needed npm
  elif command -v apk >/dev/null 2>&1; then as_root apk add --quiet npm
  elif command -v brew >/dev/null 2>&1; then brew install --quiet node
  else stop "no package manager known here; install npm, then run this again"
  fi
}

# $1 is the lock to install: run, or dev. Installed again only when a lock changed.
install_packages() {
  stamp=".venv/.installed-$1"
  if [ ! -x .venv/bin/python ]; then
    say "making .venv with $("$python" --version)"
    "$python" -m venv .venv
  fi
  locks="requirements/build.txt requirements/$1.txt"
  if ! cat $locks pyproject.toml 2>/dev/null | cmp -s - "$stamp"; then
    say "installing the hash-locked packages of requirements/$1.txt into .venv"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes \
      -r requirements/build.txt -r "requirements/$1.txt"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
    cat $locks pyproject.toml > "$stamp"
  fi
}
