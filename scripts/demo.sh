#!/bin/sh
# Everything from a fresh machine to an auditor's PDF: set-up, then the main job on the sample repositories.
. "$(dirname "$0")/setup.sh"
install_packages run
exec .venv/bin/attest demo --out "${1:-attest-out}"
