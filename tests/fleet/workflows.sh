#!/bin/sh
# The files that a fleet reads: they parse, they name what exists, and they say the same as each other.
# Usage: workflows.sh ROOT. Prints what is wrong; exit 0 when nothing is.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cd "$1"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
: >"$work/wrong"

wrong() {
    echo "$1" >>"$work/wrong"
}

# Is the first word one of the others?
one_of() {
    word=$1
    shift
    for allowed in "$@"; do
        if [ "$word" = "$allowed" ]; then return 0; fi
    done
    return 1
}

project=.clusterfuzzlite/project.yaml
for file in "$project" .github/workflows/*.yml; do
    awk -f "$here/yaml.awk" "$file" 2>>"$work/wrong" | sed "s|^|$file |" >>"$work/rows" || true
done

# All values of a key, by its last name, in all files or in one: values KEY [FILE]
values() {
    awk -v key="$1" -v file="${2:-}" '
        file == "" || $1 == file {
            path = $2
            sub(/\.[0-9]+$/, "", path)
            sub(/^.*\./, "", path)
            if (path == key) { sub(/^[^=]* = /, ""); print }
        }' "$work/rows"
}

sanitizers=$(values sanitizers "$project")
for sanitizer in $(values sanitizer | grep -v '^.{{ matrix.sanitizer }}$'); do
    # shellcheck disable=SC2086
    one_of "$sanitizer" $sanitizers coverage || wrong "sanitizer $sanitizer: not one of $project"
done
for mode in $(values mode); do
    one_of "$mode" code-change batch prune coverage || wrong "mode $mode: unknown to run_fuzzers"
done
for mode in code-change batch prune coverage; do
    # shellcheck disable=SC2046
    one_of "$mode" $(values mode) || wrong "mode $mode: no workflow runs it"
done
for language in $(values language); do
    [ "$language" = c ] || wrong "language $language: not c"
done
for action in $(values uses); do
    one_of "$action" actions/checkout@v4 google/clusterfuzzlite/actions/build_fuzzers@v1 \
        google/clusterfuzzlite/actions/run_fuzzers@v1 actions/upload-artifact@v4 \
        github/codeql-action/upload-sarif@v3 || wrong "uses $action: not an action that we use"
done
values run | tr ' ' '\n' | grep '^scripts/' >"$work/programs" || true
while read -r command; do
    [ -x "$command" ] || wrong "run $command: not a program of ours"
done <"$work/programs"

# A secret goes to the program through its environment: a command line is for everybody to read, and ours to get wrong.
grep -E '\.run = .*(secrets|github)\.' "$work/rows" | sed 's/ .*/: run: a secret, or what a stranger wrote, in a command/' \
    >>"$work/wrong" || true
grep -E '\.PAYLINK_[A-Z_]* = ' "$work/rows" | awk '{
    name = $2
    sub(/^.*\./, "", name)
    sub(/^[^=]*= /, "")
    if ($0 != "${{ secrets." name " }}") { print name ": want the secret of that name, not " $0 }
}' >>"$work/wrong" || true

# What a workflow may do is said, and so is for how long; the actions of ClusterFuzzLite end by themselves.
for file in .github/workflows/*.yml; do
    grep -q "^$file permissions" "$work/rows" || wrong "$file: no permissions"
    grep -q "^$file .*\.uses = google/clusterfuzzlite/" "$work/rows" ||
        grep -q "^$file .*\.timeout-minutes = " "$work/rows" || wrong "$file: no timeout-minutes"
done

# Each job: a checkout comes first, then a build, then what runs it; a run and its build have the same sanitizer.
awk '$2 ~ /^jobs\..*\.(uses|sanitizer)$/ {
    split($2, part, ".")
    job = $1 ": " part[2]
    step = $4
    sub(/^.*\//, "", step)
    if (part[6] != "" && $2 !~ /with\.sanitizer$/) { next }
    if ($2 ~ /\.uses$/) {
        if (step ~ /^build_fuzzers/ && last[job] !~ /^checkout/) {
            print job ": build_fuzzers needs a checkout before it"
        }
        if (step ~ /^run_fuzzers/ && last[job] !~ /^build_fuzzers/) {
            print job ": run_fuzzers needs build_fuzzers before it"
        }
        last[job] = step
    } else if (last[job] ~ /^build_fuzzers/) { built[job] = $0; sub(/^[^=]*= /, "", built[job]) }
    else {
        with = $0
        sub(/^[^=]*= /, "", with)
        if (with != built[job]) { print job ": runs with " with ", built with " built[job] }
    }
}' "$work/rows" >>"$work/wrong"
awk '$2 ~ /\.with\.mode$/ { mode = $4; next }
    $2 ~ /\.with\.sanitizer$/ && mode != "" {
        if ((mode == "coverage") != ($4 == "coverage")) { print $1 ": mode " mode " with sanitizer " $4 }
        mode = ""
    }' "$work/rows" >>"$work/wrong"

# The image is the one that project.yaml names, and has every library that the build asks for.
dockerfile=.clusterfuzzlite/Dockerfile
grep -q "^FROM gcr.io/oss-fuzz-base/base-builder:$(values base_os_version "$project")\$" "$dockerfile" ||
    wrong "$dockerfile: FROM and base_os_version of $project differ"
grep -o 'lib[a-z0-9.+-]*-dev' scripts/install | grep -vE '^lib(c6|criterion|clang-rt-14)-dev$' >"$work/packages"
while read -r package; do
    grep -q " $package\( \|\$\)" "$dockerfile" || wrong "$dockerfile: $package of scripts/install is missing"
done <"$work/packages"

# No row for a target that is gone.
sed -n 's/^\(fuzz_[a-z0-9_]*\) .*/\1/p' fuzz/options.txt >"$work/options"
while read -r name; do
    [ -e "fuzz/$name.c" ] || wrong "fuzz/options.txt: $name: no such target"
done <"$work/options"

cat "$work/wrong"
[ ! -s "$work/wrong" ]
