#!/usr/bin/env bash
# Audits the workflows of GitHub: actions pinned by digest, least permissions, nothing that a pull request could inject.
# Needs: python3 with venv. Runs without a network once zizmor is installed.
set -euo pipefail
cd "$(dirname "$0")/.."
python3 -m venv target/venv-workflows
target/venv-workflows/bin/pip install --quiet --disable-pip-version-check zizmor==1.32.0
target/venv-workflows/bin/zizmor --offline --quiet .github
echo "ci/workflows.sh: nothing found"
