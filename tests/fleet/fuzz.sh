#!/bin/sh
# scripts/fuzz judged, from crash to reproduction, in a folder of its own.
# Usage: fuzz.sh CC BUILD: a clang that has libFuzzer, and the folder of the preset fuzz
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
compiler=$1
built=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/build" "$work/corpus" "$work/corpus/fuzz_canary" "$work/src"
corpus=$work/corpus/fuzz_canary

# Run it; its report in $work/out. Wants an exit status.
fuzz() {
    want=$1
    shift
    status=0
    "$root/scripts/fuzz" --build "$work/build" --corpus "$work/corpus" "$@" >"$work/out" 2>"$work/err" || status=$?
    [ "$status" -eq "$want" ] || fail "scripts/fuzz $* exits with $status, not $want"
}

# A program in place of the canary.
compile() {
    "$compiler" -g -O1 -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all -I "$root/fuzz" -I "$root/src" \
        "$1" -o "$work/build/fuzz_canary"
}

# A script in place of the target of that name.
stand_in() {
    { echo '#!/bin/sh' && cat; } >"$work/build/$1"
    chmod +x "$work/build/$1"
}

fail() {
    echo "fuzz.sh: $1"
    for log in "$work/out" "$work/err"; do
        if [ -e "$log" ]; then tail -n 20 "$log"; fi
    done
    exit 1
}

# Usage.
fuzz 2 fuzz_nothing
grep -q 'no target fuzz_nothing; there are: .*fuzz_json' "$work/err" || fail "an unknown target: no list"
fuzz 2 fuzz_canary soon
fuzz 2 --build "$work/nowhere" fuzz_canary
fuzz 0 --help
grep -q '^Usage: scripts/fuzz' "$work/out" || fail "--help does not teach"
fuzz 3 fuzz_canary 1
grep -q '^fuzz_canary  *does not run: no program' "$work/out" || fail "a missing program is not a row"

# The canary, found from a seed that is one byte off: stored, and the same bytes again are known.
compile "$root/fuzz/fuzz_canary.c"
printf 'canar.' >"$corpus/accept-nearly"
fuzz 1 fuzz_canary 60
stored=$(find "$corpus" -name '0-p1-*')
[ -n "$stored" ] || fail "nothing is stored as 0-p1-..."
[ "$(cat "$stored")" = canary ] || fail "what is stored is not the canary"
grep -q "^    reproduce .*/fuzz_canary .*/$(basename "$stored")\$" "$work/out" || fail "no command to reproduce"
command=$(sed -n 's/^    reproduce *//p' "$work/out")
if (cd "$root" && sh -c "$command") >"$work/again" 2>&1; then fail "the command does not reproduce: $command"; fi
grep -q 'property does not hold' "$work/again" || fail "the command fails otherwise: $command"
ls "$work"/build/crashes/fuzz_canary/crash-* >/dev/null || fail "the original is not kept"
fuzz 1 fuzz_canary 60
grep -q '^    known ' "$work/out" || fail "a known crash is stored again"
[ "$(find "$corpus" -type f | wc -l)" -eq 2 ] || fail "the corpus grew by what it had"

# One bug of each kind: its name, and that it is minimised to the three bytes that matter.
cp "$here/planted.c" "$work/src/" # a path of ours has src/ or fuzz/ in it
compile "$work/src/planted.c"
while read -r kind name; do
    rm -rf "$corpus"
    mkdir "$corpus"
    printf 'one bug, long' >"$corpus/accept-long"
    PLANTED=$kind fuzz 1 fuzz_canary 20
    [ "$(cat "$corpus/$name" 2>/dev/null)" = bug ] ||
        fail "$kind: wanted $name with 'bug' in it, got $(ls "$corpus")"
done <<'TABLE'
read 0-heap-buffer-overflow-planted-read
overflow 0-signed-integer-overflow-planted-c
assert 0-assert-size-word-bytes-data-0-0-failed
property 0-p7-is-small-is-first-size-size-max
leak 0-leak-planted-leak
TABLE

# A target that holds: nothing stored, and what is new is left outside of the corpus.
cp "$built/fuzz_json" "$built/fuzz_json.options" "$work/build/"
mkdir "$work/corpus/fuzz_json"
cp "$root"/corpus/fuzz_json/reject-* "$work/corpus/fuzz_json/"
before=$(ls "$work/corpus/fuzz_json")
fuzz 0 fuzz_json 3
[ "$(ls "$work/corpus/fuzz_json")" = "$before" ] || fail "a search that finds nothing changes the corpus"
[ "$(find "$work/build/found/fuzz_json" -type f | wc -l)" -gt 0 ] || fail "nothing new from half a corpus"

# A merge that fails: what the search found is kept as it is, and counted.
rm -rf "$work/build/found"
mv "$work/build/fuzz_json" "$work/build/fuzz_json_real"
stand_in fuzz_json <<END
case " \$* " in *" -merge=1 "*) exit 72 ;; esac
exec "$work/build/fuzz_json_real" "\$@"
END
fuzz 0 fuzz_json 3
grep -q '^fuzz_json: kept unmerged: .* status 72$' "$work/out" || fail "a merge that fails is not told"
kept=$(find "$work/build/found/fuzz_json" -type f | wc -l)
[ "$kept" -gt 0 ] || fail "a merge that fails loses what is new"
grep -q "^fuzz_json .* $kept  *0\$" "$work/out" || fail "what is kept unmerged is not counted"
mv "$work/build/fuzz_json_real" "$work/build/fuzz_json"

# All targets, of which one does not start and most are not there: each is a row, and those after it are searched. The
# shell's server is for fuzz_live alone, and only by name.
stand_in fuzz_codec <<END
echo 'no such library' >&2
exit 127
END
stand_in fuzz_live <<END
echo "server \${PAYLINK_BASE_URL-none}" >>"$work/servers"
END
PAYLINK_BASE_URL=http://127.0.0.1:9/ fuzz 3 1
grep -q '^fuzz_codec  *does not run: it exits with 127: no such library$' "$work/out" || fail "why is not in the row"
grep -q '^fuzz_uri  *does not run: no program' "$work/out" || fail "all: a missing program is not a row"
grep -q '^fuzz_json  *[1-9][0-9]* ' "$work/out" || fail "a target that does not run ends the search"
[ "$(sort -u "$work/servers")" = "server none" ] || fail "all: a search sees the shell's server"
rm "$work/servers"
PAYLINK_BASE_URL=http://127.0.0.1:9/ fuzz 0 fuzz_live 1
grep -qx 'server http://127.0.0.1:9/' "$work/servers" || fail "fuzz_live, by name, does not see the shell's server"

# Ctrl-C: it ends soon, and keeps what it has.
rm -rf "$work/build/found"
env --default-signal=INT "$root/scripts/fuzz" --build "$work/build" --corpus "$work/corpus" fuzz_json 600 \
    >"$work/out" 2>"$work/err" &
pid=$!
sleep 3
kill -INT "$pid"
status=0
wait "$pid" || status=$?
[ "$status" -eq 0 ] || fail "interrupted, it exits with $status"
grep -q '^fuzz_json .* 0$' "$work/out" || fail "interrupted, it does not sum up"
[ "$(find "$work/build/found/fuzz_json" -type f | wc -l)" -gt 0 ] || fail "interrupted, it forgets what is new"
echo "scripts/fuzz: finds, minimises, names, stores, reproduces"
