#!/usr/bin/env bash
# The bash completion, asked as readline asks it. Usage: completion.sh PAYLINK SCRIPT
set -euo pipefail
paylink=$1
script=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$paylink" help --completion bash | cmp - "$script"
if command -v shellcheck >/dev/null; then shellcheck "$script"; fi
mkdir "$work/folder" "$work/folder/answers"
touch "$work/folder/one.json" "$work/folder/one two.json" "$work/folder/other.env"

# What is typed, a word or two of readline's a line ("_" is the empty word), and the answers, sorted and parted by "|";
# "..." stands for more of them.
cat >"$work/table" <<'END_OF_TABLE'
_ => cases|help|run|sandbox|validate|...
r => run|...
-- => --help|--version
--v => --version
nonsense _ =>
nonsense -- =>
--help _ =>
run _ => --allow-production|--base-url|...
run -- => --allow-production|--base-url|--ca-file|...
run --tok => --token-version
run --keep --tok => --token-version
run --token-version _ => 1.0|1.1
run --token-version 1.1 => 1.1
run --token-version 2 =>
run --token-version = => 1.0|1.1
run --token-version = 1.0 => 1.0
run --report j => json=|junit=
run --report ju => junit=
run --report = j => json=|junit=
run --report json = => answers|one two.json|one.json|other.env
run --report json = one => one two.json|one.json
run --report = json = one => one two.json|one.json
run --report nonsense = other => other.env
run --base-url _ =>
run --base-url http : //x --tok => --token-version
run --base-url _ --tok => --token-version
run --config o => one two.json|one.json|other.env
run --config nothing =>
run --keep = _ => --allow-production|--base-url|...
run --keep = x =>
run -- -- =>
run -- _ =>
validate _ => answers|one two.json|one.json|other.env
validate one.json ot => other.env
validate --lines -- _ => answers|one two.json|one.json|other.env
validate -q one.json --js => --json
validate --response _ => 200|401|404|405|422
validate --response 4 => 401|404|405|422
validate --payment-methods _ =>
cases --group to => token|total_amount
cases --group me => media\ type|method
cases --group media\ t => media\ type
cases --group 'me => media type|method
cases --group items[].q => items\[\].quantity
cases --coverage a => answers
help _ => cases|help|run|sandbox|validate|...
help s => sandbox
help run _ => --completion|--help|--man|--usage|--version
help run s =>
help --completion _ => bash
END_OF_TABLE

# Ask in a bash of its own, strict, without start-up files. Usage: ask BREAKS WORD...
cat >"$work/ask" <<'END_OF_ASK'
set -euo pipefail
cd "$1"
source "$2"
COMP_WORDBREAKS=$3
shift 3
COMP_WORDS=(paylink "$@")
COMP_CWORD=$#
COMP_LINE="${COMP_WORDS[*]}"
COMP_POINT=${#COMP_LINE}
complete -p paylink >/dev/null
_paylink paylink "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
if [[ ${#COMPREPLY[@]} -gt 0 ]]; then printf '%s\n' "${COMPREPLY[@]}"; fi
END_OF_ASK

fail() {
    echo "completion: $1" >&2
    exit 1
}

# The answers, as the table writes them. Usage: answers BREAKS WORD...
answers() {
    bash --norc "$work/ask" "$work/folder" "$script" "$@" | LC_ALL=C sort | paste -sd '|'
}

# Does $1 fit the pattern $2?
fits() {
    if [[ $2 != *'...' ]]; then
        [[ $1 == "$2" ]]
        return
    fi
    local want
    local -a wanted
    IFS='|' read -ra wanted <<<"${2%|...}"
    for want in "${wanted[@]}"; do
        if [[ "|$1|" != *"|$want|"* ]]; then return 1; fi
    done
}

count=0
breaks=$' \t\n"\'><=;|&(:'
while IFS= read -r row; do
    typed=${row%% =>*}
    want=${row#*=>}
    words=()
    rest=${typed//'\ '/$'\001'}
    for word in $rest; do
        word=${word//$'\001'/'\ '}
        if [[ $word == _ ]]; then word=''; fi
        words+=("$word")
    done
    got=$(answers "$breaks" "${words[@]}")
    fits "$got" "${want# }" || fail "'$typed' gives '$got', want '${want# }'"
    count=$((count + 1))
done <"$work/table"
[[ $count -ge 40 ]] || fail "only $count rows"

# A shell where "=" does not break words: the answers are whole ones.
[[ $(answers $' \t\n' run --report=json=one) == '--report=json=one two.json|--report=json=one.json' ]] || fail "whole words"
[[ $(answers $' \t\n' run --token-version=1.0) == --token-version=1.0 ]] || fail "whole values"

# Each command's own options are the ones that its help shows.
"$paylink" help | sed -n '1,/^Start here/s/^  \([a-z]*\) .*/\1/p' >"$work/commands"
while read -r command; do
    want=$("$paylink" "$command" --help | sed -n 's/^   *\(-[a-zA-Z?], \)*\(--[a-z-]*\).*/\2/p' | LC_ALL=C sort | paste -sd '|')
    got=$(answers "$breaks" "$command" --)
    [[ $got == "$want" ]] || fail "$command: '$got', want '$want'"
    count=$((count + 1))
done <"$work/commands"
echo "completion: $count lines are completed as they should be"
