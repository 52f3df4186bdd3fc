#!/bin/sh
# workflows.sh judged: our files are clean, and each change of this table makes it say the words that stand beside it.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# file; what sed does to it; what must be said
cat >"$work/table" <<'END_OF_TABLE'
.github/workflows/cflite_pr.yml;s/address, undefined/address, memory/;sanitizer memory: not one of
.github/workflows/cflite_pr.yml;s/code-change/code_change/;mode code_change: unknown
.github/workflows/cflite_batch.yml;s/mode: batch/mode: prune/;mode batch: no workflow runs it
.github/workflows/cflite_cron.yml;s/language: c$/language: cobol/;language cobol
.github/workflows/cflite_cron.yml;/actions.checkout/d;build_fuzzers needs a checkout before it
.github/workflows/cflite_cron.yml;s/mode: prune/mode: coverage/;mode coverage with sanitizer address
.github/workflows/cflite_build.yml;s/build_fuzzers@v1/build_fuzzers@v9/;not an action that we use
.github/workflows/cflite_batch.yml;s/actions.build_fuzzers/actions\/run_fuzzers/;run_fuzzers needs build_fuzzers before it
.github/workflows/cflite_pr.yml;$s/: .*/: address/;runs with
.github/workflows/test.yml;s/scripts.test/scripts\/tset/;run scripts/tset
.github/workflows/test.yml;s/name: test/name test/;neither a member nor an item
.github/workflows/test.yml;s/^    timeout/   timeout/;indented by other than two spaces
.github/workflows/test.yml;s/^on:/	on:/;a tab
.github/workflows/test.yml;s/^on:/name:/;twice
.github/workflows/test.yml;s/image: debian:12/image: debian: 12/;not a plain scalar
.github/workflows/test.yml;s/^      image/      - image/;a list and a mapping in one
.github/workflows/test.yml;/^permissions/,/contents/d;test.yml: no permissions
.github/workflows/test.yml;/timeout/d;test.yml: no timeout-minutes
.github/workflows/conformance.yml;s/scripts.run/scripts\/rnu/;run scripts/rnu
.github/workflows/conformance.yml;s/--shard/--token ${{ secrets.X }}/;a secret, or what a stranger wrote, in a command
.github/workflows/conformance.yml;s/_ID: .*secrets.PAYLINK_/_ID: ${{ secrets.PAYLNIK_/;want the secret of that name
.github/workflows/conformance.yml;s/CLIENT_SECRET: .*/CLIENT_SECRET: hunter2/;not hunter2
.github/workflows/conformance.yml;s/^          scripts/            scripts/;a folded scalar without text
.clusterfuzzlite/project.yaml;s/24-04/26-04/;FROM and base_os_version
.clusterfuzzlite/Dockerfile;s/libgmp-dev//;libgmp-dev of scripts/install is missing
fuzz/options.txt;s/^fuzz_uri /fuzz_urn /;fuzz_urn: no such target
scripts/install;s/libgmp-dev/libgmp-dev libnew-dev/;libnew-dev of scripts/install is missing
END_OF_TABLE

count=0
while IFS=';' read -r file change want; do
    rm -rf "$work/tree"
    mkdir "$work/tree" "$work/tree/scripts"
    cp -R "$root/.clusterfuzzlite" "$root/.github" "$root/fuzz" "$work/tree/"
    cp "$root/scripts/install" "$root/scripts/run" "$root/scripts/test" "$work/tree/scripts/"
    sh "$here/workflows.sh" "$work/tree" >"$work/clean" || { echo "red as it is:"; cat "$work/clean"; exit 1; }
    sed "$change" "$work/tree/$file" >"$work/changed"
    if cmp -s "$work/changed" "$work/tree/$file"; then
        echo "changes nothing: $file: $change"
        exit 1
    fi
    cat "$work/changed" >"$work/tree/$file"
    if sh "$here/workflows.sh" "$work/tree" >"$work/out" || ! grep -qF "$want" "$work/out"; then
        echo "$file: $change: wanted '$want', got:"
        cat "$work/out"
        exit 1
    fi
    count=$((count + 1))
done <"$work/table"
echo "$count broken workflows are seen"
