#!/usr/bin/env bash
# Tells which small changes to the code no test notices: `ci/mutants.sh FILE…`, files of crates/whorunsit/src.
# Needs cargo-mutants (`cargo install cargo-mutants --locked`). Every change is a build and a run of the core's tests.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo mutants --version >/dev/null 2>&1 || { echo "this needs cargo-mutants: cargo install cargo-mutants --locked" >&2; exit 1; }
[ $# -gt 0 ] || set -- selection.rs calendar.rs response.rs portfolio/pay.rs ledger/apportion.rs evaluation/least_cost.rs sensitivity/flip.rs
files=()
for file in "$@"; do files+=(--file "crates/whorunsit/src/$file"); done
exec cargo mutants --package whorunsit --output target/mutants "${files[@]}" -- --lib --test published --test laws --test vectors --test edges
