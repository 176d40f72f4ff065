#!/usr/bin/env bash
# Builds the calculator and drives it through a real browser. Screenshots are left in wasm/calculator/screenshots.
# `ci/calculator.sh --start` only starts the page, which builds the compiled modules where they are missing.
# Needs: node (20 or later) with npm, cargo, and the command-line program, to whose answers the page is held (built here
# if it is missing).
set -euo pipefail
cd "$(dirname "$0")/.."
say() { printf '\n== %s s · %s\n' "$SECONDS" "$*"; }

say "calculator: dependencies, by npm ci"
(cd wasm/calculator && npm ci --no-audit --no-fund)

say "calculator: npm start, which builds the compiled module where it is missing, as on a clean checkout"
port=$((RANDOM % 9000 + 40000))
set -m # gives it a process group of its own, so that all of it can be ended
(cd wasm/calculator && BROWSER=none exec npm start -- --port "$port" --strictPort) &
server=$!
set +m
trap 'kill -- -"$server" 2>/dev/null || true' EXIT
serves() {
    # Node takes a while to start, and the modules to be built.
    (exec 3<>"/dev/tcp/localhost/$port") 2>/dev/null || return
    node -e 'fetch(process.argv[1]).then((page) => page.text()).then((text) => process.exit(text.includes("/src/main.tsx") ? 0 : 1), () => process.exit(1))' \
        "http://localhost:$port/"
}
until serves; do
    kill -0 "$server" 2>/dev/null || { echo "npm start ended before it served the page" >&2; exit 1; }
    sleep 0.5
done
kill -- -"$server"
trap - EXIT
[ "${1:-}" != --start ] || exit 0

if [ ! -x target/release/whorunsit ] && [ ! -x target/debug/whorunsit ]; then
    say "calculator: the command-line program"
    cargo build --quiet --release --package whorunsit-cli
fi

say "calculator: types, page and single file"
(cd wasm/calculator && npm run --silent build && npm run --silent single)

chromium() {
    for path in "${CHROMIUM:-}" /usr/bin/chromium /usr/bin/chromium-browser /usr/bin/google-chrome; do
        if [ -n "$path" ] && [ -x "$path" ]; then echo "$path"; return; fi
    done
    return 1
}
if ! chromium >/dev/null && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    say "installing the system package chromium"
    { apt-get update -qq && apt-get install -y -qq chromium; } || true
fi
if ! chromium >/dev/null; then
    echo "skipped: the tests in a browser, for there is no Chromium here and none could be installed"
    exit 0
fi

say "calculator: tests in $(chromium)"
# A page draws when it has time. A file of tests that fails is run once more, with what failed told: a defect fails twice.
# As many files at a time as there are cores: a browser mostly waits.
CHROMIUM=$(chromium)
export CHROMIUM
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT
file_of_tests() {
    local log=$2/${1##*/}.log
    node --test --test-reporter=spec "$1" >"$log" 2>&1 && return
    printf '\n== calculator: %s failed, and is run once more\n' "$1"
    sed -n '/failing tests/,$p' "$log"
    node --test --test-reporter=spec "$1" >"$log" 2>&1
}
export -f file_of_tests
cd wasm/calculator
# The longest first.
failed=0
ls -S tests/*.test.js | xargs -P "$(nproc)" -I{} bash -c 'file_of_tests {} '"$logs" || failed=1
cat "$logs"/*
[ "$failed" = 0 ] || { say "calculator: these failed twice: $(grep -lE '^(#|ℹ) fail [1-9]' "$logs"/* | xargs -n 1 basename -s .log | paste -sd ' ')"; exit 1; }
cd - >/dev/null

say "ci/calculator.sh: all passed"
