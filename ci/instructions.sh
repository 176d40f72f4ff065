#!/usr/bin/env bash
# Holds ten small commands to the number of instructions that they took when benches/instructions.txt was written, within
# 3 %: unlike a time, it does not depend on what else the machine does. `--bless` writes the file anew.
# Needs valgrind (skipped, saying so, where there is none), on x86-64.
set -euo pipefail
cd "$(dirname "$0")/.."
kept=benches/instructions.txt
command -v valgrind >/dev/null || { echo "skipped: valgrind is not installed"; exit 0; }
[ "$(uname -m)" = x86_64 ] || { echo "skipped: the counts are those of x86-64"; exit 0; }
# As .ci/run builds it, whatever the release profile and the usual linker: another one counts up to 9 % more.
export CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16
unset RUSTFLAGS CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_RUSTFLAGS
cargo build --quiet --release --package whorunsit-cli
counted() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null target/release/whorunsit "$@" --format json 2>&1 >/dev/null |
        awk '/Collected/ { print $NF }'
}
work=$(mktemp)
trap 'rm -f "$work"' EXIT
worst=0
while read -r before command; do
    # shellcheck disable=SC2086 # the words of the command
    now=$(counted $command)
    printf '%s %s\n' "$now" "$command" >>"$work"
    awk -v a="$before" -v b="$now" -v c="$command" 'BEGIN {
        change = 100 * (b - a) / (a ? a : b); printf "%+6.2f %%  %13d  %s\n", change, b, c; exit (change > 3) }' || worst=1
done <"$kept"
if [ "${1:-}" = --bless ]; then
    cp "$work" "$kept"
elif [ "$worst" = 1 ]; then
    echo "more than 3 % above $kept: find what takes more, or say in the commit why it is worth it and run ci/instructions.sh --bless" >&2
    exit 1
fi
