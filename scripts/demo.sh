#!/bin/sh
# Everything from a fresh machine to an auditor's PDF: set-up, then the main job on the sample repositories.
# The folder for the documents, attest-out or the first argument, is taken from where this is called.
caller=$PWD
. "$(dirname "$0")/setup.sh"
install_packages run
out=${1:-attest-out}
case $out in /*) ;; *) out=$caller/$out ;; esac
exec .venv/bin/attest demo --out "$out"
