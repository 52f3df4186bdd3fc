#!/bin/sh
# The changelog of the API's contract is what `paylink diff` says of its versions, the latest first.
# Usage: history.sh PAYLINK FOLDER [--write]
set -eu
paylink=$1
cd "$2"
changes=$(mktemp)
trap 'rm -f "$changes"' EXIT

# Breaking changes are what is expected here: status 1.
step() {
    status=0
    "$paylink" diff --format md "$1" "$2" >>"$changes" || status=$?
    [ "$status" -le 1 ] || exit "$status"
}

step 2026-early.yaml ../openapi.yaml
echo >>"$changes"
step 2025.yaml 2026-early.yaml
if [ "${3:-}" = --write ]; then
    cp "$changes" CHANGES.md
elif ! diff -u CHANGES.md "$changes"; then
    echo "history: CHANGES.md is not what paylink says; write it anew with --write" >&2
    exit 1
fi
