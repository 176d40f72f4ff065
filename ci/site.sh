#!/usr/bin/env bash
# Builds the documentation as a site, into target/site. Needs: cargo; mdBook is compiled once, into target/tools.
set -euo pipefail
cd "$(dirname "$0")/.."
version=0.5.4
if ! target/tools/bin/mdbook --version 2>/dev/null | grep -q "v$version"; then
    cargo install mdbook --version "$version" --locked --no-default-features --features search --root target/tools
fi
rm -rf target/site-source target/site
cp -R docs target/site-source
# Outside docs/ there are files, not pages: they are on GitHub.
find target/site-source -maxdepth 1 -name '*.md' -exec \
    sed -i.orig -E 's#\]\(\.\./([^)]+)\)#](https://github.com/whorunsit/whorunsit/blob/main/\1)#g' {} +
find target/site-source -mindepth 2 -name '*.md' -exec \
    sed -i.orig -E 's#\]\(\.\./\.\./([^)]+)\)#](https://github.com/whorunsit/whorunsit/blob/main/\1)#g' {} +
find target/site-source -name '*.orig' -delete
target/tools/bin/mdbook build
echo "target/site/index.html"
