#!/usr/bin/env bash
# Builds the npm package, checks its size and types, and tests it in Node. `ci/wasm.sh --built` takes the modules that are there,
# for whoever has just built them.
# Needs: cargo, node (20 or later) with npm. The Rust target for WebAssembly is installed if it is missing.
set -euo pipefail
cd "$(dirname "$0")/.."
say() { printf '\n== %s s · %s\n' "$SECONDS" "$*"; }

say "installing into wasm/node_modules, by npm ci: $(node -p 'Object.entries(require("./wasm/package.json").devDependencies).map((e) => e.join("@")).join(" ")')"
(cd wasm && npm ci --no-audit --no-fund)

say "lints"
(cd wasm && npm run --silent lint)

say "the core with less than all of its commands: no warnings"
# Not by flags of the compiler, for which every dependency would be compiled again.
for part in decide full; do cargo clippy --quiet --package whorunsit --no-default-features --features "$part" -- --deny warnings; done

if [ "${1:-}" != --built ]; then
    say "modules and their sizes"
    cargo xtask wasm
fi
say "the module with the commands that only tests use"
cargo xtask wasm --test-hooks

say "types"
(cd wasm && npm run --silent types && echo "tsc --strict: no errors")

say "tests"
(cd wasm && npm test --silent)

say "ci/wasm.sh: all passed"
