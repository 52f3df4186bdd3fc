#!/bin/sh
# Hold the tree to tests/tidy/rules.txt. Usage: tidy.sh ROOT [RULES]
# Prints "path:line: rule: text" for every breach; exit 0 when there is none. POSIX sh and awk.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cd "$1"
rules=${2:-$here/rules.txt}
rules=${rules#"$PWD"/}
found=$(mktemp)
trap 'rm -f "$found"' EXIT

# One breach: rule, path, line, measure, text.
breach() {
    printf '%s\t%s\t%s\t0\t%s\n' "$1" "$2" "$3" "$4" >>"$found"
}

# Every file that is ours, text or not.
all_files() {
    find . \( -name .git -o -name build -o -name .cache \) -prune -o -type f -print | sed 's|^\./||' | sort
}

check_code() {
    find src tests fuzz -name '*.[ch]' 2>/dev/null | sort >"$found.files"
    set --
    while read -r file; do set -- "$@" "$file"; done <"$found.files"
    rm -f "$found.files"
    awk -v rules="$rules" -f "$here/tidy.awk" "$rules" "$@" >>"$found"
}

# A fuzz target owns a corpus and a dictionary, and the manual names it; nothing of these stands alone.
check_fuzz() {
    for source in fuzz/fuzz_*.c; do
        [ -e "$source" ] || continue
        name=$(basename "$source" .c)
        if ! ls "corpus/$name/"* >/dev/null 2>&1; then
            breach no-corpus "fuzz/$name" 1 "corpus/$name/ is empty"
        fi
        [ -e "fuzz/$name.dict" ] || breach no-dictionary "fuzz/$name" 1 "fuzz/$name.dict is missing"
        grep -q "$name" fuzz/README.md 2>/dev/null || breach not-in-manual "fuzz/$name" 1 "fuzz/README.md"
    done
    for owned in corpus/* fuzz/*.dict; do
        [ -e "$owned" ] || continue
        name=$(basename "$owned" .dict)
        [ -e "fuzz/$name.c" ] || breach orphan "$owned" 1 "no target fuzz/$name.c"
    done
    for input in corpus/*/*; do
        case $(basename "$input") in
        accept-* | reject-* | open-* | [0-9]*-* | '*') ;;
        *) breach corpus-name "$input" 1 "want accept-, reject-, open- or an issue's number" ;;
        esac
    done
}

# Seeds are cloned, zipped and replayed by everybody: small, and none of a target's stands there twice.
check_corpus_bytes() {
    [ -d corpus ] || return 0
    most=$(awk '$1 == "limit" && $2 == "corpus-bytes" { print $3 }' "$rules")
    bytes=$(du -s --apparent-size -B1 corpus | cut -f1)
    [ "$bytes" -lt "$most" ] || breach corpus-size corpus 1 "$bytes bytes, want less than $most"
    for folder in corpus/*/; do
        before=
        last=
        cksum "$folder"* 2>/dev/null | sort | while read -r sum len input; do
            if [ "$last" = "$sum $len" ] && cmp -s "$before" "$input"; then
                breach corpus-twice "$input" 1 "the same bytes as $before"
            fi
            last="$sum $len"
            before=$input
        done
    done
}

# Data under contracts/ is named, by file or by folder, in what reads it.
check_contracts() {
    all_files | grep '^contracts/' | while read -r file; do
        for name in "$(basename "$file")" "$(dirname "$file")/"; do
            if [ "$name" != contracts/ ] && grep -rqF "$name" src tests fuzz cmake scripts 2>/dev/null; then
                continue 2
            fi
        done
        breach orphan "$file" 1 "no test or program names it"
    done
}

# tests/unit mirrors src: test_M.c, or test_M_more.c, tests M.c or M.h of the same room.
check_mirror() {
    for test in tests/unit/*/test_*.c; do
        [ -e "$test" ] || continue
        room=$(basename "$(dirname "$test")")
        name=$(basename "$test" .c)
        name=${name#test_}
        while [ ! -e "src/$room/$name.c" ] && [ ! -e "src/$room/$name.h" ]; do
            case $name in
            *_*) name=${name%_*} ;;
            *)
                breach mirror "$test" 1 "tests no file of src/$room/"
                break
                ;;
            esac
        done
    done
    for folder in src/*/; do
        room=$(basename "$folder")
        if ls "$folder"*.c >/dev/null 2>&1 && ! ls "tests/unit/$room/"*.c >/dev/null 2>&1; then
            breach untested "src/$room" 1 "no test in tests/unit/$room/"
        fi
    done
    for header in src/*/*.h; do
        [ -e "$header" ] || continue
        grep -rqF "\"${header#src/}\"" src tests fuzz || breach orphan "$header" 1 "nobody includes it"
    done
}

check_words() {
    # Classes of one letter, so that this file does not hold what it looks for.
    all_files | xargs grep -nIHE '(^|[^A-Za-z0-9.])/(wor[k]|hom[e]|roo[t])/|\.\./share[d]|\.librar[y]|far[m]-' |
        while IFS=: read -r file line text; do
            breach machine-word "$file" "$line" "$text"
        done
    for script in scripts/* .ci/run; do
        if [ -e "$script" ] && [ ! -x "$script" ]; then breach run-bit "$script" 1 "no run bit"; fi
    done
}

check_code
check_fuzz
check_corpus_bytes
check_contracts
check_mirror
check_words
awk -F '\t' -v rules="$rules" -f "$here/exempt.awk" "$rules" "$found"
