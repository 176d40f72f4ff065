#!/usr/bin/env bash
# Draws the pictures of the documentation anew: the charts that docs/gallery.md shows, by the commands that stand there,
# and the calculator. With --check it only says whether each chart is still what the program draws; the specification
# that it was drawn from is known by its digest, in the first line of the picture.
# Needs: a built whorunsit; to draw, python3 with venv; for the calculator, `npm run single` of it and a Chromium.
set -euo pipefail
cd "$(dirname "$0")/.."
check=${1:-}
program=target/debug/whorunsit
[ -x target/release/whorunsit ] && [ target/release/whorunsit -nt target/debug/whorunsit ] && program=target/release/whorunsit
[ -x "$program" ] || { echo "build the program first: cargo build --package whorunsit-cli" >&2; exit 1; }
drawn=target/pictures
mkdir -p "$drawn"

if [ -z "$check" ]; then
    python3 -m venv target/venv-pictures
    target/venv-pictures/bin/pip install --quiet --disable-pip-version-check vl-convert-python==1.9.0.post1
fi

# "$ whorunsit chart NAME FILE > PICTURE.vl.json", or `measure` and `review` with --chart
stale=0
while read -r command; do
    name=$(basename "${command##* > }" .vl.json)
    arguments=${command#\$ whorunsit }
    # shellcheck disable=SC2086 # the arguments are words
    "$program" ${arguments% > *} >"$drawn/$name.vl.json"
    digest=$(sha256sum "$drawn/$name.vl.json" | cut -d' ' -f1)
    picture=docs/pictures/$name.svg
    grep -qs "$digest" "$picture" && continue
    if [ -n "$check" ]; then
        echo "$picture shows something else than: $command" >&2
        stale=1
        continue
    fi
    target/venv-pictures/bin/python - "$drawn/$name.vl.json" "$picture" "$digest" <<'PYTHON'
import json, sys, pathlib
import vl_convert

specification, picture, digest = sys.argv[1:]
chart = json.loads(pathlib.Path(specification).read_text("utf-8"))
# A picture in a page does not know whether the page is light or dark.
chart["background"] = "white"
# A file has no container to be as wide as.
if "width" in chart:
    chart["width"] = chart["usermeta"]["width"]
svg = vl_convert.vegalite_to_svg(chart)
pathlib.Path(picture).write_text(f"<!-- drawn from the specification with the SHA-256 {digest} -->\n{svg}\n", "utf-8")
PYTHON
    echo "$picture"
done < <(grep '^\$ whorunsit .* > .*\.vl\.json' docs/gallery.md)
if [ -n "$check" ]; then
    [ "$stale" = 0 ] || echo "draw them anew: ci/pictures.sh" >&2
    exit "$stale"
fi

if [ -f wasm/calculator/dist-single/whorunsit-calculator.html ]; then
    node wasm/calculator/picture.js docs/pictures
else
    echo "skipped: the calculator, for its single file is not built (cd wasm/calculator && npm ci && npm run single)"
fi
