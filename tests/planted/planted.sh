#!/bin/sh
# The planted bugs are kept in step with src/: every patch applies without guessing, says in words what is wrong, and
# touches src/ alone; there are at least 25; what cannot be planted is refused. Usage: planted.sh CMAKE CLANG_OR_GCC
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
red=0
complain() {
    echo "$1"
    red=1
}

count=0
for patch in "$root"/fuzz/planted/*.patch; do
    name=$(basename "$patch" .patch)
    count=$((count + 1))
    words=$(sed '/^--- /,$d' "$patch")
    case $words in
    *.?Breaks\ *.) ;;
    *) complain "$name: wants two sentences in front of the patch, the second from 'Breaks' on" ;;
    esac
    if grep -E '^(---|\+\+\+) ' "$patch" | grep -vE '^(--- a|\+\+\+ b)/src/[a-z0-9_]+/[a-z0-9_]+\.[ch]'; then
        complain "$name: touches more than src/"
    fi
    (cd "$root" && patch --dry-run --strip=1 --fuzz=0 --force --input="$patch") >"$room/said" 2>&1 ||
        complain "$name: does not apply to src/ any more: $(cat "$room/said")"
done
[ "$count" -ge 25 ] || complain "only $count planted bugs"
listed=$("$root/scripts/planted" --list | wc -l)
[ "$listed" -eq "$count" ] || complain "scripts/planted --list shows $listed of $count"

# What cannot be planted stops the configuration, in words.
refused() {
    if "$1" -S "$root" -B "$room/build" -DCMAKE_C_COMPILER="$2" -DPL_PLANT="$3" >"$room/said" 2>&1; then
        complain "PL_PLANT=$3 was taken"
    fi
    grep -q "$4" "$room/said" || complain "PL_PLANT=$3 was not refused with '$4': $(cat "$room/said")"
}
sed 's/^-\([^-]\)/-no such line \1/' "$patch" >"$room/stale.patch"
refused "$1" "$2" no-such-bug 'no such bug'
refused "$1" "$2" "$room/stale.patch" 'does not apply'
exit $red
