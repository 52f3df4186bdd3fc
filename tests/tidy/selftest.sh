#!/bin/sh
# The checker judged: a tree with one breach of every kind must show exactly these, a clean tree none.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tree=$work/tree
rules=$work/bad.rules
mkdir -p "$tree/src/text" "$tree/src/json" "$tree/src/cellar" "$tree/src/http" "$tree/src/run" \
    "$tree/src/report" "$tree/fuzz" "$tree/corpus/fuzz_good" "$tree/tests/unit/text" "$tree/scripts"
grep -v '^exempt ' "$here/rules.txt" >"$rules"

# Run the checker; keep "path rule", sorted, and its exit status.
check() {
    status=0
    sh "$here/tidy.sh" "$tree" "$rules" >"$work/out" || status=$?
    got=$(sed 's/^.*\.rules:[0-9]*: /RULES:1: /; s/^\([^:]*\):[0-9]*: \([a-z-]*\): .*/\1 \2/' "$work/out" | sort)
}

# --- a clean tree ---
cat >"$tree/src/text/good.h" <<'END'
#ifndef PL_TEXT_GOOD_H
#define PL_TEXT_GOOD_H
#include <stddef.h>
size_t pl_good_len(const char *text);
#endif
END
cat >"$tree/src/text/good.c" <<'END'
#include "text/good.h"
/* A comment may say printf("double"); so may a literal. */
size_t pl_good_len(const char *text) {
    const char *words = "strcpy(double) /* ";
    return (size_t)(words - text);
}
END
echo '#include "text/good.h"' >"$tree/tests/unit/text/test_good.c"
echo 'int LLVMFuzzerTestOneInput(void);' >"$tree/fuzz/fuzz_good.c"
echo 'x' >"$tree/corpus/fuzz_good/accept-x"
echo '"x"' >"$tree/fuzz/fuzz_good.dict"
echo 'fuzz_good' >"$tree/fuzz/README.md"
check
if [ "$status" -ne 0 ] || [ -n "$got" ]; then
    printf 'a clean tree is red (%s):\n%s\n' "$status" "$got"
    exit 1
fi

# --- one breach of every kind ---
mkdir -p "$tree/contracts" "$tree/corpus/fuzz_lost"
echo 'exempt columns src/text/good.c 200 nothing there is long' >>"$rules"
echo 'exempt file-size src/text/long.c 900' >>"$rules"
echo 'exempt file-size src/http/long.c 900 must be long for this test' >>"$rules"
echo '#include <stdlib.h>' >"$tree/src/text/header.c"
printf '#include "json/up.h"\n#include "good.h"\n' >"$tree/src/text/arrow.c"
printf '#ifndef WRONG\n#define WRONG\n#endif\n' >"$tree/src/json/up.h"
printf '#ifndef PL_JSON_LONELY_H\n#endif\n' >"$tree/src/json/lonely.h"
echo '#include <curl/curl.h>' >"$tree/src/run/library.c"
echo '#include "run/library.c"' >"$tree/src/report/never.c"
echo 'static double ratio;' >"$tree/src/text/float.c"
printf 'void f(char *a) {\n    strcpy(a, a);\n    printf(a);\n}\n' >"$tree/src/http/calls.c"
printf 'int a;\t\n' >"$tree/src/http/white.c"
printf '/* %s: later */\n' 'TO''DO' >"$tree/src/http/open.c"
printf '/* %0130d */\n' 0 >"$tree/src/http/wide.c"
awk 'BEGIN { for (i = 0; i < 401; i++) { print "int a;" } }' >"$tree/src/text/long.c"
cp "$tree/src/text/long.c" "$tree/src/http/long.c"
cp "$tree/src/text/long.c" "$tree/src/run/long.c"
awk 'BEGIN { print "int f(void) {"; for (i = 0; i < 69; i++) { print "    f();" } print "}" }' \
    >"$tree/src/http/function.c"
echo 'int a;' >"$tree/src/cellar/room.c"
echo 'int a;' >"$tree/fuzz/fuzz_bare.c"
echo 'x' >"$tree/corpus/fuzz_lost/accept-x"
echo 'y' >"$tree/corpus/fuzz_good/badname"
echo 'x' >"$tree/corpus/fuzz_good/accept-x-again"
head -c 4000000 /dev/zero >"$tree/corpus/fuzz_good/reject-large"
echo '{}' >"$tree/contracts/unread.json"
echo 'int a;' >"$tree/tests/unit/text/test_nothing.c"
echo "cd /wo""rk/main" >"$tree/scripts/go"
check
want='RULES exempt
RULES exempt
contracts/unread.json orphan
corpus corpus-size
corpus/fuzz_good/accept-x-again corpus-twice
corpus/fuzz_good/badname corpus-name
corpus/fuzz_lost orphan
fuzz/fuzz_bare no-corpus
fuzz/fuzz_bare no-dictionary
fuzz/fuzz_bare not-in-manual
scripts/go machine-word
scripts/go run-bit
src/cellar untested
src/cellar/room.c unknown-room
src/http untested
src/http/calls.c banned-call
src/http/calls.c call-owner
src/http/function.c function-size
src/http/open.c left-open
src/http/white.c white-space
src/http/wide.c columns
src/json/lonely.h orphan
src/json/up.h include-guard
src/report untested
src/report/never.c include-arrow
src/run untested
src/run/library.c library-owner
src/run/long.c file-size
src/text/arrow.c include-arrow
src/text/arrow.c include-path
src/text/float.c pure-float
src/text/header.c pure-header
tests/unit/text/test_nothing.c mirror'
if [ "$status" -ne 1 ] || [ "$got" != "$want" ]; then
    echo "wanted exit 1 and these breaches, got exit $status and the others:"
    printf '%s\n' "$want" >"$work/want"
    printf '%s\n' "$got" | diff "$work/want" - || true
    exit 1
fi
echo "the checker sees every kind of breach"
