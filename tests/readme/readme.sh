#!/bin/sh
# The README's commands are run, and what it shows of their output must be what they print.
# Usage: readme.sh README PAYLINK
# A console block starts with "$ command"; lines of its output that hold what changes from run to run (an address, a
# time) are compared up to "; ", the first line of a report not at all, and "…" stands for lines left out.
set -eu
readme=$1
paylink=$2
export paylink
root=$(cd "$(dirname "$readme")" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# Each block into a file of its own: block-1, block-2, ...
awk -v folder="$folder" '
    /^```console$/ { count++; inside = 1; next }
    /^```$/        { inside = 0 }
    inside         { print > (folder "/block-" count) }
' "$readme"

count=0
for block in "$folder"/block-*; do
    command=$(sed -n '1s/^\$ //p' "$block" |
        sed -e 's|scripts/run|"$paylink" run|;t' -e 's|build/release/paylink|"$paylink"|' \
            -e "s| contracts/| $root/contracts/|g")
    [ -n "$command" ] || { echo "readme: a console block without a command" >&2; exit 1; }
    (cd "$folder" && sh -c "$command") >"$folder/out" 2>"$folder/err" || [ $? -eq 1 ] || {
        echo "readme: fails: $command" >&2
        cat "$folder/err" >&2
        exit 1
    }
    sed 1d "$block" | while IFS= read -r line; do
        case $line in
        '' | '  …' | paylink\ *) continue ;;
        esac
        if ! grep -qF -e "${line%%; *}" "$folder/out"; then
            echo "readme: '$command' does not print: $line" >&2
            exit 1
        fi
    done
    count=$((count + 1))
done
[ "$count" -ge 2 ] || { echo "readme: only $count console blocks" >&2; exit 1; }
echo "readme: $count commands print what is shown"
