#!/bin/sh
# The fleet's build holds for every sanitizer; and scripts/oss-fuzz-check judged: each damage to it is seen.
# Usage: oss_fuzz.sh BUILD, the folder of the preset fuzz, for its canary
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
built=$1
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
mkdir "$work/kept"
"$root/scripts/oss-fuzz-check" --keep "$work/kept"

out=$work/out
cp -R "$work/kept/address" "$out"
chmod -R u+w "$out"
truncate -s 100 "$out/fuzz_json_seed_corpus.zip"
rm "$out/fuzz_request.dict"
echo 'max_lne = 4' >>"$out/fuzz_response.options"
cp "$built/fuzz_canary" "$out/fuzz_uri"
(cd "$root/corpus/fuzz_canary" && zip -q "$out/fuzz_uri_seed_corpus.zip" reject-canary)
rm "$out/fuzz_utf8" "$out"/lib/libpcre2*
cp "$work/kept/undefined/fuzz_decimal" "$out/"
echo 'no quotes' >>"$out/fuzz_jwt.dict"
printf '[libfuzzer]\nmax_len = many\n' >"$out/fuzz_ulid.options"
printf '[libfuzzer]\nmax_len = 1\n' >"$out/fuzz_datetime.options"
touch "$out/notes.txt"

status=0
"$root/scripts/oss-fuzz-check" --out "$out" address >"$work/said" || status=$?
if [ "$status" -ne 1 ]; then
    cat "$work/said"
    echo "oss_fuzz.sh: a damaged build exits with $status"
    exit 1
fi
while read -r words; do
    if ! grep -qF "$words" "$work/said"; then
        cat "$work/said"
        echo "oss_fuzz.sh: not seen: $words"
        exit 1
    fi
done <<'TABLE'
fuzz_json_seed_corpus.zip is damaged
fuzz_request: fuzz_request.dict is missing or empty
fuzz_response: run 'search' has an option that libFuzzer does not know
fuzz_uri: run 'seeds' exits with
fuzz_utf8: is not there
fuzz_utf8.dict: belongs to no target
fuzz_pattern: libpcre2-8.so.0 is not from lib/
fuzz_decimal: 0 calls of ASan
fuzz_jwt: run 'search' exits with
fuzz_ulid: fuzz_ulid.options is not [libfuzzer]
fuzz_datetime: seed
notes.txt: belongs to no target
TABLE
echo "oss-fuzz-check sees every damage"
