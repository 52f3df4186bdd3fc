/* Secrets are found by search, longest first; an altered JWT by the parts that it still has. */
#include "http/redact.h"

#include <assert.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/crypto.h>

#include "http/signature.h"
#include "http/spelling.h"
#include "http/unescape.h"
#include "text/jwt.h"
#include "text/limits.h"

enum { JWT_WORD_BYTES_MAX = 2 * PL_JWT_BYTES_MAX };

typedef struct needle {
    char *text;
    size_t len;
    char *name;  /* "$NAME" */
    bool of_jwt; /* a JWT, or a part of one: what is found around it is hidden too */
} needle;

struct pl_redactor {
    needle *needles; /* longest first, so that the first hit at a place is the longest */
    size_t count;
    size_t cap;
    bool starts[UINT8_MAX + 1]; /* first bytes of the needles: most places are passed by at once */
    uint8_t pairs[(1U << 16) / CHAR_BIT]; /* their first two, a bit each */
};

/* --- the list ------------------------------------------------------------------------------- */

pl_status pl_redactor_new(pl_redactor **ret_redactor) {
    assert(ret_redactor != NULL);
    pl_redactor *redactor = calloc(1, sizeof *redactor);
    if (redactor == NULL) { return PL_E_MEMORY; }
    *ret_redactor = redactor;
    return PL_OK;
}

static void needle_done(needle *old) {
    if (old->text != NULL) { OPENSSL_cleanse(old->text, old->len); }
    free(old->text);
    free(old->name);
    *old = (needle){0};
}

void pl_redactor_free(pl_redactor *redactor) {
    if (redactor == NULL) { return; }
    for (size_t i = 0; i < redactor->count; i++) { needle_done(&redactor->needles[i]); }
    free(redactor->needles);
    free(redactor);
}

static bool is_known(const pl_redactor *redactor, pl_bytes text) {
    for (size_t i = 0; i < redactor->count; i++) {
        const needle *old = &redactor->needles[i];
        if (pl_bytes_equal((pl_bytes){(const uint8_t *)old->text, old->len}, text)) { return true; }
    }
    return false;
}

static pl_status make_needle(pl_bytes text, const char *name, bool of_jwt, needle *ret_needle) {
    const size_t name_cap = strlen(name) + sizeof "$";
    needle made = {.text = strndup((const char *)text.ptr, text.len), .len = text.len};
    made.name = malloc(name_cap);
    made.of_jwt = of_jwt;
    if (made.text == NULL || made.name == NULL) {
        needle_done(&made);
        return PL_E_MEMORY;
    }
    const int len = snprintf(made.name, name_cap, "$%s", name);
    assert(len > 0 && (size_t)len < name_cap);
    (void)len;
    *ret_needle = made;
    return PL_OK;
}

static pl_status grow(pl_redactor *redactor) {
    enum { CAP_FIRST = 32 };
    const size_t cap = redactor->cap == 0 ? CAP_FIRST : redactor->cap * 2;
    needle *needles = realloc(redactor->needles, cap * sizeof *needles);
    if (needles == NULL) { return PL_E_MEMORY; }
    redactor->needles = needles;
    redactor->cap = cap;
    return PL_OK;
}

static size_t pair_of(pl_bytes text, size_t at) {
    return (size_t)text.ptr[at] << CHAR_BIT | text.ptr[at + 1];
}

static pl_status add_needle(pl_redactor *redactor, const char *name, pl_bytes text, bool of_jwt) {
    needle added;
    assert(text.len >= PL_SECRET_BYTES_MIN);
    if (is_known(redactor, text)) { return PL_OK; }
    if (redactor->count == redactor->cap) {
        const pl_status status = grow(redactor);
        if (status != PL_OK) { return status; }
    }
    const pl_status status = make_needle(text, name, of_jwt, &added);
    if (status != PL_OK) { return status; }
    size_t at = redactor->count;
    for (; at > 0 && redactor->needles[at - 1].len < added.len; at--) {
        redactor->needles[at] = redactor->needles[at - 1];
    }
    redactor->needles[at] = added;
    redactor->count++;
    redactor->starts[text.ptr[0]] = true;
    const size_t pair = pair_of(text, 0);
    redactor->pairs[pair / CHAR_BIT] |= (uint8_t)(1U << pair % CHAR_BIT);
    return PL_OK;
}

/* Every spelling of it. */
static pl_status add_spelled(pl_redactor *redactor, const char *name, pl_bytes text, bool of_jwt) {
    for (size_t i = 0; i < pl_spelling_count; i++) {
        char *spelled = NULL;
        pl_status status = pl_spell(i, text, &spelled);
        if (status != PL_OK) { return status; }
        status = add_needle(redactor, name, pl_bytes_of(spelled), of_jwt && i == 0);
        OPENSSL_cleanse(spelled, strlen(spelled));
        free(spelled);
        if (status != PL_OK) { return status; }
    }
    return PL_OK;
}

pl_status pl_redactor_add(pl_redactor *redactor, const char *name, const char *secret) {
    assert(redactor != NULL && name != NULL);
    const pl_bytes text = pl_bytes_of(secret);
    if (text.len < PL_SECRET_BYTES_MIN) { return PL_OK; }
    pl_jwt jwt;
    if (pl_jwt_split(text, &jwt) != PL_OK) { return add_spelled(redactor, name, text, false); }
    const pl_bytes parts[] = {text, jwt.header, jwt.payload, jwt.signature};
    for (size_t i = 0; i < PL_COUNT(parts); i++) {
        if (i > 0 && parts[i].len < PL_JWT_PART_BYTES_MIN) { continue; }
        const pl_status status = add_spelled(redactor, name, parts[i], true);
        if (status != PL_OK) { return status; }
    }
    return PL_OK;
}

/* --- settings ------------------------------------------------------------------------------- */

/* What the version 1.0 token request sends. */
static pl_status add_basic(pl_redactor *redactor, const pl_merchant *merchant) {
    if (merchant->client_id == NULL || merchant->client_secret == NULL) { return PL_OK; }
    char *basic = NULL;
    pl_status status = pl_spell_basic(merchant->client_id, merchant->client_secret, &basic);
    if (status != PL_OK) { return status; }
    const char *name = merchant->is_other ? "PAYLINK_OTHER_BASIC" : "PAYLINK_BASIC";
    status = pl_redactor_add(redactor, name, basic);
    OPENSSL_cleanse(basic, strlen(basic));
    free(basic);
    return status;
}

pl_status pl_redactor_add_settings(pl_redactor *redactor, const pl_settings *settings) {
    assert(redactor != NULL && settings != NULL);
    for (size_t i = 0; i < pl_setting_count; i++) {
        const pl_setting *row = &pl_setting_rows[i];
        if (!row->secret) { continue; }
        const pl_status status =
            pl_redactor_add(redactor, row->name, pl_setting_value(settings, row));
        if (status != PL_OK) { return status; }
    }
    const pl_status status = add_basic(redactor, &settings->merchant);
    if (status != PL_OK) { return status; }
    return add_basic(redactor, &settings->other);
}

pl_status pl_redactor_add_merchant(pl_redactor *redactor, const pl_merchant *merchant) {
    assert(merchant != NULL);
    pl_settings alone = {0};
    *(merchant->is_other ? &alone.other : &alone.merchant) = *merchant; /* borrowed, not released */
    return pl_redactor_add_settings(redactor, &alone);
}

pl_status pl_redactor_add_signature(pl_redactor *redactor, const pl_merchant *merchant,
                                    int64_t now_ms) {
    assert(redactor != NULL && merchant != NULL);
    if (merchant->client_id == NULL || merchant->client_secret == NULL) { return PL_OK; }
    char signature[PL_SIGNATURE_TEXT_BYTES];
    pl_status status =
        pl_signature(merchant->client_id, merchant->client_secret, now_ms, signature);
    if (status != PL_OK) { return status; }
    const char *name = merchant->is_other ? "PAYLINK_OTHER_SIGNATURE" : "PAYLINK_SIGNATURE";
    status = pl_redactor_add(redactor, name, signature);
    OPENSSL_cleanse(signature, sizeof signature);
    return status;
}

/* --- the search ----------------------------------------------------------------------------- */

/* Can a needle stand at `at`? Most often not. ret_first: the byte that it begins with, escapes undone. */
static bool may_stand(const pl_redactor *redactor, pl_bytes text, size_t at, uint8_t *ret_first) {
    const uint8_t byte = text.ptr[at];
    const bool escaped = pl_is_escape(byte);
    *ret_first = escaped ? pl_unescape(text, at).bytes[0] : byte;
    if (!redactor->starts[*ret_first] && !redactor->starts[byte]) { return false; }
    if (text.len - at < 2) { return false; }
    if (escaped || pl_is_escape(text.ptr[at + 1])) { return true; }
    const size_t pair = pair_of(text, at);
    return (redactor->pairs[pair / CHAR_BIT] >> pair % CHAR_BIT & 1U) != 0;
}

static bool begins(const needle *tried, uint8_t byte, uint8_t unescaped) {
    const uint8_t first = (uint8_t)tried->text[0];
    return first == byte || first == unescaped;
}

/* Takes the next piece of text, if it continues the needle, of which *matched bytes were found. */
static bool match_piece(const needle *tried, pl_bytes text, size_t *at, size_t *matched) {
    if (*at >= text.len || *matched >= tried->len) { return false; }
    const pl_unescaped piece = pl_unescape(text, *at);
    if (piece.len > tried->len - *matched ||
        memcmp(tried->text + *matched, piece.bytes, piece.len) != 0) {
        return false;
    }
    *at += piece.used;
    *matched += piece.len;
    return true;
}

/* How many bytes at `at` spell the needle, as it is or with escapes; 0: they do not. */
static size_t match_len(const needle *tried, pl_bytes text, size_t at) {
    if (tried->len <= text.len - at && memcmp(text.ptr + at, tried->text, tried->len) == 0) {
        return tried->len;
    }
    size_t end = at;
    size_t matched = 0;
    while (match_piece(tried, text, &end, &matched)) {}
    return matched == tried->len ? end - at : 0;
}

static const needle *needle_at(const pl_redactor *redactor, pl_bytes text, size_t at,
                               size_t *ret_len) {
    uint8_t first = 0;
    if (!may_stand(redactor, text, at, &first)) { return NULL; }
    for (size_t i = 0; i < redactor->count; i++) {
        if (!begins(&redactor->needles[i], text.ptr[at], first)) { continue; }
        const size_t len = match_len(&redactor->needles[i], text, at);
        if (len == 0) { continue; }
        *ret_len = len;
        return &redactor->needles[i];
    }
    return NULL;
}

/* How much of the needle's beginning stands at `at`, with "..." after it: the excerpt of a longer
 * text was cut there. 0: none of it, or too little to tell. */
static size_t cut_len(const needle *tried, pl_bytes text, size_t at) {
    static const char more[] = {'.', '.', '.'};
    size_t len = 0;
    size_t end = at;
    size_t matched = 0;
    while (match_piece(tried, text, &end, &matched)) {
        const bool is_cut =
            text.len - end >= sizeof more && memcmp(text.ptr + end, more, sizeof more) == 0;
        if (is_cut && matched >= PL_SECRET_BYTES_MIN) { len = end - at; }
    }
    return len;
}

static const needle *cut_needle_at(const pl_redactor *redactor, pl_bytes text, size_t at,
                                   size_t *ret_len) {
    uint8_t first = 0;
    if (!may_stand(redactor, text, at, &first)) { return NULL; }
    for (size_t i = 0; i < redactor->count; i++) {
        if (!begins(&redactor->needles[i], text.ptr[at], first)) { continue; }
        const size_t len = cut_len(&redactor->needles[i], text, at);
        if (len == 0) { continue; }
        *ret_len = len;
        return &redactor->needles[i];
    }
    return NULL;
}

static bool is_jwt_byte(uint8_t byte) {
    return byte == '-' || byte == '.' || byte == '_' || (byte >= '0' && byte <= '9') ||
           (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z');
}

/* The word of JWT bytes that starts at `at`, if a part of one of ours stands in it: an altered
 * JWT, or one cut short. */
static const needle *jwt_at(const pl_redactor *redactor, pl_bytes text, size_t at,
                            size_t *ret_len) {
    const needle *longest = NULL;
    size_t end = at;
    while (end < text.len && is_jwt_byte(text.ptr[end])) { end++; }
    /* A word longer than any JWT is searched from its beginning only; exact secrets further on are still found one by
     * one. */
    const size_t len = end - at < JWT_WORD_BYTES_MAX ? end - at : JWT_WORD_BYTES_MAX;
    const pl_bytes word = {text.ptr + at, len};
    for (size_t i = 0; i < word.len; i++) {
        size_t found_len = 0;
        const needle *found = needle_at(redactor, word, i, &found_len);
        const bool longer = found != NULL && (longest == NULL || found->len > longest->len);
        if (longer && found->of_jwt) { longest = found; }
    }
    *ret_len = end - at;
    return longest;
}

/* Write the first len_max bytes of the redacted text, or, with out NULL, only measure them. *ret_at: how much of the
 * text they stand for. */
static size_t redact_into(const pl_redactor *redactor, pl_bytes text, size_t len_max, char *out,
                          size_t *ret_at) {
    size_t len = 0;
    size_t at = 0;
    while (at < text.len && len < len_max) {
        size_t hit_len = 0;
        const needle *hit = NULL;
        const bool word_starts =
            is_jwt_byte(text.ptr[at]) && (at == 0 || !is_jwt_byte(text.ptr[at - 1]));
        if (word_starts) { hit = jwt_at(redactor, text, at, &hit_len); }
        if (hit == NULL) {
            hit_len = 1;
            hit = needle_at(redactor, text, at, &hit_len);
        }
        if (hit == NULL) { hit = cut_needle_at(redactor, text, at, &hit_len); }
        const char *from = hit == NULL ? (const char *)text.ptr + at : hit->name;
        const size_t whole_len = hit == NULL ? 1 : strlen(hit->name);
        const size_t from_len = whole_len < len_max - len ? whole_len : len_max - len;
        if (out != NULL) { memcpy(out + len, from, from_len); }
        len += from_len;
        at += hit_len;
    }
    assert(at <= text.len && len <= len_max);
    *ret_at = at;
    return len;
}

pl_status pl_redact_beginning(const pl_redactor *redactor, pl_bytes text, size_t len_max,
                              pl_arena *arena, pl_bytes *ret_text, bool *ret_whole) {
    assert(redactor != NULL && arena != NULL && ret_text != NULL && ret_whole != NULL);
    size_t at = 0;
    const size_t len = redact_into(redactor, text, len_max, NULL, &at);
    char *out = pl_arena_alloc(arena, len + 1);
    if (out == NULL) { return PL_E_MEMORY; }
    const size_t written = redact_into(redactor, text, len, out, &at);
    assert(written == len);
    (void)written;
    out[len] = '\0';
    *ret_text = (pl_bytes){(const uint8_t *)out, len};
    *ret_whole = at == text.len;
    return PL_OK;
}

pl_status pl_redact(const pl_redactor *redactor, pl_bytes text, pl_arena *arena, char **ret_text) {
    assert(ret_text != NULL);
    pl_bytes redacted;
    bool whole = false;
    const pl_status status =
        pl_redact_beginning(redactor, text, SIZE_MAX, arena, &redacted, &whole);
    assert(status != PL_OK || whole);
    if (status == PL_OK) { *ret_text = (char *)redacted.ptr; }
    return status;
}
