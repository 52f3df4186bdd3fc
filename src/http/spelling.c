#include "http/spelling.h"

#include <assert.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>

/* Every spelling has room for this many bytes for one of the text, and for what stands around it. */
enum { GROWTH_MAX = 2, ROOM_BESIDES = 12 };

static const char standard_digits[] = "+/";
static const char url_digits[] = "-_";

/* A way to write a text. */
typedef struct spelling {
    void (*spell)(const struct spelling *row, pl_bytes text, char *out);
    const char *digits; /* of base 16: all; of base 64: the last two */
    size_t
        before; /* base 64: how many bytes of something else stand before it in their group of three */
    bool whole; /* base 64: nothing stands after it */
} spelling;

static void spell_raw(const spelling *row, pl_bytes text, char *out) {
    (void)row;
    memcpy(out, text.ptr, text.len);
    out[text.len] = '\0';
}

static void spell_hex(const spelling *row, pl_bytes text, char *out) {
    for (size_t i = 0; i < text.len; i++) {
        out[2 * i] = row->digits[text.ptr[i] >> 4];
        out[2 * i + 1] = row->digits[text.ptr[i] & 0xF];
    }
    out[2 * text.len] = '\0';
}

/* Only the characters that the text alone decides, and, of a whole one, the last; no padding, so that a text without it
 * is found too. */
static void spell_base64(const spelling *row, pl_bytes text, char *out) {
    enum { BITS_BYTE = 8, BITS_DIGIT = 6, GROUP = 3, GROUP_DIGITS = 4 };
    uint8_t head[GROUP] = {0};
    const size_t head_len = row->before == 0 ? 0 : GROUP;
    const size_t taken = head_len == 0 || text.len < GROUP - row->before ? 0 : GROUP - row->before;
    assert(text.len <= INT_MAX / 2);
    memcpy(head + row->before, text.ptr, taken);
    (void)EVP_EncodeBlock((unsigned char *)out, head, (int)head_len);
    (void)EVP_EncodeBlock((unsigned char *)out + head_len / GROUP * GROUP_DIGITS, text.ptr + taken,
                          (int)(text.len - taken));
    const size_t bits = (row->before + text.len) * BITS_BYTE;
    const size_t end = (bits + (row->whole ? BITS_DIGIT - 1 : 0)) / BITS_DIGIT;
    const size_t first = (row->before * BITS_BYTE + BITS_DIGIT - 1) / BITS_DIGIT;
    assert(first <= end && end <= strlen(out));
    memmove(out, out + first, end - first);
    out[end - first] = '\0';
    for (char *at = out; *at != '\0'; at++) {
        const char *const standard = strchr(standard_digits, *at);
        if (standard != NULL) { *at = row->digits[standard - standard_digits]; }
    }
}

/* clang-format off */
static const spelling spellings[] = {
    {.spell = spell_raw},
    {.spell = spell_hex,    .digits = "0123456789abcdef"},
    {.spell = spell_hex,    .digits = "0123456789ABCDEF"},
    {.spell = spell_base64, .digits = standard_digits, .before = 0, .whole = true},
    {.spell = spell_base64, .digits = standard_digits, .before = 0},
    {.spell = spell_base64, .digits = standard_digits, .before = 1},
    {.spell = spell_base64, .digits = standard_digits, .before = 2},
    {.spell = spell_base64, .digits = url_digits,      .before = 0, .whole = true},
    {.spell = spell_base64, .digits = url_digits,      .before = 0},
    {.spell = spell_base64, .digits = url_digits,      .before = 1},
    {.spell = spell_base64, .digits = url_digits,      .before = 2},
};
/* clang-format on */
const size_t pl_spelling_count = PL_COUNT(spellings);

static pl_status room_for(size_t text_len, char **ret_room) {
    if (text_len > INT_MAX / (GROWTH_MAX + 1)) { return PL_E_MEMORY; }
    char *room = malloc(text_len * GROWTH_MAX + ROOM_BESIDES);
    if (room == NULL) { return PL_E_MEMORY; }
    *ret_room = room;
    return PL_OK;
}

pl_status pl_spell(size_t index, pl_bytes text, char **ret_spelled) {
    assert(index < pl_spelling_count && ret_spelled != NULL);
    char *spelled = NULL;
    const pl_status status = room_for(text.len, &spelled);
    if (status != PL_OK) { return status; }
    spellings[index].spell(&spellings[index], text, spelled);
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
