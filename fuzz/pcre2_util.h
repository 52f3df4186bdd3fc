/* PCRE2 for the second opinions: an expression put together, compiled once and kept for the life of the process. */
#ifndef PL_FUZZ_PCRE2_UTIL_H
#define PL_FUZZ_PCRE2_UTIL_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "fuzz_util.h"

enum { FZ_SOURCE_BYTES_MAX = 2048 };

/* All zeros until it is compiled. */
typedef struct fz_regex {
    pcre2_code *code;
    pcre2_match_data *match;
} fz_regex;

/* Text after the first len bytes of a source; the new length. */
static inline size_t fz_put(char *out, size_t len, const char *text) {
    const size_t add = strlen(text);
    FZ_CHECK(len + add < FZ_SOURCE_BYTES_MAX);
    memcpy(out + len, text, add + 1);
    return len + add;
}

static inline void fz_regex_compile(fz_regex *regex, const char *source, uint32_t options) {
    int error = 0;
    PCRE2_SIZE error_at = 0;
    FZ_CHECK(regex->code == NULL);
    regex->code =
        pcre2_compile((PCRE2_SPTR)source, PCRE2_ZERO_TERMINATED, options, &error, &error_at, NULL);
    FZ_CHECK(regex->code != NULL);
    (void)pcre2_jit_compile(regex->code, PCRE2_JIT_COMPLETE); /* slower without, and no worse */
    regex->match = pcre2_match_data_create_from_pattern(regex->code, NULL);
    FZ_CHECK(regex->match != NULL);
}

/* Does PCRE2 match? Ill-formed UTF-8 does not, where the expression asks for it. */
static inline bool fz_regex_matches(const fz_regex *regex, pl_bytes in) {
    static const uint8_t
        nothing[1]; /* PCRE2 10.42 takes NULL for an empty input, older ones do not */
    const uint8_t *const first = in.len > 0 ? in.ptr : nothing;
    const int found = pcre2_match(regex->code, first, in.len, 0, 0, regex->match, NULL);
    const bool bad_utf8 = found <= PCRE2_ERROR_UTF8_ERR1 && found >= PCRE2_ERROR_UTF8_ERR21;
    FZ_CHECK(found >= 0 || found == PCRE2_ERROR_NOMATCH || bad_utf8);
    return found >= 0;
}

#endif
