#!/usr/bin/env bash
# Compares the ledger's sums with the same in Python's decimal and in pandas: run.sh [SERVICES [ROUNDS]].
# PYTHON names a Python with pandas; without, pandas is installed into a folder of its own under target/.
set -euo pipefail
cd "$(dirname "$0")"
services=${1:-10000} rounds=${2:-5}
target=${CARGO_TARGET_DIR:-../target}
mkdir -p "$target/peers"
python=${PYTHON:-$target/peers/bin/python}
[ -n "${PYTHON:-}" ] || [ -x "$python" ] || python3 -m venv "$target/peers"
"$python" -c 'import pandas' 2>/dev/null || "$target/peers/bin/pip" install --quiet pandas
cargo build --quiet --release --manifest-path ../Cargo.toml --bin peers --target-dir "$target"
{ echo "services $services"; "$target/release/peers" "$rounds" "$services" "$target/peers"; } |
    "$python" peers.py "$rounds" "$target/peers"
