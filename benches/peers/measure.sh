#!/usr/bin/env bash
# Measures an event log of ServiceNow's shape with whorunsit, pandas and polars, each on one core, in turns.
# Usage: benches/peers/measure.sh [ROWS] [ROUNDS]; needs python3 with pandas and polars ($PYTHON names it).
set -euo pipefail
cd "$(dirname "$0")/../.."
rows=${1:-1000000}
rounds=${2:-3}
python=${PYTHON:-python3}
target=${CARGO_TARGET_DIR:-target}
log=$target/event-log-$rows.csv
cargo build --quiet --release --package whorunsit-cli
cargo build --quiet --release --package whorunsit-measure --example exports
[ -e "$log" ] || "$target/release/examples/exports" rows 1 "$rows" > "$log"
POLARS_MAX_THREADS=1 "$python" benches/peers/measure.py "$log" "$rounds" "$target/release/whorunsit"
