#include "openapi/dialect.h"

#include <assert.h>
#include <string.h>

/* An escape, by its letter. */
static const struct escape_row {
    const char *letters;
    pl_accord accord;
    const char *what;
} escape_rows[] = {
    {"dD", PL_ACCORD_ASCII, "takes the digits of all scripts in some engines"},
    {"wW", PL_ACCORD_ASCII, "takes letters of all scripts in some engines"},
    {"sS", PL_ACCORD_ASCII,
     "takes more or less of the white space beyond ASCII from engine to engine"},
    {"bB", PL_ACCORD_ASCII, "takes letters of all scripts for parts of a word in some engines"},
    {"pP", PL_ACCORD_NONE,
     "is a property of Unicode under the flag u, and the letter p without it"},
    {"v", PL_ACCORD_NONE, "is one vertical tab, or any vertical white space"},
    {"tnrfcxu", PL_ACCORD_FULL, NULL},
    {"k", PL_ACCORD_FULL, NULL},
};

/* Texts at which a construct begins, the first that fits counts. In a class only those marked so. */
static const struct text_row {
    const char *text;
    bool in_class;
    pl_accord accord;
    const char *what; /* NULL: nothing to tell */
} text_rows[] = {
    {"(?:", false, PL_ACCORD_FULL, NULL},
    {"(?=", false, PL_ACCORD_FULL, "looks ahead, which engines without backtracking do not know"},
    {"(?!", false, PL_ACCORD_FULL, "looks ahead, which engines without backtracking do not know"},
    {"(?<=", false, PL_ACCORD_FULL, "looks behind, which many engines know in part or not at all"},
    {"(?<!", false, PL_ACCORD_FULL, "looks behind, which many engines know in part or not at all"},
    {"(?<", false, PL_ACCORD_FULL, NULL},
    {"(?", false, PL_ACCORD_NONE, "is no group of ECMA-262"},
    {"(*", false, PL_ACCORD_NONE, "is a verb of PCRE, and no expression elsewhere"},
    {"++", false, PL_ACCORD_NONE, "is a possessive quantifier, which ECMA-262 does not know"},
    {"*+", false, PL_ACCORD_NONE, "is a possessive quantifier, which ECMA-262 does not know"},
    {"?+", false, PL_ACCORD_NONE, "is a possessive quantifier, which ECMA-262 does not know"},
    {"}+", false, PL_ACCORD_NONE, "is a possessive quantifier, which ECMA-262 does not know"},
    {"{,", false, PL_ACCORD_NONE,
     "is a quantifier in some engines, and these characters in others"},
    {"[[:", false, PL_ACCORD_NONE, "is a class of POSIX, which ECMA-262 does not know"},
    {"$", false, PL_ACCORD_FULL, "matches before a line feed at the end, too, in some engines"},
    {".", false, PL_ACCORD_ASCII, "leaves out other line ends from engine to engine"},
    {"[]", false, PL_ACCORD_NONE, "takes nothing in ECMA-262, and begins a class elsewhere"},
    {"[^]", false, PL_ACCORD_NONE, "takes everything in ECMA-262, and begins a class elsewhere"},
    {"[^", false, PL_ACCORD_ASCII, NULL},
    {"[", false, PL_ACCORD_ASCII, NULL},
    {"&&", true, PL_ACCORD_NONE,
     "is an intersection in some engines, and these characters in others"},
    {"--", true, PL_ACCORD_NONE, "is a difference in some engines, and these characters in others"},
};

static pl_construct escape_at(const pl_dialect *here) {
    const char letter = here->source[here->at + 1];
    pl_construct found = {.accord = PL_ACCORD_FULL, .at = here->at, .len = 1 + (letter != '\0')};
    const bool is_letter = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
    const char next = letter == '\0' ? '\0' : here->source[here->at + 2];
    if ((letter == 'x' || letter == 'u') && next == '{') {
        found.accord = PL_ACCORD_NONE;
        found.what = "is a code point under the flag u of ECMA-262, and a repetition without it";
        return found;
    }
    if (letter >= '0' && letter <= '9') {
        const bool octal = here->in_class ? letter != '0' : letter == '0';
        if (octal && (here->in_class || (next >= '0' && next <= '9'))) {
            found.accord = PL_ACCORD_NONE;
            found.what = "is an octal number in some engines";
        }
        return found;
    }
    if (letter == 'b' && here->in_class) { return found; } /* a backspace */
    for (size_t i = 0; i < PL_COUNT(escape_rows) && letter != '\0'; i++) {
        if (strchr(escape_rows[i].letters, letter) == NULL) { continue; }
        found.accord = escape_rows[i].accord;
        found.what = escape_rows[i].what;
        return found;
    }
    if (is_letter || letter == '\0') {
        found.accord = PL_ACCORD_NONE;
        found.what = "is no escape of ECMA-262";
    }
    return found;
}

static pl_construct text_at(const pl_dialect *here) {
    const char *const rest = here->source + here->at;
    pl_construct found = {.accord = PL_ACCORD_FULL, .at = here->at, .len = 1};
    if ((unsigned char)*rest >= 0xF0) { /* the first byte of a code point above U+FFFF */
        found.accord = PL_ACCORD_NONE;
        found.what = "is one character or two, by the engine's unit of text";
        return found;
    }
    for (size_t i = 0; i < PL_COUNT(text_rows); i++) {
        const size_t len = strlen(text_rows[i].text);
        if (text_rows[i].in_class != here->in_class || strncmp(rest, text_rows[i].text, len) != 0) {
            continue;
        }
        found.accord = text_rows[i].accord;
        found.what = text_rows[i].what;
        found.len = len;
        return found;
    }
    return found;
}

/* One step along the expression. */
static pl_construct step(pl_dialect *here) {
    const char byte = here->source[here->at];
    const pl_construct found = byte == '\\' ? escape_at(here) : text_at(here);
    assert(found.len > 0);
    here->at += found.len;
    if (byte == ']') { here->in_class = false; }
    if (byte == '[' && !here->in_class) {
        here->in_class = here->source[here->at - 1] != ']'; /* "[]" and "[^]" are whole */
        if (here->source[here->at - 1] == ':') {
            here->at = found.at + 1;
        } /* "[[:" has just begun */
    }
    return found;
}

bool pl_dialect_next(pl_dialect *dialect, pl_construct *ret_construct) {
    assert(dialect->source != NULL && ret_construct != NULL);
    while (dialect->source[dialect->at] != '\0') {
        const pl_construct found = step(dialect);
        if (found.accord == PL_ACCORD_FULL && found.what == NULL) { continue; }
        *ret_construct = found;
        return true;
    }
    return false;
}

pl_accord pl_dialect_accord(const char *source) {
    pl_accord least = PL_ACCORD_FULL;
    pl_dialect dialect = {.source = source};
    pl_construct found;
    while (pl_dialect_next(&dialect, &found)) {
        if (found.accord > least) { least = found.accord; }
    }
    return least;
}
