#!/bin/sh
# Look at the HTML report in Debian's Chromium. Usage: browser.sh FOLDER MAKE_PAGE PAYLINK
#   FOLDER     scratch, kept: what npm installs is used again      MAKE_PAGE  tests/report/make_page, built
#   PAYLINK    the command: its page of a run against the built-in sandbox is looked at too
# Nothing is skipped: without node, npm or chromium it fails, and says what to install.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
folder=$1
make_page=$2
paylink=$3

for command in node npm chromium; do
    if ! command -v "$command" >/dev/null; then
        echo "browser.sh: no $command; scripts/install test installs it" >&2
        exit 1
    fi
done

mkdir -p "$folder"
if ! cmp -s "$here/package-lock.json" "$folder/installed.json"; then
    rm -rf "$folder/node_modules"
    cp "$here/package.json" "$here/package-lock.json" "$folder/"
    (cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund)
    cp "$here/package-lock.json" "$folder/installed.json"
fi
cp "$here"/*.mjs "$folder/"

"$make_page" "$folder/fixture.html"
"$paylink" run --report "html=$folder/sandbox.html" >"$folder/run.log" 2>&1 || {
    cat "$folder/run.log"
    exit 1
}
exec node "$folder/report.mjs" "$(command -v chromium)" "$folder/fixture.html" "$folder/sandbox.html"
