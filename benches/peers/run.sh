#!/usr/bin/env bash
# Compares the ledger's sums with the same in Python's decimal and in pandas: run.sh [SERVICES [ROUNDS]].
# Installs pandas into a folder of its own under target/.
set -euo pipefail
cd "$(dirname "$0")"
services=${1:-10000} rounds=${2:-5}
target=${CARGO_TARGET_DIR:-../target}
mkdir -p "$target/peers"
[ -x "$target/peers/bin/python" ] || python3 -m venv "$target/peers"
"$target/peers/bin/python" -c 'import pandas' 2>/dev/null || "$target/peers/bin/pip" install --quiet pandas
cargo build --quiet --release --manifest-path ../Cargo.toml --bin peers --target-dir "$target"
{ echo "services $services"; "$target/release/peers" "$rounds" "$services" "$target/peers"; } |
    "$target/peers/bin/python" peers.py "$rounds" "$target/peers"
