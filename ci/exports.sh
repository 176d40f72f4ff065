#!/usr/bin/env bash
# Holds what `whorunsit export` writes to other tools: promtool of Debian's package prometheus, and Python's icalendar and
# PyYAML. A command, not part of ci/test: it installs a system package.
set -euo pipefail
cd "$(dirname "$0")/.."
out=$PWD/target/exports
mkdir -p "$out"
if ! command -v promtool >/dev/null; then
    echo "installing the system package prometheus, for promtool"
    apt-get update -qq && apt-get install -y -qq --no-install-recommends prometheus
fi
if ! [ -x "$out/venv/bin/python" ]; then
    python3 -m venv "$out/venv"
    "$out/venv/bin/pip" install --quiet icalendar==6.3.2 PyYAML==6.0.3
fi
whorunsit() { cargo run --quiet --package whorunsit-cli -- "$@"; }
portfolio=examples/furniture-retailer-costs.toml
whorunsit export prometheus "$portfolio" --output "$out/rules.yaml" --force
promtool check rules "$out/rules.yaml"
whorunsit export openslo "$portfolio" --output "$out/slo.yaml" --force
whorunsit export calendar "$portfolio" --schedule "domain home" --from 2026-12-07 --output "$out/rota.ics" --force
"$out/venv/bin/python" - "$out" <<'PYTHON'
import pathlib, sys
import icalendar, yaml

out = pathlib.Path(sys.argv[1])
slos = [document for document in yaml.safe_load_all((out / "slo.yaml").read_text()) if document["kind"] == "SLO"]
assert len(slos) == 3 and all(slo["apiVersion"] == "openslo/v1" for slo in slos)
calendar = icalendar.Calendar.from_ical((out / "rota.ics").read_text())
shifts = list(calendar.walk("VEVENT"))
assert len(shifts) == 12
for one, following in zip(shifts, shifts[1:]):
    assert one.decoded("DTEND") == following.decoded("DTSTART")
print(f"{len(slos)} SLOs, {len(shifts)} shifts without a gap")
PYTHON
