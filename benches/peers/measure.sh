#!/usr/bin/env bash
# Measures an event log of ServiceNow's shape with whorunsit, pandas and polars, each on one core.
# Usage: benches/peers/measure.sh [ROWS]; needs python3 with pandas and polars ($PYTHON names it).
set -euo pipefail
cd "$(dirname "$0")/../.."
rows=${1:-1000000}
python=${PYTHON:-python3}
log=target/event-log-$rows.csv
cargo build --quiet --release --package whorunsit-cli
cargo build --quiet --release --package whorunsit-measure --example exports
[ -e "$log" ] || target/release/examples/exports rows 1 "$rows" > "$log"
ls -l "$log"
export POLARS_MAX_THREADS=1
for _ in 1 2 3; do
    "$python" - "$log" <<'EOF'
import json, resource, subprocess, sys, time
start = time.perf_counter()
command = ["taskset", "-c", "0", "target/release/whorunsit", "measure", sys.argv[1], "--mapping", "servicenow", "--format", "json"]
answer = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
seconds, peak = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
restore = answer["all"]["time_to_restore"]
print(json.dumps({"with": "whorunsit", "s": round(seconds, 2), "MB": round(peak), "incidents": answer["all"]["incidents"],
                  "median": restore["median"]["estimate"], "p90": restore["p90"]["estimate"]}))
EOF
    taskset -c 0 "$python" benches/peers/measure.py pandas "$log"
    taskset -c 0 "$python" benches/peers/measure.py polars "$log"
done
