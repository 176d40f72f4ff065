#!/usr/bin/env bash
# Measures the simulation of one service under both models against its peers, in one run. Needs Rust and Python with
# numpy; pyfair if it is there. PYTHON says which Python.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --release --quiet --bin simulation
target="${CARGO_TARGET_DIR:-target}"
{
  "$target/release/simulation" one
  OPENBLAS_NUM_THREADS=1 "${PYTHON:-python3}" peers/simulation.py
} | awk '
  { name[NR] = $1; time[NR] = $2 }
  $1 == "whorunsit-1" { ours = $2 }
  END { for (row = 1; row <= NR; row++) printf "%-18s %8.3f µs a trial  %6.1f x whorunsit on one thread\n", name[row], time[row], time[row] / ours }'
