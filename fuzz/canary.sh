#!/bin/sh
# Green when the target turns red for the reason that it states, and only then.
# Usage: canary.sh TARGET INPUT_THAT_FAILS INPUT_THAT_PASSES
set -u
if out=$("$1" "$2" 2>&1); then
    echo "the canary survived: a broken property does not turn a run red"
    exit 1
fi
"$1" "$3" || exit 1
printf '%s\n' "$out" | grep 'fuzz_canary.c:.*property does not hold'
