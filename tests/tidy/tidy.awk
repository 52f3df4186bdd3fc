# Reads rules.txt, then C files; prints "rule<TAB>path<TAB>line<TAB>measure<TAB>text" for every breach.
# The caller takes away what rules.txt exempts. POSIX awk.

function breach(rule, path, line, measure, text) {
    printf "%s\t%s\t%d\t%d\t%s\n", rule, path, line, measure, text
}

# The line without comments and without the contents of literals; in_comment lives from line to line.
# code_width is set to the columns that code and comments take: a literal counts as empty, so that a row of a
# table may hold a long one.
function code_of(line,    out, c, two, i, n, quote) {
    code_width = 0
    out = ""
    n = length(line)
    for (i = 1; i <= n; i++) {
        c = substr(line, i, 1)
        two = substr(line, i, 2)
        if (quote == "") { code_width++ }
        if (in_comment) {
            if (two == "*/") { in_comment = 0; i++; code_width++ }
        } else if (quote != "") {
            if (c == "\\") { i++ }
            else if (c == quote) { quote = ""; out = out c }
        } else if (two == "/*") { in_comment = 1; i++; code_width++ }
        else if (two == "//") { code_width += n - i; break }
        else {
            if (c == "\"" || c == "'") { quote = c }
            out = out c
        }
    }
    sub(/[ \t]+$/, "", out)
    return out
}

function check_include(line,    name, room, library, known) {
    name = line
    sub(/^[ \t]*#[ \t]*include[ \t]*[<"]/, "", name)
    sub(/[>"].*$/, "", name)
    if (line ~ /"/) {
        room = name
        if (!sub(/\/.*$/, "", room) || !(room in rank)) {
            breach("include-path", FILENAME, FNR, 0, "\"" name "\" is not \"room/file.h\"")
            return
        }
        if (rank[room] > rank[here] || (here, room) in never) {
            breach("include-arrow", FILENAME, FNR, 0, here "/ may not include " room "/")
        }
        return
    }
    if ((here in pure) && !(name in pure_header)) {
        breach("pure-header", FILENAME ":" name, FNR, 0, "<" name "> in a pure room")
    }
    for (library in owners) {
        if (index(name, library) == 1 && index(owners[library], " " here " ") == 0) {
            breach("library-owner", FILENAME, FNR, 0, "<" name "> belongs to" owners[library])
        }
    }
}

# Every name that a bracket follows.
function check_calls(code,    rest, name) {
    rest = code
    while (match(rest, /[A-Za-z_][A-Za-z_0-9]*[ ]*\(/)) {
        name = substr(rest, RSTART, RLENGTH - 1)
        sub(/ +$/, "", name)
        if (name in banned) { breach("banned-call", FILENAME, FNR, 0, name "()") }
        if (here != "" && (name in caller) && caller[name] != here) {
            breach("call-owner", FILENAME, FNR, 0, name "() belongs to " caller[name])
        }
        rest = substr(rest, RSTART + RLENGTH)
    }
}

# Functions start at column 1 and end with a brace at column 1.
function check_function(code) {
    if (code ~ /^[A-Za-z_]/ && !in_function) { started = FNR }
    if (!in_function && code ~ /\) \{$/ && code !~ /^(struct|union|enum) [a-z_]+ \{$/) { in_function = 1 }
    if (in_function && code ~ /^\}/) {
        in_function = 0
        if (FNR - started + 1 > limit["function"]) {
            breach("function-size", FILENAME ":" started, started, FNR - started + 1, "lines in one function")
        }
    }
}

function finish_file(    kind, guard) {
    if (path == "") { return }
    kind = path ~ /^src\/.*\.h$/ ? "file.h" : "file.c"
    if (lines > limit[kind]) { breach("file-size", path, lines, lines, "lines in one file") }
    if (path ~ /^src\/.*\.h$/) {
        guard = toupper(substr(path, 5))
        gsub(/[\/.]/, "_", guard)
        if (guards != "PL_" guard) { breach("include-guard", path, 1, 0, "want PL_" guard) }
    }
}

# --- rules.txt ---
FILENAME == rules {
    if ($0 ~ /^#/ || NF == 0) { next }
    if ($1 == "room") { rank[$2] = ++rooms }
    else if ($1 == "not") { never[$2, $3] = 1 }
    else if ($1 == "pure") { pure[$2] = 1 }
    else if ($1 == "pure_header") { pure_header[$2] = 1 }
    else if ($1 == "library") {
        owners[$2] = " "
        for (i = 3; i <= NF; i++) { owners[$2] = owners[$2] $i " " }
    }
    else if ($1 == "banned") { banned[$2] = 1 }
    else if ($1 == "call") { caller[$2] = $3 }
    else if ($1 == "limit") { limit[$2] = $3 + 0 }
    else if ($1 != "exempt") { breach("bad-rule", FILENAME, FNR, 0, "unknown row: " $1) }
    next
}

# --- C files ---
FNR == 1 {
    finish_file()
    path = FILENAME
    in_comment = 0
    in_function = 0
    formatted = 1
    guards = ""
    here = ""
    if (path ~ /^src\//) {
        here = substr(path, 5)
        sub(/\/.*$/, "", here)
        if (!(here in rank)) { breach("unknown-room", path, 1, 0, here " is no room of rules.txt") }
    }
}
{
    lines = FNR
    if ($0 ~ /\t/ || $0 ~ /[ \r]$/) { breach("white-space", FILENAME, FNR, 0, "tab, carriage return or space at the end") }
    if ($0 ~ /(^|[^A-Za-z])(TOD[O]|FIXM[E]|XX[X])([^A-Za-z]|$)/) { breach("left-open", FILENAME, FNR, 0, $0) }
    if (here != "" && !in_comment && $0 ~ /^[ \t]*#[ \t]*include/) { check_include($0) }
    if (guards == "" && $0 ~ /^#ifndef /) { guards = $2 }
    code = code_of($0)
    if ($0 ~ /clang-format off/) { formatted = 0 }
    if ($0 ~ /clang-format on/) { formatted = 1 }
    if (formatted && code_width > limit["columns"]) {
        breach("columns", FILENAME, FNR, code_width, "columns")
    }
    check_calls(code)
    check_function(code)
    if ((here in pure) && code ~ /(^|[^A-Za-z_0-9])(float|double)([^A-Za-z_0-9]|$)/) {
        breach("pure-float", FILENAME, FNR, 0, "floating point in a pure room")
    }
}
END { finish_file() }
