# Reads rules.txt, then breaches (tab-separated); takes away the exempt ones, prints the others for people.
# An exemption that covers nothing, or that gives no reason, is a breach too. Exit 1 when anything is left.
FILENAME == rules {
    if ($0 !~ /^exempt /) { next }
    n = split($0, word, " ")
    key = word[2] " " word[3]
    allowed[key] = word[4] == "-" ? -1 : word[4] + 0
    row[key] = FNR
    if (n < 7) { printf "%s:%d: exempt: the reason is missing\n", rules, FNR; left++ }
    next
}
{
    key = $1 " " $2
    if (!(key in allowed)) {
        # A function is known by its line, which moves; its row names the file.
        key = $1 " " $2
        sub(/:[0-9]+$/, "", key)
    }
    if ((key in allowed) && (allowed[key] < 0 || $4 <= allowed[key])) { used[key] = 1; next }
    measure = $4 > 0 ? $4 " " : ""
    where = $2
    sub(/:[^:]*$/, "", where)
    printf "%s:%d: %s: %s%s\n", where, $3, $1, measure, $5
    left++
}
END {
    for (key in row) {
        if (!(key in used)) { printf "%s:%d: exempt: not needed any more: %s\n", rules, row[key], key; left++ }
    }
    exit left > 0
}
