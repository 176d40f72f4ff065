#!/usr/bin/env bash
# Runs sweeps of a large portfolio on Dask (a LocalCluster) and on Spark (pyspark in local mode), and holds them to one process,
# byte for byte; prints what each took and what a shard costs.
#   ci/engines.sh [SERVICES [POINTS]]     5 000 services and 200 points if left out
# Needs: cargo, python3 with venv, and Java 17 or later for Spark, which is a system package: where there is none, Spark is
# left out and the script says so and fails, unless WITHOUT_SPARK=1 is set.
set -euo pipefail
cd "$(dirname "$0")/.."
tools=$PWD/target/venv-engines
services=${1:-5000}
points=${2:-200}
python3 -m venv "$tools"
"$tools/bin/pip" install --quiet --disable-pip-version-check maturin==1.16.0 pyspark==4.0.1 distributed==2026.8.0 pyarrow==26.0.1 pandas==3.1.1 tqdm==4.70.1
if ! command -v java >/dev/null && [ -z "${WITHOUT_SPARK:-}" ]; then
    echo "Spark needs Java: apt-get install openjdk-17-jre-headless, or set WITHOUT_SPARK=1" >&2
    exit 1
fi
(cd python && VIRTUAL_ENV=$tools "$tools/bin/maturin" develop --release --quiet)
"$tools/bin/python" ci/engines.py "$services" "$points"
