#!/usr/bin/env bash
# Prints what the Python and npm packages add to the facade. Build them first: ci/python.sh and ci/wasm.sh.
set -euo pipefail
cd "$(dirname "$0")"
python=../../target/venv/bin/python
big=../../target/big-portfolio.json

"$python" portfolio.py 10000 > "$big"
echo "== Python"
"$python" python.py | tee ../../target/bindings-python.txt
echo "== Node"
node node.js "$big" "$(awk '/^facade/ { print $3 }' ../../target/bindings-python.txt)"
