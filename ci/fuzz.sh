#!/usr/bin/env bash
# Fuzzes the facade: `ci/fuzz.sh [SECONDS [SEED]]`, 60 seconds of seed 1 unless given; hours by `ci/fuzz.sh 14400 7`.
# Findings are written to fuzz/findings/, each to be tried again by `cargo run --release --manifest-path fuzz/Cargo.toml -- FILE`.
set -euo pipefail
cd "$(dirname "$0")/.."
exec cargo run --quiet --release --manifest-path fuzz/Cargo.toml -- "${1:-60}" "${2:-1}"
