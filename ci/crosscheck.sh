#!/usr/bin/env bash
# Holds the program to the oracle of tests/oracle and its commands to each other: the oracle's own tests, the
# portfolios that failed once, and random ones. Many thousands: ci/crosscheck.sh 5000 SEED
set -euo pipefail
cd "$(dirname "$0")/.."
portfolios=${1:-200} seed=${2:-1}
program=${PROGRAM:-target/release/whorunsit}
# Never an old one.
[ -n "${PROGRAM:-}" ] || cargo build --quiet --release --package whorunsit-cli
python3 -m unittest discover --quiet tests/oracle
python3 tests/oracle/check.py --program "$program" vectors/compare/case-*.input.toml tests/oracle/failed/*.json
python3 tests/oracle/check.py --program "$program" --portfolios "$portfolios" --seed "$seed"
