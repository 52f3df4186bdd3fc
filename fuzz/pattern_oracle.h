/* PCRE2, dressed up as ECMA-262, as the second opinion on the patterns; Unicode's White_Space on the class. */
#ifndef PL_FUZZ_PATTERN_ORACLE_H
#define PL_FUZZ_PATTERN_ORACLE_H

#include <unictype.h>

#include "pcre2_util.h"
#include "text/pattern.h"

/* Escapes that do not mean the same to PCRE2, as the ranges of a class. One that has no row stops the target. */
typedef struct fz_escape {
    char letter;
    const char *ranges;
    const char *why;
} fz_escape;

/* clang-format off */
static const fz_escape fz_escapes[] = {
    {'s', "\\x{9}-\\x{d}\\x{20}\\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}",
     "PCRE2's own is ASCII; under PCRE2_UCP it takes U+0085 and U+180E too and leaves U+FEFF out"},
    {'d', "0-9", "ASCII in both, but not under PCRE2_UCP"},
    {'/', "\\x{2f}", "ECMA-262 has to escape what ends its literals; it stands for itself"},
};

/* Options that bring PCRE2 near ECMA-262 with the flag u. */
static const struct fz_option {
    uint32_t bit;
    const char *why;
} fz_options[] = {
    {PCRE2_UTF,                 "code points, not bytes"},
    {PCRE2_DOLLAR_ENDONLY,      "$ does not match before a line feed at the end"},
    {PCRE2_ALLOW_EMPTY_CLASS,   "[] is a class that nothing is in"},
    {PCRE2_MATCH_UNSET_BACKREF, "a group that took no part matches the empty string"},
    {PCRE2_NEVER_BACKSLASH_C,   "one byte of a character is no character"},
};

/* Where ECMA-262 and Unicode's property White_Space part. */
static const struct fz_space {
    uint32_t code_point;
    bool ecma;
    const char *why;
} fz_spaces[] = {
    {0x0085, false, "NEL is neither WhiteSpace nor LineTerminator, nor of category Zs"},
    {0xFEFF, true,  "ZWNBSP is WhiteSpace by name"},
};
/* clang-format on */

static inline bool fz_is_space(uint32_t code_point) {
    for (size_t i = 0; i < PL_COUNT(fz_spaces); i++) {
        if (fz_spaces[i].code_point == code_point) { return fz_spaces[i].ecma; }
    }
    return uc_is_property_white_space(code_point);
}

/* The source with its escapes as ranges. */
static inline void fz_translate(const char *source, char out[FZ_SOURCE_BYTES_MAX]) {
    size_t len = 0;
    bool in_class = false;
    for (const char *at = source; *at != '\0'; at++) {
        if (*at != '\\') {
            in_class = in_class ? *at != ']' : *at == '[';
            len = fz_put(out, len, (const char[]){*at, '\0'});
            continue;
        }
        const char *ranges = NULL;
        at++;
        for (size_t i = 0; i < PL_COUNT(fz_escapes); i++) {
            if (fz_escapes[i].letter == *at) { ranges = fz_escapes[i].ranges; }
        }
        FZ_CHECK(ranges != NULL);
        len = fz_put(out, len, in_class ? "" : "[");
        len = fz_put(out, len, ranges);
        len = fz_put(out, len, in_class ? "" : "]");
    }
}

static inline void fz_compile(fz_regex *regex, const char *source) {
    char translated[FZ_SOURCE_BYTES_MAX] = {0};
    uint32_t options = 0;
    for (size_t i = 0; i < PL_COUNT(fz_options); i++) { options |= fz_options[i].bit; }
    fz_translate(source, translated);
    fz_regex_compile(regex, translated, options);
}

/* Does PCRE2 match? Ill-formed UTF-8 does not. */
static inline bool fz_oracle_matches(pl_pattern pattern, pl_bytes in) {
    static fz_regex regexes[PL_PATTERN_COUNT];
    fz_regex *const regex = &regexes[pattern];
    if (regex->code == NULL) { fz_compile(regex, pl_pattern_row_of(pattern)->source); }
    return fz_regex_matches(regex, in);
}

#endif
