#include "http/spelling.h"

#include <assert.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>

/* Every spelling has room for this many bytes for one of the text, and a terminator. */
enum { GROWTH_MAX = 3, BASE64_PADDING_MAX = 3 };

typedef void spell(pl_bytes text, char *out);

static void spell_raw(pl_bytes text, char *out) {
    memcpy(out, text.ptr, text.len);
    out[text.len] = '\0';
}

static bool is_unreserved(uint8_t byte) {
    return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= 'a' && byte <= 'z') || (byte != '\0' && strchr("-._~", byte) != NULL);
}

/* RFC 3986 section 2.1; both cases of the digits are in use. */
static void spell_percent(pl_bytes text, const char *digits, char *out) {
    size_t at = 0;
    for (size_t i = 0; i < text.len; i++) {
        const uint8_t byte = text.ptr[i];
        if (is_unreserved(byte)) {
            out[at++] = (char)byte;
        } else {
            out[at++] = '%';
            out[at++] = digits[byte >> 4];
            out[at++] = digits[byte & 0xF];
        }
    }
    out[at] = '\0';
}

static void spell_percent_upper(pl_bytes text, char *out) {
    spell_percent(text, "0123456789ABCDEF", out);
}

static void spell_percent_lower(pl_bytes text, char *out) {
    spell_percent(text, "0123456789abcdef", out);
}

/* As some JSON writers do: "\/". Quotes and backslashes must be escaped anyway. */
static void spell_json(pl_bytes text, char *out) {
    size_t at = 0;
    for (size_t i = 0; i < text.len; i++) {
        const char byte = (char)text.ptr[i];
        if (byte == '/' || byte == '"' || byte == '\\') { out[at++] = '\\'; }
        out[at++] = byte;
    }
    out[at] = '\0';
}

/* Without the padding, so that a text without it is found too. */
static void spell_base64(pl_bytes text, char *out) {
    assert(text.len <= INT_MAX / 2);
    (void)EVP_EncodeBlock((unsigned char *)out, text.ptr, (int)text.len);
    out[strcspn(out, "=")] = '\0';
}

static spell *const spellings[] = {
    spell_raw, spell_percent_upper, spell_percent_lower, spell_json, spell_base64,
};
const size_t pl_spelling_count = PL_COUNT(spellings);

static pl_status room_for(size_t text_len, char **ret_room) {
    if (text_len > INT_MAX / (GROWTH_MAX + 1)) { return PL_E_MEMORY; }
    char *room = malloc(text_len * GROWTH_MAX + BASE64_PADDING_MAX + 1);
    if (room == NULL) { return PL_E_MEMORY; }
    *ret_room = room;
    return PL_OK;
}

pl_status pl_spell(size_t index, pl_bytes text, char **ret_spelled) {
    assert(index < pl_spelling_count && ret_spelled != NULL);
    char *spelled = NULL;
    const pl_status status = room_for(text.len, &spelled);
    if (status != PL_OK) { return status; }
    spellings[index](text, spelled);
    *ret_spelled = spelled;
    return PL_OK;
}

pl_status pl_spell_basic(const char *client_id, const char *client_secret, char **ret_basic) {
    assert(client_id != NULL && client_secret != NULL && ret_basic != NULL);
    const size_t cap = strlen(client_id) + strlen(client_secret) + sizeof ":";
    char *pair = malloc(cap);
    if (pair == NULL) { return PL_E_MEMORY; }
    const int len = snprintf(pair, cap, "%s:%s", client_id, client_secret);
    assert(len > 0 && (size_t)len == cap - 1);
    char *basic = NULL;
    const pl_status status = room_for((size_t)len, &basic);
    if (status == PL_OK) {
        (void)EVP_EncodeBlock((unsigned char *)basic, (const unsigned char *)pair, len);
        *ret_basic = basic;
    }
    OPENSSL_cleanse(pair, cap);
    free(pair);
    return status;
}
