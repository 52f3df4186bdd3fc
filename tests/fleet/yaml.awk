# Reads the part of YAML that our files are written in (mappings, lists of mappings or scalars, [a, b], plain and
# 'quoted' scalars, folded ones after >-) and prints a line "path = value" for each scalar: jobs.fuzz.steps.2.uses = ...
# What is not in that part, or twice, is an error on standard error; exit 1. POSIX awk.

function fail(message) {
    printf "%s:%d: %s: %s\n", FILENAME, FNR, message, $0 > "/dev/stderr"
    failed = 1
}

function path_of(depth,    i, path) {
    path = name[1]
    for (i = 2; i <= depth; i++) { path = path "." name[i] }
    return path
}

# A new node below the top of the stack, which must be open for that kind of child.
function push(kind, key, indent) {
    if (indent != (top == 0 ? 0 : indents[top] + 2)) { fail("indented by other than two spaces"); return }
    if (top > 0 && children[top] == "scalar") { fail("below a scalar"); return }
    if (children[top] != "" && children[top] != kind) { fail("a list and a mapping in one"); return }
    children[top] = kind
    top++
    indents[top] = indent
    name[top] = key
    children[top] = ""
    if (seen[path_of(top)]++) { fail("twice") }
    open_line = 1
}

function put(value,    count, parts, i) {
    open_line = 0
    children[top] = "scalar"
    if (value == ">-") { folded = path_of(top) " ="; return }
    if (value ~ /^\[.*\]$/) {
        count = split(substr(value, 2, length(value) - 2), parts, /, */)
        for (i = 1; i <= count; i++) { print path_of(top) "." i " = " parts[i] }
        return
    }
    if (value ~ /^'[^']*'$/) { value = substr(value, 2, length(value) - 2) }
    else if (value ~ /^[][{}&*!|>'"%@`,?#]/ || value ~ /^- |: | #|:$/) { fail("not a plain scalar") }
    print path_of(top) " = " value
}

function put_text(text, indent,    key) {
    if (match(text, /^[A-Za-z_][A-Za-z0-9_-]*:( |$)/)) {
        key = substr(text, 1, RLENGTH)
        sub(/: ?$/, "", key)
        text = substr(text, RLENGTH + 1)
        push("mapping", key, indent)
    }
    sub(/^ +/, "", text)
    if (text != "") { put(text) }
}

# The lines of a folded scalar are its text, whatever they hold.
function unfold() {
    if (folded !~ / = /) { fail("a folded scalar without text") }
    print folded
    folded = ""
}

/\t/ { fail("a tab") }
/ $/ { fail("a space at the end") }
folded != "" {
    match($0, /^ */)
    if (RLENGTH == indents[top] + 2) { folded = folded " " substr($0, RLENGTH + 1); next }
    unfold()
}
/^ *(#.*)?$/ { next }
{
    match($0, /^ */)
    indent = RLENGTH
    text = substr($0, indent + 1)
    while (top > 0 && indents[top] >= indent) { top-- }
    if (text ~ /^- /) {
        push("list", ++items[path_of(top)], indent)
        text = substr(text, 3)
        indent += 2
    } else if (text !~ /^[A-Za-z_][A-Za-z0-9_-]*:( |$)/) {
        fail("neither a member nor an item")
        next
    }
    put_text(text, indent)
}
END {
    if (folded != "") { unfold() }
    exit failed
}
