/* Messages without what another run would have otherwise. */
#include <string.h>

#include "report/baseline.h"
#include "text/ulid.h"

enum {
    DIGIT_COUNT_MAX = 4, /* a status stays, an amount, a port or an id does not */
    RUN_ID_LEN_MIN = 4,  /* a shorter one could be a word */
    UUID_LEN = 36
};

static const char stand_in = '#';

static bool is_digit(char byte) {
    return byte >= '0' && byte <= '9';
}

static bool is_word_byte(char byte) {
    return is_digit(byte) || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

/* Does text start like the form, where 0 is a digit, x a hexadecimal one, and all else itself? */
static bool starts_like(const char *text, const char *form) {
    for (; *form != '\0'; text++, form++) {
        const bool hexadecimal = is_digit(*text) || (*text >= 'a' && *text <= 'f');
        const bool fits = *form == '0'   ? is_digit(*text)
                          : *form == 'x' ? hexadecimal
                                         : *text == *form;
        if (!fits) { return false; }
    }
    return true;
}

/* Bytes of a moment or a UUID that text starts with, or 0. */
static size_t form_len(const char *text) {
    if (starts_like(text, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx")) { return UUID_LEN; }
    return starts_like(text, "0000-00-00") ? strspn(text, "0123456789-:.+TZ") : 0;
}

static bool differs(const char *word, size_t len, const char *run_id, bool of_run) {
    size_t digits = 0;
    for (size_t i = 0; i < len; i++) { digits += is_digit(word[i]); }
    const size_t run_id_len = run_id != NULL ? strlen(run_id) : 0;
    if (run_id_len >= RUN_ID_LEN_MIN && run_id_len == len && memcmp(word, run_id, len) == 0) {
        return true;
    }
    if (of_run && digits == len) { return true; }
    const pl_bytes text = {(const uint8_t *)word, len};
    return digits > DIGIT_COUNT_MAX || pl_ulid_classify(text) != PL_ULID_MALFORMED;
}

const char *pl_baseline_message(const char *message, const char *run_id, bool of_run,
                                pl_arena *arena) {
    char *const out = pl_arena_text(arena, pl_bytes_of(message));
    if (out == NULL) { return NULL; }
    size_t used = 0;
    for (const char *at = message; *at != '\0';) {
        size_t len = form_len(at);
        bool replaced = len > 0;
        while (!replaced && is_word_byte(at[len])) { len++; }
        if (len == 0) { len = 1; }
        replaced = replaced || differs(at, len, run_id, of_run);
        if (replaced) {
            out[used++] = stand_in;
        } else {
            memcpy(out + used, at, len);
            used += len;
        }
        at += len;
    }
    out[used] = '\0';
    return out;
}
