#!/bin/sh
# The manual page: troff has nothing to complain of, and what it prints is what --help says.
# Usage: man.sh PAYLINK PAGE
set -eu
paylink=$1
page=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
    echo "man: $1" >&2
    exit 1
}

"$paylink" help --man >"$work/page"
cmp -s "$work/page" "$page" || fail "$page is not what the command prints"

command -v groff >/dev/null || fail "groff is missing; scripts/install test installs it (groff-base)"
for device in ascii utf8; do
    groff -man -ww -T"$device" "$page" -P-c -P-b -P-u >"$work/$device" 2>"$work/warnings" || fail "groff -T$device fails"
    [ ! -s "$work/warnings" ] || fail "groff -T$device: $(cat "$work/warnings")"
done
if command -v mandoc >/dev/null; then
    # The page has no date: it is the same for everybody who builds this version.
    mandoc -T lint -W warning "$page" >"$work/lint" || true
    if grep -v 'missing date' "$work/lint" >&2; then fail "mandoc -T lint"; fi
fi

# Every option and every example of every command, as --help prints them.
"$paylink" help >"$work/overview"
sed -n '1,/^Start here/s/^  \([a-z]*\) .*/\1/p' "$work/overview" >"$work/commands"
count=0
while read -r command; do
    "$paylink" "$command" --help >"$work/help"
    sed -n -e 's/^   *\(-[a-zA-Z?], \)*\(--[a-z-]*\(=[^ ]*\)*\).*/\2/p' -e '/^Example/,/^$/s/^  //p' "$work/help" >"$work/wanted"
    while IFS= read -r wanted; do
        grep -qF -e "$wanted" "$work/ascii" || fail "$command: the page does not print: $wanted"
        count=$((count + 1))
    done <"$work/wanted"
done <"$work/commands"
[ "$count" -ge 40 ] || fail "only $count options and examples"
echo "man: $count options and examples are printed as --help prints them"
