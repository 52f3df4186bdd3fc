#!/bin/sh
# What we show to others for their CI is tried: the commands of the GitHub workflow and of the README's GitLab job are
# run against the embedded sandbox, and must write the files that the rest of the job takes up.
# Usage: ci.sh ROOT PAYLINK README
# shellcheck disable=SC2016  # $ stands for itself: this is about what others will expand
# shellcheck disable=SC2086  # lists of files are words, with wildcards
set -eu
here=$(cd "$(dirname "$0")" && pwd)
paylink=$2
readme=$3
cd "$1"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
    echo "ci: $1" >&2
    exit 1
}

# Values of the paths that match: values ROWS PATTERN
values() {
    sed -n "s/^$2 = //p" "$1"
}

# Run a job's command in a folder of its own, as part 1 of 4, without settings. Usage: try FOLDER COMMAND
try() {
    mkdir "$work/$1"
    words=$(printf '%s\n' "$2" | sed -e 's/ || .*//' -e 's|^scripts/run |run |' \
        -e 's|\${{ matrix.shard }}|1|' -e 's|\$CI_NODE_INDEX|1|' -e 's|\$CI_NODE_TOTAL|4|')
    case $words in
    *'$'* | *';'* | *'&'*) fail "$1: not a plain command: $words" ;;
    run\ *) ;;
    *) fail "$1: not scripts/run: $2" ;;
    esac
    (cd "$work/$1" && "$paylink" $words --quiet) || fail "$1: exit $?: paylink $words"
}

# Each file has a first word that belongs to its kind.
wrote() {
    for file in "$work/$1"/*; do
        [ -s "$file" ] || fail "$1: $file is empty"
        case $file in
        *.xml) start='<?xml' ;;
        *.sarif) start='{' ;;
        *.md) start='#' ;;
        *.html) start='<!' ;;
        *) fail "$1: what is $file?" ;;
        esac
        head -c 100 "$file" | grep -qiF -e "$start" || fail "$1: $file does not start with $start"
    done
}

# The name of every file that the job takes up was written by the command. Usage: taken FOLDER FILE...
taken() {
    folder=$1
    shift
    for file in "$@"; do
        ls "$work/$folder"/$file >/dev/null 2>&1 || fail "$folder: the command does not write $file"
    done
}

env | sed -n 's/^\(PAYLINK_[A-Z_]*\)=.*/\1/p' >"$work/set"
while read -r name; do unset "$name"; done <"$work/set"
"$paylink" run --help >"$work/help"

# --- GitHub
workflow=.github/workflows/conformance.yml
awk -f "$here/yaml.awk" "$workflow" >"$work/github.rows"
command=$(values "$work/github.rows" 'jobs\.run\.steps\.[0-9]*\.run' | grep '^scripts/run ')
try github "$command"
wrote github
files=$(values "$work/github.rows" 'jobs\.run\.steps\.[0-9]*\.with\.\(path\|sarif_file\)')
taken github $files run.md
sed -n 's/^.*\.\(PAYLINK_[A-Z_]*\) = .*/\1/p' "$work/github.rows" >"$work/settings"
while read -r name; do
    grep -q "^  $name " "$work/help" || fail "$workflow: $name is no setting"
done <"$work/settings"
# The matrix has as many parts as the command divides into.
parts=$(values "$work/github.rows" 'jobs\.run\.strategy\.matrix\.shard\.[0-9]*' | paste -sd ' ')
[ "$parts" = "1 2 3 4" ] || fail "$workflow: parts $parts"
printf '%s\n' "$command" | grep -qF -e '--shard ${{ matrix.shard }}/4 ' || fail "$workflow: not in four parts"
grep -q "steps.run.outputs.status == '3'" "$work/github.rows" || fail "$workflow: exit 3 is not told apart"

# --- GitLab
awk '/^```yaml$/ { inside = 1; count++; next } /^```$/ { inside = 0 } inside { print > (folder "/gitlab.yml") }
    END { exit count != 1 }' folder="$work" "$readme" || fail "$readme: not one block of yaml"
awk -f "$here/yaml.awk" "$work/gitlab.yml" >"$work/gitlab.rows"
sed -e 's/^[a-z]*\.//' -e 's/\.[0-9]* = .*//' -e 's/ = .*//' "$work/gitlab.rows" | sort -u >"$work/keys"
while read -r key; do
    case $key in
    image | parallel | script | allow_failure.exit_codes | artifacts.when | artifacts.paths | artifacts.reports.junit) ;;
    *) fail "$readme: GitLab has no $key" ;;
    esac
done <"$work/keys"
command=$(values "$work/gitlab.rows" '[a-z]*\.script\.1')
try gitlab "$command"
wrote gitlab
files=$(values "$work/gitlab.rows" '[a-z]*\.artifacts\.\(paths\.[0-9]*\|reports\.junit\)')
taken gitlab $files
[ "$(values "$work/gitlab.rows" '[a-z]*\.allow_failure\.exit_codes')" = 3 ] || fail "$readme: exit 3 must not fail the job"
[ "$(values "$work/gitlab.rows" '[a-z]*\.artifacts\.when')" = always ] || fail "$readme: reports of a red job get lost"
printf '%s\n' "$command" | grep -qF -e '--shard $CI_NODE_INDEX/$CI_NODE_TOTAL ' || fail "$readme: GitLab's parts are not ours"
echo "ci: the commands of both jobs run, and write what the jobs take up"
